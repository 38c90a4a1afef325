#include "sim/internal.h"

#include <assert.h>

enum { SHORTEST_GAP_MS = 5000 };

/* ---- what a result is ---- */

static bn_value class_of_code(struct bn_run *run, int32_t hresult)
{
  switch (hresult) {
#define CODE(name, knob)                                                                           \
  case BN_HR_##name:                                                                               \
    return bn_consult(run, BN_K_HR_##knob)
    CODE(CO_E_OBJNOTCONNECTED, OBJNOTCONNECTED);
    CODE(RPC_E_DISCONNECTED, DISCONNECTED);
    CODE(RPC_E_SERVER_DIED, SERVER_DIED);
    CODE(RPC_E_SERVER_DIED_DNE, SERVER_DIED_DNE);
    CODE(RPC_S_SERVER_UNAVAILABLE, SERVER_UNAVAILABLE);
    CODE(RPC_S_CALL_FAILED, CALL_FAILED);
    CODE(RPC_S_CALL_FAILED_DNE, CALL_FAILED_DNE);
    CODE(RPC_E_CALL_REJECTED, CALL_REJECTED);
    CODE(RPC_E_SERVERCALL_RETRYLATER, RETRYLATER);
    CODE(RPC_E_SERVERCALL_REJECTED, REJECTED);
    CODE(RPC_S_SERVER_TOO_BUSY, TOO_BUSY);
#undef CODE
  }
  return bn_consult(run, BN_K_HR_FAILURE);
}

static bn_value class_of(struct bn_run *run, const struct bn_call *c)
{
  if (c->hresult == BN_HR_S_OK)
    return BN_V_HANDLED;
  if (bn_failed(c->hresult))
    return class_of_code(run, c->hresult);
  if (c->event == BN_JOB_MODIFICATION)
    return BN_V_HANDLED;
  return bn_consult(run, bn_is_latched(c->event) ? BN_K_HR_LATCHED_SUCCESS : BN_K_HR_FILE_SUCCESS);
}

/* ---- the cell of the ladder ---- */

static bn_knob latched_cell(unsigned rung, bn_value result)
{
  static const bn_knob cell[2][4] = {
      {BN_K_LATCHED_SET_HANDLED, BN_K_LATCHED_SET_FAILED, BN_K_LATCHED_SET_GONE,
       BN_K_LATCHED_SET_BUSY},
      {BN_K_LATCHED_ACTIVATED_HANDLED, BN_K_LATCHED_ACTIVATED_FAILED, BN_K_LATCHED_ACTIVATED_GONE,
       BN_K_LATCHED_ACTIVATED_BUSY},
  };
  return cell[rung == BN_ACTIVATED][result - BN_V_HANDLED];
}

static bn_knob file_cell(unsigned rung, bn_value result)
{
  static const bn_knob cell[2][4] = {
      {BN_K_FILE_SET_HANDLED, BN_K_FILE_SET_FAILED, BN_K_FILE_SET_GONE, BN_K_FILE_SET_BUSY},
      {BN_K_FILE_ACTIVATED_HANDLED, BN_K_FILE_ACTIVATED_FAILED, BN_K_FILE_ACTIVATED_GONE,
       BN_K_FILE_ACTIVATED_BUSY},
  };
  return cell[rung == BN_ACTIVATED][result - BN_V_HANDLED];
}

/* The time between two attempts (AMB-11): an interval for callbacks, whose pages say "arbitrary".
 */
static struct bn_timer gap(struct bn_run *run, const struct bn_job *job)
{
  uint64_t delay_ms = (uint64_t)job->retry_delay_s * 1000;

  bn_because(run, BN_R_NOTIFY_RETRY_9, BN_NONE);
  if (delay_ms > SHORTEST_GAP_MS && bn_consult(run, BN_K_GAP) == BN_V_FIVE_SECONDS)
    delay_ms = SHORTEST_GAP_MS;
  return (struct bn_timer){run->state->now_ms + delay_ms, run->state->now_ms + 2 * delay_ms};
}

/* ---- the object is gone ---- */

static void empty_slot(struct bn_run *run, const struct bn_call *c)
{
  struct bn_slot *slot = &run->state->job[c->job].slot;

  if (c->overtaken || slot->origin == BN_EMPTY_SLOT || !bn_same_ref(slot->ref, c->ref))
    return;
  slot->lost = 1;
  if (slot->ref.gone == BN_LIVES)
    bn_because(run, BN_R_NOTIFY_DISC_10, c->job);
  bn_slot_clear(run, c->job, BN_R_NOTIFY_DISC_5);
}

/* Looks at a result and empties the slot of a callee that is gone. An object that was activated for
 * this very attempt has failed the attempt (RUL-2). */
static bn_value judge(struct bn_run *run, const struct bn_call *c)
{
  bn_value result = class_of(run, c);

  if (result == BN_V_BUSY)
    bn_because(run, BN_R_NOTIFY_DISC_6, c->job);
  if (result != BN_V_GONE)
    return result;
  empty_slot(run, c);
  if (!c->fresh)
    return result;
  bn_because(run, BN_R_RUL_2, c->job);
  return BN_V_FAILED;
}

/* An object registered while the call was in flight: what the call did not do falls to that object,
 * from the top of the ladder and now. */
static bool was_overtaken(struct bn_run *run, const struct bn_call *c, bn_value result)
{
  if (!c->overtaken || result == BN_V_HANDLED ||
      run->state->job[c->job].slot.origin == BN_EMPTY_SLOT)
    return false;
  bn_because(run, BN_R_NOTIFY_PREC_13, c->job);
  return true;
}

/* ---- JobTransferred and JobError ---- */

static void paid(struct bn_run *run, uint8_t job, bool by_program)
{
  run->state->job[job].debt.stage = by_program ? BN_HANDLED_BY_PROGRAM : BN_HANDLED_BY_OBJECT;
  bn_because(run, by_program ? BN_R_NOTIFY_CMD_7 : BN_R_NOTIFY_ALO_7, job);
}

static void owe(struct bn_run *run, uint8_t job, enum bn_rung from, struct bn_timer due)
{
  struct bn_debt *debt = &run->state->job[job].debt;

  assert(debt->stage == BN_OWED);
  debt->rung = (uint8_t)from;
  debt->due = due;
}

static bn_knob unset_cell(bn_value result)
{
  if (result == BN_V_GONE)
    return BN_K_LATCHED_UNSET_GONE;
  return result == BN_V_FAILED ? BN_K_LATCHED_UNSET_FAILED : BN_K_LATCHED_UNSET_CANNOT_START;
}

static bool program_usable(struct bn_run *run, uint8_t job)
{
  return bn_destination(run, job, BN_JOB_TRANSFERRED, BN_FROM_PROGRAM).to == BN_TO_PROGRAM;
}

static void because_of_failure(struct bn_run *run, const struct bn_call *c, bn_value result,
                               bool program)
{
  if (result != BN_V_FAILED)
    return;
  bn_because(run, c->event == BN_JOB_ERROR ? BN_R_NOTIFY_RETRY_2 : BN_R_NOTIFY_RETRY_1, c->job);
  bn_because(run, BN_R_NOTIFY_PREC_7, c->job);
  if (program)
    bn_because(run, BN_R_NOTIFY_RETRY_7, c->job);
}

/* The target does not exist: what then? `result`: BN_V_NONE for an activation that failed. */
static void no_target(struct bn_run *run, const struct bn_call *c, bn_value result)
{
  struct bn_state *s = run->state;
  uint8_t job = c->job;

  switch (bn_consult(run, unset_cell(result))) {
  case BN_V_AGAIN:
    owe(run, job, BN_FROM_TOP, gap(run, &s->job[job]));
    break;
  case BN_V_WAIT:
    bn_because(run, BN_R_NOTIFY_DISC_13, job);
    owe(run, job, BN_FROM_TOP, c->overtaken ? bn_at(s->now_ms) : bn_unarmed());
    break;
  case BN_V_PAID:
    paid(run, job, false);
    break;
  }
}

static void follow_latched(struct bn_run *run, const struct bn_call *c, bn_value target,
                           bn_value result)
{
  struct bn_state *s = run->state;
  uint8_t job = c->job;
  uint64_t now = s->now_ms;

  if (target == BN_V_CLASS && s->job[job].class_ != BN_NONE) {
    if (result == BN_V_GONE)
      bn_because(run, c->rung == BN_ACTIVATED ? BN_R_NOTIFY_PREC_4 : BN_R_NOTIFY_PREC_14, job);
    owe(run, job, BN_FROM_CLASS, bn_at(now));
    return;
  }
  if ((target == BN_V_CLASS || target == BN_V_PROGRAM) && program_usable(run, job)) {
    bn_because(run, BN_R_NOTIFY_PREC_8, job);
    because_of_failure(run, c, result, true);
    owe(run, job, BN_FROM_PROGRAM, bn_at(now));
    return;
  }
  because_of_failure(run, c, result, false);
  switch (target) {
  case BN_V_PAID:
    paid(run, job, false);
    break;
  case BN_V_AGAIN:
    owe(run, job, BN_FROM_TOP, gap(run, &s->job[job]));
    break;
  case BN_V_CLASS:
  case BN_V_PROGRAM:
    no_target(run, c, result);
    break;
  }
}

static void settle_program(struct bn_run *run, const struct bn_call *c)
{
  struct bn_job *job = &run->state->job[c->job];
  struct bn_timer delay = bn_at(run->state->now_ms + (uint64_t)job->retry_delay_s * 1000);
  bn_knob cell = !c->fresh         ? BN_K_LATCHED_PROGRAM_CANNOT_START
                 : c->hresult == 0 ? BN_K_LATCHED_PROGRAM_HANDLED
                                   : BN_K_LATCHED_PROGRAM_FAILED;

  if (!c->fresh)
    bn_because(run, BN_R_NOTIFY_RETRY_8, c->job);
  else if (c->hresult != 0)
    bn_because(run, BN_R_NOTIFY_CMD_4, c->job);
  switch (bn_consult(run, cell)) {
  case BN_V_PAID:
    paid(run, c->job, true);
    break;
  case BN_V_AGAIN:
    owe(run, c->job, BN_FROM_PROGRAM, delay);
    break;
  case BN_V_TOP:
    owe(run, c->job, BN_FROM_TOP, delay);
    break;
  }
}

/* The handler ended the job and then failed (AMB-27). */
static void settle_after_final(struct bn_run *run, const struct bn_call *c)
{
  const struct bn_job *job = &run->state->job[c->job];
  uint8_t i;

  bn_because(run, BN_R_NOTIFY_RETRY_11, c->job);
  if (job->program == BN_NONE || c->program != BN_NONE ||
      bn_consult(run, BN_K_LATCHED_FAILED_FINAL) != BN_V_PROGRAM)
    return;
  i = bn_call_new(run, c->job, c->event);
  assert(i != BN_NONE);
  run->state->call[i].stage = BN_LAUNCHING;
  run->state->call[i].program = job->program;
  run->state->call[i].void_ = 1;
}

static void settle_latched(struct bn_run *run, const struct bn_call *c)
{
  bn_value result;

  if (c->program != BN_NONE) {
    if (!c->void_)
      settle_program(run, c);
    return;
  }
  if (c->rung == BN_EMPTY_SLOT) {
    if (!c->void_)
      follow_latched(run, c, bn_consult(run, BN_K_LATCHED_CLASS_CANNOT_START), BN_V_NONE);
    return;
  }
  result = judge(run, c);
  if (bn_is_final(run->state->job[c->job].state)) {
    bn_because(run, BN_R_NOTIFY_ALO_14, c->job);
    if (result == BN_V_FAILED)
      settle_after_final(run, c);
    return;
  }
  if (c->void_) {
    bn_because(run, BN_R_RUL_5, c->job);
    return;
  }
  if (was_overtaken(run, c, result))
    owe(run, c->job, BN_FROM_TOP, bn_at(run->state->now_ms));
  else
    follow_latched(run, c, bn_consult(run, latched_cell(c->rung, result)), result);
}

/* ---- FileTransferred ---- */

static void settle_file(struct bn_run *run, const struct bn_call *c)
{
  struct bn_job *job = &run->state->job[c->job];
  struct bn_job_file *file = &job->file[c->file];
  bool activation = c->rung == BN_EMPTY_SLOT;
  bn_value result = activation ? BN_V_NONE : judge(run, c);

  if (c->void_ || file->notice != BN_FILE_OWED) {
    bn_because(run, bn_is_final(job->state) ? BN_R_NOTIFY_FILE_13 : BN_R_RUL_17, c->job);
    return;
  }
  if (was_overtaken(run, c, result)) /* it is due since the object registered */
    return;
  switch (bn_consult(run, activation ? BN_K_FILE_CLASS_CANNOT_START : file_cell(c->rung, result))) {
  case BN_V_PAID:
    file->notice = activation ? BN_FILE_NOTHING : BN_FILE_HANDLED;
    bn_because(run, activation ? BN_R_RUL_3 : BN_R_NOTIFY_FILE_3, c->job);
    break;
  case BN_V_AGAIN:
    job->files_due = gap(run, job);
    bn_because(run, BN_R_NOTIFY_FILE_5, c->job);
    break;
  case BN_V_CLASS:
    job->files_from = BN_FROM_CLASS;
    break;
  }
}

/* ---- JobModification ---- */

static void owe_modification(struct bn_run *run, uint8_t job, enum bn_rung from,
                             struct bn_timer due)
{
  struct bn_job *j = &run->state->job[job];

  if (from == BN_FROM_CLASS && j->class_ == BN_NONE)
    return;
  j->modified = 1;
  j->modified_from = (uint8_t)from;
  j->modified_due = due;
}

static void settle_modification(struct bn_run *run, const struct bn_call *c)
{
  uint64_t now = run->state->now_ms;
  bn_value result, target;

  if (c->rung == BN_EMPTY_SLOT)
    return;
  result = judge(run, c);
  if (c->void_ || bn_is_final(run->state->job[c->job].state) || result == BN_V_HANDLED)
    return;
  if (result == BN_V_GONE)
    target =
        bn_consult(run, c->rung == BN_ACTIVATED ? BN_K_LOSSY_ACTIVATED_GONE : BN_K_LOSSY_SET_GONE);
  else
    target = bn_consult(run, BN_K_LOSSY_FAILED);
  if (target == BN_V_AGAIN)
    owe_modification(run, c->job, BN_FROM_TOP, gap(run, &run->state->job[c->job]));
  else if (target == BN_V_CLASS)
    owe_modification(run, c->job, was_overtaken(run, c, result) ? BN_FROM_TOP : BN_FROM_CLASS,
                     bn_at(now));
}

static void show_return(struct bn_run *run, uint8_t i, const struct bn_call *c)
{
  struct bn_effect *effect;

  if (!c->running)
    return; /* a lost call was shown when it was lost */
  effect = bn_emit(run, c->program == BN_NONE ? BN_FX_RETURN : BN_FX_EXIT,
                   c->program == BN_NONE ? BN_R_NOTIFY_CONC_4 : BN_R_NOTIFY_CMD_12);
  effect->call = i;
  effect->job = c->job;
  effect->event = c->event;
  effect->object = c->ref.object;
  effect->instance = c->ref.instance;
  effect->program = c->program;
  effect->hresult = c->hresult;
  effect->value = (uint32_t)c->hresult;
}

void bn_settle(struct bn_run *run, uint8_t i)
{
  struct bn_call c = run->state->call[i];

  show_return(run, i, &c);
  switch ((enum bn_event)c.event) {
  case BN_JOB_TRANSFERRED:
  case BN_JOB_ERROR:
    settle_latched(run, &c);
    break;
  case BN_FILE_TRANSFERRED:
    settle_file(run, &c);
    break;
  case BN_JOB_MODIFICATION:
    settle_modification(run, &c);
    break;
  case BN_EVENT_COUNT:
    break;
  }
  bn_call_free(run, i);
}
