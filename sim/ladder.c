#include "sim/internal.h"

#include <assert.h>

enum { ACTIVATION_WINDOW_MS = 60000 }; /* NOTIFY-COM-2 */

bool bn_has_receiver(const struct bn_job *job)
{
  return job->slot.origin != BN_EMPTY_SLOT || job->class_ != BN_NONE;
}

/* May the command line be asked? Never for a service account (NOTIFY-CMD-8). */
static bool has_program(struct bn_run *run, const struct bn_job *job)
{
  if (job->program == BN_NONE || job->debt.no_program)
    return false;
  if (!run->world->user[job->program_user].service_account)
    return true;
  return bn_consult(run, BN_K_SERVICE_ACCOUNT) == BN_V_ALWAYS;
}

struct bn_destination bn_destination(struct bn_run *run, uint8_t job, unsigned event, unsigned from)
{
  const struct bn_job *j = &run->state->job[job];

  if (from == BN_FROM_TOP && j->slot.origin != BN_EMPTY_SLOT)
    return (struct bn_destination){BN_TO_OBJECT, j->slot.user};
  if (from != BN_FROM_PROGRAM && j->class_ != BN_NONE)
    return (struct bn_destination){BN_TO_CLASS, j->class_user};
  if (bn_is_latched(event) && has_program(run, j))
    return (struct bn_destination){BN_TO_PROGRAM, j->program_user};
  if (from == BN_FROM_PROGRAM && bn_has_receiver(j)) /* the program was taken away meanwhile */
    return bn_destination(run, job, event, BN_FROM_TOP);
  return (struct bn_destination){BN_NOWHERE, BN_NONE};
}

static uint8_t rung_of(const struct bn_job *job, unsigned event)
{
  if (event == BN_JOB_MODIFICATION)
    return job->modified_from;
  return event == BN_FILE_TRANSFERRED ? job->files_from : job->debt.rung;
}

/* ---- beginning ---- */

static enum bn_rule rule_of_event(unsigned event)
{
  switch ((enum bn_event)event) {
  case BN_JOB_TRANSFERRED:
    return BN_R_NOTIFY_EVT_1;
  case BN_JOB_ERROR:
    return BN_R_NOTIFY_EVT_4;
  case BN_JOB_MODIFICATION:
    return BN_R_NOTIFY_MOD_1;
  case BN_FILE_TRANSFERRED:
    return BN_R_NOTIFY_FILE_1;
  case BN_EVENT_COUNT:
    break;
  }
  assert(false);
  return BN_R_NOTIFY_REG_1;
}

static void describe(struct bn_run *run, struct bn_effect *effect, uint8_t i)
{
  const struct bn_call *c = &run->state->call[i];

  effect->call = i;
  effect->job = c->job;
  effect->event = c->event;
  effect->file = c->file == BN_NONE ? BN_NONE : run->state->job[c->job].file[c->file].file;
  effect->object = c->ref.object;
  effect->instance = c->ref.instance;
  effect->class_ = c->class_;
  effect->program = c->program;
}

static void show_error(struct bn_run *run, struct bn_effect *effect, const struct bn_job *job)
{
  effect->error = job->error;
  effect->context = job->error_context;
  effect->file = job->error_file == BN_NONE ? BN_NONE : job->file[job->error_file].file;
  bn_because(run, BN_R_NOTIFY_EVT_16, BN_NONE);
}

/* The call reaches its object, or fails at once because the object is gone. */
static void begin_call(struct bn_run *run, uint8_t i)
{
  struct bn_state *s = run->state;
  struct bn_call *c = &s->call[i];
  struct bn_job *job = &s->job[c->job];
  uint8_t app = run->world->object[c->ref.object].app;
  struct bn_effect *effect;

  if (c->ref.gone != BN_LIVES || run->world->object[c->ref.object].level == 0) {
    bool gone = c->ref.gone != BN_LIVES;
    c->stage = BN_RETURNED;
    c->hresult = gone ? bn_gone_hresult(c->ref.gone) : BN_HR_E_NOINTERFACE;
    effect = bn_emit(run, BN_FX_LOST, gone ? BN_R_NOTIFY_DISC_4 : BN_R_AMB_16);
    describe(run, effect, i);
    effect->hresult = c->hresult;
    effect->app = app;
    return;
  }
  c->stage = BN_INSIDE;
  c->running = 1;
  s->held[app] |= (uint8_t)(1u << c->job);
  effect = bn_emit(run, BN_FX_BEGIN, rule_of_event(c->event));
  describe(run, effect, i);
  effect->app = app;
  if (c->event == BN_JOB_ERROR)
    show_error(run, effect, job);
}

static void because_of_object(struct bn_run *run, uint8_t job)
{
  const struct bn_job *j = &run->state->job[job];
  uint8_t app = run->world->object[j->slot.ref.object].app;

  if (j->slot.origin == BN_ACTIVATED) {
    bn_because(run, BN_R_NOTIFY_PREC_3, job);
    if (j->class_ == BN_NONE)
      bn_because(run, BN_R_NOTIFY_PREC_12, job);
    else if (j->class_ != j->slot.class_)
      bn_because(run, BN_R_NOTIFY_PREC_11, job);
    return;
  }
  bn_because(run, BN_R_NOTIFY_PREC_1, job);
  if (j->class_ != BN_NONE && j->class_app != app)
    bn_because(run, BN_R_NOTIFY_REG_17, job);
}

static void call_object(struct bn_run *run, uint8_t i)
{
  struct bn_state *s = run->state;
  struct bn_call *c = &s->call[i];
  const struct bn_slot *slot = &s->job[c->job].slot;

  c->ref = slot->ref;
  c->rung = slot->origin;
  c->user = slot->user;
  because_of_object(run, c->job);
  begin_call(run, i);
}

/* Another job's living object of the same class, for services that keep one for each CLSID. */
static uint8_t sibling(struct bn_run *run, uint8_t job)
{
  const struct bn_state *s = run->state;

  for (uint8_t j = 0; j < BN_JOBS; j++) {
    if (j != job && s->job[j].state != BN_NO_JOB && s->job[j].slot.origin == BN_ACTIVATED &&
        s->job[j].slot.class_ == s->job[job].class_ && s->job[j].slot.ref.gone == BN_LIVES) {
      bn_because(run, BN_R_NOTIFY_PREC_16, job);
      return bn_consult(run, BN_K_OBJECT_PER) == BN_V_PER_CLASS ? j : BN_NONE;
    }
  }
  return BN_NONE;
}

static void because_of_class(struct bn_run *run, uint8_t job)
{
  const struct bn_job *j = &run->state->job[job];

  bn_because(run, j->slot.lost ? BN_R_NOTIFY_DISC_12 : BN_R_NOTIFY_PREC_2, job);
  if (!j->slot.lost)
    bn_because(run, BN_R_NOTIFY_PREC_6, job);
}

/* COM launches the server of a registered class unless it listens already (NOTIFY-COM-3). */
static struct bn_timer launch_server(struct bn_run *run, uint8_t class_)
{
  struct bn_state *s = run->state;
  uint8_t app = run->world->class_[class_].app;
  uint64_t delay_ms = 0;

  if (run->world->class_[class_].registers == BN_REGISTERS_REALLY)
    return bn_unarmed(); /* until the host says what came of it */
  if (!s->registered[class_])
    return bn_at(s->now_ms);
  if (s->listening[class_]) {
    bn_because(run, BN_R_NOTIFY_COM_3, BN_NONE);
    return bn_at(s->now_ms);
  }
  if (s->running[app] == 0) {
    bn_emit(run, BN_FX_APP_START, BN_R_NOTIFY_COM_2)->app = app;
    s->running[app] = 2;
  }
  switch ((enum bn_registers)run->world->class_[class_].registers) {
  case BN_REGISTERS_AT_ONCE:
  case BN_REGISTERS_REALLY:
    break;
  case BN_REGISTERS_NEVER:
    delay_ms = ACTIVATION_WINDOW_MS;
    break;
  case BN_REGISTERS_LATER:
    delay_ms = run->world->class_[class_].registers_ms;
    if (delay_ms > ACTIVATION_WINDOW_MS)
      delay_ms = ACTIVATION_WINDOW_MS;
    break;
  }
  return bn_at(s->now_ms + delay_ms);
}

static void call_class(struct bn_run *run, uint8_t i)
{
  struct bn_state *s = run->state;
  struct bn_call *c = &s->call[i];
  struct bn_job *job = &s->job[c->job];
  struct bn_effect *effect;
  uint8_t other = sibling(run, c->job);

  c->class_ = job->class_;
  c->user = job->class_user;
  because_of_class(run, c->job);
  if (other != BN_NONE) {
    bn_slot_fill(run, c->job, BN_ACTIVATED, s->job[other].slot.ref, job->class_user, job->class_);
    call_object(run, i);
    return;
  }
  c->stage = BN_ACTIVATING;
  c->fresh = 1;
  effect = bn_emit(run, BN_FX_ACTIVATION, BN_R_NOTIFY_PREC_2);
  describe(run, effect, i);
  effect->app = run->world->class_[c->class_].app;
  c->due = launch_server(run, c->class_);
}

static void call_program(struct bn_run *run, uint8_t i)
{
  struct bn_call *c = &run->state->call[i];
  const struct bn_job *job = &run->state->job[c->job];

  c->stage = BN_LAUNCHING;
  c->program = job->program;
  bn_because(run, bn_has_receiver(job) ? BN_R_NOTIFY_PREC_9 : BN_R_NOTIFY_PREC_10, c->job);
  bn_because(run, BN_R_NOTIFY_CMD_1, BN_NONE);
  bn_because(run, BN_R_RUL_19, BN_NONE);
}

/* An event that needs an interface which the living object lacks is passed over. */
static bool is_passed_over(struct bn_run *run, uint8_t job, unsigned event)
{
  const struct bn_slot *slot = &run->state->job[job].slot;

  if (event != BN_FILE_TRANSFERRED || run->world->object[slot->ref.object].level >= 2)
    return false;
  if (slot->ref.gone != BN_LIVES) {
    bn_because(run, BN_R_RUL_6, job);
    return false;
  }
  bn_because(run, BN_R_NOTIFY_FILE_11, job);
  bn_because(run, BN_R_NOTIFY_REG_23, job);
  return true;
}

static void drop_file(struct bn_run *run, uint8_t job, uint8_t file, enum bn_rule rule)
{
  run->state->job[job].file[file].notice = BN_FILE_NOTHING;
  bn_because(run, rule, job);
}

static void mark_begun(struct bn_run *run, uint8_t job, unsigned event)
{
  struct bn_job *j = &run->state->job[job];

  if (event == BN_JOB_MODIFICATION) {
    j->modified = 0;
    j->modified_from = BN_FROM_TOP;
    j->modified_due = bn_at(run->state->now_ms + j->interval_ms);
    bn_because(run, BN_R_NOTIFY_MOD_6, BN_NONE);
  } else if (event == BN_FILE_TRANSFERRED) {
    j->files_from = BN_FROM_TOP;
  } else {
    if (j->debt.tried)
      bn_because(run, BN_R_NOTIFY_PREC_13, job);
    j->debt.tried = 1;
  }
}

void bn_attempt(struct bn_run *run, uint8_t job, unsigned event, uint8_t file)
{
  struct bn_state *s = run->state;
  struct bn_destination to = bn_destination(run, job, event, rung_of(&s->job[job], event));
  uint8_t i;

  if (to.to == BN_NOWHERE || (to.to == BN_TO_OBJECT && is_passed_over(run, job, event))) {
    assert(event != BN_JOB_TRANSFERRED && event != BN_JOB_ERROR);
    if (event == BN_FILE_TRANSFERRED)
      drop_file(run, job, file, to.to == BN_NOWHERE ? BN_R_RUL_3 : BN_R_NOTIFY_FILE_11);
    else
      s->job[job].modified = 0;
    return;
  }
  mark_begun(run, job, event);
  i = bn_call_new(run, job, event);
  if (i == BN_NONE) {
    run->refusal = "more callbacks in flight than the model has room for";
    return;
  }
  s->call[i].file = file;
  switch (to.to) {
  case BN_TO_OBJECT:
    call_object(run, i);
    break;
  case BN_TO_CLASS:
    if (event == BN_JOB_MODIFICATION)
      bn_because(run, BN_R_RUL_25, job);
    call_class(run, i);
    break;
  case BN_TO_PROGRAM:
    call_program(run, i);
    break;
  case BN_NOWHERE:
    break;
  }
}

/* ---- activation and launch ---- */

static int32_t activation_result(struct bn_run *run, uint8_t class_)
{
  struct bn_state *s = run->state;
  const struct bn_world *w = run->world;

  if (!s->registered[class_])
    return BN_HR_REGDB_E_CLASSNOTREG;
  if (s->running[w->class_[class_].app] == 0)
    return BN_HR_CO_E_SERVER_EXEC_FAILURE;
  if (!s->listening[class_] && w->class_[class_].registers == BN_REGISTERS_NEVER)
    return BN_HR_CO_E_SERVER_EXEC_FAILURE;
  if (w->class_[class_].registers == BN_REGISTERS_LATER && !s->listening[class_] &&
      w->class_[class_].registers_ms > ACTIVATION_WINDOW_MS)
    return BN_HR_CO_E_SERVER_EXEC_FAILURE;
  s->listening[class_] = 1;
  if (bn_failed(w->class_[class_].creates))
    return w->class_[class_].creates;
  if (w->object[w->class_[class_].object].level == 0)
    return BN_HR_E_NOINTERFACE;
  return BN_HR_S_OK;
}

static enum bn_rule rule_of_activation(int32_t hresult)
{
  if (hresult == BN_HR_S_OK)
    return BN_R_NOTIFY_PREC_2;
  if (hresult == BN_HR_REGDB_E_CLASSNOTREG)
    return BN_R_NOTIFY_COM_1;
  return hresult == BN_HR_CO_E_SERVER_EXEC_FAILURE ? BN_R_NOTIFY_COM_2 : BN_R_NOTIFY_COM_6;
}

/* Lets go of an instance that nobody will call. */
static void release_uncalled(struct bn_run *run, uint8_t i, enum bn_rule rule)
{
  struct bn_call *c = &run->state->call[i];
  struct bn_effect *effect = bn_emit(run, BN_FX_RELEASE, rule);

  describe(run, effect, i);
  effect->app = run->world->object[c->ref.object].app;
  bn_call_free(run, i);
}

/* What was being notified is still to be notified, as if the attempt had not been made. */
static void owe_again(struct bn_run *run, uint8_t job, unsigned event)
{
  struct bn_job *j = &run->state->job[job];

  if (event == BN_JOB_MODIFICATION) {
    j->modified = 1;
    j->modified_due = bn_at(run->state->now_ms);
  }
}

static void new_instance(struct bn_run *run, uint8_t i)
{
  struct bn_state *s = run->state;
  struct bn_call *c = &s->call[i];
  uint8_t object = run->world->class_[c->class_].object;
  uint8_t app = run->world->class_[c->class_].app;

  if (s->running[app] == 0) /* a real server that the host does not watch */
    s->running[app] = 2;
  s->instances[object] = (uint8_t)(s->instances[object] % BN_INSTANCES + 1);
  c->ref = (struct bn_ref){.object = object, .instance = s->instances[object]};
  c->rung = BN_ACTIVATED;
}

void bn_activated(struct bn_run *run, uint8_t i)
{
  struct bn_state *s = run->state;
  struct bn_call *c = &s->call[i];
  int32_t hresult = run->world->class_[c->class_].registers == BN_REGISTERS_REALLY
                        ? c->hresult
                        : activation_result(run, c->class_);
  struct bn_effect *effect;

  c->due = bn_unarmed();
  if (!bn_failed(hresult))
    new_instance(run, i);
  effect = bn_emit(run, BN_FX_ACTIVATED, rule_of_activation(hresult));
  describe(run, effect, i);
  effect->app = run->world->class_[c->class_].app;
  effect->hresult = hresult;
  if (bn_failed(hresult)) {
    bn_because(run, BN_R_NOTIFY_PREC_15, c->job);
    if (hresult == BN_HR_REGDB_E_CLASSNOTREG)
      bn_because(run, BN_R_NOTIFY_REG_8, c->job);
    c->stage = BN_RETURNED;
    return;
  }
  if (bn_is_final(s->job[c->job].state)) {
    release_uncalled(run, i, BN_R_NOTIFY_ALO_14);
    return;
  }
  if (c->overtaken && bn_consult(run, BN_K_OVERTAKEN) == BN_V_RELEASED) {
    owe_again(run, c->job, c->event);
    release_uncalled(run, i, BN_R_AMB_71);
    return;
  }
  if (c->void_ && !c->overtaken) {
    release_uncalled(run, i, BN_R_NOTIFY_ALO_6);
    return;
  }
  if (!c->overtaken || s->job[c->job].slot.origin == BN_EMPTY_SLOT) {
    bn_slot_fill(run, c->job, BN_ACTIVATED, c->ref, c->user, c->class_);
    c->overtaken = 0;
  }
  begin_call(run, i);
}

void bn_launched(struct bn_run *run, uint8_t i)
{
  struct bn_call *c = &run->state->call[i];
  bool missing = run->state->missing[c->program] != 0;
  struct bn_effect *effect =
      bn_emit(run, BN_FX_LAUNCH, missing ? BN_R_NOTIFY_CMD_6 : BN_R_NOTIFY_CMD_1);

  describe(run, effect, i);
  effect->hresult = missing ? BN_HR_ERROR_FILE_NOT_FOUND : BN_HR_S_OK;
  if (missing) {
    c->stage = BN_RETURNED;
    return;
  }
  c->fresh = 1;
  c->stage = BN_INSIDE;
  c->running = 1;
  bn_because(run, BN_R_NOTIFY_CMD_12, BN_NONE);
}
