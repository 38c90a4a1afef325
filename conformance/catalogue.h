/* conformance/catalogue.h - the rule catalogue, fixtures/rules.json, as a table.
 *
 * It stands at the root of the scenarios (root.h). */
#ifndef CONF_CATALOGUE_H
#define CONF_CATALOGUE_H

#include <stdbool.h>

#include "conformance/problems.h"

enum conf_standing {
  CONF_MODELLED,   /* the model shows it, and scenarios cover it */
  CONF_STRUCTURAL, /* holds by how things are built; no run of ours can show it */
  CONF_NOT_YET,
};
const char *conf_standing_text(enum conf_standing standing);

/* NULL for what an entry does not have. */
struct conf_rule {
  const char *id, *class_, *since, *text, *link, *why, *usual;
  enum conf_standing standing;
  struct conf_place place; /* in rules.json */
};

struct conf_catalogue {
  char path[1024];
  unsigned count;
  struct conf_rule *rule; /* in the order of the file */
  struct cJSON *tree;     /* owns the strings */
};

/* Finds and reads the catalogue for the scenarios below `near_path`. False with the problem (its
 * file is catalogue->path) when there is none or it is wrong; nothing is then held. */
bool conf_catalogue_load(struct conf_catalogue *catalogue, const char *near_path,
                         struct conf_problem *problem);
void conf_catalogue_free(struct conf_catalogue *catalogue);

/* NULL when no entry has the id. */
const struct conf_rule *conf_catalogue_find(const struct conf_catalogue *catalogue, const char *id);

/* Complains, at its place, about each id that a scenario cites and the catalogue does not have. */
void conf_catalogue_check(const struct conf_catalogue *catalogue,
                          const struct conf_scenario *scenario, struct conf_problems *problems);

/* Complains about each rule that the catalogue calls modelled and the model does not know, and the
 * other way round. */
void conf_catalogue_check_model(const struct conf_catalogue *catalogue,
                                struct conf_problems *problems);

#endif
