#include "conformance/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/capability.h"
#include "conformance/files.h"
#include "conformance/nearest.h"
#include "conformance/reader.h"

enum { PROFILE_BYTES = 256 * 1024, BASES = 8 };

void conf_profile_documented(struct conf_profile *profile)
{
  struct bn_world world = bn_documented();

  *profile = (struct conf_profile){.name = "documented"};
  memcpy(profile->knob, world.knob, sizeof profile->knob);
}

/* ---- cells by name ---- */

static bool unknown_cell(const char *name, char why[240])
{
  struct conf_nearest nearest = conf_nearest_to(name);

  for (bn_knob k = 0; k < BN_KNOBS; k++)
    conf_nearest_offer(&nearest, bn_knob_row(k)->name);
  if (nearest.best != NULL)
    snprintf(why, 240, "no cell is named %s; did you mean \"%s\"?", conf_quote(name).text,
             nearest.best);
  else
    snprintf(why, 240, "no cell is named %s; see rules --knobs", conf_quote(name).text);
  return false;
}

static bool unknown_value(bn_knob knob, const char *value, char why[240])
{
  int used = snprintf(why, 240, "%s cannot be %s; it takes", bn_knob_row(knob)->name,
                      conf_quote(value).text);

  for (bn_value v = 0; v < BN_VALUE_COUNT && used > 0 && used < 240; v++) {
    if ((bn_knob_row(knob)->values >> v & 1u) != 0)
      used += snprintf(why + used, (size_t)(240 - used), " %s", bn_value_text(v));
  }
  return false;
}

static bool set_cell(struct conf_profile *profile, const char *name, const char *text,
                     char why[240])
{
  bn_value value;
  bn_knob knob;

  if (!bn_knob_named(name, &knob))
    return unknown_cell(name, why);
  if (!bn_value_named(knob, text, &value))
    return unknown_value(knob, text, why);
  profile->knob[knob] = value;
  return true;
}

bool conf_profile_set(struct conf_profile *profile, const char *binding, char why[240])
{
  const char *equals = strchr(binding, '=');
  char name[80];

  if (equals == NULL || equals == binding || (size_t)(equals - binding) >= sizeof name) {
    snprintf(why, 240, "%s is not CELL=VALUE", conf_quote(binding).text);
    return false;
  }
  memcpy(name, binding, (size_t)(equals - binding));
  name[equals - binding] = '\0';
  return set_cell(profile, name, equals + 1, why);
}

/* ---- the file ---- */

static bool read_cell(struct conf_reader *reader, const cJSON *node, struct conf_profile *profile)
{
  static const char *const name[] = {"value", "shown-by", "comment"};
  const cJSON *found[3];
  const char *value, *text;
  char why[240];
  bn_knob knob;

  if (!conf_reader_keys(reader, node, "a cell", name, 3, 7, 3, found) ||
      !conf_reader_string(reader, found[0], &value) || !conf_reader_string(reader, found[1], &text))
    return false;
  if (!bn_knob_named(node->string, &knob)) {
    unknown_cell(node->string, why);
    return conf_reader_refuse_key(reader, node, "%s", why);
  }
  if (!set_cell(profile, node->string, value, why))
    return conf_reader_refuse(reader, found[0], "%s", why);
  return true;
}

static void read_lacks(struct conf_reader *reader, const cJSON *node, struct conf_profile *profile)
{
  const cJSON *item;

  if (node == NULL || !conf_reader_list(reader, node, 0, CONF_CAPABILITIES_MISSING, "capabilities"))
    return;
  for (item = node->child; item != NULL; item = item->next) {
    const char *name = conf_lack_read(reader, item);
    if (name == NULL || profile->missing == CONF_CAPABILITIES_MISSING)
      continue;
    snprintf(profile->lacks[profile->missing++], sizeof profile->lacks[0], "%s", name);
  }
}

enum key { TITLE, COMMENT, BASE, LACKS, CELLS, HOST, SCHEMA, KEYS };

static bool load(struct conf_profile *profile, const char *folder, const char *name,
                 struct conf_problem *problem, char path[512], unsigned depth);

static bool read_profile(struct conf_reader *reader, struct conf_profile *profile,
                         const char *folder, struct conf_problem *problem, char path[512],
                         unsigned depth)
{
  static const char *const name[KEYS] = {"title", "comment", "base",   "lacks",
                                         "cells", "host",    "$schema"};
  const cJSON *found[KEYS];
  const char *base = "documented";

  if (!conf_reader_keys(reader, reader->json.root, "a profile", name, KEYS, (1u << KEYS) - 1,
                        1u << TITLE, found))
    return true; /* the complaint is noted */
  conf_reader_string(reader, found[BASE], &base);
  if (strcmp(base, "documented") == 0)
    conf_profile_documented(profile);
  else if (!load(profile, folder, base, problem, path, depth + 1))
    return false;
  read_lacks(reader, found[LACKS], profile);
  if (found[CELLS] == NULL || !conf_reader_object(reader, found[CELLS], 0, BN_KNOBS, "cells"))
    return true;
  for (const cJSON *cell = found[CELLS]->child; cell != NULL; cell = cell->next)
    read_cell(reader, cell, profile);
  return true;
}

static bool parse(struct conf_profile *profile, const char *bytes, size_t length,
                  const char *folder, struct conf_problem *problem, char path[512], unsigned depth)
{
  static struct conf_problems problems;
  struct conf_reader reader = {.problems = &problems};
  char own_path[512];
  bool read;

  if (!conf_json_read(&reader.json, bytes, length, problem))
    return false;
  snprintf(own_path, sizeof own_path, "%s", path);
  problems.count = 0;
  read = read_profile(&reader, profile, folder, problem, path, depth);
  conf_json_free(&reader.json);
  if (!read)
    return false;
  snprintf(path, 512, "%s", own_path);
  if (problems.count > 0)
    *problem = problems.item[0];
  return problems.count == 0;
}

static bool no_such_profile(const char *folder, const char *name, struct conf_problem *problem)
{
  char nearest[160];

  conf_profile_nearest(folder, name, nearest);
  snprintf(problem->text, sizeof problem->text, "there is no profile of this name%s%.140s%s",
           nearest[0] != '\0' ? "; did you mean \"" : " in the folder profiles", nearest,
           nearest[0] != '\0' ? "\"?" : "");
  return false;
}

/* A profile in a file of its own is called as the file. */
static void name_it(struct conf_profile *profile, const char *name, bool is_path)
{
  const char *slash = is_path ? strrchr(name, '/') : NULL;
  const char *base = slash == NULL ? name : slash + 1;

  snprintf(profile->name, sizeof profile->name, "%.*s",
           (int)(strlen(base) - (is_path ? strlen(".json") : 0)), base);
}

static bool load(struct conf_profile *profile, const char *folder, const char *name,
                 struct conf_problem *problem, char path[512], unsigned depth)
{
  size_t length, name_length = strlen(name);
  bool is_path = name_length > 5 && strcmp(name + name_length - 5, ".json") == 0;
  char *bytes;
  bool parsed;

  *problem = (struct conf_problem){0};
  if (depth == BASES) {
    snprintf(problem->text, sizeof problem->text, "the bases of this profile have no end");
    return false;
  }
  if (is_path)
    snprintf(path, 512, "%s", name);
  else
    snprintf(path, 512, "%s/%s.json", folder, name);
  if (!is_path && conf_file_kind(path) == CONF_NO_FILE) {
    snprintf(path, 512, "%s", name);
    return no_such_profile(folder, name, problem);
  }
  bytes = conf_file_load(path, PROFILE_BYTES, &length, problem->text);
  if (bytes == NULL)
    return false;
  parsed = parse(profile, bytes, length, folder, problem, path, depth);
  free(bytes);
  if (!parsed)
    return false;
  name_it(profile, name, is_path);
  return true;
}

bool conf_profile_load(struct conf_profile *profile, const char *folder, const char *name,
                       struct conf_problem *problem, char path[512])
{
  if (strcmp(name, "documented") == 0) {
    conf_profile_documented(profile);
    return true;
  }
  conf_profile_documented(profile);
  return load(profile, folder, name, problem, path, 0);
}
