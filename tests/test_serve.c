#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/files.h"
#include "tests/harness.h"
#include "tests/served.h"

/* The service in real time. */

/* ---- what holds ---- */

START_TEST(an_object_is_told_and_the_file_is_in_its_place)
{
  char local[128];

  served_make_job();
  served_set_object("watcher", 2);
  served_resume();
  served_await("tell JobTransferred watcher", 1);
  served_must((struct conf_serve_call){.method = BN_Complete});
  snprintf(local, sizeof local, "%s/a.bin", served_folder);
  ck_assert_int_eq(conf_file_kind(local), CONF_FILE);
}
END_TEST

START_TEST(a_dead_object_gives_way_to_the_class)
{
  served_make_job();
  served_set_object("watcher", 2);
  served_set_class();
  served_handler_returns = BN_HR_RPC_S_SERVER_UNAVAILABLE;
  served_resume();
  served_await("activate", 1);
  served_await("tell JobTransferred activated", 1);
  ck_assert_uint_eq(served_times("tell JobTransferred watcher"), 1);
}
END_TEST

static void owe_a_file(void)
{
  served_make_job();
  served_must((struct conf_serve_call){.method = BN_SetNotifyFlags, .value = 0x11});
  served_set_object("old", 1); /* no IBackgroundCopyCallback2 */
  served_set_class();
}

START_TEST(a_living_object_without_callback2_is_passed_over)
{
  owe_a_file();
  served_resume();
  served_await("tell JobTransferred old", 1);
  ck_assert_uint_eq(served_times("activate"), 0);
}
END_TEST

START_TEST(a_dead_object_without_callback2_gives_way_to_the_class)
{
  owe_a_file();
  served_process_lives = false;
  served_resume();
  served_await("tell FileTransferred activated", 1);
  served_await("tell JobTransferred activated", 1);
  ck_assert_uint_eq(served_times("tell JobTransferred old"), 0);
}
END_TEST

START_TEST(a_class_that_cannot_start_leads_to_the_program)
{
  served_make_job();
  served_set_class();
  served_must((struct conf_serve_call){
      .method = BN_SetNotifyCmdLine, .text = "notify.exe", .parameters = "-x"});
  served_activation_returns = BN_HR_REGDB_E_CLASSNOTREG;
  served_resume();
  served_await("launch notify.exe", 1);
  conf_serve_exited(served, served_launched_call, served_launched_ticket, 0);
  ck_assert_uint_eq(served_times("activate"), 1);
}
END_TEST

START_TEST(four_are_told_at_a_time)
{
  served_handlers_wait = true;
  for (unsigned i = 0; i < 5; i++) {
    served_make_job();
    served_set_object("watcher", 2);
    served_resume();
    served_await_state(BN_TRANSFERRED);
  }
  served_await("tell JobTransferred watcher", 4);
  ck_assert_uint_eq(served_times("tell JobTransferred watcher"), 4);
  served_set(&served_handlers_wait, false);
  served_await("tell JobTransferred watcher", 5);
}
END_TEST

START_TEST(a_retry_waits_for_the_delay_of_the_job)
{
  conf_serve_close(served);
  served_options.speed = 100;
  served_open();
  served_make_job();
  served_must((struct conf_serve_call){.method = BN_SetMinimumRetryDelay, .value = 5});
  served_set_object("watcher", 2);
  served_handler_returns = BN_HR_E_FAIL;
  served_resume();
  served_await("tell JobTransferred watcher", 2);
}
END_TEST

START_TEST(time_is_skipped_up_to_what_it_brings)
{
  served_make_job();
  served_must((struct conf_serve_call){.method = BN_SetMinimumRetryDelay, .value = 600});
  served_set_object("watcher", 2);
  served_handler_returns = BN_HR_E_FAIL;
  served_resume();
  served_await("tell JobTransferred watcher", 1);
  while (served_times("tell JobTransferred watcher") == 1)
    served_tell("skip 700000");
  served_await("tell JobTransferred watcher", 2);
  ck_assert_uint_ge(served_skipped_ms, 599000);
}
END_TEST

START_TEST(no_time_is_skipped_while_a_call_may_not_have_been_seen)
{
  uint64_t began_ns = uv_hrtime();

  served_make_job();
  served_set_object("watcher", 2);
  served_handler_returns = BN_HR_E_FAIL;
  served_resume();
  served_await("tell JobTransferred watcher", 1);
  served_tell("skip 700000");
  if (uv_hrtime() - began_ns < 400 * 1000000) /* this machine did not sleep meanwhile */
    ck_assert_uint_eq(served_skipped_ms, 0);
}
END_TEST

START_TEST(what_the_origin_says_decides)
{
  served_make_job();
  served_set_object("watcher", 2);
  served_origin_answer.status = 404;
  served_resume();
  served_await("tell JobError watcher", 1);
  struct conf_serve_answer error = served_call((struct conf_serve_call){.method = BN_GetError});
  ck_assert_int_eq(error.error, (int32_t)0x80190194u);
  ck_assert_uint_eq(error.context, BN_CONTEXT_REMOTE_FILE);
  ck_assert_uint_eq(error.file, 0);
}
END_TEST

START_TEST(a_job_passes_through_its_states)
{
  served_fetches_wait = true;
  served_make_job();
  served_resume();
  served_await("fetch http://origin/a.bin", 1);
  served_await_state(BN_TRANSFERRING);
  served_must((struct conf_serve_call){.method = BN_Suspend});
  ck_assert_uint_eq(served_state(), BN_SUSPENDED);
  served_resume();
  served_await("fetch http://origin/a.bin", 2);
  served_set(&served_fetches_wait, false);
  served_await_state(BN_TRANSFERRED);
}
END_TEST

START_TEST(the_ninth_job_is_refused_and_final_ones_make_room)
{
  for (unsigned i = 0; i < BN_JOBS; i++)
    served_make_job();
  ck_assert_int_eq(
      served_call((struct conf_serve_call){.method = BN_CreateJob, .text = "x"}).hresult,
      (int32_t)0x80200049u);
  served_must((struct conf_serve_call){.method = BN_Cancel});
  served_make_job();
}
END_TEST

START_TEST(pointers_of_the_run_before_lead_nowhere)
{
  struct conf_serve_answer answer;

  served_make_job();
  answer = served_call((struct conf_serve_call){.method = BN_GetJob});
  served_tell("restart");
  ck_assert_int_eq(
      served_call((struct conf_serve_call){.method = BN_GetState, .epoch = answer.epoch}).hresult,
      BN_HR_RPC_S_SERVER_UNAVAILABLE);
  served_must((struct conf_serve_call){.method = BN_GetJob});
  served_must((struct conf_serve_call){.method = BN_GetState});
}
END_TEST

START_TEST(a_restart_keeps_the_class_and_not_the_object)
{
  served_make_job();
  served_set_object("watcher", 2);
  served_set_class();
  served_resume();
  served_await("tell JobTransferred watcher", 1);
  served_tell("restart");
  served_await("tell JobTransferred activated", 1);
}
END_TEST

/* Another job goes all the way: what could begin meanwhile has begun. */
static void something_else_happens(void)
{
  served_make_job();
  served_resume();
  served_await_state(BN_TRANSFERRED);
}

START_TEST(an_activation_waits_until_the_object_before_is_let_go_of)
{
  served_activations_wait = served_releases_wait = true;
  served_make_job();
  served_set_class();
  served_resume();
  served_await("activate", 1);
  served_must((struct conf_serve_call){.method = BN_SetNotifyInterface});
  served_set(&served_activations_wait, false);
  served_await("release activated", 1);
  something_else_happens();
  ck_assert_uint_eq(served_times("activate"), 1);
  served_set(&served_releases_wait, false);
  served_await("activate", 2);
}
END_TEST

START_TEST(a_new_run_activates_when_the_activation_of_the_old_one_is_over)
{
  served_activations_wait = true;
  served_make_job();
  served_set_class();
  served_resume();
  served_await("activate", 1);
  served_tell("restart");
  something_else_happens();
  ck_assert_uint_eq(served_times("activate"), 1);
  served_set(&served_activations_wait, false);
  served_await("tell JobTransferred activated", 1);
  ck_assert_uint_eq(served_times("release activated"), 1);
  ck_assert_uint_eq(served_times("activate"), 2);
}
END_TEST

START_TEST(an_activation_that_takes_a_minute_has_failed)
{
  served_activations_wait = true;
  served_make_job();
  served_set_class();
  served_must((struct conf_serve_call){
      .method = BN_SetNotifyCmdLine, .text = "notify", .parameters = "notify"});
  served_resume();
  served_await("activate", 1);
  while (served_times("launch notify") == 0)
    served_tell("skip 70000");
  ck_assert_uint_ge(served_skipped_ms, 50000);
  ck_assert_uint_lt(served_skipped_ms, 60001);
  served_set(&served_activations_wait, false);
  served_await("release activated", 1);
  ck_assert_uint_eq(served_times("tell JobTransferred activated"), 0);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("serve");

  tcase_add_checked_fixture(tests, served_start, served_end);
  tcase_add_test(tests, an_object_is_told_and_the_file_is_in_its_place);
  tcase_add_test(tests, a_dead_object_gives_way_to_the_class);
  tcase_add_test(tests, a_living_object_without_callback2_is_passed_over);
  tcase_add_test(tests, a_dead_object_without_callback2_gives_way_to_the_class);
  tcase_add_test(tests, a_class_that_cannot_start_leads_to_the_program);
  tcase_add_test(tests, four_are_told_at_a_time);
  tcase_add_test(tests, a_retry_waits_for_the_delay_of_the_job);
  tcase_add_test(tests, time_is_skipped_up_to_what_it_brings);
  tcase_add_test(tests, no_time_is_skipped_while_a_call_may_not_have_been_seen);
  tcase_add_test(tests, what_the_origin_says_decides);
  tcase_add_test(tests, a_job_passes_through_its_states);
  tcase_add_test(tests, the_ninth_job_is_refused_and_final_ones_make_room);
  tcase_add_test(tests, pointers_of_the_run_before_lead_nowhere);
  tcase_add_test(tests, a_restart_keeps_the_class_and_not_the_object);
  tcase_add_test(tests, an_activation_waits_until_the_object_before_is_let_go_of);
  tcase_add_test(tests, an_activation_that_takes_a_minute_has_failed);
  tcase_add_test(tests, a_new_run_activates_when_the_activation_of_the_old_one_is_over);
  return harness_run(tests);
}
