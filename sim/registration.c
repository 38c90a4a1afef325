#include "sim/internal.h"

enum { ALL_FLAGS = 0x3f };

static void clear_or_keep(struct bn_run *run, uint8_t job)
{
  struct bn_job *j = &run->state->job[job];

  if (j->slot.origin == BN_SET) {
    if (bn_consult(run, BN_K_SET_OWNER) == BN_V_CLEARED)
      bn_slot_clear(run, job, BN_R_NOTIFY_SEC_1);
    else
      bn_because(run, BN_R_NOTIFY_SEC_1, job);
  }
  if (j->class_ != BN_NONE && bn_consult(run, BN_K_CLASS_OWNER) == BN_V_CLEARED)
    j->class_ = BN_NONE;
  if (j->program != BN_NONE && bn_consult(run, BN_K_PROGRAM_OWNER) == BN_V_CLEARED)
    j->program = BN_NONE;
  if (j->flags != BN_FRESH_FLAGS && bn_consult(run, BN_K_FLAGS_OWNER) == BN_V_CLEARED)
    j->flags = BN_FRESH_FLAGS;
}

int32_t bn_ownership_taken(struct bn_run *run, const struct bn_input *in)
{
  struct bn_job *j = &run->state->job[in->job];

  if (!run->world->app[in->app].elevated) {
    bn_because(run, BN_R_NOTIFY_SEC_4, in->job);
    return BN_HR_E_ACCESSDENIED;
  }
  j->owner = run->world->app[in->app].user;
  bn_because(run, BN_R_NOTIFY_SEC_3, in->job);
  clear_or_keep(run, in->job);
  bn_modified(run, in->job, BN_K_MOD_PROPERTY);
  return BN_HR_S_OK;
}

static void interface_cleared(struct bn_run *run, uint8_t job)
{
  struct bn_job *j = &run->state->job[job];

  if (j->slot.origin == BN_ACTIVATED && bn_consult(run, BN_K_ACTIVATED_NULL) == BN_V_KEPT)
    return;
  bn_object_changed(run, job);
  bn_slot_clear(run, job, BN_R_NOTIFY_REG_3);
  j->slot.lost = 0;
}

int32_t bn_interface_set(struct bn_run *run, const struct bn_input *in)
{
  struct bn_state *s = run->state;
  struct bn_job *j = &s->job[in->job];
  struct bn_slot before = j->slot;

  if (in->object == BN_NONE) {
    interface_cleared(run, in->job);
    bn_modified(run, in->job, BN_K_MOD_REGISTRATION);
    return BN_HR_S_OK;
  }
  if (run->world->object[in->object].app != in->app || s->disconnected[in->object]) {
    run->refusal = "the object does not live in the calling application";
    return BN_HR_S_OK;
  }
  if (run->world->object[in->object].level == 0 &&
      bn_consult(run, BN_K_QUERY_AT_SET) == BN_V_REFUSED) {
    if (before.origin != BN_EMPTY_SLOT && bn_consult(run, BN_K_SET_REFUSED) == BN_V_CLEARED)
      bn_slot_clear(run, in->job, BN_R_NOTIFY_REG_3);
    return BN_HR_E_NOINTERFACE;
  }
  if (before.origin == BN_SET && before.ref.object != in->object)
    bn_because(run, BN_R_NOTIFY_REG_15, in->job);
  if (before.origin == BN_ACTIVATED)
    bn_because(run, BN_R_NOTIFY_PREC_5, in->job);
  if (j->state == BN_TRANSFERRED || j->state == BN_ERROR)
    bn_because(run, BN_R_NOTIFY_REG_19, in->job);
  bn_object_changed(run, in->job);
  bn_slot_fill(run, in->job, BN_SET, (struct bn_ref){.object = in->object},
               run->world->app[in->app].user, BN_NONE);
  bn_object_registered(run, in->job, before);
  bn_modified(run, in->job, BN_K_MOD_REGISTRATION);
  return BN_HR_S_OK;
}

int32_t bn_flags_set(struct bn_run *run, const struct bn_input *in)
{
  struct bn_job *j = &run->state->job[in->job];
  uint8_t before = j->flags;

  if ((in->value & ~(uint32_t)ALL_FLAGS) != 0)
    return BN_HR_E_NOTIMPL;
  j->flags = (uint8_t)in->value;
  if (j->slot.origin == BN_SET && run->world->object[j->slot.ref.object].app != in->app)
    bn_because(run, BN_R_NOTIFY_REG_18, in->job);
  bn_flags_changed(run, in->job, before);
  bn_modified(run, in->job, BN_K_MOD_REGISTRATION);
  return BN_HR_S_OK;
}

int32_t bn_program_set(struct bn_run *run, const struct bn_input *in)
{
  struct bn_job *j = &run->state->job[in->job];

  j->program = in->program;
  j->program_user = run->world->app[in->app].user;
  if (in->program != BN_NONE && !run->world->user[j->program_user].service_account)
    bn_program_registered(run, in->job);
  bn_modified(run, in->job, BN_K_MOD_REGISTRATION);
  return BN_HR_S_OK;
}

static void class_set(struct bn_run *run, const struct bn_input *in)
{
  struct bn_job *j = &run->state->job[in->job];
  bn_knob cell = in->class_ == BN_NONE ? BN_K_ACTIVATED_GUID_NULL : BN_K_ACTIVATED_CLASS;

  if (j->class_ != BN_NONE && in->class_ != BN_NONE && j->class_ != in->class_)
    bn_because(run, BN_R_NOTIFY_REG_16, in->job);
  if (in->class_ != j->class_) {
    bn_class_changed(run, in->job);
    if (j->slot.origin == BN_ACTIVATED && bn_consult(run, cell) == BN_V_CLEARED)
      bn_slot_clear(run, in->job, BN_R_AMB_12);
  }
  j->class_ = in->class_;
  j->class_user = run->world->app[in->app].user;
  j->class_app = in->app;
  if (in->class_ != BN_NONE)
    bn_class_registered(run, in->job);
  bn_modified(run, in->job, BN_K_MOD_REGISTRATION);
}

int32_t bn_property_set(struct bn_run *run, const struct bn_input *in)
{
  if (in->property == BN_PROPERTY_NOTIFICATION_CLSID) {
    class_set(run, in);
    return BN_HR_S_OK;
  }
  run->state->job[in->job].interval_ms = in->value;
  bn_modified(run, in->job, BN_K_MOD_PROPERTY);
  return BN_HR_S_OK;
}
