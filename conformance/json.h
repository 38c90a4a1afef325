/* conformance/json.h - JSON as RFC 8259 has it, with the place of every value and key.
 *
 * cJSON builds the tree. Before it, one strict pass of our own (json_strict.h) goes over the bytes,
 * because cJSON keeps no places and accepts duplicate keys, 01, raw control characters, invalid
 * UTF-8, NUL and 1e999. Nothing else here parses.
 *
 *   struct conf_json json;
 *   struct conf_problem problem;
 *   if (!conf_json_read(&json, bytes, length, &problem))
 *     complain(problem.place, problem.text);
 *   ... json.root ...
 *   conf_json_free(&json);
 *
 * The nodes are numbered in document order in their `valueint`, by which a place is found at once:
 * read numbers from `valuedouble`, and do not change the tree. All memory comes from cJSON_malloc.
 */
#ifndef CONF_JSON_H
#define CONF_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "conformance/scenario.h"

enum {
  CONF_JSON_DEPTH = 32,  /* objects and arrays inside each other */
  CONF_JSON_DIGITS = 60, /* characters of a number: cJSON looks at 63 */
};

/* Where a value begins, and its key; {0, 0} when it has none. */
struct conf_json_spot {
  struct conf_place value, key;
};

struct conf_json {
  cJSON *root;
  struct conf_json_spot *spot; /* of all values, in document order */
  unsigned count;
};

/* False with the first problem's place and sentence when the bytes are not one JSON value, keys
 * are repeated or memory runs out. Nothing is then held. */
bool conf_json_read(struct conf_json *json, const char *bytes, size_t length,
                    struct conf_problem *problem);
void conf_json_free(struct conf_json *json);

/* The place of a node of this tree; that of its key, or of the value itself when it has none. */
struct conf_place conf_json_place(const struct conf_json *json, const cJSON *node);
struct conf_place conf_json_key_place(const struct conf_json *json, const cJSON *node);

#endif
