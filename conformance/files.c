#include "conformance/files.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/text.h"

#ifndef O_BINARY
#define O_BINARY 0
#endif

static int finished(uv_fs_t *request, ssize_t result)
{
  uv_fs_req_cleanup(request);
  return (int)result;
}

/* How many bytes came, at most `most`; below zero is an error of libuv. */
static int read_all(uv_file file, char *bytes, size_t most)
{
  uv_fs_t request;
  size_t length = 0;

  while (length < most) {
    uv_buf_t buffer = uv_buf_init(bytes + length, (unsigned)(most - length));
    int count = finished(&request, uv_fs_read(NULL, &request, file, &buffer, 1, -1, NULL));
    if (count < 0)
      return count;
    if (count == 0)
      break;
    length += (size_t)count;
  }
  return (int)length;
}

bool conf_file_read(const char *path, char *bytes, size_t most, size_t *length, char why[240])
{
  uv_fs_t request;
  int file = finished(&request, uv_fs_open(NULL, &request, path, O_RDONLY | O_BINARY, 0, NULL));
  int count = file;

  if (file >= 0) {
    count = read_all(file, bytes, most + 1);
    finished(&request, uv_fs_close(NULL, &request, file, NULL));
  }
  if (count < 0) {
    snprintf(why, 240, "cannot be read: %s", uv_strerror(count));
    return false;
  }
  if ((size_t)count > most) {
    snprintf(why, 240, "is longer than %u KiB", (unsigned)(most / 1024));
    return false;
  }
  bytes[count] = '\0';
  *length = (size_t)count;
  return true;
}

char *conf_file_load(const char *path, size_t most, size_t *length, char why[240])
{
  char *bytes = conf_text_grow(NULL, most + 1);

  if (!conf_file_read(path, bytes, most, length, why)) {
    free(bytes);
    return NULL;
  }
  return conf_text_grow(bytes, *length + 1);
}

enum conf_file_kind conf_file_kind(const char *path)
{
  uv_fs_t request;
  int result = uv_fs_stat(NULL, &request, path, NULL);
  uint64_t type = request.statbuf.st_mode & S_IFMT;

  if (finished(&request, result) < 0)
    return CONF_NO_FILE;
  return type == S_IFREG ? CONF_FILE : type == S_IFDIR ? CONF_FOLDER : CONF_OTHER_FILE;
}

bool conf_file_make_folders(const char *path, char why[240])
{
  char *folder = conf_text_copy(path);
  bool made = true;

  for (char *slash = strchr(folder + 1, '/'); made && slash != NULL;
       slash = strchr(slash + 1, '/')) {
    uv_fs_t request;
    *slash = '\0';
    int result = finished(&request, uv_fs_mkdir(NULL, &request, folder, 0777, NULL));
    /* On Windows a drive answers otherwise than EEXIST. */
    made = result >= 0 || result == UV_EEXIST || conf_file_kind(folder) == CONF_FOLDER;
    if (!made)
      snprintf(why, 240, "%.150s cannot be created: %s", folder, uv_strerror(result));
    *slash = '/';
  }
  free(folder);
  return made;
}
