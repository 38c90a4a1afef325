#include "sim/internal.h"

#include <assert.h>

void bn_service_start(struct bn_run *run, enum bn_rule rule)
{
  run->state->up = 1;
  bn_because(run, rule, BN_NONE);
  bn_network(run, run->state->network != 0);
}

/* ---- what a restart leaves of a job (NOTIFY-PERS) ---- */

static void restart_registrations(struct bn_run *run, uint8_t job)
{
  struct bn_job *j = &run->state->job[job];
  bn_knob cell = j->slot.origin == BN_SET ? BN_K_SET_RESTART : BN_K_ACTIVATED_RESTART;

  if (j->slot.origin != BN_EMPTY_SLOT && bn_consult(run, cell) == BN_V_CLEARED) {
    bn_slot_clear(run, job, bn_knob_row(cell)->rule);
    j->slot.lost = 1;
  }
  if (j->class_ != BN_NONE && bn_consult(run, BN_K_CLASS_RESTART) == BN_V_CLEARED)
    j->class_ = BN_NONE;
  if (j->program != BN_NONE && bn_consult(run, BN_K_PROGRAM_RESTART) == BN_V_CLEARED)
    j->program = BN_NONE;
  if (j->flags != (BN_FLAG_JOB_TRANSFERRED | BN_FLAG_JOB_ERROR) &&
      bn_consult(run, BN_K_FLAGS_RESTART) == BN_V_CLEARED)
    j->flags = BN_FLAG_JOB_TRANSFERRED | BN_FLAG_JOB_ERROR;
}

static void restart_debt(struct bn_run *run, uint8_t job, bool program_ran)
{
  struct bn_debt *debt = &run->state->job[job].debt;
  bn_knob cell = BN_K_RUNNING_RESTART;

  if (debt->stage == BN_NOTHING)
    return;
  if (debt->stage == BN_HANDLED_BY_OBJECT)
    cell = BN_K_HANDLED_RESTART;
  if (debt->stage == BN_HANDLED_BY_PROGRAM)
    cell = BN_K_RAN_RESTART;
  if (debt->stage == BN_OWED && !program_ran)
    bn_rearm(run, job, BN_R_NOTIFY_PERS_6);
  else if (bn_consult(run, cell) == BN_V_REARMED)
    bn_rearm(run, job, bn_knob_row(cell)->rule);
  else if (program_ran)
    debt->stage = BN_HANDLED_BY_PROGRAM;
}

static void restart_files(struct bn_run *run, uint8_t job)
{
  struct bn_job *j = &run->state->job[job];

  for (unsigned f = 0; f < j->files; f++) {
    if (j->file[f].notice == BN_FILE_OWED && bn_consult(run, BN_K_FILES_RESTART) == BN_V_CLEARED)
      j->file[f].notice = BN_FILE_NOTHING;
  }
  j->files_from = j->modified_from = BN_FROM_TOP;
  if (j->files_due.from != BN_NEVER)
    j->files_due = bn_at(run->state->now_ms);
  j->modified = 0;
}

/* Calls of the old service run return to nobody and hold no slot (RUL-14, AMB-73). */
static bool orphan_calls(struct bn_run *run, uint8_t job)
{
  bool program_ran = false;

  for (uint8_t i = 0; i < BN_CALLS; i++) {
    struct bn_call *c = &run->state->call[i];
    if (c->stage == BN_FREE || c->stage == BN_ORPHAN || c->job != job)
      continue;
    if (c->stage == BN_INSIDE && c->running) {
      program_ran = program_ran || (c->program != BN_NONE && !c->void_);
      c->stage = BN_ORPHAN;
      bn_because(run, BN_R_RUL_14, job);
    } else {
      bn_call_free(run, i);
    }
  }
  return program_ran;
}

static void restart_job(struct bn_run *run, uint8_t job)
{
  struct bn_job *j = &run->state->job[job];
  bool program_ran = orphan_calls(run, job);

  if (bn_is_final(j->state))
    return;
  restart_registrations(run, job);
  restart_debt(run, job, program_ran);
  restart_files(run, job);
  bn_because(run, BN_R_NOTIFY_PERS_6, job);
  if (j->state == BN_CONNECTING || j->state == BN_TRANSFERRING)
    bn_enter(run, job, BN_QUEUED, BN_R_NOTIFY_PERS_6);
}

void bn_service_stopped(struct bn_run *run)
{
  struct bn_state *s = run->state;

  for (uint8_t j = 0; j < BN_JOBS; j++) {
    if (s->job[j].state != BN_NO_JOB)
      restart_job(run, j);
  }
  for (unsigned a = 0; a < run->world->apps; a++) {
    s->stale[a] |= s->held[a];
    s->held[a] = 0;
  }
  s->up = s->stopping = 0;
  if (s->start_pending) {
    s->start_pending = 0;
    bn_service_start(run, BN_R_AMB_73);
  }
}

static bool handler_runs(const struct bn_state *s)
{
  for (unsigned i = 0; i < BN_CALLS; i++) {
    if (s->call[i].stage == BN_INSIDE && s->call[i].program == BN_NONE)
      return true;
  }
  return false;
}

void bn_service_stop(struct bn_run *run)
{
  if (!run->state->up) {
    run->refusal = "the service is not running";
    return;
  }
  if (handler_runs(run->state) && bn_consult(run, BN_K_STOP_WAITS) == BN_V_YES) {
    run->state->stopping = 1;
    return;
  }
  bn_service_stopped(run);
  bn_because(run, BN_R_NOTIFY_PERS_6, BN_NONE);
}

static void service_start_asked(struct bn_run *run)
{
  if (run->state->stopping)
    run->state->start_pending = 1;
  else if (run->state->up)
    run->refusal = "the service is running";
  else
    bn_service_start(run, BN_R_NOTIFY_PERS_6);
}

/* ---- processes and users ---- */

static void app_starts(struct bn_run *run, uint8_t app)
{
  const struct bn_world *w = run->world;

  if (run->state->running[app]) {
    run->refusal = "the application is running";
    return;
  }
  if (!run->state->logged_on[w->app[app].user]) {
    run->refusal = "the application's user is not logged on";
    return;
  }
  run->state->running[app] = 1;
  bn_emit(run, BN_FX_APP_START, BN_R_NOTIFY_COM_3)->app = app;
  for (unsigned c = 0; c < w->classes; c++) {
    if (w->class_[c].app == app && w->class_[c].registers != BN_REGISTERS_NEVER)
      run->state->listening[c] = 1;
  }
}

static void app_ends(struct bn_run *run, uint8_t app)
{
  if (!run->state->running[app]) {
    run->refusal = "the application is not running";
    return;
  }
  bn_emit(run, BN_FX_APP_END, BN_R_NOTIFY_DISC_1)->app = app;
  bn_app_ended(run, app);
}

static void programs_end(struct bn_run *run, uint8_t user)
{
  struct bn_state *s = run->state;

  for (uint8_t i = 0; i < BN_CALLS; i++) {
    struct bn_call *c = &s->call[i];
    if (c->stage == BN_FREE || c->stage == BN_RETURNED || c->program == BN_NONE || !c->running)
      continue;
    if (user != BN_NONE && s->job[c->job].program_user != user)
      continue;
    if (c->stage == BN_ORPHAN) {
      bn_call_free(run, i);
    } else {
      c->stage = BN_RETURNED;
      c->hresult = 1;
    }
  }
}

static void session_ends(struct bn_run *run, uint8_t user)
{
  struct bn_state *s = run->state;

  for (uint8_t a = 0; a < run->world->apps; a++) {
    if (s->running[a] && run->world->app[a].user == user)
      app_ends(run, a);
  }
  programs_end(run, user);
  s->logged_on[user] = 0;
}

/* Jobs of a user who logs off go back to the queue and wait (NOTIFY-SEC-6, NOTIFY-SEC-7). */
static void logoff(struct bn_run *run, uint8_t user)
{
  struct bn_state *s = run->state;

  if (run->world->user[user].service_account) {
    run->refusal = "a service account does not log off";
    return;
  }
  session_ends(run, user);
  bn_because(run, BN_R_RUL_27, BN_NONE);
  for (uint8_t j = 0; j < BN_JOBS; j++) {
    struct bn_job *job = &s->job[j];
    if (job->owner == user && (job->state == BN_CONNECTING || job->state == BN_TRANSFERRING))
      bn_enter(run, j, BN_QUEUED, BN_R_NOTIFY_SEC_7);
  }
}

static void logon(struct bn_run *run, uint8_t user)
{
  run->state->logged_on[user] = 1;
  bn_because(run, BN_R_NOTIFY_SEC_6, BN_NONE);
}

/* Everything ends, and the service starts again with nobody logged on. */
static void reboot(struct bn_run *run)
{
  struct bn_state *s = run->state;

  if (s->up)
    bn_service_stopped(run);
  for (uint8_t a = 0; a < run->world->apps; a++) {
    if (s->running[a])
      app_ends(run, a);
  }
  programs_end(run, BN_NONE);
  for (unsigned u = 0; u < run->world->users; u++)
    s->logged_on[u] = run->world->user[u].service_account;
  if (!s->up)
    bn_service_start(run, BN_R_NOTIFY_PERS_6);
}

static void disconnect(struct bn_run *run, const struct bn_input *in, enum bn_gone how)
{
  if (!run->state->running[run->world->object[in->object].app]) {
    run->refusal = "the object's application is not running";
    return;
  }
  bn_because(run, BN_R_NOTIFY_DISC_2, BN_NONE);
  if (how == BN_APARTMENT_GONE)
    run->state->disconnected[in->object] = 1;
  bn_object_lost(run, in->object, how);
}

/* ---- the other inputs ---- */

static void returned(struct bn_run *run, const struct bn_input *in, bool program)
{
  struct bn_call *c = &run->state->call[in->call];

  if (in->call >= BN_CALLS || c->stage == BN_FREE || c->stage == BN_RETURNED || !c->running ||
      (c->program != BN_NONE) != program) {
    run->refusal = "no such handler is running";
    return;
  }
  c->hresult = program ? (int32_t)in->value : in->hresult;
  if (c->stage == BN_ORPHAN) {
    bn_emit(run, program ? BN_FX_EXIT : BN_FX_RETURN, BN_R_RUL_14)->call = in->call;
    bn_call_free(run, in->call);
    return;
  }
  c->stage = BN_RETURNED;
  bn_because(run, BN_R_NOTIFY_DISC_9, c->job);
}

/* A real server answered, or COM gave up on it. */
static void activation_came_back(struct bn_run *run, const struct bn_input *in)
{
  struct bn_call *c = &run->state->call[in->call];

  if (in->call >= BN_CALLS || c->stage != BN_ACTIVATING ||
      run->world->class_[c->class_].registers != BN_REGISTERS_REALLY) {
    run->refusal = "no such activation is under way";
    return;
  }
  c->hresult = in->hresult;
  c->due = bn_at(run->state->now_ms);
}

/* A host that runs for ever uses the numbers of jobs again. */
static void forget(struct bn_run *run, uint8_t job)
{
  struct bn_state *s = run->state;

  if (!bn_is_final(s->job[job].state)) {
    run->refusal = "the job is not final";
    return;
  }
  for (unsigned i = 0; i < BN_CALLS; i++) {
    if (s->call[i].stage != BN_FREE && s->call[i].job == job) {
      run->refusal = "a notification of the job is in flight";
      return;
    }
  }
  s->job[job] = (struct bn_job){.state = BN_NO_JOB};
  for (unsigned a = 0; a < BN_APPS; a++) {
    s->held[a] &= (uint8_t) ~(1u << job);
    s->stale[a] &= (uint8_t) ~(1u << job);
  }
}

static void origin(struct bn_run *run, const struct bn_input *in)
{
  if (in->kind == BN_IN_RELEASE) {
    run->state->origin[in->file].released = 1;
    return;
  }
  run->state->origin[in->file].changed = 1;
  run->state->origin[in->file].released = 0;
  run->state->origin[in->file].answer = in->answer;
}

void bn_world_event(struct bn_run *run, const struct bn_input *in)
{
  switch ((enum bn_input_kind)in->kind) {
  case BN_IN_CALL:
  case BN_IN_TIME:
    assert(false);
    break;
  case BN_IN_RETURN:
  case BN_IN_EXIT:
    returned(run, in, in->kind == BN_IN_EXIT);
    break;
  case BN_IN_ACTIVATED:
    activation_came_back(run, in);
    break;
  case BN_IN_FORGET:
    forget(run, in->job);
    break;
  case BN_IN_APP_START:
    app_starts(run, in->app);
    break;
  case BN_IN_APP_END:
    app_ends(run, in->app);
    break;
  case BN_IN_DISCONNECT:
    disconnect(run, in, BN_DISCONNECTED);
    break;
  case BN_IN_APARTMENT_END:
    disconnect(run, in, BN_APARTMENT_GONE);
    break;
  case BN_IN_REGISTER:
  case BN_IN_UNREGISTER:
    run->state->registered[in->class_] = in->kind == BN_IN_REGISTER;
    break;
  case BN_IN_STOP:
    bn_service_stop(run);
    break;
  case BN_IN_START:
    service_start_asked(run);
    break;
  case BN_IN_REBOOT:
    reboot(run);
    break;
  case BN_IN_LOGON:
    logon(run, in->user);
    break;
  case BN_IN_LOGOFF:
    logoff(run, in->user);
    break;
  case BN_IN_NETWORK:
    bn_network(run, in->value != 0);
    break;
  case BN_IN_RELEASE:
  case BN_IN_ANSWER:
    origin(run, in);
    break;
  case BN_IN_INSTALL:
    run->state->missing[in->program] = in->value == 0;
    break;
  }
}
