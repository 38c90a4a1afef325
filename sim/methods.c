#include "sim/internal.h"

#include <assert.h>

enum { SHORTEST_RETRY_DELAY_S = 5 };
/* Defaults of a new job (JOB-STATE-22, JOB-STATE-23, NOTIFY-MOD-6). */
static const struct bn_job fresh = {
    .state = BN_SUSPENDED,
    .flags = BN_FRESH_FLAGS,
    .slot = {.ref = {.object = BN_NONE}, .class_ = BN_NONE},
    .class_ = BN_NONE,
    .class_user = BN_NONE,
    .class_app = BN_NONE,
    .program = BN_NONE,
    .program_user = BN_NONE,
    .debt = {.due = {BN_NEVER, BN_NEVER}},
    .files_due = {BN_NEVER, BN_NEVER},
    .modified_due = {BN_NEVER, BN_NEVER},
    .retry_delay_s = 600,
    .no_progress_s = 1209600,
    .interval_ms = 500,
    .download_s = 7776000,
    .download_end = {BN_NEVER, BN_NEVER},
    .retry = {BN_NEVER, BN_NEVER},
    .no_progress = {BN_NEVER, BN_NEVER},
    .error_file = BN_NONE,
};

struct bn_effect *bn_result(struct bn_run *run, const struct bn_input *in, int32_t hresult,
                            enum bn_rule rule)
{
  struct bn_effect *effect = bn_emit(run, BN_FX_RESULT, rule);

  effect->app = in->app;
  effect->job = in->job;
  effect->method = in->method;
  effect->hresult = hresult;
  return effect;
}

/* ---- obtaining the job ---- */

static void create_job(struct bn_run *run, const struct bn_input *in)
{
  struct bn_state *s = run->state;
  struct bn_job *j = &s->job[in->job];

  if (j->state != BN_NO_JOB) {
    run->refusal = "the job was created before";
    return;
  }
  if (!s->up)
    bn_service_start(run, BN_R_NOTIFY_PERS_9);
  *j = fresh;
  j->owner = run->world->app[in->app].user;
  j->priority = (uint8_t)in->value;
  s->held[in->app] |= (uint8_t)(1u << in->job);
  bn_result(run, in, BN_HR_S_OK, BN_R_JOB_STATE_1);
}

/* IBackgroundCopyManager::GetJob. False with the HRESULT otherwise. */
static bool get_job(struct bn_run *run, const struct bn_input *in, int32_t *hresult,
                    enum bn_rule *rule)
{
  struct bn_state *s = run->state;
  const struct bn_job *j = &s->job[in->job];

  if (!s->up)
    bn_service_start(run, BN_R_NOTIFY_PERS_9);
  if (bn_is_final(j->state)) {
    *hresult = BN_HR_BG_E_NOT_FOUND;
    *rule = BN_R_RUL_30;
    bn_because(run, BN_R_NOTIFY_SEC_17, in->job);
    bn_because(run, BN_R_JOB_STATE_12, in->job);
    return false;
  }
  if (j->owner != run->world->app[in->app].user && !run->world->app[in->app].elevated) {
    *hresult = BN_HR_E_ACCESSDENIED;
    *rule = BN_R_NOTIFY_SEC_11;
    bn_because(run, BN_R_NOTIFY_REG_22, in->job);
    return false;
  }
  s->held[in->app] |= (uint8_t)(1u << in->job);
  return true;
}

/* Makes sure that the app has the job's interface; answers for the call itself when it cannot. */
static bool obtain(struct bn_run *run, const struct bn_input *in)
{
  struct bn_state *s = run->state;
  unsigned bit = 1u << in->job;
  int32_t hresult;
  enum bn_rule rule;

  if (in->kept) {
    bool current = (s->held[in->app] & bit) != 0 && (s->stale[in->app] & bit) == 0 && s->up;
    if ((s->held[in->app] & bit) == 0 && (s->stale[in->app] & bit) == 0)
      run->refusal = "the application never held this job's interface";
    else if (!current)
      bn_result(run, in, BN_HR_RPC_S_SERVER_UNAVAILABLE, BN_R_NOTIFY_PERS_1);
    return current;
  }
  if (in->method != BN_GetJob && (s->held[in->app] & bit) != 0)
    return true;
  if (get_job(run, in, &hresult, &rule))
    return true;
  bn_result(run, in, hresult, rule);
  return false;
}

/* ---- methods that the state of the job answers for ---- */

static void resumed(struct bn_run *run, const struct bn_input *in, bn_value next, enum bn_rule rule)
{
  struct bn_job *j = &run->state->job[in->job];

  if (next == BN_V_SAME) {
    bn_modified(run, in->job, BN_K_MOD_NO_OP);
    return;
  }
  bn_because(run, j->state == BN_SUSPENDED ? BN_R_JOB_STATE_3 : BN_R_JOB_STATE_4, in->job);
  j->no_progress = bn_unarmed();
  j->download_end = bn_unarmed(); /* Resume starts the count anew (JOB-STATE-23) */
  j->download_left_ms = (uint64_t)j->download_s * 1000;
  bn_enter(run, in->job, BN_QUEUED, rule);
}

static void suspended(struct bn_run *run, const struct bn_input *in, bn_value next,
                      enum bn_rule rule)
{
  if (next == BN_V_SAME)
    bn_modified(run, in->job, BN_K_MOD_NO_OP);
  else
    bn_enter(run, in->job, BN_SUSPENDED, rule);
}

/* Complete keeps the files that are done and drops the rest (JOB-STATE-9, JOB-STATE-11, RUL-28). */
static int32_t completed(struct bn_run *run, const struct bn_input *in)
{
  struct bn_job *j = &run->state->job[in->job];
  unsigned done = 0;

  for (unsigned f = 0; f < j->files; f++) {
    done += j->file[f].done;
    if (j->file[f].done)
      j->file[f].validation = BN_VALID;
  }
  bn_because(run, BN_R_NOTIFY_FILE_14, in->job);
  if (done == 0 || (j->state == BN_TRANSFERRED && done < j->files))
    bn_because(run, BN_R_RUL_28, in->job);
  if (j->state != BN_TRANSFERRED)
    bn_because(run, BN_R_JOB_STATE_11, in->job);
  bool whole = j->state == BN_TRANSFERRED && done == j->files && done > 0;
  bn_enter(run, in->job, BN_ACKNOWLEDGED, BN_R_JOB_STATE_9);
  return whole ? BN_HR_S_OK : BN_HR_BG_S_PARTIAL_COMPLETE;
}

static int32_t file_added(struct bn_run *run, const struct bn_input *in)
{
  struct bn_job *j = &run->state->job[in->job];

  if (j->files == BN_JOB_FILES) {
    run->refusal = "the job has no room for another file";
    return BN_HR_S_OK;
  }
  j->file[j->files++] = (struct bn_job_file){.file = in->file};
  bn_modified(run, in->job, BN_K_MOD_FILES);
  return BN_HR_S_OK;
}

/* A timeout of 0 acts at once on a job that waits for its retry (RUL-12), except where the network
 * or a policy is what it waits for (RUL-22). */
static void no_progress_set(struct bn_run *run, const struct bn_input *in)
{
  struct bn_job *j = &run->state->job[in->job];

  j->no_progress_s = in->value;
  bn_modified(run, in->job, BN_K_MOD_PROPERTY);
  if (in->value != 0 || j->state != BN_TRANSIENT_ERROR)
    return;
  if (j->error == BN_HR_BG_E_NETWORK_DISCONNECTED)
    bn_because(run, BN_R_RUL_22, in->job);
  else
    bn_enter(run, in->job, BN_ERROR, BN_R_RUL_12);
}

static int32_t setter(struct bn_run *run, const struct bn_input *in)
{
  struct bn_job *j = &run->state->job[in->job];

  switch (in->method) {
  case BN_SetNoProgressTimeout:
    no_progress_set(run, in);
    return BN_HR_S_OK;
  case BN_SetMinimumRetryDelay:
    j->retry_delay_s = in->value < SHORTEST_RETRY_DELAY_S ? SHORTEST_RETRY_DELAY_S : in->value;
    break;
  case BN_SetPriority:
    if (in->value > BN_PRIORITY_LOW)
      return BN_HR_E_NOTIMPL;
    j->priority = (uint8_t)in->value;
    break;
  }
  bn_modified(run, in->job, BN_K_MOD_PROPERTY);
  return BN_HR_S_OK;
}

static bool is_of_transport(int32_t error)
{
  return error == BN_HR_WININET_E_CANNOT_CONNECT || error == BN_HR_WININET_E_NAME_NOT_RESOLVED ||
         error == BN_HR_WININET_E_CONNECTION_ABORTED ||
         error == BN_HR_WININET_E_INVALID_SERVER_RESPONSE;
}

/* What a method of the table does where the state allows it. */
static int32_t act(struct bn_run *run, const struct bn_input *in, bn_value next, enum bn_rule rule)
{
  struct bn_job *j = &run->state->job[in->job];

  switch (in->method) {
  case BN_Resume:
    if (j->files == 0)
      return BN_HR_BG_E_EMPTY;
    resumed(run, in, next, rule);
    return BN_HR_S_OK;
  case BN_Suspend:
    suspended(run, in, next, rule);
    return BN_HR_S_OK;
  case BN_Cancel:
    bn_enter(run, in->job, BN_CANCELLED, rule);
    return BN_HR_S_OK;
  case BN_Complete:
    return completed(run, in);
  case BN_AddFile:
    return file_added(run, in);
  case BN_TakeOwnership:
    return bn_ownership_taken(run, in);
  case BN_SetNotifyInterface:
    return bn_interface_set(run, in);
  case BN_SetNotifyFlags:
    return bn_flags_set(run, in);
  case BN_SetNotifyCmdLine:
    return bn_program_set(run, in);
  case BN_SetProperty:
    return bn_property_set(run, in);
  case BN_GetError:
    return is_of_transport(j->error) && bn_consult(run, BN_K_NET_ERROR) == BN_V_NO
               ? BN_HR_BG_E_ERROR_INFORMATION_UNAVAILABLE
               : BN_HR_S_OK;
  }
  return setter(run, in);
}

static void table_method(struct bn_run *run, const struct bn_input *in, bn_knob first)
{
  struct bn_job *j = &run->state->job[in->job];
  bn_knob cell = (bn_knob)(first + j->state);
  enum bn_rule rule = bn_knob_row(cell)->rule;
  bn_value next = bn_consult(run, cell);
  struct bn_effect *effect;
  int32_t hresult;

  if (next == BN_V_NOTHING_NEW) {
    bn_result(run, in, BN_HR_BG_E_EMPTY, rule);
    return;
  }
  if (next == BN_V_INVALID_STATE || next == BN_V_UNAVAILABLE) {
    if (next == BN_V_INVALID_STATE) {
      bn_because(run, in->method <= BN_Complete ? BN_R_JOB_STATE_6 : BN_R_NOTIFY_REG_4, in->job);
      bn_because(run, BN_R_RUL_30, in->job);
    }
    bn_result(run, in,
              next == BN_V_UNAVAILABLE ? BN_HR_BG_E_ERROR_INFORMATION_UNAVAILABLE
                                       : BN_HR_BG_E_INVALID_STATE,
              rule);
    return;
  }
  if (in->method == BN_Resume && j->files == 0)
    rule = BN_R_JOB_STATE_2;
  if (bn_is_final(j->state)) { /* a faulty service lets a final job be touched; nothing happens */
    bn_result(run, in, BN_HR_S_OK, rule);
    return;
  }
  hresult = act(run, in, next, rule);
  effect = bn_result(run, in, hresult, rule);
  if (in->method == BN_GetError && !bn_failed(hresult)) {
    effect->error = j->error;
    effect->context = j->error_context;
    effect->file = j->error_file == BN_NONE ? BN_NONE : j->file[j->error_file].file;
  }
}

/* JOB-STATE-23: Resume and this call start the count anew; no state refuses it. */
static void set_maximum_download_time(struct bn_run *run, const struct bn_input *in)
{
  struct bn_job *j = &run->state->job[in->job];

  j->download_s = in->value;
  j->download_left_ms = (uint64_t)in->value * 1000;
  if (j->download_end.from != BN_NEVER)
    j->download_end = bn_at(run->state->now_ms + j->download_left_ms);
  bn_result(run, in, BN_HR_S_OK, BN_R_JOB_STATE_23);
  bn_modified(run, in->job, BN_K_MOD_PROPERTY);
}

void bn_method(struct bn_run *run, const struct bn_input *in)
{
  assert(in->app < run->world->apps);
  assert(in->job < BN_JOBS);
  assert(in->method < BN_METHOD_COUNT);
  if (run->state->running[in->app] == 0) {
    run->refusal = "the application is not running";
    return;
  }
  if (in->method == BN_CreateJob) {
    create_job(run, in);
    return;
  }
  if (run->state->job[in->job].state == BN_NO_JOB) {
    run->refusal = "the job was not created yet";
    return;
  }
  if (!obtain(run, in))
    return;
  switch ((enum bn_method)in->method) {
#define R(m, values, rule, q, c, t, s, e, te, td, a, x)                                            \
  case BN_##m:                                                                                     \
    table_method(run, in, BN_K_##m##_QUEUED);                                                      \
    return;
    BN_METHOD_ROWS(R)
#undef R
  case BN_GetJob:
    bn_result(run, in, BN_HR_S_OK, BN_R_NOTIFY_SEC_17);
    return;
  case BN_SetValidationState:
    bn_set_validation(run, in);
    return;
  case BN_SetMaximumDownloadTime:
    set_maximum_download_time(run, in);
    return;
  case BN_CreateJob:
  case BN_GetValidationState:
  case BN_GetState:
  case BN_GetErrorCount:
  case BN_GetNotifyInterface:
  case BN_GetNotifyFlags:
  case BN_GetNotifyCmdLine:
  case BN_GetProperty:
  case BN_GetMinimumRetryDelay:
  case BN_GetNoProgressTimeout:
  case BN_GetPriority:
  case BN_METHOD_COUNT:
    break;
  }
  bn_getter(run, in);
}
