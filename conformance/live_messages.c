#include <stdio.h>
#include <string.h>

#include "conformance/live_parts.h"

/* ---- whom and what a message means ---- */

static uint8_t object_of(const struct conf_peer *peer, int32_t index)
{
  const struct conf_scenario *s = peer->live->scenario;

  for (uint8_t o = 0; peer->app != BN_NONE && o < s->objects; o++)
    if (s->object[o].app == peer->app && index-- == 0)
      return o;
  return BN_NONE;
}

bool conf_live_equal_guids(const char *a, const char *b)
{
  for (; *a != '\0' && *b != '\0'; a++, b++) {
    char left = *a >= 'a' && *a <= 'z' ? (char)(*a - 'a' + 'A') : *a;
    char right = *b >= 'a' && *b <= 'z' ? (char)(*b - 'a' + 'A') : *b;
    if (left != right)
      return false;
  }
  return *a == *b;
}

static uint8_t job_of(const struct conf_live *live, const char *guid)
{
  for (uint8_t j = 0; j < live->scenario->jobs; j++)
    if (live->guid[j][0] != '\0' && conf_live_equal_guids(live->guid[j], guid))
      return j;
  return BN_NONE;
}

static uint8_t file_of(const struct conf_live *live, const char *url)
{
  for (uint8_t f = 0; url != NULL && f < live->scenario->files; f++)
    if (live->url[f] != NULL && strcmp(live->url[f], url) == 0)
      return f;
  return BN_NONE;
}

/* The words of an agent make no sense: nothing behind them counts. */
static void refuse(struct conf_peer *peer, const char *sentence)
{
  conf_live_fail(peer->live, CONF_DID_CRASH, "the process of %s: line %lu is wrong: %s",
                 conf_live_peer_name(peer), (unsigned long)peer->channel.received, sentence);
  conf_channel_close(&peer->channel);
  conf_live_on_end(&peer->channel, NULL);
}

/* ---- each kind ---- */

static void on_ready(struct conf_peer *peer, const struct conf_message *message)
{
  if (peer->ready) {
    refuse(peer, "it was ready before");
    return;
  }
  peer->ready = true;
  if (message->why != NULL)
    conf_live_fail(peer->live, CONF_DID_CRASH, "the process of %s is not ready: %.120s",
                   conf_live_peer_name(peer), message->why);
}

static void on_reply(struct conf_peer *peer, struct conf_message *message)
{
  if (message->to == peer->awaits && peer->awaits != 0) {
    peer->awaits = 0;
    peer->answered = true;
    conf_message_free(&peer->reply);
    peer->reply = *message;
    *message = (struct conf_message){0};
    conf_live_die_now(peer);
  } else if (!conf_live_answered(peer, message)) {
    char sentence[80];
    snprintf(sentence, sizeof sentence, "message %lu waits for no reply",
             (unsigned long)message->to);
    refuse(peer, sentence);
  }
}

/* The activation that led here, for the first callback of an instance; else a number of its own. */
static uint16_t number_of(struct conf_peer *peer, uint32_t instance)
{
  uint16_t number = instance == 0 ? 0 : peer->instance[instance].call;

  if (number == 0)
    return ++peer->live->numbers;
  peer->instance[instance].call = 0;
  return number;
}

static void show_begin(struct conf_live_run *run, const struct conf_message *message)
{
  struct conf_event event = conf_event_of(CONF_EV_BEGIN);

  event.call = run->number;
  event.app = run->app;
  event.object = run->object;
  event.instance = run->instance;
  event.job = run->job;
  event.file = run->file;
  event.event = run->event;
  event.error = message->error;
  event.context = (uint8_t)message->context;
  event.thread = message->thread;
  conf_live_append(run->peer->live, event, message->at_us);
}

static void on_begin(struct conf_peer *peer, const struct conf_message *message)
{
  struct conf_live *live = peer->live;
  uint8_t object = object_of(peer, message->object), job = job_of(live, message->job);
  struct conf_live_run *run;

  if (object == BN_NONE || job == BN_NONE || message->instance >= CONF_LIVE_INSTANCES) {
    refuse(peer, object == BN_NONE ? "it has no such object"
                 : job == BN_NONE  ? "a callback for a job of somebody else"
                                   : "no such instance was created");
    return;
  }
  run = conf_live_new_run(live);
  if (run == NULL)
    return;
  *run = (struct conf_live_run){.active = true,
                                .peer = peer,
                                .inside = message->inside,
                                .number = number_of(peer, message->instance),
                                .app = peer->app,
                                .object = object,
                                .instance = peer->instance[message->instance].number,
                                .job = job,
                                .file = file_of(live, message->remote),
                                .event = (uint8_t)message->event,
                                .program = BN_NONE};
  show_begin(run, message);
  conf_live_begin(live, run);
}

/* The one job whose notification CLSID is this class; BN_NONE: several, or none. */
static uint8_t job_with_class(const struct conf_live *live, uint8_t class_)
{
  uint8_t found = BN_NONE;

  for (uint8_t j = 0; j < live->scenario->jobs; j++) {
    if (live->set_class[j] != class_)
      continue;
    if (found != BN_NONE)
      return BN_NONE;
    found = j;
  }
  return found;
}

void conf_live_show_activation(struct conf_peer *peer, uint64_t at_us)
{
  struct conf_live *live = peer->live;
  struct conf_event event = conf_event_of(CONF_EV_ACTIVATION);

  event.class_ = live->scenario->app[peer->app].class_;
  if (event.class_ == BN_NONE)
    return;
  event.call = peer->activation = ++live->numbers;
  event.app = peer->app;
  event.job = job_with_class(live, event.class_);
  conf_live_append(live, event, at_us);
}

static void on_created(struct conf_peer *peer, const struct conf_message *message)
{
  struct conf_live *live = peer->live;
  struct conf_event event = conf_event_of(CONF_EV_ACTIVATED);
  uint8_t object = object_of(peer, message->object);
  uint32_t i = message->instance;

  event.class_ = peer->app == BN_NONE ? BN_NONE : live->scenario->app[peer->app].class_;
  if (object == BN_NONE || event.class_ == BN_NONE ||
      (!bn_failed(message->hresult) && (i == 0 || i >= CONF_LIVE_INSTANCES))) {
    refuse(peer, "it makes no such object");
    return;
  }
  if (peer->activation == 0)
    conf_live_show_activation(peer, message->at_us);
  event.call = peer->activation;
  peer->activation = 0;
  event.app = peer->app;
  event.job = job_with_class(live, event.class_);
  event.hresult = message->hresult;
  if (!bn_failed(message->hresult)) {
    event.object = object;
    event.instance = peer->instance[i].number = ++live->instances[object];
    peer->instance[i].call = event.call;
  }
  conf_live_append(live, event, message->at_us);
}

static void on_returned(struct conf_peer *peer, const struct conf_message *message)
{
  struct conf_live *live = peer->live;

  for (unsigned i = 0; i < CONF_LIVE_RUNS; i++) {
    struct conf_live_run *run = &live->run[i];
    struct conf_event event = conf_event_of(CONF_EV_RETURN);

    if (!run->active || run->peer != peer || run->inside != message->inside || !run->exits)
      continue;
    run->active = false;
    live->returned = true;
    live->returned_us = conf_live_now_us(live);
    event.call = run->number;
    event.app = run->app;
    event.object = run->object;
    event.instance = run->instance;
    event.job = run->job;
    event.file = run->file;
    event.event = run->event;
    event.hresult = message->hresult;
    conf_live_append(live, event, message->at_us);
    return;
  }
  refuse(peer, "no callback was told to return");
}

static void on_dying(struct conf_peer *peer)
{
  struct conf_message farewell = {.kind = CONF_MSG_FAREWELL};

  peer->dying = true;
  conf_live_send(peer, &farewell);
}

static void on_known(struct conf_peer *peer, struct conf_message *message)
{
  switch ((enum conf_message_kind)message->kind) {
  case CONF_MSG_READY:
    on_ready(peer, message);
    break;
  case CONF_MSG_REPLY:
    on_reply(peer, message);
    break;
  case CONF_MSG_BEGIN:
    on_begin(peer, message);
    break;
  case CONF_MSG_CREATED:
    on_created(peer, message);
    break;
  case CONF_MSG_RETURNED:
    on_returned(peer, message);
    break;
  case CONF_MSG_DYING:
    on_dying(peer);
    break;
  default:
    refuse(peer, "it said hello before");
  }
}

/* Of a process whose scenario is over, or that nobody waits for: only its last words matter. */
static bool is_stray(const struct conf_peer *peer)
{
  return !peer->observer &&
         (peer->live->trace == NULL || (peer->app == BN_NONE && peer->program == BN_NONE));
}

static void send_away(struct conf_peer *peer)
{
  struct conf_message message = {.kind = CONF_MSG_DIE, .has = CONF_HAS(HOW), .how = CONF_PORT_EXIT};

  peer->doomed = true;
  conf_live_send(peer, &message);
}

void conf_live_on_message(struct conf_channel *channel, struct conf_message *message)
{
  struct conf_peer *peer = channel->with;

  if (!peer->greeted) {
    if (message->kind != CONF_MSG_HELLO)
      refuse(peer, "it did not say hello");
    else if (!conf_live_greet(peer, message))
      send_away(peer);
  } else if (peer->dying) {
    refuse(peer, "it had said its last words");
  } else if (!is_stray(peer)) {
    on_known(peer, message);
  } else if (message->kind == CONF_MSG_DYING) {
    on_dying(peer);
  }
}

static void show_end(struct conf_peer *peer)
{
  struct conf_event event = conf_event_of(CONF_EV_END);

  conf_live_lose_runs(peer);
  event.app = peer->app;
  if (peer->app != BN_NONE)
    conf_live_append(peer->live, event, 0);
}

void conf_live_on_end(struct conf_channel *channel, const char *why)
{
  struct conf_peer *peer = channel->with;
  struct conf_live *live = peer->live;

  if (peer->ended)
    return;
  peer->ended = true;
  conf_channel_close(channel);
  if (live->observer == peer)
    live->observer = NULL;
  if (is_stray(peer) && peer->greeted)
    return;
  if (why != NULL)
    conf_live_fail(live, CONF_DID_CRASH, "the process of %s: %.200s", conf_live_peer_name(peer),
                   why);
  else if (peer->greeted && !peer->dying)
    conf_live_fail(live, CONF_DID_CRASH, "the process of %s ended by itself after line %lu",
                   conf_live_peer_name(peer), (unsigned long)channel->received);
  if (live->trace != NULL)
    show_end(peer);
}
