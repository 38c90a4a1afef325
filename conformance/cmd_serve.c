#include <stdio.h>
#include <stdlib.h>

#include "conformance/command.h"
#include "conformance/root.h"
#include "conformance/serve/control.h"
#include "conformance/serve/front.h"
#include "conformance/session.h"

static int tell(const struct conf_options *options, const char *address)
{
  char *reply;
  int status = conf_control_tell(address, options->tell, options->wait * 1000, &reply);

  if (status != 0)
    fprintf(stderr, "bitsnotify serve: %s\n", reply);
  else if (reply[0] != '\0')
    puts(reply);
  free(reply);
  return status;
}

static void ready(void *with)
{
  printf("serving %s\n", (const char *)with);
  fflush(stdout);
}

/* Obeys the control pipe until the end. */
static int obey(struct conf_front *front, struct conf_serve *serve, const char *clsid,
                const char *address)
{
  char why[240];
  bool served = conf_front_register(front, serve, why) &&
                conf_control_obey(address, serve, ready, (void *)(uintptr_t)clsid, why);

  conf_front_close(front);
  return served ? 0 : conf_complain("serve", why);
}

static int serve_with(const struct conf_session *session, const struct conf_options *options,
                      const char *clsid, const char *address)
{
  struct conf_front_options asked = {.clsid = clsid,
                                     .replace = options->replace,
                                     .offline = options->offline,
                                     .verbose = options->verbose};
  struct conf_serve_options how = {.profile = session->as,
                                   .speed = options->speed,
                                   .pause_ms = options->pause_ms,
                                   .journal = options->journal};
  char why[240];
  struct conf_front *front = conf_front_open(&asked, why);
  struct conf_serve_doors doors;
  struct conf_serve *serve;

  if (front == NULL)
    return conf_complain("serve", why);
  doors = conf_front_doors(front);
  serve = conf_serve_open(&how, &doors, why);
  if (serve == NULL) {
    conf_front_close(front);
    return conf_complain("serve", why);
  }
  return obey(front, serve, clsid,
              address); /* the service ends with the process: a client may hang */
}

int conf_command_serve(const struct conf_options *options)
{
  const char *clsid = options->clsid == NULL ? CONF_FRONT_CLSID : options->clsid;
  struct conf_session session;
  char address[240];
  int status;

  if (options->paths > 0)
    return conf_complain("serve", "it takes options only");
  conf_control_address(clsid, address);
  if (options->tell != NULL)
    return tell(options, address);
  status = conf_session_open(&session, "serve", options);
  if (status == 0)
    status = serve_with(&session, options, clsid, address);
  conf_session_free(&session);
  return status;
}
