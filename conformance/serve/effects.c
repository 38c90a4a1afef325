#include <stdio.h>

#include "conformance/serve/parts.h"

/* What the model wants done to the world. */

static uint8_t index_of_file(const struct conf_serve *serve, uint8_t job, uint8_t file)
{
  const struct bn_job *j = &serve->state.job[job];

  for (uint8_t f = 0; f < j->files; f++) {
    if (j->file[f].file == file)
      return f;
  }
  return BN_NONE;
}

static struct conf_serve_notice notice_of(const struct conf_serve *serve,
                                          const struct bn_effect *effect)
{
  struct conf_serve_notice notice = {
      .event = effect->event,
      .file = effect->file == BN_NONE ? BN_NONE : index_of_file(serve, effect->job, effect->file),
      .error = effect->error,
      .context = effect->context,
      .epoch = serve->epoch,
  };

  snprintf(notice.job, sizeof notice.job, "%s", serve->job[effect->job].id);
  return notice;
}

static void begin(struct conf_serve *serve, const struct bn_effect *effect)
{
  struct serve_work *work = serve_post(serve, SERVE_NOTIFY);
  const struct serve_ref *ref = serve_ref_of(serve, effect->object, effect->instance);

  work->call = effect->call;
  work->ticket = ++serve->ticket[effect->call];
  work->notice = notice_of(serve, effect);
  work->thing = ref == NULL ? NULL : ref->what.thing;
  serve_log(serve, "%s of %s begins", bn_event_text(effect->event), work->notice.job);
}

static void activate(struct conf_serve *serve, const struct bn_effect *effect)
{
  struct serve_work *work = serve_post(serve, SERVE_ACTIVATE);

  work->call = effect->call;
  work->ticket = ++serve->ticket[effect->call];
  serve->give_up_ms[effect->call] = serve_minute(serve);
  snprintf(work->clsid, sizeof work->clsid, "%s", serve->clsid[effect->class_]);
  serve_log(serve, "%s is activated for %s", work->clsid, serve->job[effect->job].id);
}

static void returned(struct conf_serve *serve, const struct bn_effect *effect)
{
  const char *text = bn_hresult_text(effect->hresult);

  serve_log(serve, "%s returned %s (0x%08X)", bn_event_text(effect->event),
            text == NULL ? "" : text, (unsigned)effect->hresult);
}

static void state_entered(struct conf_serve *serve, const struct bn_effect *effect)
{
  serve->job[effect->job].since_ns = uv_hrtime();
  serve_log(serve, "%s is %s", serve->job[effect->job].id, bn_job_state_text(effect->state));
  if (effect->state == BN_ACKNOWLEDGED || effect->state == BN_CANCELLED)
    serve_finish_files(serve, effect->job, effect->state == BN_ACKNOWLEDGED);
}

void serve_effect(struct conf_serve *serve, const struct bn_effect *effect)
{
  switch ((enum bn_effect_kind)effect->kind) {
  case BN_FX_RESULT:
    serve->result = *effect;
    break;
  case BN_FX_STATE:
    state_entered(serve, effect);
    break;
  case BN_FX_ACTIVATION:
    activate(serve, effect);
    break;
  case BN_FX_ACTIVATED:
    serve_log(serve, "the activation came back with 0x%08X", (unsigned)effect->hresult);
    break;
  case BN_FX_BEGIN:
    begin(serve, effect);
    break;
  case BN_FX_RETURN:
    returned(serve, effect);
    break;
  case BN_FX_LAUNCH:
    serve_begun(serve, true);
    serve_log(serve, "%s is launched: 0x%08X", serve->job[effect->job].program,
              (unsigned)effect->hresult);
    break;
  case BN_FX_EXIT:
    serve_log(serve, "the program exited with %u", (unsigned)effect->value);
    break;
  case BN_FX_RULE:
  case BN_FX_LOST:
  case BN_FX_APP_START:
  case BN_FX_APP_END:
  case BN_FX_RELEASE: /* serve_sweep lets go of it */
  case BN_FX_REFUSED:
    break;
  }
}

void serve_ask_for_callback2(struct conf_serve *serve, uint8_t job)
{
  const struct bn_slot *slot = &serve->state.job[job].slot;
  struct bn_input input = {.kind = BN_IN_DISCONNECT, .object = slot->ref.object};
  const struct serve_ref *ref;

  if (slot->origin != BN_SET || slot->ref.gone != BN_LIVES ||
      serve->world.object[slot->ref.object].level >= 2 || serve->doors.lives == NULL)
    return;
  ref = serve_ref_of(serve, slot->ref.object, slot->ref.instance);
  if (ref != NULL && !serve->doors.lives(serve->doors.with, ref->what.thing))
    serve_input(serve, &input);
}

void serve_launch(struct conf_serve *serve, uint8_t call)
{
  const struct serve_job *job = &serve->job[serve->state.call[call].job];
  struct bn_input input = {.kind = BN_IN_INSTALL, .program = SERVE_PROGRAM};
  int32_t hresult = serve->doors.launch(serve->doors.with, job->program, job->parameters, call,
                                        ++serve->ticket[call]);

  input.value = hresult >= 0;
  serve_input(serve, &input);
}
