#include "conformance/problems.h"

#include <stdio.h>
#include <string.h>

static bool comes_before(struct conf_place a, struct conf_place b)
{
  return a.line != b.line ? a.line < b.line : a.column < b.column;
}

void conf_problems_addv(struct conf_problems *problems, struct conf_place place, bool warning,
                        const char *format, va_list arguments)
{
  unsigned kept = problems->count < CONF_PROBLEMS ? problems->count : CONF_PROBLEMS;
  unsigned at = kept;

  problems->count++;
  while (at > 0 && comes_before(place, problems->item[at - 1].place))
    at--;
  if (at == CONF_PROBLEMS)
    return;
  if (kept == CONF_PROBLEMS)
    kept--;
  memmove(&problems->item[at + 1], &problems->item[at], (kept - at) * sizeof problems->item[0]);
  problems->item[at].place = place;
  problems->item[at].warning = warning;
  vsnprintf(problems->item[at].text, sizeof problems->item[at].text, format, arguments);
}

void conf_problems_add(struct conf_problems *problems, struct conf_place place, bool warning,
                       const char *format, ...)
{
  va_list arguments;

  va_start(arguments, format);
  conf_problems_addv(problems, place, warning, format, arguments);
  va_end(arguments);
}

struct conf_quoted conf_quote(const char *text)
{
  struct conf_quoted quoted;
  char *out = quoted.text;
  unsigned characters = 0;

  *out++ = '"';
  for (; *text != '\0' && out < quoted.text + sizeof quoted.text - 16; text++) {
    unsigned char byte = (unsigned char)*text;
    if ((byte & 0xC0u) != 0x80u && ++characters > 40)
      break;
    if (byte < 0x20 || byte == 0x7f)
      out += sprintf(out, "\\u%04x", byte);
    else
      *out++ = *text;
  }
  memcpy(out, *text == '\0' ? "\"" : "...\"", *text == '\0' ? 2 : 5);
  return quoted;
}
