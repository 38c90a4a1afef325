#include "conformance/words.h"

#include <inttypes.h>
#include <stdio.h>

#define HTTP_ERROR 0x80190000u
enum { STATUS_MIN = 100, STATUS_MAX = 599 };

const char *conf_words_hresult(int32_t hresult, char buffer[24])
{
  const char *name = bn_hresult_text(hresult);
  uint32_t bits = (uint32_t)hresult;

  if (name != NULL)
    return name;
  if (bits >= HTTP_ERROR + STATUS_MIN && bits <= HTTP_ERROR + STATUS_MAX)
    (void)snprintf(buffer, 24, "BG_E_HTTP_ERROR_%u", (unsigned)(bits - HTTP_ERROR));
  else
    (void)snprintf(buffer, 24, "0x%08" PRIX32, bits);
  return buffer;
}

void conf_words_object(struct conf_text *text, const struct conf_scenario *s, uint8_t object,
                       uint8_t instance)
{
  conf_text_add(text, s->app[s->object[object].app].name);
  conf_text_add(text, ".");
  conf_text_add(text, s->object[object].name);
  if (instance != 0)
    conf_text_format(text, "#%u", instance);
}

void conf_words_receiver(struct conf_text *text, const struct conf_scenario *s,
                         struct conf_receiver at)
{
  switch ((enum conf_receiver_kind)at.kind) {
  case CONF_ANYWHERE:
    conf_text_add(text, "anywhere");
    break;
  case CONF_AT_OBJECT:
    conf_words_object(text, s, at.index, at.instance);
    break;
  case CONF_AT_APP:
    conf_text_add(text, s->app[at.index].name);
    break;
  case CONF_AT_PROGRAM:
    conf_text_add(text, s->program[at.index].name);
    break;
  }
}

void conf_words_flags(struct conf_text *text, uint32_t flags)
{
  const char *between = "";

  if (flags == 0)
    conf_text_add(text, "none");
  for (unsigned bit = 0; bit < 32; bit++) {
    const char *name = bn_flag_text(1u << bit);

    if ((flags >> bit & 1u) == 0)
      continue;
    conf_text_add(text, between);
    if (name != NULL)
      conf_text_add(text, name);
    else
      conf_text_format(text, "0x%X", 1u << bit);
    between = " | ";
  }
}

/* ---- calls ---- */

static void argument(struct conf_text *text, const struct conf_scenario *s,
                     const struct conf_event *e)
{
  switch (e->method) {
  case BN_AddFile:
    if (e->file != BN_NONE)
      conf_text_format(text, " with \"%s\"", s->file[e->file].name);
    break;
  case BN_SetValidationState:
  case BN_GetValidationState:
    if (e->file != BN_NONE)
      conf_text_format(text, ", file \"%s\"", s->file[e->file].name);
    if (e->method == BN_SetValidationState)
      conf_text_add(text, e->value ? ", to true" : ", to false");
    break;
  case BN_SetNotifyInterface:
    conf_text_add(text, " to ");
    if (e->object == BN_NONE)
      conf_text_add(text, "NULL");
    else
      conf_words_object(text, s, e->object, e->instance);
    break;
  case BN_SetNotifyFlags:
    conf_text_add(text, " to ");
    conf_words_flags(text, e->value);
    break;
  case BN_SetNotifyCmdLine:
    conf_text_format(text, " to %s", e->program == BN_NONE ? "NULL" : s->program[e->program].name);
    break;
  case BN_SetProperty:
  case BN_GetProperty:
    conf_text_format(text, ", %s", bn_property_text(e->property));
    if (e->method == BN_GetProperty)
      break;
    if (e->property != BN_PROPERTY_NOTIFICATION_CLSID)
      conf_text_format(text, " to %" PRIu32, e->value);
    else
      conf_text_format(text, " to %s",
                       e->class_ == BN_NONE ? "GUID_NULL" : s->app[s->class_[e->class_].app].name);
    break;
  case BN_SetPriority:
    conf_text_format(text, " to %s", bn_priority_text(e->value));
    break;
  case BN_SetMinimumRetryDelay:
  case BN_SetNoProgressTimeout:
  case BN_SetMaximumDownloadTime:
    conf_text_format(text, " to %" PRIu32 " s", e->value);
    break;
  }
}

void conf_words_call(struct conf_text *text, const struct conf_scenario *s,
                     const struct conf_event *e)
{
  conf_text_add(text, bn_method_text(e->method));
  if (e->job != BN_NONE)
    conf_text_format(text, " of \"%s\"", s->job[e->job].name);
  argument(text, s, e);
}

/* ---- events and expectations ---- */

static void of_job(struct conf_text *text, const struct conf_scenario *s, uint8_t job, uint8_t file)
{
  if (job != BN_NONE)
    conf_text_format(text, " of \"%s\"", s->job[job].name);
  if (file != BN_NONE)
    conf_text_format(text, ", file \"%s\",", s->file[file].name);
}

static void with_error(struct conf_text *text, int32_t error, unsigned context)
{
  char buffer[24];

  conf_text_format(text, " with %s", conf_words_hresult(error, buffer));
  if (context != BN_CONTEXT_NONE)
    conf_text_format(text, " in %s", bn_context_text(context));
}

static void for_event(struct conf_text *text, const struct conf_scenario *s,
                      const struct conf_event *e)
{
  if (e->event != BN_NONE)
    conf_text_format(text, " for %s", bn_event_text(e->event));
  of_job(text, s, e->job, BN_NONE);
}

static void failed_with(struct conf_text *text, int32_t hresult)
{
  char buffer[24];

  if (bn_failed(hresult))
    conf_text_format(text, ": %s", conf_words_hresult(hresult, buffer));
}

void conf_words_event(struct conf_text *text, const struct conf_scenario *s,
                      const struct conf_event *e)
{
  char buffer[24];

  switch ((enum conf_event_kind)e->kind) {
  case CONF_EV_BEGIN:
    conf_text_add(text, bn_event_text(e->event));
    of_job(text, s, e->job, e->file);
    conf_text_add(text, " at ");
    conf_words_object(text, s, e->object, e->instance);
    if (e->event == BN_JOB_ERROR)
      with_error(text, e->error, e->context);
    break;
  case CONF_EV_ACTIVATION:
    conf_text_format(text, "activation of %s", s->app[e->app].name);
    for_event(text, s, e);
    break;
  case CONF_EV_LAUNCH:
    conf_text_format(text, "launch of %s", s->program[e->program].name);
    for_event(text, s, e);
    failed_with(text, e->hresult);
    break;
  case CONF_EV_EXIT:
    conf_text_format(text, "exit of %s with %" PRId32, s->program[e->program].name, e->code);
    break;
  case CONF_EV_END:
    conf_text_format(text, "end of the process of %s", s->app[e->app].name);
    break;
  case CONF_EV_RETURN:
    conf_text_format(text, "return of %s from ", conf_words_hresult(e->hresult, buffer));
    conf_text_add(text, e->event == BN_NONE ? "a callback" : bn_event_text(e->event));
    break;
  case CONF_EV_STATE:
    conf_text_format(text, "\"%s\" is %s", s->job[e->job].name, bn_job_state_text(e->state));
    break;
  case CONF_EV_REQUEST:
    if (e->file != BN_NONE)
      conf_text_format(text, "request of \"%s\": ", s->file[e->file].name);
    conf_text_add(text, e->text);
    break;
  case CONF_EV_CALL:
  case CONF_EV_RESULT:
  case CONF_EV_LOST:
  case CONF_EV_ACTIVATED:
  case CONF_EV_START:
  case CONF_EV_WORLD:
  case CONF_EV_QUIET:
  case CONF_EV_RULE:
  case CONF_EV_UNKNOWN:
  case CONF_EV_DONE:
    break;
  }
}

static void children(struct conf_text *text, const struct conf_scenario *s,
                     const struct conf_expect *expect, const char *between)
{
  for (unsigned i = 0; i < expect->children; i++) {
    if (i > 0)
      conf_text_add(text, between);
    conf_words_expect(text, s, &s->expect[expect->first_child + i]);
  }
}

static void states(struct conf_text *text, const struct conf_scenario *s,
                   const struct conf_expect *expect)
{
  conf_text_add(text, "state");
  of_job(text, s, expect->job, BN_NONE);
  for (unsigned i = 0; i < expect->states; i++)
    conf_text_format(text, "%s%s", i == 0 ? " " : " or ", bn_job_state_text(expect->state[i]));
}

static void at(struct conf_text *text, const struct conf_scenario *s,
               const struct conf_expect *expect)
{
  if (expect->at.kind == CONF_ANYWHERE)
    return;
  conf_text_add(text, " at ");
  conf_words_receiver(text, s, expect->at);
}

static void details(struct conf_text *text, const struct conf_expect *expect)
{
  char buffer[24];

  if (expect->error_written)
    conf_text_format(text, " with %s", conf_words_hresult(expect->error, buffer));
  if (expect->context_written)
    conf_text_format(text, " in %s", bn_context_text(expect->context));
  if (expect->code_written)
    conf_text_format(text, " with %" PRId32, expect->code);
  if (expect->until_return)
    conf_text_add(text, " until it returns");
  if (expect->exactly_written)
    conf_text_format(text, " exactly %u times", expect->exactly);
}

static const char *noun(const struct conf_expect *expect)
{
  switch ((enum conf_expect_kind)expect->kind) {
  case CONF_EXPECT_CALLBACK:
    return bn_event_text(expect->event);
  case CONF_EXPECT_ACTIVATION:
    return "an activation";
  case CONF_EXPECT_LAUNCH:
    return "a launch";
  case CONF_EXPECT_EXIT:
    return "an exit";
  case CONF_EXPECT_SILENCE:
    return "silence";
  case CONF_EXPECT_STATE:
  case CONF_EXPECT_IN_FLIGHT:
  case CONF_EXPECT_IN_ORDER:
  case CONF_EXPECT_ANY_ORDER:
  case CONF_EXPECT_ONE_OF:
    break;
  case CONF_EXPECT_ALLOWED:
    return "what the model allows";
  }
  return "";
}

void conf_words_expect(struct conf_text *text, const struct conf_scenario *s,
                       const struct conf_expect *expect)
{
  switch ((enum conf_expect_kind)expect->kind) {
  case CONF_EXPECT_IN_ORDER:
    children(text, s, expect, ", then ");
    return;
  case CONF_EXPECT_ANY_ORDER:
    children(text, s, expect, " and ");
    return;
  case CONF_EXPECT_ONE_OF:
    children(text, s, expect, " or ");
    return;
  case CONF_EXPECT_STATE:
    states(text, s, expect);
    return;
  case CONF_EXPECT_IN_FLIGHT:
    conf_text_format(text, "%u callbacks in flight", expect->number);
    at(text, s, expect);
    return;
  case CONF_EXPECT_CALLBACK:
  case CONF_EXPECT_ACTIVATION:
  case CONF_EXPECT_LAUNCH:
  case CONF_EXPECT_EXIT:
  case CONF_EXPECT_SILENCE:
  case CONF_EXPECT_ALLOWED:
    break;
  }
  conf_text_add(text, noun(expect));
  of_job(text, s, expect->job, expect->file);
  at(text, s, expect);
  details(text, expect);
}

void conf_words_step(struct conf_text *text, const uint8_t number[3])
{
  if (number[0] == 0)
    conf_text_add(text, "at the end");
  else
    conf_text_format(text, "step %u", number[0]);
  if (number[1] != 0)
    conf_text_format(text, ", lane %u, step %u", number[1], number[2]);
}
