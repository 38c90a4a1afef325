#include <stdlib.h>

#include "conformance/escape.h"
#include "conformance/report.h"
#include "conformance/text.h"

struct tap {
  struct conf_report report; /* first: the report's address is ours */
  FILE *out;
  unsigned number;
};

static void comment(FILE *out, const char *text)
{
  fputs("# ", out);
  conf_escape(out, text, CONF_ESCAPE_TERMINAL);
  fputc('\n', out);
}

static void begin(struct conf_report *report, const struct conf_run_header *header)
{
  struct tap *tap = (struct tap *)report;

  fprintf(tap->out, "TAP version 13\n1..%u\n# bitsnotify %s: %s as ", header->scenarios,
          header->version, header->implementation);
  conf_escape(tap->out, header->profile, CONF_ESCAPE_TERMINAL);
  fputc('\n', tap->out);
}

/* What TAP knows beside ok and not ok: a skip, and a failure that is expected. */
static const char *directive(enum conf_verdict verdict)
{
  switch (verdict) {
  case CONF_SKIP:
    return "# SKIP ";
  case CONF_KNOWN:
    return "# TODO known: ";
  case CONF_PASS:
  case CONF_FAIL:
  case CONF_INCONCLUSIVE:
  case CONF_BROKEN:
  case CONF_CRASHED:
  case CONF_FLAKY:
  case CONF_VERDICTS:
    break;
  }
  return NULL;
}

static void diagnose(FILE *out, const struct conf_result *result)
{
  if (result->predicted != NULL) {
    fputs("# though ", out);
    conf_escape(out, result->predicted, CONF_ESCAPE_TERMINAL);
    fputc('\n', out);
  }
  if (result->verdict == CONF_PASS || directive(result->verdict) != NULL)
    return;
  fprintf(out, "# %s at %u:%u: ", conf_verdict_text(result->verdict), result->place.line,
          result->place.column);
  conf_escape(out, result->reason, CONF_ESCAPE_TERMINAL);
  fputc('\n', out);
  for (unsigned i = 0; i < result->lines; i++)
    comment(out, result->line[i]);
  if (result->reproduce != NULL)
    comment(out, result->reproduce);
}

static void one(struct conf_report *report, const struct conf_result *result)
{
  struct tap *tap = (struct tap *)report;
  bool ok = result->verdict == CONF_PASS || result->verdict == CONF_SKIP;

  fprintf(tap->out, "%sok %u - ", ok ? "" : "not ", ++tap->number);
  conf_escape(tap->out, result->path, CONF_ESCAPE_TAP);
  if (result->title != NULL && result->title[0] != '\0') {
    fputs(": ", tap->out);
    conf_escape(tap->out, result->title, CONF_ESCAPE_TAP);
  }
  if (directive(result->verdict) != NULL) {
    fprintf(tap->out, " %s", directive(result->verdict));
    conf_escape(tap->out, result->reason, CONF_ESCAPE_TAP);
  }
  fputc('\n', tap->out);
  diagnose(tap->out, result);
  (void)fflush(tap->out); /* a run that is cut short has said all it knew; `end` looks for errors */
}

static bool end(struct conf_report *report, const struct conf_counts *counts)
{
  struct tap *tap = (struct tap *)report;
  char line[CONF_COUNTS_LINE];

  conf_counts_line(counts, line);
  comment(tap->out, line);
  return fflush(tap->out) == 0 && ferror(tap->out) == 0;
}

static void let_go(struct conf_report *report)
{
  free(report);
}

struct conf_report *conf_report_tap(FILE *out)
{
  struct tap *tap = conf_text_grow(NULL, sizeof *tap);

  *tap = (struct tap){.out = out};
  tap->report =
      (struct conf_report){.self = tap, .begin = begin, .result = one, .end = end, .free = let_go};
  return &tap->report;
}
