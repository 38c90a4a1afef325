#include "conformance/sweep.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/life.h"
#include "conformance/run_mark.h"

/* Keeps the first sentence. */
struct broom {
  bool own;
  struct conf_swept *swept;
  bool clean;
  char *why;
};

static void stuck(struct broom *broom, const char *path, int error)
{
  if (broom->clean)
    (void)snprintf(broom->why, 240, "%.150s: %s", path, uv_strerror(error));
  broom->clean = false;
}

bool conf_sweep_due(const char *mark, bool own)
{
  char self[CONF_RUN];

  conf_run_mark(self);
  return strcmp(mark, self) == 0 ? own : !conf_run_lives(mark);
}

/* ---- what a run noted ---- */

static void end_process(struct broom *broom, const char *note)
{
  unsigned process;
  uint64_t started;

  if (sscanf(note, "process-%9u-%16" SCNx64, &process, &started) == 2 &&
      process != (unsigned)uv_os_getpid() && conf_life_end(process, started))
    broom->swept->processes++;
}

static void take_back_class(struct broom *broom, const char *note)
{
  char why[240];

  if (strncmp(note, "class-", 6) != 0 || conf_sweep_class(note + 6, &broom->swept->classes, why) ||
      !broom->clean)
    return;
  broom->clean = false;
  memcpy(broom->why, why, sizeof why);
}

/* ---- folders ---- */

enum { PATIENCE_MS = 10000 };
enum { DEPTH = 4 }; /* a folder of ours has files; deeper ones are somebody's misuse */

static void remove_folder(struct broom *broom, const char *path, unsigned depth);

static void remove_entry(struct broom *broom, const char *path, const uv_dirent_t *entry,
                         unsigned depth)
{
  char below[CONF_RUN_PATH + 300];
  uv_fs_t request;
  int error;

  if (snprintf(below, sizeof below, "%s/%s", path, entry->name) >= (int)sizeof below)
    return;
  if (entry->type == UV_DIRENT_DIR) {
    remove_folder(broom, below, depth + 1);
    return;
  }
  error = uv_fs_unlink(NULL, &request, below, NULL);
  uv_fs_req_cleanup(&request);
  if (error < 0 && error != UV_ENOENT)
    stuck(broom, below, error);
}

static void remove_folder(struct broom *broom, const char *path, unsigned depth)
{
  uv_fs_t request;
  uv_dirent_t entry;
  int error = uv_fs_scandir(NULL, &request, path, 0, NULL);

  while (error >= 0 && depth < DEPTH && uv_fs_scandir_next(&request, &entry) != UV_EOF)
    remove_entry(broom, path, &entry, depth);
  uv_fs_req_cleanup(&request);
  error = uv_fs_rmdir(NULL, &request, path, NULL);
  uv_fs_req_cleanup(&request);
  if (error == 0 && depth == 0)
    broom->swept->folders++;
  else if (error < 0 && error != UV_ENOENT)
    stuck(broom, path, error);
}

/* The run was killed a moment ago, perhaps, and its agents are still noticing. */
static void remove_at_last(struct broom *broom, const char *path)
{
  uint64_t end = uv_hrtime() + UINT64_C(1000000) * PATIENCE_MS;

  for (;;) {
    broom->clean = true;
    remove_folder(broom, path, 0);
    if (broom->clean || uv_hrtime() >= end)
      return;
    uv_sleep(20); /* between two attempts */
  }
}

/* Files are in use as long as their processes live, so these end first. */
static void each_note(struct broom *broom, const char *path,
                      void (*undo)(struct broom *broom, const char *note))
{
  uv_fs_t request;
  uv_dirent_t entry;

  if (uv_fs_scandir(NULL, &request, path, 0, NULL) >= 0)
    while (uv_fs_scandir_next(&request, &entry) != UV_EOF)
      undo(broom, entry.name);
  uv_fs_req_cleanup(&request);
}

/* Others may write names into a shared folder for temporary files; only our own count. */
static bool is_ours(const char *path)
{
  uv_passwd_t user;
  uv_fs_t request;
  int error = uv_fs_lstat(NULL, &request, path, NULL);
  bool folder = error == 0 && (request.statbuf.st_mode & S_IFMT) == S_IFDIR;
  uint64_t owner = request.statbuf.st_uid;

  uv_fs_req_cleanup(&request);
  if (!folder || uv_os_get_passwd(&user) != 0)
    return false;
  folder = (long)user.uid == -1 || (uint64_t)user.uid == owner; /* on Windows there is no number */
  uv_os_free_passwd(&user);
  return folder;
}

static void sweep_folder(struct broom *broom, const char *path, const char *mark)
{
  bool before = broom->clean;
  unsigned process;
  uint64_t started;

  if (!is_ours(path))
    return;
  if (sscanf(mark, "%9u-%16" SCNx64, &process, &started) == 2)
    broom->swept->processes += conf_life_end_orphans(process, started);
  each_note(broom, path, end_process);
  broom->clean = true;
  each_note(broom, path, take_back_class);
  if (broom->clean)
    remove_at_last(broom, path);
  broom->clean = broom->clean && before;
}

bool conf_sweep_folders(const char *temporary, bool own, struct conf_swept *swept, char why[240])
{
  struct broom broom = {.own = own, .swept = swept, .clean = true, .why = why};
  char path[CONF_RUN_PATH], mark[CONF_RUN];
  uv_fs_t request;
  uv_dirent_t entry;
  int error = uv_fs_scandir(NULL, &request, temporary, 0, NULL);

  if (error < 0)
    stuck(&broom, temporary, error);
  while (error >= 0 && uv_fs_scandir_next(&request, &entry) != UV_EOF) {
    if (!conf_run_of(entry.name, mark) || !conf_sweep_due(mark, own))
      continue;
    if (snprintf(path, sizeof path, "%s/%s", temporary, entry.name) < (int)sizeof path)
      sweep_folder(&broom, path, mark);
  }
  uv_fs_req_cleanup(&request);
  return broom.clean;
}

bool conf_sweep(const char *service, bool own, struct conf_swept *swept, char why[240])
{
  char temporary[CONF_RUN_PATH - 64], other[240];
  size_t size = sizeof temporary;
  bool jobs, folders;

  memset(swept, 0, sizeof *swept);
  jobs = conf_sweep_jobs(service, own, &swept->jobs, why);
  folders = uv_os_tmpdir(temporary, &size) != 0 ||
            conf_sweep_folders(temporary, own, swept, jobs ? why : other);
  return jobs && folders;
}
