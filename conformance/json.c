#include "conformance/json.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/json_strict.h"

enum { FEW = 24 }; /* keys of one object that are compared each with each */

static bool repeated(const struct conf_json *json, const cJSON *first, const cJSON *again,
                     struct conf_problem *problem)
{
  struct conf_place earlier = conf_json_key_place(json, first);

  *problem = (struct conf_problem){.place = conf_json_key_place(json, again)};
  snprintf(problem->text, sizeof problem->text, "this key is there already, in line %u, column %u",
           earlier.line, earlier.column);
  return false;
}

static int by_key_then_place(const void *a, const void *b)
{
  const cJSON *left = *(const cJSON *const *)a, *right = *(const cJSON *const *)b;
  int order = strcmp(left->string, right->string);
  return order != 0 ? order
                    : (left->valueint > right->valueint) - (left->valueint < right->valueint);
}

/* The same for an object with many keys, in n log n. */
static bool many_keys_differ(const struct conf_json *json, const cJSON *object, size_t count,
                             struct conf_problem *problem)
{
  const cJSON **sorted = cJSON_malloc(count * sizeof *sorted);
  size_t i = 0;
  bool good = true;

  if (sorted == NULL) {
    *problem = (struct conf_problem){.place = {1, 1}, .text = "out of memory"};
    return false;
  }
  for (const cJSON *child = object->child; child != NULL; child = child->next)
    sorted[i++] = child;
  qsort(sorted, count, sizeof *sorted, by_key_then_place);
  for (i = 1; i < count && good; i++) {
    if (strcmp(sorted[i - 1]->string, sorted[i]->string) == 0)
      good = repeated(json, sorted[i - 1], sorted[i], problem);
  }
  cJSON_free(sorted);
  return good;
}

static bool keys_differ(const struct conf_json *json, const cJSON *object,
                        struct conf_problem *problem)
{
  size_t count = 0;

  for (const cJSON *child = object->child; child != NULL; child = child->next)
    count++;
  if (count > FEW)
    return many_keys_differ(json, object, count, problem);
  for (const cJSON *child = object->child; child != NULL; child = child->next) {
    for (const cJSON *before = object->child; before != child; before = before->next) {
      if (strcmp(before->string, child->string) == 0)
        return repeated(json, before, child, problem);
    }
  }
  return true;
}

/* Numbers the nodes as the strict pass numbered the values. Depth is bounded: it came first. */
static void number_nodes(cJSON *node, int *next)
{
  for (; node != NULL; node = node->next) {
    node->valueint = (*next)++;
    number_nodes(node->child, next);
  }
}

static bool all_keys_differ(const struct conf_json *json, const cJSON *node,
                            struct conf_problem *problem)
{
  for (; node != NULL; node = node->next) {
    if (cJSON_IsObject(node) && !keys_differ(json, node, problem))
      return false;
    if (!all_keys_differ(json, node->child, problem))
      return false;
  }
  return true;
}

bool conf_json_read(struct conf_json *json, const char *bytes, size_t length,
                    struct conf_problem *problem)
{
  int count = 0;

  if (!conf_json_strict(json, bytes, length, problem))
    return false;
  json->root = cJSON_ParseWithLength(bytes, length);
  if (json->root == NULL) {
    *problem = (struct conf_problem){.place = {1, 1}, .text = "out of memory"};
    conf_json_free(json);
    return false;
  }
  number_nodes(json->root, &count);
  assert((unsigned)count == json->count);
  if (all_keys_differ(json, json->root, problem))
    return true;
  conf_json_free(json);
  return false;
}

void conf_json_free(struct conf_json *json)
{
  cJSON_Delete(json->root);
  cJSON_free(json->spot);
  *json = (struct conf_json){0};
}

struct conf_place conf_json_place(const struct conf_json *json, const cJSON *node)
{
  assert((unsigned)node->valueint < json->count);
  return json->spot[node->valueint].value;
}

struct conf_place conf_json_key_place(const struct conf_json *json, const cJSON *node)
{
  struct conf_place key = json->spot[node->valueint].key;
  return key.line != 0 ? key : conf_json_place(json, node);
}
