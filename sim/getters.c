#include "sim/internal.h"

static uint8_t file_in_job(const struct bn_job *j, uint8_t file)
{
  for (uint8_t f = 0; f < j->files; f++) {
    if (j->file[f].file == file)
      return f;
  }
  return BN_NONE;
}

static void invalid_file(struct bn_run *run, uint8_t job, uint8_t f)
{
  struct bn_job *j = &run->state->job[job];

  j->file[f] = (struct bn_job_file){.file = j->file[f].file, .validation = BN_NOT_VALID};
  bn_fatal(run, job, BN_HR_BG_E_VALIDATION_FAILED, BN_CONTEXT_REMOTE_FILE, f, BN_R_NOTIFY_FILE_7);
}

void bn_set_validation(struct bn_run *run, const struct bn_input *in)
{
  struct bn_job *j = &run->state->job[in->job];
  uint8_t f = file_in_job(j, in->file);

  if (f == BN_NONE) {
    run->refusal = "the job has no such file";
  } else if (bn_is_final(j->state)) {
    bn_result(run, in, BN_HR_BG_E_INVALID_STATE, BN_R_JOB_STATE_6);
  } else if (!j->file[f].done) {
    bn_result(run, in, BN_HR_E_PENDING, BN_R_NOTIFY_FILE_9);
  } else if (in->value != 0) {
    j->file[f].validation = BN_VALID;
    bn_result(run, in, BN_HR_S_OK, BN_R_NOTIFY_FILE_14);
    bn_modified(run, in->job, BN_K_MOD_PROPERTY);
  } else {
    invalid_file(run, in->job, f);
    bn_result(run, in, BN_HR_S_OK, BN_R_NOTIFY_FILE_7);
  }
}

/* GetNotifyInterface: the object as the slot has it (AMB-17). BN_NONE: NULL. */
static uint8_t shown_object(struct bn_run *run, const struct bn_job *j)
{
  if (j->slot.origin == BN_EMPTY_SLOT)
    return BN_NONE;
  if (j->slot.origin == BN_ACTIVATED)
    return bn_consult(run, BN_K_ACTIVATED_SHOWN) == BN_V_STORED ? j->slot.ref.object : BN_NONE;
  if (j->slot.ref.gone != BN_LIVES && bn_consult(run, BN_K_SET_DEAD_SHOWN) == BN_V_HIDDEN)
    return BN_NONE;
  return j->slot.ref.object;
}

void bn_getter(struct bn_run *run, const struct bn_input *in)
{
  struct bn_job *j = &run->state->job[in->job];
  uint8_t object = in->method == BN_GetNotifyInterface ? shown_object(run, j) : BN_NONE;
  enum bn_rule rule = BN_R_JOB_STATE_12;
  struct bn_effect *effect;
  uint8_t f = BN_NONE;

  if (in->method == BN_GetValidationState && (f = file_in_job(j, in->file)) == BN_NONE) {
    run->refusal = "the job has no such file";
    return;
  }
  effect = bn_result(run, in, BN_HR_S_OK, rule);
  switch (in->method) {
  case BN_GetState:
    effect->value = j->state;
    effect->rule = bn_is_final(j->state) ? BN_R_JOB_STATE_12 : BN_R_JOB_STATE_1;
    break;
  case BN_GetErrorCount:
    effect->value = j->errors;
    effect->rule = BN_R_JOB_ERR_5;
    break;
  case BN_GetNotifyInterface:
    effect->object = object;
    effect->rule = BN_R_NOTIFY_REG_12;
    break;
  case BN_GetNotifyFlags:
    effect->value = j->flags;
    effect->rule = BN_R_NOTIFY_REG_13;
    break;
  case BN_GetNotifyCmdLine:
    effect->program = j->program;
    effect->rule = BN_R_NOTIFY_REG_14;
    break;
  case BN_GetProperty:
    effect->class_ = j->class_;
    effect->value = j->interval_ms;
    effect->rule = BN_R_NOTIFY_REG_7;
    break;
  case BN_GetMinimumRetryDelay:
    effect->value = j->retry_delay_s;
    effect->rule = BN_R_JOB_STATE_22;
    break;
  case BN_GetNoProgressTimeout:
    effect->value = j->no_progress_s;
    effect->rule = BN_R_JOB_STATE_22;
    break;
  case BN_GetPriority:
    effect->value = j->priority;
    effect->rule = BN_R_JOB_STATE_21;
    break;
  case BN_GetValidationState:
    effect->value = j->file[f].validation == BN_VALID;
    effect->rule = BN_R_NOTIFY_FILE_10;
    break;
  }
}
