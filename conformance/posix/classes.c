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
  (void)snprintf(why, 240, "there are no classes here: this is not Windows");
  return false;
}

bool conf_class_remove(const char *clsid, char why[240])
{
  (void)clsid;
  (void)why;
  return true;
}
