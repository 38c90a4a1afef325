#include "sim/internal.h"

#include <assert.h>

static bool can_be_told(struct bn_run *run, uint8_t job, unsigned event)
{
  return bn_destination(run, job, event, BN_FROM_TOP).to != BN_NOWHERE;
}

/* What is in flight for the job's final event settles nothing any more. */
static void void_calls(struct bn_run *run, uint8_t job)
{
  for (unsigned i = 0; i < BN_CALLS; i++) {
    struct bn_call *c = &run->state->call[i];
    if (c->stage != BN_FREE && c->stage != BN_ORPHAN && c->job == job && bn_is_latched(c->event) &&
        c->void_ == 0)
      c->void_ = 1;
  }
}

/* ---- JobModification ---- */

void bn_modified(struct bn_run *run, uint8_t job, bn_knob cause)
{
  struct bn_state *s = run->state;
  struct bn_job *j = &s->job[job];

  if (bn_is_final(j->state))
    return;
  if (!bn_flag_of(BN_JOB_MODIFICATION, j->flags) || !bn_has_receiver(j)) {
    if (bn_knob_row(cause)->usual == BN_V_YES)
      j->missed = 1;
    return;
  }
  if (bn_consult(run, cause) != BN_V_YES)
    return;
  if (cause == BN_K_MOD_REGISTRATION)
    bn_because(run, BN_R_NOTIFY_REG_25, job);
  if (j->program != BN_NONE && bn_consult(run, BN_K_LOSSY_WITH_PROGRAM) == BN_V_DROP)
    return;
  if (j->modified)
    bn_because(run, BN_R_NOTIFY_MOD_7, job);
  j->modified = 1;
  if (j->modified_due.from == BN_NEVER || bn_is_due(s, j->modified_due))
    j->modified_due = bn_at(s->now_ms);
}

/* A registration or flag came after a modification that nobody wanted (AMB-5). */
static void late_modification(struct bn_run *run, uint8_t job)
{
  struct bn_job *j = &run->state->job[job];

  if (!j->missed || !bn_flag_of(BN_JOB_MODIFICATION, j->flags) || !bn_has_receiver(j))
    return;
  j->missed = 0;
  if (bn_consult(run, BN_K_LOSSY_LATE) == BN_V_DELIVER) {
    j->modified = 1;
    j->modified_due = bn_at(run->state->now_ms);
  }
}

/* ---- JobTransferred and JobError ---- */

/* The job enters TRANSFERRED or ERROR: a new occurrence (NOTIFY-ALO-15). */
static void occurrence(struct bn_run *run, uint8_t job, unsigned event)
{
  struct bn_job *j = &run->state->job[job];
  bool wanted = bn_flag_of(event, j->flags);

  j->debt = (struct bn_debt){.stage = BN_OWED,
                             .event = (uint8_t)event,
                             .silenced = !wanted,
                             .due = bn_at(run->state->now_ms)};
  bn_because(run, BN_R_NOTIFY_ALO_15, job);
  if (!wanted) {
    bn_because(run, (j->flags & BN_FLAG_DISABLE) != 0 ? BN_R_NOTIFY_EVT_15 : BN_R_NOTIFY_REG_6,
               job);
    bn_because(run, BN_R_RUL_20, job);
    if (j->program != BN_NONE)
      bn_because(run, BN_R_NOTIFY_CMD_2, job);
  } else if (!bn_has_receiver(j) && j->program == BN_NONE) {
    bn_because(run, BN_R_NOTIFY_REG_1, job);
  }
}

/* The job leaves TRANSFERRED or ERROR with its event owed (NOTIFY-RETRY-10, AMB-26, AMB-69). */
static void overtaken(struct bn_run *run, uint8_t job, bool final)
{
  struct bn_job *j = &run->state->job[job];
  bool keep = false;

  if (j->debt.stage == BN_OWED && !final && bn_flag_of(j->debt.event, j->flags) &&
      can_be_told(run, job, j->debt.event)) {
    keep = bn_consult(run, j->debt.tried ? BN_K_LATCHED_RETRY_OVERTAKEN
                                         : BN_K_LATCHED_QUEUED_OVERTAKEN) == BN_V_DELIVER;
    bn_because(run, BN_R_NOTIFY_RETRY_10, job);
  }
  if (keep)
    return;
  void_calls(run, job);
  j->debt = (struct bn_debt){.stage = BN_NOTHING, .due = bn_unarmed()};
}

/* Nothing is owed to anybody any more, and BITS lets go of the object (AMB-25). */
static void finish(struct bn_run *run, uint8_t job)
{
  struct bn_job *j = &run->state->job[job];

  bn_because(run, BN_R_NOTIFY_ALO_14, job);
  for (unsigned f = 0; f < j->files; f++)
    j->file[f].notice = BN_FILE_NOTHING;
  j->modified = 0;
  j->missed = 0;
  j->retry = j->no_progress = j->download_end = bn_unarmed();
  j->files_due = j->modified_due = bn_unarmed();
  j->files_from = j->modified_from = BN_FROM_TOP;
  bn_slot_clear(run, job, BN_R_NOTIFY_ALO_14);
  j->slot.lost = 0;
}

/* The maximum download time runs while CONNECTING or TRANSFERRING (JOB-STATE-23). */
static void run_clock(struct bn_state *s, struct bn_job *j)
{
  bool counts = j->state == BN_CONNECTING || j->state == BN_TRANSFERRING;

  if (counts && j->download_end.from == BN_NEVER) {
    j->download_end = bn_at(s->now_ms + j->download_left_ms);
  } else if (!counts && j->download_end.from != BN_NEVER) {
    j->download_left_ms = j->download_end.from > s->now_ms ? j->download_end.from - s->now_ms : 0;
    j->download_end = bn_unarmed();
  }
}

void bn_enter(struct bn_run *run, uint8_t job, enum bn_job_state state, enum bn_rule rule)
{
  struct bn_job *j = &run->state->job[job];
  bool final = bn_is_final(state);
  struct bn_effect *effect;

  assert(!bn_is_final(j->state));
  j->state = (uint8_t)state;
  effect = bn_emit(run, BN_FX_STATE, rule);
  effect->job = job;
  effect->state = (uint8_t)state;
  if (state != BN_TRANSIENT_ERROR)
    j->retry = bn_unarmed();
  run_clock(run->state, j);
  if (j->debt.stage != BN_NOTHING)
    overtaken(run, job, final);
  if (final) {
    finish(run, job);
  } else if (state == BN_TRANSFERRED || state == BN_ERROR) {
    j->no_progress = bn_unarmed();
    occurrence(run, job, state == BN_ERROR ? BN_JOB_ERROR : BN_JOB_TRANSFERRED);
    bn_modified(run, job, BN_K_MOD_EXEMPT);
  } else {
    bn_modified(run, job, BN_K_MOD_STATE);
  }
}

/* ---- FileTransferred ---- */

void bn_file_arrived(struct bn_run *run, uint8_t job, uint8_t file)
{
  struct bn_job *j = &run->state->job[job];

  j->file[file].done = 1;
  j->file[file].partial = 0;
  if (!bn_flag_of(BN_FILE_TRANSFERRED, j->flags)) {
    bn_because(run, BN_R_RUL_20, job);
    return;
  }
  if (!bn_has_receiver(j)) {
    bn_because(run, BN_R_RUL_3, job);
    return;
  }
  if (j->program != BN_NONE && bn_consult(run, BN_K_LOSSY_WITH_PROGRAM) == BN_V_DROP)
    return;
  j->file[file].notice = BN_FILE_OWED;
  if (j->files_due.from == BN_NEVER)
    j->files_due = bn_at(run->state->now_ms);
  bn_because(run, BN_R_NOTIFY_FILE_1, job);
}

/* Files that finished before anybody wanted to hear of them (AMB-8). */
static void late_files(struct bn_run *run, uint8_t job)
{
  struct bn_job *j = &run->state->job[job];
  bool some = false;
  bn_value which;

  if (!bn_flag_of(BN_FILE_TRANSFERRED, j->flags) || !bn_has_receiver(j))
    return;
  for (unsigned f = 0; f < j->files; f++)
    some = some || (j->file[f].done && j->file[f].notice != BN_FILE_OWED);
  if (!some)
    return;
  which = bn_consult(run, BN_K_FILE_LATE);
  for (unsigned f = 0; f < j->files && which != BN_V_NONE; f++) {
    if (j->file[f].done && (which == BN_V_ALL || j->file[f].notice == BN_FILE_NOTHING))
      j->file[f].notice = BN_FILE_OWED;
  }
  if (which != BN_V_NONE)
    j->files_due = bn_at(run->state->now_ms);
}

static bool files_owed(const struct bn_job *j)
{
  for (unsigned f = 0; f < j->files; f++) {
    if (j->file[f].notice == BN_FILE_OWED)
      return true;
  }
  return false;
}

/* ---- registrations ---- */

void bn_rearm(struct bn_run *run, uint8_t job, enum bn_rule rule)
{
  struct bn_debt *debt = &run->state->job[job].debt;

  debt->stage = BN_OWED;
  debt->rung = BN_FROM_TOP;
  debt->due = bn_at(run->state->now_ms);
  bn_because(run, rule, job);
}

/* The event was handled before; does a new object hear it again (AMB-7)? */
static void register_again(struct bn_run *run, uint8_t job, struct bn_slot before)
{
  bool invalid = before.lost || (before.origin != BN_EMPTY_SLOT && before.ref.gone != BN_LIVES);
  bn_value when = bn_consult(run, BN_K_LATCHED_REREGISTERED);

  if (when == BN_V_NEVER || (when == BN_V_WHEN_INVALID && !invalid))
    return;
  if (invalid)
    bn_because(run, BN_R_NOTIFY_DISC_11, job);
  bn_rearm(run, job, invalid ? BN_R_NOTIFY_ALO_3 : BN_R_AMB_7);
}

/* A call for the event is in flight while an object registers (AMB-72, RUL-11). */
static void register_in_flight(struct bn_run *run, uint8_t job, uint8_t call)
{
  struct bn_call *c = &run->state->call[call];

  switch (bn_consult(run, BN_K_LATCHED_IN_FLIGHT)) {
  case BN_V_AFTER:
    c->void_ = 1;
    bn_rearm(run, job, BN_R_AMB_72);
    break;
  case BN_V_AT_ONCE:
    c->void_ = 2;
    bn_rearm(run, job, BN_R_AMB_72);
    break;
  case BN_V_IF_FAILED:
    break;
  }
}

static void register_late(struct bn_run *run, uint8_t job, struct bn_slot before)
{
  struct bn_job *j = &run->state->job[job];
  bool nowhere = before.origin == BN_EMPTY_SLOT && j->class_ == BN_NONE;

  if (nowhere && !j->debt.tried) {
    if (bn_consult(run, BN_K_LATCHED_LATE) == BN_V_DROP) {
      j->debt.stage = BN_HANDLED_BY_OBJECT;
      return;
    }
    bn_because(run, j->debt.event == BN_JOB_TRANSFERRED ? BN_R_NOTIFY_ALO_2 : BN_R_NOTIFY_ALO_1,
               job);
  } else if (before.lost) {
    bn_because(run, BN_R_NOTIFY_ALO_1, job);
  }
  bn_rearm(run, job, BN_R_RUL_1);
}

void bn_object_registered(struct bn_run *run, uint8_t job, struct bn_slot before)
{
  struct bn_job *j = &run->state->job[job];
  uint8_t call = bn_call_of(run->state, job, true, false);

  j->files_from = j->modified_from = BN_FROM_TOP;
  late_modification(run, job);
  late_files(run, job);
  if (files_owed(j))
    j->files_due = bn_at(run->state->now_ms);
  if (j->debt.stage == BN_NOTHING)
    return;
  if (call != BN_NONE && run->state->call[call].void_ == 0) {
    const struct bn_call *c = &run->state->call[call];
    if (c->stage == BN_INSIDE && bn_same_ref(c->ref, j->slot.ref) && c->ref.gone == BN_LIVES) {
      bn_because(run, BN_R_RUL_18, job);
      run->state->call[call].overtaken = 0;
      return;
    }
    register_in_flight(run, job, call);
  } else if (j->debt.stage == BN_OWED) {
    register_late(run, job, before);
  } else {
    register_again(run, job, before);
  }
}

/* An event that waits for a registration (BN_V_WAIT) has one now. */
static void wake(struct bn_run *run, uint8_t job)
{
  struct bn_debt *debt = &run->state->job[job].debt;

  if (debt->stage == BN_OWED && debt->due.from == BN_NEVER)
    debt->due = bn_at(run->state->now_ms);
}

void bn_class_registered(struct bn_run *run, uint8_t job)
{
  struct bn_job *j = &run->state->job[job];

  late_modification(run, job);
  late_files(run, job);
  if (j->debt.stage == BN_OWED && !j->debt.tried && j->slot.origin == BN_EMPTY_SLOT &&
      bn_consult(run, BN_K_LATCHED_LATE) == BN_V_DROP)
    j->debt.stage = BN_HANDLED_BY_OBJECT;
  wake(run, job);
}

void bn_program_registered(struct bn_run *run, uint8_t job)
{
  struct bn_job *j = &run->state->job[job];
  struct bn_debt *debt = &j->debt;

  if (debt->stage == BN_HANDLED_BY_PROGRAM)
    bn_because(run, BN_R_RUL_10, job);
  if (debt->stage == BN_HANDLED_BY_OBJECT &&
      bn_consult(run, BN_K_PROGRAM_AFTER_ACK) == BN_V_DELIVER) {
    bn_rearm(run, job, BN_R_AMB_32);
    debt->rung = BN_FROM_PROGRAM;
  } else if (debt->stage == BN_OWED && !bn_has_receiver(j)) {
    if (bn_consult(run, BN_K_PROGRAM_LATE) == BN_V_DROP)
      debt->no_program = 1;
  }
  wake(run, job);
}

void bn_flags_changed(struct bn_run *run, uint8_t job, uint8_t before)
{
  struct bn_job *j = &run->state->job[job];

  if (j->debt.stage == BN_OWED && j->debt.silenced && bn_flag_of(j->debt.event, j->flags)) {
    j->debt.silenced = 0;
    if (bn_consult(run, BN_K_LATCHED_SILENCED) == BN_V_DROP)
      j->debt.stage = BN_HANDLED_BY_OBJECT;
  }
  if (files_owed(j) && !bn_flag_of(BN_FILE_TRANSFERRED, j->flags) &&
      bn_consult(run, BN_K_FILE_SILENCED) == BN_V_DROP) {
    for (unsigned f = 0; f < j->files; f++) {
      if (j->file[f].notice == BN_FILE_OWED &&
          bn_call_of_event(run->state, job, BN_FILE_TRANSFERRED, (uint8_t)f) == BN_NONE)
        j->file[f].notice = BN_FILE_NOTHING;
    }
  }
  if (!bn_flag_of(BN_JOB_MODIFICATION, j->flags))
    j->modified = 0;
  if (!bn_flag_of(BN_FILE_TRANSFERRED, before))
    late_files(run, job);
  late_modification(run, job);
}
