#include "conformance/run_mark.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/life.h"

static const char prefix[] = "bitsnotify";

void conf_run_mark(char mark[CONF_RUN])
{
  unsigned process = (unsigned)uv_os_getpid();

  (void)snprintf(mark, CONF_RUN, "%u-%" PRIx64, process, conf_life_started(process));
}

void conf_run_name(const char *what, char name[CONF_RUN_NAME])
{
  char mark[CONF_RUN];

  conf_run_mark(mark);
  (void)snprintf(name, CONF_RUN_NAME, "%s %s %.200s", prefix, mark, what);
}

/* "4711-132f9b0c2a1e" and nothing else before `length`. */
static bool read_mark(const char *text, size_t length, unsigned *process, uint64_t *started)
{
  int end = 0;

  if (length == 0 || length >= CONF_RUN || text[0] < '0' || text[0] > '9')
    return false;
  return sscanf(text, "%9u-%16" SCNx64 "%n", process, started, &end) == 2 && (size_t)end == length;
}

bool conf_run_of(const char *name, char mark[CONF_RUN])
{
  size_t skip = sizeof prefix - 1, length;
  unsigned process;
  uint64_t started;

  if (strncmp(name, prefix, skip) != 0 || (name[skip] != ' ' && name[skip] != '-'))
    return false;
  name += skip + 1;
  length = strcspn(name, " ");
  if (!read_mark(name, length, &process, &started))
    return false;
  memcpy(mark, name, length);
  mark[length] = '\0';
  return true;
}

bool conf_run_lives(const char *mark)
{
  unsigned process;
  uint64_t started, now;

  if (!read_mark(mark, strlen(mark), &process, &started))
    return true;
  now = conf_life_started(process);
  return now == started || now == CONF_LIFE_UNKNOWN;
}

/* ---- the folder ---- */

static bool failed(const char *path, int error, char why[240])
{
  (void)snprintf(why, 240, "%.150s: %s", path, uv_strerror(error));
  return false;
}

bool conf_run_folder(char path[CONF_RUN_PATH], char why[240])
{
  char mark[CONF_RUN], temporary[CONF_RUN_PATH - 64];
  size_t size = sizeof temporary;
  uv_fs_t request;
  int error = uv_os_tmpdir(temporary, &size);

  if (error != 0)
    return failed("the folder for temporary files", error, why);
  conf_run_mark(mark);
  (void)snprintf(path, CONF_RUN_PATH, "%s/%s-%s", temporary, prefix, mark);
  error = uv_fs_mkdir(NULL, &request, path, 0700, NULL);
  uv_fs_req_cleanup(&request);
  return error == 0 || error == UV_EEXIST ? true : failed(path, error, why);
}

/* An empty file whose name says it all. */
static bool note(const char *kind, const char *what, char why[240])
{
  char folder[CONF_RUN_PATH], path[CONF_RUN_PATH + 100];
  uv_fs_t request;
  int file;

  if (!conf_run_folder(folder, why))
    return false;
  (void)snprintf(path, sizeof path, "%s/%s-%.60s", folder, kind, what);
  file = uv_fs_open(NULL, &request, path, UV_FS_O_WRONLY | UV_FS_O_CREAT, 0600, NULL);
  uv_fs_req_cleanup(&request);
  if (file < 0)
    return failed(path, file, why);
  (void)uv_fs_close(NULL, &request, file, NULL);
  uv_fs_req_cleanup(&request);
  return true;
}

bool conf_run_note_process(unsigned process, char why[240])
{
  char text[CONF_RUN];
  uint64_t started = conf_life_started(process);

  if (started == 0) /* ended already */
    return true;
  (void)snprintf(text, sizeof text, "%u-%" PRIx64, process, started);
  return note("process", text, why);
}

bool conf_run_note_class(const char *clsid, char why[240])
{
  return note("class", clsid, why);
}
