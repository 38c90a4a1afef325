#include "conformance/serve/front.h"

#include <stdio.h>

struct conf_front *conf_front_open(const struct conf_front_options *options, char why[240])
{
  (void)options;
  snprintf(why, 240,
           "COM is Windows': build for it (./bootstrap --host=x86_64-w64-mingw32) and serve under "
           "Windows or Wine");
  return NULL;
}

struct conf_serve_doors conf_front_doors(struct conf_front *front)
{
  (void)front;
  return (struct conf_serve_doors){0};
}

bool conf_front_register(struct conf_front *front, struct conf_serve *serve, char why[240])
{
  (void)front;
  (void)serve;
  why[0] = '\0';
  return false;
}

void conf_front_close(struct conf_front *front)
{
  (void)front;
}
