#include "conformance/lint.h"

#include <string.h>

#include "conformance/lint_parts.h"
#include "sim/state.h"

/* The i-th step of a kind, counting all steps and then, for calls, all items of responses. */
static const struct conf_step *step_of(const struct conf_scenario *s, unsigned *i, uint8_t kind)
{
  for (unsigned k = 0; k < s->steps; k++) {
    if (s->step[k].kind == kind && (*i)-- == 0)
      return &s->step[k];
  }
  return NULL;
}

const struct conf_call *conf_lint_call(const struct conf_scenario *scenario, unsigned i,
                                       uint8_t *app, struct conf_place *place)
{
  const struct conf_step *step = step_of(scenario, &i, CONF_STEP_CALL);

  if (step != NULL) {
    *app = step->app;
    *place = step->place;
    return &step->call;
  }
  for (unsigned k = 0; k < scenario->dos; k++) {
    const struct conf_do *item = &scenario->do_[k];
    if (item->kind == CONF_DO_CALL && i-- == 0) {
      *app = item->app;
      *place = item->place;
      return &item->call;
    }
  }
  return NULL;
}

const struct conf_world_event *conf_lint_world(const struct conf_scenario *scenario, unsigned i,
                                               struct conf_place *place)
{
  const struct conf_step *step = step_of(scenario, &i, CONF_STEP_WORLD);

  if (step == NULL)
    return NULL;
  *place = step->place;
  return &step->world;
}

uint32_t conf_lint_flags(const struct conf_scenario *scenario, uint8_t job)
{
  const struct conf_call *call;
  struct conf_place place;
  uint32_t flags = BN_FLAG_JOB_TRANSFERRED | BN_FLAG_JOB_ERROR;
  bool resumed = false, set = false;
  uint8_t app;

  for (unsigned i = 0; (call = conf_lint_call(scenario, i, &app, &place)) != NULL; i++) {
    if (job != BN_NONE && call->job != job && !call->job_from_callback)
      continue;
    if (call->method == BN_Resume)
      resumed = true;
    if (call->method != BN_SetNotifyFlags)
      continue;
    if (!set && !resumed && job != BN_NONE)
      flags = 0; /* the default was never in force while the job ran */
    set = true;
    if ((call->value & BN_FLAG_DISABLE) == 0)
      flags |= call->value;
  }
  return flags;
}

/* A gate that is meant to stay closed says so: "never", "never-opened". */
static bool is_meant_to_stay_closed(const char *gate)
{
  return strncmp(gate, "never", 5) == 0;
}

static void lint_gates(const struct lint *lint)
{
  const struct conf_scenario *s = lint->scenario;
  const struct conf_world_event *event;
  struct conf_place place;

  for (uint8_t gate = 0; gate < s->gates; gate++) {
    bool opened = false, awaited = false;
    for (unsigned i = 0; (event = conf_lint_world(s, i, &place)) != NULL; i++)
      opened |= event->kind == CONF_WORLD_OPEN && event->gate == gate;
    for (unsigned i = 0; i < s->dos; i++)
      awaited |= s->do_[i].kind == CONF_DO_WAIT && s->do_[i].gate == gate;
    if (!opened && !is_meant_to_stay_closed(s->gate[gate].name))
      conf_problems_add(lint->problems, s->gate[gate].place, true,
                        "the gate \"%s\" is waited for and never opened; if it is to stay closed, "
                        "name it \"never\"",
                        s->gate[gate].name);
    if (!awaited)
      conf_problems_add(lint->problems, s->gate[gate].place, true,
                        "the gate \"%s\" is opened and nobody waits for it", s->gate[gate].name);
  }
}

/* Whether an app's process starts again after it has died: a class server by activation, any other
 * by a step. */
static bool starts_again(const struct conf_scenario *s, uint8_t app)
{
  const struct conf_world_event *event;
  struct conf_place place;

  if (s->app[app].class_ != BN_NONE)
    return true;
  for (unsigned i = 0; (event = conf_lint_world(s, i, &place)) != NULL; i++) {
    if (event->kind == CONF_WORLD_START && event->app == app)
      return true;
  }
  return false;
}

static void lint_responses_after_death(const struct lint *lint, const struct conf_handler *handler)
{
  const struct conf_scenario *s = lint->scenario;
  uint8_t app = s->object[handler->object].app;

  for (unsigned i = 0; i + 1 < handler->count; i++) {
    const struct conf_response *response = &s->response[handler->first + i];
    const struct conf_do *last = &s->do_[response->first + response->count - 1];
    if (last->kind != CONF_DO_DIE || starts_again(s, app))
      continue;
    conf_problems_add(lint->problems, response[1].place, true,
                      "this response is never reached: \"%s\" dies before and never starts again",
                      s->app[app].name);
    return;
  }
}

static void lint_handler(const struct lint *lint, const struct conf_handler *handler)
{
  static const uint32_t flag_of[] = {
      [BN_JOB_TRANSFERRED] = BN_FLAG_JOB_TRANSFERRED,
      [BN_JOB_ERROR] = BN_FLAG_JOB_ERROR,
      [BN_JOB_MODIFICATION] = BN_FLAG_JOB_MODIFICATION,
      [BN_FILE_TRANSFERRED] = BN_FLAG_FILE_TRANSFERRED,
  };
  const struct conf_scenario *s = lint->scenario;
  uint8_t level = s->object[handler->object].level;
  const char *event = bn_event_text(handler->event);

  if (level == 0 || (level == 1 && handler->event == BN_FILE_TRANSFERRED))
    conf_problems_add(lint->problems, handler->place, true,
                      "this handler never runs: the object's interface has no %s", event);
  else if ((conf_lint_flags(s, BN_NONE) & flag_of[handler->event]) == 0)
    conf_problems_add(lint->problems, handler->place, true,
                      "this handler never runs: no SetNotifyFlags asks for %s", event);
  lint_responses_after_death(lint, handler);
}

static void lint_files(const struct lint *lint)
{
  const struct conf_scenario *s = lint->scenario;
  const struct conf_world_event *event;
  struct conf_place place;

  for (uint8_t file = 0; file < s->files; file++) {
    struct conf_place released = {0};
    bool held = false;
    for (unsigned i = 0; i < s->file[file].answers; i++)
      held |= s->file[file].answer[i].hold != 0;
    for (unsigned i = 0; (event = conf_lint_world(s, i, &place)) != NULL; i++) {
      if (event->kind == CONF_WORLD_ANSWER && event->file == file)
        held |= event->answer.hold != 0;
      if (event->kind == CONF_WORLD_RELEASE && event->file == file)
        released = place;
    }
    if (released.line != 0 && !held)
      conf_problems_add(lint->problems, released, true,
                        "the file \"%s\" is released and never held", s->file[file].name);
  }
}

void conf_lint(const struct conf_scenario *scenario, struct conf_problems *problems)
{
  const struct lint lint = {scenario, problems};

  lint_gates(&lint);
  for (unsigned i = 0; i < scenario->handlers; i++)
    lint_handler(&lint, &scenario->handler[i]);
  lint_files(&lint);
  conf_lint_unused(&lint);
  conf_lint_expects(&lint);
  conf_lint_requires(&lint);
}
