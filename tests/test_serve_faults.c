#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/files.h"
#include "conformance/serve/control.h"
#include "tests/harness.h"
#include "tests/served.h"

/* The service when something goes wrong. */

/* ---- faults ---- */

START_TEST(a_notification_can_be_lost_once)
{
  served_make_job();
  served_set_object("watcher", 2);
  served_tell("lose JobTransferred");
  served_resume();
  served_await_state(BN_TRANSFERRED);
  served_set_object("other", 2); /* a new registration hears of it */
  served_await("tell JobTransferred other", 1);
  ck_assert_uint_eq(served_times("tell JobTransferred watcher"), 0);
}
END_TEST

START_TEST(a_notification_can_be_told_twice)
{
  served_make_job();
  served_set_object("watcher", 2);
  served_tell("duplicate JobTransferred");
  served_resume();
  served_await("tell JobTransferred watcher", 2);
}
END_TEST

START_TEST(a_notification_can_be_held_and_let_go)
{
  served_make_job();
  served_set_object("watcher", 2);
  served_tell("hold any always");
  served_resume();
  served_await_state(BN_TRANSFERRED);
  ck_assert_uint_eq(served_times("tell JobTransferred watcher"), 0);
  served_tell("clear");
  served_await("tell JobTransferred watcher", 1);
}
END_TEST

START_TEST(an_activation_can_fail_as_asked)
{
  served_make_job();
  served_set_class();
  served_must((struct conf_serve_call){
      .method = BN_SetNotifyCmdLine, .text = "notify.exe", .parameters = ""});
  served_tell("fail-activation CO_E_SERVER_EXEC_FAILURE");
  served_resume();
  served_await("launch notify.exe", 1);
  ck_assert_uint_eq(served_times("activate"), 0);
}
END_TEST

START_TEST(a_method_can_answer_as_asked)
{
  served_make_job();
  served_tell("answer Resume E_ACCESSDENIED");
  ck_assert_int_eq(served_call((struct conf_serve_call){.method = BN_Resume}).hresult,
                   BN_HR_E_ACCESSDENIED);
  served_resume();
}
END_TEST

START_TEST(what_makes_no_sense_is_refused)
{
  static const struct {
    const char *line, *reply;
  } said[] = {
      {"", "nothing was said"},
      {"loose JobError", "there is no \"loose\" to tell; did you mean lose?"},
      {"lose JobFinished", "there is no notification \"JobFinished\"; \"any\" stands for all"},
      {"lose JobError 0", "how often is a number from 1 to 1000000 or \"always\", not \"0\""},
      {"lose JobError 1 2", "\"2\" is one word too many"},
      {"delay JobError", "delay needs more words; see bitsnotify help serve"},
      {"answer Resume ouch", "\"ouch\" is no HRESULT, like E_FAIL or 0x80004005"},
      {"network sideways", "network takes up or down"},
      {"stall soon", "stall takes milliseconds from 1 to 3600000, or nothing"},
      {"go away", "go takes no word behind it"},
  };
  bool stop;
  char *reply;

  ck_assert(!conf_serve_tell(served, said[_i].line, &reply, &stop));
  ck_assert_str_eq(reply, said[_i].reply);
  ck_assert(!stop);
  free(reply);
}
END_TEST

/* ---- the control pipe ---- */

static char address[240];

static void ready(void *with)
{
  uv_sem_post(with);
}

static void obey(void *with)
{
  char why[240];

  ck_assert_msg(conf_control_obey(address, served, ready, with, why), "%s", why);
}

static int said(const char *line, const char *reply)
{
  char *text;
  int status = conf_control_tell(address, line, 0, &text);

  ck_assert_str_eq(text, reply);
  free(text);
  return status;
}

static void ask_early(void *with)
{
  char *text;

  *(int *)with = conf_control_tell(address, "status", 10000, &text);
  free(text);
}

START_TEST(who_comes_too_early_may_wait_for_the_service)
{
  char name[64];
  uv_thread_t early, service;
  uv_sem_t sem;
  int status = -1;

  snprintf(name, sizeof name, "early-%.40s", served_folder);
  conf_control_address(name, address);
  uv_sem_init(&sem, 0);
  uv_thread_create(&early, ask_early, &status);
  uv_thread_create(&service, obey, &sem);
  uv_thread_join(&early);
  ck_assert_int_eq(status, 0);
  uv_sem_wait(&sem);
  ck_assert_int_eq(said("stop", ""), 0);
  uv_thread_join(&service);
  uv_sem_destroy(&sem);
}
END_TEST

START_TEST(a_line_of_the_pipe_is_obeyed_until_the_service_ends)
{
  char name[64], why[240];
  uv_thread_t thread;
  uv_sem_t sem;

  snprintf(name, sizeof name, "test-%.40s", served_folder);
  conf_control_address(name, address);
  uv_sem_init(&sem, 0);
  uv_thread_create(&thread, obey, &sem);
  uv_sem_wait(&sem);
  ck_assert(!conf_control_obey(address, served, ready, &sem, why)); /* one is there already */
  ck_assert_int_eq(said("status", "faults pending 0, notifications delivered 0, run 1"), 0);
  ck_assert_int_eq(said("lose any 3", ""), 0);
  ck_assert_int_eq(said("loose any", "there is no \"loose\" to tell; did you mean lose?"), 1);
  ck_assert_int_eq(said("stop", ""), 0);
  uv_thread_join(&thread);
  uv_sem_destroy(&sem);
  char *text;
  ck_assert_int_eq(conf_control_tell(address, "status", 0, &text),
                   1); /* nobody is there any more */
  free(text);
}
END_TEST

/* ---- the journal ---- */

static void with_journal(void)
{
  conf_serve_close(served);
  served_options.journal = served_journal;
  served_open();
}

/* The process is gone without a word; another one starts. The old one's threads are only joined so
 * that the test leaves nothing behind. */
static void kill_and_start(void)
{
  char copy[140], why[240];
  size_t length;
  char *bytes = conf_file_load(served_journal, 1 << 20, &length, why);
  FILE *file;

  ck_assert_msg(bytes != NULL, "%s", why);
  served_set(&served_handlers_wait, false);
  served_set(&served_fetches_wait, false);
  conf_serve_close(served);
  snprintf(copy, sizeof copy, "%s", served_journal);
  file = fopen(copy, "wb");
  ck_assert_ptr_nonnull(file);
  ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
  fclose(file);
  free(bytes);
  served_forget();
  served_open();
}

START_TEST(a_job_survives_the_death_of_the_service)
{
  char id[BN_JOBS][CONF_GUID_TEXT];
  struct conf_serve_view view;

  with_journal();
  served_make_job();
  kill_and_start();
  ck_assert_uint_eq(conf_serve_jobs(served, id), 1);
  ck_assert_str_eq(id[0], served_job);
  ck_assert_int_eq(conf_serve_look(served, served_job, 0, &view), BN_HR_S_OK);
  ck_assert_str_eq(view.name, "a job");
  ck_assert_uint_eq(view.state, BN_SUSPENDED);
  served_resume();
  served_await_state(BN_TRANSFERRED);
}
END_TEST

START_TEST(what_was_registered_survives_but_no_object)
{
  with_journal();
  served_make_job();
  served_set_object("watcher", 2);
  served_set_class();
  served_must((struct conf_serve_call){
      .method = BN_SetNotifyCmdLine, .text = "notify.exe", .parameters = "-x"});
  served_must((struct conf_serve_call){.method = BN_SetNotifyFlags, .value = 1});
  kill_and_start();
  struct conf_serve_answer program =
      served_call((struct conf_serve_call){.method = BN_GetNotifyCmdLine});
  ck_assert_str_eq(program.text, "notify.exe");
  ck_assert_str_eq(program.parameters, "-x");
  ck_assert_uint_eq(served_call((struct conf_serve_call){.method = BN_GetNotifyFlags}).value, 1);
  ck_assert_ptr_null(served_call((struct conf_serve_call){.method = BN_GetNotifyInterface}).thing);
  struct conf_serve_answer clsid = served_call((struct conf_serve_call){
      .method = BN_GetProperty, .property = BN_PROPERTY_NOTIFICATION_CLSID});
  ck_assert_str_eq(clsid.text, "{00000000-0000-0000-0000-0000000000C1}");
}
END_TEST

START_TEST(a_handler_that_ran_is_asked_again_through_the_class)
{
  with_journal();
  served_make_job();
  served_set_object("watcher", 2);
  served_set_class();
  served_handlers_wait = true;
  served_resume();
  served_await("tell JobTransferred watcher", 1);
  kill_and_start();
  served_await("tell JobTransferred activated", 1);
}
END_TEST

START_TEST(a_transfer_begins_again)
{
  with_journal();
  served_make_job();
  served_fetches_wait = true;
  served_resume();
  served_await("fetch http://origin/a.bin", 1);
  kill_and_start();
  served_await("fetch http://origin/a.bin", 1);
  served_await_state(BN_TRANSFERRED);
}
END_TEST

START_TEST(what_is_no_journal_is_left_alone)
{
  static const char *const text[] = {"", "{", "[]", "{\"journal\": 2}",
                                     "{\"journal\": 1, \"state\": \"00\", \"jobs\": []}"};
  char why[240], *kept;
  size_t length;
  FILE *file;

  conf_serve_close(served);
  served = NULL;
  file = fopen(served_journal, "wb");
  ck_assert_ptr_nonnull(file);
  fputs(text[_i], file);
  fclose(file);
  served_options.journal = served_journal;
  ck_assert_ptr_null(conf_serve_open(&served_options, &served_doors, why));
  ck_assert_str_ne(why, "");
  kept = conf_file_load(served_journal, 1 << 20, &length, why);
  ck_assert_ptr_nonnull(kept);
  ck_assert_str_eq(kept, text[_i]);
  free(kept);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("serve_faults");

  tcase_add_checked_fixture(tests, served_start, served_end);
  tcase_add_test(tests, a_notification_can_be_lost_once);
  tcase_add_test(tests, a_notification_can_be_told_twice);
  tcase_add_test(tests, a_notification_can_be_held_and_let_go);
  tcase_add_test(tests, an_activation_can_fail_as_asked);
  tcase_add_test(tests, a_method_can_answer_as_asked);
  tcase_add_loop_test(tests, what_makes_no_sense_is_refused, 0, 10);
  tcase_add_test(tests, a_line_of_the_pipe_is_obeyed_until_the_service_ends);
  tcase_add_test(tests, who_comes_too_early_may_wait_for_the_service);
  tcase_add_test(tests, a_job_survives_the_death_of_the_service);
  tcase_add_test(tests, what_was_registered_survives_but_no_object);
  tcase_add_test(tests, a_handler_that_ran_is_asked_again_through_the_class);
  tcase_add_test(tests, a_transfer_begins_again);
  tcase_add_loop_test(tests, what_is_no_journal_is_left_alone, 0, 5);
  return harness_run(tests);
}
