/* conformance/lint.h - what is wrong with a scenario beyond its words: promises that no
 * implementation can keep, and things that have no effect.
 *
 * Errors (an expectation that cannot be met, "exactly" where duplicates are legal) refuse the file
 * for `bitsnotify lint`; warnings (something declared and never used) do not. */
#ifndef CONF_LINT_H
#define CONF_LINT_H

#include "conformance/scenario.h"

/* Adds to *problems, in file order, whatever is wrong with a scenario that was read. */
void conf_lint(const struct conf_scenario *scenario, struct conf_problems *problems);

#endif
