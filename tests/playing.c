#include "tests/playing.h"

#include <check.h>

struct play play_start(void)
{
  struct play p = {.world = bn_documented()};
  struct bn_world *w = &p.world;

  w->users = 1;
  w->apps = 3;
  w->objects = 5;
  w->classes = 1;
  w->programs = 1;
  w->files = BN_FILES;
  w->app[A].running = w->app[B].running = 1;
  w->object[2].app = B;
  w->object[3].app = S;
  for (unsigned o = 0; o < w->objects; o++)
    w->object[o].level = o == 4 ? 1 : 2;
  w->class_[0] = (struct bn_world_class){.app = S, .object = 3, .registered = 1};
  for (unsigned f = 0; f < w->files; f++) {
    w->file[f].answers = 1;
    w->file[f].answer[0].status = 200;
  }
  for (bn_knob k = 0; k < BN_KNOBS; k++)
    w->knob[k] = bn_knob_row(k)->usual;
  p.state = bn_start(w);
  return p;
}

void play_set(struct play *p, bn_knob knob, bn_value value)
{
  ck_assert((bn_knob_row(knob)->values >> value & 1u) != 0);
  p->world.knob[knob] = value;
}

struct play play_with(const char *cell, const char *text)
{
  struct play p = play_start();
  bn_knob knob = BN_KNOBS;
  bn_value value = BN_VALUE_COUNT;

  ck_assert_msg(bn_knob_named(cell, &knob), "%s", cell);
  ck_assert_msg(bn_value_named(knob, text, &value), "%s=%s", cell, text);
  play_set(&p, knob, value);
  return p;
}

void play_forget(struct play *p)
{
  p->count = 0;
}

static void keep(struct play *p, const struct bn_effects *fx)
{
  const char *broken = bn_unsound(&p->world, &p->state);

  ck_assert_msg(broken == NULL, "%s", broken);
  for (unsigned i = 0; i < fx->count; i++) {
    ck_assert_uint_lt(p->count, PLAY_LOG);
    p->log[p->count++] = fx->item[i];
  }
}

void play_input(struct play *p, struct bn_input input)
{
  struct bn_effects fx;
  bn_knob asked;
  enum bn_step step = bn_input(&p->world, &p->state, &input, &fx, &asked);

  ck_assert_msg(step == BN_DONE, "%s", step == BN_REFUSED ? fx.refusal : "asks");
  keep(p, &fx);
}

int32_t play_call(struct play *p, unsigned app, unsigned method, struct bn_input input)
{
  unsigned results;

  input.kind = BN_IN_CALL;
  input.app = (uint8_t)app;
  input.method = (uint8_t)method;
  results = play_count(p, BN_FX_RESULT);
  play_input(p, input);
  ck_assert_uint_eq(play_count(p, BN_FX_RESULT), results + 1);
  return play_last(p, BN_FX_RESULT)->hresult;
}

void play_settle(struct play *p)
{
  struct bn_actions actions;
  struct bn_effects fx;
  bn_knob asked;

  for (unsigned n = 0; n < 1000; n++) {
    ck_assert_int_eq(bn_enabled(&p->world, &p->state, &actions, &asked), BN_DONE);
    if (actions.count == 0)
      return;
    ck_assert_int_eq(bn_fire(&p->world, &p->state, actions.item[0], &fx, &asked), BN_DONE);
    keep(p, &fx);
  }
  ck_abort_msg("the service does not come to rest");
}

void play_advance(struct play *p, uint64_t ms)
{
  uint64_t end = p->state.now_ms + ms;

  play_settle(p);
  while (p->state.now_ms < end) {
    uint64_t next = bn_next_ms(&p->world, &p->state);
    play_input(p, (struct bn_input){.kind = BN_IN_TIME, .value_ms = next < end ? next : end});
    play_settle(p);
  }
}

void play_job(struct play *p, unsigned app, unsigned status)
{
  p->world.file[0].answer[0].status = (uint16_t)status;
  ck_assert_int_eq(play_call(p, app, BN_CreateJob, (struct bn_input){0}), BN_HR_S_OK);
  ck_assert_int_eq(play_call(p, app, BN_AddFile, (struct bn_input){0}), BN_HR_S_OK);
}

void play_ready_job(struct play *p, unsigned app, unsigned status)
{
  play_job(p, app, status);
  ck_assert_int_eq(play_call(p, app, BN_Resume, (struct bn_input){0}), BN_HR_S_OK);
}

void play_object(struct play *p, unsigned app, unsigned object)
{
  play_call(p, app, BN_SetNotifyInterface, (struct bn_input){.object = (uint8_t)object});
}

void play_class(struct play *p)
{
  play_call(p, A, BN_SetProperty,
            (struct bn_input){.property = BN_PROPERTY_NOTIFICATION_CLSID, .class_ = 0});
}

void play_program(struct play *p)
{
  play_call(p, A, BN_SetNotifyCmdLine, (struct bn_input){.program = 0});
}

void play_slow_server(struct play *p, uint32_t ms)
{
  p->world.class_[0].registers = BN_REGISTERS_LATER;
  p->world.class_[0].registers_ms = ms;
}

static uint8_t inside(const struct play *p, bool program)
{
  for (uint8_t i = 0; i < BN_CALLS; i++) {
    const struct bn_call *c = &p->state.call[i];
    if (c->stage != BN_FREE && c->running && (c->program != BN_NONE) == program)
      return i;
  }
  ck_abort_msg("nothing is running");
  return BN_NONE;
}

void play_return(struct play *p, int32_t hresult)
{
  play_input(p,
             (struct bn_input){.kind = BN_IN_RETURN, .call = inside(p, false), .hresult = hresult});
  play_settle(p);
}

void play_exit(struct play *p, uint32_t code)
{
  play_input(p, (struct bn_input){.kind = BN_IN_EXIT, .call = inside(p, true), .value = code});
  play_settle(p);
}

unsigned play_count(const struct play *p, unsigned kind)
{
  unsigned count = 0;

  for (unsigned i = 0; i < p->count; i++)
    count += p->log[i].kind == kind;
  return count;
}

const struct bn_effect *play_last(const struct play *p, unsigned kind)
{
  for (unsigned i = p->count; i-- > 0;) {
    if (p->log[i].kind == kind)
      return &p->log[i];
  }
  ck_abort_msg("no effect of kind %u", kind);
  return NULL;
}

bool play_fired(const struct play *p, unsigned rule)
{
  for (unsigned i = 0; i < p->count; i++) {
    if (p->log[i].rule == rule)
      return true;
  }
  return false;
}
