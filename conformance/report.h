/* conformance/report.h - one stream of results, written in every format that was asked for.
 *
 * A report is told `begin`, then each result in the order of paths, then `end`; all formats count
 * from the same stream. Files are written to a temporary name and renamed at the end; while the run
 * goes on they hold a valid report labelled partial. */
#ifndef CONF_REPORT_H
#define CONF_REPORT_H

#include <stdio.h>

#include "conformance/result.h"

struct conf_run_header {
  const char *implementation; /* "sim", "bits" */
  const char *profile;        /* "documented" */
  const char *version;        /* of bitsnotify */
  const char *host;           /* NULL on the simulator */
  unsigned scenarios;         /* planned */
  unsigned open;              /* cells that nobody decided: the runs bind them to their defaults */
  int detail;                 /* text: -1 failures and the last line only, 1 every scenario */
  bool timings;               /* real time too; results then differ from run to run */
  bool real;                  /* no simulation: each result is precious */
};

struct conf_counts {
  unsigned scenarios; /* results seen */
  unsigned of[CONF_VERDICTS];
};
void conf_counts_add(struct conf_counts *counts, enum conf_verdict verdict);

/* "93 scenarios: 91 passed, 2 failed" and the part behind the colon. */
enum { CONF_COUNTS_LINE = 160 };
void conf_counts_line(const struct conf_counts *counts, char line[CONF_COUNTS_LINE]);
void conf_counts_words(const struct conf_counts *counts, char words[CONF_COUNTS_LINE]);

struct conf_report {
  void *self;
  void (*begin)(struct conf_report *, const struct conf_run_header *);
  void (*result)(struct conf_report *, const struct conf_result *);
  /* False when the output could not be written. */
  bool (*end)(struct conf_report *, const struct conf_counts *);
  void (*free)(struct conf_report *);
};

/* Text for people (colour: 0 or 1; progress: rewrite one line on a terminal), TAP 13, JUnit XML,
 * JSON (fixtures/results.schema.json), GitHub annotations (nine at most, then "N more").
 * NULL when the file cannot be created: *why is then a sentence of at most 240 bytes. */
struct conf_report *conf_report_text(FILE *out, bool colour, bool progress);
struct conf_report *conf_report_tap(FILE *out);
struct conf_report *conf_report_junit(const char *path, char *why);
struct conf_report *conf_report_json(const char *path, char *why);
struct conf_report *conf_report_github(FILE *out);

/* The reports of one run: all are told the same and count the same. */
enum { CONF_REPORTS = 5 };
struct conf_reports {
  unsigned count;
  struct conf_report *item[CONF_REPORTS];
  struct conf_counts counts;
};
/* Takes the report over; NULL is ignored. */
void conf_reports_add(struct conf_reports *reports, struct conf_report *report);
void conf_reports_begin(struct conf_reports *reports, const struct conf_run_header *header);
void conf_reports_result(struct conf_reports *reports, const struct conf_result *result);
/* Ends and frees all. False when one could not be written. */
bool conf_reports_end(struct conf_reports *reports);

/* Where a scenario's path splits: the length of its folder, 0 when it has none. */
unsigned conf_report_folder(const char *path);

/* The exit status of a run: 4 crash, 2 broken, 1 fail or flaky, 3 nothing ran, all skipped or
 * something inconclusive, else 0. */
int conf_exit_status(const struct conf_counts *counts);

#endif
