#include <stdlib.h>

#include "conformance/escape.h"
#include "conformance/report.h"
#include "conformance/text.h"

/* GitHub shows ten errors of a step: nine on their lines, and one that says how many more. */
enum { SHOWN = 9 };

struct github {
  struct conf_report report;
  FILE *out;
  unsigned failures;
};

static void begin(struct conf_report *report, const struct conf_run_header *header)
{
  (void)report;
  (void)header;
}

static bool fine(enum conf_verdict verdict)
{
  return verdict == CONF_PASS || verdict == CONF_KNOWN || verdict == CONF_SKIP;
}

static void one(struct conf_report *report, const struct conf_result *result)
{
  struct github *github = (struct github *)report;
  FILE *out = github->out;

  if (fine(result->verdict) || ++github->failures > SHOWN)
    return;
  fputs("::error file=", out);
  conf_escape(out, result->path, CONF_ESCAPE_GITHUB_PROPERTY);
  fprintf(out, ",line=%u", result->place.line == 0 ? 1 : result->place.line);
  if (result->place.column > 0)
    fprintf(out, ",col=%u", result->place.column);
  fprintf(out, ",title=%s", conf_verdict_text(result->verdict));
  if (result->title != NULL && result->title[0] != '\0') {
    fputs("%3A ", out);
    conf_escape(out, result->title, CONF_ESCAPE_GITHUB_PROPERTY);
  }
  fputs("::", out);
  conf_escape(out, result->reason, CONF_ESCAPE_GITHUB);
  for (unsigned i = 0; i < result->lines; i++) {
    fputs("%0A", out);
    conf_escape(out, result->line[i], CONF_ESCAPE_GITHUB);
  }
  fputc('\n', out);
}

static bool end(struct conf_report *report, const struct conf_counts *counts)
{
  struct github *github = (struct github *)report;

  (void)counts;
  if (github->failures > SHOWN)
    fprintf(github->out, "::error::%u more in the log\n", github->failures - SHOWN);
  return fflush(github->out) == 0 && ferror(github->out) == 0;
}

static void let_go(struct conf_report *report)
{
  free(report);
}

struct conf_report *conf_report_github(FILE *out)
{
  struct github *github = conf_text_grow(NULL, sizeof *github);

  *github = (struct github){.out = out};
  github->report = (struct conf_report){
      .self = github, .begin = begin, .result = one, .end = end, .free = let_go};
  return &github->report;
}
