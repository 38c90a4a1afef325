#include "sim/internal.h"

/* Invariants of a single job. */
static const char *unsound_job(const struct bn_world *w, const struct bn_state *s, uint8_t n)
{
  const struct bn_job *j = &s->job[n];

  if (j->files > BN_JOB_FILES)
    return "a job has more files than it has room for";
  if ((j->slot.origin == BN_EMPTY_SLOT) != (j->slot.ref.object == BN_NONE))
    return "an empty slot holds an object, or a full one none";
  if (j->slot.origin != BN_EMPTY_SLOT && j->slot.ref.object >= w->objects)
    return "a slot holds an object that nobody declared";
  if (j->slot.origin != BN_EMPTY_SLOT && j->slot.ref.gone == BN_LIVES &&
      !s->running[w->object[j->slot.ref.object].app])
    return "a living object in a dead process";
  if (j->slot.origin == BN_SET && j->slot.ref.instance != 0)
    return "a set object with an instance number";
  if (bn_is_final(j->state) && (j->debt.stage != BN_NOTHING || j->modified || j->missed))
    return "a final job owes something";
  if (bn_is_final(j->state) && j->slot.origin != BN_EMPTY_SLOT)
    return "a final job keeps its callback object";
  if (bn_is_final(j->state) && (j->no_progress.from & j->download_end.from & j->files_due.from &
                                j->modified_due.from) != BN_NEVER)
    return "a final job has a timer";
  if (bn_is_final(j->state) && j->slot.lost)
    return "a final job remembers that its object was lost";
  for (unsigned f = 0; f < j->files; f++) {
    if (j->file[f].done && j->file[f].partial)
      return "a finished file is partial";
  }
  if (bn_is_final(j->state) && (j->files_from != BN_FROM_TOP || j->modified_from != BN_FROM_TOP))
    return "a final job knows where it would go on";
  for (unsigned f = 0; f < j->files && bn_is_final(j->state); f++) {
    if (j->file[f].notice == BN_FILE_OWED)
      return "a final job owes FileTransferred";
  }
  if ((j->state == BN_TRANSFERRED || j->state == BN_ERROR) && j->no_progress.from != BN_NEVER)
    return "the no-progress clock runs in TRANSFERRED or ERROR";
  if (j->retry.from != BN_NEVER && j->state != BN_TRANSIENT_ERROR)
    return "a retry is armed outside TRANSIENT_ERROR";
  if (j->state == BN_TRANSFERRED && j->debt.stage == BN_NOTHING)
    return "TRANSFERRED without an occurrence";
  if (j->state == BN_ERROR && j->debt.stage == BN_NOTHING)
    return "ERROR without an occurrence";
  return NULL;
}

static const char *unsound_call(const struct bn_world *w, const struct bn_state *s, uint8_t i)
{
  const struct bn_call *c = &s->call[i];

  if (c->job >= BN_JOBS || s->job[c->job].state == BN_NO_JOB)
    return "a call for no job";
  if (c->running && c->stage != BN_RETURNED && c->program == BN_NONE &&
      (c->ref.object >= w->objects || !s->running[w->object[c->ref.object].app]))
    return "a handler runs in a dead process";
  if (c->ref.object != BN_NONE && c->ref.gone == BN_LIVES &&
      !s->running[w->object[c->ref.object].app])
    return "a call to a living object in a dead process";
  if (c->stage != BN_ACTIVATING && c->due.from != BN_NEVER)
    return "an activation that is over keeps its timer";
  if (c->void_ > 2)
    return "a call is void in no known way";
  if (c->stage == BN_INSIDE && !c->running)
    return "inside a handler that does not run";
  if (c->stage == BN_ACTIVATING && c->class_ >= w->classes)
    return "an activation of no class";
  if (c->program != BN_NONE && !bn_is_latched(c->event))
    return "a command line for an event that has none";
  return NULL;
}

static const char *unsound_pair(const struct bn_state *s, const struct bn_call *a,
                                const struct bn_call *b)
{
  (void)s;
  if (a->job != b->job || a->stage == BN_ORPHAN || b->stage == BN_ORPHAN)
    return NULL;
  if (bn_is_latched(a->event) && bn_is_latched(b->event) && a->void_ < 2 && b->void_ < 2)
    return "two deliveries of a final event in flight (RUL-5)";
  return NULL;
}

const char *bn_unsound(const struct bn_world *world, const struct bn_state *s)
{
  const char *what;

  for (uint8_t n = 0; n < BN_JOBS; n++) {
    if (s->job[n].state != BN_NO_JOB && (what = unsound_job(world, s, n)) != NULL)
      return what;
  }
  for (uint8_t i = 0; i < BN_CALLS; i++) {
    if (s->call[i].stage == BN_FREE)
      continue;
    if ((what = unsound_call(world, s, i)) != NULL)
      return what;
    for (uint8_t k = (uint8_t)(i + 1); k < BN_CALLS; k++) {
      if (s->call[k].stage != BN_FREE && (what = unsound_pair(s, &s->call[i], &s->call[k])) != NULL)
        return what;
    }
  }
  for (unsigned a = 0; a < world->apps; a++) {
    if (s->running[a] > 2)
      return "an application runs in no known way";
  }
  for (uint8_t u = 0; u < world->users; u++) {
    if (world->knob[BN_K_SLOTS] == BN_V_FOUR && bn_slots_used(s, u) > 4)
      return "more than four notifications of a user in flight (NOTIFY-CONC-1)";
  }
  return NULL;
}
