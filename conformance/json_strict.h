/* conformance/json_strict.h - the strict pass before cJSON: refuses what RFC 8259 refuses, and
 * duplicate keys, lone surrogates, U+0000, a byte order mark, numbers beyond a double and nesting
 * deeper than CONF_JSON_DEPTH. Whatever it accepts cJSON reads the same way.
 *
 * Lines and columns count from 1; a column is a character (a code point), not a byte. */
#ifndef CONF_JSON_STRICT_H
#define CONF_JSON_STRICT_H

#include "conformance/json.h"

/* Fills json->spot and json->count (root is NULL). False with the first problem, nothing held. */
bool conf_json_strict(struct conf_json *json, const char *bytes, size_t length,
                      struct conf_problem *problem);

#endif
