#include "conformance/json_strict.h"

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/json_string.h"
#include "conformance/problems.h"

struct scan {
  const char *p, *end;
  const char *line_start;
  size_t continued; /* bytes of this line that continue a character */
  unsigned line, depth;
  struct conf_json *json;
  struct conf_problem *problem;
};

static struct conf_place here(const struct scan *s)
{
  return (struct conf_place){s->line,
                             (unsigned)((size_t)(s->p - s->line_start) - s->continued) + 1};
}

/* Always false, so that a caller can say: return refuse(...). */
CONF_PRINTF(3, 4)
static bool refuse(struct scan *s, struct conf_place place, const char *format, ...)
{
  va_list arguments;

  *s->problem = (struct conf_problem){.place = place};
  va_start(arguments, format);
  vsnprintf(s->problem->text, sizeof s->problem->text, format, arguments);
  va_end(arguments);
  return false;
}

static unsigned char peek(const struct scan *s)
{
  return s->p < s->end ? (unsigned char)*s->p : '\0';
}

static bool take(struct scan *s, char c)
{
  if (s->p == s->end || *s->p != c)
    return false;
  s->p++;
  return true;
}

static void skip_space(struct scan *s)
{
  for (; s->p < s->end; s->p++) {
    if (*s->p == '\n') {
      s->line++;
      s->line_start = s->p + 1;
      s->continued = 0;
    } else if (*s->p != ' ' && *s->p != '\t' && *s->p != '\r') {
      return;
    }
  }
}

static bool string(struct scan *s)
{
  struct conf_json_string string = {.p = s->p, .end = s->end, .continued = s->continued};
  bool good = conf_json_string(&string);

  s->p = string.p;
  s->continued = string.continued;
  return good || refuse(s, here(s), "%s", string.why);
}

static bool digits(struct scan *s, const char *where)
{
  if (peek(s) < '0' || peek(s) > '9')
    return refuse(s, here(s), "a digit is missing %s", where);
  while (peek(s) >= '0' && peek(s) <= '9')
    s->p++;
  return true;
}

static bool number(struct scan *s)
{
  struct conf_place place = here(s);
  const char *start = s->p;
  char text[CONF_JSON_DIGITS + 1] = {0};
  bool zero;

  take(s, '-');
  zero = take(s, '0');
  if (zero && peek(s) >= '0' && peek(s) <= '9')
    return refuse(s, place, "a number has no leading zero");
  if (!zero && !digits(s, "behind the minus sign"))
    return false;
  if (take(s, '.') && !digits(s, "behind the decimal point"))
    return false;
  if (take(s, 'e') || take(s, 'E')) {
    if (!take(s, '+'))
      take(s, '-');
    if (!digits(s, "in the exponent"))
      return false;
  }
  if (s->p - start > CONF_JSON_DIGITS)
    return refuse(s, place, "a number has at most %d characters", CONF_JSON_DIGITS);
  memcpy(text, start, (size_t)(s->p - start));
  if (fabs(strtod(text, NULL)) > DBL_MAX)
    return refuse(s, place, "this number is too large");
  return true;
}

static bool word(struct scan *s)
{
  static const char *const words[] = {"true", "false", "null"};
  size_t length = 0;

  while (s->p + length < s->end && isalnum((unsigned char)s->p[length]))
    length++;
  for (size_t i = 0; i < 3; i++) {
    if (length == strlen(words[i]) && memcmp(s->p, words[i], length) == 0) {
      s->p += length;
      return true;
    }
  }
  if (s->p == s->end)
    return refuse(s, here(s), "the file ends where a value belongs");
  if (peek(s) == '/')
    return refuse(s, here(s), "JSON has no comments; use the key \"comment\"");
  return refuse(s, here(s),
                length > 0 || peek(s) == '\'' ? "a string stands in double quotes"
                                              : "a value is missing here");
}

static bool value(struct scan *s, struct conf_place key);

/* One member of an object, or one item of an array. */
static bool item(struct scan *s, bool in_object)
{
  struct conf_place key = {0};

  if (in_object) {
    key = here(s);
    if (peek(s) != '"')
      return refuse(s, key, "a key in double quotes belongs here");
    if (!string(s))
      return false;
    skip_space(s);
    if (!take(s, ':'))
      return refuse(s, here(s), "a colon belongs between a key and its value");
    skip_space(s);
  }
  return value(s, key);
}

/* An object or array from its bracket on. */
static bool items(struct scan *s, bool in_object)
{
  char close = in_object ? '}' : ']';
  struct conf_place comma = here(s);

  if (++s->depth > CONF_JSON_DEPTH)
    return refuse(s, comma, "nesting is deeper than %d", CONF_JSON_DEPTH);
  s->p++;
  skip_space(s);
  for (bool first = true; !take(s, close); first = false) {
    if (!first) {
      comma = here(s);
      if (!take(s, ','))
        return refuse(s, comma,
                      s->p == s->end ? "the file ends where \",\" or \"%c\" belongs"
                                     : "\",\" or \"%c\" belongs here",
                      close);
      skip_space(s);
      if (peek(s) == close)
        return refuse(s, comma, "no comma stands before \"%c\"", close);
    }
    if (!item(s, in_object))
      return false;
    skip_space(s);
  }
  s->depth--;
  return true;
}

static bool value(struct scan *s, struct conf_place key)
{
  unsigned char c = peek(s);

  s->json->spot[s->json->count++] = (struct conf_json_spot){here(s), key};
  if (c == '{' || c == '[')
    return items(s, c == '{');
  if (c == '"')
    return string(s);
  if (c == '-' || (c >= '0' && c <= '9'))
    return number(s);
  return word(s);
}

static bool document(struct scan *s)
{
  if (s->end - s->p >= 3 && memcmp(s->p, "\xef\xbb\xbf", 3) == 0)
    return refuse(s, here(s), "a byte order mark does not belong into JSON");
  skip_space(s);
  if (s->p == s->end)
    return refuse(s, here(s), "the file is empty");
  if (!value(s, (struct conf_place){0}))
    return false;
  skip_space(s);
  return s->p == s->end || refuse(s, here(s), "nothing may follow the end of the value");
}

/* At least as many as there are values: each stands first, or behind a bracket or comma. */
static size_t values_max(const char *bytes, size_t length)
{
  size_t count = 1;

  for (size_t i = 0; i < length; i++)
    count += bytes[i] == ',' || bytes[i] == '[' || bytes[i] == '{';
  return count;
}

bool conf_json_strict(struct conf_json *json, const char *bytes, size_t length,
                      struct conf_problem *problem)
{
  struct scan s = {.p = bytes,
                   .end = bytes + length,
                   .line_start = bytes,
                   .line = 1,
                   .json = json,
                   .problem = problem};

  *json = (struct conf_json){0};
  json->spot = cJSON_malloc(values_max(bytes, length) * sizeof *json->spot);
  if (json->spot == NULL)
    return refuse(&s, here(&s), "out of memory");
  if (document(&s))
    return true;
  conf_json_free(json);
  return false;
}
