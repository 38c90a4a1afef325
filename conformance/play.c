#include "conformance/play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/attempts.h"
#include "conformance/capability.h"
#include "conformance/files.h"
#include "conformance/problems.h"
#include "conformance/runner.h"
#include "conformance/sha256.h"
#include "conformance/text.h"

/* What is used again for every scenario. */
struct conf_play_room {
  char bytes[CONF_TEXT_MAX + 2];
  struct conf_problems problems;
  struct conf_trace trace;
};

void conf_play_begin(struct conf_play *play)
{
  play->room = conf_text_grow(NULL, sizeof *play->room);
  play->scenario = NULL;
  conf_trace_init(&play->room->trace, NULL);
}

void conf_play_end(struct conf_play *play)
{
  if (play->implementation->end != NULL)
    play->implementation->end();
  conf_scenario_free(play->scenario);
  play->scenario = NULL;
  conf_trace_free(&play->room->trace);
  free(play->room);
  play->room = NULL;
}

static void decide(struct conf_result *result, enum conf_verdict verdict, const char *reason)
{
  result->verdict = verdict;
  free(result->reason);
  result->reason = conf_text_copy(reason);
}

/* The first problem is the sentence, the others are the lines below it. */
static void broken(struct conf_result *result, const struct conf_problems *problems)
{
  unsigned kept = problems->count < CONF_PROBLEMS ? problems->count : CONF_PROBLEMS;

  decide(result, CONF_BROKEN, problems->item[0].text);
  result->place = problems->item[0].place;
  for (unsigned i = 1; i < kept && result->lines < CONF_DETAIL_LINES - 1; i++) {
    struct conf_text line = {0};
    conf_text_format(&line, "%u:%u: %s", problems->item[i].place.line,
                     problems->item[i].place.column, problems->item[i].text);
    result->line[result->lines++] = line.bytes;
  }
  if (problems->count > result->lines + 1) {
    struct conf_text line = {0};
    conf_text_format(&line, "and %u more", problems->count - result->lines - 1);
    result->line[result->lines++] = line.bytes;
  }
}

/* False when the result says already what came of it. */
static bool read_scenario(struct conf_play *play, const char *path, struct conf_result *result)
{
  struct conf_play_room *room = play->room;
  char why[240];
  size_t length = 0;

  room->problems.count = 0;
  /* One byte more than a scenario may have, so that the reader can say so. */
  if (!conf_file_read(path, room->bytes, CONF_TEXT_MAX + 1, &length, why)) {
    decide(result, CONF_BROKEN, why);
    return false;
  }
  play->scenario = conf_scenario_read(path, room->bytes, length, &room->problems);
  if (play->scenario != NULL && play->catalogue != NULL)
    conf_catalogue_check(play->catalogue, play->scenario, &room->problems);
  if (play->scenario != NULL && (play->keep != NULL || play->implementation->digest))
    conf_sha256(room->bytes, length, play->scenario->sha256);
  if (play->scenario != NULL)
    result->title = conf_text_copy(play->scenario->title);
  if (room->problems.count == 0)
    return true;
  broken(result, &room->problems);
  return false;
}

/* What the scenario needs and the profile lacks. */
static const char *lack(const struct conf_profile *profile, const struct conf_scenario *scenario)
{
  for (unsigned i = 0; i < profile->missing; i++)
    if (conf_lack_matters(scenario, profile->lacks[i]))
      return profile->lacks[i];
  return NULL;
}

/* A real service may also be known to lack what the profile of --allow does. */
static const char *lacking(const struct conf_play *play, char reason[240])
{
  const struct conf_profile *profile = play->manner.as;
  const char *what = lack(profile, play->scenario);

  if (what == NULL && play->implementation->depends_on_host && play->allow != NULL) {
    profile = play->allow;
    what = lack(profile, play->scenario);
  }
  if (what == NULL)
    return NULL;
  snprintf(reason, 240, "%s lacks %s", profile->name, what);
  return reason;
}

/* True when the scenario is skipped. */
static bool skipped(const struct conf_play *play, struct conf_result *result)
{
  const char *absent = play->implementation->absent(&play->manner);
  char reason[240];

  if (absent == NULL)
    absent = lacking(play, reason);
  if (absent == NULL && play->implementation->unfit != NULL)
    absent = play->implementation->unfit(&play->manner, play->scenario);
  if (absent != NULL)
    decide(result, CONF_SKIP, absent);
  return absent != NULL;
}

/* One attempt, its trace left in the room. */
static void attempt(struct conf_play *play, unsigned number, struct conf_result *result)
{
  uint64_t began_ns = uv_hrtime();
  char why[240];

  conf_trace_clear(&play->room->trace, play->scenario);
  *result = (struct conf_result){0};
  play->manner.attempt = number;
  play->implementation->play(&play->manner, play->scenario, &play->room->trace, result);
  result->took_us = (uv_hrtime() - began_ns) / 1000;
  /* A skip (there is no recording) played nothing. */
  if (play->keep != NULL && result->verdict != CONF_SKIP &&
      !play->keep(play->with, play->scenario->path, number, &play->room->trace, why))
    decide(result, CONF_CRASHED, why);
}

/* The profile of --allow deviates in the same way: the failure is known. */
static void excuse(struct conf_play *play, struct conf_result *result)
{
  struct conf_result predicted = {0};
  char reason[400];

  if (result->verdict != CONF_FAIL || play->allow == NULL)
    return;
  conf_trace_clear(&play->room->trace, play->scenario);
  conf_run_sim(play->scenario, play->allow, &play->room->trace, &predicted);
  if (conf_attempts_equal(result, &predicted)) {
    snprintf(reason, sizeof reason, "%.300s, as %s does", result->reason, play->allow->name);
    decide(result, CONF_KNOWN, reason);
  }
  conf_result_free(&predicted);
}

static void complete(struct conf_play *play, const char *path, struct conf_result *result)
{
  struct conf_text again = {0};

  if (result->path == NULL)
    result->path = conf_text_copy(path);
  if (result->title == NULL)
    result->title = conf_text_copy(play->scenario == NULL ? "" : play->scenario->title);
  if (result->attempts == 0)
    result->attempts = result->agreeing = 1;
  if (result->verdict == CONF_PASS || result->verdict == CONF_SKIP || result->verdict == CONF_KNOWN)
    return;
  conf_text_format(&again, "bitsnotify run%s %s", play->options, path);
  free(result->reproduce);
  result->reproduce = again.bytes;
}

void conf_play_one(struct conf_play *play, const char *path, struct conf_result *result)
{
  conf_scenario_free(play->scenario);
  play->scenario = NULL;
  *result = (struct conf_result){0};
  if (read_scenario(play, path, result) && !skipped(play, result)) {
    conf_result_free(result);
    attempt(play, 1, result);
    struct conf_attempts attempts = {.first = result};
    for (unsigned i = 2; i <= play->repeat; i++) {
      struct conf_result next;
      attempt(play, i, &next);
      conf_attempts_add(&attempts, &next);
    }
    conf_attempts_end(&attempts);
    excuse(play, result);
  }
  complete(play, path, result);
}
