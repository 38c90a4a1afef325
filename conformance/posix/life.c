#include "conformance/life.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "NUMBER (NAME) STATE ...": the state is field 3 and the start time 22; NAME may contain anything.
 */
static uint64_t started_of(const char *line)
{
  const char *field = strrchr(line, ')');

  if (field == NULL || field[1] == '\0' || field[2] == 'Z')
    return 0;
  for (unsigned number = 2; field != NULL && number < 22; number++)
    field = strchr(field + 1, ' ');
  return field == NULL ? CONF_LIFE_UNKNOWN : strtoull(field + 1, NULL, 10);
}

uint64_t conf_life_started(unsigned process)
{
  char text[1024];
  size_t length;
  FILE *stat;

  (void)snprintf(text, sizeof text, "/proc/%u/stat", process);
  stat = fopen(text, "rb");
  if (stat == NULL) /* ended, or a system without /proc */
    return kill((pid_t)process, 0) == 0 || errno == EPERM ? CONF_LIFE_UNKNOWN : 0;
  length = fread(text, 1, sizeof text - 1, stat);
  (void)fclose(stat);
  text[length] = '\0';
  return started_of(text);
}

bool conf_life_end(unsigned process, uint64_t started)
{
  if (process < 2 || conf_life_started(process) != started)
    return false;
  return kill((pid_t)process, SIGKILL) == 0;
}

unsigned conf_life_end_orphans(unsigned parent, uint64_t started)
{
  (void)parent;
  (void)started;
  return 0;
}
