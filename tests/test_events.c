#include "tests/harness.h"
#include "tests/playing.h"

/* Cells of events set to other values: what a late registration or a flag then means. */

static void modified(struct play *p, unsigned count)
{
  play_settle(p);
  ck_assert_uint_eq(play_count(p, BN_FX_BEGIN), count);
  ck_assert_uint_eq(play_last(p, BN_FX_BEGIN)->event, BN_JOB_MODIFICATION);
  play_return(p, BN_HR_S_OK);
  play_advance(p, 1000);
}

START_TEST(a_late_object_may_be_told_nothing)
{
  struct play p = play_with("event.latched.late", "drop");

  play_ready_job(&p, A, 200);
  play_settle(&p);
  play_object(&p, A, 0);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 0);
  play_program(&p);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 0);
}
END_TEST

START_TEST(a_late_class_may_be_told_nothing)
{
  struct play p = play_with("event.latched.late", "drop");

  play_ready_job(&p, A, 404);
  play_settle(&p);
  play_class(&p);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 0);
}
END_TEST

START_TEST(a_late_program_may_not_run_while_a_late_object_is_told)
{
  struct play p = play_with("event.program.late", "drop");

  play_ready_job(&p, A, 200);
  play_settle(&p);
  play_program(&p);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 0);
  play_object(&p, A, 0);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
}
END_TEST

START_TEST(a_program_may_run_after_the_object_was_content)
{
  struct play p = play_with("event.program.after-acknowledged", "deliver");

  play_job(&p, A, 200);
  play_object(&p, A, 0);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_return(&p, BN_HR_S_OK);
  play_program(&p);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 1);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
}
END_TEST

START_TEST(finished_files_stay_untold_without_their_flag)
{
  struct play p = play_with("event.file.late", "all");

  play_ready_job(&p, A, 200);
  play_settle(&p);
  play_object(&p, A, 0);
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
  struct play p = play_with("event.file.late", "all");

  play_call(&p, A, BN_CreateJob, (struct bn_input){0});
  play_call(&p, A, BN_AddFile, (struct bn_input){0});
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x10});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_class(&p);
  play_settle(&p);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->event, BN_FILE_TRANSFERRED);
}
END_TEST

START_TEST(a_late_class_may_be_told_of_a_missed_modification)
{
  struct play p = play_with("event.lossy.late", "deliver");

  play_set(&p, BN_K_MOD_REGISTRATION, BN_V_NO);
  play_call(&p, A, BN_CreateJob, (struct bn_input){0});
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  play_call(&p, A, BN_AddFile, (struct bn_input){0});
  play_class(&p);
  play_settle(&p);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->event, BN_JOB_MODIFICATION);
}
END_TEST

START_TEST(an_event_that_was_dropped_for_its_flag_comes_back_with_an_object_for_good)
{
  struct play p = play_with("event.latched.silenced", "drop");

  play_job(&p, A, 200);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){0});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 3});
  play_object(&p, A, 0);
  play_settle(&p);
  play_return(&p, BN_HR_E_FAIL);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 3});
  play_advance(&p, 600000);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 2);
}
END_TEST

START_TEST(a_missed_modification_stays_untold_without_its_flag)
{
  struct play p = play_with("event.lossy.late", "deliver");

  play_set(&p, BN_K_MOD_REGISTRATION, BN_V_NO);
  play_job(&p, A, 200);
  play_object(&p, A, 0);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 0);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  play_settle(&p);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->event, BN_JOB_MODIFICATION);
  play_return(&p, BN_HR_S_OK);
  play_object(&p, A, 1);
  play_advance(&p, 10000);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
}
END_TEST

START_TEST(a_program_may_keep_files_and_modifications_from_the_object)
{
  struct play p = play_with("event.lossy.with-program", "drop");

  play_job(&p, A, 200);
  play_program(&p);
  play_object(&p, A, 0);
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

START_TEST(a_modification_that_no_class_took_does_not_lead_past_the_object)
{
  struct play p = play_with("lossy.failed", "class");

  play_job(&p, A, 200);
  play_object(&p, A, 0);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  play_settle(&p);
  play_return(&p, BN_HR_E_FAIL);
  play_advance(&p, 1000);
  play_call(&p, A, BN_SetDisplayName, (struct bn_input){0});
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 2);
}
END_TEST

START_TEST(a_running_job_that_is_resumed_may_be_modified)
{
  struct play p = play_with("modification.no-op", "yes");

  p.world.file[0].answer[0].hold = 1;
  play_job(&p, A, 200);
  play_object(&p, A, 0);
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

START_TEST(clearing_the_object_and_setting_the_interval_are_modifications)
{
  struct play p = play_start();

  play_job(&p, A, 200);
  play_class(&p);
  play_object(&p, A, 0);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  modified(&p, 1);
  play_call(
      &p, A, BN_SetProperty,
      (struct bn_input){.property = BN_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS, .value = 600});
  modified(&p, 2);
  play_object(&p, A, BN_NONE);
  modified(&p, 3);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->object, 3);
}
END_TEST

START_TEST(every_setter_is_a_modification)
{
  static const uint8_t methods[] = {
      BN_SetPriority,          BN_SetDisplayName,         BN_SetMinimumRetryDelay,
      BN_SetNoProgressTimeout, BN_SetMaximumDownloadTime, BN_AddFile};
  struct play p = play_start();

  play_job(&p, A, 200);
  play_object(&p, A, 0);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  modified(&p, 1);
  for (unsigned m = 0; m < sizeof methods; m++) {
    play_call(&p, A, methods[m], (struct bn_input){.value = 1});
    modified(&p, m + 2);
  }
}
END_TEST

START_TEST(one_modification_of_a_job_at_a_time)
{
  struct play p = play_start();

  play_job(&p, A, 200);
  play_object(&p, A, 0);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  play_settle(&p);
  play_call(&p, A, BN_SetDisplayName, (struct bn_input){0});
  play_advance(&p, 10000);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
  play_return(&p, BN_HR_S_OK);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 2);
}
END_TEST

START_TEST(files_may_be_told_side_by_side)
{
  static const char *const serial[] = {"yes", "no"};
  struct bn_actions actions;
  bn_knob asked;

  for (unsigned i = 0; i < 2; i++) {
    struct play p = play_with("shape.serial-files", serial[i]);
    unsigned files = 0;
    play_set(&p, BN_K_SLOTS, BN_V_ONE);
    play_job(&p, A, 200);
    play_call(&p, A, BN_AddFile, (struct bn_input){.file = 1});
    play_call(&p, A, BN_CreateJob, (struct bn_input){.job = 1});
    play_call(&p, A, BN_SetNotifyInterface, (struct bn_input){.job = 1, .object = 1});
    play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.job = 1, .value = 0x8});
    play_settle(&p); /* takes the slot */
    play_object(&p, A, 0);
    play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x10});
    play_call(&p, A, BN_Resume, (struct bn_input){0});
    play_settle(&p);
    play_input(&p, (struct bn_input){.kind = BN_IN_RETURN, .call = 0});
    ck_assert_int_eq(bn_enabled(&p.world, &p.state, &actions, &asked), BN_DONE);
    ck_assert_int_eq(bn_fire(&p.world, &p.state, actions.item[0], &(struct bn_effects){0}, &asked),
                     BN_DONE);
    ck_assert_int_eq(bn_enabled(&p.world, &p.state, &actions, &asked), BN_DONE);
    for (unsigned a = 0; a < actions.count; a++)
      files += actions.item[a].kind == BN_ACT_FILE;
    ck_assert_uint_eq(files, 1 + i);
  }
}
END_TEST

START_TEST(a_user_has_as_many_slots_as_the_cell_says)
{
  static const struct {
    const char *value;
    unsigned slots;
  } limits[] = {{"1", 1}, {"4", 4}, {"8", 8}};

  for (unsigned i = 0; i < 3; i++) {
    struct play p = play_with("shape.slots", limits[i].value);
    for (uint8_t job = 0; job < BN_JOBS; job++) {
      play_call(&p, A, BN_CreateJob, (struct bn_input){.job = job});
      play_call(&p, A, BN_AddFile, (struct bn_input){.job = job});
      play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.job = job, .value = 0x9});
      play_call(&p, A, BN_SetNotifyInterface, (struct bn_input){.job = job});
      play_call(&p, A, BN_Resume, (struct bn_input){.job = job});
    }
    play_settle(&p);
    ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), limits[i].slots);
  }
}
END_TEST

START_TEST(a_validation_is_a_modification)
{
  struct play p = play_start();

  play_ready_job(&p, A, 200);
  play_settle(&p);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  play_object(&p, A, 0);
  modified(&p, 1);
  play_call(&p, A, BN_SetValidationState, (struct bn_input){.value = 1});
  modified(&p, 2);
}
END_TEST

START_TEST(a_file_whose_flag_was_cleared_is_not_repeated)
{
  struct play p = play_start();

  play_job(&p, A, 200);
  play_object(&p, A, 0);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x10});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_return(&p, BN_HR_E_FAIL);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0});
  play_advance(&p, 1000000);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
}
END_TEST

START_TEST(a_modification_whose_activation_failed_is_lost)
{
  struct play p = play_with("lossy.failed", "again");

  p.world.class_[0].registers = BN_REGISTERS_REALLY;
  play_job(&p, A, 200);
  play_class(&p);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  play_settle(&p);
  play_input(&p, (struct bn_input){.kind = BN_IN_ACTIVATED, .hresult = BN_HR_E_FAIL});
  play_advance(&p, 1000000);
  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 1);
}
END_TEST

START_TEST(another_owner_is_a_modification)
{
  struct play p = play_start();

  p.world.app[B].elevated = 1;
  play_job(&p, A, 200);
  play_object(&p, A, 0);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  modified(&p, 1);
  play_call(&p, B, BN_TakeOwnership, (struct bn_input){0});
  modified(&p, 2);
}
END_TEST

/* Who clears the registration is not looking for the object that died under it. */
START_TEST(clearing_a_lost_object_forgets_that_it_was_lost)
{
  struct play p = play_with("event.latched.registered-again", "when-invalid");

  play_job(&p, A, 200);
  play_object(&p, A, 0);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_return(&p, BN_HR_S_OK);
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = A});
  play_call(&p, B, BN_SetNotifyFlags, (struct bn_input){.value = 0x9});
  play_settle(&p); /* JobModification finds it dead */
  ck_assert_uint_eq(p.state.job[0].slot.lost, 1);
  play_object(&p, B, BN_NONE);
  play_call(&p, B, BN_SetNotifyFlags, (struct bn_input){.value = 1});
  play_object(&p, B, 2);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
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
  tcase_add_test(tests, a_modification_that_no_class_took_does_not_lead_past_the_object);
  tcase_add_test(tests, a_running_job_that_is_resumed_may_be_modified);
  tcase_add_test(tests, clearing_the_object_and_setting_the_interval_are_modifications);
  tcase_add_test(tests, every_setter_is_a_modification);
  tcase_add_test(tests, one_modification_of_a_job_at_a_time);
  tcase_add_test(tests, files_may_be_told_side_by_side);
  tcase_add_test(tests, a_user_has_as_many_slots_as_the_cell_says);
  tcase_add_test(tests, a_validation_is_a_modification);
  tcase_add_test(tests, a_file_whose_flag_was_cleared_is_not_repeated);
  tcase_add_test(tests, a_modification_whose_activation_failed_is_lost);
  tcase_add_test(tests, another_owner_is_a_modification);
  tcase_add_test(tests, clearing_a_lost_object_forgets_that_it_was_lost);
  return harness_run(tests);
}
