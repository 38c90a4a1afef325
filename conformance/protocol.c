#include "conformance/protocol.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/json.h"
#include "conformance/words.h"

enum field_type { BOOL, UNSIGNED, SIGNED, TIME, TEXT, HRESULT, METHOD, EVENT, PROPERTY, HOW };

static const struct {
  const char *key;
  enum field_type type;
  size_t offset;
} fields[CONF_MSGF_COUNT] = {
#define X(name, key, type, member) {key, type, offsetof(struct conf_message, member)},
    CONF_MESSAGE_FIELDS(X)
#undef X
};

#define H(name) CONF_HAS(name)
#define CALLS                                                                                      \
  (H(JOB) | H(INSIDE) | H(KEPT) | H(TEXT) | H(PARAMETERS) | H(REMOTE) | H(LOCAL) | H(OBJECT) |     \
   H(PROPERTY) | H(VALUE))

static const struct {
  uint64_t must, may;
} kinds[CONF_MSG_COUNT] = {
    [CONF_MSG_HELLO] = {H(PROTOCOL) | H(APP) | H(PROCESS), H(JOB_GIVEN) | H(EMBEDDED)},
    [CONF_MSG_READY] = {0, H(WHY)},
    [CONF_MSG_REPLY] = {H(TO) | H(HRESULT) | H(AT),
                        H(VALUE) | H(ERROR) | H(CONTEXT) | H(OBJECT) | H(TEXT) | H(THREAD)},
    [CONF_MSG_BEGIN] = {H(INSIDE) | H(OBJECT) | H(EVENT) | H(JOB) | H(THREAD) | H(AT),
                        H(INSTANCE) | H(REMOTE) | H(ERROR) | H(CONTEXT) | H(STA)},
    [CONF_MSG_CREATED] = {H(OBJECT) | H(INSTANCE) | H(HRESULT) | H(AT), 0},
    [CONF_MSG_RETURNED] = {H(INSIDE) | H(HRESULT) | H(AT), 0},
    [CONF_MSG_DYING] = {H(AT), 0},
    [CONF_MSG_OBJECT] = {H(OBJECT) | H(LEVEL), H(STA)},
    [CONF_MSG_CLASS] = {H(CLSID) | H(OBJECT) | H(HRESULT), H(AFTER) | H(NEVER) | H(STAYS)},
    [CONF_MSG_OPEN] = {0, H(SERVICE)},
    [CONF_MSG_CALL] = {H(METHOD), CALLS},
    [CONF_MSG_RETURN] = {H(INSIDE) | H(HRESULT), 0},
    [CONF_MSG_DISCONNECT] = {H(OBJECT), 0},
    [CONF_MSG_END_APARTMENT] = {H(OBJECT), 0},
    [CONF_MSG_DIE] = {H(HOW), 0},
    [CONF_MSG_EXIT] = {H(CODE), 0},
    [CONF_MSG_FAREWELL] = {0, 0},
};

static const char *const hows[] = {"exit", "kill", "crash"};
static const double TIME_MAX = 9007199254740991.0; /* what a double holds exactly */

bool conf_message_is_agents(unsigned kind)
{
  return kind <= CONF_MSG_DYING;
}

const char *conf_message_word(unsigned kind)
{
  static const char *const words[] = {
#define X(name, word) word,
      CONF_MESSAGES(X)
#undef X
  };
  assert(kind < CONF_MSG_COUNT);
  return words[kind];
}

/* ---- writing ---- */

static void write_word(struct conf_text *line, enum field_type type, const void *at)
{
  uint32_t number;
  int32_t hresult;
  char buffer[24];
  const char *word = NULL;

  memcpy(&number, at, sizeof number);
  memcpy(&hresult, at, sizeof hresult);
  if (type == HRESULT)
    word = conf_words_hresult(hresult, buffer);
  if (type == METHOD)
    word = bn_method_text(number);
  if (type == EVENT)
    word = bn_event_text(number);
  if (type == PROPERTY)
    word = bn_property_text(number);
  if (type == HOW && number < sizeof hows / sizeof hows[0])
    word = hows[number];
  assert(word != NULL);
  conf_text_quote(line, word);
}

static void write_field(struct conf_text *line, const struct conf_message *message, unsigned f)
{
  const char *at = (const char *)message + fields[f].offset;

  conf_text_format(line, ",\"%s\":", fields[f].key);
  switch (fields[f].type) {
  case BOOL:
    conf_text_add(line, *(const bool *)at ? "true" : "false");
    break;
  case UNSIGNED:
    conf_text_format(line, "%" PRIu32, *(const uint32_t *)(const void *)at);
    break;
  case SIGNED:
    conf_text_format(line, "%" PRId32, *(const int32_t *)(const void *)at);
    break;
  case TIME:
    conf_text_format(line, "%" PRIu64, message->at_us);
    break;
  case TEXT:
    conf_text_quote(line, *(const char *const *)(const void *)at);
    break;
  case HRESULT:
  case METHOD:
  case EVENT:
  case PROPERTY:
  case HOW:
    write_word(line, fields[f].type, at);
    break;
  }
}

void conf_message_write(struct conf_text *line, const struct conf_message *message)
{
  uint64_t must = kinds[message->kind].must;

  assert((message->has & must) == must);
  assert((message->has & ~(must | kinds[message->kind].may)) == 0);
  conf_text_format(line, "{\"n\":%" PRIu32 ",\"kind\":\"%s\"", message->number,
                   conf_message_word(message->kind));
  for (unsigned f = 0; f < CONF_MSGF_COUNT; f++)
    if ((message->has >> f & 1) != 0)
      write_field(line, message, f);
  conf_text_add(line, "}\n");
}

/* ---- reading ---- */

static bool number_in(const cJSON *node, double least, double most, double *number)
{
  *number = cJSON_IsNumber(node) ? node->valuedouble : NAN;
  return *number >= least && *number <= most && (double)(int64_t)*number == *number;
}

static bool word_of(enum field_type type, const char *word, uint32_t *number)
{
  unsigned value = 0;
  bool known = false;

  if (type == METHOD)
    known = bn_method_named(word, &value);
  if (type == EVENT)
    known = bn_event_named(word, &value);
  if (type == PROPERTY)
    known = bn_property_named(word, &value);
  for (unsigned h = 0; type == HOW && h < sizeof hows / sizeof hows[0]; h++) {
    if (strcmp(word, hows[h]) == 0) {
      value = h;
      known = true;
    }
  }
  *number = value;
  return known;
}

static bool read_value(enum field_type type, const cJSON *node, void *at)
{
  uint32_t word;
  double number;

  switch (type) {
  case BOOL:
    *(bool *)at = cJSON_IsTrue(node);
    return cJSON_IsBool(node);
  case UNSIGNED:
    if (!number_in(node, 0, UINT32_MAX, &number))
      return false;
    *(uint32_t *)at = (uint32_t)number;
    return true;
  case SIGNED:
    if (!number_in(node, INT32_MIN, INT32_MAX, &number))
      return false;
    *(int32_t *)at = (int32_t)number;
    return true;
  case TIME:
    if (!number_in(node, 0, TIME_MAX, &number))
      return false;
    *(uint64_t *)at = (uint64_t)number;
    return true;
  case TEXT:
    if (!cJSON_IsString(node))
      return false;
    *(const char **)at = conf_text_copy(node->valuestring);
    return true;
  case HRESULT:
    return cJSON_IsString(node) && bn_hresult_named(node->valuestring, at);
  case METHOD:
  case EVENT:
  case PROPERTY:
  case HOW:
    if (!cJSON_IsString(node) || !word_of(type, node->valuestring, &word))
      return false;
    *(uint32_t *)at = word;
    return true;
  }
  return false;
}

__attribute__((format(printf, 2, 3))) static bool refuse(char why[240], const char *format, ...)
{
  va_list list;

  va_start(list, format);
  vsnprintf(why, 240, format, list);
  va_end(list);
  return false;
}

static bool read_kind(struct conf_message *message, const cJSON *root, char why[240])
{
  const cJSON *word = cJSON_GetObjectItemCaseSensitive(root, "kind");
  const cJSON *n = cJSON_GetObjectItemCaseSensitive(root, "n");
  double number;

  if (!cJSON_IsObject(root))
    return refuse(why, "it is no object");
  if (!number_in(n, 1, UINT32_MAX, &number))
    return refuse(why, "\"n\" is no number from 1");
  if (!cJSON_IsString(word))
    return refuse(why, "\"kind\" is missing");
  message->number = (uint32_t)number;
  for (unsigned k = 0; k < CONF_MSG_COUNT; k++) {
    if (strcmp(conf_message_word(k), word->valuestring) == 0) {
      message->kind = (uint8_t)k;
      return true;
    }
  }
  return refuse(why, "there is no kind \"%.40s\"", word->valuestring);
}

static unsigned field_of(const char *key)
{
  unsigned f = 0;

  while (f < CONF_MSGF_COUNT && strcmp(fields[f].key, key) != 0)
    f++;
  return f;
}

static bool read_fields(struct conf_message *message, const cJSON *root, char why[240])
{
  uint64_t must = kinds[message->kind].must, known = must | kinds[message->kind].may;
  const cJSON *node;

  cJSON_ArrayForEach(node, root)
  {
    unsigned f = field_of(node->string);

    if (strcmp(node->string, "n") == 0 || strcmp(node->string, "kind") == 0)
      continue;
    if (f == CONF_MSGF_COUNT || (known >> f & 1) == 0)
      return refuse(why, "\"%s\" has no key \"%.40s\"", conf_message_word(message->kind),
                    node->string);
    if (!read_value(fields[f].type, node, (char *)message + fields[f].offset))
      return refuse(why, "\"%s\" has a senseless value", fields[f].key);
    message->has |= UINT64_C(1) << f;
  }
  for (unsigned f = 0; f < CONF_MSGF_COUNT; f++)
    if ((must & ~message->has) >> f & 1)
      return refuse(why, "\"%s\" needs the key \"%s\"", conf_message_word(message->kind),
                    fields[f].key);
  return true;
}

bool conf_message_read(struct conf_message *message, const char *line, size_t length, char why[240])
{
  struct conf_problem problem;
  struct conf_json json;
  bool good;

  *message = (struct conf_message){0};
  if (!conf_json_read(&json, line, length, &problem))
    return refuse(why, "column %u: %.200s", problem.place.column, problem.text);
  good = read_kind(message, json.root, why) && read_fields(message, json.root, why);
  conf_json_free(&json);
  if (!good)
    conf_message_free(message);
  return good;
}

void conf_message_free(struct conf_message *message)
{
  for (unsigned f = 0; f < CONF_MSGF_COUNT; f++) {
    if (fields[f].type == TEXT)
      free(*(void **)(void *)((char *)message + fields[f].offset));
  }
  *message = (struct conf_message){0};
}
