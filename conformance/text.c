#include "conformance/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BYTES = 1024, EXIT_CRASH = 4 };

void *conf_text_grow(void *block, size_t bytes)
{
  void *grown = realloc(block, bytes);

  if (grown == NULL) {
    (void)fputs("bitsnotify: out of memory\n", stderr);
    exit(EXIT_CRASH);
  }
  return grown;
}

char *conf_text_copy(const char *piece)
{
  size_t bytes = strlen(piece) + 1;

  return memcpy(conf_text_grow(NULL, bytes), piece, bytes);
}

void conf_text_free(struct conf_text *text)
{
  free(text->bytes);
  *text = (struct conf_text){0};
}

static void reserve(struct conf_text *text, size_t more)
{
  size_t needed = text->length + more + 1;
  size_t capacity = text->capacity > 0 ? text->capacity : FIRST_BYTES;

  if (needed <= text->capacity)
    return;
  while (capacity < needed)
    capacity *= 2;
  text->bytes = conf_text_grow(text->bytes, capacity);
  text->capacity = capacity;
}

void conf_text_add_bytes(struct conf_text *text, const char *bytes, size_t count)
{
  reserve(text, count);
  if (count > 0)
    memcpy(text->bytes + text->length, bytes, count);
  text->length += count;
  text->bytes[text->length] = '\0';
}

void conf_text_add(struct conf_text *text, const char *piece)
{
  conf_text_add_bytes(text, piece, strlen(piece));
}

void conf_text_format(struct conf_text *text, const char *format, ...)
{
  va_list list;
  int count;

  va_start(list, format);
  count = vsnprintf(NULL, 0, format, list);
  va_end(list);
  assert(count >= 0);
  reserve(text, (size_t)count);
  va_start(list, format);
  (void)vsnprintf(text->bytes + text->length, (size_t)count + 1, format, list);
  va_end(list);
  text->length += (size_t)count;
}

void conf_text_quote(struct conf_text *text, const char *piece)
{
  conf_text_add(text, "\"");
  for (const char *rest = piece; *rest != '\0'; rest++) {
    unsigned char c = (unsigned char)*rest;

    if (c == '"' || c == '\\')
      conf_text_format(text, "\\%c", c);
    else if (c < 0x20 || c == 0x7f)
      conf_text_format(text, "\\u%04x", c);
    else
      conf_text_add_bytes(text, rest, 1);
  }
  conf_text_add(text, "\"");
}
