#include <stdlib.h>

#include "conformance/escape.h"
#include "conformance/output.h"
#include "conformance/report.h"
#include "sim/knobs.h"

struct json {
  struct conf_report report;
  struct conf_output output;
  struct conf_counts counts; /* so far */
  bool timings, failed;
};

static void string(FILE *out, const char *before, const char *text)
{
  fprintf(out, "%s\"", before);
  conf_escape(out, text, CONF_ESCAPE_JSON);
  fputc('"', out);
}

/* Left out where there is nothing. */
static void optional(FILE *out, const char *before, const char *text)
{
  if (text != NULL)
    string(out, before, text);
}

static void footer(const struct conf_counts *counts, bool partial, char tail[512])
{
  int used = snprintf(tail, 512, "\n],\n\"footer\":{\"partial\":%s,\"scenarios\":%u",
                      partial ? "true" : "false", counts->scenarios);

  for (unsigned i = 0; i < CONF_VERDICTS; i++)
    used += snprintf(tail + used, (size_t)(512 - used), ",\"%s\":%u",
                     conf_verdict_text((enum conf_verdict)i), counts->of[i]);
  snprintf(tail + used, (size_t)(512 - used), "}}\n");
}

static void publish(struct json *json)
{
  char tail[512];

  footer(&json->counts, true, tail);
  if (!conf_output_publish(&json->output, (struct conf_output_ends){.tail = tail}))
    json->failed = true;
}

static void begin(struct conf_report *report, const struct conf_run_header *header)
{
  struct json *json = (struct json *)report;
  FILE *out = json->output.file;

  json->timings = header->timings;
  json->output.each = header->real;
  fprintf(out, "{\"notation\":1,\n\"program\":\"bitsnotify\",\n");
  string(out, "\"version\":", header->version);
  string(out, ",\n\"implementation\":", header->implementation);
  string(out, ",\n\"profile\":", header->profile);
  optional(out, ",\n\"host\":", header->host);
  fprintf(out, ",\n\"planned\":%u,\n\"results\":[", header->scenarios);
  publish(json);
}

static void lists(FILE *out, const struct conf_result *result)
{
  if (result->lines > 0) {
    fputs(",\"details\":[", out);
    for (unsigned i = 0; i < result->lines; i++)
      string(out, i == 0 ? "" : ",", result->line[i]);
    fputc(']', out);
  }
  if (result->asked > 0) {
    fputs(",\"decided\":[", out);
    for (unsigned i = 0; i < result->asked; i++)
      string(out, i == 0 ? "" : ",", bn_knob_row(result->asked_knob[i])->name);
    fputc(']', out);
  }
  if (result->fired > 0) {
    fputs(",\"fired\":[", out);
    for (unsigned i = 0; i < result->fired; i++)
      string(out, i == 0 ? "" : ",", bn_rule_text(result->fired_rule[i]));
    fputc(']', out);
  }
}

/* In our time: the scenario and its steps. */
static void times(FILE *out, const struct conf_result *result)
{
  fprintf(out, ",\"took_us\":%llu,\"steps\":[", (unsigned long long)result->took_us);
  for (unsigned i = 0; i < result->steps; i++) {
    const struct conf_step_time *time = &result->step_time[i];

    fprintf(out, "%s{\"step\":\"%u", i == 0 ? "" : ",", time->step[0]);
    if (time->step[1] != 0)
      fprintf(out, ".%u.%u", time->step[1], time->step[2]);
    fprintf(out, "\",\"took_us\":%llu}", (unsigned long long)time->us);
  }
  fputc(']', out);
}

static void one(struct conf_report *report, const struct conf_result *result)
{
  struct json *json = (struct json *)report;
  FILE *out = json->output.file;

  string(out, json->counts.scenarios == 0 ? "\n{\"path\":" : ",\n{\"path\":", result->path);
  string(out, ",\"title\":", result->title);
  string(out, ",\"verdict\":", conf_verdict_text(result->verdict));
  if (result->place.line > 0)
    fprintf(out, ",\"line\":%u,\"column\":%u", result->place.line, result->place.column);
  optional(out, ",\"reason\":", result->reason);
  optional(out, ",\"rule\":", result->rule);
  optional(out, ",\"predicted\":", result->predicted);
  optional(out, ",\"answer\":", result->answer);
  optional(out, ",\"reproduce\":", result->reproduce);
  lists(out, result);
  if (result->attempts > 1)
    fprintf(out, ",\"attempts\":%u,\"agreeing\":%u", result->attempts, result->agreeing);
  fprintf(out, ",\"virtual_ms\":%llu", (unsigned long long)result->virtual_ms);
  if (json->timings)
    times(out, result);
  fputc('}', out);
  conf_counts_add(&json->counts, result->verdict);
  if (conf_output_is_due(&json->output))
    publish(json);
}

static bool end(struct conf_report *report, const struct conf_counts *counts)
{
  struct json *json = (struct json *)report;
  char tail[512];

  footer(counts, false, tail);
  return conf_output_finish(&json->output, (struct conf_output_ends){.tail = tail}) &&
         !json->failed;
}

static void let_go(struct conf_report *report)
{
  conf_output_close(&((struct json *)report)->output);
  free(report);
}

struct conf_report *conf_report_json(const char *path, char *why)
{
  struct json *json = calloc(1, sizeof *json);

  if (json == NULL || !conf_output_open(&json->output, path, why)) {
    free(json);
    return NULL;
  }
  json->report =
      (struct conf_report){.self = json, .begin = begin, .result = one, .end = end, .free = let_go};
  return &json->report;
}
