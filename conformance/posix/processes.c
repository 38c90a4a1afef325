#include "conformance/processes.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <uv.h>

#include "conformance/text.h"

void *conf_process_hold(uint32_t number)
{
  pid_t *held;

  if (number == 0 || number > INT32_MAX || kill((pid_t)number, 0) != 0)
    return NULL;
  held = conf_text_grow(NULL, sizeof *held);
  *held = (pid_t)number;
  return held;
}

bool conf_process_is_gone(void *held)
{
  return kill(*(pid_t *)held, 0) != 0 && errno == ESRCH;
}

void conf_process_end(void *held)
{
  (void)kill(*(pid_t *)held, SIGKILL);
}

void conf_process_let_go(void *held)
{
  free(held);
}

void conf_process_address(const char *folder, const char *run, char address[200])
{
  (void)run;
  snprintf(address, 200, "%.150s/runner", folder);
}

void conf_process_path(char *path)
{
  (void)path;
}

const char *conf_process_suffix(void)
{
  return "";
}

bool conf_process_host(char host[128])
{
  uv_utsname_t name;

  if (uv_os_uname(&name) == 0)
    snprintf(host, 128, "%.50s %.60s", name.sysname, name.release);
  return false;
}
