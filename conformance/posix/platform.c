#include "conformance/platform.h"

void conf_platform_start(void)
{
}

void conf_platform_slashes(char *path)
{
  (void)path; /* a backslash is a character like any other */
}
