#include "conformance/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/files.h"
#include "conformance/output.h"

bool conf_record_name(const struct conf_record *record, const char *path, unsigned attempt,
                      char name[CONF_PATH_MAX])
{
  const char *below = conf_root_below(record->root, path);
  size_t length = strlen(below);
  char number[16] = "";

  if (length > 5 && strcmp(below + length - 5, ".json") == 0)
    length -= 5;
  if (attempt > 1)
    snprintf(number, sizeof number, ".%u", attempt);
  return snprintf(name, CONF_PATH_MAX, "%s/%.*s%s.jsonl", record->folder, (int)length, below,
                  number) < CONF_PATH_MAX;
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
