#include "conformance/reader.h"

#include <stdio.h>
#include <string.h>

#include "conformance/nearest.h"

static bool complain(struct conf_reader *reader, struct conf_place place, const char *format,
                     va_list arguments)
{
  conf_problems_addv(reader->problems, place, false, format, arguments);
  return false;
}

bool conf_reader_refuse(struct conf_reader *reader, const cJSON *node, const char *format, ...)
{
  va_list arguments;

  va_start(arguments, format);
  complain(reader, conf_json_place(&reader->json, node), format, arguments);
  va_end(arguments);
  return false;
}

bool conf_reader_refuse_key(struct conf_reader *reader, const cJSON *node, const char *format, ...)
{
  va_list arguments;

  va_start(arguments, format);
  complain(reader, conf_json_key_place(&reader->json, node), format, arguments);
  va_end(arguments);
  return false;
}

static const char *type_of(const cJSON *node)
{
  if (cJSON_IsString(node))
    return "a string";
  if (cJSON_IsNumber(node))
    return "a number";
  if (cJSON_IsBool(node))
    return cJSON_IsTrue(node) ? "true" : "false";
  if (cJSON_IsNull(node))
    return "null";
  return cJSON_IsObject(node) ? "an object" : "a list";
}

bool conf_reader_mistyped(struct conf_reader *reader, const cJSON *node, const char *expected)
{
  if (node->string == NULL)
    return conf_reader_refuse(reader, node, "%s belongs here, not %s", expected, type_of(node));
  return conf_reader_refuse(reader, node, "%s takes %s, not %s", conf_quote(node->string).text,
                            expected, type_of(node));
}

/* Says which word was probably meant, or all when they are few. */
static void suggest(char out[240], const char *text, struct conf_words words)
{
  struct conf_nearest nearest = conf_nearest_to(text);
  size_t used = 0;

  out[0] = '\0';
  for (unsigned i = 0; i < words.count; i++)
    conf_nearest_offer(&nearest, conf_words_at(words, i));
  if (nearest.best != NULL)
    snprintf(out, 240, "; did you mean %s?", conf_quote(nearest.best).text);
  else if (words.count == 0)
    snprintf(out, 240, "; the scenario declares none");
  for (unsigned i = 0; nearest.best == NULL && words.count <= 5 && i < words.count; i++) {
    const char *first = words.count == 1 ? "; there is only " : "; there are ";
    const char *before = i == 0 ? first : i + 1 < words.count ? ", " : " and ";
    used += (size_t)snprintf(out + used, 240 - used, "%s%s", before, conf_words_at(words, i));
    if (used >= 240)
      return;
  }
}

static void unknown_key(struct conf_reader *reader, const cJSON *key, const char *what,
                        const char *const *name, unsigned count, uint32_t allowed)
{
  struct conf_nearest nearest = conf_nearest_to(key->string);

  for (unsigned i = 0; i < count; i++) {
    if ((allowed >> i & 1u) != 0)
      conf_nearest_offer(&nearest, name[i]);
  }
  if (nearest.best != NULL)
    conf_reader_refuse_key(reader, key, "%s has no key %s; did you mean \"%s\"?", what,
                           conf_quote(key->string).text, nearest.best);
  else
    conf_reader_refuse_key(reader, key, "%s has no key %s", what, conf_quote(key->string).text);
}

bool conf_reader_keys(struct conf_reader *reader, const cJSON *node, const char *what,
                      const char *const *name, unsigned count, uint32_t allowed, uint32_t required,
                      const cJSON **found)
{
  for (unsigned i = 0; i < count; i++)
    found[i] = NULL;
  if (!cJSON_IsObject(node))
    return conf_reader_mistyped(reader, node, "an object");
  for (const cJSON *child = node->child; child != NULL; child = child->next) {
    unsigned i = 0;
    while (i < count && ((allowed >> i & 1u) == 0 || strcmp(name[i], child->string) != 0))
      i++;
    if (i < count)
      found[i] = child;
    else
      unknown_key(reader, child, what, name, count, allowed);
  }
  for (unsigned i = 0; i < count; i++) {
    if ((required >> i & 1u) != 0 && found[i] == NULL)
      conf_reader_refuse(reader, node, "%s needs the key \"%s\"", what, name[i]);
  }
  return true;
}

const char *conf_words_at(struct conf_words words, unsigned i)
{
  return *(const char *const *)(const void *)((const char *)words.first + i * words.stride);
}

bool conf_words_find(struct conf_words words, const char *text, unsigned *index)
{
  for (unsigned i = 0; i < words.count; i++) {
    if (strcmp(conf_words_at(words, i), text) == 0) {
      *index = i;
      return true;
    }
  }
  return false;
}

bool conf_reader_unknown(struct conf_reader *reader, const cJSON *node, const char *what,
                         const char *text, struct conf_words words)
{
  char suggestion[240];

  suggest(suggestion, text, words);
  return conf_reader_refuse(reader, node, "no %s named %s%s", what, conf_quote(text).text,
                            suggestion);
}

bool conf_reader_unknown_key(struct conf_reader *reader, const cJSON *node, const char *what,
                             struct conf_words words)
{
  char suggestion[240];

  suggest(suggestion, node->string, words);
  return conf_reader_refuse_key(reader, node, "%s have no key %s%s", what,
                                conf_quote(node->string).text, suggestion);
}

bool conf_reader_word(struct conf_reader *reader, const cJSON *node, const char *what,
                      struct conf_words words, unsigned *index)
{
  const char *text = NULL;

  if (!conf_reader_string(reader, node, &text))
    return false;
  return conf_words_find(words, text, index) ||
         conf_reader_unknown(reader, node, what, text, words);
}

bool conf_reader_string(struct conf_reader *reader, const cJSON *node, const char **text)
{
  if (node == NULL)
    return false;
  if (!cJSON_IsString(node))
    return conf_reader_mistyped(reader, node, "a string");
  *text = node->valuestring;
  return true;
}

bool conf_reader_truth(struct conf_reader *reader, const cJSON *node, uint8_t *truth)
{
  if (node == NULL)
    return false;
  if (!cJSON_IsBool(node))
    return conf_reader_mistyped(reader, node, "true or false");
  *truth = cJSON_IsTrue(node) ? 1 : 0;
  return true;
}

bool conf_reader_whole(struct conf_reader *reader, const cJSON *node, uint64_t least, uint64_t most,
                       uint64_t *number)
{
  char expected[80];
  double value;

  if (node == NULL)
    return false;
  value = node->valuedouble;
  if (cJSON_IsNumber(node) && value >= (double)least && value <= (double)most &&
      value == (double)(uint64_t)value) {
    *number = (uint64_t)value;
    return true;
  }
  snprintf(expected, sizeof expected, "a whole number from %llu to %llu", (unsigned long long)least,
           (unsigned long long)most);
  if (!cJSON_IsNumber(node))
    return conf_reader_mistyped(reader, node, expected);
  if (node->string == NULL)
    return conf_reader_refuse(reader, node, "%s belongs here", expected);
  return conf_reader_refuse(reader, node, "\"%s\" takes %s", node->string, expected);
}

/* Complains when a list or object has too few or too many entries. */
static void count_entries(struct conf_reader *reader, const cJSON *node, unsigned least,
                          unsigned most, const char *items)
{
  unsigned count = 0;

  for (const cJSON *child = node->child; child != NULL; child = child->next) {
    if (count++ == most)
      conf_reader_refuse_key(reader, child, "too many %s: at most %u", items, most);
  }
  if (count < least)
    conf_reader_refuse(reader, node, "too few %s: at least %u", items, least);
}

bool conf_reader_list(struct conf_reader *reader, const cJSON *node, unsigned least, unsigned most,
                      const char *items)
{
  if (node == NULL)
    return false;
  if (!cJSON_IsArray(node))
    return conf_reader_mistyped(reader, node, "a list");
  count_entries(reader, node, least, most, items);
  return true;
}

bool conf_reader_object(struct conf_reader *reader, const cJSON *node, unsigned least,
                        unsigned most, const char *items)
{
  if (node == NULL)
    return false;
  if (!cJSON_IsObject(node))
    return conf_reader_mistyped(reader, node, "an object");
  count_entries(reader, node, least, most, items);
  return true;
}

bool conf_reader_hresult(struct conf_reader *reader, const cJSON *node, int32_t *hresult)
{
  struct conf_nearest nearest;
  const char *text = NULL;

  if (!conf_reader_string(reader, node, &text))
    return false;
  if (bn_hresult_named(text, hresult))
    return true;
  nearest = conf_nearest_to(text);
  for (size_t i = 0; bn_hresult_text_at(i) != NULL; i++)
    conf_nearest_offer(&nearest, bn_hresult_text_at(i));
  if (nearest.best != NULL)
    return conf_reader_refuse(reader, node, "no HRESULT named %s; did you mean \"%s\"?",
                              conf_quote(text).text, nearest.best);
  return conf_reader_refuse(reader, node,
                            "no HRESULT named %s; others are written as \"0x80004005\"",
                            conf_quote(text).text);
}
