#include "conformance/live.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/live_parts.h"
#include "conformance/processes.h"
#include "conformance/run_mark.h"

enum { LOOK_MS = 20 }; /* what nobody reports (the end of a process) is looked at so often */

/* ---- time ---- */

uint64_t conf_live_now_us(const struct conf_live *live)
{
  return uv_hrtime() / 1000 - live->start_us + live->skipped_us;
}

uint64_t conf_live_scaled(const struct conf_live *live, double seconds)
{
  return (uint64_t)(seconds * 1e6 * live->options.time_scale);
}

static void on_time(uv_timer_t *timer)
{
  (void)timer; /* the loop has turned */
}

bool conf_live_pump(struct conf_live *live, bool (*done)(void *with), void *with, uint64_t until_us)
{
  if (done(with)) /* what has come by now is heard in any case */
    (void)uv_run(&live->loop, UV_RUN_NOWAIT);
  while (!done(with)) {
    uint64_t now_us = conf_live_now_us(live);
    uint64_t left_ms = until_us > now_us ? (until_us - now_us - 1) / 1000 + 1 : 0;

    if (left_ms == 0) {
      (void)uv_run(&live->loop, UV_RUN_NOWAIT);
      return done(with);
    }
    uv_update_time(&live->loop);
    (void)uv_timer_start(&live->timer, on_time, left_ms < LOOK_MS ? left_ms : LOOK_MS, 0);
    (void)uv_run(&live->loop, UV_RUN_ONCE);
  }
  (void)uv_timer_stop(&live->timer);
  return true;
}

/* ---- the trace ---- */

void conf_live_fail(struct conf_live *live, enum conf_did how, const char *format, ...)
{
  va_list list;

  if (live->failure[0] != '\0')
    return;
  live->failed_how = how;
  va_start(list, format);
  vsnprintf(live->failure, sizeof live->failure, format, list);
  va_end(list);
}

/* Processes report in turns: a moment before the last event's is told as that event's. */
static void append(struct conf_live *live, struct conf_event event, uint64_t at_us)
{
  uint64_t now_us = conf_live_now_us(live), at = now_us;

  if (at_us >= live->start_us && at_us - live->start_us + live->skipped_us < now_us)
    at = at_us - live->start_us + live->skipped_us;
  event.at_us = at > live->last_us ? at : live->last_us;
  live->last_us = event.at_us;
  live->still_us = now_us;
  conf_trace_add(live->trace, &event);
}

/* What the origin answered before that comes before it. */
static void append_requests(struct conf_live *live, uint64_t until_us)
{
  struct conf_event event = conf_event_of(CONF_EV_REQUEST);
  struct conf_site_request request;

  while (live->site->requested(live->site->self, until_us, &request)) {
    event.file = request.file;
    event.text = request.words;
    append(live, event, request.at_us);
  }
}

void conf_live_append(struct conf_live *live, struct conf_event event, uint64_t at_us)
{
  if (live->trace == NULL)
    return;
  append_requests(live, at_us != 0 ? at_us : uv_hrtime() / 1000);
  append(live, event, at_us);
}

/* ---- names and files ---- */

void conf_live_app_word(const struct conf_live *live, const char *name, char word[64])
{
  if (name[0] == '\0')
    snprintf(word, 64, "%s", CONF_OBSERVER);
  else
    snprintf(word, 64, "%u.%.50s", live->attempt, name);
}

static void attempt_folder(const struct conf_live *live, char path[CONF_PATH_MAX])
{
  snprintf(path, CONF_PATH_MAX, "%.700s/%u", live->folder, live->attempt);
}

void conf_live_program_path(const struct conf_live *live, uint8_t program, char path[CONF_PATH_MAX])
{
  snprintf(path, CONF_PATH_MAX, "%.700s/%u/%s%s", live->folder, live->attempt,
           live->scenario->program[program].name, conf_process_suffix());
  conf_process_path(path);
}

/* A program of a scenario is this program under a name of its own. */
bool conf_live_install(struct conf_live *live, uint8_t program, bool there)
{
  char path[CONF_PATH_MAX];
  uv_fs_t request;
  int error;

  conf_live_program_path(live, program, path);
  error = there ? uv_fs_copyfile(NULL, &request, live->options.program, path, 0, NULL)
                : uv_fs_unlink(NULL, &request, path, NULL);
  uv_fs_req_cleanup(&request);
  if (error != 0)
    conf_live_fail(live, CONF_DID_CRASH, "the program %s could not be %s: %.80s",
                   live->scenario->program[program].name, there ? "installed" : "removed",
                   uv_strerror(error));
  return error == 0;
}

static void remove_folder(const char *folder)
{
  uv_fs_t scan, request;
  uv_dirent_t entry;
  char path[CONF_PATH_MAX];

  if (uv_fs_scandir(NULL, &scan, folder, 0, NULL) >= 0) {
    while (uv_fs_scandir_next(&scan, &entry) == 0) {
      snprintf(path, sizeof path, "%.700s/%.200s", folder, entry.name);
      if (entry.type == UV_DIRENT_DIR)
        remove_folder(path);
      else
        (void)uv_fs_unlink(NULL, &request, path, NULL);
    }
  }
  uv_fs_req_cleanup(&scan);
  (void)uv_fs_rmdir(NULL, &request, folder, NULL);
  uv_fs_req_cleanup(&request);
}

static void make_guid(char text[CONF_GUID_TEXT])
{
  uint8_t b[16];

  (void)uv_random(NULL, NULL, b, sizeof b, 0, NULL);
  b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
  b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
  snprintf(text, CONF_GUID_TEXT,
           "{%02X%02X%02X%02X-%02X%02X-%02X%02X-%02X%02X-%02X%02X%02X%02X%02X%02X}", b[0], b[1],
           b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
           b[15]);
}

/* ---- a run ---- */

static bool make_place(struct conf_live *live, char why[240])
{
  char random[8], id[20];

  if (!conf_run_folder(live->folder, why))
    return false;
  if (uv_random(NULL, NULL, random, sizeof random, 0, NULL) != 0) {
    snprintf(why, 240, "this machine has no random numbers");
    return false;
  }
  for (unsigned i = 0; i < sizeof random; i++)
    snprintf(id + 2 * (size_t)i, 3, "%02x", (unsigned)(uint8_t)random[i]);
  conf_process_address(live->folder, id, live->address);
  return true;
}

struct conf_live *conf_live_open(const struct conf_live_options *options, struct conf_site *site,
                                 char why[240])
{
  struct conf_live *live = conf_text_grow(NULL, sizeof *live);

  memset(live, 0, sizeof *live);
  live->options = *options;
  live->site = site;
  (void)uv_loop_init(&live->loop);
  (void)uv_timer_init(&live->loop, &live->timer);
  if (make_place(live, why) && conf_live_listen(live, why))
    return live;
  conf_live_close(live);
  return NULL;
}

void conf_live_close(struct conf_live *live)
{
  live->trace = NULL;
  if (live->observer != NULL)
    (void)conf_live_end_peer(live->observer, CONF_PORT_EXIT);
  conf_live_free_peers(live);
  (void)uv_loop_close(&live->loop);
  if (live->folder[0] != '\0')
    remove_folder(live->folder);
  free(live);
}

/* ---- an attempt ---- */

static void reset(struct conf_live *live, const struct conf_scenario *scenario,
                  struct conf_trace *trace)
{
  live->attempt++;
  live->scenario = scenario;
  live->trace = trace;
  live->handlers = (struct conf_handlers){0};
  live->last_us = 0;
  live->skipped_us = live->still_us = 0;
  live->numbers = 0;
  live->failure[0] = '\0';
  live->polling = live->returned = false;
  memset(live->app, 0, sizeof live->app);
  memset(live->guid, 0, sizeof live->guid);
  memset(live->set_class, BN_NONE, sizeof live->set_class);
  memset(live->polled, BN_NO_JOB, sizeof live->polled);
  memset(live->registered, 0, sizeof live->registered);
  memset(live->instances, 0, sizeof live->instances);
  memset(live->url, 0, sizeof live->url);
  memset(live->run, 0, sizeof live->run);
  conf_live_make_driver(live);
}

void conf_live_register(struct conf_live *live, uint8_t class_, bool there)
{
  char command[CONF_PATH_MAX + 400], word[64], why[240] = "";

  if (!there) {
    live->site->unregister_class(live->site->self, live->clsid[class_]);
    live->registered[class_] = false;
    return;
  }
  conf_live_app_word(live, live->scenario->app[live->scenario->class_[class_].app].name, word);
  snprintf(command, sizeof command, "\"%s\" agent \"--runner=%s\" --app=%s", live->options.program,
           live->address, word);
  live->registered[class_] =
      live->site->register_class(live->site->self, live->clsid[class_], command, why);
  if (!live->registered[class_])
    conf_live_fail(live, CONF_DID_CRASH, "%s", why);
}

static void prepare_classes(struct conf_live *live)
{
  for (uint8_t c = 0; c < live->scenario->classes; c++) {
    make_guid(live->clsid[c]);
    if (live->scenario->class_[c].registered)
      conf_live_register(live, c, true);
  }
}

static void prepare_files(struct conf_live *live)
{
  const struct conf_scenario *s = live->scenario;
  char folder[CONF_PATH_MAX], why[240] = "";
  uv_fs_t request;

  attempt_folder(live, folder);
  (void)uv_fs_mkdir(NULL, &request, folder, 0700, NULL);
  uv_fs_req_cleanup(&request);
  if (!live->site->publish(live->site->self, s, why))
    conf_live_fail(live, CONF_DID_CRASH, "%s", why);
  for (uint8_t f = 0; f < s->files && live->failure[0] == '\0'; f++)
    live->url[f] = live->site->url(live->site->self, f);
  for (uint8_t p = 0; p < s->programs; p++)
    if (!s->program[p].missing)
      (void)conf_live_install(live, p, true);
}

static void head(struct conf_live *live)
{
  struct conf_trace *trace = live->trace;

  snprintf(trace->implementation, sizeof trace->implementation, "bits");
  snprintf(trace->version, sizeof trace->version, "%s", live->site->version);
  snprintf(trace->host, sizeof trace->host, "%s", live->site->host);
  snprintf(trace->clock, sizeof trace->clock, "%s",
           conf_live_jumps(live) ? "jumping" : "monotonic");
}

/* Everything that has no business any more: processes first, because a service may wait for them.
 */
static void end_processes(struct conf_live *live)
{
  for (struct conf_peer *peer = live->peers; peer != NULL; peer = peer->next)
    if (!peer->ended && peer != live->observer)
      (void)conf_live_end_peer(peer, CONF_PORT_EXIT);
}

static void cancel_jobs(struct conf_live *live)
{
  live->failure[0] = '\0';
  for (uint8_t j = 0; j < live->scenario->jobs && live->failure[0] == '\0'; j++) {
    struct conf_message message = {.kind = CONF_MSG_CALL,
                                   .has = CONF_HAS(METHOD) | CONF_HAS(JOB),
                                   .method = BN_Cancel,
                                   .job = live->guid[j]};
    if (live->guid[j][0] == '\0')
      continue;
    if (live->observer != NULL || conf_live_start(live, BN_NONE) != NULL)
      (void)conf_live_ask(live->observer, &message, "Cancel");
  }
  if (live->failure[0] != '\0' && live->observer != NULL)
    conf_live_kill_peer(live->observer);
}

static void clear(struct conf_live *live)
{
  char folder[CONF_PATH_MAX];

  live->trace = NULL;
  end_processes(live);
  conf_live_restore(live);
  live->site->withdraw(live->site->self);
  cancel_jobs(live);
  for (uint8_t c = 0; c < live->scenario->classes; c++)
    if (live->registered[c])
      conf_live_register(live, c, false);
  attempt_folder(live, folder);
  remove_folder(folder);
}

static void say(struct conf_result *result, const struct conf_live *live)
{
  result->verdict = live->failed_how == CONF_DID_UNSEEN ? CONF_INCONCLUSIVE : CONF_CRASHED;
  result->reason = conf_text_copy(live->failure);
}

uint64_t conf_live_listen_us(unsigned patience, double time_scale)
{
  return (uint64_t)(patience * 200000.0 * time_scale);
}

void conf_live_play(struct conf_live *live, const struct conf_scenario *scenario,
                    const struct conf_misses *predicted, struct conf_trace *trace,
                    struct conf_result *result)
{
  struct conf_timing timing = conf_timing_fast(live->options.time_scale, live->options.speed);

  if (!conf_live_jumps(live)) {
    timing.patience_us = (uint64_t)live->options.patience * 1000000;
    timing.listen_us = conf_live_listen_us(live->options.patience, live->options.time_scale);
  }
  live->start_us = uv_hrtime() / 1000;
  reset(live, scenario, trace);
  head(live);
  prepare_files(live);
  if (live->failure[0] == '\0')
    prepare_classes(live);
  if (live->failure[0] == '\0' && conf_live_start_all(live)) {
    live->start_us = uv_hrtime() / 1000;
    live->last_us = 0;
    conf_run(scenario, &live->driver, &timing, predicted, result);
  } else {
    say(result, live);
  }
  clear(live);
}
