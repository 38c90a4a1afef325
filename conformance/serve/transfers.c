#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/serve/parts.h"

/* A job of the model stays QUEUED, CONNECTING or TRANSFERRING as long as the answer of its next
 * file is held there. So the pause and the real download hold it, and what came of the download is
 * the answer. */

enum { NOT_HELD, HELD_TRANSFERRING, HELD_CONNECTING, HELD_QUEUED };

static uint8_t next_file(const struct bn_job *job)
{
  for (uint8_t f = 0; f < job->files; f++) {
    if (!job->file[f].done)
      return f;
  }
  return BN_NONE;
}

/* ---- fetches ---- */

static void free_fetch(struct conf_serve_fetch *fetch)
{
  free(fetch->names[0]);
  free(fetch->names[1]);
  free(fetch);
}

static void abandon(struct serve_job *job)
{
  struct conf_serve_fetch *fetch = job->fetch;

  if (fetch == NULL)
    return;
  job->fetch = NULL;
  fetch->abandoned = 1;
  if (fetch->done)
    free_fetch(fetch);
  else if (fetch->front != NULL && fetch->serve->doors.cancel != NULL)
    fetch->serve->doors.cancel(fetch->serve->doors.with, fetch);
}

void serve_abandon_fetches(struct conf_serve *serve)
{
  for (unsigned j = 0; j < BN_JOBS; j++)
    abandon(&serve->job[j]);
}

static uint64_t size_of(const char *path)
{
  uv_fs_t request;
  uint64_t size = 0;

  if (uv_fs_stat(NULL, &request, path, NULL) == 0)
    size = request.statbuf.st_size;
  uv_fs_req_cleanup(&request);
  return size;
}

static void fetch_file(struct conf_serve *serve, uint8_t j, uint8_t f)
{
  const struct bn_job_file *part = &serve->state.job[j].file[f];
  struct serve_file *file = &serve->file[part->file];
  struct conf_serve_fetch *fetch = conf_text_grow(NULL, sizeof *fetch);

  *fetch = (struct conf_serve_fetch){.serve = serve};
  fetch->remote = fetch->names[0] = conf_text_copy(file->remote);
  fetch->temporary = fetch->names[1] = conf_text_copy(file->temporary);
  fetch->offset = part->partial ? size_of(file->temporary) : 0;
  fetch->received = fetch->offset;
  serve->job[j].fetch = fetch;
  serve->job[j].fetching = f;
  serve_post(serve, SERVE_FETCH)->fetch = fetch;
}

void serve_fetched(struct conf_serve *serve, struct conf_serve_fetch *fetch)
{
  fetch->done = 1;
  if (fetch->abandoned)
    free_fetch(fetch);
  uv_cond_signal(&serve->engine_wakes);
}

void conf_serve_begun(struct conf_serve_fetch *fetch, void *front)
{
  uv_mutex_lock(&fetch->serve->lock);
  fetch->front = fetch->abandoned ? NULL : front;
  uv_mutex_unlock(&fetch->serve->lock);
}

void conf_serve_connected(struct conf_serve_fetch *fetch)
{
  struct conf_serve *serve = fetch->serve;

  uv_mutex_lock(&serve->lock);
  fetch->connected = 1;
  uv_cond_signal(&serve->engine_wakes);
  uv_mutex_unlock(&serve->lock);
}

bool conf_serve_progress(struct conf_serve_fetch *fetch, uint64_t received, uint64_t size)
{
  bool wanted;

  uv_mutex_lock(&fetch->serve->lock);
  fetch->received = received;
  fetch->size = size;
  wanted = !fetch->abandoned && !fetch->serve->closing;
  uv_mutex_unlock(&fetch->serve->lock);
  return wanted;
}

/* ---- pace ---- */

static void hold(struct conf_serve *serve, uint8_t n, uint8_t where)
{
  struct bn_input input = {.kind = BN_IN_ANSWER,
                           .file = n,
                           .answer = {.condition = BN_STATUS, .status = 200, .hold = where}};

  if (serve->file[n].hold == where)
    return;
  serve->file[n].hold = where;
  serve_input(serve, &input);
}

static void answer(struct conf_serve *serve, uint8_t j, uint8_t n)
{
  struct conf_serve_fetch *fetch = serve->job[j].fetch;
  struct bn_input input = {.kind = BN_IN_ANSWER, .file = n, .answer = fetch->answer};

  input.answer.hold = NOT_HELD;
  serve_log(serve, "%s: %s %u, %llu of %llu bytes", fetch->remote,
            fetch->answer.condition == BN_STATUS ? "status" : "condition",
            fetch->answer.condition == BN_STATUS ? fetch->answer.status : fetch->answer.condition,
            (unsigned long long)fetch->received, (unsigned long long)fetch->size);
  serve->file[n].hold = NOT_HELD;
  serve->file[n].received = fetch->received;
  serve->file[n].size = fetch->size;
  abandon(&serve->job[j]);
  serve_input(serve, &input);
}

static uint64_t pause_left_ns(const struct conf_serve *serve, uint8_t j)
{
  uint64_t end_ns = serve->job[j].since_ns + (uint64_t)serve->options.pause_ms * 1000000;
  uint64_t now_ns = uv_hrtime();

  return end_ns > now_ns ? end_ns - now_ns : 0;
}

/* A job at work: its fetch runs, and its file is held where it is until that may go on. */
static void pace_running(struct conf_serve *serve, uint8_t j, uint8_t f, bool paused)
{
  struct serve_job *job = &serve->job[j];
  uint8_t n = serve->state.job[j].file[f].file;
  bool connecting = serve->state.job[j].state == BN_CONNECTING;

  if (job->fetch != NULL && job->fetching != f)
    abandon(job);
  if (job->fetch == NULL && serve->file[n].hold == NOT_HELD)
    return; /* answered, and the model is about to look at it */
  if (job->fetch == NULL)
    fetch_file(serve, j, f);
  if (!paused && job->fetch->done && !(connecting && job->fetch->connected))
    answer(serve, j, n);
  else if (!paused && connecting && job->fetch->connected)
    hold(serve, n, HELD_TRANSFERRING);
  else
    hold(serve, n, connecting ? HELD_CONNECTING : HELD_TRANSFERRING);
}

static uint64_t pace_job(struct conf_serve *serve, uint8_t j)
{
  const struct bn_job *job = &serve->state.job[j];
  uint8_t f = next_file(job);
  uint64_t left_ns;

  if (f == BN_NONE || job->state > BN_TRANSFERRING) {
    abandon(&serve->job[j]);
    return UINT64_MAX;
  }
  left_ns = pause_left_ns(serve, j);
  if (job->state == BN_QUEUED) {
    abandon(&serve->job[j]);
    hold(serve, job->file[f].file, left_ns > 0 ? HELD_QUEUED : HELD_CONNECTING);
  } else {
    pace_running(serve, j, f, left_ns > 0);
  }
  return left_ns > 0 ? left_ns : UINT64_MAX;
}

uint64_t serve_pace(struct conf_serve *serve)
{
  uint64_t least_ns = UINT64_MAX;

  for (uint8_t j = 0; j < BN_JOBS; j++) {
    uint64_t left_ns;
    if (serve->state.job[j].state == BN_NO_JOB)
      continue;
    left_ns = serve->state.up ? pace_job(serve, j) : UINT64_MAX;
    if (left_ns < least_ns)
      least_ns = left_ns;
  }
  return least_ns;
}

/* ---- files on disk ---- */

int32_t serve_make_temporary(const char *local, char **temporary)
{
  struct conf_text path = {0};
  size_t folder = 0;
  uint32_t random = 0;
  uv_fs_t request;
  int status;

  for (size_t i = 0; local[i] != '\0'; i++) {
    if (local[i] == '/' || local[i] == '\\')
      folder = i + 1;
  }
  uv_random(NULL, NULL, &random, sizeof random, 0, NULL);
  conf_text_add_bytes(&path, local, folder);
  conf_text_format(&path, "BIT%08X.tmp", (unsigned)random);
  status = uv_fs_open(NULL, &request, path.bytes, UV_FS_O_CREAT | UV_FS_O_EXCL | UV_FS_O_WRONLY,
                      0666, NULL);
  uv_fs_req_cleanup(&request);
  if (status < 0) {
    conf_text_free(&path);
    return status == UV_EACCES || status == UV_EPERM
               ? BN_HR_E_ACCESSDENIED
               : (int32_t)0x80070003u; /* ERROR_PATH_NOT_FOUND */
  }
  uv_fs_close(NULL, &request, status, NULL);
  uv_fs_req_cleanup(&request);
  *temporary = path.bytes;
  return BN_HR_S_OK;
}

/* A file that was renamed before a kill is in its place already. */
static void finish_file(struct conf_serve *serve, const struct serve_file *file, bool keep)
{
  uv_fs_t request;
  int status = keep ? uv_fs_rename(NULL, &request, file->temporary, file->local, NULL)
                    : uv_fs_unlink(NULL, &request, file->temporary, NULL);

  uv_fs_req_cleanup(&request);
  if (status < 0 && status != UV_ENOENT)
    serve_log(serve, "%s: %s", keep ? file->local : file->temporary, uv_strerror(status));
}

void serve_finish_files(struct conf_serve *serve, uint8_t j, bool keep)
{
  const struct bn_job *job = &serve->state.job[j];

  abandon(&serve->job[j]);
  for (unsigned f = 0; f < job->files; f++)
    finish_file(serve, &serve->file[job->file[f].file], keep && job->file[f].done);
}
