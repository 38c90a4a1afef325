#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "sim/model.h"
#include "tests/harness.h"
#include "tests/same_state.h"

/* Random walks over inputs and actions. Every state keeps the invariants; encoding and decoding are
 * inverse; a decoded state behaves as the one it came from. BN_WALK_STEPS sets the steps of one
 * walk, the seed of a failing walk is printed by its loop number. */
enum { WALKS = 20, STEPS = 100000 };

static uint64_t random_state;

static uint32_t roll(uint32_t below)
{
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return (uint32_t)(random_state >> 32) % below;
}

/* Three applications of two users, two classes, a program, objects of every kind. */
static struct bn_world given_world(bool decided)
{
  struct bn_world w = bn_documented();

  w.users = 2;
  w.apps = 4;
  w.objects = 6;
  w.classes = 2;
  w.programs = 2;
  w.files = 4;
  w.user[1].service_account = 1;
  for (unsigned a = 0; a < w.apps; a++)
    w.app[a].running = a < 3;
  w.app[2].user = 1;
  w.app[2].elevated = 1;
  for (unsigned o = 0; o < w.objects; o++) {
    w.object[o].app = (uint8_t)(o % 4);
    w.object[o].level = (uint8_t)(o == 5 ? 0 : 2 - o % 2);
  }
  w.class_[0] = (struct bn_world_class){.app = 3, .object = 3, .registered = 1};
  w.class_[1] = (struct bn_world_class){.app = 1,
                                        .object = 1,
                                        .registered = 1,
                                        .until_killed = 1,
                                        .registers = BN_REGISTERS_LATER,
                                        .registers_ms = 3000};
  w.program[1].missing = 1;
  for (unsigned f = 0; f < w.files; f++)
    w.file[f].answers = 1;
  w.file[0].answer[0].status = 200;
  w.file[1].answer[0].status = 404;
  w.file[2].answers = 2;
  w.file[2].answer[0] = (struct bn_answer){.status = 500};
  w.file[2].answer[1] = (struct bn_answer){.status = 200, .hold = 1};
  w.file[3].answer[0] = (struct bn_answer){.condition = BN_ABORT, .bytes = 1, .hold = 2};
  for (bn_knob k = 0; decided && k < BN_KNOBS; k++)
    w.knob[k] = bn_knob_row(k)->usual;
  return w;
}

static uint8_t or_none(uint32_t count)
{
  uint32_t n = roll(count + 1);
  return n == count ? BN_NONE : (uint8_t)n;
}

static struct bn_input random_call(const struct bn_world *w, struct bn_input in)
{
  static const uint16_t values[] = {0, 1, 2, 3, 5, 0x1f, 0x1b, 0x13, 0x0b, 0x07, 60, 0x40};

  in.kind = BN_IN_CALL;
  in.method = (uint8_t)(roll(3) == 0 ? roll(BN_METHOD_COUNT) : roll(BN_SetPriority));
  in.value = values[roll(sizeof values / sizeof values[0])];
  if (in.method == BN_CreateJob)
    in.value = roll(4);
  in.property =
      roll(4) == 0 ? BN_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS : BN_PROPERTY_NOTIFICATION_CLSID;
  in.object = or_none(w->objects);
  in.class_ = or_none(w->classes);
  in.program = or_none(w->programs);
  in.kept = roll(8) == 0;
  return in;
}

static struct bn_input random_input(const struct bn_world *w, const struct bn_state *s)
{
  static const int32_t results[] = {BN_HR_S_OK,
                                    BN_HR_S_OK,
                                    BN_HR_E_FAIL,
                                    BN_HR_S_FALSE,
                                    BN_HR_RPC_E_CALL_REJECTED,
                                    BN_HR_CO_E_OBJNOTCONNECTED};
  struct bn_input in = {
      .app = (uint8_t)roll(w->apps),
      .user = (uint8_t)roll(w->users),
      .job = (uint8_t)roll(3),
      .call = (uint8_t)roll(BN_CALLS),
      .object = (uint8_t)roll(w->objects),
      .class_ = (uint8_t)roll(w->classes),
      .program = (uint8_t)roll(w->programs),
      .file = (uint8_t)roll(w->files),
      .value = roll(2),
      .hresult = results[roll(sizeof results / sizeof results[0])],
      .answer = {.status = (uint16_t)(roll(2) == 0 ? 200 : 404)},
  };

  switch (roll(8)) {
  case 0:
    in.kind = (uint8_t)(BN_IN_APP_START + roll(BN_IN_INSTALL - BN_IN_APP_START + 1));
    break;
  case 1:
  case 2:
    in.kind = (uint8_t)(BN_IN_RETURN + roll(2));
    break;
  case 3:
    in.kind = BN_IN_TIME;
    in.value_ms = bn_next_ms(w, s);
    if (in.value_ms == BN_NEVER || roll(4) == 0)
      in.value_ms = s->now_ms + roll(400);
    break;
  default:
    in = random_call(w, in);
  }
  return in;
}

static void check_state(const struct bn_world *w, const struct bn_state *s)
{
  uint8_t once[BN_ENCODED_MAX], twice[BN_ENCODED_MAX];
  size_t length = bn_encode(s, once);
  struct bn_state back;
  const char *broken = bn_unsound(w, s), *differs;

  ck_assert_msg(broken == NULL, "%s", broken);
  ck_assert(bn_decode(once, length, &back));
  differs = same_state(s, &back);
  ck_assert_msg(differs == NULL, "%s is not what it was", differs);
  ck_assert_uint_eq(bn_encode(&back, twice), length);
  ck_assert_mem_eq(once, twice, length);
}

/* The decoded state takes the same action and arrives at the same place. */
static void check_twin(const struct bn_world *w, const struct bn_state *s, struct bn_action action)
{
  uint8_t mine[BN_ENCODED_MAX], its[BN_ENCODED_MAX];
  struct bn_state one = *s, two;
  struct bn_effects fx;
  bn_knob asked;
  size_t length = bn_encode(s, mine);

  ck_assert(bn_decode(mine, length, &two));
  ck_assert_int_eq(bn_fire(w, &one, action, &fx, &asked), bn_fire(w, &two, action, &fx, &asked));
  length = bn_encode(&one, mine);
  ck_assert_uint_eq(bn_encode(&two, its), length);
  ck_assert_mem_eq(mine, its, length);
}

static void bind_randomly(struct bn_state *s, bn_knob knob)
{
  bn_value value;

  do {
    value = (bn_value)roll(BN_VALUE_COUNT);
  } while ((bn_knob_row(knob)->values >> value & 1u) == 0);
  bn_bind(s, knob, value);
}

static void one_step(const struct bn_world *w, struct bn_state *s)
{
  struct bn_effects fx;
  struct bn_actions actions;
  struct bn_input in;
  bn_knob asked;

  if (bn_enabled(w, s, &actions, &asked) == BN_ASKS) {
    bind_randomly(s, asked);
    return;
  }
  if (actions.count > 0 && roll(3) != 0) {
    struct bn_action action = actions.item[roll(actions.count)];
    if (roll(8) == 0)
      check_twin(w, s, action);
    if (bn_fire(w, s, action, &fx, &asked) == BN_ASKS)
      bind_randomly(s, asked);
    return;
  }
  in = random_input(w, s);
  if (bn_input(w, s, &in, &fx, &asked) == BN_ASKS)
    bind_randomly(s, asked);
}

/* A walk from here reaches what a walk from nothing seldom does: two jobs that somebody registered
 * for, on their way. Each call is left out now and then. */
static struct bn_state well_begun(const struct bn_world *w)
{
  static const struct bn_input calls[] = {
      {.method = BN_AddFile},
      {.method = BN_AddFile, .file = 2},
      {.method = BN_SetNotifyFlags, .value = 0x1b},
      {.method = BN_SetNotifyInterface},
      {.method = BN_SetProperty, .property = BN_PROPERTY_NOTIFICATION_CLSID},
      {.method = BN_SetNotifyCmdLine},
      {.method = BN_Resume},
  };
  struct bn_state s = bn_start(w);
  struct bn_effects fx;
  bn_knob asked;

  for (uint8_t job = 0; job < 2; job++) {
    struct bn_input in = {.kind = BN_IN_CALL, .method = BN_CreateJob, .job = job};
    bn_input(w, &s, &in, &fx, &asked);
    for (unsigned i = 0; i < sizeof calls / sizeof calls[0]; i++) {
      in = calls[i];
      in.kind = BN_IN_CALL;
      in.job = job;
      if (roll(6) != 0)
        bn_input(w, &s, &in, &fx, &asked);
    }
  }
  return s;
}

static unsigned steps(void)
{
  const char *wanted = getenv("BN_WALK_STEPS");
  return wanted == NULL ? STEPS : (unsigned)strtoul(wanted, NULL, 10);
}

START_TEST(every_reachable_state_is_sound_and_survives_its_encoding)
{
  struct bn_world w = given_world(_i % 2 == 0);
  struct bn_state s = bn_start(&w);

  random_state = UINT64_C(0x9e3779b97f4a7c15) * (uint64_t)(_i + 1);
  for (unsigned n = 0; n < steps(); n++) {
    one_step(&w, &s);
    check_state(&w, &s);
    if (n % 256 == 255)
      s = n % 512 == 255 ? well_begun(&w) : bn_start(&w);
  }
}
END_TEST

START_TEST(an_input_that_is_refused_changes_nothing)
{
  struct bn_world w = given_world(true);
  struct bn_state s = bn_start(&w);
  uint8_t before[BN_ENCODED_MAX], after[BN_ENCODED_MAX];
  struct bn_effects fx;
  bn_knob asked;
  unsigned refused = 0;

  random_state = 42;
  for (unsigned n = 0; n < 20000; n++) {
    struct bn_input in = random_input(&w, &s);
    size_t length = bn_encode(&s, before);
    if (bn_input(&w, &s, &in, &fx, &asked) == BN_REFUSED) {
      refused++;
      ck_assert_ptr_nonnull(fx.refusal);
      ck_assert_uint_eq(bn_encode(&s, after), length);
      ck_assert_mem_eq(before, after, length);
    }
  }
  ck_assert_uint_gt(refused, 1000);
}
END_TEST

START_TEST(an_open_cell_asks_and_changes_nothing)
{
  struct bn_world w = given_world(false);
  struct bn_state s = bn_start(&w);
  uint8_t before[BN_ENCODED_MAX], after[BN_ENCODED_MAX];
  struct bn_effects fx;
  bn_knob asked;
  unsigned asks = 0;

  random_state = 43;
  for (unsigned n = 0; n < 20000; n++) {
    struct bn_input in = random_input(&w, &s);
    size_t length = bn_encode(&s, before);
    if (bn_input(&w, &s, &in, &fx, &asked) == BN_ASKS) {
      asks++;
      ck_assert(bn_knob_row(asked)->open);
      ck_assert_uint_eq(bn_encode(&s, after), length);
      ck_assert_mem_eq(before, after, length);
    }
    one_step(&w, &s);
    if (n % 64 == 63)
      s = bn_start(&w);
  }
  ck_assert_uint_gt(asks, 25);
}
END_TEST

START_TEST(bytes_that_no_state_encodes_to_are_refused)
{
  struct bn_world w = given_world(true);
  struct bn_state s = bn_start(&w), back;
  uint8_t bytes[BN_ENCODED_MAX], again[BN_ENCODED_MAX];
  size_t length = bn_encode(&s, bytes);

  ck_assert(!bn_decode(bytes, length - 1, &back));
  ck_assert(!bn_decode(bytes, 0, &back));
  for (size_t i = 0; i < length; i++) {
    bytes[i] ^= 0x55;
    if (bn_decode(bytes, length, &back)) {
      ck_assert_uint_eq(bn_encode(&back, again), length);
      ck_assert_mem_eq(bytes, again, length);
    }
    bytes[i] ^= 0x55;
  }
}
END_TEST

int main(void)
{
  TCase *walk = harness_case("walk");

  tcase_set_timeout(walk, 300);
  tcase_add_loop_test(walk, every_reachable_state_is_sound_and_survives_its_encoding, 0, WALKS);
  tcase_add_test(walk, an_input_that_is_refused_changes_nothing);
  tcase_add_test(walk, an_open_cell_asks_and_changes_nothing);
  tcase_add_test(walk, bytes_that_no_state_encodes_to_are_refused);
  return harness_run(walk);
}
