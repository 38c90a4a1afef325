#include "conformance/explain_parts.h"
#include "conformance/trace_notation.h"
#include "sim/rules.h"

static void member(struct conf_text *out, const char *name, const char *value)
{
  conf_text_format(out, ",\n  \"%s\": ", name);
  if (value == NULL)
    conf_text_add(out, "null");
  else
    conf_text_quote(out, value);
}

static bool ends_with(const struct conf_text *text, char c)
{
  return text->length > 0 && text->bytes[text->length - 1] == c;
}

static void step(struct conf_story *story, const uint8_t number[3], const char *words)
{
  struct conf_text *out = &story->out;

  conf_text_add(out, ends_with(out, '[') ? "\n    {\"step\": " : ",\n    {\"step\": ");
  if (number[0] == 0)
    conf_text_add(out, "null");
  else if (number[1] == 0)
    conf_text_format(out, "\"%u\"", number[0]);
  else
    conf_text_format(out, "\"%u.%u.%u\"", number[0], number[1], number[2]);
  conf_text_add(out, ", \"does\": ");
  conf_text_quote(out, words);
  conf_text_add(out, ", \"events\": [");
}

static void event(struct conf_story *story, const struct conf_event *event_)
{
  struct conf_text *out = &story->out;

  conf_text_add(out, ends_with(out, '[') ? "\n      " : ",\n      ");
  conf_trace_event(out, story->scenario, event_);
}

static void step_end(struct conf_story *story)
{
  conf_text_add(&story->out, "]}");
}

static void decided_by_default(struct conf_story *story)
{
  struct conf_text *out = &story->out;

  conf_text_add(out, ",\n  \"decided-by-default\": {");
  for (unsigned i = 0; i < story->result->asked; i++) {
    const struct bn_knob_row *row = bn_knob_row(story->result->asked_knob[i]);

    conf_text_add(out, i == 0 ? "\n    " : ",\n    ");
    conf_text_quote(out, row->name);
    conf_text_add(out, ": ");
    conf_text_quote(out, bn_value_text(row->usual));
  }
  conf_text_add(out, "}");
}

static void rules(struct conf_story *story)
{
  struct conf_text *out = &story->out;

  conf_text_add(out, ",\n  \"rules\": {");
  for (unsigned i = 0; i < story->result->fired; i++) {
    const char *id = bn_rule_text(story->result->fired_rule[i]);
    const char *sentence = story->book->sentence(story->book->with, id);

    conf_text_add(out, i == 0 ? "\n    " : ",\n    ");
    conf_text_quote(out, id);
    conf_text_add(out, ": ");
    conf_text_quote(out, sentence != NULL ? sentence : "");
  }
  conf_text_add(out, "}");
}

void conf_explain_json(struct conf_story *story)
{
  static const struct conf_teller teller = {step, event, step_end};
  struct conf_text *out = &story->out;

  conf_text_add(out, "{\n  \"scenario\": ");
  conf_text_quote(out, story->scenario->path);
  member(out, "title", story->scenario->title);
  member(out, "verdict", conf_verdict_text(story->result->verdict));
  member(out, "reason", story->result->reason);
  member(out, "answer", story->result->answer);
  conf_text_add(out, ",\n  \"steps\": [");
  conf_story_tell(story, &teller);
  conf_text_add(out, "]");
  decided_by_default(story);
  rules(story);
  conf_text_add(out, "\n}\n");
}
