#include "conformance/escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The character at text and its length in bytes; length 0 when they are not UTF-8. */
static unsigned decode(const unsigned char *text, uint32_t *character)
{
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  unsigned length = text[0] < 0x80u   ? 1u
                    : text[0] < 0xc0u ? 0u
                    : text[0] < 0xe0u ? 2u
                    : text[0] < 0xf0u ? 3u
                    : text[0] < 0xf8u ? 4u
                                      : 0u;

  if (length < 2) {
    *character = text[0];
    return length;
  }
  *character = text[0] & (0x7fu >> length);
  for (unsigned i = 1; i < length; i++) {
    if ((text[i] & 0xc0u) != 0x80u)
      return 0;
    *character = *character << 6 | (text[i] & 0x3fu);
  }
  if (*character < least[length] || *character > 0x10ffff || (*character & 0xfff800u) == 0xd800)
    return 0;
  return length;
}

/* Controls of C0 and C1, and the signs that turn the direction of what follows. */
static bool harmful(uint32_t c)
{
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x200e || c == 0x200f ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/* Characters that XML 1.0 cannot hold, not even as references. */
static bool outside_xml(uint32_t c)
{
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xfffe || c == 0xffff;
}

/* What stands for the character in this format; NULL: itself. */
static const char *replacement(uint32_t c, enum conf_escape how)
{
  switch (how) {
  case CONF_ESCAPE_TERMINAL:
    return c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '\r' ? "\\r" : NULL;
  case CONF_ESCAPE_TAP:
    return c == '#' ? "\\#" : c == '\\' ? "\\\\" : c == '\n' ? "\\\\n" : NULL;
  case CONF_ESCAPE_XML:
    return c == '&'    ? "&amp;"
           : c == '<'  ? "&lt;"
           : c == '>'  ? "&gt;"
           : c == '"'  ? "&quot;"
           : c == '\t' ? "&#9;"
           : c == '\n' ? "&#10;"
           : c == '\r' ? "&#13;"
                       : NULL;
  case CONF_ESCAPE_JSON:
    return c == '"' ? "\\\"" : c == '\\' ? "\\\\" : c == '\n' ? "\\n" : c == '\t' ? "\\t" : NULL;
  case CONF_ESCAPE_GITHUB_PROPERTY:
    if (c == ':' || c == ',')
      return c == ':' ? "%3A" : "%2C";
    /* fall through */
  case CONF_ESCAPE_GITHUB:
    return c == '%' ? "%25" : c == '\n' ? "%0A" : c == '\r' ? "%0D" : NULL;
  }
  return NULL;
}

static bool unfit(uint32_t c, enum conf_escape how)
{
  switch (how) {
  case CONF_ESCAPE_TERMINAL:
  case CONF_ESCAPE_TAP:
  case CONF_ESCAPE_GITHUB:
  case CONF_ESCAPE_GITHUB_PROPERTY:
    return harmful(c);
  case CONF_ESCAPE_XML:
    return outside_xml(c);
  case CONF_ESCAPE_JSON:
    return c < 0x20;
  }
  return false;
}

static void write_one(FILE *out, const char *text, size_t length, uint32_t c, enum conf_escape how)
{
  const char *instead = replacement(c, how);
  /* TAP reads a backslash as the start of an escape. */
  const char *slash = how == CONF_ESCAPE_TAP ? "\\\\" : "\\";

  if (instead != NULL)
    fputs(instead, out);
  else if (unfit(c, how))
    fprintf(out, "%su%04x", slash, (unsigned)c);
  else
    fwrite(text, 1, length, out);
}

void conf_escape(FILE *out, const char *text, enum conf_escape how)
{
  const char *slash = how == CONF_ESCAPE_TAP || how == CONF_ESCAPE_JSON ? "\\\\" : "\\";
  uint32_t c = 0;

  while (text != NULL && *text != '\0') {
    unsigned length = decode((const unsigned char *)text, &c);

    if (length == 0)
      fprintf(out, "%sx%02x", slash, (unsigned)(unsigned char)*text++);
    else
      write_one(out, text, length, c, how);
    text += length;
  }
}
