#include <stdio.h>
#include <string.h>
#include <uv.h>

#include "conformance/nearest.h"
#include "conformance/profile.h"

struct search {
  struct conf_nearest nearest;
  char best[160]; /* what nearest.best points to */
};

static void offer(struct search *search, const char *name)
{
  conf_nearest_offer(&search->nearest, name);
  if (search->nearest.best != name)
    return;
  snprintf(search->best, sizeof search->best, "%s", name);
  search->nearest.best = search->best;
}

/* The profiles of a folder and of the folders in it. within: "zoo/", or "" at the top. */
static void offer_folder(struct search *search, const char *folder, const char *within)
{
  uv_fs_t request;
  uv_dirent_t entry;

  if (uv_fs_scandir(NULL, &request, folder, 0, NULL) < 0)
    return;
  while (uv_fs_scandir_next(&request, &entry) != UV_EOF) {
    size_t length = strlen(entry.name);
    char path[1024], name[160];

    if (entry.type == UV_DIRENT_DIR && within[0] == '\0') {
      snprintf(path, sizeof path, "%s/%s", folder, entry.name);
      snprintf(name, sizeof name, "%s/", entry.name);
      offer_folder(search, path, name);
    } else if (length > 5 && strcmp(entry.name + length - 5, ".json") == 0) {
      snprintf(name, sizeof name, "%s%.*s", within, (int)length - 5, entry.name);
      offer(search, name);
    }
  }
  uv_fs_req_cleanup(&request);
}

void conf_profile_nearest(const char *folder, const char *name, char nearest[160])
{
  struct search search = {.nearest = conf_nearest_to(name)};

  offer(&search, "documented");
  offer_folder(&search, folder, "");
  snprintf(nearest, 160, "%s", search.best);
}
