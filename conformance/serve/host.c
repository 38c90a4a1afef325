#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/problems.h"
#include "conformance/serve/parts.h"

enum {
  MINUTE_MS = 60000,
  LEAST_MS = 3000, /* of the machine's: under Wine the start of a server takes more than one */
};

void serve_log(struct conf_serve *serve, const char *format, ...)
{
  char line[400];
  uint64_t now_ms = serve->state.now_ms;
  int length = snprintf(line, sizeof line, "%llu.%03u ", (unsigned long long)now_ms / 1000,
                        (unsigned)(now_ms % 1000));
  va_list list;

  if (serve->doors.log == NULL)
    return;
  va_start(list, format);
  (void)vsnprintf(line + length, sizeof line - (size_t)length, format, list);
  va_end(list);
  serve->doors.log(serve->doors.with, line);
}

/* ---- steps of the model ---- */

static void decide(struct conf_serve *serve, bn_knob asked)
{
  bn_bind(&serve->state, asked, bn_knob_row(asked)->usual);
}

static void show(struct conf_serve *serve)
{
  struct bn_effects effects = serve->effects;

  for (unsigned i = 0; i < effects.count; i++)
    serve_effect(serve, &effects.item[i]);
}

bool serve_input(struct conf_serve *serve, const struct bn_input *input)
{
  enum bn_step step;
  bn_knob asked;

  while ((step = bn_input(&serve->world, &serve->state, input, &serve->effects, &asked)) == BN_ASKS)
    decide(serve, asked);
  if (step == BN_REFUSED) {
    serve->refusal = serve->effects.refusal;
    return false;
  }
  show(serve);
  return true;
}

static void fire(struct conf_serve *serve, struct bn_action action)
{
  enum bn_step step;
  bn_knob asked;

  if (action.kind == BN_ACT_LAUNCH)
    serve_launch(serve, action.call);
  else if (action.kind == BN_ACT_FILE)
    serve_ask_for_callback2(serve, action.job);
  while ((step = bn_fire(&serve->world, &serve->state, action, &serve->effects, &asked)) == BN_ASKS)
    decide(serve, asked);
  assert(step == BN_DONE);
  if (action.kind == BN_ACT_STOPPED)
    serve_stopped(serve);
  show(serve);
}

/* The service acts until it rests at this instant. Nanoseconds until a pause ends. */
static uint64_t settle(struct conf_serve *serve)
{
  struct bn_actions actions;
  bn_knob asked;
  uint64_t pause_ns;

  for (;;) {
    pause_ns = serve_pace(serve);
    while (bn_enabled(&serve->world, &serve->state, &actions, &asked) == BN_ASKS)
      decide(serve, asked);
    if (actions.count == 0)
      return pause_ns;
    fire(serve, actions.item[0]);
  }
}

/* ---- time ---- */

/* COM gives a server a minute to register its class (NOTIFY-COM-2); the service counts it by its
 * own clock. */
uint64_t serve_minute(const struct conf_serve *serve)
{
  double most_ms = LEAST_MS * serve->options.speed;

  return serve->state.now_ms + (most_ms > MINUTE_MS ? (uint64_t)most_ms : MINUTE_MS);
}

static bool is_activating(const struct conf_serve *serve, unsigned call)
{
  return serve->state.call[call].stage == BN_ACTIVATING;
}

/* What an activation brings later is let go of. */
static void give_up(struct conf_serve *serve)
{
  for (uint8_t i = 0; i < BN_CALLS; i++) {
    struct bn_input input = {
        .kind = BN_IN_ACTIVATED, .call = i, .hresult = BN_HR_CO_E_SERVER_EXEC_FAILURE};
    if (is_activating(serve, i) && serve->give_up_ms[i] <= serve->state.now_ms)
      serve_input(serve, &input);
  }
}

static uint64_t next_event_ms(const struct conf_serve *serve)
{
  uint64_t next_ms = bn_next_ms(&serve->world, &serve->state);

  for (uint8_t i = 0; i < BN_CALLS; i++) {
    if (is_activating(serve, i) && serve->give_up_ms[i] < next_ms)
      next_ms = serve->give_up_ms[i];
  }
  return next_ms;
}

static uint64_t real_ms(const struct conf_serve *serve)
{
  return (uint64_t)((double)(uv_hrtime() - serve->began_ns) / 1e6 * serve->options.speed);
}

/* Brings the model's time to the present, timer by timer. */
static uint64_t catch_up(struct conf_serve *serve)
{
  uint64_t now_ms = real_ms(serve), pause_ns = settle(serve);

  while (serve->state.now_ms < now_ms) {
    uint64_t next_ms = next_event_ms(serve);
    struct bn_input input = {.kind = BN_IN_TIME, .value_ms = next_ms < now_ms ? next_ms : now_ms};
    bool passed = serve_input(serve, &input);
    assert(passed);
    (void)passed;
    give_up(serve);
    pause_ns = settle(serve);
  }
  return pause_ns;
}

uint64_t serve_skip(struct conf_serve *serve, uint64_t most_ms)
{
  uint64_t pause_ns = catch_up(serve), now_ms = real_ms(serve);
  uint64_t next_ms = next_event_ms(serve), ms = 0;

  if (pause_ns == UINT64_MAX && next_ms > now_ms && serve->quiet_from_ns <= uv_hrtime())
    ms = next_ms - now_ms < most_ms ? next_ms - now_ms : most_ms;
  serve->began_ns -= (uint64_t)((double)ms * 1e6 / serve->options.speed);
  return ms;
}

static void finish_turn(struct conf_serve *serve)
{
  serve_sweep(serve);
  if (!serve_journal_write(serve))
    serve_log(serve, "the journal could not be written: %s", serve->options.journal);
  serve_send_posted(serve);
}

bool serve_take(struct conf_serve *serve, const struct bn_input *input)
{
  catch_up(serve);
  return serve_input(serve, input);
}

void serve_go_on(struct conf_serve *serve)
{
  settle(serve);
  finish_turn(serve);
  uv_cond_signal(&serve->engine_wakes);
}

bool serve_turn(struct conf_serve *serve, const struct bn_input *input)
{
  bool accepted = serve_take(serve, input);

  serve_go_on(serve);
  return accepted;
}

/* ---- the engine: what happens when time passes ---- */

static uint64_t until_ns(const struct conf_serve *serve, uint64_t pause_ns)
{
  uint64_t next_ms = next_event_ms(serve), now_ms = real_ms(serve);
  double ns;

  if (next_ms == BN_NEVER)
    return pause_ns;
  ns = next_ms > now_ms ? (double)(next_ms - now_ms) * 1e6 / serve->options.speed + 1e5 : 1e5;
  return ns < (double)pause_ns ? (uint64_t)ns : pause_ns;
}

void serve_wait_unless_stalled(struct conf_serve *serve)
{
  struct conf_faults *faults = &serve->faults;

  while (faults->stalled && !serve->closing) {
    uint64_t now_ns = uv_hrtime();
    if (faults->stalled_until_ns <= now_ns)
      faults->stalled = false;
    else if (faults->stalled_until_ns == UINT64_MAX)
      uv_cond_wait(&serve->faults_change, &serve->lock);
    else
      uv_cond_timedwait(&serve->faults_change, &serve->lock, faults->stalled_until_ns - now_ns);
  }
}

static void engine(void *with)
{
  struct conf_serve *serve = with;

  uv_mutex_lock(&serve->lock);
  while (!serve->closing) {
    uint64_t wait_ns;
    serve_wait_unless_stalled(serve);
    wait_ns = until_ns(serve, catch_up(serve));
    finish_turn(serve);
    if (serve->closing)
      break;
    if (wait_ns == UINT64_MAX)
      uv_cond_wait(&serve->engine_wakes, &serve->lock);
    else
      uv_cond_timedwait(&serve->engine_wakes, &serve->lock, wait_ns);
  }
  uv_mutex_unlock(&serve->lock);
}

/* ---- opening ---- */

static struct bn_world empty_world(const struct conf_profile *profile)
{
  struct bn_world world = {.users = 1,
                           .apps = 1 + BN_CLASSES,
                           .objects = BN_OBJECTS,
                           .classes = BN_CLASSES,
                           .files = BN_FILES,
                           .programs = BN_PROGRAMS,
                           .app = {[SERVE_CLIENTS] = {.running = 1}}};

  memcpy(world.knob, profile->knob, sizeof world.knob);
  for (uint8_t c = 0; c < BN_CLASSES; c++) {
    uint8_t object = (uint8_t)(SERVE_SET_OBJECTS + c), app = (uint8_t)(1 + c);
    world.class_[c] = (struct bn_world_class){.app = app,
                                              .object = object,
                                              .registered = 1,
                                              .registers = BN_REGISTERS_REALLY,
                                              .until_killed = 1};
    world.object[object].app = app;
  }
  for (unsigned f = 0; f < BN_FILES; f++)
    world.file[f].answers = 1;
  for (unsigned o = 0; o < BN_OBJECTS; o++)
    world.object[o].level = 3;
  return world;
}

static struct conf_serve *new_serve(const struct conf_serve_options *options,
                                    const struct conf_serve_doors *doors)
{
  struct conf_serve *serve = conf_text_grow(NULL, sizeof *serve);

  *serve = (struct conf_serve){.options = *options, .doors = *doors, .epoch = 1};
  serve->began_ns = uv_hrtime();
  serve->world = empty_world(&options->profile);
  serve->state = bn_start(&serve->world);
  serve->queue.last = &serve->queue.first;
  serve->posted.last = &serve->posted.first;
  for (unsigned f = 0; f < BN_FILES; f++)
    serve->file[f].hold = 0xff;
  uv_mutex_init(&serve->lock);
  uv_cond_init(&serve->engine_wakes);
  uv_cond_init(&serve->workers_wake);
  uv_cond_init(&serve->faults_change);
  return serve;
}

static void free_serve(struct conf_serve *serve)
{
  serve_free_slots(serve);
  uv_mutex_destroy(&serve->lock);
  uv_cond_destroy(&serve->engine_wakes);
  uv_cond_destroy(&serve->workers_wake);
  uv_cond_destroy(&serve->faults_change);
  free(serve->journalled);
  free(serve);
}

struct conf_serve *conf_serve_open(const struct conf_serve_options *options,
                                   const struct conf_serve_doors *doors, char why[240])
{
  struct conf_serve *serve = new_serve(options, doors);

  if (options->journal != NULL && !serve_journal_read(serve, why)) {
    free_serve(serve);
    return NULL;
  }
  if (uv_thread_create(&serve->engine, engine, serve) != 0) {
    snprintf(why, 240, "no thread can be started");
    free_serve(serve);
    return NULL;
  }
  return serve;
}

void conf_serve_close(struct conf_serve *serve)
{
  uv_mutex_lock(&serve->lock);
  serve->closing = true;
  uv_cond_broadcast(&serve->engine_wakes);
  uv_cond_broadcast(&serve->faults_change);
  serve_abandon_fetches(serve);
  uv_mutex_unlock(&serve->lock);
  uv_thread_join(&serve->engine);
  serve_join(serve);
  serve_abandon_fetches(serve); /* what the engine began meanwhile; all are done now */
  free_serve(serve);
}
