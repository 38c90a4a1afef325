#include <inttypes.h>
#include <string.h>

#include "conformance/explain_parts.h"
#include "conformance/words.h"

/* Columns: where an event's words begin, where its reasons do, and where lines end. */
enum { WORDS_AT = 14, REASONS_AT = 16, WIDTH = 100 };

/* ---- reasons: each rule in full where it decides first, by its id from then on ---- */

static void new_line(struct conf_text *out, unsigned indent)
{
  conf_text_format(out, "\n%*s", (int)indent, "");
}

/* Adds `words` to a line that has `column` characters already, broken at its spaces. */
static void wrapped(struct conf_text *out, unsigned column, const char *words)
{
  while (*words != '\0') {
    unsigned length = (unsigned)strcspn(words, " ");

    if (column + 1 + length > WIDTH) {
      new_line(out, REASONS_AT + 3);
      column = REASONS_AT + 3;
    } else {
      conf_text_add(out, " ");
      column++;
    }
    conf_text_add_bytes(out, words, length);
    column += length;
    words += length;
    words += *words == ' ';
  }
}

/* What an open question was decided to be, when that was the default's doing. */
static const char *by_default(const struct conf_story *story, uint16_t rule)
{
  for (unsigned i = 0; i < story->result->asked; i++) {
    const struct bn_knob_row *row = bn_knob_row(story->result->asked_knob[i]);
    if (row->rule == rule)
      return bn_value_text(row->usual);
  }
  return NULL;
}

static void in_full(struct conf_story *story, uint16_t rule)
{
  const char *id = bn_rule_text(rule);
  const char *sentence = story->book->sentence(story->book->with, id);
  const char *value = by_default(story, rule);
  struct conf_text words = {0};

  conf_text_add(&words, sentence != NULL ? sentence : "see the rule");
  if (value != NULL)
    conf_text_format(&words, " Here, by default: %s.", value);
  conf_text_format(&story->out, "%*sby %s:", (int)REASONS_AT, "", id);
  wrapped(&story->out, REASONS_AT + 4 + (unsigned)strlen(id), words.bytes);
  conf_text_add(&story->out, "\n");
  conf_text_free(&words);
}

static void ids_told(struct conf_story *story)
{
  if (story->ids.length > 0)
    conf_text_format(&story->out, "%*sby %s\n", (int)REASONS_AT, "", story->ids.bytes);
  conf_text_free(&story->ids);
  story->ids = (struct conf_text){0};
  memset(story->named, 0, sizeof story->named);
}

static void because(struct conf_story *story, uint16_t rule)
{
  const char *id = bn_rule_text(rule);

  if (!story->told[rule]) {
    story->told[rule] = story->named[rule] = 1;
    in_full(story, rule);
  } else if (!story->named[rule]) {
    story->named[rule] = 1;
    conf_text_format(&story->ids, "%s%s", story->ids.length == 0 ? "" : ", ", id);
  }
}

/* ---- steps ---- */

static void step(struct conf_story *story, const uint8_t number[3], const char *words)
{
  struct conf_text label = {0};

  if (number[1] != 0)
    conf_text_format(&label, "%u.%u.%u", number[0], number[1], number[2]);
  else if (number[0] != 0)
    conf_text_format(&label, "%u", number[0]);
  conf_text_format(&story->out, "\n%5s  %s\n", label.bytes != NULL ? label.bytes : "", words);
  conf_text_free(&label);
  story->timed = 0;
}

static void step_end(struct conf_story *story)
{
  ids_told(story);
}

/* ---- events ---- */

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

/* The service found out, by the failure of a call, that nobody is there. */
static void unheard(struct conf_story *story, const struct conf_event *event)
{
  char buffer[24];

  who(story, event);
  conf_text_format(&story->out, " did not hear it: %s", conf_words_hresult(event->hresult, buffer));
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
    unheard(story, event);
    break;
  case CONF_EV_BEGIN:
  case CONF_EV_ACTIVATION:
  case CONF_EV_LAUNCH:
  case CONF_EV_EXIT:
  case CONF_EV_END:
  case CONF_EV_STATE:
  case CONF_EV_REQUEST:
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

/* The time is told where it changes. */
static void time_of(struct conf_story *story, const struct conf_event *event)
{
  if (story->timed && story->at_us == event->at_us)
    conf_text_format(&story->out, "%*s", (int)WORDS_AT, "");
  else
    conf_text_format(&story->out, "%9" PRIu64 " ms  ", event->at_us / 1000);
  story->timed = 1;
  story->at_us = event->at_us;
}

static bool is_reason(const struct conf_event *event)
{
  return event->kind == CONF_EV_RULE && event->rule < BN_RULE_COUNT &&
         (event->hresult == 0 || event->object == BN_NONE);
}

static void event(struct conf_story *story, const struct conf_event *event_)
{
  const char *rule = conf_story_rule(event_);

  if (is_heading(event_))
    return;
  if (is_reason(event_)) {
    because(story, event_->rule);
    return;
  }
  ids_told(story);
  time_of(story, event_);
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
  ids_told(story);
  decided_by_default(story);
  conf_text_format(&story->out, "\n%s", conf_verdict_text(r->verdict));
  if (r->answer != NULL)
    conf_text_format(&story->out, ": %s: %s", story->scenario->question, r->answer);
  if (r->reason != NULL)
    conf_text_format(&story->out, ": %s", r->reason);
  conf_text_add(&story->out, "\n");
}
