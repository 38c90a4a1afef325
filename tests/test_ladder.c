#include <string.h>

#include "tests/harness.h"
#include "tests/playing.h"

/* The ladder of JobTransferred, stage by stage. */

static struct play registered(bool object, bool class_, bool program)
{
  struct play p = play_start();

  play_job(&p, A, 200);
  if (object)
    play_call(&p, A, BN_SetNotifyInterface, (struct bn_input){.object = 0});
  if (class_)
    play_call(&p, A, BN_SetProperty,
              (struct bn_input){.property = BN_PROPERTY_NOTIFICATION_CLSID, .class_ = 0});
  if (program)
    play_call(&p, A, BN_SetNotifyCmdLine, (struct bn_input){.program = 0});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  return p;
}

START_TEST(nobody_registered_nobody_told)
{
  struct play p = registered(false, false, false);

  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 0);
  ck_assert_uint_eq(p.state.job[0].state, BN_TRANSFERRED);
  ck_assert(play_fired(&p, BN_R_NOTIFY_REG_1));
}
END_TEST

START_TEST(the_object_comes_first)
{
  struct play p = registered(true, true, true);

  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->object, 0);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->instance, 0);
  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 0);
  ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 0);
}
END_TEST

START_TEST(a_dead_object_gives_way_to_the_class)
{
  struct play p = registered(true, true, true);

  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = A});
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 1);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->object, 3);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->instance, 1);
  ck_assert_uint_eq(p.state.job[0].slot.origin, BN_ACTIVATED);
}
END_TEST

START_TEST(a_dead_object_gives_way_to_the_program)
{
  struct play p = registered(true, false, true);

  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = A});
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 1);
}
END_TEST

START_TEST(a_dead_object_alone_leaves_the_event_waiting)
{
  struct play p = registered(true, false, false);

  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = A});
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 0);
  ck_assert_uint_eq(p.state.job[0].debt.stage, BN_OWED);
  play_call(&p, B, BN_SetNotifyInterface, (struct bn_input){.object = 2});
  play_settle(&p);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->object, 2);
}
END_TEST

START_TEST(a_failing_object_is_called_again_after_the_delay)
{
  struct play p = registered(true, true, false);

  play_settle(&p);
  play_return(&p, BN_HR_E_FAIL);
  play_advance(&p, 599999);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
  play_advance(&p, 1);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 2);
  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 0);
}
END_TEST

START_TEST(a_failing_object_hands_over_to_the_program_for_good)
{
  struct play p = registered(true, false, true);

  play_settle(&p);
  play_return(&p, BN_HR_E_FAIL);
  ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 1);
  play_exit(&p, 1);
  play_advance(&p, 600000);
  ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 2);
  play_exit(&p, 0);
  play_advance(&p, 6000000);
  ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 2);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
}
END_TEST

START_TEST(an_object_that_dies_in_its_first_call_is_a_failed_attempt)
{
  struct play p = registered(false, true, false);

  play_settle(&p);
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = S});
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 1);
  ck_assert(play_fired(&p, BN_R_RUL_2));
  play_advance(&p, 600000);
  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 2);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->instance, 2);
}
END_TEST

START_TEST(a_loss_empties_only_the_slot_of_the_object_that_was_lost)
{
  struct play p = registered(true, false, false);

  play_settle(&p);
  play_call(&p, B, BN_SetNotifyInterface, (struct bn_input){.object = 2});
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = A});
  play_settle(&p);
  ck_assert_uint_eq(p.state.job[0].slot.ref.object, 2);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->object, 2);
}
END_TEST

START_TEST(the_last_reference_keeps_a_class_server_alive)
{
  struct play p = registered(false, true, false);

  play_settle(&p);
  play_return(&p, BN_HR_S_OK);
  ck_assert_uint_eq(p.state.running[S], 2);
  play_call(&p, A, BN_Complete, (struct bn_input){0});
  ck_assert_uint_eq(p.state.running[S], 0);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("ladder");

  tcase_add_test(tests, nobody_registered_nobody_told);
  tcase_add_test(tests, the_object_comes_first);
  tcase_add_test(tests, a_dead_object_gives_way_to_the_class);
  tcase_add_test(tests, a_dead_object_gives_way_to_the_program);
  tcase_add_test(tests, a_dead_object_alone_leaves_the_event_waiting);
  tcase_add_test(tests, a_failing_object_is_called_again_after_the_delay);
  tcase_add_test(tests, a_failing_object_hands_over_to_the_program_for_good);
  tcase_add_test(tests, an_object_that_dies_in_its_first_call_is_a_failed_attempt);
  tcase_add_test(tests, a_loss_empties_only_the_slot_of_the_object_that_was_lost);
  tcase_add_test(tests, the_last_reference_keeps_a_class_server_alive);
  return harness_run(tests);
}
