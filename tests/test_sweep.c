#include "conformance/classes.h"
#include "conformance/life.h"
#include "conformance/port.h"
#include "conformance/run_mark.h"
#include "conformance/service.h"
#include "conformance/sweep.h"
#include "tests/harness.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <uv.h>

static char temporary[CONF_RUN_PATH], child_note[100];
static uv_loop_t loop;
static uv_process_t child;
static uv_pipe_t input;

/* ---- given ---- */

/* A folder of our own that plays the folder for temporary files. */
static void given_a_folder(void)
{
  char template[300];
  size_t size = 200;
  uv_fs_t request;

  ck_assert_int_eq(uv_os_tmpdir(template, &size), 0);
  strcat(template, "/bn-sweep-XXXXXX");
  ck_assert_int_eq(uv_fs_mkdtemp(NULL, &request, template, NULL), 0);
  (void)snprintf(temporary, sizeof temporary, "%s", request.path);
  uv_fs_req_cleanup(&request);
}

static const char *below(const char *name)
{
  static char path[CONF_RUN_PATH + 200];

  (void)snprintf(path, sizeof path, "%s/%s", temporary, name);
  return path;
}

static void make_folder(const char *name)
{
  uv_fs_t request;

  ck_assert_int_eq(uv_fs_mkdir(NULL, &request, below(name), 0700, NULL), 0);
  uv_fs_req_cleanup(&request);
}

static void make_file(const char *name)
{
  FILE *file = fopen(below(name), "wb");

  ck_assert_ptr_nonnull(file);
  ck_assert_int_eq(fclose(file), 0);
}

static bool exists(const char *name)
{
  uv_fs_t request;
  bool there = uv_fs_lstat(NULL, &request, below(name), NULL) == 0;

  uv_fs_req_cleanup(&request);
  return there;
}

/* Sweeps the last of it, so that no test leaves anything. */
static void remove_file(const char *name)
{
  ck_assert_int_eq(remove(below(name)), 0);
}

static void remove_folder(const char *name)
{
  uv_fs_t request;

  ck_assert_int_eq(uv_fs_rmdir(NULL, &request, *name ? below(name) : temporary, NULL), 0);
  uv_fs_req_cleanup(&request);
}

static void on_exit(uv_process_t *process, int64_t status, int signal)
{
  (void)status;
  (void)signal;
  uv_close((uv_handle_t *)process, NULL);
  uv_close((uv_handle_t *)&input, NULL);
}

/* This program again, which lives until its input ends. Its note is in child_note. */
static void given_a_process(void)
{
  static char self[1000], waits[] = "--waits";
  static char *arguments[] = {self, waits, NULL};
  size_t size = sizeof self;
  uv_stdio_container_t stdio[1] = {{.flags = UV_CREATE_PIPE | UV_READABLE_PIPE}};
  uv_process_options_t options = {
      .exit_cb = on_exit, .file = self, .args = arguments, .stdio_count = 1, .stdio = stdio};

  ck_assert_int_eq(uv_exepath(self, &size), 0);
  ck_assert_int_eq(uv_loop_init(&loop), 0);
  ck_assert_int_eq(uv_pipe_init(&loop, &input, 0), 0);
  stdio[0].data.stream = (uv_stream_t *)&input;
  ck_assert_int_eq(uv_spawn(&loop, &child, &options), 0);
  (void)snprintf(child_note, sizeof child_note, "process-%d-%" PRIx64, child.pid,
                 conf_life_started((unsigned)child.pid));
}

static void wait_for_its_end(void)
{
  ck_assert_int_eq(uv_run(&loop, UV_RUN_DEFAULT), 0);
  ck_assert_int_eq(uv_loop_close(&loop), 0);
}

static struct conf_swept sweep(bool own)
{
  struct conf_swept swept = {0};
  char why[240] = "";

  ck_assert_msg(conf_sweep_folders(temporary, own, &swept, why), "%s", why);
  return swept;
}

/* ---- marks ---- */

START_TEST(a_mark_is_read_where_one_is)
{
  char mark[CONF_RUN], name[CONF_RUN_NAME], self[CONF_RUN];

  conf_run_mark(self);
  conf_run_name("j", name);
  ck_assert(conf_run_of(name, mark));
  ck_assert_str_eq(mark, self);
  ck_assert(conf_run_of("bitsnotify-12-af", mark));
  ck_assert_str_eq(mark, "12-af");
  ck_assert(!conf_run_of("bitsnotify", mark));
  ck_assert(!conf_run_of("bitsnotify ", mark));
  ck_assert(!conf_run_of("bitsnotify my download", mark));
  ck_assert(!conf_run_of("bitsnotify 12", mark));
  ck_assert(!conf_run_of("bitsnotify 12-", mark));
  ck_assert(!conf_run_of("bitsnotify 12-afx j", mark));
  ck_assert(!conf_run_of("bitsnotify +12-af j", mark));
  ck_assert(!conf_run_of("bitsnotify 12-af\tj", mark));
  ck_assert(!conf_run_of("bitsnotify 999999999999999999999999999999999-af j", mark));
  ck_assert(!conf_run_of("my bitsnotify 12-af j", mark));
}
END_TEST

START_TEST(a_life_is_a_number_and_a_start)
{
  char mark[CONF_RUN], other[CONF_RUN];
  unsigned self = (unsigned)uv_os_getpid();
  uint64_t started = conf_life_started(self);

  ck_assert_uint_ne(started, 0);
  conf_run_mark(mark);
  ck_assert(conf_run_lives(mark));
  (void)snprintf(other, sizeof other, "%u-%" PRIx64, self, started + 1);
  ck_assert(!conf_run_lives(other)); /* the number was used again */
  ck_assert(!conf_life_end(self, started + 1));
  ck_assert(conf_run_lives("nonsense")); /* not told: left alone */
}
END_TEST

START_TEST(a_name_never_grows_too_long)
{
  char name[CONF_RUN_NAME], what[600];

  memset(what, 'x', sizeof what - 1);
  what[sizeof what - 1] = '\0';
  conf_run_name(what, name);
  ck_assert_uint_lt(strlen(name), CONF_RUN_NAME);
}
END_TEST

/* ---- folders ---- */

START_TEST(the_folder_of_a_dead_run_goes_and_nothing_else)
{
  struct conf_swept swept;
  char own[100] = "bitsnotify-";

  given_a_folder();
  conf_run_mark(own + strlen(own));
  make_folder("bitsnotify-999999999-1");
  make_file("bitsnotify-999999999-1/a.bin");
  make_folder("bitsnotify-999999999-1/deeper");
  make_file("bitsnotify-999999999-1/deeper/b.bin");
  make_folder(own);
  make_folder("bitsnotify-mine");
  make_file("bitsnotify-999999998-1"); /* no folder */
  swept = sweep(false);
  ck_assert_uint_eq(swept.folders, 1);
  ck_assert(!exists("bitsnotify-999999999-1"));
  ck_assert(exists(own));
  ck_assert(exists("bitsnotify-mine"));
  ck_assert(exists("bitsnotify-999999998-1"));
  swept = sweep(true);
  ck_assert_uint_eq(swept.folders, 1);
  ck_assert(!exists(own));
  remove_folder("bitsnotify-mine");
  remove_file("bitsnotify-999999998-1");
  remove_folder("");
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_said)
{
  struct conf_swept swept = {0};
  char why[240] = "";

  ck_assert(!conf_sweep_folders("no-such-folder", false, &swept, why));
  ck_assert_str_eq(why, "no-such-folder: no such file or directory");
}
END_TEST

START_TEST(a_noted_process_of_a_dead_run_is_ended)
{
  struct conf_swept swept;

  given_a_folder();
  given_a_process();
  make_folder("bitsnotify-999999999-1");
  (void)snprintf(temporary + strlen(temporary), 50, "/bitsnotify-999999999-1");
  make_file(child_note);
  *strrchr(temporary, '/') = '\0';
  swept = sweep(false);
  ck_assert_uint_eq(swept.processes, 1);
  ck_assert_uint_eq(swept.folders, 1);
  wait_for_its_end();
  remove_folder("");
}
END_TEST

START_TEST(a_process_with_the_number_of_a_noted_one_lives_on)
{
  struct conf_swept swept;
  char note[160];

  given_a_folder();
  given_a_process();
  make_folder("bitsnotify-999999999-1");
  (void)snprintf(note, sizeof note, "bitsnotify-999999999-1/process-%d-1", child.pid);
  make_file(note);
  swept = sweep(false);
  ck_assert_uint_eq(swept.processes, 0);
  ck_assert_uint_eq(swept.folders, 1);
  ck_assert_uint_ne(conf_life_started((unsigned)child.pid), 0);
  ck_assert_int_eq(uv_process_kill(&child, SIGKILL), 0);
  wait_for_its_end();
  remove_folder("");
}
END_TEST

START_TEST(what_belongs_to_a_living_run_stays)
{
  struct conf_swept swept;
  char run[120];

  given_a_folder();
  given_a_process();
  (void)snprintf(run, sizeof run, "bitsnotify-%s", child_note + strlen("process-"));
  make_folder(run);
  swept = sweep(true);
  ck_assert_uint_eq(swept.folders, 0);
  ck_assert(exists(run));
  ck_assert_int_eq(uv_process_kill(&child, SIGKILL), 0);
  wait_for_its_end();
  swept = sweep(false);
  ck_assert_uint_eq(swept.folders, 1);
  remove_folder("");
}
END_TEST

/* A note about a process that is now ours: it would be the last thing that we did. */
START_TEST(nobody_ends_himself)
{
  unsigned self = (unsigned)uv_os_getpid();
  struct conf_swept swept;
  char note[160];

  given_a_folder();
  make_folder("bitsnotify-999999999-1");
  (void)snprintf(note, sizeof note, "bitsnotify-999999999-1/process-%u-%" PRIx64, self,
                 conf_life_started(self));
  make_file(note);
  swept = sweep(false);
  ck_assert_uint_eq(swept.processes, 0);
  ck_assert_uint_eq(swept.folders, 1);
  remove_folder("");
}
END_TEST

START_TEST(a_run_notes_what_it_starts)
{
  char folder[CONF_RUN_PATH], why[240], note[200];
  struct conf_swept swept = {0};

  given_a_process();
  ck_assert_msg(conf_run_folder(folder, why), "%s", why);
  ck_assert_msg(conf_run_note_process((unsigned)child.pid, why), "%s", why);
  ck_assert(conf_run_note_process((unsigned)child.pid, why)); /* twice is once */
  ck_assert(conf_run_note_process(999999999, why));           /* gone already */
  (void)snprintf(temporary, sizeof temporary, "%s", folder);
  (void)snprintf(note, sizeof note, "%s", child_note);
  ck_assert(exists(note));
  *strrchr(temporary, '/') = '\0';
  ck_assert_msg(conf_sweep_folders(temporary, true, &swept, why), "%s", why);
  ck_assert_uint_eq(swept.processes, 1);
  ck_assert_uint_ge(swept.folders, 1);
  wait_for_its_end();
}
END_TEST

/* ---- COM's; where there is none, or no right to it, nothing is left either ---- */

START_TEST(a_class_goes_with_its_run)
{
  char clsid[39], folder[CONF_RUN_PATH], why[240] = "";
  struct conf_swept swept = {0};

  if (!conf_class_new(clsid) || !conf_class_register(clsid, "nobody.exe --runner=none", why))
    return;
  ck_assert(conf_run_folder(folder, why));
  *strrchr(folder, '/') = '\0';
  ck_assert_msg(conf_sweep_folders(folder, true, &swept, why), "%s", why);
  ck_assert_uint_eq(swept.classes, 1);
  ck_assert(conf_sweep_class(clsid, &swept.classes, why));
  ck_assert_uint_eq(swept.classes, 1); /* there is none any more */
}
END_TEST

static struct conf_port_answer call(struct conf_port *port, uint8_t method, const char *job,
                                    const char *text)
{
  struct conf_port_call c = {.method = method, .job = job, .text = text};
  struct conf_port_answer answer;

  conf_port_call(port, &c, &answer);
  return answer;
}

static int32_t told(void *with, const struct conf_port_callback *callback)
{
  (void)with;
  (void)callback;
  return 0;
}

static int32_t created(void *with, int object, unsigned instance)
{
  (void)with;
  (void)object;
  (void)instance;
  return 0;
}

START_TEST(jobs_of_ours_go_and_other_jobs_stay)
{
  struct conf_port_ears ears = {.told = told, .created = created};
  char name[CONF_RUN_NAME], why[240] = "";
  struct conf_port *port = conf_port_open(NULL, NULL, 0, ears, why);
  struct conf_port_answer dead, living, foreign;
  unsigned jobs = 0;

  if (port == NULL)
    return;
  conf_run_name("j", name);
  living = call(port, BN_CreateJob, NULL, name);
  dead = call(port, BN_CreateJob, NULL, "bitsnotify 999999999-1 j");
  foreign = call(port, BN_CreateJob, NULL, "bitsnotify is no mark");
  if (foreign.hresult >= 0) { /* there is a service; the port keeps its proxies */
    ck_assert_msg(conf_sweep_jobs(NULL, false, &jobs, why), "%s", why);
    ck_assert_uint_eq(jobs, 1);
    ck_assert_uint_eq(call(port, BN_GetState, dead.text, NULL).value, BN_CANCELLED);
    ck_assert_uint_eq(call(port, BN_GetState, living.text, NULL).value, BN_SUSPENDED);
    ck_assert_msg(conf_sweep_jobs(NULL, true, &jobs, why), "%s", why);
    ck_assert_uint_eq(jobs, 2);
    ck_assert_uint_eq(call(port, BN_GetState, living.text, NULL).value, BN_CANCELLED);
    ck_assert_uint_eq(call(port, BN_GetState, foreign.text, NULL).value, BN_SUSPENDED);
    ck_assert_int_ge(call(port, BN_Cancel, foreign.text, NULL).hresult, 0);
  }
  conf_port_close(port);
}
END_TEST

/* A service that nobody has: a sentence, and no wait. */
START_TEST(a_service_that_is_not_there_is_said)
{
  char why[240] = "";

  ck_assert(!conf_service_may("bitsnotify-no-such-service"));
  ck_assert(!conf_service_stop("bitsnotify-no-such-service", 60000, why));
  ck_assert_ptr_nonnull(strstr(why, "bitsnotify-no-such-service"));
  why[0] = '\0';
  ck_assert(!conf_service_start("bitsnotify-no-such-service", 60000, why));
  ck_assert_ptr_nonnull(strstr(why, "bitsnotify-no-such-service"));
}
END_TEST

int main(int argc, char **argv)
{
  TCase *tests = harness_case("sweep");

  if (argc > 1 && strcmp(argv[1], "--waits") == 0)
    return getchar() == EOF ? 0 : 1;
  tcase_add_test(tests, a_mark_is_read_where_one_is);
  tcase_add_test(tests, a_life_is_a_number_and_a_start);
  tcase_add_test(tests, a_name_never_grows_too_long);
  tcase_add_test(tests, the_folder_of_a_dead_run_goes_and_nothing_else);
  tcase_add_test(tests, a_folder_that_is_not_there_is_said);
  tcase_add_test(tests, a_noted_process_of_a_dead_run_is_ended);
  tcase_add_test(tests, a_process_with_the_number_of_a_noted_one_lives_on);
  tcase_add_test(tests, what_belongs_to_a_living_run_stays);
  tcase_add_test(tests, nobody_ends_himself);
  tcase_add_test(tests, a_run_notes_what_it_starts);
  tcase_add_test(tests, a_class_goes_with_its_run);
  tcase_add_test(tests, jobs_of_ours_go_and_other_jobs_stay);
  tcase_add_test(tests, a_service_that_is_not_there_is_said);
  return harness_run(tests);
}
