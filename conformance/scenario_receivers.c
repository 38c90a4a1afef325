#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/nearest.h"
#include "conformance/scenario_reader.h"

/* The object of an app whose name has these `length` characters; BN_NONE. */
static uint8_t find_object(const struct conf_scenario *scenario, uint8_t app, const char *name,
                           size_t length)
{
  for (uint8_t i = 0; i < scenario->objects; i++) {
    if (scenario->object[i].app == app && strlen(scenario->object[i].name) == length &&
        memcmp(scenario->object[i].name, name, length) == 0)
      return i;
  }
  return BN_NONE;
}

static bool no_such_object(struct scenario_reader *r, const cJSON *node, const char *name,
                           uint8_t app)
{
  const struct conf_scenario *scenario = r->scenario;
  const char *app_name = scenario->app[app].name;
  struct conf_nearest nearest = conf_nearest_to(name);

  for (unsigned i = 0; i < scenario->objects; i++) {
    if (scenario->object[i].app == app)
      conf_nearest_offer(&nearest, scenario->object[i].name);
  }
  if (nearest.best != NULL)
    return conf_reader_refuse(&r->in, node, "the app \"%s\" has no object %s; did you mean \"%s\"?",
                              app_name, conf_quote(name).text, nearest.best);
  return conf_reader_refuse(&r->in, node, "the app \"%s\" has no object %s", app_name,
                            conf_quote(name).text);
}

bool conf_scenario_object_of(struct scenario_reader *r, const cJSON *node, const char *name,
                             uint8_t app, uint8_t *object)
{
  uint8_t found = find_object(r->scenario, app, name, strlen(name));

  if (found == BN_NONE)
    return no_such_object(r, node, name, app);
  *object = found;
  return true;
}

/* Splits "app.object#instance" and finds both; *instance 0 without one. */
static bool dotted(struct scenario_reader *r, const cJSON *node, const char *text, uint8_t *object,
                   uint8_t *instance)
{
  char app_name[CONF_NAME_MAX + 1], object_name[CONF_NAME_MAX + 1];
  const char *dot = strchr(text, '.'), *hash = strchr(dot, '#');
  size_t app_length = (size_t)(dot - text);
  size_t object_length = hash != NULL ? (size_t)(hash - dot) - 1 : strlen(dot + 1);
  unsigned app;
  unsigned long number = hash != NULL ? strtoul(hash + 1, NULL, 10) : 0;

  snprintf(app_name, sizeof app_name, "%.*s", (int)app_length, text);
  snprintf(object_name, sizeof object_name, "%.*s", (int)object_length, dot + 1);
  if (app_length > CONF_NAME_MAX || !conf_words_find(conf_scenario_apps(r), app_name, &app))
    return conf_reader_unknown(&r->in, node, "app", app_name, conf_scenario_apps(r));
  *object = find_object(r->scenario, (uint8_t)app, dot + 1, object_length);
  if (*object == BN_NONE)
    return no_such_object(r, node, object_name, (uint8_t)app);
  *instance = (uint8_t)number;
  if (hash != NULL && (hash[1] < '1' || hash[1] > '9' || strspn(hash + 1, "0123456789") > 3 ||
                       hash[1 + strspn(hash + 1, "0123456789")] != '\0' || number > BN_INSTANCES))
    return conf_reader_refuse(&r->in, node, "an instance is a number from 1 to %d, as in \"%s#1\"",
                              BN_INSTANCES, r->scenario->object[*object].name);
  return true;
}

bool conf_scenario_object(struct scenario_reader *r, const cJSON *node, uint8_t *object)
{
  const char *text;
  uint8_t instance;

  if (!conf_reader_string(&r->in, node, &text))
    return false;
  if (strchr(text, '.') == NULL || strchr(text, '#') != NULL)
    return conf_reader_refuse(&r->in, node, "an object is written \"app.object\" here, not %s",
                              conf_quote(text).text);
  return dotted(r, node, text, object, &instance);
}

/* Neither an app nor a program: suggests one of both. */
static bool no_such_receiver(struct scenario_reader *r, const cJSON *node, const char *text)
{
  const struct conf_scenario *scenario = r->scenario;
  struct conf_nearest nearest = conf_nearest_to(text);

  for (unsigned i = 0; i < scenario->apps; i++)
    conf_nearest_offer(&nearest, scenario->app[i].name);
  for (unsigned i = 0; i < scenario->programs; i++)
    conf_nearest_offer(&nearest, scenario->program[i].name);
  for (unsigned i = 0; i < scenario->objects; i++) {
    if (strcmp(scenario->object[i].name, text) == 0)
      return conf_reader_refuse(&r->in, node, "no app or program named %s; did you mean \"%s.%s\"?",
                                conf_quote(text).text, scenario->app[scenario->object[i].app].name,
                                text);
  }
  if (nearest.best != NULL)
    return conf_reader_refuse(&r->in, node, "no app or program named %s; did you mean \"%s\"?",
                              conf_quote(text).text, nearest.best);
  return conf_reader_refuse(&r->in, node, "no app or program named %s", conf_quote(text).text);
}

bool conf_scenario_receiver(struct scenario_reader *r, const cJSON *node,
                            struct conf_receiver *receiver)
{
  const char *text;
  unsigned index;

  if (!conf_reader_string(&r->in, node, &text))
    return false;
  if (strchr(text, '.') != NULL) {
    receiver->kind = CONF_AT_OBJECT;
    return dotted(r, node, text, &receiver->index, &receiver->instance);
  }
  if (conf_words_find(conf_scenario_apps(r), text, &index))
    receiver->kind = CONF_AT_APP;
  else if (conf_words_find(conf_scenario_programs(r), text, &index))
    receiver->kind = CONF_AT_PROGRAM;
  else
    return no_such_receiver(r, node, text);
  receiver->index = (uint8_t)index;
  return true;
}
