#include "sim/internal.h"

#include <assert.h>

bool bn_same_ref(struct bn_ref a, struct bn_ref b)
{
  return a.object == b.object && a.instance == b.instance;
}

/* Does anything outside the server still hold one of the app's objects? */
static bool is_held(const struct bn_run *run, uint8_t app)
{
  const struct bn_state *s = run->state;

  for (unsigned j = 0; j < BN_JOBS; j++) {
    struct bn_ref ref = s->job[j].slot.ref;
    if (s->job[j].state != BN_NO_JOB && s->job[j].slot.origin != BN_EMPTY_SLOT &&
        ref.gone == BN_LIVES && run->world->object[ref.object].app == app)
      return true;
  }
  for (unsigned i = 0; i < BN_CALLS; i++) {
    const struct bn_call *c = &s->call[i];
    if (c->stage == BN_FREE)
      continue;
    if (c->ref.object != BN_NONE && c->ref.gone == BN_LIVES &&
        run->world->object[c->ref.object].app == app)
      return true;
    if (c->stage == BN_ACTIVATING && run->world->class_[c->class_].app == app)
      return true;
  }
  return false;
}

/* A class server that COM launched quits once its last object is released (NOTIFY-COM-4). */
void bn_quit_unused(struct bn_run *run, uint8_t app)
{
  const struct bn_world *w = run->world;

  if (run->state->running[app] != 2 || is_held(run, app))
    return;
  for (unsigned c = 0; c < w->classes; c++) {
    if (w->class_[c].app == app && w->class_[c].until_killed)
      return;
  }
  bn_emit(run, BN_FX_APP_END, BN_R_NOTIFY_COM_4)->app = app;
  bn_app_ended(run, app);
}

void bn_slot_clear(struct bn_run *run, uint8_t job, enum bn_rule rule)
{
  struct bn_slot *slot = &run->state->job[job].slot;
  struct bn_slot before = *slot;
  struct bn_effect *effect;

  if (before.origin == BN_EMPTY_SLOT)
    return;
  *slot = (struct bn_slot){.ref = {.object = BN_NONE}, .class_ = BN_NONE, .lost = before.lost};
  effect = bn_emit(run, BN_FX_RELEASE, rule);
  effect->job = job;
  effect->object = before.ref.object;
  effect->instance = before.ref.instance;
  effect->app = run->world->object[before.ref.object].app;
  if (before.ref.gone == BN_LIVES)
    bn_quit_unused(run, effect->app);
}

void bn_slot_fill(struct bn_run *run, uint8_t job, enum bn_origin origin, struct bn_ref ref,
                  uint8_t user, uint8_t class_)
{
  struct bn_slot *slot = &run->state->job[job].slot;

  /* the new reference first: replacing an object by itself must not make its server quit */
  struct bn_slot before = *slot;
  *slot = (struct bn_slot){.origin = (uint8_t)origin, .user = user, .class_ = class_, .ref = ref};
  if (before.origin == BN_EMPTY_SLOT || before.ref.gone != BN_LIVES)
    return;
  if (!bn_same_ref(before.ref, ref)) {
    struct bn_effect *effect = bn_emit(run, BN_FX_RELEASE, BN_R_NOTIFY_REG_15);
    effect->job = job;
    effect->object = before.ref.object;
    effect->instance = before.ref.instance;
    effect->app = run->world->object[before.ref.object].app;
    bn_quit_unused(run, effect->app);
  }
}

/* Marks the calls in flight of a job: they were chosen under an older registration (AMB-71). */
void bn_object_changed(struct bn_run *run, uint8_t job)
{
  for (unsigned i = 0; i < BN_CALLS; i++) {
    struct bn_call *c = &run->state->call[i];
    if (c->stage != BN_FREE && c->stage != BN_ORPHAN && c->job == job)
      c->overtaken = 1;
  }
}

/* Another class concerns only what is being made from the old one, or could not be, and not a
 * handler that runs. */
void bn_class_changed(struct bn_run *run, uint8_t job)
{
  for (unsigned i = 0; i < BN_CALLS; i++) {
    struct bn_call *c = &run->state->call[i];
    bool failed = c->stage == BN_RETURNED && c->rung == BN_EMPTY_SLOT && c->program == BN_NONE;
    if ((c->stage == BN_ACTIVATING || failed) && c->job == job)
      c->overtaken = 1;
  }
}

int32_t bn_gone_hresult(unsigned gone)
{
  switch (gone) {
  case BN_DISCONNECTED:
    return BN_HR_CO_E_OBJNOTCONNECTED;
  case BN_APARTMENT_GONE:
    return BN_HR_RPC_E_DISCONNECTED;
  }
  assert(gone == BN_PROCESS_GONE);
  return BN_HR_RPC_S_SERVER_UNAVAILABLE;
}

/* The handler that call was inside has vanished with its process or apartment. The service learns
 * it as the failure of the call. */
static void lose_call(struct bn_run *run, uint8_t i, int32_t hresult)
{
  struct bn_call *c = &run->state->call[i];
  struct bn_effect *effect = bn_emit(run, BN_FX_LOST, BN_R_NOTIFY_DISC_8);

  effect->call = i;
  effect->job = c->job;
  effect->event = c->event;
  effect->object = c->ref.object;
  effect->instance = c->ref.instance;
  effect->app = run->world->object[c->ref.object].app;
  effect->hresult = hresult;
  if (c->stage == BN_ORPHAN) {
    bn_call_free(run, i);
    return;
  }
  c->stage = BN_RETURNED;
  c->running = 0;
  c->hresult = hresult;
}

/* Every reference to the object (or, with app, to each object of the app) now meets `how`. */
static void lose_refs(struct bn_run *run, uint8_t app, uint8_t object, enum bn_gone how)
{
  struct bn_state *s = run->state;

  for (uint8_t j = 0; j < BN_JOBS; j++) {
    struct bn_slot *slot = &s->job[j].slot;
    if (s->job[j].state == BN_NO_JOB || slot->origin == BN_EMPTY_SLOT || slot->ref.gone != BN_LIVES)
      continue;
    if (object != BN_NONE ? slot->ref.object != object
                          : run->world->object[slot->ref.object].app != app)
      continue;
    slot->ref.gone = (uint8_t)how;
    bn_because(run,
               how == BN_PROCESS_GONE   ? BN_R_NOTIFY_DISC_1
               : how == BN_DISCONNECTED ? BN_R_NOTIFY_DISC_7
                                        : BN_R_NOTIFY_DISC_14,
               BN_NONE);
    if (bn_consult(run, BN_K_DEATH_NOTICED) == BN_V_AT_ONCE) {
      slot->lost = 1;
      bn_slot_clear(run, j, BN_R_AMB_20);
      if (s->job[j].debt.stage == BN_OWED)
        s->job[j].debt.due = bn_at(s->now_ms);
    }
  }
  for (uint8_t i = 0; i < BN_CALLS; i++) {
    struct bn_call *c = &s->call[i];
    if (c->stage == BN_FREE || c->ref.object == BN_NONE || c->ref.gone != BN_LIVES)
      continue;
    if (object != BN_NONE ? c->ref.object != object : run->world->object[c->ref.object].app != app)
      continue;
    if (how == BN_DISCONNECTED && c->running)
      continue; /* pending calls finish (NOTIFY-DISC-7) */
    c->ref.gone = (uint8_t)how;
    if (c->running && c->stage != BN_RETURNED) /* a result that has arrived stands */
      lose_call(run, i, how == BN_PROCESS_GONE ? BN_HR_RPC_S_CALL_FAILED : BN_HR_RPC_E_SERVER_DIED);
  }
}

void bn_object_lost(struct bn_run *run, uint8_t object, enum bn_gone how)
{
  lose_refs(run, BN_NONE, object, how);
}

void bn_app_ended(struct bn_run *run, uint8_t app)
{
  struct bn_state *s = run->state;
  const struct bn_world *w = run->world;

  s->running[app] = 0;
  s->held[app] = 0;
  s->stale[app] = 0;
  for (unsigned c = 0; c < w->classes; c++) {
    if (w->class_[c].app == app)
      s->listening[c] = 0;
  }
  for (unsigned o = 0; o < w->objects; o++) {
    if (w->object[o].app == app)
      s->disconnected[o] = 0;
  }
  for (unsigned i = 0; i < BN_CALLS; i++) {
    struct bn_call *c = &s->call[i];
    if (c->stage == BN_ACTIVATING && w->class_[c->class_].app == app)
      c->due = bn_at(s->now_ms); /* its server died before it could answer */
  }
  lose_refs(run, app, BN_NONE, BN_PROCESS_GONE);
}
