#include <inttypes.h>

#include "conformance/runner_parts.h"
#include "conformance/words.h"

static bool returned_as_told(const struct conf_returns *returns, int32_t hresult)
{
  if (!returns->written)
    return !bn_failed(hresult);
  for (unsigned i = 0; i < returns->count; i++) {
    if (returns->any[i] == hresult)
      return true;
  }
  return false;
}

static bool gave_as_told(const struct conf_call *call, const struct conf_event *result)
{
  switch ((enum bn_method)call->method) {
  case BN_GetState:
    return result->state == call->gives_value;
  case BN_GetError:
    return result->error == (int32_t)call->gives_value &&
           (!call->gives_context_written || result->context == call->gives_context);
  case BN_GetNotifyInterface:
    return result->object == call->gives_index;
  case BN_GetNotifyCmdLine:
    return result->program == call->gives_index;
  case BN_GetProperty:
    if (call->property == BN_PROPERTY_NOTIFICATION_CLSID)
      return result->class_ == call->gives_index;
    return result->value == call->gives_value;
  case BN_GetErrorCount:
  case BN_GetNotifyFlags:
  case BN_GetMinimumRetryDelay:
  case BN_GetNoProgressTimeout:
  case BN_GetPriority:
  case BN_GetValidationState:
    return result->value == call->gives_value;
  case BN_CreateJob:
  case BN_GetJob:
  case BN_AddFile:
  case BN_Resume:
  case BN_Suspend:
  case BN_Cancel:
  case BN_Complete:
  case BN_TakeOwnership:
  case BN_SetNotifyInterface:
  case BN_SetNotifyFlags:
  case BN_SetNotifyCmdLine:
  case BN_SetProperty:
  case BN_SetPriority:
  case BN_SetDisplayName:
  case BN_SetMinimumRetryDelay:
  case BN_SetNoProgressTimeout:
  case BN_SetMaximumDownloadTime:
  case BN_SetValidationState:
  case BN_METHOD_COUNT:
    break;
  }
  return true;
}

bool conf_call_holds(const struct conf_call *call, const struct conf_event *result)
{
  if (!returned_as_told(&call->returns, result->hresult))
    return false;
  return !call->gives_written || bn_failed(result->hresult) || gave_as_told(call, result);
}

/* ---- words ---- */

static void told_returns(struct conf_text *text, const struct conf_returns *returns)
{
  char buffer[24];

  if (!returns->written)
    conf_text_add(text, "a success code");
  for (unsigned i = 0; returns->written && i < returns->count; i++)
    conf_text_format(text, "%s%s", i == 0 ? "" : " or ",
                     conf_words_hresult(returns->any[i], buffer));
}

/* What a getter gives, in words: of the call as told, or of the result as it came. */
struct given {
  uint8_t index, state;
  uint32_t value;
  bool context_shown;
  uint8_t context;
};

static void words_of_given(struct conf_text *text, const struct conf_scenario *s,
                           const struct conf_call *call, struct given given)
{
  char buffer[24];

  switch (call->method) {
  case BN_GetState:
    conf_text_add(text, bn_job_state_text(given.state));
    break;
  case BN_GetError:
    conf_text_add(text, conf_words_hresult((int32_t)given.value, buffer));
    if (given.context_shown)
      conf_text_format(text, " in %s", bn_context_text(given.context));
    break;
  case BN_GetNotifyFlags:
    conf_words_flags(text, given.value);
    break;
  case BN_GetPriority:
    conf_text_add(text, bn_priority_text(given.value));
    break;
  case BN_GetValidationState:
    conf_text_add(text, given.value ? "true" : "false");
    break;
  case BN_GetNotifyInterface:
    if (given.index == BN_NONE)
      conf_text_add(text, "NULL");
    else
      conf_words_object(text, s, given.index, 0);
    break;
  case BN_GetNotifyCmdLine:
    conf_text_add(text, given.index == BN_NONE ? "NULL" : s->program[given.index].name);
    break;
  case BN_GetProperty:
    if (call->property != BN_PROPERTY_NOTIFICATION_CLSID)
      conf_text_format(text, "%" PRIu32, given.value);
    else
      conf_text_add(text,
                    given.index == BN_NONE ? "GUID_NULL" : s->app[s->class_[given.index].app].name);
    break;
  default:
    conf_text_format(text, "%" PRIu32, given.value);
    break;
  }
}

static struct given given_by(const struct conf_call *call, const struct conf_event *result)
{
  struct given given = {.index = result->object, .state = result->state, .value = result->value};

  if (call->method == BN_GetError)
    given.value = (uint32_t)result->error;
  if (call->method == BN_GetNotifyCmdLine)
    given.index = result->program;
  if (call->method == BN_GetProperty)
    given.index = result->class_;
  given.context_shown = call->gives_context_written;
  given.context = result->context;
  return given;
}

static struct given given_told(const struct conf_call *call)
{
  return (struct given){
      .index = call->gives_index,
      .state = (uint8_t)call->gives_value,
      .value = call->gives_value,
      .context_shown = call->gives_context_written,
      .context = call->gives_context,
  };
}

void conf_words_call_miss(struct conf_text *text, const struct conf_scenario *s,
                          const struct conf_call *call, const struct conf_event *result)
{
  struct conf_event asked = *result; /* with what was passed, which a result does not repeat */
  char buffer[24];

  asked.object = call->object;
  asked.class_ = call->class_;
  asked.program = call->program;
  asked.property = call->property;
  asked.value = call->value;
  if (!call->file_from_callback)
    asked.file = call->file;
  conf_text_format(text, "%s: ", s->app[result->app].name);
  conf_words_call(text, s, &asked);
  if (!returned_as_told(&call->returns, result->hresult)) {
    conf_text_format(text, " returned %s, not ", conf_words_hresult(result->hresult, buffer));
    told_returns(text, &call->returns);
    return;
  }
  conf_text_add(text, " gave ");
  words_of_given(text, s, call, given_by(call, result));
  conf_text_add(text, ", not ");
  words_of_given(text, s, call, given_told(call));
}
