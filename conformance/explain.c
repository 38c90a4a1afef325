#include <string.h>

#include "conformance/explain_parts.h"
#include "conformance/runner.h"
#include "conformance/words.h"
#include "sim/rules.h"

const char *conf_story_rule(const struct conf_event *event)
{
  return event->rule < BN_RULE_COUNT ? bn_rule_text(event->rule) : NULL;
}

/* ---- the steps in words ---- */

static struct conf_event call_event(const struct conf_step *step)
{
  struct conf_event event = conf_event_of(CONF_EV_CALL);

  event.method = step->call.method;
  event.job = step->call.job;
  event.file = step->call.file;
  event.object = step->call.object;
  event.class_ = step->call.class_;
  event.program = step->call.program;
  event.property = step->call.property;
  event.value = step->call.value;
  return event;
}

static void words_of_step(struct conf_text *text, const struct conf_scenario *s,
                          const struct conf_step *step)
{
  struct conf_event call;

  switch ((enum conf_step_kind)step->kind) {
  case CONF_STEP_CALL:
    call = call_event(step);
    conf_text_format(text, "%s calls ", s->app[step->app].name);
    conf_words_call(text, s, &call);
    break;
  case CONF_STEP_WORLD:
    conf_text_add(text, "world: ");
    conf_words_world(text, s, &step->world);
    break;
  case CONF_STEP_EXPECT:
    conf_text_add(text, "expected: ");
    conf_words_expect(text, s, &s->expect[step->expect]);
    break;
  case CONF_STEP_TOGETHER:
    conf_text_format(text, "%u lanes together", step->lanes);
    break;
  }
}

/* ---- the walk ---- */

static unsigned tell_events(struct conf_story *story, const struct conf_teller *teller,
                            const uint8_t number[3], unsigned next)
{
  for (; next < story->trace->count; next++) {
    const struct conf_event *event = &story->trace->event[next];

    if (memcmp(event->step, number, sizeof event->step) != 0)
      break;
    teller->event(story, event);
  }
  return next;
}

struct walk {
  struct conf_story *story;
  const struct conf_teller *teller;
  unsigned next; /* event */
  bool over;     /* the play stopped in the step just told */
};

static void tell_step(struct walk *walk, const struct conf_step *step)
{
  const struct conf_scenario *s = walk->story->scenario;
  struct conf_text words = {0};

  words_of_step(&words, s, step);
  walk->teller->step(walk->story, step->number, words.bytes);
  walk->next = tell_events(walk->story, walk->teller, step->number, walk->next);
  walk->teller->step_end(walk->story);
  conf_text_free(&words);
  walk->over = memcmp(walk->story->result->step, step->number, sizeof step->number) == 0;
  for (unsigned l = 0; step->kind == CONF_STEP_TOGETHER && l < step->lanes; l++) {
    for (unsigned i = 0; i < step->lane[l].count && !walk->over; i++)
      tell_step(walk, &s->step[step->lane[l].first + i]);
  }
}

void conf_story_tell(struct conf_story *story, const struct conf_teller *teller)
{
  static const uint8_t none[3] = {0};
  struct walk walk = {.story = story, .teller = teller};

  for (unsigned i = 0; i < story->scenario->top_steps && !walk.over; i++)
    tell_step(&walk, &story->scenario->step[i]);
  if (walk.next + 1 >= story->trace->count) /* nothing but the last line */
    return;
  teller->step(story, none, story->scenario->question != NULL ? "then" : "at the end");
  (void)tell_events(story, teller, none, walk.next);
  teller->step_end(story);
}

enum conf_verdict conf_explain(FILE *out, const struct conf_scenario *scenario,
                               const struct conf_profile *profile, enum conf_explain_format format,
                               const struct conf_rule_book *book)
{
  struct conf_result result = {0};
  struct conf_trace trace;
  struct conf_story story = {
      .scenario = scenario, .trace = &trace, .result = &result, .book = book};
  enum conf_verdict verdict;

  conf_trace_init(&trace, scenario);
  conf_run_sim(scenario, profile, &trace, &result);
  switch (format) {
  case CONF_EXPLAIN_TEXT:
    conf_explain_text(&story);
    break;
  case CONF_EXPLAIN_MERMAID:
    conf_explain_mermaid(&story);
    break;
  case CONF_EXPLAIN_JSON:
    conf_explain_json(&story);
    break;
  }
  (void)fwrite(story.out.bytes, 1, story.out.length, out);
  verdict = result.verdict;
  conf_text_free(&story.out);
  conf_result_free(&result);
  conf_trace_free(&trace);
  return verdict;
}
