#include "conformance/output.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#ifndef O_BINARY
#define O_BINARY 0
#endif

static char *joined(const char *path, const char *ending)
{
  size_t size = strlen(path) + strlen(ending) + 1;
  char *text = malloc(size);

  if (text != NULL)
    snprintf(text, size, "%s%s", path, ending);
  return text;
}

/* The libuv call of the moment has its request cleaned up; below zero is an error. */
static int finished(uv_fs_t *request, int result)
{
  uv_fs_req_cleanup(request);
  return result;
}

/* A device or a folder would be replaced by the rename. */
static bool replaceable(const char *path)
{
  uv_fs_t request;
  int result = uv_fs_stat(NULL, &request, path, NULL);
  bool regular = result < 0 || (request.statbuf.st_mode & S_IFMT) == S_IFREG;

  finished(&request, result);
  return regular;
}

static FILE *opened(const char *path, int flags, const char *mode, int *error)
{
  uv_fs_t request;
  int fd = finished(&request, uv_fs_open(NULL, &request, path, flags | O_BINARY, 0644, NULL));

  *error = fd;
  return fd < 0 ? NULL : fdopen(fd, mode);
}

bool conf_output_open(struct conf_output *output, const char *path, char why[240])
{
  char ending[32];
  int error = 0;

  *output = (struct conf_output){0};
  if (!replaceable(path)) {
    snprintf(why, 240, "%.150s is not a regular file and would be replaced", path);
    return false;
  }
  snprintf(ending, sizeof ending, ".%lu.part", (unsigned long)uv_os_getpid());
  output->path = joined(path, "");
  output->temporary = joined(path, ending);
  output->copy = joined(path, ".copy.part");
  output->file = opened(output->temporary, O_CREAT | O_TRUNC | O_RDWR, "w+b", &error);
  if (output->file == NULL) {
    snprintf(why, 240, "%.150s cannot be written: %s", path, uv_strerror(error));
    conf_output_close(output);
    return false;
  }
  return true;
}

static bool put_ends(FILE *file, struct conf_output_ends ends)
{
  bool good = fseek(file, 0, SEEK_END) == 0 && fputs(ends.tail, file) >= 0;

  if (ends.patch != NULL)
    good = good && fseek(file, ends.at, SEEK_SET) == 0 && fputs(ends.patch, file) >= 0;
  return good && fflush(file) == 0 && ferror(file) == 0;
}

static bool renamed(const char *from, const char *to)
{
  uv_fs_t request;

  return finished(&request, uv_fs_rename(NULL, &request, from, to, NULL)) >= 0;
}

static void removed(const char *path)
{
  uv_fs_t request;

  if (path != NULL)
    finished(&request, uv_fs_unlink(NULL, &request, path, NULL));
}

static bool publish(struct conf_output *output, struct conf_output_ends ends)
{
  uv_fs_t request;
  int error = 0;

  if (fflush(output->file) != 0 ||
      finished(&request, uv_fs_copyfile(NULL, &request, output->temporary, output->copy, 0, NULL)) <
          0)
    return false;
  FILE *copy = opened(output->copy, O_RDWR, "r+b", &error);
  if (copy == NULL)
    return false;
  bool good = put_ends(copy, ends);
  good = fclose(copy) == 0 && good;
  return good && renamed(output->copy, output->path);
}

bool conf_output_publish(struct conf_output *output, struct conf_output_ends ends)
{
  uint64_t began_ns = uv_hrtime();
  bool good = publish(output, ends);

  output->published_ns = uv_hrtime();
  output->took_ns = output->published_ns - began_ns;
  return good;
}

bool conf_output_is_due(const struct conf_output *output)
{
  return output->each || uv_hrtime() - output->published_ns >= 20 * output->took_ns;
}

bool conf_output_finish(struct conf_output *output, struct conf_output_ends ends)
{
  bool good = put_ends(output->file, ends);

  good = fclose(output->file) == 0 && good;
  output->file = NULL;
  good = good && renamed(output->temporary, output->path);
  if (!good)
    removed(output->temporary);
  return good;
}

void conf_output_close(struct conf_output *output)
{
  if (output->file != NULL) {
    fclose(output->file);
    removed(output->temporary);
    removed(output->copy);
  }
  free(output->path);
  free(output->temporary);
  free(output->copy);
  *output = (struct conf_output){0};
}
