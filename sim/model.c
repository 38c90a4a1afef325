#include "sim/model.h"

#include <assert.h>

#include "sim/internal.h"

struct bn_world bn_documented(void)
{
  struct bn_world world = {0};

  for (bn_knob k = 0; k < BN_KNOBS; k++)
    world.knob[k] = bn_knob_row(k)->open ? BN_OPEN : bn_knob_row(k)->usual;
  return world;
}

struct bn_state bn_start(const struct bn_world *world)
{
  struct bn_state s = {.up = 1, .network = 1};

  for (unsigned u = 0; u < BN_USERS; u++)
    s.logged_on[u] = 1;
  for (unsigned a = 0; a < world->apps; a++)
    s.running[a] = world->app[a].running;
  for (unsigned c = 0; c < world->classes; c++) {
    s.registered[c] = world->class_[c].registered;
    s.listening[c] = world->app[world->class_[c].app].running &&
                     world->class_[c].registers != BN_REGISTERS_NEVER;
  }
  for (unsigned p = 0; p < world->programs; p++)
    s.missing[p] = world->program[p].missing;
  for (unsigned j = 0; j < BN_JOBS; j++)
    s.job[j].state = BN_NO_JOB;
  for (unsigned k = 0; k < BN_KNOBS; k++)
    s.bound[k] = BN_UNBOUND;
  return s;
}

void bn_bind(struct bn_state *state, bn_knob knob, bn_value value)
{
  assert(knob < BN_KNOBS);
  assert(value < BN_VALUE_COUNT);
  assert((bn_knob_row(knob)->values >> value & 1u) != 0);
  state->bound[knob] = value;
}

/* Ends a step: takes over the copy unless the run asked or refused. */
static enum bn_step finish(const struct bn_run *run, struct bn_state *state,
                           struct bn_effects *effects, bn_knob *asked)
{
  if (run->refusal != NULL) {
    effects->count = 0;
    effects->refusal = run->refusal;
    return BN_REFUSED;
  }
  if (run->asks) {
    *asked = run->asked;
    return BN_ASKS;
  }
  *state = *run->state;
  return BN_DONE;
}

static void begin(struct bn_effects *effects)
{
  effects->count = 0;
  effects->refusal = NULL;
}

/* ---- time ---- */

static void earlier(uint64_t *least, uint64_t now_ms, struct bn_timer timer)
{
  if (timer.from != BN_NEVER && timer.from > now_ms && timer.from < *least)
    *least = timer.from;
}

uint64_t bn_next_ms(const struct bn_world *world, const struct bn_state *s)
{
  uint64_t least = BN_NEVER;

  (void)world;
  if (!s->up)
    return BN_NEVER;
  for (unsigned i = 0; i < BN_CALLS; i++) {
    if (s->call[i].stage == BN_ACTIVATING)
      earlier(&least, s->now_ms, s->call[i].due);
  }
  for (unsigned n = 0; n < BN_JOBS; n++) {
    const struct bn_job *j = &s->job[n];
    if (j->state == BN_NO_JOB || bn_is_final(j->state))
      continue;
    if (j->debt.stage == BN_OWED)
      earlier(&least, s->now_ms, j->debt.due);
    if (j->modified)
      earlier(&least, s->now_ms, j->modified_due);
    earlier(&least, s->now_ms, j->files_due);
    earlier(&least, s->now_ms, j->download_end);
    if (j->state != BN_TRANSIENT_ERROR)
      continue;
    earlier(&least, s->now_ms, j->retry);
    earlier(&least, s->now_ms, j->no_progress);
  }
  return least;
}

/* The timer that lets an action happen; an action that waits for nothing must happen now. */
static uint64_t latest_ms(const struct bn_state *s, struct bn_action action)
{
  const struct bn_job *j = &s->job[action.job < BN_JOBS ? action.job : 0];

  switch ((enum bn_action_kind)action.kind) {
  case BN_ACT_FINAL:
    return j->debt.due.until;
  case BN_ACT_FILE:
    return j->files_due.until;
  case BN_ACT_MODIFIED:
    return j->modified_due.until;
  case BN_ACT_ACTIVATED:
    return s->call[action.call].due.until;
  case BN_ACT_RETRY:
    return j->retry.until;
  case BN_ACT_NO_PROGRESS:
    return j->no_progress.until;
  case BN_ACT_OVERTIME:
    return j->download_end.until;
  case BN_ACT_SETTLE:
  case BN_ACT_LAUNCH:
  case BN_ACT_CONNECT:
  case BN_ACT_REQUEST:
  case BN_ACT_RECEIVE:
  case BN_ACT_STOPPED:
    break;
  }
  return s->now_ms;
}

/* Time may not run past a moment at which something must have happened, nor jump over the moment
 * from which something may happen. */
static void pass_time(struct bn_run *run, uint64_t to_ms)
{
  struct bn_actions actions;

  if (to_ms < run->state->now_ms) {
    run->refusal = "time does not go back";
    return;
  }
  if (to_ms > bn_next_ms(run->world, run->state)) {
    run->refusal = "a timer comes first";
    return;
  }
  bn_list(run, &actions);
  for (unsigned i = 0; i < actions.count; i++) {
    uint64_t latest = latest_ms(run->state, actions.item[i]);
    if (latest < to_ms && !(latest < run->state->now_ms)) {
      run->refusal = "the service has something to do first";
      return;
    }
  }
  run->state->now_ms = to_ms;
}

/* ---- the contract ---- */

enum bn_step bn_input(const struct bn_world *world, struct bn_state *state,
                      const struct bn_input *input, struct bn_effects *effects, bn_knob *asked)
{
  struct bn_state next = *state;
  struct bn_run run = {.world = world, .state = &next, .effects = effects};

  begin(effects);
  if (input->kind == BN_IN_CALL)
    bn_method(&run, input);
  else if (input->kind == BN_IN_TIME)
    pass_time(&run, input->value_ms);
  else
    bn_world_event(&run, input);
  return finish(&run, state, effects, asked);
}

enum bn_step bn_enabled(const struct bn_world *world, const struct bn_state *state,
                        struct bn_actions *actions, bn_knob *asked)
{
  struct bn_state copy;
  struct bn_run run = {.world = world};

  /* bn_list only reads; the copy keeps the promise visible to the compiler */
  copy = *state;
  run.state = &copy;
  bn_list(&run, actions);
  if (!run.asks)
    return BN_DONE;
  *asked = run.asked;
  return BN_ASKS;
}

static bool is_enabled(struct bn_run *run, struct bn_action action)
{
  struct bn_actions actions;
  struct bn_effects *effects = run->effects;

  run->effects = NULL;
  bn_list(run, &actions);
  run->effects = effects;
  for (unsigned i = 0; i < actions.count; i++) {
    const struct bn_action *a = &actions.item[i];
    if (a->kind == action.kind && a->job == action.job && a->file == action.file &&
        a->call == action.call)
      return true;
  }
  return false;
}

/* The retry of a job that waits after a transient error. */
static void act(struct bn_run *run, struct bn_action action)
{
  struct bn_job *j = &run->state->job[action.job < BN_JOBS ? action.job : 0];

  switch ((enum bn_action_kind)action.kind) {
  case BN_ACT_SETTLE:
    bn_settle(run, action.call);
    break;
  case BN_ACT_ACTIVATED:
    bn_activated(run, action.call);
    break;
  case BN_ACT_LAUNCH:
    bn_launched(run, action.call);
    break;
  case BN_ACT_FINAL:
    bn_because(run, BN_R_NOTIFY_CONC_1, action.job);
    bn_attempt(run, action.job, j->debt.event, BN_NONE);
    break;
  case BN_ACT_FILE:
    bn_because(run, BN_R_NOTIFY_FILE_4, action.job);
    bn_because(run, BN_R_NOTIFY_CONC_11, action.job);
    bn_attempt(run, action.job, BN_FILE_TRANSFERRED, action.file);
    break;
  case BN_ACT_MODIFIED:
    bn_attempt(run, action.job, BN_JOB_MODIFICATION, BN_NONE);
    break;
  case BN_ACT_CONNECT:
    bn_enter(run, action.job, BN_CONNECTING, BN_R_JOB_STATE_14);
    break;
  case BN_ACT_REQUEST:
    bn_request(run, action.job);
    break;
  case BN_ACT_RECEIVE:
    bn_receive(run, action.job);
    break;
  case BN_ACT_NO_PROGRESS:
    bn_enter(run, action.job, BN_ERROR, BN_R_NOTIFY_EVT_5);
    break;
  case BN_ACT_OVERTIME:
    bn_fatal(run, action.job, BN_HR_BG_E_MAXDOWNLOAD_TIMEOUT, BN_CONTEXT_GENERAL_QUEUE_MANAGER,
             BN_NONE, BN_R_NOTIFY_EVT_8);
    break;
  case BN_ACT_RETRY:
    bn_enter(run, action.job, BN_QUEUED, BN_R_JOB_STATE_16);
    break;
  case BN_ACT_STOPPED:
    bn_service_stopped(run);
    bn_because(run, BN_R_AMB_73, BN_NONE);
    break;
  }
}

enum bn_step bn_fire(const struct bn_world *world, struct bn_state *state, struct bn_action action,
                     struct bn_effects *effects, bn_knob *asked)
{
  struct bn_state next = *state;
  struct bn_run run = {.world = world, .state = &next, .effects = effects};

  begin(effects);
  if (is_enabled(&run, action))
    act(&run, action);
  else
    run.refusal = "the action is not enabled";
  return finish(&run, state, effects, asked);
}
