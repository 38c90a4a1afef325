#include "sim/internal.h"

#include <assert.h>

uint8_t bn_call_new(struct bn_run *run, uint8_t job, unsigned event)
{
  struct bn_state *s = run->state;

  for (uint8_t i = 0; i < BN_CALLS; i++) {
    if (s->call[i].stage != BN_FREE)
      continue;
    s->call[i] = (struct bn_call){
        .job = job,
        .event = (uint8_t)event,
        .file = BN_NONE,
        .user = BN_NONE,
        .class_ = BN_NONE,
        .program = BN_NONE,
        .ref = {.object = BN_NONE},
        .due = bn_unarmed(),
    };
    return i;
  }
  return BN_NONE;
}

void bn_call_free(struct bn_run *run, uint8_t call)
{
  struct bn_call *c = &run->state->call[call];
  uint8_t object = c->ref.object;

  assert(c->stage != BN_FREE);
  if (c->user != BN_NONE && bn_slots_used(run->state, c->user) >= 4)
    bn_because(run, BN_R_NOTIFY_CONC_4, BN_NONE);
  *c = (struct bn_call){0};
  if (object != BN_NONE)
    bn_quit_unused(run, run->world->object[object].app);
}

static bool awaited(const struct bn_call *c)
{
  return c->stage != BN_FREE && c->stage != BN_ORPHAN;
}

uint8_t bn_call_of(const struct bn_state *s, uint8_t job, bool latched, bool detached)
{
  for (uint8_t i = 0; i < BN_CALLS; i++) {
    const struct bn_call *c = &s->call[i];
    if (awaited(c) && c->job == job && (detached || c->void_ < 2) &&
        (latched ? bn_is_latched(c->event) : c->event == BN_FILE_TRANSFERRED))
      return i;
  }
  return BN_NONE;
}

uint8_t bn_call_of_event(const struct bn_state *s, uint8_t job, unsigned event, uint8_t file)
{
  for (uint8_t i = 0; i < BN_CALLS; i++) {
    const struct bn_call *c = &s->call[i];
    if (awaited(c) && c->job == job && c->event == event && (file == BN_NONE || c->file == file))
      return i;
  }
  return BN_NONE;
}

unsigned bn_slots_used(const struct bn_state *s, uint8_t user)
{
  unsigned used = 0;

  for (unsigned i = 0; i < BN_CALLS; i++)
    used += awaited(&s->call[i]) && s->call[i].user == user;
  return used;
}
