#include <inttypes.h>
#include <stdio.h>

#include "conformance/live.h"

static const char *world_unfit(const struct conf_world_event *event)
{
  switch ((enum conf_world_kind)event->kind) {
  case CONF_WORLD_REBOOT:
    return "the machine is not restarted";
  case CONF_WORLD_LOGOFF:
  case CONF_WORLD_LOGON:
    return "nobody is logged off";
  case CONF_WORLD_NETWORK:
    return "the network is not taken down";
  default:
    return NULL;
  }
}

/* What only the service itself knows. */
static const char *hidden(const struct conf_scenario *s, const struct conf_expect *expect)
{
  const char *seen_too_short = NULL;

  if (expect->kind == CONF_EXPECT_LAUNCH && expect->error_written)
    return "a launch that failed cannot be seen from outside";
  if (expect->kind == CONF_EXPECT_ACTIVATION && expect->error_written &&
      s->class_[s->app[expect->at.index].class_].creates != expect->error)
    return "an activation that failed before the class was reached cannot be seen from outside";
  if (expect->kind == CONF_EXPECT_ALLOWED)
    return "only the model can judge a generated scenario";
  for (unsigned i = 0; i < expect->states && expect->kind == CONF_EXPECT_STATE; i++) {
    if (expect->state[i] != BN_QUEUED)
      return NULL;
    seen_too_short = "QUEUED is too short to be seen for certain";
  }
  return seen_too_short;
}

static const char *call_unfit(const struct conf_scenario *s, const struct conf_step *step)
{
  const struct conf_call *call = &step->call;

  if (call->method == BN_GetNotifyInterface && call->gives_written &&
      call->gives_index != BN_NONE && s->object[call->gives_index].app != step->app)
    return "objects of other processes cannot be told apart";
  return NULL;
}

static const char *people_unfit(const struct conf_scenario *s)
{
  if (s->users > 1)
    return "it is played by one user";
  for (unsigned u = 0; u < s->users; u++)
    if (s->user[u].service_account)
      return "it is not played as a service account";
  for (unsigned a = 0; a < s->apps; a++)
    if (s->app[a].elevated != s->app[0].elevated)
      return "all processes have the same elevation";
  return NULL;
}

/* The longest it may have to wait, in its own time. */
static uint64_t waits_ms(const struct conf_scenario *s)
{
  uint64_t sum = 0;

  for (unsigned i = 0; i < s->steps; i++)
    if (s->step[i].kind == CONF_STEP_WORLD && s->step[i].world.kind == CONF_WORLD_ADVANCE)
      sum += s->step[i].world.ms;
  for (unsigned i = 0; i < s->expects; i++)
    if (s->expect[i].within_written)
      sum += s->expect[i].within_ms;
  return sum;
}

static const char *why_not(const struct conf_scenario *s)
{
  const char *why = people_unfit(s);

  for (unsigned i = 0; i < s->steps && why == NULL; i++) {
    if (s->step[i].kind == CONF_STEP_WORLD)
      why = world_unfit(&s->step[i].world);
    if (s->step[i].kind == CONF_STEP_CALL)
      why = call_unfit(s, &s->step[i]);
  }
  for (unsigned i = 0; i < s->expects && why == NULL; i++)
    why = hidden(s, &s->expect[i]);
  return why;
}

const char *conf_live_unfit(const struct conf_scenario *s, uint64_t patience_ms, char reason[240])
{
  const char *why = why_not(s);
  uint64_t ms = waits_ms(s);

  if (why == NULL && ms <= patience_ms)
    return NULL;
  if (why != NULL)
    snprintf(reason, 240, "%s", why);
  else
    snprintf(reason, 240, "it waits longer than --patience=%" PRIu64, patience_ms / 1000);
  return reason;
}
