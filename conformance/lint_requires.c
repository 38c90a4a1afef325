#include <string.h>

#include "conformance/lint_parts.h"

/* The capability that a call needs, NULL for what every version has (fixtures/README.md). */
static const char *needed_by_call(const struct conf_call *call)
{
  switch ((enum bn_method)call->method) {
  case BN_SetNotifyCmdLine:
  case BN_GetNotifyCmdLine:
    return "command-line";
  case BN_SetProperty:
  case BN_GetProperty:
    return call->property == BN_PROPERTY_NOTIFICATION_CLSID ? "notification-clsid"
                                                            : "notification-interval";
  case BN_SetValidationState:
  case BN_GetValidationState:
    return "validation";
  case BN_SetMaximumDownloadTime:
    return "maximum-download-time";
  case BN_TakeOwnership:
    return "take-ownership";
  case BN_CreateJob:
  case BN_GetJob:
  case BN_AddFile:
  case BN_Resume:
  case BN_Suspend:
  case BN_Cancel:
  case BN_Complete:
  case BN_SetNotifyInterface:
  case BN_SetNotifyFlags:
  case BN_SetPriority:
  case BN_SetDisplayName:
  case BN_SetMinimumRetryDelay:
  case BN_SetNoProgressTimeout:
  case BN_GetState:
  case BN_GetError:
  case BN_GetErrorCount:
  case BN_GetNotifyInterface:
  case BN_GetNotifyFlags:
  case BN_GetMinimumRetryDelay:
  case BN_GetNoProgressTimeout:
  case BN_GetPriority:
  case BN_METHOD_COUNT:
    return NULL;
  }
  return NULL;
}

static const char *needed_by_event(const struct conf_world_event *event)
{
  switch ((enum conf_world_kind)event->kind) {
  case CONF_WORLD_STOP_SERVICE:
  case CONF_WORLD_START_SERVICE:
  case CONF_WORLD_RESTART_SERVICE:
  case CONF_WORLD_REBOOT:
    return "restart";
  case CONF_WORLD_LOGOFF:
  case CONF_WORLD_LOGON:
    return "sessions";
  case CONF_WORLD_NETWORK:
    return "network";
  case CONF_WORLD_KILL:
  case CONF_WORLD_EXIT:
  case CONF_WORLD_CRASH:
  case CONF_WORLD_START:
  case CONF_WORLD_DISCONNECT:
  case CONF_WORLD_END_APARTMENT:
  case CONF_WORLD_REGISTER_CLASS:
  case CONF_WORLD_UNREGISTER_CLASS:
  case CONF_WORLD_RELEASE:
  case CONF_WORLD_ANSWER:
  case CONF_WORLD_ADVANCE:
  case CONF_WORLD_OPEN:
  case CONF_WORLD_INSTALL:
  case CONF_WORLD_REMOVE:
    return NULL;
  }
  return NULL;
}

/* Complains once for each capability. */
static void need(const struct lint *lint, struct conf_place place, const char *capability,
                 const char *said[], unsigned *count)
{
  const struct conf_scenario *s = lint->scenario;

  if (capability == NULL)
    return;
  for (unsigned i = 0; i < s->requires_; i++) {
    if (strcmp(s->require[i], capability) == 0)
      return;
  }
  for (unsigned i = 0; i < *count; i++) {
    if (strcmp(said[i], capability) == 0)
      return;
  }
  said[(*count)++] = capability;
  conf_problems_add(lint->problems, place, true, "this needs \"%s\" in \"requires\"", capability);
}

void conf_lint_requires(const struct lint *lint)
{
  const struct conf_scenario *s = lint->scenario;
  const char *said[16];
  unsigned count = 0;
  const struct conf_call *call;
  const struct conf_world_event *event;
  struct conf_place place;
  uint8_t app;

  for (unsigned i = 0; (call = conf_lint_call(s, i, &app, &place)) != NULL; i++)
    need(lint, place, needed_by_call(call), said, &count);
  for (unsigned i = 0; (event = conf_lint_world(s, i, &place)) != NULL; i++)
    need(lint, place, needed_by_event(event), said, &count);
}
