/* conformance/result.h - the outcome of one scenario, and the stream that all reports read.
 *
 * Verdict words are fixed: pass known fail skip inconclusive broken crash flaky. */
#ifndef CONF_RESULT_H
#define CONF_RESULT_H

#include "conformance/trace.h"

enum conf_verdict {
  CONF_PASS,
  CONF_KNOWN, /* deviates as the --allow profile says */
  CONF_FAIL,
  CONF_SKIP,         /* a capability is missing */
  CONF_INCONCLUSIVE, /* what was awaited did not come in its window, but may yet be allowed */
  CONF_BROKEN,       /* the scenario is wrong */
  CONF_CRASHED,      /* the implementation or the harness fell over */
  CONF_FLAKY,        /* repeated attempts disagree */
  CONF_VERDICTS,
};
const char *conf_verdict_text(enum conf_verdict verdict);

/* How long a step took in our time. */
struct conf_step_time {
  uint8_t step[3]; /* as in conf_step.number */
  uint64_t us;
};

enum { CONF_DETAIL_LINES = 24, CONF_ASKED = 32, CONF_FIRED = 160 };

/* One scenario's outcome. Strings are owned by the result. */
struct conf_result {
  enum conf_verdict verdict;
  char *path;              /* of the scenario */
  char *title;             /* "" when the file could not be read */
  struct conf_place place; /* of the step or word that decided; {0, 0}: the whole file */
  uint8_t step[3]; /* of the script, when the verdict fell, as in conf_step.number; 0: the end */
  char *reason;    /* one sentence: what failed, was skipped, awaited ...; NULL for pass */
  char *rule;      /* the id that the failed expectation rests on, or NULL */
  unsigned lines;
  char *line[CONF_DETAIL_LINES]; /* what a person reads below the sentence; no handles, GUIDs, clock
                                    times */
  char *reproduce;               /* the command that shows it again, or NULL */
  char *predicted; /* what the profile of --allow misses here, where nothing was; or NULL */
  char *answer;    /* questions: which answer was observed ("always"), else NULL */
  unsigned asked;  /* open knobs that this run had to bind to their defaults */
  uint16_t asked_knob[CONF_ASKED];
  unsigned fired; /* distinct rules carried by effects */
  uint16_t fired_rule[CONF_FIRED];
  unsigned attempts, agreeing; /* --repeat */
  uint64_t virtual_ms;         /* how long the scenario took in its own time */
  uint64_t took_us;            /* and in ours, shown by --timings only */
  unsigned steps;
  struct conf_step_time *step_time; /* of those that were played, in order; owned */
};
void conf_result_free(struct conf_result *result);

#endif
