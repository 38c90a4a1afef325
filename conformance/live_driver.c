#include <stdio.h>
#include <string.h>

#include "conformance/live_parts.h"
#include "conformance/words.h"

#define RETURN_S 0.1 /* seconds until a return has surely reached the service */
#define SETTLE_S 0.5 /* without news, before its clock jumps; it refuses when it knows better */

enum {
  POLL_US = 50000,
  UNIT_US = 2000000, /* an item of a handler that takes longer hangs */
};

static struct conf_live *self_of(struct conf_driver *driver)
{
  return driver->self;
}

/* What came of it, as far as anything went wrong by now. */
static enum conf_did outcome(struct conf_live *live)
{
  if (live->failure[0] == '\0')
    return CONF_DID;
  snprintf(live->driver.sentence, sizeof live->driver.sentence, "%s", live->failure);
  return live->failed_how;
}

static bool returns_have_arrived(void *with)
{
  const struct conf_live *live = with;

  return !live->returned ||
         live->returned_us + conf_live_scaled(live, RETURN_S) <= conf_live_now_us(live);
}

static bool units_are_over(void *with)
{
  const struct conf_live *live = with;

  for (unsigned i = 0; i < CONF_LIVE_RUNS; i++) {
    const struct conf_live_run *run = &live->run[i];
    if (run->active && !run->waits && run->item_us + UNIT_US > conf_live_now_us(live))
      return false;
  }
  return true;
}

/* What a handler does up to its first wait or its end, its death included, comes before the next
 * step; when it hangs in there, the script goes on without it. */
static void finish_units(struct conf_live *live)
{
  (void)conf_live_pump(live, units_are_over, live, UINT64_MAX);
}

static struct conf_peer *running(struct conf_live *live, uint8_t app)
{
  struct conf_peer *peer = live->app[app];

  if (peer != NULL && !peer->ended && peer->ready)
    return peer;
  conf_live_fail(live, CONF_DID_BROKEN, "\"%s\" is not running", live->scenario->app[app].name);
  return NULL;
}

/* A job that is over answers only those who held it before: the observer does when its state will
 * be asked for. */
static void hold_job(struct conf_live *live, uint8_t job)
{
  struct conf_message message = {.kind = CONF_MSG_CALL,
                                 .has = CONF_HAS(METHOD) | CONF_HAS(JOB),
                                 .method = BN_GetJob,
                                 .job = live->guid[job]};
  bool polled = false;

  for (unsigned i = 0; i < live->scenario->expects; i++)
    polled = polled || (live->scenario->expect[i].kind == CONF_EXPECT_STATE &&
                        live->scenario->expect[i].job == job);
  if (polled && live->guid[job][0] != '\0' &&
      (live->observer != NULL || conf_live_start(live, BN_NONE) != NULL))
    (void)conf_live_ask(live->observer, &message, "GetJob");
}

static enum conf_did live_call(struct conf_driver *driver, uint8_t app,
                               const struct conf_call *call, struct conf_event *result)
{
  struct conf_live *live = self_of(driver);
  struct conf_peer *peer;
  struct conf_message message;
  struct conf_live_room room;

  finish_units(live);
  peer = running(live, app);
  *result = conf_event_of(CONF_EV_RESULT);
  if (peer == NULL ||
      !conf_live_call_message(live, app, call, call->job, call->file, &message, &room))
    return outcome(live);
  conf_live_show_call(live, app, call, call->job, call->file, 0);
  if (conf_live_ask(peer, &message, bn_method_text(call->method)))
    *result = conf_live_show_result(live, app, call, call->job, call->file, 0, &peer->reply);
  if (call->method == BN_CreateJob)
    hold_job(live, call->job);
  return outcome(live);
}

/* ---- waiting ---- */

struct moving {
  const struct conf_live *live;
  unsigned count;
};

static bool has_moved(void *with)
{
  const struct moving *moving = with;

  return moving->live->trace->count != moving->count || moving->live->failure[0] != '\0';
}

/* Nothing goes on in the clients that takes real time: a class server that comes up, a handler's
 * unit. One that never registers is waited for by the service's clock alone. */
static bool is_at_rest(struct conf_live *live)
{
  for (const struct conf_peer *peer = live->peers; peer != NULL; peer = peer->next) {
    bool never = peer->app != BN_NONE && live->scenario->app[peer->app].class_ != BN_NONE &&
                 live->scenario->class_[live->scenario->app[peer->app].class_].registers ==
                     BN_REGISTERS_NEVER;
    bool waits = never || peer->registers_us != 0;
    if (!peer->ended && (!peer->greeted || peer->doomed || (peer->activation != 0 && !waits)))
      return false;
  }
  return units_are_over(live) && returns_have_arrived(live);
}

/* A service whose clock can jump is given the time to settle before each jump. */
static void jump(struct conf_live *live, uint64_t until_us)
{
  uint64_t now_us = conf_live_now_us(live);

  if (is_at_rest(live) && now_us + 1000 <= until_us)
    live->skipped_us += 1000 * live->site->skip(live->site->self, (until_us - now_us) / 1000);
  live->still_us = conf_live_now_us(live);
}

bool conf_live_jumps(const struct conf_live *live)
{
  return live->site->skip != NULL && live->options.speed <= 1;
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
  return a < b ? a : b;
}

/* Until something comes or it is time to stop; the wait as a whole goes until `until_us`. */
static void await_news(struct conf_live *live, struct moving *moving, uint64_t stop_us,
                       uint64_t until_us)
{
  uint64_t settle_us = conf_live_scaled(live, SETTLE_S);

  while (!has_moved(moving) && conf_live_now_us(live) < stop_us) {
    uint64_t due_us = conf_live_register_due(live), jump_us = live->still_us + settle_us;
    bool jumps = conf_live_jumps(live) && jump_us < earlier(until_us, due_us);

    (void)conf_live_pump(live, has_moved, moving,
                         earlier(earlier(stop_us, due_us), jumps ? jump_us : UINT64_MAX));
    if (jumps && !has_moved(moving) && conf_live_now_us(live) >= jump_us)
      jump(live, earlier(until_us, due_us));
  }
}

static enum conf_did live_wait(struct conf_driver *driver, uint64_t until_us, bool *moved)
{
  struct conf_live *live = self_of(driver);
  uint64_t began_us = conf_live_now_us(live), stop_us = until_us;
  struct moving moving = {live, live->trace->count};

  if (live->polling && began_us + POLL_US < until_us)
    stop_us = began_us + POLL_US;
  if (stop_us <= began_us)
    (void)conf_live_pump(live, has_moved, &moving, began_us);
  await_news(live, &moving, stop_us, until_us);
  *moved = has_moved(&moving) || stop_us < until_us;
  live->polling = false;
  if (!*moved && until_us > began_us) {
    struct conf_event quiet = conf_event_of(CONF_EV_QUIET);
    quiet.ms = (conf_live_now_us(live) - began_us) / 1000;
    conf_live_append(live, quiet, 0);
  }
  return outcome(live);
}

static bool is_gone(int32_t hresult)
{
  static const uint32_t codes[] = {0x800706BA, 0x800706BE, 0x800706B5, 0x80010108,
                                   0x80010012, 0x80010007, 0x800401FD};

  for (unsigned i = 0; i < sizeof codes / sizeof codes[0]; i++)
    if ((uint32_t)hresult == codes[i])
      return true;
  return false;
}

static bool ask_state(struct conf_live *live, uint8_t job, bool kept, uint32_t *state,
                      int32_t *hresult)
{
  struct conf_message message = {
      .kind = CONF_MSG_CALL,
      .has = CONF_HAS(METHOD) | CONF_HAS(JOB) | CONF_HAS(KEPT),
      .method = BN_GetState,
      .job = live->guid[job],
      .kept = kept,
  };

  if (live->observer == NULL && conf_live_start(live, BN_NONE) == NULL)
    return false;
  if (!conf_live_ask(live->observer, &message, "GetState"))
    return false;
  *hresult = live->observer->reply.hresult;
  *state = live->observer->reply.value;
  return true;
}

static enum conf_did live_poll(struct conf_driver *driver, uint8_t job, uint8_t *state)
{
  struct conf_live *live = self_of(driver);
  struct conf_event event = conf_event_of(CONF_EV_STATE);
  uint32_t value = BN_NO_JOB;
  int32_t hresult = BN_HR_S_OK;

  *state = live->polled[job];
  live->polling = true;
  if (live->guid[job][0] == '\0')
    return CONF_DID;
  if (!ask_state(live, job, true, &value, &hresult))
    return outcome(live);
  if (is_gone(hresult) && !ask_state(live, job, false, &value, &hresult))
    return outcome(live);
  if (bn_failed(hresult) || value >= BN_JOB_STATE_COUNT)
    return CONF_DID;
  if (live->polled[job] != value) {
    event.job = job;
    event.state = (uint8_t)value;
    conf_live_append(live, event, 0);
  }
  *state = live->polled[job] = (uint8_t)value;
  return CONF_DID;
}

static uint64_t live_now_us(struct conf_driver *driver)
{
  return conf_live_now_us(self_of(driver));
}

/* ---- the world ---- */

static void show_world(struct conf_live *live, const struct conf_world_event *event)
{
  struct conf_event shown = conf_event_of(CONF_EV_WORLD);
  struct conf_text words = {0};

  conf_words_world(&words, live->scenario, event);
  shown.text = words.bytes;
  conf_live_append(live, shown, 0);
  conf_text_free(&words);
}

static void end_app(struct conf_live *live, uint8_t app, enum conf_port_death how)
{
  struct conf_peer *peer = running(live, app);

  if (peer != NULL && !conf_live_end_peer(peer, how))
    conf_live_fail(live, CONF_DID_UNSEEN, "the process of %s did not end when it was told to",
                   live->scenario->app[app].name);
}

static void start_app(struct conf_live *live, uint8_t app)
{
  struct conf_event event = conf_event_of(CONF_EV_START);

  if (live->app[app] != NULL && !live->app[app]->ended) {
    conf_live_fail(live, CONF_DID_BROKEN, "\"%s\" is running", live->scenario->app[app].name);
    return;
  }
  live->app[app] = NULL;
  event.app = app;
  conf_live_append(live, event, 0);
  (void)conf_live_start(live, app);
}

static void order_object(struct conf_live *live, uint8_t object, enum conf_message_kind kind)
{
  const struct conf_scenario *s = live->scenario;
  struct conf_peer *peer = running(live, s->object[object].app);
  struct conf_message message = {.kind = (uint8_t)kind, .has = CONF_HAS(OBJECT)};

  for (uint8_t o = 0; o < object; o++)
    message.object += s->object[o].app == s->object[object].app;
  if (peer != NULL && conf_live_ask(peer, &message, conf_message_word(kind)) &&
      bn_failed(peer->reply.hresult))
    conf_live_fail(live, CONF_DID_CRASH, "%s of %s failed", conf_message_word(kind),
                   s->object[object].name);
}

/* An order to the site, on a thread of its own: a service that stops may wait for its clients, who
 * wait for the runner. */
struct site_order {
  uv_work_t work;
  struct conf_site *site;
  enum { STOP, START, RESTART, NETWORK_UP, NETWORK_DOWN } what;
  bool done, over;
  char why[240];
};

static void carry_out(uv_work_t *work)
{
  struct site_order *order = work->data;
  struct conf_site *site = order->site;

  if (order->what == STOP)
    order->done = site->stop_service(site->self, order->why);
  else if (order->what == START)
    order->done = site->start_service(site->self, order->why);
  else if (order->what == RESTART)
    order->done = site->restart_service(site->self, order->why);
  else
    order->done = site->network(site->self, order->what == NETWORK_UP, order->why);
}

static void order_is_over(uv_work_t *work, int status)
{
  ((struct site_order *)work->data)->over = status == 0;
}

static bool is_over(void *with)
{
  return ((struct site_order *)with)->over;
}

/* It is waited for without limit: nothing can be said about a service that is half stopped. */
static void order_site(struct conf_live *live, unsigned what)
{
  struct site_order order = {.site = live->site, .what = what};

  order.work.data = &order;
  (void)uv_queue_work(&live->loop, &order.work, carry_out, order_is_over);
  (void)conf_live_pump(live, is_over, &order, UINT64_MAX);
  if (!order.done)
    conf_live_fail(live, CONF_DID_CRASH, "%s", order.why);
  if (what == STOP || what == START)
    live->stopped = what == STOP;
  else if (what != RESTART)
    live->network_down = what == NETWORK_DOWN;
}

void conf_live_restore(struct conf_live *live)
{
  if (live->stopped)
    order_site(live, START);
  if (live->network_down)
    order_site(live, NETWORK_UP);
}

static void order_class(struct conf_live *live, uint8_t class_, bool there)
{
  if (live->registered[class_] != there)
    conf_live_register(live, class_, there);
}

static void change(struct conf_live *live, const struct conf_world_event *event)
{
  struct conf_site *site = live->site;

  switch ((enum conf_world_kind)event->kind) {
  case CONF_WORLD_KILL:
    end_app(live, event->app, CONF_PORT_KILL);
    break;
  case CONF_WORLD_EXIT:
    end_app(live, event->app, CONF_PORT_EXIT);
    break;
  case CONF_WORLD_CRASH:
    end_app(live, event->app, CONF_PORT_CRASH);
    break;
  case CONF_WORLD_START:
    start_app(live, event->app);
    break;
  case CONF_WORLD_DISCONNECT:
    order_object(live, event->object, CONF_MSG_DISCONNECT);
    break;
  case CONF_WORLD_END_APARTMENT:
    order_object(live, event->object, CONF_MSG_END_APARTMENT);
    break;
  case CONF_WORLD_REGISTER_CLASS:
  case CONF_WORLD_UNREGISTER_CLASS:
    order_class(live, event->class_, event->kind == CONF_WORLD_REGISTER_CLASS);
    break;
  case CONF_WORLD_STOP_SERVICE:
  case CONF_WORLD_START_SERVICE:
    order_site(live, event->kind == CONF_WORLD_STOP_SERVICE ? STOP : START);
    break;
  case CONF_WORLD_RESTART_SERVICE:
    order_site(live, RESTART);
    break;
  case CONF_WORLD_RELEASE:
    site->release(site->self, event->file);
    break;
  case CONF_WORLD_ANSWER:
    site->answer(site->self, event->file, &event->answer);
    break;
  case CONF_WORLD_OPEN:
    conf_gate_open(&live->handlers, event->gate, event->value);
    conf_live_go_on(live);
    break;
  case CONF_WORLD_INSTALL:
  case CONF_WORLD_REMOVE:
    conf_live_install(live, event->program, event->kind == CONF_WORLD_INSTALL);
    break;
  case CONF_WORLD_NETWORK:
    order_site(live, event->value != 0 ? NETWORK_UP : NETWORK_DOWN);
    break;
  case CONF_WORLD_REBOOT:
  case CONF_WORLD_LOGOFF:
  case CONF_WORLD_LOGON:
  case CONF_WORLD_ADVANCE:
    conf_live_fail(live, CONF_DID_BROKEN, "this cannot be done to a machine that is in use");
    break;
  }
}

static enum conf_did live_world(struct conf_driver *driver, const struct conf_world_event *event)
{
  struct conf_live *live = self_of(driver);

  finish_units(live);
  /* the service learns a moment after the agent said so what a handler returned: a kill would make
   * it a call that was lost */
  (void)conf_live_pump(live, returns_have_arrived, live, UINT64_MAX);
  show_world(live, event);
  change(live, event);
  return outcome(live);
}

static void live_close(struct conf_driver *driver)
{
  (void)driver;
}

void conf_live_make_driver(struct conf_live *live)
{
  live->driver = (struct conf_driver){.name = "bits",
                                      .self = live,
                                      .trace = live->trace,
                                      .call = live_call,
                                      .world = live_world,
                                      .wait = live_wait,
                                      .poll = live_poll,
                                      .now_us = live_now_us,
                                      .close = live_close};
}
