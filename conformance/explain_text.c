#include <inttypes.h>

#include "conformance/explain_parts.h"
#include "conformance/words.h"

static void step(struct conf_story *story, const uint8_t number[3], const char *words)
{
  struct conf_text label = {0};

  if (number[1] != 0)
    conf_text_format(&label, "%u.%u.%u", number[0], number[1], number[2]);
  else if (number[0] != 0)
    conf_text_format(&label, "%u", number[0]);
  conf_text_format(&story->out, "\n%5s  %s\n", label.bytes != NULL ? label.bytes : "", words);
  conf_text_free(&label);
}

static void step_end(struct conf_story *story)
{
  (void)story;
}

static void who(struct conf_story *story, const struct conf_event *event)
{
  if (event->object != BN_NONE)
    conf_words_object(&story->out, story->scenario, event->object, event->instance);
  else if (event->program != BN_NONE)
    conf_text_add(&story->out, story->scenario->program[event->program].name);
  else if (event->app != BN_NONE)
    conf_text_add(&story->out, story->scenario->app[event->app].name);
}

static void result(struct conf_story *story, const struct conf_event *event)
{
  struct conf_text *out = &story->out;
  char buffer[24];

  conf_text_format(out, "%s returned %s", bn_method_text(event->method),
                   conf_words_hresult(event->hresult, buffer));
  if (bn_failed(event->hresult))
    return;
  if (event->method == BN_GetState)
    conf_text_format(out, ": %s", bn_job_state_text(event->state));
  if (event->method == BN_GetError)
    conf_text_format(out, ": %s in %s", conf_words_hresult(event->error, buffer),
                     bn_context_text(event->context));
}

/* A decision: its rule, and what the rule says. */
static void decision(struct conf_story *story, const struct conf_event *event)
{
  const char *id = conf_story_rule(event);
  const char *sentence = id != NULL ? story->book->sentence(story->book->with, id) : NULL;
  char buffer[24];

  if (event->hresult != 0 && event->object != BN_NONE) {
    who(story, event);
    conf_text_format(&story->out, " did not hear it: %s",
                     conf_words_hresult(event->hresult, buffer));
    return;
  }
  conf_text_format(&story->out, "because: %s", sentence != NULL ? sentence : "see the rule");
}

static void what(struct conf_story *story, const struct conf_event *event)
{
  struct conf_text *out = &story->out;
  const struct conf_scenario *s = story->scenario;
  char buffer[24];

  switch ((enum conf_event_kind)event->kind) {
  case CONF_EV_CALL:
    conf_text_format(out, "%s calls ", s->app[event->app].name);
    conf_words_call(out, s, event);
    break;
  case CONF_EV_RESULT:
    result(story, event);
    break;
  case CONF_EV_RETURN:
    who(story, event);
    conf_text_format(out, " returned %s from %s", conf_words_hresult(event->hresult, buffer),
                     bn_event_text(event->event));
    break;
  case CONF_EV_LOST:
    who(story, event);
    conf_text_format(out, " went away inside %s", bn_event_text(event->event));
    break;
  case CONF_EV_ACTIVATED:
    conf_text_format(out, "activation of %s: %s", s->app[event->app].name,
                     conf_words_hresult(event->hresult, buffer));
    break;
  case CONF_EV_START:
    conf_text_format(out, "the process of %s starts", s->app[event->app].name);
    break;
  case CONF_EV_WORLD:
  case CONF_EV_UNKNOWN:
    conf_text_add(out, event->text);
    break;
  case CONF_EV_QUIET:
    conf_text_format(out, "quiet for %" PRIu64 " ms", event->ms);
    break;
  case CONF_EV_RULE:
    decision(story, event);
    break;
  case CONF_EV_BEGIN:
  case CONF_EV_ACTIVATION:
  case CONF_EV_LAUNCH:
  case CONF_EV_EXIT:
  case CONF_EV_END:
  case CONF_EV_STATE:
    conf_words_event(out, s, event);
    break;
  case CONF_EV_DONE:
    break;
  }
}

/* The call and the world event of a step are its heading already. */
static bool is_heading(const struct conf_event *event)
{
  return event->kind == CONF_EV_WORLD || event->kind == CONF_EV_DONE ||
         (event->kind == CONF_EV_CALL && !event->from_handler);
}

static void event(struct conf_story *story, const struct conf_event *event_)
{
  const char *rule = conf_story_rule(event_);

  if (is_heading(event_))
    return;
  conf_text_format(&story->out, "%9" PRIu64 " ms  ", event_->at_us / 1000);
  conf_text_add(&story->out, event_->from_handler ? "  in the handler: " : "");
  what(story, event_);
  if (rule != NULL)
    conf_text_format(&story->out, "  [%s]", rule);
  conf_text_add(&story->out, "\n");
}

/* Open questions on which this run rests. */
static void decided_by_default(struct conf_story *story)
{
  struct conf_text *out = &story->out;

  if (story->result->asked > 0)
    conf_text_add(out, "\nMicrosoft's pages leave open, and here it was decided by default:\n");
  for (unsigned i = 0; i < story->result->asked; i++) {
    const struct bn_knob_row *row = bn_knob_row(story->result->asked_knob[i]);
    conf_text_format(out, "  %s = %s: %s  [%s]\n", row->name, bn_value_text(row->usual), row->text,
                     bn_rule_text(row->rule));
  }
}

void conf_explain_text(struct conf_story *story)
{
  static const struct conf_teller teller = {step, event, step_end};
  const struct conf_result *r = story->result;

  conf_text_format(&story->out, "%s\n%s\n", story->scenario->title, story->scenario->path);
  conf_story_tell(story, &teller);
  decided_by_default(story);
  conf_text_format(&story->out, "\n%s", conf_verdict_text(r->verdict));
  if (r->answer != NULL)
    conf_text_format(&story->out, ": %s: %s", story->scenario->question, r->answer);
  if (r->reason != NULL)
    conf_text_format(&story->out, ": %s", r->reason);
  conf_text_add(&story->out, "\n");
}
