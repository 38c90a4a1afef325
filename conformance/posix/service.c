#include "conformance/service.h"

#include <stdio.h>

static bool absent(const char *name, char why[240])
{
  (void)snprintf(why, 240, "%.100s: services can be stopped and started on Windows only", name);
  return false;
}

bool conf_service_stop(const char *name, unsigned ms, char why[240])
{
  (void)ms;
  return absent(name, why);
}

bool conf_service_start(const char *name, unsigned ms, char why[240])
{
  (void)ms;
  return absent(name, why);
}

bool conf_service_may(const char *name)
{
  (void)name;
  return false;
}

bool conf_service_runs(const char *name)
{
  (void)name;
  return false;
}
