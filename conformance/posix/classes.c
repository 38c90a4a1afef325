#include "conformance/classes.h"

#include <stdio.h>

bool conf_class_new(char clsid[39])
{
  clsid[0] = '\0';
  return false;
}

bool conf_class_register(const char *clsid, const char *command, char why[240])
{
  (void)clsid;
  (void)command;
  snprintf(why, 240, "%s", conf_class_absent());
  return false;
}

void conf_class_unregister(const char *clsid)
{
  (void)clsid;
}

const char *conf_class_absent(void)
{
  return "there is no COM here";
}
