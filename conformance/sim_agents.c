#include "conformance/driver_sim.h"

static const struct conf_response *response_of(struct conf_sim *sim, const struct bn_effect *fx)
{
  return fx->kind == BN_FX_LAUNCH
             ? conf_handlers_take_program(&sim->handlers, sim->scenario, fx->program)
             : conf_handlers_take(&sim->handlers, sim->scenario, fx->object, fx->event);
}

void conf_sim_begin(struct conf_sim *sim, const struct bn_effect *fx, uint16_t number)
{
  const struct conf_response *response = response_of(sim, fx);

  sim->run[fx->call] = (struct conf_sim_run){
      .number = number,
      .active = 1,
      .program = fx->kind == BN_FX_LAUNCH ? fx->program : BN_NONE,
      .app = fx->app,
      .object = fx->object,
      .instance = fx->instance,
      .job = fx->job,
      .file = fx->file,
      .event = fx->event,
      .next = response != NULL ? response->first : 0,
      .end = response != NULL ? (uint8_t)(response->first + response->count) : 0,
  };
}

/* ---- items ---- */

static bool call(struct conf_sim *sim, struct conf_sim_run *run, uint8_t item)
{
  const struct conf_do *do_ = &sim->scenario->do_[item];
  struct bn_input input = conf_sim_call(&do_->call, run->program == BN_NONE ? run->app : do_->app);
  struct conf_event result;

  if (do_->call.job_from_callback)
    input.job = run->job;
  if (do_->call.file_from_callback)
    input.file = run->file;
  if (run->program == BN_NONE && input.job == run->job)
    input.kept = 1; /* through the pointer that the callback was given */
  return conf_sim_make_call(sim, &input, &do_->call, (uint8_t)(item + 1), &result);
}

static bool die(struct conf_sim *sim, struct conf_sim_run *run)
{
  struct bn_input input = {.kind = BN_IN_APP_END, .app = run->app};

  return conf_sim_input(sim, &input);
}

static void show_end(struct conf_sim *sim, const struct conf_sim_run *run, int32_t hresult)
{
  struct conf_event event = conf_event_of(run->program == BN_NONE ? CONF_EV_RETURN : CONF_EV_EXIT);

  event.call = run->number;
  event.job = run->job;
  event.event = run->event;
  event.at_us = sim->state.now_ms * 1000;
  if (run->program == BN_NONE) {
    event.app = run->app;
    event.object = run->object;
    event.instance = run->instance;
    event.file = run->file;
    event.hresult = hresult;
  } else {
    event.program = run->program;
    event.code = hresult;
  }
  sim->shown++;
  conf_trace_add(sim->driver.trace, &event);
}

/* The handler returns, or the program exits; both with a number. */
static bool end(struct conf_sim *sim, struct conf_sim_run *run, int32_t hresult)
{
  struct bn_input input = {
      .kind = run->program == BN_NONE ? BN_IN_RETURN : BN_IN_EXIT,
      .call = (uint8_t)(run - sim->run),
      .hresult = hresult,
      .value = (uint32_t)hresult,
  };

  run->active = 0;
  show_end(sim, run, hresult);
  return conf_sim_input(sim, &input);
}

/* From the next item to a closed gate or the end. */
static bool go_on(struct conf_sim *sim, struct conf_sim_run *run)
{
  while (run->active && run->next < run->end) {
    uint8_t item = run->next++;
    const struct conf_do *do_ = &sim->scenario->do_[item];

    switch ((enum conf_do_kind)do_->kind) {
    case CONF_DO_CALL:
      if (!call(sim, run, item))
        return false;
      break;
    case CONF_DO_WAIT:
      run->gate = do_->gate;
      run->waits = !conf_gate_pass(&sim->handlers, do_->gate);
      if (run->waits)
        return true;
      break;
    case CONF_DO_DIE:
      return die(sim, run);
    case CONF_DO_RETURN:
      return end(sim, run, do_->hresult);
    }
  }
  return !run->active || end(sim, run, BN_HR_S_OK);
}

/* The oldest that can go on: without a gate before it, or with one that lets it through. */
static struct conf_sim_run *oldest(struct conf_sim *sim)
{
  struct conf_sim_run *found = NULL;

  for (unsigned i = 0; i < BN_CALLS; i++) {
    struct conf_sim_run *run = &sim->run[i];

    if (!run->active || (run->waits && !conf_gate_lets(&sim->handlers, run->gate)))
      continue;
    if (found == NULL || run->number < found->number)
      found = run;
  }
  return found;
}

bool conf_sim_play_handlers(struct conf_sim *sim)
{
  struct conf_sim_run *run;

  while ((run = oldest(sim)) != NULL) {
    if (run->waits)
      (void)conf_gate_pass(&sim->handlers, run->gate);
    run->waits = 0;
    if (!go_on(sim, run))
      return false;
  }
  return true;
}
