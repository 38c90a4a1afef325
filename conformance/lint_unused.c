#include "conformance/lint_parts.h"

/* What somebody refers to, one bit each. */
struct uses {
  uint32_t user, app, object, program, file;
};

static void use(uint32_t *set, uint8_t index)
{
  if (index != BN_NONE)
    *set |= UINT32_C(1) << index;
}

static void use_class(const struct conf_scenario *s, struct uses *uses, uint8_t class_)
{
  if (class_ != BN_NONE)
    use(&uses->app, s->class_[class_].app);
}

static void use_call(const struct conf_scenario *s, const struct conf_call *call, uint8_t app,
                     struct uses *uses)
{
  use(&uses->app, app);
  use(&uses->object, call->object);
  use_class(s, uses, call->class_);
  use(&uses->program, call->program);
  use(&uses->file, call->file);
  if (call->method == BN_GetNotifyInterface)
    use(&uses->object, call->gives_index);
  else if (call->method == BN_GetNotifyCmdLine)
    use(&uses->program, call->gives_index);
  else if (call->method == BN_GetProperty)
    use_class(s, uses, call->gives_index);
}

static void use_world(const struct conf_scenario *s, const struct conf_world_event *event,
                      struct uses *uses)
{
  use(&uses->app, event->app);
  use(&uses->object, event->object);
  use_class(s, uses, event->class_);
  use(&uses->user, event->user);
  use(&uses->file, event->file);
  use(&uses->program, event->program);
}

static void use_expect(const struct conf_expect *expect, struct uses *uses)
{
  use(&uses->file, expect->file);
  switch ((enum conf_receiver_kind)expect->at.kind) {
  case CONF_ANYWHERE:
    return;
  case CONF_AT_OBJECT:
    use(&uses->object, expect->at.index);
    return;
  case CONF_AT_APP:
    use(&uses->app, expect->at.index);
    return;
  case CONF_AT_PROGRAM:
    use(&uses->program, expect->at.index);
    return;
  }
}

static struct uses collect(const struct conf_scenario *s)
{
  struct uses uses = {0};
  const struct conf_call *call;
  const struct conf_world_event *event;
  struct conf_place place;
  uint8_t app;

  for (unsigned i = 0; (call = conf_lint_call(s, i, &app, &place)) != NULL; i++)
    use_call(s, call, app, &uses);
  for (unsigned i = 0; (event = conf_lint_world(s, i, &place)) != NULL; i++)
    use_world(s, event, &uses);
  for (unsigned i = 0; i < s->expects; i++)
    use_expect(&s->expect[i], &uses);
  for (uint8_t i = 0; i < s->classes; i++)
    use(&uses.object, s->class_[i].object);
  for (uint8_t i = 0; i < s->objects; i++) {
    if ((uses.object >> i & 1u) != 0)
      use(&uses.app, s->object[i].app);
  }
  for (uint8_t i = 0; i < s->apps; i++)
    use(&uses.user, s->app[i].user);
  return uses;
}

static void unused(const struct lint *lint, struct conf_place place, const char *what,
                   const char *name)
{
  conf_problems_add(lint->problems, place, true, "the %s \"%s\" is never used", what, name);
}

void conf_lint_unused(const struct lint *lint)
{
  const struct conf_scenario *s = lint->scenario;
  struct uses uses = collect(s);

  for (unsigned i = 0; i < s->users; i++) {
    if ((uses.user >> i & 1u) == 0)
      unused(lint, s->user[i].place, "user", s->user[i].name);
  }
  for (unsigned i = 0; i < s->apps; i++) {
    if ((uses.app >> i & 1u) == 0)
      unused(lint, s->app[i].place, "app", s->app[i].name);
  }
  for (unsigned i = 0; i < s->objects; i++) {
    if ((uses.object >> i & 1u) == 0)
      unused(lint, s->object[i].place, "object", s->object[i].name);
  }
  for (unsigned i = 0; i < s->programs; i++) {
    if ((uses.program >> i & 1u) == 0)
      unused(lint, s->program[i].place, "program", s->program[i].name);
  }
  for (unsigned i = 0; i < s->files; i++) {
    if ((uses.file >> i & 1u) == 0)
      unused(lint, s->file[i].place, "file", s->file[i].name);
  }
}
