#include "conformance/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/files.h"
#include "conformance/nearest.h"
#include "conformance/reader.h"
#include "conformance/root.h"
#include "conformance/text.h"
#include "sim/rules.h"

enum { CATALOGUE_BYTES = 4 * 1024 * 1024, ENTRIES = 1000 };

static const char *const standings[] = {"modelled", "structural", "not yet"};

const char *conf_standing_text(enum conf_standing standing)
{
  return standings[standing];
}

/* ---- reading ---- */

enum key { ID, CLASS, SINCE, TEXT, LINK, STANDING, WHY, USUAL, KNOB, QUESTION, RULING, KEYS };

static const char *text_or_null(struct conf_reader *reader, const cJSON *node)
{
  const char *text = NULL;

  if (node != NULL && !cJSON_IsNull(node))
    conf_reader_string(reader, node, &text);
  return text;
}

static bool read_standing(struct conf_reader *reader, const cJSON *node, enum conf_standing *out)
{
  struct {
    const char *name;
  } rows[] = {{standings[0]}, {standings[1]}, {standings[2]}};
  unsigned index;

  if (!conf_reader_word(reader, node, "standing", CONF_ALL_WORDS(rows), &index))
    return false;
  *out = (enum conf_standing)index;
  return true;
}

static bool read_rule(struct conf_reader *reader, const cJSON *node, struct conf_rule *rule)
{
  static const char *const name[KEYS] = {"id",  "class", "since", "text",     "link",  "standing",
                                         "why", "usual", "knob",  "question", "ruling"};
  const cJSON *found[KEYS];

  if (!conf_reader_keys(reader, node, "a rule", name, KEYS, (1u << KEYS) - 1,
                        1u << ID | 1u << TEXT | 1u << STANDING, found))
    return false;
  *rule = (struct conf_rule){
      .id = text_or_null(reader, found[ID]),
      .class_ = text_or_null(reader, found[CLASS]),
      .since = text_or_null(reader, found[SINCE]),
      .text = text_or_null(reader, found[TEXT]),
      .link = text_or_null(reader, found[LINK]),
      .why = text_or_null(reader, found[WHY]),
      .usual = text_or_null(reader, found[USUAL]),
      .place = conf_json_place(&reader->json, node),
  };
  if (rule->id == NULL || rule->text == NULL)
    return false;
  if (!read_standing(reader, found[STANDING], &rule->standing))
    return false;
  if (rule->standing != CONF_MODELLED && rule->why == NULL)
    return conf_reader_refuse(reader, node, "%s is %s and does not say why", rule->id,
                              standings[rule->standing]);
  return true;
}

static void read_rules(struct conf_reader *reader, struct conf_catalogue *catalogue)
{
  static const char *const name[] = {"notation", "rules"};
  const cJSON *found[2];

  if (!conf_reader_keys(reader, reader->json.root, "the catalogue", name, 2, 3, 3, found) ||
      !conf_reader_list(reader, found[1], 1, ENTRIES, "rules"))
    return;
  for (const cJSON *node = found[1]->child; node != NULL && catalogue->count < ENTRIES;
       node = node->next) {
    struct conf_rule rule;
    if (!read_rule(reader, node, &rule))
      continue;
    if (conf_catalogue_find(catalogue, rule.id) != NULL)
      conf_reader_refuse(reader, node, "%s is here twice", rule.id);
    else
      catalogue->rule[catalogue->count++] = rule;
  }
}

static bool parse(struct conf_catalogue *catalogue, const char *bytes, size_t length,
                  struct conf_problem *problem)
{
  struct conf_problems *problems = calloc(1, sizeof *problems);
  struct conf_reader reader = {.problems = problems};
  bool good = false;

  if (problems != NULL && conf_json_read(&reader.json, bytes, length, problem)) {
    catalogue->rule = conf_text_grow(NULL, ENTRIES * sizeof catalogue->rule[0]);
    read_rules(&reader, catalogue);
    good = problems->count == 0;
    if (good) {
      catalogue->tree = reader.json.root; /* the strings stay */
      reader.json.root = NULL;
    } else {
      *problem = problems->item[0];
    }
    conf_json_free(&reader.json);
  }
  free(problems);
  return good;
}

bool conf_catalogue_load(struct conf_catalogue *catalogue, const char *near_path,
                         struct conf_problem *problem)
{
  struct conf_root root;
  size_t length;
  char *bytes;
  bool good;

  *catalogue = (struct conf_catalogue){0};
  *problem = (struct conf_problem){0};
  if (!conf_root_find(&root, near_path)) {
    snprintf(catalogue->path, sizeof catalogue->path, "rules.json");
    snprintf(problem->text, sizeof problem->text,
             "there is no rule catalogue near the scenarios, nor an installed one");
    return false;
  }
  conf_root_file(&root, "rules.json", catalogue->path);
  bytes = conf_file_load(catalogue->path, CATALOGUE_BYTES, &length, problem->text);
  if (bytes == NULL)
    return false;
  good = parse(catalogue, bytes, length, problem);
  free(bytes);
  if (!good) {
    free(catalogue->rule);
    catalogue->rule = NULL;
    catalogue->count = 0;
  }
  return good;
}

void conf_catalogue_free(struct conf_catalogue *catalogue)
{
  free(catalogue->rule);
  cJSON_Delete(catalogue->tree);
  *catalogue = (struct conf_catalogue){0};
}

/* ---- looking up ---- */

const struct conf_rule *conf_catalogue_find(const struct conf_catalogue *catalogue, const char *id)
{
  for (unsigned i = 0; i < catalogue->count; i++) {
    if (strcmp(catalogue->rule[i].id, id) == 0)
      return &catalogue->rule[i];
  }
  return NULL;
}

static void unknown_rule(const struct conf_catalogue *catalogue, const char *id,
                         struct conf_place place, struct conf_problems *problems)
{
  struct conf_nearest nearest = conf_nearest_to(id);

  for (unsigned i = 0; i < catalogue->count; i++)
    conf_nearest_offer(&nearest, catalogue->rule[i].id);
  if (nearest.best == NULL)
    conf_problems_add(problems, place, false, "the catalogue has no rule %s", conf_quote(id).text);
  else
    conf_problems_add(problems, place, false, "the catalogue has no rule %s; did you mean \"%s\"?",
                      conf_quote(id).text, nearest.best);
}

void conf_catalogue_check(const struct conf_catalogue *catalogue,
                          const struct conf_scenario *scenario, struct conf_problems *problems)
{
  for (unsigned i = 0; i < scenario->rules; i++) {
    if (conf_catalogue_find(catalogue, scenario->rule[i]) == NULL)
      unknown_rule(catalogue, scenario->rule[i], scenario->rule_place[i], problems);
  }
}

void conf_catalogue_check_model(const struct conf_catalogue *catalogue,
                                struct conf_problems *problems)
{
  unsigned known;

  for (unsigned i = 0; i < catalogue->count; i++) {
    const struct conf_rule *rule = &catalogue->rule[i];
    bool modelled = rule->standing == CONF_MODELLED;
    if (bn_rule_named(rule->id, &known) != modelled)
      conf_problems_add(problems, rule->place, false,
                        modelled ? "%s is called modelled, but the model does not know it"
                                 : "%s is not called modelled, but the model knows it",
                        rule->id);
  }
  for (unsigned r = 0; r < BN_RULE_COUNT; r++) {
    if (conf_catalogue_find(catalogue, bn_rule_text(r)) == NULL)
      conf_problems_add(problems, (struct conf_place){1, 1}, false,
                        "the model knows %s, but it is not in the catalogue", bn_rule_text(r));
  }
}
