#include "conformance/driver_sim.h"

void conf_sim_append(struct conf_sim *sim, struct conf_event event)
{
  event.at_us = sim->state.now_ms * 1000;
  sim->shown += event.kind != CONF_EV_RULE;
  conf_trace_add(sim->driver.trace, &event);
}

static struct conf_event described(enum conf_event_kind kind, const struct bn_effect *fx)
{
  struct conf_event event = conf_event_of(kind);

  event.app = fx->app;
  event.object = fx->object;
  event.instance = fx->instance;
  event.job = fx->job;
  event.file = fx->file;
  event.event = fx->event;
  event.class_ = fx->class_;
  event.program = fx->program;
  event.hresult = fx->hresult;
  event.rule = fx->rule;
  return event;
}

/* What a getter gave, in the words of the trace. */
static void show_result(struct conf_sim *sim, const struct bn_effect *fx)
{
  struct conf_event event = described(CONF_EV_RESULT, fx);

  event.method = fx->method;
  event.value = fx->value;
  event.error = fx->error;
  event.context = fx->context;
  if (fx->method == BN_GetState && !bn_failed(fx->hresult)) {
    event.state = (uint8_t)fx->value;
    event.value = 0;
  }
  conf_sim_append(sim, event);
}

static void show_begin(struct conf_sim *sim, const struct bn_effect *fx, bool activated)
{
  struct conf_event event = described(CONF_EV_BEGIN, fx);

  if (!activated)
    sim->run[fx->call].number = ++sim->numbers;
  event.call = sim->run[fx->call].number;
  event.class_ = BN_NONE;
  if (fx->event == BN_JOB_ERROR) {
    event.error = fx->error;
    event.context = fx->context;
  }
  conf_sim_append(sim, event);
  conf_sim_begin(sim, fx, event.call);
}

static void show_launch(struct conf_sim *sim, const struct bn_effect *fx)
{
  struct conf_event event = described(CONF_EV_LAUNCH, fx);

  event.call = sim->run[fx->call].number = ++sim->numbers;
  conf_sim_append(sim, event);
  if (!bn_failed(fx->hresult))
    conf_sim_begin(sim, fx, event.call);
}

/* A handler that vanished with its process, or a call that met nobody. */
static void show_lost(struct conf_sim *sim, const struct bn_effect *fx)
{
  struct conf_sim_run *run = &sim->run[fx->call];
  struct conf_event event = described(run->active ? CONF_EV_LOST : CONF_EV_RULE, fx);

  event.call = run->active ? run->number : 0;
  run->active = 0;
  conf_sim_append(sim, event);
}

static void show_numbered(struct conf_sim *sim, const struct bn_effect *fx,
                          enum conf_event_kind kind)
{
  struct conf_event event = described(kind, fx);

  if (kind == CONF_EV_ACTIVATION)
    sim->run[fx->call].number = ++sim->numbers;
  event.call = sim->run[fx->call].number;
  conf_sim_append(sim, event);
}

static void show_plain(struct conf_sim *sim, const struct bn_effect *fx, enum conf_event_kind kind)
{
  struct conf_event event = described(kind, fx);

  event.state = fx->state;
  if (kind == CONF_EV_RULE) {
    event = conf_event_of(kind);
    event.job = fx->job;
    event.rule = fx->rule;
  }
  conf_sim_append(sim, event);
}

static void show(struct conf_sim *sim, const struct bn_effect *fx, bool activated)
{
  sim->fired[fx->rule] = 1;
  switch ((enum bn_effect_kind)fx->kind) {
  case BN_FX_RULE:
  case BN_FX_RETURN: /* the client's side shows it when it happens */
  case BN_FX_EXIT:
  case BN_FX_RELEASE:
    show_plain(sim, fx, CONF_EV_RULE);
    break;
  case BN_FX_RESULT:
    show_result(sim, fx);
    break;
  case BN_FX_STATE:
    show_plain(sim, fx, CONF_EV_STATE);
    break;
  case BN_FX_ACTIVATION:
    show_numbered(sim, fx, CONF_EV_ACTIVATION);
    break;
  case BN_FX_ACTIVATED:
    show_numbered(sim, fx, CONF_EV_ACTIVATED);
    break;
  case BN_FX_BEGIN:
    show_begin(sim, fx, activated);
    break;
  case BN_FX_LOST:
    show_lost(sim, fx);
    break;
  case BN_FX_LAUNCH:
    show_launch(sim, fx);
    break;
  case BN_FX_APP_START:
    show_plain(sim, fx, CONF_EV_START);
    break;
  case BN_FX_APP_END:
    show_plain(sim, fx, CONF_EV_END);
    break;
  case BN_FX_REFUSED:
    break;
  }
}

void conf_sim_show(struct conf_sim *sim)
{
  uint8_t activated = BN_NONE;

  for (unsigned i = 0; i < sim->effects.count; i++) {
    const struct bn_effect *fx = &sim->effects.item[i];

    show(sim, fx, fx->call == activated && activated != BN_NONE);
    if (fx->kind == BN_FX_ACTIVATED)
      activated = fx->call;
  }
}
