#include "sim/internal.h"

#include <assert.h>

static void add(struct bn_actions *actions, enum bn_action_kind kind, uint8_t job, uint8_t file,
                uint8_t call)
{
  assert(actions->count < BN_ACTIONS);
  actions->item[actions->count++] =
      (struct bn_action){.kind = (uint8_t)kind, .job = job, .file = file, .call = call};
}

static unsigned slot_limit(struct bn_run *run)
{
  switch (bn_consult(run, BN_K_SLOTS)) {
  case BN_V_ONE:
    return 1;
  case BN_V_EIGHT:
    return 8;
  }
  return 4;
}

/* Can a call to this destination begin now? Objects and classes take one of their user's slots, a
 * program takes none (RUL-19); nobody's rung is skipped because he is logged off (RUL-27). */
static bool is_free(struct bn_run *run, struct bn_destination to)
{
  if (to.to == BN_NOWHERE)
    return false;
  if (!run->state->logged_on[to.user])
    return false;
  return to.to == BN_TO_PROGRAM || bn_slots_used(run->state, to.user) < slot_limit(run);
}

/* FileTransferred of the job that holds back its final event (NOTIFY-FILE-4, RUL-16). */
static bool files_hold_back(struct bn_run *run, uint8_t job)
{
  const struct bn_job *j = &run->state->job[job];
  bool held = bn_call_of(run->state, job, false, true) != BN_NONE;

  for (unsigned f = 0; f < j->files && !held; f++)
    held = j->file[f].notice == BN_FILE_OWED;
  return held && bn_consult(run, BN_K_FILES_FIRST) == BN_V_YES;
}

static void list_final(struct bn_run *run, uint8_t job, struct bn_actions *actions)
{
  const struct bn_job *j = &run->state->job[job];

  if (j->debt.stage != BN_OWED || !bn_is_due(run->state, j->debt.due) ||
      !bn_flag_of(j->debt.event, j->flags) || bn_call_of(run->state, job, true, false) != BN_NONE ||
      files_hold_back(run, job))
    return;
  if (is_free(run, bn_destination(run, job, j->debt.event, j->debt.rung)))
    add(actions, BN_ACT_FINAL, job, BN_NONE, BN_NONE);
}

static void list_files(struct bn_run *run, uint8_t job, struct bn_actions *actions)
{
  const struct bn_job *j = &run->state->job[job];
  struct bn_destination to;

  if (!bn_is_due(run->state, j->files_due))
    return;
  to = bn_destination(run, job, BN_FILE_TRANSFERRED, j->files_from);
  for (uint8_t f = 0; f < j->files; f++) {
    if (j->file[f].notice != BN_FILE_OWED ||
        bn_call_of_event(run->state, job, BN_FILE_TRANSFERRED, f) != BN_NONE)
      continue;
    if (bn_call_of(run->state, job, false, true) != BN_NONE &&
        bn_consult(run, BN_K_SERIAL_FILES) == BN_V_YES)
      return;
    if (to.to == BN_NOWHERE || is_free(run, to)) {
      add(actions, BN_ACT_FILE, job, f, BN_NONE);
      if (bn_consult(run, BN_K_SERIAL_FILES) == BN_V_YES)
        return;
    }
  }
}

static void list_modification(struct bn_run *run, uint8_t job, struct bn_actions *actions)
{
  const struct bn_job *j = &run->state->job[job];
  struct bn_destination to;

  if (!j->modified || !bn_is_due(run->state, j->modified_due) ||
      bn_call_of_event(run->state, job, BN_JOB_MODIFICATION, BN_NONE) != BN_NONE)
    return;
  to = bn_destination(run, job, BN_JOB_MODIFICATION, j->modified_from);
  if (to.to == BN_NOWHERE || is_free(run, to))
    add(actions, BN_ACT_MODIFIED, job, BN_NONE, BN_NONE);
}

static void list_transfer(struct bn_run *run, uint8_t job, struct bn_actions *actions)
{
  switch (run->state->job[job].state) {
  case BN_QUEUED:
    if (bn_may_connect(run, job) && !bn_is_held(run, job, 3))
      add(actions, BN_ACT_CONNECT, job, BN_NONE, BN_NONE);
    break;
  case BN_CONNECTING:
    if (!bn_is_held(run, job, 2))
      add(actions, BN_ACT_REQUEST, job, BN_NONE, BN_NONE);
    break;
  case BN_TRANSFERRING:
    if (!bn_is_held(run, job, 1))
      add(actions, BN_ACT_RECEIVE, job, BN_NONE, BN_NONE);
    break;
  }
}

/* Expiry before retry at the same instant (RUL-15). */
static void list_timers(struct bn_run *run, uint8_t job, struct bn_actions *actions)
{
  const struct bn_state *s = run->state;
  const struct bn_job *j = &s->job[job];

  if (bn_is_due(s, j->download_end))
    add(actions, BN_ACT_OVERTIME, job, BN_NONE, BN_NONE);
  if (j->state != BN_TRANSIENT_ERROR)
    return;
  if (bn_is_due(s, j->no_progress))
    add(actions, BN_ACT_NO_PROGRESS, job, BN_NONE, BN_NONE);
  if (bn_is_due(s, j->retry))
    add(actions, BN_ACT_RETRY, job, BN_NONE, BN_NONE);
}

static void list_calls(struct bn_run *run, struct bn_actions *actions)
{
  const struct bn_state *s = run->state;

  for (uint8_t i = 0; i < BN_CALLS; i++) {
    const struct bn_call *c = &s->call[i];
    if (c->stage == BN_RETURNED)
      add(actions, BN_ACT_SETTLE, BN_NONE, BN_NONE, i);
    else if (c->stage == BN_LAUNCHING)
      add(actions, BN_ACT_LAUNCH, BN_NONE, BN_NONE, i);
    else if (c->stage == BN_ACTIVATING && bn_is_due(s, c->due))
      add(actions, BN_ACT_ACTIVATED, BN_NONE, BN_NONE, i);
  }
}

static bool may_stop(const struct bn_state *s)
{
  for (unsigned i = 0; i < BN_CALLS; i++) {
    if (s->call[i].stage == BN_INSIDE && s->call[i].program == BN_NONE)
      return false;
  }
  return true;
}

void bn_list(struct bn_run *run, struct bn_actions *actions)
{
  static void (*const list[])(struct bn_run *, uint8_t, struct bn_actions *) = {
      list_final, list_files, list_transfer, list_modification, list_timers};
  const struct bn_state *s = run->state;

  actions->count = 0;
  if (!s->up)
    return;
  list_calls(run, actions);
  if (s->stopping) {
    if (may_stop(s))
      add(actions, BN_ACT_STOPPED, BN_NONE, BN_NONE, BN_NONE);
    return;
  }
  for (unsigned l = 0; l < sizeof list / sizeof list[0]; l++) {
    for (uint8_t j = 0; j < BN_JOBS; j++) {
      if (s->job[j].state != BN_NO_JOB && !bn_is_final(s->job[j].state))
        list[l](run, j, actions);
    }
  }
}
