#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/files.h"
#include "conformance/serve/serve.h"
#include "conformance/text.h"
#include "tests/harness.h"

/* The service in real time, with a front that notes what it was asked to do. Every wait ends by an
 * event, after at most the minute that a test has. */

enum { HISTORY = 64 };
static uv_mutex_t lock;
static uv_cond_t change;
static struct conf_serve *serve;
static char folder[64], journal[128];

/* What the front was asked to do, in turn, as words. */
static unsigned history_count;
static char history[HISTORY][80];
static int32_t handler_returns, activation_returns, launch_returns;
static bool handlers_wait, fetches_wait;
static struct bn_answer origin_answer;
static unsigned things_made, things_released;
static uint8_t launched_call;
static uint32_t launched_ticket;

static void note(const char *what, const char *detail)
{
  uv_mutex_lock(&lock);
  ck_assert_uint_lt(history_count, HISTORY);
  snprintf(history[history_count++], sizeof history[0], "%s%s%s", what,
           detail[0] == '\0' ? "" : " ", detail);
  uv_cond_broadcast(&change);
  uv_mutex_unlock(&lock);
}

static void wait_while(const bool *flag)
{
  uv_mutex_lock(&lock);
  while (*flag)
    uv_cond_wait(&change, &lock);
  uv_mutex_unlock(&lock);
}

static void set(bool *flag, bool value)
{
  uv_mutex_lock(&lock);
  *flag = value;
  uv_cond_broadcast(&change);
  uv_mutex_unlock(&lock);
}

static unsigned times(const char *what)
{
  unsigned count = 0;

  for (unsigned i = 0; i < history_count; i++)
    count += strcmp(history[i], what) == 0;
  return count;
}

/* Waits until the front was asked for it `count` times. */
static void await(const char *what, unsigned count)
{
  uv_mutex_lock(&lock);
  while (times(what) < count)
    uv_cond_wait(&change, &lock);
  uv_mutex_unlock(&lock);
}

static int32_t notify(void *with, void *thing, const struct conf_serve_notice *notice)
{
  char who[60];

  (void)with;
  snprintf(who, sizeof who, "%s %s", bn_event_text(notice->event), (const char *)thing);
  note("tell", who);
  wait_while(&handlers_wait);
  return handler_returns;
}

static int32_t activate(void *with, const char *clsid, struct conf_serve_thing *made)
{
  (void)with;
  (void)clsid;
  note("activate", "");
  if (activation_returns < 0)
    return activation_returns;
  things_made++;
  *made = (struct conf_serve_thing){conf_text_copy("activated"), made, 2};
  return 0;
}

static void release(void *with, void *thing)
{
  (void)with;
  things_released++;
  free(thing);
}

static void keep(void *with, void *thing)
{
  (void)with;
  (void)thing;
}

static int32_t launch(void *with, const char *program, const char *parameters, uint8_t call,
                      uint32_t ticket)
{
  (void)with;
  (void)parameters;
  launched_call = call;
  launched_ticket = ticket;
  note("launch", program);
  return launch_returns;
}

static void fetch(void *with, struct conf_serve_fetch *f)
{
  (void)with;
  conf_serve_connected(f);
  note("fetch", f->remote);
  wait_while(&fetches_wait);
  f->answer = origin_answer;
  conf_serve_progress(f, 10, 10);
}

static struct conf_serve_options options;
static const struct conf_serve_doors doors = {.notify = notify,
                                              .activate = activate,
                                              .release = release,
                                              .keep = keep,
                                              .launch = launch,
                                              .fetch = fetch};

static void open_serve(void)
{
  char why[240];

  serve = conf_serve_open(&options, &doors, why);
  ck_assert_msg(serve != NULL, "%s", why);
}

static void start(void)
{
  uv_fs_t request;

  uv_mutex_init(&lock);
  uv_cond_init(&change);
  history_count = things_made = things_released = 0;
  handler_returns = activation_returns = launch_returns = 0;
  handlers_wait = fetches_wait = false;
  origin_answer = (struct bn_answer){.status = 200};
  ck_assert_int_eq(uv_fs_mkdtemp(NULL, &request, "serve-XXXXXX", NULL), 0);
  snprintf(folder, sizeof folder, "%s", request.path);
  uv_fs_req_cleanup(&request);
  snprintf(journal, sizeof journal, "%s/journal.json", folder);
  options = (struct conf_serve_options){.speed = 1};
  conf_profile_documented(&options.profile);
  open_serve();
}

static void remove_folder(void)
{
  uv_fs_t request, gone;
  uv_dirent_t entry;
  char path[400];

  ck_assert_int_ge(uv_fs_scandir(NULL, &request, folder, 0, NULL), 0);
  while (uv_fs_scandir_next(&request, &entry) == 0) {
    snprintf(path, sizeof path, "%s/%s", folder, entry.name);
    uv_fs_unlink(NULL, &gone, path, NULL);
    uv_fs_req_cleanup(&gone);
  }
  uv_fs_req_cleanup(&request);
  uv_fs_rmdir(NULL, &request, folder, NULL);
  uv_fs_req_cleanup(&request);
}

static void end(void)
{
  set(&handlers_wait, false);
  set(&fetches_wait, false);
  if (serve != NULL)
    conf_serve_close(serve);
  remove_folder();
}

/* ---- a client ---- */

static char job[CONF_GUID_TEXT];

static struct conf_serve_answer call(struct conf_serve_call c)
{
  struct conf_serve_answer answer;

  if (c.job == NULL)
    c.job = job;
  conf_serve_call(serve, &c, &answer);
  return answer;
}

static void must(struct conf_serve_call c)
{
  struct conf_serve_answer answer = call(c);

  ck_assert_msg(answer.hresult == BN_HR_S_OK, "%s: 0x%08X", bn_method_text(c.method),
                (unsigned)answer.hresult);
}

static void make_job(void)
{
  struct conf_serve_answer answer =
      call((struct conf_serve_call){.method = BN_CreateJob, .text = "a job"});
  char local[128];

  ck_assert_int_eq(answer.hresult, BN_HR_S_OK);
  snprintf(job, sizeof job, "%.38s", answer.text);
  snprintf(local, sizeof local, "%s/a.bin", folder);
  must((struct conf_serve_call){
      .method = BN_AddFile, .remote = "http://origin/a.bin", .local = local});
}

static void set_object(const char *name, uint8_t level)
{
  struct conf_serve_thing thing = {conf_text_copy(name), name, level};

  must((struct conf_serve_call){.method = BN_SetNotifyInterface, .thing = &thing});
}

static void set_class(void)
{
  must((struct conf_serve_call){.method = BN_SetProperty,
                                .property = BN_PROPERTY_NOTIFICATION_CLSID,
                                .text = "{00000000-0000-0000-0000-0000000000C1}"});
}

static void resume(void)
{
  must((struct conf_serve_call){.method = BN_Resume});
}

static unsigned state(void)
{
  return call((struct conf_serve_call){.method = BN_GetState}).value;
}

static void await_state(unsigned wanted)
{
  while (state() != wanted)
    uv_sleep(1);
}

static void say_line(const char *line)
{
  char *reply;
  bool stop;

  ck_assert_msg(conf_serve_tell(serve, line, &reply, &stop), "%s: %s", line, reply);
  free(reply);
}

/* ---- what holds ---- */

START_TEST(an_object_is_told_and_the_file_is_in_its_place)
{
  char local[128];

  make_job();
  set_object("watcher", 2);
  resume();
  await("tell JobTransferred watcher", 1);
  must((struct conf_serve_call){.method = BN_Complete});
  snprintf(local, sizeof local, "%s/a.bin", folder);
  ck_assert_int_eq(conf_file_kind(local), CONF_FILE);
}
END_TEST

START_TEST(a_dead_object_gives_way_to_the_class)
{
  make_job();
  set_object("watcher", 2);
  set_class();
  handler_returns = BN_HR_RPC_S_SERVER_UNAVAILABLE;
  resume();
  await("activate", 1);
  await("tell JobTransferred activated", 1);
  ck_assert_uint_eq(times("tell JobTransferred watcher"), 1);
}
END_TEST

START_TEST(a_class_that_cannot_start_leads_to_the_program)
{
  make_job();
  set_class();
  must((struct conf_serve_call){
      .method = BN_SetNotifyCmdLine, .text = "notify.exe", .parameters = "-x"});
  activation_returns = BN_HR_REGDB_E_CLASSNOTREG;
  resume();
  await("launch notify.exe", 1);
  conf_serve_exited(serve, launched_call, launched_ticket, 0);
  ck_assert_uint_eq(times("activate"), 1);
}
END_TEST

START_TEST(four_are_told_at_a_time)
{
  handlers_wait = true;
  for (unsigned i = 0; i < 5; i++) {
    make_job();
    set_object("watcher", 2);
    resume();
    await_state(BN_TRANSFERRED);
  }
  await("tell JobTransferred watcher", 4);
  ck_assert_uint_eq(times("tell JobTransferred watcher"), 4);
  set(&handlers_wait, false);
  await("tell JobTransferred watcher", 5);
}
END_TEST

START_TEST(a_retry_waits_for_the_delay_of_the_job)
{
  conf_serve_close(serve);
  options.speed = 100;
  open_serve();
  make_job();
  must((struct conf_serve_call){.method = BN_SetMinimumRetryDelay, .value = 5});
  set_object("watcher", 2);
  handler_returns = BN_HR_E_FAIL;
  resume();
  await("tell JobTransferred watcher", 2);
}
END_TEST

START_TEST(what_the_origin_says_decides)
{
  make_job();
  set_object("watcher", 2);
  origin_answer.status = 404;
  resume();
  await("tell JobError watcher", 1);
  struct conf_serve_answer error = call((struct conf_serve_call){.method = BN_GetError});
  ck_assert_int_eq(error.error, (int32_t)0x80190194u);
  ck_assert_uint_eq(error.context, BN_CONTEXT_REMOTE_FILE);
  ck_assert_uint_eq(error.file, 0);
}
END_TEST

START_TEST(a_job_passes_through_its_states)
{
  fetches_wait = true;
  make_job();
  resume();
  await("fetch http://origin/a.bin", 1);
  await_state(BN_TRANSFERRING);
  must((struct conf_serve_call){.method = BN_Suspend});
  ck_assert_uint_eq(state(), BN_SUSPENDED);
  resume();
  await("fetch http://origin/a.bin", 2);
  set(&fetches_wait, false);
  await_state(BN_TRANSFERRED);
}
END_TEST

START_TEST(the_ninth_job_is_refused_and_final_ones_make_room)
{
  for (unsigned i = 0; i < BN_JOBS; i++)
    make_job();
  ck_assert_int_eq(call((struct conf_serve_call){.method = BN_CreateJob, .text = "x"}).hresult,
                   (int32_t)0x80200049u);
  must((struct conf_serve_call){.method = BN_Cancel});
  make_job();
}
END_TEST

START_TEST(pointers_of_the_run_before_lead_nowhere)
{
  struct conf_serve_answer answer;

  make_job();
  answer = call((struct conf_serve_call){.method = BN_GetJob});
  say_line("restart");
  ck_assert_int_eq(
      call((struct conf_serve_call){.method = BN_GetState, .epoch = answer.epoch}).hresult,
      BN_HR_RPC_S_SERVER_UNAVAILABLE);
  must((struct conf_serve_call){.method = BN_GetJob});
  must((struct conf_serve_call){.method = BN_GetState});
}
END_TEST

START_TEST(a_restart_keeps_the_class_and_not_the_object)
{
  make_job();
  set_object("watcher", 2);
  set_class();
  resume();
  await("tell JobTransferred watcher", 1);
  say_line("restart");
  await("tell JobTransferred activated", 1);
}
END_TEST

/* ---- faults ---- */

START_TEST(a_notification_can_be_lost_once)
{
  make_job();
  set_object("watcher", 2);
  say_line("lose JobTransferred");
  resume();
  await_state(BN_TRANSFERRED);
  set_object("other", 2); /* a new registration hears of it */
  await("tell JobTransferred other", 1);
  ck_assert_uint_eq(times("tell JobTransferred watcher"), 0);
}
END_TEST

START_TEST(a_notification_can_be_told_twice)
{
  make_job();
  set_object("watcher", 2);
  say_line("duplicate JobTransferred");
  resume();
  await("tell JobTransferred watcher", 2);
}
END_TEST

START_TEST(a_notification_can_be_held_and_let_go)
{
  make_job();
  set_object("watcher", 2);
  say_line("hold any always");
  resume();
  await_state(BN_TRANSFERRED);
  ck_assert_uint_eq(times("tell JobTransferred watcher"), 0);
  say_line("clear");
  await("tell JobTransferred watcher", 1);
}
END_TEST

START_TEST(an_activation_can_fail_as_asked)
{
  make_job();
  set_class();
  must((struct conf_serve_call){
      .method = BN_SetNotifyCmdLine, .text = "notify.exe", .parameters = ""});
  say_line("fail-activation CO_E_SERVER_EXEC_FAILURE");
  resume();
  await("launch notify.exe", 1);
  ck_assert_uint_eq(times("activate"), 0);
}
END_TEST

START_TEST(a_method_can_answer_as_asked)
{
  make_job();
  say_line("answer Resume E_ACCESSDENIED");
  ck_assert_int_eq(call((struct conf_serve_call){.method = BN_Resume}).hresult,
                   BN_HR_E_ACCESSDENIED);
  resume();
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

  ck_assert(!conf_serve_tell(serve, said[_i].line, &reply, &stop));
  ck_assert_str_eq(reply, said[_i].reply);
  ck_assert(!stop);
  free(reply);
}
END_TEST

/* ---- the journal ---- */

static void with_journal(void)
{
  conf_serve_close(serve);
  options.journal = journal;
  open_serve();
}

/* The process is gone without a word; another one starts. The old one's threads are only joined so
 * that the test leaves nothing behind. */
static void kill_and_start(void)
{
  char copy[140], why[240];
  size_t length;
  char *bytes = conf_file_load(journal, 1 << 20, &length, why);
  FILE *file;

  ck_assert_msg(bytes != NULL, "%s", why);
  set(&handlers_wait, false);
  set(&fetches_wait, false);
  conf_serve_close(serve);
  snprintf(copy, sizeof copy, "%s", journal);
  file = fopen(copy, "wb");
  ck_assert_ptr_nonnull(file);
  ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
  fclose(file);
  free(bytes);
  history_count = 0;
  open_serve();
}

START_TEST(a_job_survives_the_death_of_the_service)
{
  char id[BN_JOBS][CONF_GUID_TEXT];
  struct conf_serve_view view;

  with_journal();
  make_job();
  kill_and_start();
  ck_assert_uint_eq(conf_serve_jobs(serve, id), 1);
  ck_assert_str_eq(id[0], job);
  ck_assert_int_eq(conf_serve_look(serve, job, 0, &view), BN_HR_S_OK);
  ck_assert_str_eq(view.name, "a job");
  ck_assert_uint_eq(view.state, BN_SUSPENDED);
  resume();
  await_state(BN_TRANSFERRED);
}
END_TEST

START_TEST(what_was_registered_survives_but_no_object)
{
  with_journal();
  make_job();
  set_object("watcher", 2);
  set_class();
  must((struct conf_serve_call){
      .method = BN_SetNotifyCmdLine, .text = "notify.exe", .parameters = "-x"});
  must((struct conf_serve_call){.method = BN_SetNotifyFlags, .value = 1});
  kill_and_start();
  struct conf_serve_answer program = call((struct conf_serve_call){.method = BN_GetNotifyCmdLine});
  ck_assert_str_eq(program.text, "notify.exe");
  ck_assert_str_eq(program.parameters, "-x");
  ck_assert_uint_eq(call((struct conf_serve_call){.method = BN_GetNotifyFlags}).value, 1);
  ck_assert_ptr_null(call((struct conf_serve_call){.method = BN_GetNotifyInterface}).thing);
  struct conf_serve_answer clsid = call((struct conf_serve_call){
      .method = BN_GetProperty, .property = BN_PROPERTY_NOTIFICATION_CLSID});
  ck_assert_str_eq(clsid.text, "{00000000-0000-0000-0000-0000000000C1}");
}
END_TEST

START_TEST(a_handler_that_ran_is_asked_again_through_the_class)
{
  with_journal();
  make_job();
  set_object("watcher", 2);
  set_class();
  handlers_wait = true;
  resume();
  await("tell JobTransferred watcher", 1);
  kill_and_start();
  await("tell JobTransferred activated", 1);
}
END_TEST

START_TEST(a_transfer_begins_again)
{
  with_journal();
  make_job();
  fetches_wait = true;
  resume();
  await("fetch http://origin/a.bin", 1);
  kill_and_start();
  await("fetch http://origin/a.bin", 1);
  await_state(BN_TRANSFERRED);
}
END_TEST

START_TEST(what_is_no_journal_is_left_alone)
{
  static const char *const text[] = {"", "{", "[]", "{\"journal\": 2}",
                                     "{\"journal\": 1, \"state\": \"00\", \"jobs\": []}"};
  char why[240], *kept;
  size_t length;
  FILE *file;

  conf_serve_close(serve);
  serve = NULL;
  file = fopen(journal, "wb");
  ck_assert_ptr_nonnull(file);
  fputs(text[_i], file);
  fclose(file);
  options.journal = journal;
  ck_assert_ptr_null(conf_serve_open(&options, &doors, why));
  ck_assert_str_ne(why, "");
  kept = conf_file_load(journal, 1 << 20, &length, why);
  ck_assert_ptr_nonnull(kept);
  ck_assert_str_eq(kept, text[_i]);
  free(kept);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("serve");

  tcase_add_checked_fixture(tests, start, end);
  tcase_add_test(tests, an_object_is_told_and_the_file_is_in_its_place);
  tcase_add_test(tests, a_dead_object_gives_way_to_the_class);
  tcase_add_test(tests, a_class_that_cannot_start_leads_to_the_program);
  tcase_add_test(tests, four_are_told_at_a_time);
  tcase_add_test(tests, a_retry_waits_for_the_delay_of_the_job);
  tcase_add_test(tests, what_the_origin_says_decides);
  tcase_add_test(tests, a_job_passes_through_its_states);
  tcase_add_test(tests, the_ninth_job_is_refused_and_final_ones_make_room);
  tcase_add_test(tests, pointers_of_the_run_before_lead_nowhere);
  tcase_add_test(tests, a_restart_keeps_the_class_and_not_the_object);
  tcase_add_test(tests, a_notification_can_be_lost_once);
  tcase_add_test(tests, a_notification_can_be_told_twice);
  tcase_add_test(tests, a_notification_can_be_held_and_let_go);
  tcase_add_test(tests, an_activation_can_fail_as_asked);
  tcase_add_test(tests, a_method_can_answer_as_asked);
  tcase_add_loop_test(tests, what_makes_no_sense_is_refused, 0, 10);
  tcase_add_test(tests, a_job_survives_the_death_of_the_service);
  tcase_add_test(tests, what_was_registered_survives_but_no_object);
  tcase_add_test(tests, a_handler_that_ran_is_asked_again_through_the_class);
  tcase_add_test(tests, a_transfer_begins_again);
  tcase_add_loop_test(tests, what_is_no_journal_is_left_alone, 0, 5);
  return harness_run(tests);
}
