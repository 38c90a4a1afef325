/* conformance/json_string.h - the strings of JSON, for the strict pass (json_strict.h): UTF-8,
 * escapes and surrogates as RFC 8259 has them, and no U+0000, which C cannot hold. */
#ifndef CONF_JSON_STRING_H
#define CONF_JSON_STRING_H

#include <stdbool.h>
#include <stddef.h>

struct conf_json_string {
  const char *p;    /* the opening quote; then behind the closing one, or at what is wrong */
  const char *end;  /* of the text */
  size_t continued; /* bytes that continue a character are added to this */
  const char *why;  /* the sentence when something is wrong */
};

bool conf_json_string(struct conf_json_string *s);

#endif
