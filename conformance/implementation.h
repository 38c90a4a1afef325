/* conformance/implementation.h - what --on names: something that can play scenarios. */
#ifndef CONF_IMPLEMENTATION_H
#define CONF_IMPLEMENTATION_H

#include "conformance/profile.h"
#include "conformance/result.h"
#include "conformance/root.h"

/* How a run wants its scenarios played. */
struct conf_manner {
  const char *argument; /* behind the colon: recorded:DIR; NULL without one */
  const struct conf_profile *as;
  const struct conf_profile *allow; /* whose misses are known; NULL: none */
  const struct conf_root *root;     /* of the scenarios */
  unsigned attempt;                 /* from 1 */
  double speed;                     /* of the service's clock; 1: real time */
  double time_scale;                /* real implementations only, like */
  unsigned patience;                /* seconds that a scenario may wait, and */
  const char *service;              /* the CLSID of the manager; NULL: BITS's */
};

struct conf_implementation {
  const char *name;
  const char *argument; /* what may stand behind a colon ("DIR"); NULL: nothing may */
  const char *what;     /* for people: "the model" */
  bool digest;          /* its traces are tied to the bytes of the scenario: scenario->sha256 */
  /* NULL when it is here. Otherwise why not: every scenario is then skipped with this reason. */
  const char *(*absent)(const struct conf_manner *manner);
  /* Why this scenario cannot be played here: it is skipped; NULL: it can. NULL: all can. */
  const char *(*unfit)(const struct conf_manner *manner, const struct conf_scenario *scenario);
  /* Plays one scenario into an initialised, empty trace and judges it; *result is zero. */
  void (*play)(const struct conf_manner *manner, const struct conf_scenario *scenario,
               struct conf_trace *trace, struct conf_result *result);
  void (*end)(void);    /* after the last scenario; NULL: nothing to do */
  bool depends_on_host; /* what is skipped, too */
};

/* NULL past the end. To register one is to add its row in implementation.c. */
const struct conf_implementation *conf_implementation_at(unsigned i);

/* "sim", "recorded:DIR". NULL with a sentence; *argument is what stands behind the colon. */
const struct conf_implementation *conf_implementation_named(const char *word, const char **argument,
                                                            char why[240]);

#endif
