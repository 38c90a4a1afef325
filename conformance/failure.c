#include <inttypes.h>

#include "conformance/runner_parts.h"
#include "conformance/words.h"

enum { LOG_LINES = 6 }; /* of the receiver's log, and of what came elsewhere */

/* ---- putting a result together ---- */

static void step_words(struct conf_text *text, const struct conf_runner *r)
{
  conf_words_step(text, r->driver->trace->step);
  conf_text_add(text, ": ");
}

/* A miss that may be: it is noted, and the script goes on. */
static bool is_noted(struct conf_runner *r, enum conf_verdict verdict, struct conf_place place,
                     const char *reason)
{
  if (r->noted == NULL || (verdict != CONF_FAIL && verdict != CONF_INCONCLUSIVE) ||
      (r->predicted != NULL && !conf_misses_hold(r->predicted, place, reason)))
    return false;
  conf_misses_note(r->noted, place, reason);
  return true;
}

/* Takes the text over. False: the script goes on. */
static bool decide(struct conf_runner *r, enum conf_verdict verdict, struct conf_place place,
                   struct conf_text reason)
{
  if (is_noted(r, verdict, place, reason.bytes)) {
    conf_text_free(&reason);
    return false;
  }
  r->stopped = true;
  r->result->verdict = verdict;
  r->result->place = place;
  r->result->reason = reason.bytes;
  if (verdict == CONF_FAIL && r->scenario->rules > 0)
    r->result->rule = conf_text_copy(r->scenario->rule[0]);
  return true;
}

/* Takes the text over. */
static void line(struct conf_runner *r, struct conf_text text)
{
  if (r->result->lines < CONF_DETAIL_LINES)
    r->result->line[r->result->lines++] = text.bytes;
  else
    conf_text_free(&text);
}

static void last_lines(struct conf_runner *r)
{
  struct conf_text states = {0}, rules = {0}, again = {0};

  for (uint8_t j = 0; j < r->scenario->jobs; j++) {
    uint8_t state;
    if (r->driver->poll(r->driver, j, &state) == CONF_DID && state < BN_JOB_STATE_COUNT)
      conf_text_format(&states, "%s\"%s\" is %s", states.length == 0 ? "jobs: " : ", ",
                       r->scenario->job[j].name, bn_job_state_text(state));
  }
  if (states.length > 0)
    line(r, states);
  for (unsigned i = 0; i < r->scenario->rules; i++)
    conf_text_format(&rules, "%s%s", i == 0 ? "rules: " : ", ", r->scenario->rule[i]);
  if (rules.length > 0)
    line(r, rules);
  conf_text_format(&again, "what happened: bitsnotify explain %s", r->scenario->path);
  line(r, again);
}

/* ---- what came instead ---- */

static bool is_entry(const struct conf_event *event)
{
  return event->kind == CONF_EV_BEGIN || event->kind == CONF_EV_ACTIVATION ||
         event->kind == CONF_EV_LAUNCH || event->kind == CONF_EV_EXIT || event->kind == CONF_EV_END;
}

static void entry(struct conf_runner *r, unsigned i)
{
  const struct conf_event *event = &r->driver->trace->event[i];
  struct conf_text text = {0};

  conf_text_add(&text, "  ");
  conf_words_step(&text, event->step);
  if (event->at_us > 0)
    conf_text_format(&text, " (%" PRIu64 " ms)", event->at_us / 1000);
  conf_text_add(&text, ": ");
  conf_words_event(&text, r->scenario, event);
  if (conf_log_is_taken(&r->log, i))
    conf_text_add(&text, " (as expected)");
  line(r, text);
}

/* The last entries of the logs for which `there` says so (everything, if NULL). */
static void entries(struct conf_runner *r, const struct conf_expect *there, bool inside,
                    struct conf_text title)
{
  const struct conf_trace *trace = r->driver->trace;
  unsigned found[LOG_LINES], count = 0;

  for (unsigned i = trace->count; i-- > 0 && count < LOG_LINES;) {
    if (is_entry(&trace->event[i]) && conf_log_is_noise(&r->log, there, i) == inside)
      found[count++] = i;
  }
  if (count == 0 && !inside) {
    conf_text_free(&title);
    return;
  }
  conf_text_add(&title, count == 0 ? " nothing came" : " came");
  line(r, title);
  while (count-- > 0)
    entry(r, found[count]);
}

/* The receiver's log, and behind it what reached others. */
static void logs(struct conf_runner *r, const struct conf_expect *expect)
{
  struct conf_expect there = {
      .kind = CONF_EXPECT_SILENCE, .job = BN_NONE, .file = BN_NONE, .at = expect->at};
  struct conf_text title = {0}, elsewhere = {0};

  if (expect->children > 0)
    there.at = (struct conf_receiver){.kind = CONF_ANYWHERE};
  if (there.at.kind == CONF_ANYWHERE)
    conf_text_add(&title, "anywhere");
  else {
    conf_text_add(&title, "at ");
    conf_words_receiver(&title, r->scenario, there.at);
  }
  entries(r, &there, true, title);
  conf_text_add(&elsewhere, "elsewhere");
  entries(r, &there, false, elsewhere);
}

/* ---- expectations ---- */

static void window(struct conf_text *text, const struct conf_expect *expect)
{
  if (expect->within_written)
    conf_text_format(text, " within %" PRIu64 " ms", expect->within_ms);
}

static void missed(struct conf_text *text, const struct conf_runner *r, const struct conf_expect *x,
                   const struct conf_awaited *w)
{
  switch ((enum conf_expect_kind)x->kind) {
  case CONF_EXPECT_SILENCE:
    conf_words_event(text, r->scenario, &r->driver->trace->event[w->event]);
    conf_text_add(text, " came where silence was expected");
    return;
  case CONF_EXPECT_STATE:
    conf_text_format(text, "\"%s\" is %s, not ", r->scenario->job[x->job].name,
                     w->state < BN_JOB_STATE_COUNT ? bn_job_state_text(w->state) : "not there");
    for (unsigned i = 0; i < x->states; i++)
      conf_text_format(text, "%s%s", i == 0 ? "" : " or ", bn_job_state_text(x->state[i]));
    break;
  case CONF_EXPECT_IN_FLIGHT:
    conf_text_format(text, "%u callbacks are in flight at ", w->count);
    conf_words_receiver(text, r->scenario, x->at);
    conf_text_format(text, ", not %u", x->number);
    break;
  case CONF_EXPECT_CALLBACK:
  case CONF_EXPECT_ACTIVATION:
  case CONF_EXPECT_LAUNCH:
  case CONF_EXPECT_EXIT:
  case CONF_EXPECT_IN_ORDER:
  case CONF_EXPECT_ANY_ORDER:
  case CONF_EXPECT_ONE_OF:
  case CONF_EXPECT_ALLOWED:
    conf_words_expect(text, r->scenario, x);
    if (x->exactly_written)
      conf_text_format(text, " came %u times", w->count);
    else
      conf_text_add(text, " did not come");
    break;
  }
  window(text, x);
}

void conf_fail_expect(struct conf_runner *r, const struct conf_expect *expect,
                      const struct conf_awaited *awaited, enum conf_met met)
{
  struct conf_text reason = {0};
  bool fails = met == CONF_MISSED && !expect->otherwise_inconclusive && !awaited->impatient;

  step_words(&reason, r);
  if (met == CONF_MET_LATE) {
    conf_words_expect(&reason, r->scenario, expect);
    conf_text_add(&reason, " came late, behind its window");
  } else {
    missed(&reason, r, expect, awaited);
  }
  if (!decide(r, fails ? CONF_FAIL : CONF_INCONCLUSIVE, expect->place, reason))
    return;
  logs(r, expect);
  last_lines(r);
}

/* That it waits no longer than the profile does is why it came too late here. */
void conf_fail_late(struct conf_runner *r, const struct conf_expect *expect)
{
  struct conf_text reason = {0};

  conf_words_expect(&reason, r->scenario, expect);
  conf_text_format(&reason, " came in the end, though %s misses it: play it without --allow",
                   r->predicted->profile);
  if (!decide(r, CONF_INCONCLUSIVE, expect->place, reason))
    return;
  logs(r, expect);
  last_lines(r);
}

/* ---- the rest ---- */

void conf_fail_call(struct conf_runner *r, const struct conf_call *call, struct conf_place place,
                    const struct conf_event *result)
{
  struct conf_text reason = {0};

  step_words(&reason, r);
  if (result->from_handler)
    conf_text_add(&reason, "in a handler, ");
  conf_words_call_miss(&reason, r->scenario, call, result);
  if (decide(r, CONF_FAIL, place, reason))
    last_lines(r);
}

void conf_fail_left_over(struct conf_runner *r, unsigned event)
{
  struct conf_expect anywhere = {.job = BN_NONE, .file = BN_NONE};
  struct conf_text reason = {0};

  conf_words_event(&reason, r->scenario, &r->driver->trace->event[event]);
  conf_text_add(&reason, r->driver->trace->event[event].step[0] != 0 ? " came in " : " came ");
  conf_words_step(&reason, r->driver->trace->event[event].step);
  conf_text_add(&reason, ", and no step expected it");
  if (!decide(r, CONF_FAIL, (struct conf_place){0, 0}, reason))
    return;
  logs(r, &anywhere);
  last_lines(r);
}

void conf_fail_answers(struct conf_runner *r)
{
  struct conf_expect anywhere = {.job = BN_NONE, .file = BN_NONE};
  struct conf_text reason = {0};

  conf_text_format(&reason, "no answer to %s describes what happened", r->scenario->question);
  if (!decide(r, CONF_FAIL, r->scenario->answer[0].place, reason))
    return;
  logs(r, &anywhere);
  last_lines(r);
}

void conf_fail_driver(struct conf_runner *r, enum conf_did did)
{
  static const enum conf_verdict verdict[] = {
      [CONF_DID_BROKEN] = CONF_BROKEN,
      [CONF_DID_CRASH] = CONF_CRASHED,
      [CONF_DID_UNSEEN] = CONF_INCONCLUSIVE,
  };
  struct conf_text reason = {0};

  r->fell = true;
  step_words(&reason, r);
  conf_text_add(&reason, r->driver->sentence);
  (void)decide(r, verdict[did], r->result->place, reason);
}

void conf_fail_not_made(struct conf_runner *r, const struct conf_do *item)
{
  struct conf_text reason = {0};

  conf_text_format(&reason, "no handler came to this %s, whose result is expected",
                   bn_method_text(item->call.method));
  (void)decide(r, CONF_INCONCLUSIVE, item->place, reason);
}

void conf_fail_unknown(struct conf_runner *r)
{
  struct conf_text reason = {0};

  conf_text_format(&reason, "%u events of the trace are of a kind that this version does not know",
                   r->driver->trace->unknown);
  (void)decide(r, CONF_INCONCLUSIVE, (struct conf_place){0, 0}, reason);
}
