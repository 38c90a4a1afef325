/* conformance/attempts.h - several attempts of one scenario become one result. */
#ifndef CONF_ATTEMPTS_H
#define CONF_ATTEMPTS_H

#include "conformance/result.h"

/* Zero, with the first attempt's result, is one attempt. */
struct conf_attempts {
  struct conf_result *first;
  unsigned others; /* attempts behind the first */
  unsigned differ; /* of these, how many ended otherwise */
  unsigned number; /* the first that did, */
  char ended[240]; /* and how */
};

/* Equal in verdict, place, sentence and answer. */
bool conf_attempts_equal(const struct conf_result *a, const struct conf_result *b);

/* Takes *next over. */
void conf_attempts_add(struct conf_attempts *attempts, struct conf_result *next);

/* Fills in how many agreed. When not all did the verdict is flaky; what the first attempt said
 * stays below it. */
void conf_attempts_end(struct conf_attempts *attempts);

#endif
