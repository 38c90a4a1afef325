#include <stdlib.h>
#include <string.h>

#include "conformance/escape.h"
#include "conformance/output.h"
#include "conformance/report.h"

/* The totals stand in the first elements and are known last: room for them is left, as blanks
 * behind a tag, and filled in place. */
enum { TOTALS = 1200 };

struct junit {
  struct conf_report report;
  struct conf_output output;
  struct conf_counts counts; /* so far */
  long totals_at;
  bool timings, failed;
};

static void attribute(FILE *out, const char *name, const char *text)
{
  fprintf(out, " %s=\"", name);
  conf_escape(out, text, CONF_ESCAPE_XML);
  fputc('"', out);
}

static void sums(const struct conf_counts *counts, char text[128])
{
  const unsigned *of = counts->of;

  snprintf(text, 128, " tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"%u\">",
           counts->scenarios, of[CONF_FAIL] + of[CONF_FLAKY],
           of[CONF_BROKEN] + of[CONF_CRASHED] + of[CONF_INCONCLUSIVE], of[CONF_SKIP]);
}

/* Always as long as `totals` with the largest numbers would be. */
static void totals(const struct conf_counts *counts, bool partial, char text[TOTALS])
{
  const struct conf_counts widest = {UINT32_MAX,
                                     {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX,
                                      UINT32_MAX, UINT32_MAX, UINT32_MAX}};
  char attributes[128];
  int width = 0;

  for (int i = 0; i < 2; i++) {
    const struct conf_counts *shown = i == 0 ? &widest : counts;
    sums(shown, attributes);
    int used = snprintf(text, TOTALS, "%s\n<testsuite name=\"scenarios\"%s\n<properties>\n",
                        attributes, attributes);
    for (unsigned v = 0; v < CONF_VERDICTS; v++)
      used +=
          snprintf(text + used, (size_t)(TOTALS - used), "<property name=\"%s\" value=\"%u\"/>\n",
                   conf_verdict_text((enum conf_verdict)v), shown->of[v]);
    used += snprintf(text + used, (size_t)(TOTALS - used),
                     "<property name=\"partial\" value=\"%s\"/>\n</properties>",
                     partial ? "true" : "false");
    if (i == 0)
      width = used + 2;
    else
      snprintf(text + used, (size_t)(TOTALS - used), "%*s", width - used, "");
  }
}

static struct conf_output_ends ends(struct junit *junit, const char *patch)
{
  return (struct conf_output_ends){
      .tail = "</testsuite>\n</testsuites>\n", .at = junit->totals_at, .patch = patch};
}

static void publish(struct junit *junit)
{
  char patch[TOTALS];

  totals(&junit->counts, true, patch);
  if (!conf_output_publish(&junit->output, ends(junit, patch)))
    junit->failed = true;
}

static void begin(struct conf_report *report, const struct conf_run_header *header)
{
  struct junit *junit = (struct junit *)report;
  FILE *out = junit->output.file;
  char patch[TOTALS];

  junit->timings = header->timings;
  junit->output.each = header->real;
  fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"bitsnotify ", out);
  fprintf(out, "%s: ", header->version);
  conf_escape(out, header->implementation, CONF_ESCAPE_XML);
  fputs(" as ", out);
  conf_escape(out, header->profile, CONF_ESCAPE_XML);
  fputc('"', out);
  junit->totals_at = ftell(out);
  totals(&junit->counts, true, patch);
  fprintf(out, "%s\n", patch);
  publish(junit);
}

static const char *element(enum conf_verdict verdict)
{
  switch (verdict) {
  case CONF_FAIL:
  case CONF_FLAKY:
    return "failure";
  case CONF_INCONCLUSIVE:
  case CONF_BROKEN:
  case CONF_CRASHED:
    return "error";
  case CONF_SKIP:
    return "skipped";
  case CONF_KNOWN:
    return "system-out";
  case CONF_PASS:
  case CONF_VERDICTS:
    break;
  }
  return NULL;
}

static void outcome(FILE *out, const struct conf_result *result)
{
  const char *name = element(result->verdict);

  fprintf(out, ">\n<%s", name);
  if (result->verdict != CONF_KNOWN) {
    if (result->verdict != CONF_SKIP)
      attribute(out, "type", conf_verdict_text(result->verdict));
    attribute(out, "message", result->reason);
  }
  fputc('>', out);
  if (result->verdict == CONF_KNOWN) {
    fputs("known: ", out);
    conf_escape(out, result->reason, CONF_ESCAPE_XML);
  }
  for (unsigned i = 0; i < result->lines; i++) {
    conf_escape(out, result->line[i], CONF_ESCAPE_XML);
    fputc('\n', out);
  }
  if (result->reproduce != NULL)
    conf_escape(out, result->reproduce, CONF_ESCAPE_XML);
  fprintf(out, "</%s>\n</testcase>\n", name);
}

/* classname: the folder with dots, as readers of JUnit make a tree of it. */
static void class_name(FILE *out, const char *path)
{
  unsigned length = conf_report_folder(path);
  char folder[512];

  if (length >= sizeof folder)
    length = sizeof folder - 1;
  memcpy(folder, path, length);
  folder[length] = '\0';
  for (char *c = folder; *c != '\0'; c++)
    if (*c == '/')
      *c = '.';
  attribute(out, "classname", folder);
}

static void one(struct conf_report *report, const struct conf_result *result)
{
  struct junit *junit = (struct junit *)report;
  FILE *out = junit->output.file;
  unsigned folder = conf_report_folder(result->path);
  uint64_t ms = junit->timings ? result->took_us / 1000 : result->virtual_ms;

  fputs("<testcase", out);
  class_name(out, result->path);
  fputs(" name=\"", out);
  conf_escape(out, result->path + folder + (folder > 0), CONF_ESCAPE_XML);
  if (result->title != NULL && result->title[0] != '\0') {
    fputs(": ", out);
    conf_escape(out, result->title, CONF_ESCAPE_XML);
  }
  fputc('"', out);
  attribute(out, "file", result->path);
  if (result->place.line > 0)
    fprintf(out, " line=\"%u\"", result->place.line);
  fprintf(out, " time=\"%llu.%03u\"", (unsigned long long)(ms / 1000), (unsigned)(ms % 1000));
  if (element(result->verdict) == NULL)
    fputs("/>\n", out);
  else
    outcome(out, result);
  conf_counts_add(&junit->counts, result->verdict);
  if (conf_output_is_due(&junit->output))
    publish(junit);
}

static bool end(struct conf_report *report, const struct conf_counts *counts)
{
  struct junit *junit = (struct junit *)report;
  char patch[TOTALS];

  totals(counts, false, patch);
  return conf_output_finish(&junit->output, ends(junit, patch)) && !junit->failed;
}

static void let_go(struct conf_report *report)
{
  conf_output_close(&((struct junit *)report)->output);
  free(report);
}

struct conf_report *conf_report_junit(const char *path, char *why)
{
  struct junit *junit = calloc(1, sizeof *junit);

  if (junit == NULL || !conf_output_open(&junit->output, path, why)) {
    free(junit);
    return NULL;
  }
  junit->report = (struct conf_report){
      .self = junit, .begin = begin, .result = one, .end = end, .free = let_go};
  return &junit->report;
}
