#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/escape.h"
#include "conformance/report_text.h"
#include "conformance/text.h"

static const char *colour_of(enum conf_verdict verdict)
{
  switch (verdict) {
  case CONF_PASS:
    return "\x1b[32m";
  case CONF_KNOWN:
  case CONF_SKIP:
  case CONF_INCONCLUSIVE:
    return "\x1b[33m";
  case CONF_FAIL:
  case CONF_BROKEN:
  case CONF_CRASHED:
  case CONF_FLAKY:
    return "\x1b[31m";
  case CONF_VERDICTS:
    break;
  }
  return "";
}

static void paint(const struct text_report *text, const char *sequence)
{
  if (text->colour)
    fputs(sequence, text->out);
}

static void word(const struct text_report *text, enum conf_verdict verdict)
{
  paint(text, colour_of(verdict));
  fputs(conf_verdict_text(verdict), text->out);
  paint(text, "\x1b[0m");
}

/* Takes the progress line away before something else is written. */
static void wipe(struct text_report *text)
{
  if (text->progress_shown)
    fputs("\r\x1b[K", text->out);
  text->progress_shown = false;
}

static void show_progress(struct text_report *text, const char *path)
{
  uint64_t now_ns = uv_hrtime();

  if (!text->progress || now_ns - text->progress_ns < UINT64_C(50000000))
    return;
  text->progress_ns = now_ns;
  text->progress_shown = true;
  fprintf(text->out, "\r\x1b[K%u of %u  ", text->seen, text->header.scenarios);
  conf_escape(text->out, path, CONF_ESCAPE_TERMINAL);
  fflush(text->out);
}

static void begin(struct conf_report *report, const struct conf_run_header *header)
{
  struct text_report *text = (struct text_report *)report;
  FILE *out = text->out;

  text->header = *header;
  if (header->detail < 0)
    return;
  fprintf(out, "bitsnotify %s: %s as ", header->version, header->implementation);
  conf_escape(out, header->profile, CONF_ESCAPE_TERMINAL);
  if (header->host != NULL) {
    fputs(" on ", out);
    conf_escape(out, header->host, CONF_ESCAPE_TERMINAL);
  }
  if (header->open > 0)
    fprintf(out, "; %u open questions are decided by default where they matter", header->open);
  fputc('\n', out);
}

/* path:line:column: verdict: sentence */
static void sentence(const struct text_report *text, const struct conf_result *result)
{
  conf_escape(text->out, result->path, CONF_ESCAPE_TERMINAL);
  if (result->place.line > 0)
    fprintf(text->out, ":%u:%u", result->place.line, result->place.column);
  fputs(": ", text->out);
  word(text, result->verdict);
  if (result->reason != NULL) {
    fputs(": ", text->out);
    conf_escape(text->out, result->reason, CONF_ESCAPE_TERMINAL);
  }
  fputc('\n', text->out);
}

/* At most 25 lines for one scenario, with the sentence, the command and a blank line. */
static void explain(const struct text_report *text, const struct conf_result *result)
{
  unsigned room = result->reproduce == NULL ? 23 : 22;

  for (unsigned i = 0; i < result->lines && i < room; i++) {
    fputs("    ", text->out);
    conf_escape(text->out, result->line[i], CONF_ESCAPE_TERMINAL);
    fputc('\n', text->out);
  }
  if (result->reproduce != NULL) {
    fputs("    again: ", text->out);
    conf_escape(text->out, result->reproduce, CONF_ESCAPE_TERMINAL);
    fputc('\n', text->out);
  }
  fputc('\n', text->out);
}

/* A pass is a line only when asked for, a skip or a known deviation one line, all else is told. */
static void tell_result(struct text_report *text, const struct conf_result *result)
{
  switch (result->verdict) {
  case CONF_PASS:
    if (text->header.detail > 0) {
      wipe(text);
      sentence(text, result);
    }
    return;
  case CONF_SKIP:
    if (text->header.detail <= 0)
      return;
    /* fall through */
  case CONF_KNOWN:
    if (text->header.detail < 0)
      return;
    wipe(text);
    sentence(text, result);
    return;
  case CONF_FAIL:
  case CONF_INCONCLUSIVE:
  case CONF_BROKEN:
  case CONF_CRASHED:
  case CONF_FLAKY:
    wipe(text);
    sentence(text, result);
    explain(text, result);
    return;
  case CONF_VERDICTS:
    return;
  }
}

static void one(struct conf_report *report, const struct conf_result *result)
{
  struct text_report *text = (struct text_report *)report;

  text->seen++;
  tell_result(text, result);
  conf_text_report_remember(text, result);
  show_progress(text, result->path);
}

static bool end(struct conf_report *report, const struct conf_counts *counts)
{
  struct text_report *text = (struct text_report *)report;
  char line[CONF_COUNTS_LINE];
  bool fine = conf_exit_status(counts) == 0;

  wipe(text);
  if (text->header.detail >= 0)
    conf_text_report_summary(text);
  conf_counts_line(counts, line);
  paint(text, fine ? "\x1b[32m" : "\x1b[31m");
  fputs(line, text->out);
  paint(text, "\x1b[0m");
  fputc('\n', text->out);
  return fflush(text->out) == 0 && ferror(text->out) == 0;
}

struct conf_report *conf_report_text(FILE *out, bool colour, bool progress)
{
  struct text_report *text = conf_text_grow(NULL, sizeof *text);

  *text = (struct text_report){.out = out, .colour = colour, .progress = progress};
  text->report = (struct conf_report){
      .self = text, .begin = begin, .result = one, .end = end, .free = conf_text_report_free};
  return &text->report;
}
