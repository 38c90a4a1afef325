/* conformance/root.h - where the catalogue, the profiles and the skips of some scenarios are.
 *
 * The root of a path is the nearest folder above it that holds a rules.json. Where there is none,
 * the fixtures that belong to the program serve: beside it, in the build tree, or installed. */
#ifndef CONF_ROOT_H
#define CONF_ROOT_H

#include <stdbool.h>

#include "conformance/walk.h"

struct conf_root {
  char folder[CONF_PATH_MAX]; /* with a slash behind; "" stands for the present folder */
  bool above; /* it is above the path, as the path is written: paths may be told relative to it */
};

/* False when there is none at all. path: "" for the present folder. */
bool conf_root_find(struct conf_root *root, const char *path);

/* folder + name. */
void conf_root_file(const struct conf_root *root, const char *name, char path[CONF_PATH_MAX]);

/* The path without the root when it lies below it; NULL otherwise. */
const char *conf_root_below(const struct conf_root *root, const char *path);

/* Whether the path, a folder, is the root itself. */
bool conf_root_is(const struct conf_root *root, const char *path);

#endif
