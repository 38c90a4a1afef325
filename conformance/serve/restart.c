#include "conformance/serve/parts.h"

static void say(struct conf_serve *serve, uint8_t kind)
{
  struct bn_input input = {.kind = kind};

  serve_input(serve, &input);
}

void serve_stopped(struct conf_serve *serve)
{
  serve->epoch++;
  serve->activating_before = serve->under_way[SERVE_ACTIVATE];
  serve_log(serve, "the service has stopped");
}

void serve_go_down(struct conf_serve *serve)
{
  struct bn_input input = {.kind = BN_IN_STOP};

  if (!serve->state.up)
    return;
  serve_take(serve, &input);
  if (!serve->state.stopping)
    serve_stopped(serve);
  serve_go_on(serve);
}

void serve_come_up(struct conf_serve *serve)
{
  struct bn_input input = {.kind = BN_IN_START};

  if (serve_turn(serve, &input))
    serve_log(serve, "the service has started");
}

/* Handlers and programs of a process that was killed return to nobody, and nobody waits for them.
 */
static void drop_orphans(struct conf_serve *serve)
{
  for (uint8_t i = 0; i < BN_CALLS; i++) {
    bool program = serve->state.call[i].program != BN_NONE;
    struct bn_input input = {.kind = program ? BN_IN_EXIT : BN_IN_RETURN, .call = i};
    if (serve->state.call[i].stage == BN_ORPHAN)
      serve_input(serve, &input);
  }
}

/* The state is that of a process that is gone: to the model it stopped at that moment. */
void serve_wake_up(struct conf_serve *serve)
{
  bn_value waits = serve->world.knob[BN_K_STOP_WAITS];

  serve->world.knob[BN_K_STOP_WAITS] = BN_V_NO; /* it did not wait for anybody */
  serve->state.stopping = serve->state.start_pending = 0;
  if (serve->state.up)
    say(serve, BN_IN_STOP);
  drop_orphans(serve);
  say(serve, BN_IN_START);
  serve->world.knob[BN_K_STOP_WAITS] = waits;
}
