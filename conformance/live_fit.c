#include "conformance/live.h"

#include <stdio.h>

static const char *world_unfit(const struct conf_site *site, const struct conf_world_event *event)
{
  switch ((enum conf_world_kind)event->kind) {
  case CONF_WORLD_REBOOT:
    return "the machine is not restarted";
  case CONF_WORLD_LOGOFF:
  case CONF_WORLD_LOGON:
    return "nobody is logged off";
  case CONF_WORLD_NETWORK:
    return site->network == NULL ? "the network is not taken down" : NULL;
  case CONF_WORLD_STOP_SERVICE:
  case CONF_WORLD_START_SERVICE:
    return site->stop_service == NULL ? "this service can only be restarted" : NULL;
  case CONF_WORLD_RESTART_SERVICE:
    return site->restart_service == NULL ? "this service cannot be stopped and started" : NULL;
  default:
    return NULL;
  }
}

static const char too_short[] = "QUEUED is too short to be seen for certain";

/* What only the service itself knows. */
static const char *hidden(const struct conf_scenario *s, const struct conf_expect *expect)
{
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
  }
  return expect->kind == CONF_EXPECT_STATE ? too_short : NULL;
}

static const char *call_unfit(const struct conf_scenario *s, const struct conf_step *step)
{
  const struct conf_call *call = &step->call;

  if (call->method == BN_GetState && call->gives_written && call->gives_value == BN_QUEUED)
    return too_short;
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

const char *conf_live_unfit(const struct conf_site *site, const struct conf_scenario *s)
{
  const char *why = people_unfit(s);

  for (unsigned i = 0; i < s->steps && why == NULL; i++) {
    if (s->step[i].kind == CONF_STEP_WORLD)
      why = world_unfit(site, &s->step[i].world);
    if (s->step[i].kind == CONF_STEP_CALL)
      why = call_unfit(s, &s->step[i]);
  }
  for (unsigned i = 0; i < s->expects && why == NULL; i++)
    why = hidden(s, &s->expect[i]);
  return why;
}

bool conf_live_assumes_else(const struct conf_scenario *s, const struct conf_profile *profile,
                            char why[240])
{
  for (unsigned i = 0; i < s->assumes; i++) {
    const struct bn_knob_row *row = bn_knob_row(s->assume[i].knob);
    bn_value value = profile->knob[s->assume[i].knob];

    if ((value == BN_OPEN ? row->usual : value) == s->assume[i].value)
      continue;
    snprintf(why, 240, "it assumes another %s; --set says so of a service that has it", row->name);
    return true;
  }
  return false;
}
