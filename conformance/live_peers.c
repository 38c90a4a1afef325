#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/live_parts.h"
#include "conformance/processes.h"

enum {
  BACKLOG = 32,
  LAST_WORDS_US = 200000, /* what a process said may be read after its end */
  START_US = 30000000,    /* that the machine may take, however short the windows are, to start a */
  END_US = 5000000,       /* process and to end it */
};

const char *conf_live_peer_name(const struct conf_peer *peer)
{
  if (peer->observer)
    return "the observer";
  if (peer->app != BN_NONE)
    return peer->live->scenario->app[peer->app].name;
  if (peer->program != BN_NONE)
    return peer->live->scenario->program[peer->program].name;
  return "a process that nobody waits for";
}

void conf_live_send(struct conf_peer *peer, struct conf_message *message)
{
  conf_channel_send(&peer->channel, message);
}

/* ---- the pipe ---- */

static void on_connection(uv_stream_t *server, int status)
{
  struct conf_live *live = server->data;
  struct conf_peer *peer;

  if (status != 0)
    return;
  peer = conf_text_grow(NULL, sizeof *peer);
  *peer = (struct conf_peer){
      .next = live->peers, .live = live, .app = BN_NONE, .program = BN_NONE, .job = BN_NONE};
  live->peers = peer;
  conf_channel_init(&peer->channel, &live->loop);
  peer->channel.with = peer;
  peer->channel.from_agent = true;
  peer->channel.on_message = conf_live_on_message;
  peer->channel.on_end = conf_live_on_end;
  if (uv_accept(server, (uv_stream_t *)&peer->channel.pipe) == 0)
    conf_channel_start(&peer->channel);
}

bool conf_live_listen(struct conf_live *live, char why[240])
{
  int error;

  (void)uv_pipe_init(&live->loop, &live->server, 0);
  live->server.data = live;
  error = uv_pipe_bind(&live->server, live->address);
  if (error == 0)
    error = uv_listen((uv_stream_t *)&live->server, BACKLOG, on_connection);
  if (error != 0)
    snprintf(why, 240, "no pipe for the agents: %.100s", uv_strerror(error));
  return error == 0;
}

/* ---- starting ---- */

static void on_exit_of_child(uv_process_t *process, int64_t status, int signal)
{
  struct conf_child *child = process->data;

  (void)status;
  (void)signal;
  child->exited = true;
  child->exited_us = conf_live_now_us(child->live);
}

static struct conf_child *spawn(struct conf_live *live, const char *word)
{
  struct conf_child *child = conf_text_grow(NULL, sizeof *child);
  char program[CONF_PATH_MAX], runner[240], app[80], why[240];
  char agent[] = "agent";
  char *arguments[] = {program, agent, runner, app, NULL};
  uv_stdio_container_t stdio[3] = {
      {.flags = UV_IGNORE}, {.flags = UV_IGNORE}, {.flags = UV_INHERIT_FD, .data.fd = 2}};
  uv_process_options_t options = {.exit_cb = on_exit_of_child,
                                  .file = program,
                                  .args = arguments,
                                  .stdio = stdio,
                                  .stdio_count = 3,
                                  .flags = UV_PROCESS_WINDOWS_HIDE};

  snprintf(program, sizeof program, "%s", live->options.program);
  snprintf(runner, sizeof runner, "--runner=%s", live->address);
  snprintf(app, sizeof app, "--app=%s", word);
  *child = (struct conf_child){.next = live->children, .live = live};
  child->process.data = child;
  child->spawned = uv_spawn(&live->loop, &child->process, &options) == 0;
  /* noted before it says hello, lest nobody knows of it when this run is killed in between */
  if (child->spawned && !conf_run_note_process((unsigned)child->process.pid, why))
    conf_live_fail(live, CONF_DID_CRASH, "%s", why);
  child->exited = !child->spawned;
  live->children = child;
  return child;
}

struct start {
  struct conf_live *live;
  struct conf_child *child;
  uint8_t app;
};

static struct conf_peer *peer_of(const struct conf_live *live, uint8_t app)
{
  return app == BN_NONE ? live->observer : live->app[app];
}

static bool is_up_or_down(void *with)
{
  struct start *start = with;
  struct conf_peer *peer = peer_of(start->live, start->app);

  if (start->live->failure[0] != '\0' || (peer != NULL && (peer->ready || peer->ended)))
    return true;
  return peer == NULL && start->child->exited &&
         conf_live_now_us(start->live) > start->child->exited_us + LAST_WORDS_US;
}

static const char *name_of(const struct conf_live *live, uint8_t app)
{
  return app == BN_NONE ? "the observer" : live->scenario->app[app].name;
}

static struct conf_child *spawn_app(struct conf_live *live, uint8_t app)
{
  char word[64];

  conf_live_app_word(live, app == BN_NONE ? "" : live->scenario->app[app].name, word);
  return spawn(live, word);
}

/* A busy machine fails to start a process now and then: only that is tried again. */
static struct conf_peer *bring_up(struct conf_live *live, uint8_t app, struct conf_child *child)
{
  uint64_t until_us = conf_live_now_us(live) + START_US + conf_live_scaled(live, 30);
  struct conf_peer *peer;

  for (int tries = 1;; tries++) {
    struct start start = {live, child, app};
    bool came = conf_live_pump(live, is_up_or_down, &start, until_us);

    peer = peer_of(live, app);
    if (live->failure[0] != '\0')
      return NULL;
    if (peer != NULL && peer->ready)
      return peer;
    if (!came)
      conf_live_fail(live, CONF_DID_UNSEEN, "the process of %s did not come up in time",
                     name_of(live, app));
    else if (peer != NULL || tries == CONF_LIVE_STARTS)
      conf_live_fail(live, CONF_DID_CRASH, "the process of %s could not be started, %d tries",
                     name_of(live, app), tries);
    if (live->failure[0] != '\0')
      return NULL;
    live->retried++;
    child = spawn_app(live, app);
  }
}

struct conf_peer *conf_live_start(struct conf_live *live, uint8_t app)
{
  return bring_up(live, app, spawn_app(live, app));
}

bool conf_live_start_all(struct conf_live *live)
{
  struct conf_child *child[BN_APPS] = {NULL};

  if (live->observer == NULL && conf_live_start(live, BN_NONE) == NULL)
    return false; /* what it keeps, it keeps before anybody else comes */
  for (uint8_t a = 0; a < live->scenario->apps; a++)
    if (live->scenario->app[a].running)
      child[a] = spawn_app(live, a);
  for (uint8_t a = 0; a < live->scenario->apps; a++)
    if (child[a] != NULL && bring_up(live, a, child[a]) == NULL)
      return false;
  return true;
}

/* ---- greeting ---- */

static uint8_t first_object_of(const struct conf_scenario *s, uint8_t app)
{
  uint8_t first = 0;

  while (s->object[first].app != app)
    first++;
  return first;
}

/* Its class: registered at once, unless the message is given a delay. */
static struct conf_message class_message(const struct conf_peer *peer)
{
  const struct conf_live *live = peer->live;
  uint8_t class_ = live->scenario->app[peer->app].class_;

  return (struct conf_message){
      .kind = CONF_MSG_CLASS,
      .has = CONF_HAS(CLSID) | CONF_HAS(OBJECT) | CONF_HAS(HRESULT) | CONF_HAS(STAYS),
      .clsid = live->clsid[class_],
      .object = live->scenario->class_[class_].object - first_object_of(live->scenario, peer->app),
      .hresult = live->scenario->class_[class_].creates,
      .stays = live->scenario->class_[class_].until_killed,
  };
}

static void describe_class(struct conf_peer *peer)
{
  struct conf_live *live = peer->live;
  uint8_t class_ = live->scenario->app[peer->app].class_;
  uint32_t after_ms = live->scenario->class_[class_].registers_ms;
  bool told = conf_live_jumps(live) && after_ms > 0; /* then it is told when it is time */
  struct conf_message message = class_message(peer);

  message.has |= CONF_HAS(AFTER) | CONF_HAS(NEVER);
  message.after = (uint32_t)(after_ms / live->options.speed);
  message.never = told || live->scenario->class_[class_].registers == BN_REGISTERS_NEVER;
  if (told)
    peer->registers_us = conf_live_now_us(live) + (uint64_t)after_ms * 1000;
  conf_live_send(peer, &message);
}

static void register_now(struct conf_peer *peer)
{
  struct conf_message message = class_message(peer);

  peer->registers_us = 0;
  conf_live_send(peer, &message);
}

uint64_t conf_live_register_due(struct conf_live *live)
{
  uint64_t next_us = UINT64_MAX;

  for (struct conf_peer *peer = live->peers; peer != NULL; peer = peer->next) {
    if (peer->ended || peer->registers_us == 0)
      continue;
    if (peer->registers_us <= conf_live_now_us(live))
      register_now(peer);
    else if (peer->registers_us < next_us)
      next_us = peer->registers_us;
  }
  return next_us;
}

static void describe_objects(struct conf_peer *peer)
{
  const struct conf_scenario *s = peer->live->scenario;
  int32_t index = 0;

  for (uint8_t o = 0; o < s->objects; o++) {
    struct conf_message message = {
        .kind = CONF_MSG_OBJECT,
        .has = CONF_HAS(OBJECT) | CONF_HAS(LEVEL) | CONF_HAS(STA),
        .object = index,
        .level = s->object[o].level,
        .sta = s->object[o].sta,
    };
    if (s->object[o].app != peer->app)
      continue;
    index++;
    conf_live_send(peer, &message);
  }
}

static void open_port(struct conf_peer *peer)
{
  struct conf_message message = {.kind = CONF_MSG_OPEN};

  if (peer->live->options.service != NULL) {
    message.has = CONF_HAS(SERVICE);
    message.service = peer->live->options.service;
  }
  conf_live_send(peer, &message);
}

static void describe(struct conf_peer *peer)
{
  const struct conf_scenario *s = peer->live->scenario;
  uint8_t class_ = peer->app == BN_NONE ? BN_NONE : s->app[peer->app].class_;

  if (peer->app != BN_NONE)
    describe_objects(peer);
  if (class_ != BN_NONE)
    describe_class(peer);
  open_port(peer);
}

/* Whose process it is; none of ours: a stray, perhaps of an earlier scenario. */
static void recognise(struct conf_peer *peer, const struct conf_message *hello)
{
  struct conf_live *live = peer->live;
  const struct conf_scenario *s = live->scenario;
  char word[64];

  peer->observer = strcmp(hello->app, CONF_OBSERVER) == 0 && live->observer == NULL;
  if (live->trace == NULL || peer->observer)
    return;
  for (uint8_t a = 0; a < s->apps; a++) {
    conf_live_app_word(live, s->app[a].name, word);
    if (strcmp(word, hello->app) == 0)
      peer->app = a;
  }
  for (uint8_t p = 0; p < s->programs; p++) {
    conf_live_app_word(live, s->program[p].name, word);
    if (strcmp(word, hello->app) == 0)
      peer->program = p;
  }
  for (uint8_t j = 0; hello->given != NULL && j < s->jobs; j++)
    if (strcmp(s->job[j].name, hello->given) == 0)
      peer->job = j;
}

static void launched(struct conf_peer *peer)
{
  struct conf_live *live = peer->live;
  struct conf_live_run *run = conf_live_new_run(live);
  struct conf_event event = conf_event_of(CONF_EV_LAUNCH);

  if (run == NULL)
    return;
  *run = (struct conf_live_run){.active = true,
                                .peer = peer,
                                .number = ++live->numbers,
                                .app = BN_NONE,
                                .object = BN_NONE,
                                .job = peer->job,
                                .file = BN_NONE,
                                .event = BN_NONE,
                                .program = peer->program};
  event.call = run->number;
  event.program = run->program;
  event.job = run->job;
  conf_live_append(live, event, 0);
  open_port(peer);
  conf_live_begin(live, run);
}

bool conf_live_greet(struct conf_peer *peer, const struct conf_message *hello)
{
  struct conf_live *live = peer->live;
  char why[240];

  peer->greeted = true;
  peer->embedded = hello->embedded;
  peer->held = conf_process_hold(hello->process);
  if (!conf_run_note_process(hello->process, why))
    conf_live_fail(live, CONF_DID_CRASH, "%s", why);
  recognise(peer, hello);
  if (hello->version != CONF_PROTOCOL_VERSION) {
    conf_live_fail(live, CONF_DID_CRASH,
                   "the process of %s speaks version %lu of the protocol, this is version %d",
                   conf_live_peer_name(peer), (unsigned long)hello->version, CONF_PROTOCOL_VERSION);
    return false;
  }
  if (peer->observer) {
    live->observer = peer;
    open_port(peer);
  } else if (peer->program != BN_NONE) {
    launched(peer);
  } else if (peer->app != BN_NONE) {
    struct conf_event event = conf_event_of(CONF_EV_START);
    event.app = peer->app;
    if (peer->embedded) {
      conf_live_append(live, event, 0);
      conf_live_show_activation(peer, 0);
    }
    live->app[peer->app] = peer;
    describe(peer);
  }
  return peer->observer || peer->program != BN_NONE || peer->app != BN_NONE;
}

/* ---- ending ---- */

static bool has_ended(void *with)
{
  return ((struct conf_peer *)with)->ended;
}

static bool is_gone(void *with)
{
  const struct conf_peer *peer = with;

  return peer->held == NULL || conf_process_is_gone(peer->held);
}

void conf_live_kill_peer(struct conf_peer *peer)
{
  struct conf_live *live = peer->live;

  if (peer->held != NULL)
    conf_process_end(peer->held);
  (void)conf_live_pump(live, is_gone, peer, conf_live_now_us(live) + conf_live_scaled(live, 10));
  if (!peer->ended)
    conf_live_on_end(&peer->channel, NULL);
  conf_channel_close(&peer->channel);
}

bool conf_live_end_peer(struct conf_peer *peer, enum conf_port_death how)
{
  struct conf_live *live = peer->live;
  struct conf_message message = {.kind = CONF_MSG_DIE, .has = CONF_HAS(HOW), .how = how};
  uint64_t until_us = conf_live_now_us(live) + END_US + conf_live_scaled(live, 10);
  bool obeyed;

  if (!peer->doomed && !peer->dying && !peer->ended) {
    peer->doomed = true;
    conf_live_send(peer, &message);
  }
  obeyed = conf_live_pump(live, has_ended, peer, until_us) &&
           conf_live_pump(live, is_gone, peer, until_us);
  if (!obeyed)
    conf_live_kill_peer(peer);
  conf_channel_close(&peer->channel);
  return obeyed;
}

static void on_child_closed(uv_handle_t *handle)
{
  (void)handle; /* the list owns it */
}

void conf_live_free_peers(struct conf_live *live)
{
  for (struct conf_peer *peer = live->peers; peer != NULL; peer = peer->next)
    conf_channel_close(&peer->channel);
  for (struct conf_child *child = live->children; child != NULL; child = child->next)
    uv_close((uv_handle_t *)&child->process, on_child_closed);
  uv_close((uv_handle_t *)&live->server, NULL);
  uv_close((uv_handle_t *)&live->timer, NULL);
  (void)uv_run(&live->loop, UV_RUN_DEFAULT);
  while (live->peers != NULL) {
    struct conf_peer *peer = live->peers;
    live->peers = peer->next;
    if (peer->held != NULL)
      conf_process_let_go(peer->held);
    conf_message_free(&peer->reply);
    free(peer);
  }
  while (live->children != NULL) {
    struct conf_child *child = live->children;
    live->children = child->next;
    free(child);
  }
}
