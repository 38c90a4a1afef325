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
};

struct conf_counts {
  unsigned scenarios; /* results seen */
  unsigned of[CONF_VERDICTS];
};

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

/* The exit status of a run: 4 crash, 2 broken, 1 fail or flaky, 3 nothing ran, all skipped or
 * something inconclusive, else 0. */
int conf_exit_status(const struct conf_counts *counts);

#endif
