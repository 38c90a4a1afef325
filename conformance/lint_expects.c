#include "conformance/lint_parts.h"

/* Whether an expectation at `at` looks at this object. */
static bool covers(const struct conf_scenario *s, struct conf_receiver at, uint8_t object)
{
  if (at.kind == CONF_AT_OBJECT)
    return at.index == object;
  return at.kind == CONF_ANYWHERE || (at.kind == CONF_AT_APP && s->object[object].app == at.index);
}

static bool covers_app(const struct conf_scenario *s, struct conf_receiver at, uint8_t app)
{
  if (at.kind == CONF_AT_OBJECT)
    return s->object[at.index].app == app;
  return at.kind == CONF_ANYWHERE || (at.kind == CONF_AT_APP && at.index == app);
}

/* Whether the event of the world makes a repetition legal: whoever was told may have been lost
 * before the service knew that it was told (NOTIFY-DISC-8, NOTIFY-ALO-5). */
static bool loses(const struct conf_scenario *s, const struct conf_world_event *event,
                  struct conf_receiver at)
{
  switch ((enum conf_world_kind)event->kind) {
  case CONF_WORLD_KILL:
  case CONF_WORLD_EXIT:
  case CONF_WORLD_CRASH:
    return covers_app(s, at, event->app);
  case CONF_WORLD_DISCONNECT:
  case CONF_WORLD_END_APARTMENT:
    return covers(s, at, event->object);
  case CONF_WORLD_STOP_SERVICE:
  case CONF_WORLD_RESTART_SERVICE:
  case CONF_WORLD_REBOOT:
  case CONF_WORLD_LOGOFF:
    return true;
  case CONF_WORLD_START:
  case CONF_WORLD_REGISTER_CLASS:
  case CONF_WORLD_UNREGISTER_CLASS:
  case CONF_WORLD_START_SERVICE:
  case CONF_WORLD_LOGON:
  case CONF_WORLD_NETWORK:
  case CONF_WORLD_RELEASE:
  case CONF_WORLD_ANSWER:
  case CONF_WORLD_ADVANCE:
  case CONF_WORLD_OPEN:
  case CONF_WORLD_INSTALL:
  case CONF_WORLD_REMOVE:
    return false;
  }
  return false;
}

/* Whether a response ends in a failure, or in death. Only S_OK handles JobTransferred and JobError,
 * any success FileTransferred. */
static bool fails(const struct conf_scenario *s, const struct conf_response *response,
                  uint8_t event)
{
  const struct conf_do *last = &s->do_[response->first + response->count - 1];

  if (last->kind == CONF_DO_DIE)
    return true;
  return last->kind == CONF_DO_RETURN &&
         (event == BN_FILE_TRANSFERRED ? last->hresult < 0 : last->hresult != 0);
}

/* The place of a response after which the same is said again; {0, 0} without one. */
static struct conf_place failing_response(const struct conf_scenario *s,
                                          const struct conf_expect *expect)
{
  for (unsigned i = 0; i < s->handlers; i++) {
    const struct conf_handler *handler = &s->handler[i];
    if (handler->event != expect->event || !covers(s, expect->at, handler->object))
      continue;
    for (unsigned k = handler->first; k < handler->first + handler->count; k++) {
      if (fails(s, &s->response[k], handler->event))
        return s->response[k].place;
    }
  }
  return (struct conf_place){0};
}

static struct conf_place failing_run(const struct conf_scenario *s,
                                     const struct conf_expect *expect)
{
  unsigned first = s->program[expect->at.index].responses_first;

  for (unsigned i = first; i < first + s->program[expect->at.index].responses; i++) {
    if (fails(s, &s->response[i], BN_JOB_TRANSFERRED))
      return s->response[i].place;
  }
  return (struct conf_place){0};
}

/* The second SetNotifyInterface or NOTIFICATION_CLSID of the job. */
static struct conf_place second_registration(const struct conf_scenario *s, uint8_t job)
{
  const struct conf_call *call;
  struct conf_place place;
  unsigned objects = 0, classes = 0;
  uint8_t app;

  for (unsigned i = 0; (call = conf_lint_call(s, i, &app, &place)) != NULL; i++) {
    if (call->job != job && job != BN_NONE && !call->job_from_callback)
      continue;
    objects += call->method == BN_SetNotifyInterface && call->object != BN_NONE;
    classes += call->method == BN_SetProperty && call->class_ != BN_NONE;
    if (objects > 1 || classes > 1)
      return place;
  }
  return (struct conf_place){0};
}

static struct conf_place loss(const struct conf_scenario *s, struct conf_receiver at)
{
  const struct conf_world_event *event;
  struct conf_place place;

  for (unsigned i = 0; (event = conf_lint_world(s, i, &place)) != NULL; i++) {
    if (loses(s, event, at))
      return place;
  }
  return (struct conf_place){0};
}

static void lint_exactly(const struct lint *lint, const struct conf_expect *expect)
{
  static const char sentence[] =
      "\"exactly\" promises too much: %s in line %u, and then a "
      "repetition is legal";
  const struct conf_scenario *s = lint->scenario;
  struct conf_place failing = {0}, lost = loss(s, expect->at);
  struct conf_place second = second_registration(s, expect->job);

  if (expect->kind == CONF_EXPECT_CALLBACK)
    failing = failing_response(s, expect);
  else if (expect->kind == CONF_EXPECT_LAUNCH || expect->at.kind == CONF_AT_PROGRAM)
    failing = failing_run(s, expect);
  if (expect->kind == CONF_EXPECT_CALLBACK && expect->event == BN_JOB_MODIFICATION)
    conf_problems_add(lint->problems, expect->place, false,
                      "\"exactly\" promises too much: JobModification may be lost or joined");
  else if (failing.line != 0)
    conf_problems_add(lint->problems, expect->place, false, sentence, "the receiver fails",
                      failing.line);
  else if (lost.line != 0)
    conf_problems_add(lint->problems, expect->place, false, sentence, "the receiver may be lost",
                      lost.line);
  else if (second.line != 0)
    conf_problems_add(lint->problems, expect->place, false, sentence, "somebody registers again",
                      second.line);
}

/* A callback that no flags of the job ask for, or that the object has no method for. */
static void lint_reachable(const struct lint *lint, const struct conf_expect *expect)
{
  static const struct {
    uint32_t bit;
    const char *name;
  } flags[] = {
      [BN_JOB_TRANSFERRED] = {BN_FLAG_JOB_TRANSFERRED, "JOB_TRANSFERRED"},
      [BN_JOB_ERROR] = {BN_FLAG_JOB_ERROR, "JOB_ERROR"},
      [BN_JOB_MODIFICATION] = {BN_FLAG_JOB_MODIFICATION, "JOB_MODIFICATION"},
      [BN_FILE_TRANSFERRED] = {BN_FLAG_FILE_TRANSFERRED, "FILE_TRANSFERRED"},
  };
  const struct conf_scenario *s = lint->scenario;
  uint8_t level = expect->at.kind == CONF_AT_OBJECT ? s->object[expect->at.index].level : 3;

  if ((conf_lint_flags(s, expect->job) & flags[expect->event].bit) == 0)
    conf_problems_add(lint->problems, expect->place, false,
                      "%s can never come: no SetNotifyFlags asks for %s",
                      bn_event_text(expect->event), flags[expect->event].name);
  else if (level == 0 || (level == 1 && expect->event == BN_FILE_TRANSFERRED))
    conf_problems_add(lint->problems, expect->place, false,
                      "%s can never come: the interface of the object has no such method",
                      bn_event_text(expect->event));
}

/* Expectations that must be met: not the alternatives of one-of and of questions. */
static bool is_alternative(const struct conf_scenario *s, unsigned index)
{
  for (unsigned i = 0; i < s->expects; i++) {
    const struct conf_expect *outer = &s->expect[i];
    if (outer->kind == CONF_EXPECT_ONE_OF && index >= outer->first_child &&
        index < (unsigned)outer->first_child + outer->children)
      return true;
  }
  return s->answers > 0 && index >= s->answer[0].expects_first;
}

void conf_lint_expects(const struct lint *lint)
{
  const struct conf_scenario *s = lint->scenario;

  for (unsigned i = 0; i < s->expects; i++) {
    if (s->expect[i].exactly_written)
      lint_exactly(lint, &s->expect[i]);
    if (s->expect[i].kind == CONF_EXPECT_CALLBACK && !is_alternative(s, i))
      lint_reachable(lint, &s->expect[i]);
  }
}
