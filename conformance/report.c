#include "conformance/report.h"

#include <assert.h>
#include <string.h>

void conf_counts_add(struct conf_counts *counts, enum conf_verdict verdict)
{
  counts->scenarios++;
  counts->of[verdict]++;
}

static const char *participle(enum conf_verdict verdict)
{
  switch (verdict) {
  case CONF_PASS:
    return "passed";
  case CONF_KNOWN:
    return "known";
  case CONF_FAIL:
    return "failed";
  case CONF_SKIP:
    return "skipped";
  case CONF_INCONCLUSIVE:
    return "inconclusive";
  case CONF_BROKEN:
    return "broken";
  case CONF_CRASHED:
    return "crashed";
  case CONF_FLAKY:
    return "flaky";
  case CONF_VERDICTS:
    break;
  }
  return NULL;
}

void conf_counts_words(const struct conf_counts *counts, char words[CONF_COUNTS_LINE])
{
  int used = snprintf(words, CONF_COUNTS_LINE, "%s", counts->scenarios == 0 ? "none" : "");

  for (unsigned i = 0; i < CONF_VERDICTS; i++) {
    if (counts->of[i] > 0)
      used += snprintf(words + used, (size_t)(CONF_COUNTS_LINE - used), "%s%u %s",
                       used == 0 ? "" : ", ", counts->of[i], participle((enum conf_verdict)i));
    assert(used < CONF_COUNTS_LINE);
  }
}

void conf_counts_line(const struct conf_counts *counts, char line[CONF_COUNTS_LINE])
{
  char words[CONF_COUNTS_LINE];

  conf_counts_words(counts, words);
  snprintf(line, CONF_COUNTS_LINE, "%u scenario%s: %.130s", counts->scenarios,
           counts->scenarios == 1 ? "" : "s", words);
}

unsigned conf_report_folder(const char *path)
{
  const char *slash = strrchr(path, '/');

  return slash == NULL ? 0u : (unsigned)(slash - path);
}

void conf_reports_add(struct conf_reports *reports, struct conf_report *report)
{
  if (report == NULL)
    return;
  assert(reports->count < CONF_REPORTS);
  reports->item[reports->count++] = report;
}

void conf_reports_begin(struct conf_reports *reports, const struct conf_run_header *header)
{
  for (unsigned i = 0; i < reports->count; i++)
    reports->item[i]->begin(reports->item[i], header);
}

void conf_reports_result(struct conf_reports *reports, const struct conf_result *result)
{
  conf_counts_add(&reports->counts, result->verdict);
  for (unsigned i = 0; i < reports->count; i++)
    reports->item[i]->result(reports->item[i], result);
}

bool conf_reports_end(struct conf_reports *reports)
{
  bool written = true;

  for (unsigned i = 0; i < reports->count; i++) {
    written = reports->item[i]->end(reports->item[i], &reports->counts) && written;
    reports->item[i]->free(reports->item[i]);
  }
  reports->count = 0;
  return written;
}

int conf_exit_status(const struct conf_counts *counts)
{
  if (counts->of[CONF_CRASHED] > 0)
    return 4;
  if (counts->of[CONF_BROKEN] > 0)
    return 2;
  if (counts->of[CONF_FAIL] > 0 || counts->of[CONF_FLAKY] > 0)
    return 1;
  if (counts->of[CONF_INCONCLUSIVE] > 0 || counts->of[CONF_SKIP] == counts->scenarios)
    return 3;
  return 0;
}
