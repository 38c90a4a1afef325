/* conformance/site.h - what a live run needs beside its agents: the origin that serves the files,
 * the registry of classes, control of the service.
 *
 * A struct of functions, so that a test can put its own in the place of the machine's. Functions
 * that can fail return false with a sentence. */
#ifndef CONF_SITE_H
#define CONF_SITE_H

#include "conformance/scenario.h"

struct conf_site_request {
  uint8_t file;
  uint64_t at_us;  /* on the clock of uv_hrtime */
  char words[120]; /* "GET: 200, 1024 bytes" */
};

struct conf_site {
  void *self;

  /* The files of a scenario are served, each under a fresh address, until withdrawn; whoever is
   * held then is let go. */
  bool (*publish)(void *self, const struct conf_scenario *scenario, char why[240]);
  const char *(*url)(void *self, uint8_t file);
  void (*answer)(void *self, uint8_t file, const struct conf_file_answer *answer); /* from now on */
  void (*release)(void *self, uint8_t file);
  void (*withdraw)(void *self);
  /* The earliest request that the origin has answered by then and has not told yet. */
  bool (*requested)(void *self, uint64_t until_us, struct conf_site_request *request);

  /* Machine-wide, until the end of the run; the command line is what COM starts. */
  bool (*register_class)(void *self, const char *clsid, const char *command, char why[240]);
  void (*unregister_class)(void *self, const char *clsid);

  /* NULL: it can only be restarted. */
  bool (*stop_service)(void *self, char why[240]);
  bool (*start_service)(void *self, char why[240]);
  bool (*restart_service)(void *self, char why[240]);
  bool (*network)(void *self, bool up, char why[240]); /* NULL: it stays as it is */

  /* The service's clock jumps to what comes next, by `ms` at most; 0 when something is under way.
   * The milliseconds. NULL: its clock is the machine's. */
  uint64_t (*skip)(void *self, uint64_t ms);

  /* Why this capability (restart, command-line ...) is not here; NULL: it is, as far as one can
   * know before trying. */
  const char *(*lacks)(void *self, const char *capability);

  char version[64], host[128]; /* for traces; "": not known */
};

/* The machine's, after a sweep. service: CLSID of another manager than the system's, or NULL.
 * probe: look first whether that service can be used; else everything is taken for possible. NULL
 * with a sentence when there can be no live run here; it ends with conf_site_close. */
struct conf_site *conf_site_open(const char *service, bool probe, char why[240]);
void conf_site_close(struct conf_site *site);

#endif
