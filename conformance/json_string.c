#include "conformance/json_string.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool refuse(struct conf_json_string *s, const char *why)
{
  s->why = why;
  return false;
}

static bool utf8(struct conf_json_string *s)
{
  static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
  unsigned char c = (unsigned char)*s->p;
  size_t more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
  uint32_t code = c & (0x3Fu >> more);
  bool good = c >= 0xC2 && c <= 0xF4 && (size_t)(s->end - s->p) > more;

  for (size_t i = 1; good && i <= more; i++) {
    good = ((unsigned char)s->p[i] & 0xC0u) == 0x80u;
    code = code << 6 | ((unsigned char)s->p[i] & 0x3Fu);
  }
  if (!good || code < least[more] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
    return refuse(s, "these bytes are not UTF-8");
  s->p += more + 1;
  s->continued += more;
  return true;
}

/* The value of a \uXXXX at `at`; 0, which no string may hold, for anything else. */
static uint32_t code_unit(const struct conf_json_string *s, const char *at)
{
  char text[5] = {0};

  if (s->end - at < 6 || at[0] != '\\' || at[1] != 'u')
    return 0;
  memcpy(text, at + 2, 4);
  return strspn(text, "0123456789abcdefABCDEF") == 4 ? (uint32_t)strtoul(text, NULL, 16) : 0;
}

static bool escape(struct conf_json_string *s)
{
  char c = s->end - s->p > 1 ? s->p[1] : '\0';
  uint32_t high = code_unit(s, s->p);
  uint32_t low = high >= 0xD800 && high < 0xDC00 ? code_unit(s, s->p + 6) : 0;
  bool paired = low >= 0xDC00 && low < 0xE000;

  if (c != 'u' && (c == '\0' || strchr("\"\\/bfnrt", c) == NULL))
    return refuse(s, "JSON has no such escape");
  if (c == 'u' && high == 0)
    return refuse(s, "\\u takes four hexadecimal digits, not all of them 0");
  if (high >= 0xD800 && high < 0xE000 && !paired)
    return refuse(s, "half of a surrogate pair is no character");
  s->p += c != 'u' ? 2 : paired ? 12 : 6;
  return true;
}

static bool character(struct conf_json_string *s)
{
  unsigned char c = (unsigned char)*s->p;

  if (c == '\\')
    return escape(s);
  if (c >= 0x80)
    return utf8(s);
  if (c == '\n' || c == '\r')
    return refuse(s, "a string ends on the line on which it begins");
  if (c < 0x20)
    return refuse(s, "a raw control character; write it as an escape, such as \\t or \\u0001");
  s->p++;
  return true;
}

bool conf_json_string(struct conf_json_string *s)
{
  for (s->p++; s->p < s->end;) {
    if (*s->p == '"') {
      s->p++;
      return true;
    }
    if (!character(s))
      return false;
  }
  return refuse(s, "the file ends inside a string");
}
