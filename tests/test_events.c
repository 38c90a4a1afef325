#include "tests/harness.h"
#include "tests/playing.h"

/* Cells of events and activations set to other values: what a late registration, a flag or an
 * overtaken call then means. */

static struct play with(const char *cell, const char *text)
{
  struct play p = play_start();
  bn_knob knob = BN_KNOBS;
  bn_value value = BN_VALUE_COUNT;

  ck_assert(bn_knob_named(cell, &knob) && bn_value_named(knob, text, &value));
  play_set(&p, knob, value);
  return p;
}

static void object(struct play *p, unsigned app, unsigned which)
{
  play_call(p, app, BN_SetNotifyInterface, (struct bn_input){.object = (uint8_t)which});
}

static void class_(struct play *p)
{
  play_call(p, A, BN_SetProperty,
            (struct bn_input){.property = BN_PROPERTY_NOTIFICATION_CLSID, .class_ = 0});
}

static void program(struct play *p)
{
  play_call(p, A, BN_SetNotifyCmdLine, (struct bn_input){.program = 0});
}

static void slow_server(struct play *p, uint32_t ms)
{
  p->world.class_[0].registers = BN_REGISTERS_LATER;
  p->world.class_[0].registers_ms = ms;
}

START_TEST(a_late_object_may_be_told_nothing)
{
  struct play p = with("event.latched.late", "drop");

  play_ready_job(&p, A, 200);
  play_settle(&p);
  object(&p, A, 0);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 0);
  program(&p);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 0);
}
END_TEST

START_TEST(a_late_class_may_be_told_nothing)
{
  struct play p = with("event.latched.late", "drop");

  play_ready_job(&p, A, 404);
  play_settle(&p);
  class_(&p);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 0);
}
END_TEST

START_TEST(a_late_program_may_not_run_while_a_late_object_is_told)
{
  struct play p = with("event.program.late", "drop");

  play_ready_job(&p, A, 200);
  play_settle(&p);
  program(&p);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 0);
  object(&p, A, 0);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
}
END_TEST

START_TEST(a_program_may_run_after_the_object_was_content)
{
  struct play p = with("event.program.after-acknowledged", "deliver");

  play_job(&p, A, 200);
  object(&p, A, 0);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_return(&p, BN_HR_S_OK);
  program(&p);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 1);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
}
END_TEST

START_TEST(finished_files_stay_untold_without_their_flag)
{
  struct play p = with("event.file.late", "all");

  play_ready_job(&p, A, 200);
  play_settle(&p);
  object(&p, A, 0);
  play_settle(&p);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->event, BN_JOB_TRANSFERRED);
  play_return(&p, BN_HR_S_OK);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x13});
  play_settle(&p);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->event, BN_FILE_TRANSFERRED);
}
END_TEST

START_TEST(a_late_class_may_be_told_of_finished_files)
{
  struct play p = with("event.file.late", "all");

  play_call(&p, A, BN_CreateJob, (struct bn_input){0});
  play_call(&p, A, BN_AddFile, (struct bn_input){0});
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x10});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  class_(&p);
  play_settle(&p);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->event, BN_FILE_TRANSFERRED);
}
END_TEST

START_TEST(a_late_class_may_be_told_of_a_missed_modification)
{
  struct play p = with("event.lossy.late", "deliver");

  play_set(&p, BN_K_MOD_REGISTRATION, BN_V_NO);
  play_call(&p, A, BN_CreateJob, (struct bn_input){0});
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  play_call(&p, A, BN_AddFile, (struct bn_input){0});
  class_(&p);
  play_settle(&p);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->event, BN_JOB_MODIFICATION);
}
END_TEST

START_TEST(an_event_that_was_dropped_for_its_flag_comes_back_with_an_object_for_good)
{
  struct play p = with("event.latched.silenced", "drop");

  play_job(&p, A, 200);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){0});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 3});
  object(&p, A, 0);
  play_settle(&p);
  play_return(&p, BN_HR_E_FAIL);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 3});
  play_advance(&p, 600000);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 2);
}
END_TEST

START_TEST(a_missed_modification_stays_untold_without_its_flag)
{
  struct play p = with("event.lossy.late", "deliver");

  play_set(&p, BN_K_MOD_REGISTRATION, BN_V_NO);
  play_job(&p, A, 200);
  object(&p, A, 0);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 0);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  play_settle(&p);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->event, BN_JOB_MODIFICATION);
  play_return(&p, BN_HR_S_OK);
  object(&p, A, 1);
  play_advance(&p, 10000);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
}
END_TEST

START_TEST(a_program_may_keep_files_and_modifications_from_the_object)
{
  struct play p = with("event.lossy.with-program", "drop");

  play_job(&p, A, 200);
  program(&p);
  object(&p, A, 0);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x1b});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->event, BN_JOB_TRANSFERRED);
}
END_TEST

START_TEST(nothing_is_asked_where_the_answers_would_not_differ)
{
  struct play p = play_start();
  struct bn_input set = {.kind = BN_IN_CALL, .method = BN_SetNotifyInterface};
  struct bn_effects fx;
  bn_knob asked;

  for (bn_knob k = 0; k < BN_KNOBS; k++)
    p.world.knob[k] = bn_documented().knob[k];
  play_job(&p, A, 200);
  ck_assert_int_eq(bn_input(&p.world, &p.state, &set, &fx, &asked), BN_DONE);
  set.method = BN_SetNotifyFlags;
  set.value = 0x13;
  ck_assert_int_eq(bn_input(&p.world, &p.state, &set, &fx, &asked), BN_DONE);
  set.method = BN_SetNotifyCmdLine;
  ck_assert_int_eq(bn_input(&p.world, &p.state, &set, &fx, &asked), BN_DONE);
  set.method = BN_Suspend;
  ck_assert_int_eq(bn_input(&p.world, &p.state, &set, &fx, &asked), BN_DONE);
  ck_assert_int_eq(
      bn_input(&p.world, &p.state, &(struct bn_input){.kind = BN_IN_STOP}, &fx, &asked), BN_DONE);
  set.method = BN_Cancel;
  ck_assert_int_eq(bn_input(&p.world, &p.state, &set, &fx, &asked), BN_DONE);
}
END_TEST

START_TEST(a_new_object_may_be_told_beside_the_old_one)
{
  struct play p = with("event.latched.registered-in-flight", "at-once");

  play_job(&p, A, 200);
  object(&p, A, 0);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  object(&p, B, 2);
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
  struct play p = with("event.latched.registered-in-flight", "at-once");

  play_job(&p, A, 200);
  object(&p, A, 0);
  program(&p);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_return(&p, BN_HR_E_FAIL);
  ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 1);
  object(&p, B, 2);
  play_settle(&p);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->object, 2);
  ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 1);
}
END_TEST

START_TEST(a_new_object_may_be_told_only_if_the_activated_one_fails)
{
  static const int32_t results[] = {BN_HR_S_OK, BN_HR_E_FAIL};

  for (unsigned i = 0; i < 2; i++) {
    struct play p = with("event.latched.registered-in-flight", "if-failed");
    play_job(&p, A, 200);
    object(&p, A, 0);
    class_(&p);
    play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = A});
    play_call(&p, B, BN_Resume, (struct bn_input){0});
    play_settle(&p);
    ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 1);
    object(&p, B, 2);
    play_return(&p, results[i]);
    ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1 + i);
    ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->object, i == 0 ? 3 : 2);
  }
}
END_TEST

START_TEST(a_modification_that_no_class_took_does_not_lead_past_the_object)
{
  struct play p = with("lossy.failed", "class");

  play_job(&p, A, 200);
  object(&p, A, 0);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  play_settle(&p);
  play_return(&p, BN_HR_E_FAIL);
  play_advance(&p, 1000);
  play_call(&p, A, BN_SetDisplayName, (struct bn_input){0});
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 2);
}
END_TEST

START_TEST(a_repeat_comes_between_one_and_two_retry_delays)
{
  struct play p = play_start();
  struct bn_input in = {.kind = BN_IN_TIME, .value_ms = 600000};
  struct bn_effects fx;
  bn_knob asked;

  play_job(&p, A, 200);
  object(&p, A, 0);
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

START_TEST(a_running_job_that_is_resumed_may_be_modified)
{
  struct play p = with("modification.no-op", "yes");

  p.world.file[0].answer[0].hold = 1;
  play_job(&p, A, 200);
  object(&p, A, 0);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  play_settle(&p);
  play_return(&p, BN_HR_S_OK);
  play_advance(&p, 1000);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 2);
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
    object(&p, A, 0);
    play_settle(&p);
    ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
    play_input(&p, (struct bn_input){.kind = BN_IN_STOP});
    play_input(&p, (struct bn_input){.kind = BN_IN_START});
    play_forget(&p);
  }
  object(&p, A, 0);
  ck_assert_int_eq(bn_enabled(&p.world, &p.state, &actions, &asked), BN_DONE);
  ck_assert_uint_eq(actions.item[0].kind, BN_ACT_FINAL);
  ck_assert_int_eq(bn_fire(&p.world, &p.state, actions.item[0], &fx, &asked), BN_REFUSED);
}
END_TEST

static const char *refusal_of(struct play *p, struct bn_input input)
{
  static struct bn_effects fx;
  bn_knob asked;

  ck_assert_int_eq(bn_input(&p->world, &p->state, &input, &fx, &asked), BN_REFUSED);
  return fx.refusal;
}

START_TEST(an_object_whose_apartment_ended_cannot_be_set_until_its_process_starts_anew)
{
  struct play p = play_start();
  struct bn_input set = {.kind = BN_IN_CALL, .method = BN_SetNotifyInterface};

  play_job(&p, A, 200);
  play_input(&p, (struct bn_input){.kind = BN_IN_APARTMENT_END});
  ck_assert_str_eq(refusal_of(&p, set), "the object does not live in the calling application");
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END});
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_START});
  object(&p, A, 0);
}
END_TEST

START_TEST(a_start_during_a_stop_that_waits_is_kept)
{
  struct play p = with("shape.stop-waits", "yes");

  ck_assert_str_eq(refusal_of(&p, (struct bn_input){.kind = BN_IN_START}),
                   "the service is running");
  play_job(&p, A, 200);
  object(&p, A, 0);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_input(&p, (struct bn_input){.kind = BN_IN_STOP});
  play_settle(&p);
  ck_assert_uint_eq(p.state.up, 1);
  play_input(&p, (struct bn_input){.kind = BN_IN_START});
  play_return(&p, BN_HR_S_OK);
  ck_assert_uint_eq(p.state.up, 1);
  ck_assert_uint_eq(p.state.stopping, 0);
  ck_assert_uint_eq(p.state.job[0].slot.origin, BN_EMPTY_SLOT);
}
END_TEST

START_TEST(a_server_that_dies_while_it_starts_ends_the_activation)
{
  struct play p = play_start();

  slow_server(&p, 30000);
  play_job(&p, A, 200);
  class_(&p);
  program(&p);
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

static void modified(struct play *p, unsigned count)
{
  play_settle(p);
  ck_assert_uint_eq(play_count(p, BN_FX_BEGIN), count);
  ck_assert_uint_eq(play_last(p, BN_FX_BEGIN)->event, BN_JOB_MODIFICATION);
  play_return(p, BN_HR_S_OK);
  play_advance(p, 1000);
}

START_TEST(clearing_the_object_and_setting_the_interval_are_modifications)
{
  struct play p = play_start();

  play_job(&p, A, 200);
  class_(&p);
  object(&p, A, 0);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  modified(&p, 1);
  play_call(
      &p, A, BN_SetProperty,
      (struct bn_input){.property = BN_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS, .value = 600});
  modified(&p, 2);
  object(&p, A, BN_NONE);
  modified(&p, 3);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->object, 3);
}
END_TEST

START_TEST(a_server_that_somebody_started_listens)
{
  struct play p = play_start();

  slow_server(&p, 30000);
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_START, .app = S});
  play_job(&p, A, 200);
  class_(&p);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
  ck_assert_uint_eq(play_count(&p, BN_FX_APP_START), 1);
}
END_TEST

START_TEST(every_setter_is_a_modification)
{
  static const uint8_t methods[] = {
      BN_SetPriority,          BN_SetDisplayName,         BN_SetMinimumRetryDelay,
      BN_SetNoProgressTimeout, BN_SetMaximumDownloadTime, BN_AddFile};
  struct play p = play_start();

  play_job(&p, A, 200);
  object(&p, A, 0);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  modified(&p, 1);
  for (unsigned m = 0; m < sizeof methods; m++) {
    play_call(&p, A, methods[m], (struct bn_input){.value = 1});
    modified(&p, m + 2);
  }
}
END_TEST

START_TEST(another_owner_is_a_modification)
{
  struct play p = play_start();

  p.world.app[B].elevated = 1;
  play_job(&p, A, 200);
  object(&p, A, 0);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  modified(&p, 1);
  play_call(&p, B, BN_TakeOwnership, (struct bn_input){0});
  modified(&p, 2);
}
END_TEST

/* Who clears the registration is not looking for the object that died under it. */
START_TEST(clearing_a_lost_object_forgets_that_it_was_lost)
{
  struct play p = with("event.latched.registered-again", "when-invalid");

  play_job(&p, A, 200);
  object(&p, A, 0);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_return(&p, BN_HR_S_OK);
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = A});
  play_call(&p, B, BN_SetNotifyFlags, (struct bn_input){.value = 0x9});
  play_settle(&p); /* JobModification finds it dead */
  ck_assert_uint_eq(p.state.job[0].slot.lost, 1);
  object(&p, B, BN_NONE);
  play_call(&p, B, BN_SetNotifyFlags, (struct bn_input){.value = 1});
  object(&p, B, 2);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
}
END_TEST

START_TEST(an_overtaken_instance_that_is_called_fills_an_empty_slot)
{
  struct play p = with("shape.overtaken-activation", "called");

  slow_server(&p, 1000);
  play_job(&p, A, 200);
  class_(&p);
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
  slow_server(&p, 1000);
  play_job(&p, A, 200);
  play_call(
      &p, A, BN_SetProperty,
      (struct bn_input){.property = BN_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS, .value = 100000});
  class_(&p);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  play_call(&p, A, BN_SetDisplayName, (struct bn_input){0});
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 1);
  object(&p, A, 0);
  play_advance(&p, 1000);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->object, 0);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("events");

  tcase_add_test(tests, a_late_object_may_be_told_nothing);
  tcase_add_test(tests, a_late_class_may_be_told_nothing);
  tcase_add_test(tests, a_late_program_may_not_run_while_a_late_object_is_told);
  tcase_add_test(tests, a_program_may_run_after_the_object_was_content);
  tcase_add_test(tests, finished_files_stay_untold_without_their_flag);
  tcase_add_test(tests, a_late_class_may_be_told_of_finished_files);
  tcase_add_test(tests, a_late_class_may_be_told_of_a_missed_modification);
  tcase_add_test(tests, an_event_that_was_dropped_for_its_flag_comes_back_with_an_object_for_good);
  tcase_add_test(tests, a_missed_modification_stays_untold_without_its_flag);
  tcase_add_test(tests, a_program_may_keep_files_and_modifications_from_the_object);
  tcase_add_test(tests, nothing_is_asked_where_the_answers_would_not_differ);
  tcase_add_test(tests, a_new_object_may_be_told_beside_the_old_one);
  tcase_add_test(tests, a_new_object_may_be_told_beside_the_program);
  tcase_add_test(tests, a_new_object_may_be_told_only_if_the_activated_one_fails);
  tcase_add_test(tests, a_modification_that_no_class_took_does_not_lead_past_the_object);
  tcase_add_test(tests, a_repeat_comes_between_one_and_two_retry_delays);
  tcase_add_test(tests, a_running_job_that_is_resumed_may_be_modified);
  tcase_add_test(tests, more_calls_in_flight_than_there_is_room_for_are_refused);
  tcase_add_test(tests,
                 an_object_whose_apartment_ended_cannot_be_set_until_its_process_starts_anew);
  tcase_add_test(tests, a_start_during_a_stop_that_waits_is_kept);
  tcase_add_test(tests, a_server_that_dies_while_it_starts_ends_the_activation);
  tcase_add_test(tests, clearing_the_object_and_setting_the_interval_are_modifications);
  tcase_add_test(tests, a_server_that_somebody_started_listens);
  tcase_add_test(tests, every_setter_is_a_modification);
  tcase_add_test(tests, another_owner_is_a_modification);
  tcase_add_test(tests, clearing_a_lost_object_forgets_that_it_was_lost);
  tcase_add_test(tests, an_overtaken_instance_that_is_called_fills_an_empty_slot);
  tcase_add_test(tests,
                 a_modification_whose_activation_was_overtaken_does_not_wait_for_the_interval);
  return harness_run(tests);
}
