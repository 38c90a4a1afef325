#include "conformance/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/files.h"
#include "conformance/text.h"

enum {
  /* Room to begin with, for all files and for those of one folder: untouched memory costs nothing,
   * growing leaves holes. */
  ALL_TEXT = 512 * 1024,
  ALL_FILES = 32 * 1024,
  FOLDER_TEXT = 4096,
  FOLDER_FILES = 64,
  AT_ONCE = 64, /* entries of a folder asked for in one go */
  DEEPEST = 32,
};

/* Where the text begins in walk->text. */
static unsigned keep(struct conf_walk *walk, const char *text)
{
  size_t size = strlen(text) + 1;
  unsigned at = walk->used;

  while (walk->room - walk->used < size) {
    walk->room = walk->room == 0 ? ALL_TEXT : walk->room * 2;
    walk->text = conf_text_grow(walk->text, walk->room);
  }
  memcpy(walk->text + at, text, size);
  walk->used += (unsigned)size;
  return at;
}

static bool ends_with(const char *text, const char *ending)
{
  size_t length = strlen(text), least = strlen(ending);

  return length >= least && strcmp(text + length - least, ending) == 0;
}

static bool is_scenario(const char *name)
{
  static const char *const others[] = {"rules.json", "ladder.json", "skips.json"};

  for (unsigned i = 0; i < sizeof others / sizeof others[0]; i++)
    if (strcmp(name, others[i]) == 0)
      return false;
  return name[0] != '.' && ends_with(name, ".json") && !ends_with(name, ".schema.json");
}

static bool holds_scenarios(const char *name)
{
  return name[0] != '.' && strcmp(name, "profiles") != 0 && strcmp(name, "recorded") != 0;
}

static bool is_wanted(const struct conf_walk *walk, const char *name)
{
  return name[0] != '.' &&
         (walk->ending == NULL ? is_scenario(name) : ends_with(name, walk->ending));
}

static bool holds_wanted(const struct conf_walk *walk, const char *name)
{
  return walk->ending == NULL ? holds_scenarios(name) : name[0] != '.';
}

/* From the next file on they lie in this folder. */
static void note_folder(struct conf_walk *walk, const char *folder)
{
  if (walk->folders > 0 && strcmp(walk->text + walk->folder[walk->folders - 1].path, folder) == 0)
    return;
  if (walk->folders == walk->folder_capacity) {
    walk->folder_capacity = walk->folder_capacity == 0 ? 16 : walk->folder_capacity * 2;
    walk->folder = conf_text_grow(walk->folder, walk->folder_capacity * sizeof *walk->folder);
  }
  walk->folder[walk->folders++] = (struct conf_walk_folder){keep(walk, folder), walk->count};
}

/* Takes a file when it is asked for. */
static void take(struct conf_walk *walk, const char *folder, const char *name)
{
  char path[2 * CONF_PATH_MAX];

  snprintf(path, sizeof path, "%s%s", folder, name);
  if (walk->only != NULL && strstr(path, walk->only) == NULL)
    return;
  note_folder(walk, folder);
  if (walk->count == walk->capacity) {
    walk->capacity = walk->capacity == 0 ? ALL_FILES : walk->capacity * 2;
    walk->name = conf_text_grow(walk->name, walk->capacity * sizeof *walk->name);
  }
  walk->name[walk->count++] = keep(walk, name);
}

static int by_name(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Keeps the name of a scenario, or of a folder with a slash behind. */
static void note_entry(struct conf_walk *names, const char *folder, const uv_dirent_t *entry)
{
  char path[CONF_PATH_MAX];
  char name[CONF_PATH_MAX];
  bool is_folder = entry->type == UV_DIRENT_DIR;
  bool is_file = entry->type == UV_DIRENT_FILE;

  if (!is_folder && !is_file) {
    snprintf(path, sizeof path, "%s%s", folder, entry->name);
    enum conf_file_kind kind = conf_file_kind(path);
    is_file = kind == CONF_FILE;
    is_folder = kind == CONF_FOLDER && entry->type == UV_DIRENT_UNKNOWN;
  }
  if (is_folder && holds_wanted(names, entry->name)) {
    snprintf(name, sizeof name, "%s/", entry->name);
    take(names, "", name);
  } else if (is_file && is_wanted(names, entry->name)) {
    take(names, "", entry->name);
  }
}

/* The names in the order of their bytes; the caller frees. */
static const char **sorted(const struct conf_walk *names)
{
  const char **name = conf_text_grow(NULL, (names->count + 1) * sizeof *name);

  for (unsigned i = 0; i < names->count; i++)
    name[i] = names->text + names->name[i];
  qsort(name, names->count, sizeof *name, by_name);
  return name;
}

static int list_folder(struct conf_walk *names, const char *folder)
{
  uv_fs_t request;
  uv_dirent_t entries[AT_ONCE];
  int result = uv_fs_opendir(NULL, &request, folder, NULL);
  uv_dir_t *dir = request.ptr;

  uv_fs_req_cleanup(&request);
  if (result < 0)
    return result;
  dir->dirents = entries;
  dir->nentries = AT_ONCE;
  while ((result = uv_fs_readdir(NULL, &request, dir, NULL)) > 0) {
    for (int i = 0; i < result; i++)
      note_entry(names, folder, &entries[i]);
    uv_fs_req_cleanup(&request);
  }
  uv_fs_req_cleanup(&request);
  uv_fs_closedir(NULL, &request, dir, NULL);
  uv_fs_req_cleanup(&request);
  return result;
}

static bool refuse(char why[240], const char *path, const char *reason)
{
  snprintf(why, 240, "%.150s %s", path, reason);
  return false;
}

/* folder: with a slash behind. A folder sorts as its name and a slash, so that all paths come out
 * in the order of their bytes. (The recursion is as deep as the folders, which DEEPEST bounds.) */
static bool walk_folder(struct conf_walk *walk, const char *folder, unsigned depth,
                        unsigned *scenarios, char why[240])
{
  struct conf_walk names = {
      .ending = walk->ending,
      .room = FOLDER_TEXT,
      .text = conf_text_grow(NULL, FOLDER_TEXT),
      .capacity = FOLDER_FILES,
      .name = conf_text_grow(NULL, FOLDER_FILES * sizeof *names.name),
  };
  int result = list_folder(&names, folder);
  const char **sorted_name = sorted(&names);
  bool good = true;

  if (result < 0)
    good = refuse(why, folder, uv_strerror(result));
  for (unsigned i = 0; good && i < names.count; i++) {
    const char *name = sorted_name[i];
    char below[CONF_PATH_MAX];
    if (snprintf(below, sizeof below, "%s%s", folder, name) >= CONF_PATH_MAX) {
      good = refuse(why, folder, "holds paths that are too long");
    } else if (!ends_with(name, "/")) {
      take(walk, folder, name);
      ++*scenarios;
    } else {
      good = depth < DEEPEST ? walk_folder(walk, below, depth + 1, scenarios, why)
                             : refuse(why, folder, "is too deep");
    }
  }
  free(sorted_name);
  conf_walk_free(&names);
  return good;
}

static bool walk_path(struct conf_walk *walk, const char *path, unsigned *scenarios, char why[240])
{
  char folder[CONF_PATH_MAX];
  size_t length = strlen(path);
  bool slash = length > 0 && path[length - 1] == '/';

  if (snprintf(folder, sizeof folder, "%s%s", path, slash ? "" : "/") >= CONF_PATH_MAX)
    return refuse(why, path, "is too long");
  switch (conf_file_kind(path)) {
  case CONF_FOLDER:
    return walk_folder(walk, folder, 0, scenarios, why);
  case CONF_FILE:
    take(walk, "", path);
    ++*scenarios;
    return true;
  case CONF_NO_FILE:
    return refuse(why, path, "does not exist");
  case CONF_OTHER_FILE:
    break;
  }
  return refuse(why, path, "is neither a file nor a folder");
}

bool conf_walk_add(struct conf_walk *walk, const char *path, char why[240])
{
  unsigned scenarios = 0;

  return walk_path(walk, path, &scenarios, why);
}

static int by_bytes(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool below(const char *path, const char *folder)
{
  size_t length = strlen(folder);

  while (length > 1 && folder[length - 1] == '/')
    length--;
  return strncmp(path, folder, length) == 0 &&
         (path[length] == '/' || path[length] == '\0' || folder[length - 1] == '/');
}

/* The same path again, or one below a folder that was walked. */
static bool walked(char **path, unsigned i, char **folder, unsigned folders)
{
  if (i > 0 && strcmp(path[i], path[i - 1]) == 0)
    return true;
  for (unsigned f = 0; f < folders; f++)
    if (below(path[i], folder[f]))
      return true;
  return false;
}

bool conf_walk_paths(struct conf_walk *walk, char **path, unsigned count, const char **barren,
                     char why[240])
{
  char **folder = conf_text_grow(NULL, (count + 1) * sizeof *folder);
  unsigned folders = 0;
  bool good = true;

  qsort(path, count, sizeof *path, by_bytes);
  for (unsigned i = 0; good && i < count; i++) {
    unsigned scenarios = 0;
    if (walked(path, i, folder, folders))
      continue;
    good = walk_path(walk, path[i], &scenarios, why);
    if (good && scenarios == 0 && barren != NULL && *barren == NULL)
      *barren = path[i];
    if (conf_file_kind(path[i]) == CONF_FOLDER)
      folder[folders++] = path[i];
  }
  free(folder);
  return good;
}

const char *conf_walk_path(const struct conf_walk *walk, unsigned i, char path[CONF_PATH_MAX])
{
  unsigned low = 0, high = walk->folders;

  while (high - low > 1) {
    unsigned middle = low + (high - low) / 2;
    if (walk->folder[middle].first <= i)
      low = middle;
    else
      high = middle;
  }
  snprintf(path, CONF_PATH_MAX, "%s%s", walk->text + walk->folder[low].path,
           walk->text + walk->name[i]);
  return path;
}

void conf_walk_free(struct conf_walk *walk)
{
  free(walk->text);
  free(walk->name);
  free(walk->folder);
  walk->text = NULL;
  walk->used = walk->room = 0;
  walk->name = NULL;
  walk->folder = NULL;
  walk->count = walk->capacity = walk->folders = walk->folder_capacity = 0;
}
