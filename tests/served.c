#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/files.h"
#include "conformance/text.h"
#include "tests/harness.h"
#include "tests/served.h"

/* The service in real time, with a front that notes what it was asked to do. Every wait ends by an
 * event, after at most the minute that a test has. */

enum { HISTORY = 64 };
static uv_mutex_t lock;
static uv_cond_t change;
struct conf_serve *served;
char served_folder[64], served_journal[128];

/* What the front was asked to do, in turn, as words. */
static unsigned history_count;
static char history[HISTORY][80];
int32_t served_handler_returns, served_activation_returns;
static int32_t launch_returns;
bool served_process_lives, served_handlers_wait, served_fetches_wait;
bool served_activations_wait, served_releases_wait;
struct bn_answer served_origin_answer;
static unsigned things_made, things_released;
uint8_t served_launched_call;
uint32_t served_launched_ticket;

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

void served_set(bool *flag, bool value)
{
  uv_mutex_lock(&lock);
  *flag = value;
  uv_cond_broadcast(&change);
  uv_mutex_unlock(&lock);
}

void served_forget(void)
{
  uv_mutex_lock(&lock);
  history_count = 0;
  uv_mutex_unlock(&lock);
}

/* With the lock held. */
static unsigned times(const char *what)
{
  unsigned count = 0;

  for (unsigned i = 0; i < history_count; i++)
    count += strcmp(history[i], what) == 0;
  return count;
}

unsigned served_times(const char *what)
{
  unsigned count;

  uv_mutex_lock(&lock);
  count = times(what);
  uv_mutex_unlock(&lock);
  return count;
}

/* Waits until the front was asked for it `count` times. */
void served_await(const char *what, unsigned count)
{
  uv_mutex_lock(&lock);
  while (times(what) < count)
    uv_cond_wait(&change, &lock);
  uv_mutex_unlock(&lock);
}

static void count_thing(unsigned *count)
{
  uv_mutex_lock(&lock);
  ++*count;
  uv_mutex_unlock(&lock);
}

static int32_t notify(void *with, void *thing, const struct conf_serve_notice *notice)
{
  char who[60];

  (void)with;
  snprintf(who, sizeof who, "%s %s", bn_event_text(notice->event), (const char *)thing);
  note("tell", who);
  wait_while(&served_handlers_wait);
  return served_handler_returns;
}

static int32_t activate(void *with, const char *clsid, struct conf_serve_thing *made)
{
  (void)with;
  (void)clsid;
  note("activate", "");
  wait_while(&served_activations_wait);
  if (served_activation_returns < 0)
    return served_activation_returns;
  count_thing(&things_made);
  *made = (struct conf_serve_thing){conf_text_copy("activated"), made, 2};
  return 0;
}

static void release(void *with, void *thing)
{
  (void)with;
  if (strcmp(thing, "activated") == 0)
    note("release", thing);
  wait_while(&served_releases_wait);
  count_thing(&things_released);
  free(thing);
}

static void keep(void *with, void *thing)
{
  (void)with;
  (void)thing;
}

static bool lives(void *with, void *thing)
{
  (void)with;
  (void)thing;
  return served_process_lives;
}

static int32_t launch(void *with, const char *program, const char *parameters, uint8_t call,
                      uint32_t ticket)
{
  (void)with;
  (void)parameters;
  served_launched_call = call;
  served_launched_ticket = ticket;
  note("launch", program);
  return launch_returns;
}

static void fetch(void *with, struct conf_serve_fetch *f)
{
  (void)with;
  conf_serve_connected(f);
  note("fetch", f->remote);
  wait_while(&served_fetches_wait);
  f->answer = served_origin_answer;
  conf_serve_progress(f, 10, 10);
}

struct conf_serve_options served_options;
const struct conf_serve_doors served_doors = {.notify = notify,
                                              .activate = activate,
                                              .release = release,
                                              .keep = keep,
                                              .lives = lives,
                                              .launch = launch,
                                              .fetch = fetch};

void served_open(void)
{
  char why[240];

  served = conf_serve_open(&served_options, &served_doors, why);
  ck_assert_msg(served != NULL, "%s", why);
}

void served_start(void)
{
  uv_fs_t request;

  uv_mutex_init(&lock);
  uv_cond_init(&change);
  history_count = things_made = things_released = 0;
  served_handler_returns = served_activation_returns = launch_returns = 0;
  served_handlers_wait = served_fetches_wait = false;
  served_activations_wait = served_releases_wait = false;
  served_process_lives = true;
  served_skipped_ms = 0;
  served_origin_answer = (struct bn_answer){.status = 200};
  ck_assert_int_eq(uv_fs_mkdtemp(NULL, &request, "serve-XXXXXX", NULL), 0);
  snprintf(served_folder, sizeof served_folder, "%s", request.path);
  uv_fs_req_cleanup(&request);
  snprintf(served_journal, sizeof served_journal, "%s/journal.json", served_folder);
  served_options = (struct conf_serve_options){.speed = 1};
  conf_profile_documented(&served_options.profile);
  served_open();
}

static void remove_folder(void)
{
  uv_fs_t request, gone;
  uv_dirent_t entry;
  char path[400];

  ck_assert_int_ge(uv_fs_scandir(NULL, &request, served_folder, 0, NULL), 0);
  while (uv_fs_scandir_next(&request, &entry) == 0) {
    snprintf(path, sizeof path, "%s/%s", served_folder, entry.name);
    uv_fs_unlink(NULL, &gone, path, NULL);
    uv_fs_req_cleanup(&gone);
  }
  uv_fs_req_cleanup(&request);
  uv_fs_rmdir(NULL, &request, served_folder, NULL);
  uv_fs_req_cleanup(&request);
}

void served_end(void)
{
  served_set(&served_handlers_wait, false);
  served_set(&served_fetches_wait, false);
  served_set(&served_activations_wait, false);
  served_set(&served_releases_wait, false);
  if (served != NULL)
    conf_serve_close(served);
  ck_assert_uint_eq(things_made, things_released); /* each object is let go of in the end */
  remove_folder();
}

/* ---- a client ---- */

char served_job[CONF_GUID_TEXT];

struct conf_serve_answer served_call(struct conf_serve_call c)
{
  struct conf_serve_answer answer;

  if (c.job == NULL)
    c.job = served_job;
  conf_serve_call(served, &c, &answer);
  return answer;
}

void served_must(struct conf_serve_call c)
{
  struct conf_serve_answer answer = served_call(c);

  ck_assert_msg(answer.hresult == BN_HR_S_OK, "%s: 0x%08X", bn_method_text(c.method),
                (unsigned)answer.hresult);
}

void served_make_job(void)
{
  struct conf_serve_answer answer =
      served_call((struct conf_serve_call){.method = BN_CreateJob, .text = "a job"});
  char local[128];

  ck_assert_int_eq(answer.hresult, BN_HR_S_OK);
  snprintf(served_job, sizeof served_job, "%.38s", answer.text);
  snprintf(local, sizeof local, "%s/a.bin", served_folder);
  served_must((struct conf_serve_call){
      .method = BN_AddFile, .remote = "http://origin/a.bin", .local = local});
}

void served_set_object(const char *name, uint8_t level)
{
  struct conf_serve_thing thing = {conf_text_copy(name), name, level};

  count_thing(&things_made);
  served_must((struct conf_serve_call){.method = BN_SetNotifyInterface, .thing = &thing});
}

void served_set_class(void)
{
  served_must((struct conf_serve_call){.method = BN_SetProperty,
                                       .property = BN_PROPERTY_NOTIFICATION_CLSID,
                                       .text = "{00000000-0000-0000-0000-0000000000C1}"});
}

void served_resume(void)
{
  served_must((struct conf_serve_call){.method = BN_Resume});
}

unsigned served_state(void)
{
  return served_call((struct conf_serve_call){.method = BN_GetState}).value;
}

void served_await_state(unsigned wanted)
{
  while (served_state() != wanted)
    uv_sleep(1);
}

uint64_t served_skipped_ms;

void served_tell(const char *line)
{
  char *reply;
  bool stop;

  ck_assert_msg(conf_serve_tell(served, line, &reply, &stop), "%s: %s", line, reply);
  if (strncmp(line, "skip ", 5) == 0)
    served_skipped_ms += strtoull(reply, NULL, 10);
  free(reply);
}
