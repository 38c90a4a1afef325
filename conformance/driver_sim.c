#include "conformance/driver_sim.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "conformance/words.h"

static struct conf_sim *self_of(struct conf_driver *driver)
{
  return driver->self;
}

/* Always false. */
__attribute__((format(printf, 2, 3))) static bool refuse(struct conf_sim *sim, const char *format,
                                                         ...)
{
  va_list list;

  va_start(list, format);
  (void)vsnprintf(sim->driver.sentence, sizeof sim->driver.sentence, format, list);
  va_end(list);
  return false;
}

/* ---- inputs and actions ---- */

static void bind(struct conf_sim *sim, bn_knob asked)
{
  if (sim->asked < CONF_ASKED)
    sim->asked_knob[sim->asked++] = asked;
  bn_bind(&sim->state, asked, bn_knob_row(asked)->usual);
}

bool conf_sim_input(struct conf_sim *sim, const struct bn_input *input)
{
  enum bn_step step;
  bn_knob asked;

  while ((step = bn_input(&sim->world, &sim->state, input, &sim->effects, &asked)) == BN_ASKS)
    bind(sim, asked);
  if (step == BN_REFUSED)
    return refuse(sim, "%s", sim->effects.refusal);
  conf_sim_show(sim);
  return true;
}

/* Takes the first enabled action. *did: there was one. */
static bool act(struct conf_sim *sim, bool *did)
{
  struct bn_actions actions;
  enum bn_step step;
  bn_knob asked;

  while (bn_enabled(&sim->world, &sim->state, &actions, &asked) == BN_ASKS)
    bind(sim, asked);
  *did = actions.count > 0;
  if (!*did)
    return true;
  if (++sim->actions > CONF_SIM_ACTIONS_AT_ONCE)
    return refuse(sim, "the service does not come to rest: %d actions at one instant",
                  CONF_SIM_ACTIONS_AT_ONCE);
  while ((step = bn_fire(&sim->world, &sim->state, actions.item[0], &sim->effects, &asked)) ==
         BN_ASKS)
    bind(sim, asked);
  if (step == BN_REFUSED)
    return refuse(sim, "%s", sim->effects.refusal);
  conf_sim_show(sim);
  return conf_sim_play_handlers(sim);
}

static bool pass_time(struct conf_sim *sim, uint64_t to_ms)
{
  struct bn_input input = {.kind = BN_IN_TIME, .value_ms = to_ms};

  sim->actions = 0;
  return conf_sim_input(sim, &input);
}

static enum conf_did sim_wait(struct conf_driver *driver, uint64_t until_us, bool *moved)
{
  struct conf_sim *sim = self_of(driver);
  uint64_t until_ms = until_us / 1000;
  unsigned shown = sim->shown;
  bool did;

  *moved = false;
  for (;;) {
    uint64_t next_ms;

    if (!act(sim, &did))
      return CONF_DID_BROKEN;
    *moved = sim->shown != shown;
    if (*moved)
      return CONF_DID;
    if (did)
      continue;
    next_ms = bn_next_ms(&sim->world, &sim->state);
    if (next_ms > until_ms)
      break;
    if (!pass_time(sim, next_ms))
      return CONF_DID_BROKEN;
  }
  if (until_ms > sim->state.now_ms && !pass_time(sim, until_ms))
    return CONF_DID_BROKEN;
  return CONF_DID;
}

/* ---- calls ---- */

struct bn_input conf_sim_call(const struct conf_call *call, uint8_t app)
{
  return (struct bn_input){
      .kind = BN_IN_CALL,
      .app = app,
      .job = call->job,
      .method = call->method,
      .object = call->object,
      .class_ = call->class_,
      .program = call->program,
      .file = call->file,
      .property = call->property,
      .kept = call->kept,
      .value = call->value,
  };
}

bool conf_sim_make_call(struct conf_sim *sim, const struct bn_input *input,
                        const struct conf_call *call, uint8_t item, struct conf_event *result)
{
  struct conf_event event = conf_event_of(CONF_EV_CALL);
  struct conf_trace *trace = sim->driver.trace;
  unsigned first;

  event.app = input->app;
  event.method = input->method;
  event.job = input->job;
  event.file = input->file;
  event.object = input->object;
  event.class_ = input->class_;
  event.program = input->program;
  event.property = input->property;
  event.value = input->value;
  event.text = call->text;
  event.from_handler = item != 0;
  event.item = item;
  conf_sim_append(sim, event);
  first = trace->count;
  if (!conf_sim_input(sim, input))
    return false;
  for (unsigned i = first; i < trace->count; i++) {
    if (trace->event[i].kind != CONF_EV_RESULT)
      continue;
    trace->event[i].property = input->property;
    trace->event[i].from_handler = item != 0;
    trace->event[i].item = item;
    *result = trace->event[i];
    return true;
  }
  assert(false);
  return false;
}

static enum conf_did sim_call(struct conf_driver *driver, uint8_t app, const struct conf_call *call,
                              struct conf_event *result)
{
  struct conf_sim *sim = self_of(driver);
  struct bn_input input = conf_sim_call(call, app);

  if (!sim->state.running[app]) {
    refuse(sim, "\"%s\" is not running", sim->scenario->app[app].name);
    return CONF_DID_BROKEN;
  }
  return conf_sim_make_call(sim, &input, call, 0, result) ? CONF_DID : CONF_DID_BROKEN;
}

static enum conf_did sim_poll(struct conf_driver *driver, uint8_t job, uint8_t *state)
{
  *state = self_of(driver)->state.job[job].state;
  return CONF_DID;
}

static uint64_t sim_now_us(struct conf_driver *driver)
{
  return self_of(driver)->state.now_ms * 1000;
}

static void sim_close(struct conf_driver *driver)
{
  (void)driver;
}

/* ---- events of the world ---- */

static struct bn_answer answer_of(const struct conf_file_answer *a)
{
  return (struct bn_answer){
      .condition = a->condition,
      .hold = a->hold,
      .bytes = a->drop_after > 0,
      .no_range = a->no_range,
      .status = a->status,
  };
}

static struct bn_input world_input(const struct conf_world_event *event)
{
  static const uint8_t kind[] = {
      [CONF_WORLD_KILL] = BN_IN_APP_END,
      [CONF_WORLD_EXIT] = BN_IN_APP_END,
      [CONF_WORLD_CRASH] = BN_IN_APP_END,
      [CONF_WORLD_START] = BN_IN_APP_START,
      [CONF_WORLD_DISCONNECT] = BN_IN_DISCONNECT,
      [CONF_WORLD_END_APARTMENT] = BN_IN_APARTMENT_END,
      [CONF_WORLD_REGISTER_CLASS] = BN_IN_REGISTER,
      [CONF_WORLD_UNREGISTER_CLASS] = BN_IN_UNREGISTER,
      [CONF_WORLD_STOP_SERVICE] = BN_IN_STOP,
      [CONF_WORLD_START_SERVICE] = BN_IN_START,
      [CONF_WORLD_RESTART_SERVICE] = BN_IN_STOP,
      [CONF_WORLD_REBOOT] = BN_IN_REBOOT,
      [CONF_WORLD_LOGOFF] = BN_IN_LOGOFF,
      [CONF_WORLD_LOGON] = BN_IN_LOGON,
      [CONF_WORLD_NETWORK] = BN_IN_NETWORK,
      [CONF_WORLD_RELEASE] = BN_IN_RELEASE,
      [CONF_WORLD_ANSWER] = BN_IN_ANSWER,
      [CONF_WORLD_INSTALL] = BN_IN_INSTALL,
      [CONF_WORLD_REMOVE] = BN_IN_INSTALL,
  };
  return (struct bn_input){
      .kind = kind[event->kind],
      .app = event->app,
      .user = event->user,
      .object = event->object,
      .class_ = event->class_,
      .program = event->program,
      .file = event->file,
      .value = event->kind == CONF_WORLD_INSTALL ? 1 : event->value,
      .answer = answer_of(&event->answer),
  };
}

static void show_world(struct conf_sim *sim, const struct conf_world_event *event)
{
  struct conf_event shown = conf_event_of(CONF_EV_WORLD);
  struct conf_text words = {0};

  conf_words_world(&words, sim->scenario, event);
  shown.text = words.bytes;
  conf_sim_append(sim, shown);
  conf_text_free(&words);
}

/* Programs that ended with their user's session or with the machine. */
static void end_programs(struct conf_sim *sim)
{
  for (unsigned i = 0; i < BN_CALLS; i++) {
    struct conf_sim_run *run = &sim->run[i];
    const struct bn_call *call = &sim->state.call[i];
    struct conf_event event = conf_event_of(CONF_EV_EXIT);

    if (!run->active || run->program == BN_NONE ||
        (call->stage != BN_FREE && call->stage != BN_RETURNED))
      continue;
    run->active = 0;
    event.call = run->number;
    event.program = run->program;
    event.job = run->job;
    event.event = run->event;
    event.code = 1;
    conf_sim_append(sim, event);
  }
}

static enum conf_did sim_world(struct conf_driver *driver, const struct conf_world_event *event)
{
  struct conf_sim *sim = self_of(driver);
  struct bn_input input = world_input(event);
  bool ends = event->kind <= CONF_WORLD_CRASH;

  if (ends && !sim->state.running[event->app]) {
    refuse(sim, "\"%s\" is not running", sim->scenario->app[event->app].name);
    return CONF_DID_BROKEN;
  }
  show_world(sim, event);
  if (event->kind == CONF_WORLD_OPEN)
    conf_gate_open(&sim->handlers, event->gate, event->value);
  else if (!conf_sim_input(sim, &input))
    return CONF_DID_BROKEN;
  if (event->kind == CONF_WORLD_RESTART_SERVICE) {
    input.kind = BN_IN_START;
    if (!conf_sim_input(sim, &input))
      return CONF_DID_BROKEN;
  }
  end_programs(sim);
  return conf_sim_play_handlers(sim) ? CONF_DID : CONF_DID_BROKEN;
}

/* ---- opening ---- */

static void build_people(struct bn_world *world, const struct conf_scenario *s)
{
  world->users = s->users;
  world->apps = s->apps;
  world->objects = s->objects;
  for (unsigned u = 0; u < s->users; u++)
    world->user[u].service_account = s->user[u].service_account;
  for (unsigned a = 0; a < s->apps; a++) {
    world->app[a].user = s->app[a].user;
    world->app[a].elevated = s->app[a].elevated;
    world->app[a].running = s->app[a].running;
  }
  for (unsigned o = 0; o < s->objects; o++) {
    world->object[o].app = s->object[o].app;
    world->object[o].level = s->object[o].level;
  }
}

static void build_world(struct bn_world *world, const struct conf_scenario *s)
{
  build_people(world, s);
  world->classes = s->classes;
  world->files = s->files;
  world->programs = s->programs;
  for (unsigned c = 0; c < s->classes; c++)
    world->class_[c] = (struct bn_world_class){
        .app = s->class_[c].app,
        .object = s->class_[c].object,
        .registered = s->class_[c].registered,
        .registers = s->class_[c].registers,
        .until_killed = s->class_[c].until_killed,
        .registers_ms = s->class_[c].registers_ms,
        .creates = s->class_[c].creates,
    };
  for (unsigned f = 0; f < s->files; f++) {
    world->file[f].answers = s->file[f].answers;
    for (unsigned i = 0; i < s->file[f].answers; i++)
      world->file[f].answer[i] = answer_of(&s->file[f].answer[i]);
  }
  for (unsigned p = 0; p < s->programs; p++)
    world->program[p].missing = s->program[p].missing;
}

void conf_sim_open(struct conf_sim *sim, const struct conf_scenario *scenario,
                   const struct conf_profile *profile, struct conf_trace *trace)
{
  *sim = (struct conf_sim){
      .driver = {.name = "sim",
                 .self = sim,
                 .trace = trace,
                 .call = sim_call,
                 .world = sim_world,
                 .wait = sim_wait,
                 .poll = sim_poll,
                 .now_us = sim_now_us,
                 .close = sim_close},
      .scenario = scenario,
  };
  build_world(&sim->world, scenario);
  memcpy(sim->world.knob, profile->knob, sizeof sim->world.knob);
  for (unsigned i = 0; i < scenario->assumes; i++)
    sim->world.knob[scenario->assume[i].knob] = scenario->assume[i].value;
  sim->state = bn_start(&sim->world);
  (void)snprintf(trace->implementation, sizeof trace->implementation, "sim");
  (void)snprintf(trace->clock, sizeof trace->clock, "virtual");
}

void conf_sim_report(const struct conf_sim *sim, struct conf_result *result)
{
  result->asked = sim->asked;
  memcpy(result->asked_knob, sim->asked_knob, sizeof sim->asked_knob);
  for (uint16_t r = 0; r < BN_RULE_COUNT && result->fired < CONF_FIRED; r++) {
    if (sim->fired[r])
      result->fired_rule[result->fired++] = r;
  }
}
