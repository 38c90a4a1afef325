#include <stdio.h>
#include <string.h>

#include "tests/harness.h"
#include "tests/playing.h"

/* Cells of the ladder set to other values, each with its story: who was asked, and after how many
 * seconds. O: the object that was set, K: a new one of the class, A: one that was activated before,
 * X: an activation that failed, P: the program, L: a launch that failed; small letters for
 * FileTransferred, m and a for JobModification. Handlers answer at once. */
struct cell_row {
  const char *cell, *value;
  const char *setup; /* o, k, p: registered; d: the object's process is dead; u: the class cannot
                        be activated; l: the program cannot be launched; f, m: flags */
  int32_t first;     /* what objects answer first; S_OK afterwards */
  uint32_t exits;    /* what the program exits with first; 0 afterwards */
  const char *story;
};

static const struct cell_row rows[] = {
    {"latched.set.handled", "again", "okp", BN_HR_S_OK, 0, "O0 O600"},
    {"latched.set.handled", "class", "okp", BN_HR_S_OK, 0, "O0 K0"},
    {"latched.set.handled", "program", "okp", BN_HR_S_OK, 0, "O0 P0"},
    {"latched.set.failed", "program", "okp", BN_HR_E_FAIL, 0, "O0 P0"},
    {"latched.set.failed", "again", "okp", BN_HR_E_FAIL, 0, "O0 O600"},
    {"latched.set.failed", "class", "okp", BN_HR_E_FAIL, 0, "O0 K0"},
    {"latched.set.failed", "class", "op", BN_HR_E_FAIL, 0, "O0 P0"},
    {"latched.set.failed", "paid", "okp", BN_HR_E_FAIL, 0, "O0"},
    {"latched.set.gone", "class", "okpd", BN_HR_S_OK, 0, "K0"},
    {"latched.set.gone", "program", "okpd", BN_HR_S_OK, 0, "P0"},
    {"latched.set.gone", "again", "okpd", BN_HR_S_OK, 0, "K600"},
    {"latched.set.gone", "paid", "okpd", BN_HR_S_OK, 0, ""},
    {"latched.set.busy", "again", "okp", BN_HR_RPC_E_CALL_REJECTED, 0, "O0 O600"},
    {"latched.set.busy", "class", "okp", BN_HR_RPC_E_CALL_REJECTED, 0, "O0 K0"},
    {"latched.set.busy", "program", "okp", BN_HR_RPC_E_CALL_REJECTED, 0, "O0 P0"},
    {"latched.set.busy", "paid", "okp", BN_HR_RPC_E_CALL_REJECTED, 0, "O0"},
    {"latched.activated.handled", "again", "kp", BN_HR_S_OK, 0, "K0 A600"},
    {"latched.activated.handled", "program", "kp", BN_HR_S_OK, 0, "K0 P0"},
    {"latched.activated.failed", "again", "kp", BN_HR_E_FAIL, 0, "K0 A600"},
    {"latched.activated.failed", "class", "kp", BN_HR_E_FAIL, 0, "K0 K0"},
    {"latched.activated.failed", "paid", "kp", BN_HR_E_FAIL, 0, "K0"},
    {"latched.activated.busy", "again", "kp", BN_HR_RPC_E_CALL_REJECTED, 0, "K0 A600"},
    {"latched.activated.busy", "class", "kp", BN_HR_RPC_E_CALL_REJECTED, 0, "K0 K0"},
    {"latched.activated.busy", "program", "kp", BN_HR_RPC_E_CALL_REJECTED, 0, "K0 P0"},
    {"latched.activated.busy", "paid", "kp", BN_HR_RPC_E_CALL_REJECTED, 0, "K0"},
    {"latched.class.cannot-start", "program", "kpu", BN_HR_S_OK, 0, "X0 P0"},
    {"latched.class.cannot-start", "again", "kpu", BN_HR_S_OK, 0, "X0 X600"},
    {"latched.class.cannot-start", "paid", "kpu", BN_HR_S_OK, 0, "X0"},
    {"latched.program.handled", "again", "p", BN_HR_S_OK, 0, "P0 P600"},
    {"latched.program.handled", "top", "op", BN_HR_E_FAIL, 0, "O0 P0 O600"},
    {"latched.program.failed", "again", "op", BN_HR_E_FAIL, 1, "O0 P0 P600"},
    {"latched.program.failed", "top", "op", BN_HR_E_FAIL, 1, "O0 P0 O600"},
    {"latched.program.failed", "paid", "op", BN_HR_E_FAIL, 1, "O0 P0"},
    {"latched.program.cannot-start", "top", "opl", BN_HR_E_FAIL, 0, "O0 L0 O600"},
    {"latched.program.cannot-start", "again", "opl", BN_HR_E_FAIL, 0, "O0 L0 L600"},
    {"latched.program.cannot-start", "paid", "opl", BN_HR_E_FAIL, 0, "O0 L0"},
    {"latched.unset.failed", "again", "ok", BN_HR_E_FAIL, 0, "O0 O600"},
    {"latched.unset.failed", "wait", "ok", BN_HR_E_FAIL, 0, "O0"},
    {"latched.unset.failed", "paid", "ok", BN_HR_E_FAIL, 0, "O0"},
    {"latched.unset.gone", "wait", "od", BN_HR_S_OK, 0, ""},
    {"latched.unset.gone", "paid", "od", BN_HR_S_OK, 0, ""},
    {"latched.unset.cannot-start", "again", "ku", BN_HR_S_OK, 0, "X0 X600"},
    {"latched.unset.cannot-start", "wait", "ku", BN_HR_S_OK, 0, "X0"},
    {"latched.unset.cannot-start", "paid", "ku", BN_HR_S_OK, 0, "X0"},
    {"file.set.handled", "again", "okf", BN_HR_S_OK, 0, "o0 o600"},
    {"file.set.handled", "class", "okf", BN_HR_S_OK, 0, "o0 k0 A0"},
    {"file.set.failed", "again", "okf", BN_HR_E_FAIL, 0, "o0 o600 O600"},
    {"file.set.failed", "paid", "okf", BN_HR_E_FAIL, 0, "o0 O0"},
    {"file.set.failed", "class", "okf", BN_HR_E_FAIL, 0, "o0 k0 A0"},
    {"file.set.gone", "class", "okfd", BN_HR_S_OK, 0, "k0 A0"},
    {"file.set.gone", "again", "okfd", BN_HR_S_OK, 0, "k600 A600"},
    {"file.set.gone", "paid", "okfd", BN_HR_S_OK, 0, "K0"},
    {"file.set.busy", "again", "okf", BN_HR_RPC_E_CALL_REJECTED, 0, "o0 o600 O600"},
    {"file.set.busy", "paid", "okf", BN_HR_RPC_E_CALL_REJECTED, 0, "o0 O0"},
    {"file.set.busy", "class", "okf", BN_HR_RPC_E_CALL_REJECTED, 0, "o0 k0 A0"},
    {"file.activated.handled", "again", "kf", BN_HR_S_OK, 0, "k0 a600"},
    {"file.activated.failed", "again", "kf", BN_HR_E_FAIL, 0, "k0 a600 A600"},
    {"file.activated.failed", "paid", "kf", BN_HR_E_FAIL, 0, "k0 A0"},
    {"file.activated.failed", "class", "kf", BN_HR_E_FAIL, 0, "k0 k0 A0"},
    {"file.activated.busy", "again", "kf", BN_HR_RPC_E_CALL_REJECTED, 0, "k0 a600 A600"},
    {"file.activated.busy", "paid", "kf", BN_HR_RPC_E_CALL_REJECTED, 0, "k0 A0"},
    {"file.activated.busy", "class", "kf", BN_HR_RPC_E_CALL_REJECTED, 0, "k0 k0 A0"},
    {"file.class.cannot-start", "paid", "kpfu", BN_HR_S_OK, 0, "x0 X0 P0"},
    {"file.class.cannot-start", "again", "kpfu", BN_HR_S_OK, 0, "x0 x600"},
    {"lossy.failed", "paid", "okm", BN_HR_E_FAIL, 0, "o0"},
    {"lossy.failed", "again", "okm", BN_HR_E_FAIL, 0, "o0 o600"},
    {"lossy.failed", "class", "okm", BN_HR_E_FAIL, 0, "o0 k0"},
    {"lossy.failed", "again", "kmu", BN_HR_S_OK, 0, "x0"},
    {"lossy.failed", "class", "om", BN_HR_E_FAIL, 0, "o0"},
    {"lossy.set.gone", "class", "okmd", BN_HR_S_OK, 0, "k0"},
    {"lossy.set.gone", "paid", "okmd", BN_HR_S_OK, 0, ""},
    {"shape.retry-gap", "5s", "o", BN_HR_E_FAIL, 0, "O0 O5"},
    {"shape.retry-gap", "retry-delay", "o", BN_HR_E_FAIL, 0, "O0 O600"},
};

static bool has(const struct cell_row *row, char letter)
{
  return strchr(row->setup, letter) != NULL;
}

static struct play prepared(const struct cell_row *row)
{
  struct play p = play_with(row->cell, row->value);

  play_job(&p, A, 200);
  if (has(row, 'o'))
    play_call(&p, A, BN_SetNotifyInterface, (struct bn_input){.object = 0});
  if (has(row, 'k'))
    play_call(&p, A, BN_SetProperty,
              (struct bn_input){.property = BN_PROPERTY_NOTIFICATION_CLSID, .class_ = 0});
  if (has(row, 'p'))
    play_call(&p, A, BN_SetNotifyCmdLine, (struct bn_input){.program = 0});
  if (has(row, 'd'))
    play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = A});
  if (has(row, 'u'))
    play_input(&p, (struct bn_input){.kind = BN_IN_UNREGISTER, .class_ = 0});
  if (has(row, 'l'))
    play_input(&p, (struct bn_input){.kind = BN_IN_INSTALL, .program = 0});
  if (has(row, 'f') || has(row, 'm'))
    play_call(&p, B, BN_SetNotifyFlags, (struct bn_input){.value = has(row, 'f') ? 0x13u : 0x8u});
  if (!has(row, 'm'))
    play_call(&p, B, BN_Resume, (struct bn_input){0});
  play_forget(&p);
  return p;
}

struct telling {
  char story[128];
  bool activating;
  unsigned answered, exited;
};

static void tell(struct telling *t, char letter, unsigned event, uint64_t now_ms)
{
  size_t used = strlen(t->story);
  bool small = event == BN_FILE_TRANSFERRED || event == BN_JOB_MODIFICATION;

  ck_assert_uint_lt(used + 16, sizeof t->story);
  used += (size_t)snprintf(t->story + used, sizeof t->story - used, "%s%c%u", used > 0 ? " " : "",
                           small ? letter + 'a' - 'A' : letter, (unsigned)(now_ms / 1000));
  if (now_ms % 1000 != 0)
    snprintf(t->story + used, sizeof t->story - used, ".%03u", (unsigned)(now_ms % 1000));
}

/* What one effect adds to the story. The answer of who was asked comes at once. */
static void hear(const struct cell_row *row, struct play *p, struct telling *t,
                 const struct bn_effect *effect)
{
  struct bn_input answer = {.call = effect->call};

  if (effect->kind == BN_FX_ACTIVATED && effect->hresult != BN_HR_S_OK)
    tell(t, 'X', effect->event, p->state.now_ms);
  if (effect->kind == BN_FX_ACTIVATED)
    t->activating = effect->hresult == BN_HR_S_OK;
  if (effect->kind == BN_FX_LAUNCH)
    tell(t, effect->hresult == BN_HR_S_OK ? 'P' : 'L', effect->event, p->state.now_ms);
  if (effect->kind == BN_FX_LAUNCH && effect->hresult == BN_HR_S_OK) {
    answer.kind = BN_IN_EXIT;
    answer.value = t->exited++ == 0 ? row->exits : 0;
    play_input(p, answer);
  }
  if (effect->kind == BN_FX_BEGIN) {
    tell(t,
         effect->instance == 0 ? 'O'
         : t->activating       ? 'K'
                               : 'A',
         effect->event, p->state.now_ms);
    t->activating = false;
    answer.kind = BN_IN_RETURN;
    answer.hresult = t->answered++ == 0 ? row->first : BN_HR_S_OK;
    play_input(p, answer);
  }
}

static void act(const struct cell_row *row, struct play *p, struct telling *t)
{
  struct bn_actions actions;
  struct bn_effects fx;
  bn_knob asked;

  for (;;) {
    ck_assert_int_eq(bn_enabled(&p->world, &p->state, &actions, &asked), BN_DONE);
    if (actions.count == 0)
      return;
    ck_assert_int_eq(bn_fire(&p->world, &p->state, actions.item[0], &fx, &asked), BN_DONE);
    for (unsigned i = 0; i < fx.count; i++)
      hear(row, p, t, &fx.item[i]);
    play_forget(p);
  }
}

START_TEST(a_cell_tells_its_story)
{
  const struct cell_row *row = &rows[_i];
  struct play p = prepared(row);
  struct telling t = {0};
  uint64_t next;

  act(row, &p, &t);
  while ((next = bn_next_ms(&p.world, &p.state)) < 700000) {
    play_input(&p, (struct bn_input){.kind = BN_IN_TIME, .value_ms = next});
    act(row, &p, &t);
  }
  ck_assert_msg(strcmp(t.story, row->story) == 0, "%s=%s tells \"%s\" and not \"%s\"", row->cell,
                row->value, t.story, row->story);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("cells");

  tcase_add_loop_test(tests, a_cell_tells_its_story, 0, (int)(sizeof rows / sizeof rows[0]));
  return harness_run(tests);
}
