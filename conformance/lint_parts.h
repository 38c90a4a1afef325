/* conformance/lint_parts.h - what the files of lint share; nobody else's.
 *
 *   lint.c          the order; gates, responses, answers
 *   lint_unused.c   declared and never used
 *   lint_expects.c  "exactly", and expectations that can never be met
 *   lint_requires.c capabilities that are used and not required */
#ifndef CONF_LINT_PARTS_H
#define CONF_LINT_PARTS_H

#include "conformance/lint.h"
#include "conformance/problems.h"

struct lint {
  const struct conf_scenario *scenario;
  struct conf_problems *problems;
};

/* Any call of the scenario, in a step, a handler or a program: the i-th from 0, NULL behind the
 * last. */
const struct conf_call *conf_lint_call(const struct conf_scenario *scenario, unsigned i,
                                       uint8_t *app, struct conf_place *place);
/* Any event of the world, likewise. */
const struct conf_world_event *conf_lint_world(const struct conf_scenario *scenario, unsigned i,
                                               struct conf_place *place);

void conf_lint_unused(const struct lint *lint);
void conf_lint_expects(const struct lint *lint);
void conf_lint_requires(const struct lint *lint);

/* The notify flags that can ever be in force for a job (BN_NONE: any): those set, and the default
 * while none is. */
uint32_t conf_lint_flags(const struct conf_scenario *scenario, uint8_t job);

#endif
