#include "conformance/live_parts.h"

struct conf_live_run *conf_live_new_run(struct conf_live *live)
{
  for (unsigned i = 0; i < CONF_LIVE_RUNS; i++)
    if (!live->run[i].active)
      return &live->run[i];
  conf_live_fail(live, CONF_DID_CRASH, "more than %d callbacks are under way", CONF_LIVE_RUNS);
  return NULL;
}

/* ---- items ---- */

static void call(struct conf_live *live, struct conf_live_run *run, uint8_t item)
{
  const struct conf_do *do_ = &live->scenario->do_[item];
  uint8_t app = run->program == BN_NONE ? run->app : do_->app;
  uint8_t job = do_->call.job_from_callback ? run->job : do_->call.job;
  uint8_t file = do_->call.file_from_callback ? run->file : do_->call.file;
  struct conf_message message;
  struct conf_live_room room;

  if (!conf_live_call_message(live, app, &do_->call, job, file, &message, &room))
    return;
  if (run->inside != 0) {
    message.has |= CONF_HAS(INSIDE);
    message.inside = run->inside;
  }
  if (run->program == BN_NONE && job == run->job) {
    message.has |= CONF_HAS(KEPT); /* through the pointer that the callback was given */
    message.kept = true;
  }
  run->item = (uint8_t)(item + 1);
  conf_live_show_call(live, app, &do_->call, job, file, run->item);
  conf_live_send(run->peer, &message);
  run->awaits = message.number;
}

void conf_live_die_now(struct conf_peer *peer)
{
  struct conf_message message = {.kind = CONF_MSG_DIE, .has = CONF_HAS(HOW), .how = peer->death};

  if (!peer->dies_later)
    return;
  peer->dies_later = false;
  peer->doomed = true;
  conf_live_send(peer, &message);
}

/* A callback may be there before the call that led to it has returned, which the script waits for.
 */
static void die(struct conf_live_run *run, enum conf_death death)
{
  static const enum conf_port_death how[] = {
      [CONF_EXIT] = CONF_PORT_EXIT, [CONF_KILL] = CONF_PORT_KILL, [CONF_CRASH] = CONF_PORT_CRASH};

  run->next = run->end;
  run->exits = true; /* nothing else comes */
  run->peer->dies_later = true;
  run->peer->death = how[death];
  if (run->peer->awaits == 0)
    conf_live_die_now(run->peer);
}

/* The handler returns, or the program exits; the agent says when it has. */
static void end(struct conf_live_run *run, int32_t hresult)
{
  struct conf_message message = {
      .kind = run->program == BN_NONE ? CONF_MSG_RETURN : CONF_MSG_EXIT,
      .has = run->program == BN_NONE ? CONF_HAS(INSIDE) | CONF_HAS(HRESULT) : CONF_HAS(CODE),
      .inside = run->inside,
      .hresult = hresult,
      .code = (uint32_t)hresult,
  };

  run->next = run->end;
  run->exits = true;
  run->code = hresult;
  run->peer->doomed = run->program != BN_NONE;
  conf_live_send(run->peer, &message);
}

/* From the next item to a closed gate, a call that is not back, or the end. */
static void go_on(struct conf_live *live, struct conf_live_run *run)
{
  while (run->active && !run->exits && !run->waits && run->awaits == 0) {
    const struct conf_do *do_ = &live->scenario->do_[run->next];

    run->item_us = conf_live_now_us(live);
    if (run->next == run->end) {
      end(run, BN_HR_S_OK);
      return;
    }
    run->next++;
    switch ((enum conf_do_kind)do_->kind) {
    case CONF_DO_CALL:
      call(live, run, (uint8_t)(run->next - 1));
      if (live->failure[0] != '\0')
        return;
      break;
    case CONF_DO_WAIT:
      run->gate = do_->gate;
      run->waits = !conf_gate_pass(&live->handlers, do_->gate);
      break;
    case CONF_DO_DIE:
      die(run, (enum conf_death)do_->death);
      break;
    case CONF_DO_RETURN:
      end(run, do_->hresult);
      break;
    }
  }
}

void conf_live_begin(struct conf_live *live, struct conf_live_run *run)
{
  const struct conf_response *response =
      run->program != BN_NONE
          ? conf_handlers_take_program(&live->handlers, live->scenario, run->program)
          : conf_handlers_take(&live->handlers, live->scenario, run->object, run->event);

  run->next = response != NULL ? response->first : 0;
  run->end = response != NULL ? (uint8_t)(response->first + response->count) : 0;
  go_on(live, run);
}

bool conf_live_answered(struct conf_peer *peer, const struct conf_message *reply)
{
  struct conf_live *live = peer->live;

  for (unsigned i = 0; i < CONF_LIVE_RUNS; i++) {
    struct conf_live_run *run = &live->run[i];
    const struct conf_do *do_;

    if (!run->active || run->peer != peer || run->awaits == 0 || run->awaits != reply->to)
      continue;
    do_ = &live->scenario->do_[run->item - 1];
    run->awaits = 0;
    (void)conf_live_show_result(live, run->program == BN_NONE ? run->app : do_->app, &do_->call,
                                do_->call.job_from_callback ? run->job : do_->call.job,
                                do_->call.file_from_callback ? run->file : do_->call.file,
                                run->item, reply);
    go_on(live, run);
    return true;
  }
  return false;
}

/* The oldest that waits at a gate which lets it through. */
static struct conf_live_run *oldest(struct conf_live *live)
{
  struct conf_live_run *found = NULL;

  for (unsigned i = 0; i < CONF_LIVE_RUNS; i++) {
    struct conf_live_run *run = &live->run[i];
    if (run->active && run->waits && conf_gate_lets(&live->handlers, run->gate) &&
        (found == NULL || run->number < found->number))
      found = run;
  }
  return found;
}

void conf_live_go_on(struct conf_live *live)
{
  struct conf_live_run *run;

  while ((run = oldest(live)) != NULL) {
    (void)conf_gate_pass(&live->handlers, run->gate);
    run->waits = false;
    go_on(live, run);
  }
}

static void show_lost(struct conf_live *live, const struct conf_live_run *run)
{
  struct conf_event event = conf_event_of(run->program == BN_NONE ? CONF_EV_LOST : CONF_EV_EXIT);

  event.call = run->number;
  event.job = run->job;
  event.event = run->event;
  if (run->program == BN_NONE) {
    event.app = run->app;
    event.object = run->object;
    event.instance = run->instance;
    event.file = run->file;
  } else {
    event.program = run->program;
    event.code = run->code;
  }
  conf_live_append(live, event, 0);
}

void conf_live_lose_runs(struct conf_peer *peer)
{
  struct conf_live *live = peer->live;

  for (unsigned i = 0; i < CONF_LIVE_RUNS; i++) {
    if (!live->run[i].active || live->run[i].peer != peer)
      continue;
    live->run[i].active = false;
    show_lost(live, &live->run[i]);
  }
}
