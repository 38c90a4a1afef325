#include "tests/harness.h"
#include "tests/playing.h"

/* Calls and activations that a registration, a death or a stop overtakes. */

static const char *refusal_of(struct play *p, struct bn_input input)
{
  static struct bn_effects fx;
  bn_knob asked;

  ck_assert_int_eq(bn_input(&p->world, &p->state, &input, &fx, &asked), BN_REFUSED);
  return fx.refusal;
}

START_TEST(a_new_object_may_be_told_beside_the_old_one)
{
  struct play p = play_with("event.latched.registered-in-flight", "at-once");

  play_job(&p, A, 200);
  play_object(&p, A, 0);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_object(&p, B, 2);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 2);
  play_return(&p, BN_HR_E_FAIL); /* of the first, which settles nothing */
  play_advance(&p, 1000000);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 2);
  play_return(&p, BN_HR_E_FAIL);
  play_advance(&p, 600000);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 3);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->object, 2);
}
END_TEST

START_TEST(a_new_object_may_be_told_beside_the_program)
{
  struct play p = play_with("event.latched.registered-in-flight", "at-once");

  play_job(&p, A, 200);
  play_object(&p, A, 0);
  play_program(&p);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_return(&p, BN_HR_E_FAIL);
  ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 1);
  play_object(&p, B, 2);
  play_settle(&p);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->object, 2);
  ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 1);
}
END_TEST

START_TEST(a_new_object_may_be_told_only_if_the_activated_one_fails)
{
  static const int32_t results[] = {BN_HR_S_OK, BN_HR_E_FAIL};

  for (unsigned i = 0; i < 2; i++) {
    struct play p = play_with("event.latched.registered-in-flight", "if-failed");
    play_job(&p, A, 200);
    play_object(&p, A, 0);
    play_class(&p);
    play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = A});
    play_call(&p, B, BN_Resume, (struct bn_input){0});
    play_settle(&p);
    ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 1);
    play_object(&p, B, 2);
    play_return(&p, results[i]);
    ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1 + i);
    ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->object, i == 0 ? 3 : 2);
  }
}
END_TEST

START_TEST(a_repeat_comes_between_one_and_two_retry_delays)
{
  struct play p = play_start();
  struct bn_input in = {.kind = BN_IN_TIME, .value_ms = 600000};
  struct bn_effects fx;
  bn_knob asked;

  play_job(&p, A, 200);
  play_object(&p, A, 0);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_return(&p, BN_HR_E_FAIL);
  play_input(&p, in);
  in.value_ms = 1200001;
  ck_assert_int_eq(bn_input(&p.world, &p.state, &in, &fx, &asked), BN_REFUSED);
  in.value_ms = 1200000;
  ck_assert_int_eq(bn_input(&p.world, &p.state, &in, &fx, &asked), BN_DONE);
}
END_TEST

/* Every restart leaves a handler that returns to nobody. */
START_TEST(more_calls_in_flight_than_there_is_room_for_are_refused)
{
  struct play p = play_start();
  struct bn_actions actions;
  struct bn_effects fx;
  bn_knob asked;

  play_ready_job(&p, A, 200);
  for (unsigned i = 0; i < BN_CALLS; i++) {
    play_object(&p, A, 0);
    play_settle(&p);
    ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
    play_input(&p, (struct bn_input){.kind = BN_IN_STOP});
    play_input(&p, (struct bn_input){.kind = BN_IN_START});
    play_forget(&p);
  }
  play_object(&p, A, 0);
  ck_assert_int_eq(bn_enabled(&p.world, &p.state, &actions, &asked), BN_DONE);
  ck_assert_uint_eq(actions.item[0].kind, BN_ACT_FINAL);
  ck_assert_int_eq(bn_fire(&p.world, &p.state, actions.item[0], &fx, &asked), BN_REFUSED);
  ck_assert_uint_eq(fx.count, 0);
}
END_TEST

START_TEST(an_object_whose_apartment_ended_cannot_be_set_until_its_process_starts_anew)
{
  struct play p = play_start();
  struct bn_input set = {.kind = BN_IN_CALL, .method = BN_SetNotifyInterface};

  play_job(&p, A, 200);
  play_input(&p, (struct bn_input){.kind = BN_IN_APARTMENT_END});
  ck_assert_str_eq(refusal_of(&p, set), "the object does not live in the calling application");
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END});
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_START});
  play_object(&p, A, 0);
}
END_TEST

START_TEST(a_start_during_a_stop_that_waits_is_kept)
{
  struct play p = play_with("shape.stop-waits", "yes");

  ck_assert_str_eq(refusal_of(&p, (struct bn_input){.kind = BN_IN_START}),
                   "the service is running");
  play_job(&p, A, 200);
  play_object(&p, A, 0);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_call(&p, A, BN_AddFile, (struct bn_input){.file = 1});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_input(&p, (struct bn_input){.kind = BN_IN_STOP});
  play_settle(&p);
  ck_assert_uint_eq(p.state.job[0].state, BN_QUEUED); /* nothing new begins */
  ck_assert_uint_eq(p.state.up, 1);
  play_input(&p, (struct bn_input){.kind = BN_IN_START});
  play_return(&p, BN_HR_S_OK);
  ck_assert_uint_eq(p.state.up, 1);
  ck_assert_uint_eq(p.state.stopping, 0);
  ck_assert_uint_eq(p.state.job[0].slot.origin, BN_EMPTY_SLOT);
  play_input(&p, (struct bn_input){.kind = BN_IN_STOP});
  ck_assert_uint_eq(p.state.up, 0);
}
END_TEST

START_TEST(a_death_may_be_noticed_at_once)
{
  struct play p = play_with("shape.death-noticed", "at-once");

  play_job(&p, A, 200);
  play_object(&p, A, 0);
  play_class(&p);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_return(&p, BN_HR_E_FAIL);
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = A});
  ck_assert_uint_eq(p.state.job[0].slot.origin, BN_EMPTY_SLOT);
  ck_assert_uint_eq(p.state.job[0].slot.lost, 1);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 1);
}
END_TEST

START_TEST(another_answer_is_held_anew)
{
  struct play p = play_start();

  p.world.file[0].answer[0].hold = 1;
  play_ready_job(&p, A, 200);
  play_settle(&p);
  play_input(&p, (struct bn_input){.kind = BN_IN_RELEASE});
  play_input(&p, (struct bn_input){.kind = BN_IN_ANSWER, .answer = {.status = 404, .hold = 1}});
  play_settle(&p);
  ck_assert_uint_eq(p.state.job[0].state, BN_TRANSFERRING);
  play_input(&p, (struct bn_input){.kind = BN_IN_RELEASE});
  play_settle(&p);
  ck_assert_uint_eq(p.state.job[0].state, BN_ERROR);
}
END_TEST

START_TEST(a_server_that_dies_while_it_starts_ends_the_activation)
{
  struct play p = play_start();

  play_slow_server(&p, 30000);
  play_job(&p, A, 200);
  play_class(&p);
  play_program(&p);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = B}); /* somebody else */
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATED), 0);
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = S});
  play_settle(&p);
  ck_assert_int_eq(play_last(&p, BN_FX_ACTIVATED)->hresult, BN_HR_CO_E_SERVER_EXEC_FAILURE);
  ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 1);
}
END_TEST

START_TEST(a_server_quits_with_its_last_object_unless_it_stays)
{
  for (uint8_t stays = 0; stays < 2; stays++) {
    struct play p = play_start();
    p.world.class_[0].until_killed = stays;
    play_job(&p, A, 200);
    play_class(&p);
    play_call(&p, A, BN_Resume, (struct bn_input){0});
    play_settle(&p);
    play_return(&p, BN_HR_S_OK);
    ck_assert_uint_eq(p.state.running[S], 2);
    play_call(&p, A, BN_Complete, (struct bn_input){0});
    ck_assert_uint_eq(p.state.running[S], stays ? 2 : 0);
  }
}
END_TEST

static void fire(struct play *p, unsigned kind)
{
  struct bn_actions actions;
  struct bn_effects fx;
  bn_knob asked;

  ck_assert_int_eq(bn_enabled(&p->world, &p->state, &actions, &asked), BN_DONE);
  ck_assert_uint_gt(actions.count, 0);
  ck_assert_uint_eq(actions.item[0].kind, kind);
  ck_assert_int_eq(bn_fire(&p->world, &p->state, actions.item[0], &fx, &asked), BN_DONE);
}

START_TEST(a_server_stays_for_the_object_that_it_is_asked_for)
{
  struct play p = play_start();
  struct bn_input other = {.job = 1, .property = BN_PROPERTY_NOTIFICATION_CLSID};

  play_job(&p, A, 200);
  play_class(&p);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_return(&p, BN_HR_S_OK);
  play_call(&p, A, BN_CreateJob, other);
  play_call(&p, A, BN_AddFile, other);
  play_call(&p, A, BN_Resume, other);
  play_settle(&p);
  play_call(&p, A, BN_SetProperty, other);
  fire(&p, BN_ACT_FINAL);
  play_call(&p, A, BN_Complete, (struct bn_input){0});
  ck_assert_uint_eq(p.state.running[S], 2);
  fire(&p, BN_ACT_ACTIVATED);
  ck_assert_uint_eq(p.state.job[1].slot.origin, BN_ACTIVATED);
}
END_TEST

START_TEST(a_server_that_somebody_started_listens)
{
  struct play p = play_start();

  play_slow_server(&p, 30000);
  if (_i == 0) {
    play_input(&p, (struct bn_input){.kind = BN_IN_APP_START, .app = S});
  } else { /* it was there before the play */
    p.world.app[S].running = 1;
    p.state = bn_start(&p.world);
  }
  play_job(&p, A, 200);
  play_class(&p);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
  ck_assert_uint_eq(play_count(&p, BN_FX_APP_START), _i == 0);
}
END_TEST

START_TEST(an_overtaken_instance_that_is_called_fills_an_empty_slot)
{
  struct play p = play_with("shape.overtaken-activation", "called");

  play_slow_server(&p, 1000);
  play_job(&p, A, 200);
  play_class(&p);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_call(&p, A, BN_SetNotifyInterface, (struct bn_input){.object = BN_NONE});
  play_advance(&p, 1000);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
  ck_assert_uint_eq(p.state.job[0].slot.origin, BN_ACTIVATED);
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = S});
  play_settle(&p);
  ck_assert_uint_eq(p.state.job[0].slot.origin, BN_EMPTY_SLOT);
  play_advance(&p, 599000);
  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 1);
}
END_TEST

START_TEST(a_modification_whose_activation_was_overtaken_does_not_wait_for_the_interval)
{
  struct play p = play_start();

  play_set(&p, BN_K_MOD_REGISTRATION, BN_V_NO);
  play_slow_server(&p, 1000);
  play_job(&p, A, 200);
  play_call(
      &p, A, BN_SetProperty,
      (struct bn_input){.property = BN_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS, .value = 100000});
  play_class(&p);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  play_call(&p, A, BN_SetDisplayName, (struct bn_input){0});
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 1);
  play_object(&p, A, 0);
  play_advance(&p, 1000);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->object, 0);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("overtaken");

  tcase_add_test(tests, a_new_object_may_be_told_beside_the_old_one);
  tcase_add_test(tests, a_new_object_may_be_told_beside_the_program);
  tcase_add_test(tests, a_new_object_may_be_told_only_if_the_activated_one_fails);
  tcase_add_test(tests, a_repeat_comes_between_one_and_two_retry_delays);
  tcase_add_test(tests, more_calls_in_flight_than_there_is_room_for_are_refused);
  tcase_add_test(tests,
                 an_object_whose_apartment_ended_cannot_be_set_until_its_process_starts_anew);
  tcase_add_test(tests, a_start_during_a_stop_that_waits_is_kept);
  tcase_add_test(tests, a_server_that_dies_while_it_starts_ends_the_activation);
  tcase_add_test(tests, a_death_may_be_noticed_at_once);
  tcase_add_test(tests, another_answer_is_held_anew);
  tcase_add_test(tests, a_server_stays_for_the_object_that_it_is_asked_for);
  tcase_add_test(tests, a_server_quits_with_its_last_object_unless_it_stays);
  tcase_add_loop_test(tests, a_server_that_somebody_started_listens, 0, 2);
  tcase_add_test(tests, an_overtaken_instance_that_is_called_fills_an_empty_slot);
  tcase_add_test(tests,
                 a_modification_whose_activation_was_overtaken_does_not_wait_for_the_interval);
  return harness_run(tests);
}
