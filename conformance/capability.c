#include "conformance/capability.h"

#include <string.h>

#include "sim/names.h"

static const struct {
  const char *name;
} capabilities[] = {{"notification-clsid"},
                    {"callback2"},
                    {"command-line"},
                    {"validation"},
                    {"restart"},
                    {"sessions"},
                    {"network"},
                    {"maximum-download-time"},
                    {"notification-interval"},
                    {"take-ownership"},
                    {"coexisting-users"}};

const char *conf_capability_read(struct conf_reader *reader, const cJSON *node, unsigned *index)
{
  return conf_reader_word(reader, node, "capability", CONF_ALL_WORDS(capabilities), index)
             ? capabilities[*index].name
             : NULL;
}

const char *conf_lack_read(struct conf_reader *reader, const cJSON *node)
{
  const char *text = cJSON_GetStringValue(node);
  unsigned index;

  if (text != NULL && bn_method_named(text, &index))
    return bn_method_text(index);
  if (text != NULL && bn_event_named(text, &index))
    return bn_event_text(index);
  return conf_capability_read(reader, node, &index);
}

static bool calls(const struct conf_scenario *s, unsigned method)
{
  for (unsigned i = 0; i < s->steps; i++)
    if (s->step[i].kind == CONF_STEP_CALL && s->step[i].call.method == method)
      return true;
  for (unsigned i = 0; i < s->dos; i++)
    if (s->do_[i].kind == CONF_DO_CALL && s->do_[i].call.method == method)
      return true;
  return false;
}

static bool expects(const struct conf_scenario *s, unsigned event)
{
  for (unsigned i = 0; i < s->expects; i++)
    if (s->expect[i].kind == CONF_EXPECT_CALLBACK && s->expect[i].event == event)
      return true;
  for (unsigned i = 0; i < s->handlers; i++)
    if (s->handler[i].event == event)
      return true;
  return false;
}

bool conf_lack_matters(const struct conf_scenario *scenario, const char *lack)
{
  unsigned index;

  if (bn_method_named(lack, &index))
    return calls(scenario, index);
  if (bn_event_named(lack, &index))
    return expects(scenario, index);
  for (unsigned i = 0; i < scenario->requires_; i++)
    if (strcmp(scenario->require[i], lack) == 0)
      return true;
  return false;
}
