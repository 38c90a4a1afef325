/* conformance/serve/front.h - the service as COM clients meet it; twins in win/serve.c (COM) and
 * posix/serve.c, where there is none and opening says so. */
#ifndef CONF_SERVE_FRONT_H
#define CONF_SERVE_FRONT_H

#include "conformance/serve/serve.h"

/* The manager's class when no other is asked for; BITS's own is another. */
#define CONF_FRONT_CLSID "{7C3A54E1-0B6D-4E0C-9A52-5B1D6E0F4A10}"

struct conf_front_options {
  const char *clsid; /* NULL: CONF_FRONT_CLSID */
  bool replace;      /* answer for BITS's class too; in a Wine prefix of one's own only */
  bool offline;      /* nothing is downloaded */
  bool verbose;      /* a line on standard error for what happens */
};

struct conf_front;

/* Enters COM; reaches no client yet. NULL with a sentence. */
struct conf_front *conf_front_open(const struct conf_front_options *options, char why[240]);
/* What the service does to the world, as COM calls. */
struct conf_serve_doors conf_front_doors(struct conf_front *front);
/* Clients find the service from now on. False with a sentence. */
bool conf_front_register(struct conf_front *front, struct conf_serve *serve, char why[240]);
/* Clients find it no longer. Calls that are inside a client are not waited for, so the process ends
 * next. */
void conf_front_close(struct conf_front *front);

#endif
