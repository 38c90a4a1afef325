/* conformance/report_text.h - what the two files of the text report share; nobody else's.
 *
 * It keeps counts, and of the run's answers only the first ones: memory does not grow with the
 * number of scenarios. */
#ifndef CONF_REPORT_TEXT_H
#define CONF_REPORT_TEXT_H

#include "conformance/report.h"
#include "sim/knobs.h"

enum {
  TEXT_SHOWN = 100, /* of a list of the summary */
};

struct topic {
  char *folder;
  struct conf_counts counts;
};

/* How many scenarios were skipped for it. */
struct skip_reason {
  char *reason;
  unsigned count;
};

/* A list of the summary: two lines each. */
struct text_list {
  unsigned count; /* may exceed TEXT_SHOWN */
  struct {
    char *head, *below;
  } item[TEXT_SHOWN];
};

struct text_report {
  struct conf_report report; /* first: the report's address is ours */
  FILE *out;
  bool colour, progress, progress_shown;
  uint64_t progress_ns;
  struct conf_run_header header;
  unsigned seen;
  unsigned topics;
  struct topic *topic;
  struct text_list answers;
  struct text_list better; /* passed, though the profile of --allow misses something */
  unsigned reasons;
  struct skip_reason *reason;
  bool decided[BN_KNOBS]; /* by default, in some run */
};

/* Takes from a result what the summary needs. */
void conf_text_report_remember(struct text_report *text, const struct conf_result *result);

/* By topic, why scenarios were skipped, what passed against the profile of --allow, what questions
 * were answered, what was decided by default. */
void conf_text_report_summary(struct text_report *text);

void conf_text_report_free(struct conf_report *report);

#endif
