#include "conformance/root.h"

#include <stdio.h>
#include <string.h>
#include <uv.h>

#include "conformance/files.h"
#include "conformance/platform.h"

#ifndef CONF_DATADIR
#define CONF_DATADIR ""
#endif

static bool serves(const char *folder)
{
  char path[CONF_PATH_MAX];

  return snprintf(path, sizeof path, "%srules.json", folder) < CONF_PATH_MAX &&
         conf_file_kind(path) == CONF_FILE;
}

/* Cuts the last name off: "a/b/" and "a/b" become "a/", "a/" becomes "". */
static void cut(char *folder)
{
  size_t length = strlen(folder);

  while (length > 0 && folder[length - 1] == '/')
    length--;
  while (length > 0 && folder[length - 1] != '/')
    length--;
  folder[length] = '\0';
}

/* Tries a folder with a slash behind and those above it, as far as its words go. */
static bool climb(char folder[CONF_PATH_MAX])
{
  for (;;) {
    if (serves(folder))
      return true;
    if (folder[0] == '\0' || strcmp(folder, "/") == 0)
      return false;
    cut(folder);
  }
}

static bool above_words(struct conf_root *root, const char *path)
{
  bool is_folder = conf_file_kind(path) == CONF_FOLDER;
  size_t length = strlen(path);

  snprintf(root->folder, sizeof root->folder, "%s%s", path,
           is_folder && length > 0 && path[length - 1] != '/' ? "/" : "");
  if (!is_folder)
    cut(root->folder);
  root->above = climb(root->folder);
  return root->above;
}

/* Above the same place by its full name: a path may be relative, or a link. */
static bool above_place(struct conf_root *root, const char *path)
{
  uv_fs_t request;
  char full[CONF_PATH_MAX];
  bool found = false;

  if (uv_fs_realpath(NULL, &request, path[0] == '\0' ? "." : path, NULL) >= 0 &&
      snprintf(full, sizeof full, "%s", (const char *)request.ptr) < CONF_PATH_MAX) {
    conf_platform_slashes(full);
    found = above_words(root, full);
    root->above = false;
  }
  uv_fs_req_cleanup(&request);
  return found;
}

static bool beside_program(struct conf_root *root)
{
  static const char *const places[] = {"fixtures/", "../fixtures/",
                                       "../share/bitsnotify/fixtures/"};
  char program[CONF_PATH_MAX];
  size_t size = sizeof program;

  if (uv_exepath(program, &size) < 0)
    return false;
  conf_platform_slashes(program);
  cut(program);
  for (unsigned i = 0; i < sizeof places / sizeof places[0]; i++) {
    if (snprintf(root->folder, sizeof root->folder, "%s%s", program, places[i]) < CONF_PATH_MAX &&
        serves(root->folder))
      return true;
  }
  return false;
}

bool conf_root_find(struct conf_root *root, const char *path)
{
  *root = (struct conf_root){0};
  if (above_words(root, path) || above_place(root, path))
    return true;
  snprintf(root->folder, sizeof root->folder, "fixtures/");
  if (serves(root->folder) || beside_program(root))
    return true;
  snprintf(root->folder, sizeof root->folder, "%s/fixtures/", CONF_DATADIR);
  return serves(root->folder);
}

void conf_root_file(const struct conf_root *root, const char *name, char path[CONF_PATH_MAX])
{
  snprintf(path, CONF_PATH_MAX, "%.900s%.100s", root->folder, name);
}

const char *conf_root_below(const struct conf_root *root, const char *path)
{
  size_t length = strlen(root->folder);

  return root->above && strncmp(path, root->folder, length) == 0 ? path + length : NULL;
}

bool conf_root_is(const struct conf_root *root, const char *path)
{
  size_t length = strlen(path);

  while (length > 1 && path[length - 1] == '/')
    length--;
  return root->above && strlen(root->folder) == length + (path[length - 1] != '/') &&
         strncmp(path, root->folder, length) == 0;
}
