#include <inttypes.h>

#include "conformance/words.h"
#include "sim/state.h"

static const char *app(const struct conf_scenario *s, const struct conf_world_event *event)
{
  return s->app[event->app].name;
}

static const char *server(const struct conf_scenario *s, const struct conf_world_event *event)
{
  return s->app[s->class_[event->class_].app].name;
}

static void answer(struct conf_text *text, const struct conf_file_answer *a)
{
  switch ((enum bn_condition)a->condition) {
  case BN_STATUS:
    conf_text_format(text, " with %u", a->status);
    break;
  case BN_REFUSE:
    conf_text_add(text, " by refusing the connection");
    break;
  case BN_ABORT:
    conf_text_format(text, " by dropping after %" PRIu32 " bytes", a->drop_after);
    break;
  case BN_UNRESOLVED:
    conf_text_add(text, " with its name not found");
    break;
  case BN_GARBAGE:
    conf_text_add(text, " with something that is not HTTP");
    break;
  case BN_NO_LENGTH:
    conf_text_add(text, " without a length");
    break;
  }
  if (a->no_range)
    conf_text_add(text, ", without ranges");
  if (a->hold)
    conf_text_add(text, ", once released");
}

/* Events of one process. False when the event is of another kind. */
static bool process_event(struct conf_text *text, const struct conf_scenario *s,
                          const struct conf_world_event *event)
{
  static const char *const verb[] = {[CONF_WORLD_KILL] = "kill",
                                     [CONF_WORLD_EXIT] = "exit",
                                     [CONF_WORLD_CRASH] = "crash",
                                     [CONF_WORLD_START] = "start"};

  if (event->kind > CONF_WORLD_START)
    return false;
  conf_text_format(text, "%s %s", verb[event->kind], app(s, event));
  return true;
}

/* Events that need no name. */
static bool service_event(struct conf_text *text, const struct conf_world_event *event)
{
  switch (event->kind) {
  case CONF_WORLD_STOP_SERVICE:
    conf_text_add(text, "stop the service");
    return true;
  case CONF_WORLD_START_SERVICE:
    conf_text_add(text, "start the service");
    return true;
  case CONF_WORLD_RESTART_SERVICE:
    conf_text_add(text, "restart the service");
    return true;
  case CONF_WORLD_REBOOT:
    conf_text_add(text, "reboot");
    return true;
  }
  return false;
}

void conf_words_world(struct conf_text *text, const struct conf_scenario *s,
                      const struct conf_world_event *event)
{
  if (process_event(text, s, event) || service_event(text, event))
    return;
  switch (event->kind) {
  case CONF_WORLD_DISCONNECT:
    conf_text_add(text, "disconnect ");
    conf_words_object(text, s, event->object, 0);
    break;
  case CONF_WORLD_END_APARTMENT:
    conf_text_add(text, "end the apartment of ");
    conf_words_object(text, s, event->object, 0);
    break;
  case CONF_WORLD_REGISTER_CLASS:
    conf_text_format(text, "register the class of %s", server(s, event));
    break;
  case CONF_WORLD_UNREGISTER_CLASS:
    conf_text_format(text, "unregister the class of %s", server(s, event));
    break;
  case CONF_WORLD_LOGOFF:
    conf_text_format(text, "log off %s", s->user[event->user].name);
    break;
  case CONF_WORLD_LOGON:
    conf_text_format(text, "log on %s", s->user[event->user].name);
    break;
  case CONF_WORLD_NETWORK:
    conf_text_format(text, "network %s", event->value ? "up" : "down");
    break;
  case CONF_WORLD_RELEASE:
    conf_text_format(text, "release \"%s\"", s->file[event->file].name);
    break;
  case CONF_WORLD_ANSWER:
    conf_text_format(text, "answer \"%s\"", s->file[event->file].name);
    answer(text, &event->answer);
    break;
  case CONF_WORLD_ADVANCE:
    conf_text_format(text, "advance %" PRIu64 " ms", event->ms);
    break;
  case CONF_WORLD_OPEN:
    conf_text_format(text, "open %s", s->gate[event->gate].name);
    if (event->value != 0)
      conf_text_format(text, " for %" PRIu32, event->value);
    break;
  case CONF_WORLD_INSTALL:
    conf_text_format(text, "install %s", s->program[event->program].name);
    break;
  case CONF_WORLD_REMOVE:
    conf_text_format(text, "remove %s", s->program[event->program].name);
    break;
  }
}
