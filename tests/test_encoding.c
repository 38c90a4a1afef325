#include <stddef.h>
#include <string.h>

#include "tests/harness.h"
#include "tests/playing.h"
#include "tests/same_state.h"

/* The limits of every small number of an encoded state: the largest is read back, one more is not.
 */
static const struct {
  const char *name;
  size_t at;
  uint8_t most;
} fields[] = {
#define FIELD(member, most)                                                                        \
  {                                                                                                \
#member, offsetof(struct bn_state, member), most                                               \
  }
    FIELD(up, 1),
    FIELD(stopping, 1),
    FIELD(start_pending, 1),
    FIELD(network, 1),
    FIELD(logged_on[0], 1),
    FIELD(running[0], 2),
    FIELD(disconnected[0], 1),
    FIELD(registered[0], 1),
    FIELD(listening[0], 1),
    FIELD(missing[0], 1),
    FIELD(origin[0].next, BN_ANSWERS - 1),
    FIELD(origin[0].released, 1),
    FIELD(origin[0].answer.condition, BN_NO_LENGTH),
    FIELD(origin[0].answer.hold, 3),
    FIELD(origin[0].answer.bytes, 1),
    FIELD(origin[0].answer.no_range, 1),
    FIELD(job[0].owner, BN_USERS - 1),
    FIELD(job[0].priority, BN_PRIORITY_LOW),
    FIELD(job[0].flags, 0x3f),
    FIELD(job[0].slot.origin, BN_ACTIVATED),
    FIELD(job[0].slot.user, BN_USERS - 1),
    FIELD(job[0].slot.lost, 1),
    FIELD(job[0].slot.ref.gone, BN_APARTMENT_GONE),
    FIELD(job[0].file[0].file, BN_FILES - 1),
    FIELD(job[0].file[0].done, 1),
    FIELD(job[0].file[0].partial, 1),
    FIELD(job[0].file[0].notice, BN_FILE_HANDLED),
    FIELD(job[0].file[0].validation, BN_NOT_VALID),
    FIELD(job[0].files_from, BN_FROM_PROGRAM),
    FIELD(job[0].debt.stage, BN_HANDLED_BY_PROGRAM),
    FIELD(job[0].debt.event, BN_JOB_ERROR),
    FIELD(job[0].debt.rung, BN_FROM_PROGRAM),
    FIELD(job[0].debt.tried, 1),
    FIELD(job[0].debt.silenced, 1),
    FIELD(job[0].debt.no_program, 1),
    FIELD(job[0].modified, 1),
    FIELD(job[0].modified_from, BN_FROM_PROGRAM),
    FIELD(job[0].missed, 1),
    FIELD(job[0].error_context, BN_CONTEXT_GENERAL_TRANSPORT),
    FIELD(call[0].job, BN_JOBS - 1),
    FIELD(call[0].event, BN_EVENT_COUNT - 1),
    FIELD(call[0].rung, BN_ACTIVATED),
    FIELD(call[0].fresh, 1),
    FIELD(call[0].overtaken, 1),
    FIELD(call[0].void_, 2),
    FIELD(call[0].running, 1),
    FIELD(call[0].ref.gone, BN_APARTMENT_GONE),
#undef FIELD
};

static struct bn_state rich(void)
{
  struct play p = play_start();

  play_ready_job(&p, A, 200);
  play_object(&p, A, 0);
  play_settle(&p);
  ck_assert_uint_eq(p.state.call[0].stage, BN_INSIDE);
  p.state.origin[0].changed = 1;
  return p.state;
}

static size_t with_value(struct bn_state s, size_t at, uint8_t value, uint8_t *bytes)
{
  memcpy((uint8_t *)&s + at, &value, 1);
  return bn_encode(&s, bytes);
}

static size_t first_difference(const uint8_t *a, const uint8_t *b, size_t length)
{
  for (size_t i = 0; i < length; i++) {
    if (a[i] != b[i])
      return i;
  }
  ck_abort_msg("the field is not encoded");
  return 0;
}

START_TEST(one_more_than_the_most_is_refused)
{
  uint8_t none[BN_ENCODED_MAX], most[BN_ENCODED_MAX];
  struct bn_state s = rich(), back;
  size_t length = with_value(s, fields[_i].at, fields[_i].most, most), where;

  ck_assert_uint_eq(with_value(s, fields[_i].at, 0, none), length);
  where = first_difference(none, most, length);
  ck_assert_uint_eq(most[where], fields[_i].most);
  ck_assert_msg(bn_decode(most, length, &back), "%s", fields[_i].name);
  ck_assert_uint_eq(((const uint8_t *)&back)[fields[_i].at], fields[_i].most);
  most[where]++;
  ck_assert_msg(!bn_decode(most, length, &back), "%s", fields[_i].name);
}
END_TEST

START_TEST(a_number_has_64_bits)
{
  uint8_t less[BN_ENCODED_MAX], most[BN_ENCODED_MAX];
  struct bn_state s = rich(), back;
  size_t length, where;

  s.job[0].download_left_ms = UINT64_MAX;
  length = bn_encode(&s, most);
  ck_assert(bn_decode(most, length, &back));
  ck_assert_ptr_null(same_state(&s, &back));
  s.job[0].download_left_ms = UINT64_MAX - 1;
  bn_encode(&s, less);
  where = first_difference(less, most, length) + 9; /* the last of its ten bytes */
  ck_assert_uint_eq(most[where], 1);
  most[where] = 2;
  ck_assert(!bn_decode(most, length, &back));
}
END_TEST

START_TEST(a_status_has_three_digits)
{
  uint8_t less[BN_ENCODED_MAX], most[BN_ENCODED_MAX];
  struct bn_state s = rich(), back;
  size_t length;

  s.origin[0].answer.status = 998;
  bn_encode(&s, less);
  s.origin[0].answer.status = 999;
  length = bn_encode(&s, most);
  ck_assert(bn_decode(most, length, &back));
  most[first_difference(less, most, length)]++;
  ck_assert(!bn_decode(most, length, &back));
}
END_TEST

START_TEST(the_last_instance_has_a_number)
{
  uint8_t bytes[BN_ENCODED_MAX];
  struct bn_state s = rich(), back;

  s.instances[0] = BN_INSTANCES;
  s.job[0].slot.ref.instance = BN_INSTANCES;
  ck_assert(bn_decode(bytes, bn_encode(&s, bytes), &back));
  ck_assert_ptr_null(same_state(&s, &back));
}
END_TEST

static void check_comes_back(const struct bn_state *s)
{
  uint8_t bytes[BN_ENCODED_MAX];
  struct bn_state back;

  ck_assert(bn_decode(bytes, bn_encode(s, bytes), &back));
  ck_assert_ptr_null(same_state(s, &back));
}

static const uint32_t numbers[] = {0, 1, 126, 127, 128, 129, 16383, 16384, UINT32_MAX};

START_TEST(numbers_of_any_length_come_back)
{
  struct bn_state s = rich();

  s.job[0].errors = numbers[_i];
  s.held[0] = (uint8_t)numbers[_i];
  s.stale[0] = UINT8_MAX;
  s.job[0].slot.ref.object = BN_OBJECTS - 1;
  check_comes_back(&s);
}
END_TEST

/* Both have the same number but for its size, and the last byte of it is `last` behind its first.
 */
static void check_is_the_most(const struct bn_state *less, const struct bn_state *most,
                              unsigned last)
{
  uint8_t small[BN_ENCODED_MAX], big[BN_ENCODED_MAX];
  size_t length = bn_encode(most, big), where;
  struct bn_state back;

  (void)bn_encode(less, small);
  where = first_difference(small, big, length);
  ck_assert(bn_decode(big, length, &back));
  memset(big + where, 0x80, last); /* one more: these become 0, the last one carries */
  big[where + last]++;
  ck_assert(!bn_decode(big, length, &back));
}

START_TEST(no_number_is_larger_than_its_member)
{
  struct bn_state less = rich(), most = less;

  less.job[0].errors = UINT32_MAX - 1;
  most.job[0].errors = UINT32_MAX;
  check_is_the_most(&less, &most, 4);
  less = most = rich();
  less.held[0] = UINT8_MAX - 1;
  most.held[0] = UINT8_MAX;
  check_is_the_most(&less, &most, 1);
  less = most = rich();
  less.stale[0] = UINT8_MAX - 1;
  most.stale[0] = UINT8_MAX;
  check_is_the_most(&less, &most, 1);
}
END_TEST

START_TEST(a_timer_does_not_end_before_it_begins)
{
  uint8_t none[BN_ENCODED_MAX], bytes[BN_ENCODED_MAX];
  struct bn_state s = rich(), back;
  size_t length, until;

  s.job[0].retry = (struct bn_timer){s.now_ms + 5, s.now_ms + 9};
  (void)bn_encode(&s, none);
  s.job[0].retry.until++;
  length = bn_encode(&s, bytes);
  until = first_difference(none, bytes, length);
  for (uint8_t ms = 0; ms < 9; ms++) { /* 0: never; else one more than the distance */
    bytes[until] = ms;
    ck_assert_msg(bn_decode(bytes, length, &back) == (ms >= 6), "%u", ms);
  }
}
END_TEST

/* What is changed in an encoding is refused, or it is the encoding of another state. */
START_TEST(no_two_encodings_are_one_state)
{
  uint8_t bytes[BN_ENCODED_MAX + 1], again[BN_ENCODED_MAX];
  struct bn_state s = rich(), back;
  size_t length = bn_encode(&s, bytes);

  for (size_t i = 0; i < length; i++) {
    uint8_t was = bytes[i];
    for (unsigned v = 0; v <= UINT8_MAX; v++) {
      bytes[i] = (uint8_t)v;
      if (bn_decode(bytes, length, &back)) {
        ck_assert_uint_eq(bn_encode(&back, again), length);
        ck_assert_mem_eq(bytes, again, length);
      }
    }
    bytes[i] = was;
  }
}
END_TEST

START_TEST(a_number_has_no_longer_form)
{
  uint8_t bytes[BN_ENCODED_MAX], longer[BN_ENCODED_MAX];
  struct bn_state s = rich(), back;
  size_t length = bn_encode(&s, bytes);

  for (size_t i = 0; i < length; i++) {
    memcpy(longer, bytes, i + 1);
    memcpy(longer + i + 2, bytes + i + 1, length - i - 1);
    longer[i] |= 0x80;
    longer[i + 1] = 0;
    if ((bytes[i] & 0x80) == 0)
      ck_assert_msg(!bn_decode(longer, length + 1, &back), "%u", (unsigned)i);
  }
}
END_TEST

START_TEST(what_is_not_there_has_no_members)
{
  uint8_t bytes[BN_ENCODED_MAX], again[BN_ENCODED_MAX];
  struct bn_state s = rich();
  size_t length = bn_encode(&s, bytes);

  ck_assert_uint_eq(s.job[BN_JOBS - 1].state, BN_NO_JOB);
  ck_assert_uint_eq(s.call[BN_CALLS - 1].stage, BN_FREE);
  s.job[BN_JOBS - 1].errors++;
  s.call[BN_CALLS - 1].fresh ^= 1;
  ck_assert_uint_eq(bn_encode(&s, again), length);
  ck_assert_mem_eq(bytes, again, length);
}
END_TEST

START_TEST(the_first_and_the_last_knob_are_read_back)
{
  struct bn_state s = rich();

  s.bound[0] = bn_knob_row(0)->usual;
  s.bound[BN_KNOBS - 1] = bn_knob_row(BN_KNOBS - 1)->usual;
  check_comes_back(&s);
}
END_TEST

/* An encoding ends with the bound knobs: distance and value each, then 0. */
START_TEST(no_knob_is_behind_the_last)
{
  uint8_t bytes[BN_ENCODED_MAX];
  struct bn_state s = rich(), back;
  size_t length = bn_encode(&s, bytes);

  bytes[length - 1] = (uint8_t)(((BN_KNOBS + 1) & 0x7f) | 0x80);
  bytes[length] = (uint8_t)((BN_KNOBS + 1) >> 7);
  ck_assert(!bn_decode(bytes, length + 1, &back));
}
END_TEST

START_TEST(a_knob_has_only_its_own_values)
{
  uint8_t bytes[BN_ENCODED_MAX];
  struct bn_state s = rich(), back;
  size_t length;

  s.bound[0] = bn_knob_row(0)->usual;
  length = bn_encode(&s, bytes);
  for (bn_value v = 0; v < BN_VALUE_COUNT; v++) {
    bytes[length - 2] = v;
    ck_assert_int_eq(bn_decode(bytes, length, &back), (bn_knob_row(0)->values >> v & 1u) != 0);
  }
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("encoding");

  tcase_add_loop_test(tests, one_more_than_the_most_is_refused, 0,
                      (int)(sizeof fields / sizeof fields[0]));
  tcase_add_test(tests, a_number_has_64_bits);
  tcase_add_test(tests, a_status_has_three_digits);
  tcase_add_test(tests, the_last_instance_has_a_number);
  tcase_add_loop_test(tests, numbers_of_any_length_come_back, 0,
                      (int)(sizeof numbers / sizeof numbers[0]));
  tcase_add_test(tests, no_number_is_larger_than_its_member);
  tcase_add_test(tests, a_timer_does_not_end_before_it_begins);
  tcase_add_test(tests, no_two_encodings_are_one_state);
  tcase_add_test(tests, a_number_has_no_longer_form);
  tcase_add_test(tests, what_is_not_there_has_no_members);
  tcase_add_test(tests, the_first_and_the_last_knob_are_read_back);
  tcase_add_test(tests, no_knob_is_behind_the_last);
  tcase_add_test(tests, a_knob_has_only_its_own_values);
  return harness_run(tests);
}
