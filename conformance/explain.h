/* conformance/explain.h - who was told what, when, and by which rule: a scenario played on the
 * model, told as a story. */
#ifndef CONF_EXPLAIN_H
#define CONF_EXPLAIN_H

#include <stdio.h>

#include "conformance/profile.h"
#include "conformance/result.h"

enum conf_explain_format {
  CONF_EXPLAIN_TEXT,    /* a narrative by step, the rule beside each line */
  CONF_EXPLAIN_MERMAID, /* a sequence diagram */
  CONF_EXPLAIN_JSON,    /* one object: steps with their events and rules */
};

/* The sentence of a rule by its id, NULL when it is not known. */
struct conf_rule_book {
  const char *(*sentence)(void *with, const char *id);
  void *with;
};

/* Plays the scenario and writes the story. The verdict of the play. */
enum conf_verdict conf_explain(FILE *out, const struct conf_scenario *scenario,
                               const struct conf_profile *profile, enum conf_explain_format format,
                               const struct conf_rule_book *book);

#endif
