#include <inttypes.h>
#include <string.h>

#include "conformance/explain_parts.h"
#include "conformance/words.h"

/* ';' ends a statement and '#' begins an entity there. */
static void label(struct conf_text *out, const char *words)
{
  for (; *words != '\0'; words++) {
    if (*words == '#' || *words == ';')
      conf_text_format(out, "#%d;", *words);
    else
      conf_text_add_bytes(out, words, 1);
  }
  conf_text_add(out, "\n");
}

static void app_id(char id[8], uint8_t app)
{
  memcpy(id, "A0", 3);
  id[1] = (char)('0' + app % 10);
}

static void other_side(char id[8], const struct conf_event *event)
{
  app_id(id, event->app);
  if (event->app == BN_NONE) {
    memcpy(id, "P0", 3);
    id[1] = (char)('0' + event->program % 10);
  }
}

static void arrow(struct conf_story *story, const char *from, const char *how, const char *to,
                  const char *words)
{
  conf_text_format(&story->out, "    %s%s%s: ", from, how, to);
  label(&story->out, words);
}

static void note(struct conf_story *story, const char *over, const char *words)
{
  conf_text_format(&story->out, "    Note over %s: ", over);
  label(&story->out, words);
}

/* ---- what passes between them ---- */

static void to_service(struct conf_story *story, const struct conf_event *event)
{
  struct conf_text words = {0};
  char id[8], buffer[24];

  other_side(id, event);
  if (event->kind == CONF_EV_CALL) {
    conf_words_call(&words, story->scenario, event);
    arrow(story, id, "->>", "BITS", words.bytes);
  } else if (event->kind == CONF_EV_RETURN) {
    arrow(story, id, "-->>", "BITS", conf_words_hresult(event->hresult, buffer));
  } else {
    conf_text_format(&words, "exit %" PRId32, event->code);
    arrow(story, id, "-->>", "BITS", words.bytes);
  }
  conf_text_free(&words);
}

static void to_client(struct conf_story *story, const struct conf_event *event)
{
  struct conf_text words = {0};
  char id[8], buffer[24];

  other_side(id, event);
  if (event->kind == CONF_EV_RESULT) {
    arrow(story, "BITS", "-->>", id, conf_words_hresult(event->hresult, buffer));
    return;
  }
  conf_words_event(&words, story->scenario, event);
  arrow(story, "BITS", "->>", id, words.bytes);
  conf_text_free(&words);
}

static void lost(struct conf_story *story, const struct conf_event *event)
{
  struct conf_text words = {0};
  char id[8];

  other_side(id, event);
  conf_text_format(&words, "gone inside %s", bn_event_text(event->event));
  arrow(story, id, "--x", "BITS", words.bytes);
  conf_text_free(&words);
}

static void noted(struct conf_story *story, const struct conf_event *event)
{
  struct conf_text words = {0};
  char id[8] = "BITS";

  if (event->kind == CONF_EV_STATE) {
    conf_words_event(&words, story->scenario, event);
  } else if (event->kind == CONF_EV_WORLD) {
    conf_text_add(&words, event->text);
  } else {
    app_id(id, event->app);
    conf_text_add(&words, event->kind == CONF_EV_START ? "starts" : "ends");
  }
  note(story, id, words.bytes);
  conf_text_free(&words);
}

/* When time moved, it is said once. */
static void moved(struct conf_story *story, const struct conf_event *event)
{
  const struct conf_event *before = event > story->trace->event ? event - 1 : event;
  struct conf_text words = {0};

  if (event->at_us == before->at_us)
    return;
  conf_text_format(&words, "%" PRIu64 " ms", event->at_us / 1000);
  note(story, "BITS", words.bytes);
  conf_text_free(&words);
}

static void event(struct conf_story *story, const struct conf_event *event_)
{
  if (event_->kind != CONF_EV_DONE)
    moved(story, event_);
  switch ((enum conf_event_kind)event_->kind) {
  case CONF_EV_CALL:
  case CONF_EV_RETURN:
  case CONF_EV_EXIT:
    to_service(story, event_);
    break;
  case CONF_EV_RESULT:
  case CONF_EV_BEGIN:
  case CONF_EV_ACTIVATION:
  case CONF_EV_LAUNCH:
    to_client(story, event_);
    break;
  case CONF_EV_LOST:
    lost(story, event_);
    break;
  case CONF_EV_START:
  case CONF_EV_END:
  case CONF_EV_STATE:
  case CONF_EV_WORLD:
    noted(story, event_);
    break;
  case CONF_EV_ACTIVATED:
  case CONF_EV_REQUEST:
  case CONF_EV_QUIET:
  case CONF_EV_RULE:
  case CONF_EV_UNKNOWN:
  case CONF_EV_DONE:
    break;
  }
}

static void step(struct conf_story *story, const uint8_t number[3], const char *words)
{
  (void)number;
  conf_text_add(&story->out, "    %% ");
  conf_text_add(&story->out, words);
  conf_text_add(&story->out, "\n");
}

static void step_end(struct conf_story *story)
{
  (void)story;
}

void conf_explain_mermaid(struct conf_story *story)
{
  static const struct conf_teller teller = {step, event, step_end};
  const struct conf_scenario *s = story->scenario;
  char id[8];

  conf_text_add(&story->out, "sequenceDiagram\n");
  for (uint8_t a = 0; a < s->apps; a++) {
    app_id(id, a);
    conf_text_format(&story->out, "    participant %s as %s\n", id, s->app[a].name);
    if (a == 0)
      conf_text_add(&story->out, "    participant BITS\n");
  }
  for (unsigned p = 0; p < s->programs; p++)
    conf_text_format(&story->out, "    participant P%u as %s\n", p, s->program[p].name);
  conf_story_tell(story, &teller);
}
