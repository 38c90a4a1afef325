#include "conformance/platform.h"

#include <fcntl.h>
#include <io.h>
#include <stdio.h>

void conf_platform_start(void)
{
  _setmode(_fileno(stdout), _O_BINARY);
  _setmode(_fileno(stderr), _O_BINARY);
}

void conf_platform_slashes(char *path)
{
  for (; *path != '\0'; path++)
    if (*path == '\\')
      *path = '/';
}
