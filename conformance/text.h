/* conformance/text.h - text that grows, for what is put together piece by piece. */
#ifndef CONF_TEXT_H
#define CONF_TEXT_H

#include <stddef.h>

/* Zero is the empty text. `bytes` is NULL or ends with NUL, which `length` does not count. */
struct conf_text {
  char *bytes;
  size_t length, capacity;
};

void conf_text_free(struct conf_text *text);
void conf_text_add(struct conf_text *text, const char *piece);
void conf_text_add_bytes(struct conf_text *text, const char *bytes, size_t count);
__attribute__((format(printf, 2, 3))) void conf_text_format(struct conf_text *text,
                                                            const char *format, ...);
/* As a JSON string with its quotes. */
void conf_text_quote(struct conf_text *text, const char *piece);

/* realloc and a copy of a string that do not fail: without memory the program says so and exits
 * with 4, "the harness fell over". */
void *conf_text_grow(void *block, size_t bytes);
char *conf_text_copy(const char *piece);

#endif
