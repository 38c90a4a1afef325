/* conformance/walk.h - the scenarios below some paths, in the order of their bytes.
 *
 * A path may be a file, which is taken whatever its name, or a folder, below which every *.json is
 * a scenario but *.schema.json, rules.json, ladder.json, skips.json and all in profiles/ and
 * recorded/. Links to folders inside a folder are not followed. A path that lies below another of
 * the paths is not walked again. Names are kept without their folder, so that many take little
 * memory. */
#ifndef CONF_WALK_H
#define CONF_WALK_H

#include <stdbool.h>

enum { CONF_PATH_MAX = 1024 };

struct conf_walk {
  unsigned count, capacity;
  unsigned *name; /* of each file, without its folder: where it begins in `text` */
  unsigned folders, folder_capacity;
  struct conf_walk_folder {
    unsigned path;  /* in `text`: "" or ends with a slash */
    unsigned first; /* the first of the files that lie in it, up to the next folder's */
  } * folder;
  const char *ending; /* files that end so are looked for, in all folders; NULL:
                         scenarios are */
  const char *only;   /* what must be part of a path; NULL: nothing must */
  char *text;         /* owned: the strings, each with its NUL */
  unsigned used, room;
};

/* Walks one more path. False with a sentence, and *why naming the path, when it does not exist,
 * cannot be read or is too long. */
bool conf_walk_add(struct conf_walk *walk, const char *path, char why[240]);

/* All the paths, sorted. *barren, when not NULL, becomes the first that held no scenario at all. */
bool conf_walk_paths(struct conf_walk *walk, char **path, unsigned count, const char **barren,
                     char why[240]);

/* The path of the i-th file. */
const char *conf_walk_path(const struct conf_walk *walk, unsigned i, char path[CONF_PATH_MAX]);

void conf_walk_free(struct conf_walk *walk);

#endif
