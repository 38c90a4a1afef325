#include "tests/harness.h"
#include "tests/playing.h"

/* What the effects say, field by field: hosts and drivers carry them out and know nothing else. */

static struct play ready(unsigned status, bool object, bool class_, bool program)
{
  struct play p = play_start();

  play_job(&p, A, status);
  if (object)
    play_call(&p, A, BN_SetNotifyInterface, (struct bn_input){.object = 1});
  if (class_)
    play_call(&p, A, BN_SetProperty,
              (struct bn_input){.property = BN_PROPERTY_NOTIFICATION_CLSID, .class_ = 0});
  if (program)
    play_call(&p, A, BN_SetNotifyCmdLine, (struct bn_input){.program = 0});
  play_forget(&p);
  return p;
}

START_TEST(a_state_names_its_job)
{
  struct play p = ready(200, false, false, false);

  play_call(&p, A, BN_Resume, (struct bn_input){0});
  ck_assert_uint_eq(play_last(&p, BN_FX_STATE)->job, 0);
  ck_assert_uint_eq(play_last(&p, BN_FX_STATE)->state, BN_QUEUED);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_STATE), 4);
  ck_assert_uint_eq(play_last(&p, BN_FX_STATE)->state, BN_TRANSFERRED);
}
END_TEST

START_TEST(a_result_names_caller_job_and_method)
{
  struct play p = ready(200, false, false, false);
  const struct bn_effect *result;

  play_call(&p, B, BN_Suspend, (struct bn_input){0});
  result = play_last(&p, BN_FX_RESULT);
  ck_assert_uint_eq(result->app, B);
  ck_assert_uint_eq(result->job, 0);
  ck_assert_uint_eq(result->method, BN_Suspend);
  ck_assert_int_eq(result->hresult, BN_HR_S_OK);
}
END_TEST

START_TEST(a_callback_says_who_what_and_about_which_file)
{
  struct play p = ready(200, true, false, false);
  const struct bn_effect *begin;

  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x13});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  begin = play_last(&p, BN_FX_BEGIN);
  ck_assert_uint_eq(begin->object, 1);
  ck_assert_uint_eq(begin->instance, 0);
  ck_assert_uint_eq(begin->app, A);
  ck_assert_uint_eq(begin->job, 0);
  ck_assert_uint_eq(begin->event, BN_FILE_TRANSFERRED);
  ck_assert_uint_eq(begin->file, 0);
  ck_assert_uint_eq(begin->class_, BN_NONE);
  ck_assert_uint_eq(begin->program, BN_NONE);
  ck_assert_uint_eq(p.state.call[begin->call].stage, BN_INSIDE);
}
END_TEST

START_TEST(a_return_is_that_of_its_call)
{
  struct play p = ready(200, true, false, false);
  const struct bn_effect *back;
  uint8_t call;

  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  call = play_last(&p, BN_FX_BEGIN)->call;
  play_return(&p, BN_HR_E_FAIL);
  ck_assert_uint_eq(play_count(&p, BN_FX_RETURN), 1);
  back = play_last(&p, BN_FX_RETURN);
  ck_assert_uint_eq(back->call, call);
  ck_assert_uint_eq(back->job, 0);
  ck_assert_uint_eq(back->event, BN_JOB_TRANSFERRED);
  ck_assert_uint_eq(back->object, 1);
  ck_assert_uint_eq(back->instance, 0);
  ck_assert_int_eq(back->hresult, BN_HR_E_FAIL);
}
END_TEST

START_TEST(joberror_carries_code_context_and_file)
{
  struct play p = ready(404, true, false, false);
  const struct bn_effect *begin;

  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  begin = play_last(&p, BN_FX_BEGIN);
  ck_assert_uint_eq(begin->event, BN_JOB_ERROR);
  ck_assert_int_eq(begin->error, (int32_t)0x80190194);
  ck_assert_uint_eq(begin->context, BN_CONTEXT_REMOTE_FILE);
  ck_assert_uint_eq(begin->file, 0);
}
END_TEST

START_TEST(geterror_names_code_context_and_file)
{
  struct play p = play_start();

  p.world.file[3].answer[0].status = 404;
  play_call(&p, A, BN_CreateJob, (struct bn_input){0});
  play_call(&p, A, BN_AddFile, (struct bn_input){.file = 3});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_call(&p, A, BN_GetError, (struct bn_input){0});
  ck_assert_int_eq(play_last(&p, BN_FX_RESULT)->error, (int32_t)0x80190194);
  ck_assert_uint_eq(play_last(&p, BN_FX_RESULT)->context, BN_CONTEXT_REMOTE_FILE);
  ck_assert_uint_eq(play_last(&p, BN_FX_RESULT)->file, 3);
}
END_TEST

START_TEST(createjob_starts_the_service_and_gives_a_pointer)
{
  struct play p = play_start();

  play_input(&p, (struct bn_input){.kind = BN_IN_STOP});
  play_call(&p, A, BN_CreateJob, (struct bn_input){0});
  ck_assert_uint_eq(p.state.up, 1);
  ck_assert_int_eq(play_call(&p, A, BN_GetState, (struct bn_input){.kept = 1}), BN_HR_S_OK);
  play_input(&p, (struct bn_input){.kind = BN_IN_STOP});
  ck_assert_int_eq(play_call(&p, A, BN_GetState, (struct bn_input){.kept = 1}),
                   BN_HR_RPC_S_SERVER_UNAVAILABLE);
}
END_TEST

START_TEST(a_new_job_has_the_documented_times)
{
  struct play p = play_start();

  p.world.file[0].answer[0].hold = 1;
  play_ready_job(&p, A, 200);
  play_settle(&p);
  ck_assert_uint_eq(p.state.job[0].download_end.from, UINT64_C(7776000000));
  play_call(&p, A, BN_GetMinimumRetryDelay, (struct bn_input){0});
  ck_assert_uint_eq(play_last(&p, BN_FX_RESULT)->value, 600);
  play_call(&p, A, BN_GetNoProgressTimeout, (struct bn_input){0});
  ck_assert_uint_eq(play_last(&p, BN_FX_RESULT)->value, 1209600);
  play_call(&p, A, BN_GetProperty,
            (struct bn_input){.property = BN_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS});
  ck_assert_uint_eq(play_last(&p, BN_FX_RESULT)->value, 500);
}
END_TEST

START_TEST(a_maximum_download_time_is_in_seconds_in_every_state)
{
  struct play p = play_start();

  p.world.file[0].answer[0].hold = 1;
  play_input(&p, (struct bn_input){.kind = BN_IN_NETWORK, .value = 0});
  play_ready_job(&p, A, 200);
  play_call(&p, A, BN_SetMaximumDownloadTime, (struct bn_input){.value = 60});
  play_input(&p, (struct bn_input){.kind = BN_IN_NETWORK, .value = 1});
  play_settle(&p);
  ck_assert_uint_eq(p.state.job[0].download_end.from, 60000);
  play_advance(&p, 10000);
  play_call(&p, A, BN_SetMaximumDownloadTime, (struct bn_input){.value = 30});
  ck_assert_uint_eq(p.state.job[0].download_end.from, 40000);
  play_set(&p, BN_K_Resume_TRANSFERRING, BN_V_QUEUED);
  play_advance(&p, 5000);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  ck_assert_uint_eq(p.state.job[0].download_end.from, 45000);
}
END_TEST

START_TEST(an_application_that_starts_is_named)
{
  struct play p = play_start();

  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = B});
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_START, .app = B});
  ck_assert_uint_eq(play_last(&p, BN_FX_APP_START)->app, B);
}
END_TEST

START_TEST(an_activated_object_is_named_with_its_instance_when_it_goes)
{
  struct play p = ready(200, false, true, false);

  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  if (_i == 0) {
    play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = S});
    ck_assert_uint_eq(play_last(&p, BN_FX_LOST)->instance, 1);
    return;
  }
  play_return(&p, BN_HR_S_OK);
  play_object(&p, A, 0);
  ck_assert_uint_eq(play_last(&p, BN_FX_RELEASE)->object, 3);
  ck_assert_uint_eq(play_last(&p, BN_FX_RELEASE)->instance, 1);
  ck_assert_uint_eq(play_last(&p, BN_FX_APP_END)->app, S);
}
END_TEST

START_TEST(an_error_without_retries_is_entered_once)
{
  struct play p = ready(503, false, false, false);

  play_call(&p, A, BN_SetNoProgressTimeout, (struct bn_input){.value = 0});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  ck_assert_uint_eq(play_last(&p, BN_FX_STATE)->state, BN_ERROR);
  ck_assert_uint_eq(play_count(&p, BN_FX_STATE), 4);
}
END_TEST

START_TEST(a_file_that_came_in_two_parts_is_whole)
{
  struct play p = ready(200, false, false, false);

  p.world.file[0].answers = 2;
  p.world.file[0].answer[0] = (struct bn_answer){.condition = BN_ABORT, .bytes = 1};
  p.world.file[0].answer[1] = (struct bn_answer){.status = 200};
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  ck_assert_uint_eq(p.state.job[0].file[0].partial, 1);
  play_advance(&p, 600000);
  ck_assert_uint_eq(p.state.job[0].file[0].done, 1);
  ck_assert_uint_eq(p.state.job[0].file[0].partial, 0);
}
END_TEST

START_TEST(the_no_progress_timeout_leaves_a_job_alone_that_tries_again)
{
  struct play p = ready(503, false, false, false);

  p.world.file[0].answers = 2;
  p.world.file[0].answer[1] = (struct bn_answer){.status = 200, .hold = 1};
  play_call(&p, A, BN_SetMinimumRetryDelay, (struct bn_input){.value = 60});
  play_call(&p, A, BN_SetNoProgressTimeout, (struct bn_input){.value = 100});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_advance(&p, 200000);
  ck_assert_uint_eq(p.state.job[0].state, BN_TRANSFERRING);
}
END_TEST

START_TEST(an_activation_names_class_server_and_instance)
{
  struct play p = ready(200, false, true, false);
  const struct bn_effect *effect;

  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  effect = play_last(&p, BN_FX_APP_START);
  ck_assert_uint_eq(effect->app, S);
  effect = play_last(&p, BN_FX_ACTIVATION);
  ck_assert_uint_eq(effect->class_, 0);
  ck_assert_uint_eq(effect->app, S);
  ck_assert_uint_eq(effect->job, 0);
  ck_assert_uint_eq(effect->event, BN_JOB_TRANSFERRED);
  effect = play_last(&p, BN_FX_ACTIVATED);
  ck_assert_uint_eq(effect->class_, 0);
  ck_assert_uint_eq(effect->app, S);
  ck_assert_int_eq(effect->hresult, BN_HR_S_OK);
  ck_assert_uint_eq(effect->object, 3);
  ck_assert_uint_eq(effect->instance, play_last(&p, BN_FX_BEGIN)->instance);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->app, S);
  ck_assert_uint_eq(effect->instance, 1);
  play_return(&p, BN_HR_S_OK);
  ck_assert_uint_eq(play_last(&p, BN_FX_RETURN)->object, 3);
  ck_assert_uint_eq(play_last(&p, BN_FX_RETURN)->instance, 1);
  play_call(&p, A, BN_Cancel, (struct bn_input){0});
  ck_assert_uint_eq(play_last(&p, BN_FX_RELEASE)->object, 3);
  ck_assert_uint_eq(play_last(&p, BN_FX_RELEASE)->instance, 1);
}
END_TEST

START_TEST(a_program_is_launched_and_exits)
{
  struct play p = ready(200, false, false, true);
  const struct bn_effect *effect;

  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  effect = play_last(&p, BN_FX_LAUNCH);
  ck_assert_uint_eq(effect->program, 0);
  ck_assert_uint_eq(effect->job, 0);
  ck_assert_uint_eq(effect->event, BN_JOB_TRANSFERRED);
  ck_assert_int_eq(effect->hresult, BN_HR_S_OK);
  play_exit(&p, 7);
  ck_assert_uint_eq(play_count(&p, BN_FX_EXIT), 1);
  ck_assert_uint_eq(play_last(&p, BN_FX_EXIT)->call, effect->call);
  ck_assert_uint_eq(play_last(&p, BN_FX_EXIT)->program, 0);
  ck_assert_uint_eq(play_last(&p, BN_FX_EXIT)->value, 7);
}
END_TEST

START_TEST(a_launch_that_fails_says_why)
{
  struct play p = ready(200, false, false, true);

  play_input(&p, (struct bn_input){.kind = BN_IN_INSTALL, .program = 0, .value = 0});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  ck_assert_int_eq(play_last(&p, BN_FX_LAUNCH)->hresult, BN_HR_ERROR_FILE_NOT_FOUND);
  ck_assert_uint_eq(play_count(&p, BN_FX_EXIT), 0);
}
END_TEST

START_TEST(a_loss_between_calls_shows_at_the_next_one)
{
  struct play p = ready(200, true, false, false);
  const struct bn_effect *effect;

  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = A});
  ck_assert_uint_eq(play_last(&p, BN_FX_APP_END)->app, A);
  play_call(&p, B, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  effect = play_last(&p, BN_FX_LOST);
  ck_assert_uint_eq(effect->app, A);
  ck_assert_uint_eq(effect->object, 1);
  ck_assert_uint_eq(effect->job, 0);
  ck_assert_uint_eq(effect->event, BN_JOB_TRANSFERRED);
  ck_assert_int_eq(effect->hresult, BN_HR_RPC_S_SERVER_UNAVAILABLE);
  effect = play_last(&p, BN_FX_RELEASE);
  ck_assert_uint_eq(effect->app, A);
  ck_assert_uint_eq(effect->object, 1);
  ck_assert_uint_eq(effect->instance, 0);
  ck_assert_uint_eq(effect->job, 0);
  ck_assert_uint_eq(play_count(&p, BN_FX_RETURN), 0);
}
END_TEST

START_TEST(a_loss_inside_a_call_names_it)
{
  struct play p = ready(200, true, false, false);
  const struct bn_effect *effect;
  uint8_t call;

  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  call = play_last(&p, BN_FX_BEGIN)->call;
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = A});
  effect = play_last(&p, BN_FX_LOST);
  ck_assert_uint_eq(effect->call, call);
  ck_assert_uint_eq(effect->app, A);
  ck_assert_uint_eq(effect->job, 0);
  ck_assert_uint_eq(effect->event, BN_JOB_TRANSFERRED);
  ck_assert_uint_eq(effect->object, 1);
  ck_assert_uint_eq(effect->instance, 0);
  ck_assert_int_eq(effect->hresult, BN_HR_RPC_S_CALL_FAILED);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_RETURN), 0);
}
END_TEST

START_TEST(an_object_that_is_replaced_is_released)
{
  struct play p = ready(200, true, false, false);
  const struct bn_effect *effect;

  play_call(&p, B, BN_SetNotifyInterface, (struct bn_input){.object = 2});
  effect = play_last(&p, BN_FX_RELEASE);
  ck_assert_uint_eq(effect->app, A);
  ck_assert_uint_eq(effect->object, 1);
  ck_assert_uint_eq(effect->instance, 0);
  ck_assert_uint_eq(effect->job, 0);
  play_forget(&p);
  play_call(&p, B, BN_SetNotifyInterface, (struct bn_input){.object = 2});
  ck_assert_uint_eq(play_count(&p, BN_FX_RELEASE), 0);
  play_call(&p, A, BN_Cancel, (struct bn_input){0});
  ck_assert_uint_eq(play_last(&p, BN_FX_RELEASE)->object, 2);
}
END_TEST

START_TEST(an_instance_that_nobody_will_call_is_released)
{
  struct play p = ready(200, false, true, false);
  const struct bn_effect *effect;

  p.world.class_[0].registers = BN_REGISTERS_LATER;
  p.world.class_[0].registers_ms = 1000;
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_call(&p, A, BN_Cancel, (struct bn_input){0});
  play_forget(&p);
  play_advance(&p, 1000);
  effect = play_last(&p, BN_FX_RELEASE);
  ck_assert_uint_eq(effect->app, S);
  ck_assert_uint_eq(effect->object, 3);
  ck_assert_uint_ne(effect->instance, 0);
  ck_assert_uint_eq(effect->job, 0);
  ck_assert_uint_eq(play_last(&p, BN_FX_APP_END)->app, S);
}
END_TEST

START_TEST(a_handler_of_an_earlier_service_run_returns_to_nobody)
{
  struct play p = ready(200, true, false, false);
  uint8_t call;

  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  call = play_last(&p, BN_FX_BEGIN)->call;
  play_input(&p, (struct bn_input){.kind = BN_IN_STOP});
  play_forget(&p);
  play_return(&p, BN_HR_S_OK);
  ck_assert_uint_eq(play_last(&p, BN_FX_RETURN)->call, call);
  ck_assert_uint_eq(p.state.call[call].stage, BN_FREE);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("effects");

  tcase_add_test(tests, a_state_names_its_job);
  tcase_add_test(tests, a_result_names_caller_job_and_method);
  tcase_add_test(tests, a_callback_says_who_what_and_about_which_file);
  tcase_add_test(tests, a_return_is_that_of_its_call);
  tcase_add_test(tests, joberror_carries_code_context_and_file);
  tcase_add_test(tests, geterror_names_code_context_and_file);
  tcase_add_test(tests, createjob_starts_the_service_and_gives_a_pointer);
  tcase_add_test(tests, a_new_job_has_the_documented_times);
  tcase_add_test(tests, a_maximum_download_time_is_in_seconds_in_every_state);
  tcase_add_test(tests, an_application_that_starts_is_named);
  tcase_add_loop_test(tests, an_activated_object_is_named_with_its_instance_when_it_goes, 0, 2);
  tcase_add_test(tests, an_error_without_retries_is_entered_once);
  tcase_add_test(tests, a_file_that_came_in_two_parts_is_whole);
  tcase_add_test(tests, the_no_progress_timeout_leaves_a_job_alone_that_tries_again);
  tcase_add_test(tests, an_activation_names_class_server_and_instance);
  tcase_add_test(tests, a_program_is_launched_and_exits);
  tcase_add_test(tests, a_launch_that_fails_says_why);
  tcase_add_test(tests, a_loss_between_calls_shows_at_the_next_one);
  tcase_add_test(tests, a_loss_inside_a_call_names_it);
  tcase_add_test(tests, an_object_that_is_replaced_is_released);
  tcase_add_test(tests, an_instance_that_nobody_will_call_is_released);
  tcase_add_test(tests, a_handler_of_an_earlier_service_run_returns_to_nobody);
  return harness_run(tests);
}
