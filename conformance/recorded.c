#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/driver_recorded.h"
#include "conformance/files.h"
#include "conformance/json.h"
#include "conformance/live.h"
#include "conformance/record.h"
#include "conformance/runner.h"
#include "conformance/text.h"

enum { LONGEST = 16 * 1024 * 1024, FOLDERS = 32 };

static void decide(struct conf_result *result, enum conf_verdict verdict, const char *reason)
{
  result->verdict = verdict;
  free(result->reason);
  result->reason = conf_text_copy(reason);
}

/* ---- judging one trace ---- */

/* Whether the first line names the scenario by its digest; true when it cannot be told, for the
 * reader to complain about. */
static bool is_of(const char *bytes, size_t length, const struct conf_scenario *scenario)
{
  const char *end = memchr(bytes, '\n', length);
  struct conf_problem problem;
  struct conf_json json;
  bool same = true;

  if (!conf_json_read(&json, bytes, end == NULL ? length : (size_t)(end - bytes), &problem))
    return true;
  const cJSON *digest = cJSON_GetObjectItemCaseSensitive(json.root, "sha256");
  if (cJSON_IsString(digest))
    same = strcmp(digest->valuestring, scenario->sha256) == 0;
  conf_json_free(&json);
  return same;
}

static void note_rules(const struct conf_trace *recording, struct conf_result *result)
{
  bool fired[BN_RULE_COUNT] = {false};

  for (unsigned i = 0; i < recording->count; i++)
    if (recording->event[i].rule < BN_RULE_COUNT)
      fired[recording->event[i].rule] = true;
  for (uint16_t r = 0; r < BN_RULE_COUNT && result->fired < CONF_FIRED; r++)
    if (fired[r])
      result->fired_rule[result->fired++] = r;
}

static void judge(const struct conf_manner *manner, const struct conf_trace *recording,
                  struct conf_trace *trace, struct conf_result *result)
{
  static const struct conf_timing at_once = {0};
  struct conf_timing real = conf_timing_fast(manner->time_scale, manner->speed);
  struct conf_misses misses = {0};
  struct conf_recorded recorded;
  char reason[120];
  unsigned left;
  bool is_virtual = strcmp(recording->clock, "virtual") == 0;
  bool predicts = !is_virtual && manner->allow != NULL;

  if (strcmp(recording->clock, "jumping") != 0) { /* such a clock took nobody's patience */
    real.patience_us = (uint64_t)(manner->patience * 1e6 * manner->time_scale);
    real.listen_us = conf_live_listen_us(manner->patience, manner->time_scale);
  }
  conf_recorded_open(&recorded, recording, trace);
  if (predicts)
    conf_predict(trace->scenario, manner->allow, real.listen_us, &misses);
  conf_run(trace->scenario, &recorded.driver, is_virtual ? &at_once : &real,
           predicts ? &misses : NULL, result);
  conf_misses_free(&misses);
  note_rules(recording, result);
  left = conf_recorded_left(&recorded);
  if (result->verdict == CONF_PASS && left > 0) {
    snprintf(reason, sizeof reason, "%u events of the recording were not looked at", left);
    decide(result, CONF_INCONCLUSIVE, reason);
  }
  /* A wait may end later than it was meant to. */
  if (left == 0)
    trace->event[trace->count - 1].at_us = recording->event[recording->count - 1].at_us;
}

static void play_bytes(const struct conf_manner *manner, const char *name, const char *bytes,
                       size_t length, struct conf_trace *trace, struct conf_result *result)
{
  struct conf_problem problem = {0};
  struct conf_trace recording;
  char reason[CONF_PATH_MAX + 400];

  if (!is_of(bytes, length, trace->scenario)) {
    decide(result, CONF_SKIP, "its recording is of another version of the scenario");
    return;
  }
  conf_trace_init(&recording, trace->scenario);
  if (!conf_trace_read(&recording, trace->scenario, bytes, length, &problem)) {
    snprintf(reason, sizeof reason, "%s:%u:%u: %s", name, problem.place.line, problem.place.column,
             problem.text);
    decide(result, CONF_INCONCLUSIVE, reason);
  } else if (!recording.complete) {
    snprintf(reason, sizeof reason, "the recording has no end: it was cut short behind line %u",
             recording.count + 1);
    decide(result, CONF_INCONCLUSIVE, reason);
  } else {
    judge(manner, &recording, trace, result);
  }
  conf_trace_free(&recording);
}

static void play_file(const struct conf_manner *manner, const char *folder,
                      struct conf_trace *trace, struct conf_result *result)
{
  struct conf_record record = {folder, manner->root};
  char name[CONF_PATH_MAX], why[240] = "the name of its recording would be too long";
  size_t length = 0;

  if (!conf_record_name(&record, trace->scenario->path, manner->attempt, name)) {
    decide(result, CONF_INCONCLUSIVE, why);
    return;
  }
  if (conf_file_kind(name) == CONF_NO_FILE) {
    decide(result, CONF_SKIP, "there is no recording of it");
    return;
  }
  char *bytes = conf_file_load(name, LONGEST, &length, why);
  if (bytes == NULL)
    decide(result, CONF_INCONCLUSIVE, why);
  else
    play_bytes(manner, name, bytes, length, trace, result);
  free(bytes);
}

/* ---- all folders of recordings ---- */

struct folders {
  unsigned count;
  char name[FOLDERS][CONF_PATH_MAX];
};

/* Those in recorded/ of the root, in the order of their bytes. */
static void list_folders(const struct conf_root *root, struct folders *folders)
{
  char above[CONF_PATH_MAX];
  uv_dirent_t entry;
  uv_fs_t request;

  conf_root_file(root, "recorded", above);
  folders->count = 0;
  if (uv_fs_scandir(NULL, &request, above, 0, NULL) >= 0) {
    while (folders->count < FOLDERS && uv_fs_scandir_next(&request, &entry) != UV_EOF) {
      char *name = folders->name[folders->count];
      int length = snprintf(name, CONF_PATH_MAX, "%.700s/%s", above, entry.name);
      if (entry.name[0] != '.' && length < CONF_PATH_MAX && conf_file_kind(name) == CONF_FOLDER)
        folders->count++;
    }
  }
  uv_fs_req_cleanup(&request);
  qsort(folders->name, folders->count, sizeof folders->name[0],
        (int (*)(const void *, const void *))strcmp);
}

static unsigned rank(enum conf_verdict verdict)
{
  static const enum conf_verdict better[] = {CONF_SKIP,         CONF_PASS, CONF_KNOWN,
                                             CONF_INCONCLUSIVE, CONF_FAIL, CONF_BROKEN};
  unsigned i = 0;

  while (i < sizeof better / sizeof better[0] && better[i] != verdict)
    i++;
  return i;
}

static void say_where(struct conf_result *result, const char *folder)
{
  const char *name = strrchr(folder, '/') + 1;
  struct conf_text reason = {0};

  if (result->reason == NULL || result->verdict == CONF_SKIP)
    return;
  conf_text_format(&reason, "on %s, %s", name, result->reason);
  free(result->reason);
  result->reason = reason.bytes;
}

void conf_recorded_play(const struct conf_manner *manner, const struct conf_scenario *scenario,
                        struct conf_trace *trace, struct conf_result *result)
{
  struct folders *folders;

  if (manner->argument != NULL) {
    play_file(manner, manner->argument, trace, result);
    return;
  }
  folders = conf_text_grow(NULL, sizeof *folders);
  list_folders(manner->root, folders);
  decide(result, CONF_SKIP, "there is no recording of it");
  for (unsigned i = 0; i < folders->count; i++) {
    struct conf_result next = {0};

    conf_trace_clear(trace, scenario);
    play_file(manner, folders->name[i], trace, &next);
    if (folders->count > 1)
      say_where(&next, folders->name[i]);
    if (rank(next.verdict) >= rank(result->verdict)) {
      conf_result_free(result);
      *result = next;
    } else {
      conf_result_free(&next);
    }
  }
  free(folders);
}
