#include "conformance/attempts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/text.h"

static bool equal_text(const char *a, const char *b)
{
  return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

bool conf_attempts_equal(const struct conf_result *a, const struct conf_result *b)
{
  return a->verdict == b->verdict && a->place.line == b->place.line &&
         a->place.column == b->place.column && equal_text(a->reason, b->reason) &&
         equal_text(a->answer, b->answer);
}

static void say(char text[240], const struct conf_result *result)
{
  const char *more = result->reason != NULL ? result->reason : result->answer;

  snprintf(text, 240, "%s%s%.200s", conf_verdict_text(result->verdict), more == NULL ? "" : ": ",
           more == NULL ? "" : more);
}

void conf_attempts_add(struct conf_attempts *attempts, struct conf_result *next)
{
  attempts->others++;
  attempts->first->took_us += next->took_us;
  if (!conf_attempts_equal(attempts->first, next) && attempts->differ++ == 0) {
    attempts->number = attempts->others + 1;
    say(attempts->ended, next);
  }
  conf_result_free(next);
}

void conf_attempts_end(struct conf_attempts *attempts)
{
  struct conf_result *result = attempts->first;
  struct conf_text reason = {0};
  char ended[240];

  result->attempts = attempts->others + 1;
  result->agreeing = result->attempts - attempts->differ;
  if (attempts->differ == 0)
    return;
  say(ended, result);
  conf_text_format(&reason, "%u of %u attempts agree; the first was %s, attempt %u was %s",
                   result->agreeing, result->attempts, ended, attempts->number, attempts->ended);
  result->verdict = CONF_FLAKY;
  free(result->reason);
  result->reason = reason.bytes;
}
