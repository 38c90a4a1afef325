#include "conformance/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/files.h"
#include "conformance/output.h"

/* Adds the path's names one by one, so that it stays below what is there. */
static bool add_names(char name[CONF_PATH_MAX], const char *path)
{
  size_t used = strlen(name);

  while (*path != '\0') {
    int length = (int)strcspn(path, "/:");
    bool here = length == 0 || (length == 1 && path[0] == '.');
    bool up = length == 2 && path[0] == '.' && path[1] == '.';
    int added =
        here ? 0 : snprintf(name + used, CONF_PATH_MAX - used, "/%.*s", length, up ? "up" : path);

    used += (size_t)added;
    if (used >= CONF_PATH_MAX)
      return false;
    path += length + (path[length] != '\0');
  }
  return true;
}

bool conf_record_name(const struct conf_record *record, const char *path, unsigned attempt,
                      char name[CONF_PATH_MAX])
{
  const char *below = conf_root_below(record->root, path);
  size_t length;
  int ending;

  if (snprintf(name, CONF_PATH_MAX, "%s", record->folder) >= CONF_PATH_MAX ||
      !add_names(name, below == NULL ? path : below))
    return false;
  length = strlen(name);
  if (length > 5 && strcmp(name + length - 5, ".json") == 0)
    length -= 5;
  ending = attempt > 1 ? snprintf(name + length, CONF_PATH_MAX - length, ".%u.jsonl", attempt)
                       : snprintf(name + length, CONF_PATH_MAX - length, ".jsonl");
  return length + (size_t)ending < CONF_PATH_MAX;
}

bool conf_record_keep(void *with, const char *path, unsigned attempt,
                      const struct conf_trace *trace, char why[240])
{
  const struct conf_record *record = with;
  struct conf_output output;
  char name[CONF_PATH_MAX];

  if (!conf_record_name(record, path, attempt, name)) {
    snprintf(why, 240, "the name of its trace would be too long");
    return false;
  }
  if (!conf_file_make_folders(name, why) || !conf_output_open(&output, name, why))
    return false;
  char *lines = conf_trace_write(trace);
  bool written = fputs(lines, output.file) >= 0 &&
                 conf_output_finish(&output, (struct conf_output_ends){.tail = ""});
  if (!written)
    snprintf(why, 240, "its trace could not be written to %.150s", name);
  free(lines);
  conf_output_close(&output);
  return written;
}
