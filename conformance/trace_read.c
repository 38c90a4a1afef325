#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/json.h"
#include "conformance/text.h"
#include "conformance/trace_notation.h"
#include "sim/rules.h"

/* Numbers that a double holds exactly. */
#define WHOLE_MAX 9007199254740992.0

struct reader {
  struct conf_trace *trace;
  const struct conf_scenario *scenario;
  struct conf_json json; /* of the line */
  unsigned line;
  bool timed;    /* it has "at_us", */
  uint32_t seen; /* and these fields */
  struct conf_problem *problem;
};

static void complain(struct reader *r, struct conf_place place, const char *format, va_list list)
{
  r->problem->place = place;
  r->problem->place.line = r->line;
  r->problem->warning = 0;
  (void)vsnprintf(r->problem->text, sizeof r->problem->text, format, list);
}

/* Always false, so that a reader can say: return refuse(...). */
__attribute__((format(printf, 3, 4))) static bool refuse(struct reader *r, const cJSON *node,
                                                         const char *format, ...)
{
  va_list list;

  va_start(list, format);
  complain(r, node != NULL ? conf_json_place(&r->json, node) : (struct conf_place){1, 1}, format,
           list);
  va_end(list);
  return false;
}

/* The same for a key that has no business there. */
__attribute__((format(printf, 3, 4))) static bool refuse_key(struct reader *r, const cJSON *node,
                                                             const char *format, ...)
{
  va_list list;

  va_start(list, format);
  complain(r, conf_json_key_place(&r->json, node), format, list);
  va_end(list);
  return false;
}

/* ---- values ---- */

static bool whole(struct reader *r, const cJSON *node, uint64_t most, uint64_t *value)
{
  double number = cJSON_IsNumber(node) ? node->valuedouble : -1;

  if (number < 0 || number > WHOLE_MAX || number > (double)most)
    return refuse(r, node, "a whole number up to %" PRIu64 " is wanted", most);
  *value = (uint64_t)number;
  if ((double)*value != number)
    return refuse(r, node, "a whole number is wanted");
  return true;
}

static bool whole_u32(struct reader *r, const cJSON *node, uint64_t most, uint32_t *value)
{
  uint64_t read;

  if (!whole(r, node, most, &read))
    return false;
  *value = (uint32_t)read;
  return true;
}

static bool exit_code(struct reader *r, const cJSON *node, int32_t *code)
{
  double number = cJSON_IsNumber(node) ? node->valuedouble : 0.5;

  if (number < INT32_MIN || number > INT32_MAX || (double)(int32_t)number != number)
    return refuse(r, node, "a whole number is wanted");
  *code = (int32_t)number;
  return true;
}

static bool hresult(struct reader *r, const cJSON *node, int32_t *value)
{
  if (!cJSON_IsString(node) || !bn_hresult_named(node->valuestring, value))
    return refuse(r, node, "an HRESULT is wanted");
  return true;
}

typedef bool named(const char *text, unsigned *value);

static bool word_u8(struct reader *r, const cJSON *node, named *lookup, const char *what,
                    uint8_t *value)
{
  unsigned found;

  if (!cJSON_IsString(node) || !lookup(node->valuestring, &found))
    return refuse(r, node, "%s is wanted", what);
  *value = (uint8_t)found;
  return true;
}

static bool rule(struct reader *r, const cJSON *node, uint16_t *value)
{
  unsigned found;

  if (!cJSON_IsString(node) || !bn_rule_named(node->valuestring, &found))
    return refuse(r, node, "the id of a rule is wanted");
  *value = (uint16_t)found;
  return true;
}

/* ---- names of the scenario ---- */

enum list { APPS, PROGRAMS, FILES, JOBS };

static const char *name_at(const struct conf_scenario *s, enum list list, unsigned i)
{
  switch (list) {
  case APPS:
    return i < s->apps ? s->app[i].name : NULL;
  case PROGRAMS:
    return i < s->programs ? s->program[i].name : NULL;
  case FILES:
    return i < s->files ? s->file[i].name : NULL;
  case JOBS:
    return i < s->jobs ? s->job[i].name : NULL;
  }
  return NULL;
}

static bool find(const struct conf_scenario *s, enum list list, const char *name, size_t length,
                 uint8_t *index)
{
  const char *at;

  for (uint8_t i = 0; (at = name_at(s, list, i)) != NULL; i++) {
    if (strlen(at) == length && memcmp(at, name, length) == 0) {
      *index = i;
      return true;
    }
  }
  return false;
}

static bool name(struct reader *r, const cJSON *node, enum list list, uint8_t *index)
{
  if (!cJSON_IsString(node) ||
      !find(r->scenario, list, node->valuestring, strlen(node->valuestring), index))
    return refuse(r, node, "a name of the scenario is wanted");
  return true;
}

static bool class_(struct reader *r, const cJSON *node, uint8_t *index)
{
  uint8_t app;

  if (!name(r, node, APPS, &app))
    return false;
  if (r->scenario->app[app].class_ == BN_NONE)
    return refuse(r, node, "the app has no class");
  *index = r->scenario->app[app].class_;
  return true;
}

/* "app.object" or "app.object#2". */
static bool object(struct reader *r, const cJSON *node, uint8_t *index, uint8_t *instance)
{
  const struct conf_scenario *s = r->scenario;
  const char *text = cJSON_IsString(node) ? node->valuestring : "";
  const char *dot = strchr(text, '.');
  const char *hash = strchr(text, '#');
  size_t length = hash != NULL ? (size_t)(hash - text) : strlen(text);
  unsigned long number = hash != NULL ? strtoul(hash + 1, NULL, 10) : 0;
  uint8_t app;

  if (dot == NULL || number > BN_INSTANCES || (hash != NULL && number == 0) ||
      !find(s, APPS, text, (size_t)(dot - text), &app))
    return refuse(r, node, "an object of the scenario is wanted");
  for (uint8_t o = 0; o < s->objects; o++) {
    size_t rest = length - (size_t)(dot + 1 - text);
    if (s->object[o].app == app && strlen(s->object[o].name) == rest &&
        memcmp(s->object[o].name, dot + 1, rest) == 0) {
      *index = o;
      *instance = (uint8_t)number;
      return true;
    }
  }
  return refuse(r, node, "an object of the scenario is wanted");
}

/* ---- lines ---- */

static bool step(struct reader *r, const cJSON *node, uint8_t number[3])
{
  unsigned part[3] = {0};
  char rest;
  int parts = cJSON_IsString(node)
                  ? sscanf(node->valuestring, "%3u.%3u.%3u%c", &part[0], &part[1], &part[2], &rest)
                  : 0;

  if ((parts != 1 && parts != 3) || part[0] > UINT8_MAX || part[1] > UINT8_MAX ||
      part[2] > UINT8_MAX)
    return refuse(r, node, "a step like \"7\" or \"7.1.2\" is wanted");
  for (unsigned i = 0; i < 3; i++)
    number[i] = (uint8_t)part[i];
  return true;
}

static bool call_number(struct reader *r, const cJSON *node, uint16_t *number)
{
  uint64_t read;

  if (!whole(r, node, UINT16_MAX, &read))
    return false;
  *number = (uint16_t)read;
  return true;
}

static bool item(struct reader *r, const cJSON *node, uint8_t *number)
{
  uint64_t read;

  if (!whole(r, node, CONF_DOS, &read))
    return false;
  *number = (uint8_t)read;
  return true;
}

static bool text(struct reader *r, const cJSON *node, const char **value)
{
  if (!cJSON_IsString(node))
    return refuse(r, node, "text is wanted");
  *value = node->valuestring;
  return true;
}

static bool handler(struct reader *r, const cJSON *node, uint8_t *value)
{
  if (!cJSON_IsTrue(node))
    return refuse(r, node, "true is wanted");
  *value = 1;
  return true;
}

static bool field(struct reader *r, const cJSON *node, enum conf_field which, struct conf_event *e)
{
  switch (which) {
  case CONF_FIELD_NUMBER:
    return call_number(r, node, &e->call);
  case CONF_FIELD_APP:
    return name(r, node, APPS, &e->app);
  case CONF_FIELD_METHOD:
    return word_u8(r, node, bn_method_named, "a method", &e->method);
  case CONF_FIELD_OBJECT:
    return object(r, node, &e->object, &e->instance);
  case CONF_FIELD_CLASS:
    return class_(r, node, &e->class_);
  case CONF_FIELD_PROGRAM:
    return name(r, node, PROGRAMS, &e->program);
  case CONF_FIELD_EVENT:
    return word_u8(r, node, bn_event_named, "a callback method", &e->event);
  case CONF_FIELD_JOB:
    return name(r, node, JOBS, &e->job);
  case CONF_FIELD_FILE:
    return name(r, node, FILES, &e->file);
  case CONF_FIELD_PROPERTY:
    return word_u8(r, node, bn_property_named, "a property", &e->property);
  case CONF_FIELD_VALUE:
    return whole_u32(r, node, UINT32_MAX, &e->value);
  case CONF_FIELD_STATE:
    return word_u8(r, node, bn_job_state_named, "a state", &e->state);
  case CONF_FIELD_HRESULT:
    return hresult(r, node, &e->hresult);
  case CONF_FIELD_ERROR:
    return hresult(r, node, &e->error);
  case CONF_FIELD_CONTEXT:
    return word_u8(r, node, bn_context_named, "an error context", &e->context);
  case CONF_FIELD_CODE:
    return exit_code(r, node, &e->code);
  case CONF_FIELD_MS:
    return whole(r, node, CONF_MS_MAX, &e->ms);
  case CONF_FIELD_TEXT:
    return text(r, node, &e->text);
  case CONF_FIELD_HANDLER:
    return handler(r, node, &e->from_handler);
  case CONF_FIELD_ITEM:
    return item(r, node, &e->item);
  case CONF_FIELD_THREAD:
    return whole_u32(r, node, UINT32_MAX, &e->thread);
  case CONF_FIELD_RULE:
    return rule(r, node, &e->rule);
  case CONF_FIELD_COUNT:
    break;
  }
  return false;
}

/* Which field of the kind has this key; CONF_FIELD_COUNT: none. */
static enum conf_field field_of(enum conf_event_kind kind, const char *key)
{
  unsigned f = 0;

  while (f < CONF_FIELD_COUNT && ((conf_trace_kind(kind)->fields >> f & 1u) == 0 ||
                                  strcmp(conf_trace_key((enum conf_field)f), key) != 0))
    f++;
  return (enum conf_field)f;
}

static bool member(struct reader *r, const cJSON *node, struct conf_event *e)
{
  enum conf_field which;

  if (strcmp(node->string, "kind") == 0)
    return true;
  r->timed = r->timed || strcmp(node->string, "at_us") == 0;
  if (strcmp(node->string, "at_us") == 0)
    return whole(r, node, UINT64_MAX, &e->at_us);
  if (strcmp(node->string, "step") == 0)
    return step(r, node, r->trace->step);
  which = field_of((enum conf_event_kind)e->kind, node->string);
  if (which == CONF_FIELD_COUNT)
    return refuse_key(r, node, "\"%.40s\" does not belong to this kind of event", node->string);
  r->seen |= UINT32_C(1) << which;
  return field(r, node, which, e);
}

static bool nothing_missing(struct reader *r, enum conf_event_kind kind)
{
  uint32_t missing = conf_trace_kind(kind)->needed & ~r->seen;
  unsigned f = 0;

  if (!r->timed)
    return refuse(r, NULL, "\"at_us\" is missing");
  while (missing != 0 && (missing >> f & 1u) == 0)
    f++;
  return missing == 0 || refuse(r, NULL, "\"%s\" is missing", conf_trace_key((enum conf_field)f));
}

static enum conf_event_kind kind_named(const char *text)
{
  for (unsigned k = 0; k <= CONF_EV_DONE; k++) {
    const char *known = conf_trace_kind((enum conf_event_kind)k)->name;
    if (known != NULL && strcmp(known, text) == 0)
      return (enum conf_event_kind)k;
  }
  return CONF_EV_UNKNOWN;
}

/* Keeps the line of a kind that this version does not know as it is. */
static void keep_unknown(struct reader *r, const char *bytes, size_t length)
{
  struct conf_event event = conf_event_of(CONF_EV_UNKNOWN);
  char *copy = conf_text_grow(NULL, length + 1);

  memcpy(copy, bytes, length);
  copy[length] = '\0';
  event.text = copy;
  conf_trace_add(r->trace, &event);
  free(copy);
}

static bool event_line(struct reader *r, const char *bytes, size_t length)
{
  const cJSON *kind = cJSON_GetObjectItemCaseSensitive(r->json.root, "kind");
  struct conf_event event;
  const cJSON *node;

  if (r->trace->complete)
    return refuse(r, NULL, "nothing may follow the line of kind \"end\"");
  if (!cJSON_IsString(kind))
    return refuse(r, NULL, "\"kind\" is missing");
  event = conf_event_of(kind_named(kind->valuestring));
  if (event.kind == CONF_EV_UNKNOWN) {
    keep_unknown(r, bytes, length);
    return true;
  }
  memset(r->trace->step, 0, sizeof r->trace->step);
  r->seen = 0;
  r->timed = false;
  cJSON_ArrayForEach(node, r->json.root)
  {
    if (!member(r, node, &event))
      return false;
  }
  if (!nothing_missing(r, (enum conf_event_kind)event.kind))
    return false;
  conf_trace_add(r->trace, &event);
  return true;
}

/* ---- the header ---- */

static bool header_text(struct reader *r, const char *key, bool nullable, char *into, size_t room)
{
  const cJSON *node = cJSON_GetObjectItemCaseSensitive(r->json.root, key);

  into[0] = '\0';
  if (nullable && cJSON_IsNull(node))
    return true;
  if (!cJSON_IsString(node))
    return refuse(r, node, "\"%s\" must be text%s", key, nullable ? " or null" : "");
  if (strlen(node->valuestring) >= room)
    return refuse(r, node, "\"%s\" is too long", key);
  memcpy(into, node->valuestring, strlen(node->valuestring) + 1);
  return true;
}

static bool header_scenario(struct reader *r)
{
  const cJSON *path = cJSON_GetObjectItemCaseSensitive(r->json.root, "scenario");
  const cJSON *digest = cJSON_GetObjectItemCaseSensitive(r->json.root, "sha256");

  if (!cJSON_IsString(path) || !cJSON_IsString(digest))
    return refuse(r, NULL, "\"scenario\" and \"sha256\" must be text");
  if (r->scenario->sha256[0] != '\0' && strcmp(digest->valuestring, r->scenario->sha256) != 0)
    return refuse(r, digest, "the trace was taken from another version of the scenario");
  r->trace->path = conf_trace_keep(r->trace, path->valuestring);
  return header_text(r, "sha256", false, r->trace->sha256, sizeof r->trace->sha256);
}

static bool header_line(struct reader *r)
{
  static const char *const known[] = {"trace",   "scenario", "sha256", "implementation",
                                      "version", "host",     "tool",   "clock"};
  const cJSON *version = cJSON_GetObjectItemCaseSensitive(r->json.root, "trace");
  struct conf_trace *t = r->trace;
  const cJSON *node;

  if (!cJSON_IsNumber(version) || version->valuedouble != CONF_TRACE_VERSION)
    return refuse(r, version, "the first line must say \"trace\": %d", CONF_TRACE_VERSION);
  cJSON_ArrayForEach(node, r->json.root)
  {
    bool found = false;
    for (unsigned i = 0; i < sizeof known / sizeof *known; i++)
      found = found || strcmp(known[i], node->string) == 0;
    if (!found)
      return refuse_key(r, node, "\"%.40s\" does not belong to the first line", node->string);
  }
  return header_scenario(r) &&
         header_text(r, "implementation", false, t->implementation, sizeof t->implementation) &&
         header_text(r, "version", true, t->version, sizeof t->version) &&
         header_text(r, "host", true, t->host, sizeof t->host) &&
         header_text(r, "tool", false, t->tool, sizeof t->tool) &&
         header_text(r, "clock", false, t->clock, sizeof t->clock);
}

static bool read_line(struct reader *r, const char *bytes, size_t length)
{
  bool fine;

  if (!conf_json_read(&r->json, bytes, length, r->problem)) {
    r->problem->place.line = r->line;
    return false;
  }
  if (!cJSON_IsObject(r->json.root))
    fine = refuse(r, NULL, "each line must be a JSON object");
  else
    fine = r->line == 1 ? header_line(r) : event_line(r, bytes, length);
  conf_json_free(&r->json);
  return fine;
}

bool conf_trace_read(struct conf_trace *trace, const struct conf_scenario *scenario,
                     const char *bytes, size_t length, struct conf_problem *problem)
{
  struct reader r = {.trace = trace, .scenario = scenario, .problem = problem};
  size_t at = 0;
  bool fine = true;

  conf_trace_clear(trace, scenario);
  if (length == 0) {
    r.line = 1;
    return refuse(&r, NULL, "the trace is empty");
  }
  while (fine && at < length) {
    const char *end = memchr(bytes + at, '\n', length - at);
    size_t count = end != NULL ? (size_t)(end - (bytes + at)) : length - at;

    r.line++;
    fine = read_line(&r, bytes + at, count);
    at += count + 1;
  }
  if (!fine)
    conf_trace_clear(trace, scenario);
  return fine;
}
