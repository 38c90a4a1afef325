/* Bytes nobody wrote: the reader of traces accepts or complains. What it accepts is written and
 * read again to the same bytes, and can be judged as a recording. The scenario is the one that
 * FUZZ_SCENARIO names. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/driver_recorded.h"
#include "conformance/files.h"
#include "conformance/runner.h"

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static struct conf_scenario *scenario;

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
  static struct conf_problems problems;
  const char *path = getenv("FUZZ_SCENARIO");
  size_t length = 0;
  char why[240];
  char *bytes = path == NULL ? NULL : conf_file_load(path, CONF_TEXT_MAX, &length, why);

  (void)count;
  (void)arguments;
  if (bytes != NULL)
    scenario = conf_scenario_read(path, bytes, length, &problems);
  free(bytes);
  assert(scenario != NULL);
  return 0;
}

static void read_again(const struct conf_trace *trace)
{
  struct conf_problem problem;
  struct conf_trace back;
  char *first = conf_trace_write(trace), *second;

  conf_trace_init(&back, scenario);
  assert(conf_trace_read(&back, scenario, first, strlen(first), &problem));
  second = conf_trace_write(&back);
  assert(strcmp(first, second) == 0);
  free(first);
  free(second);
  conf_trace_free(&back);
}

static void judge(const struct conf_trace *recording)
{
  static const struct conf_timing at_once = {0};
  struct conf_timing real = conf_timing_real(1);
  struct conf_result result = {0};
  struct conf_recorded recorded;
  struct conf_trace trace;

  conf_trace_init(&trace, scenario);
  conf_recorded_open(&recorded, recording, &trace);
  conf_run(scenario, &recorded.driver, strcmp(recording->clock, "virtual") == 0 ? &at_once : &real,
           NULL, &result);
  assert(result.verdict != CONF_PASS || trace.unknown == 0);
  conf_result_free(&result);
  conf_trace_free(&trace);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
  struct conf_problem problem = {0};
  struct conf_trace trace;

  conf_trace_init(&trace, scenario);
  if (conf_trace_read(&trace, scenario, (const char *)bytes, count, &problem)) {
    read_again(&trace);
    if (trace.complete)
      judge(&trace);
  } else {
    assert(problem.text[0] != '\0' && trace.count == 0);
  }
  conf_trace_free(&trace);
  return 0;
}
