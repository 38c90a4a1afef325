#include "conformance/site.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/classes.h"
#include "conformance/origin.h"
#include "conformance/probe.h"
#include "conformance/processes.h"
#include "conformance/serve/control.h"
#include "conformance/service.h"
#include "conformance/sweep.h"
#include "conformance/text.h"

enum {
  SERVICE_MS = 90000,
  WINDOWS_AGAIN_MS = 4000, /* see origin.h */
};

struct machine {
  struct conf_site site;
  struct conf_origin *origin;
  const char *service; /* not owned */
  bool own_manager;
  uint32_t can;
  unsigned again_ms;
};

static bool publish(void *self, const struct conf_scenario *scenario, char why[240])
{
  struct machine *machine = self;

  conf_origin_close(machine->origin);
  machine->origin = conf_origin_open(scenario, machine->again_ms, why);
  return machine->origin != NULL;
}

static const char *url(void *self, uint8_t file)
{
  return conf_origin_url(((struct machine *)self)->origin, file);
}

static void answer(void *self, uint8_t file, const struct conf_file_answer *given)
{
  conf_origin_answer(((struct machine *)self)->origin, file, given);
}

static void release(void *self, uint8_t file)
{
  conf_origin_release(((struct machine *)self)->origin, file);
}

static bool requested(void *self, uint64_t until_us, struct conf_site_request *request)
{
  struct machine *machine = self;
  struct conf_request next;

  if (machine->origin == NULL || !conf_origin_next(machine->origin, until_us, &next))
    return false;
  request->file = next.file;
  request->at_us = next.ended_us;
  conf_origin_words(&next, request->words);
  return true;
}

static void withdraw(void *self)
{
  struct machine *machine = self;

  conf_origin_close(machine->origin);
  machine->origin = NULL;
}

static bool register_class(void *self, const char *clsid, const char *command, char why[240])
{
  (void)self;
  return conf_class_register(clsid, command, why);
}

static void unregister_class(void *self, const char *clsid)
{
  (void)self;
  conf_class_unregister(clsid);
}

static bool stop_service(void *self, char why[240])
{
  (void)self;
  return conf_service_stop("BITS", SERVICE_MS, why);
}

static bool start_service(void *self, char why[240])
{
  (void)self;
  return conf_service_start("BITS", SERVICE_MS, why);
}

static bool restart_service(void *self, char why[240])
{
  return stop_service(self, why) && start_service(self, why);
}

/* ---- bitsnotify serve, which does what it is told ---- */

static bool tell(const struct machine *machine, const char *line, char why[240], uint64_t *number)
{
  char address[240], *reply = NULL;
  bool obeyed;

  conf_control_address(machine->service, address);
  obeyed = conf_control_tell(address, line, 0, &reply) == 0;
  if (!obeyed)
    snprintf(why, 240, "the service was told \"%s\": %.150s", line, reply == NULL ? "" : reply);
  if (number != NULL)
    *number = obeyed && reply != NULL ? strtoull(reply, NULL, 10) : 0;
  free(reply);
  return obeyed;
}

static bool tell_stop(void *self, char why[240])
{
  return tell(self, "down", why, NULL);
}

static bool tell_start(void *self, char why[240])
{
  return tell(self, "up", why, NULL);
}

static bool tell_restart(void *self, char why[240])
{
  return tell(self, "restart", why, NULL);
}

static bool tell_network(void *self, bool up, char why[240])
{
  return tell(self, up ? "network up" : "network down", why, NULL);
}

static uint64_t tell_skip(void *self, uint64_t ms)
{
  char line[40], why[240];
  uint64_t skipped;

  snprintf(line, sizeof line, "skip %" PRIu64, ms);
  return tell(self, line, why, &skipped) ? skipped : 0;
}

static void control(struct machine *machine)
{
  struct conf_site *site = &machine->site;
  char why[240];

  if (!machine->own_manager) {
    site->stop_service = stop_service;
    site->start_service = start_service;
    site->restart_service = restart_service;
  } else if (tell(machine, "status", why, NULL)) {
    site->stop_service = tell_stop;
    site->start_service = tell_start;
    site->restart_service = tell_restart;
    site->network = tell_network;
    site->skip = tell_skip;
  }
}

/* ---- capabilities ---- */

static const char *lacks(void *self, const char *capability)
{
  static const struct {
    const char *capability;
    uint32_t can;
    const char *why;
  } needs[] = {
      {"notification-clsid", CONF_CAN_JOB5, "this service has no IBackgroundCopyJob5"},
      {"notification-interval", CONF_CAN_JOB5, "this service has no IBackgroundCopyJob5"},
      {"callback2", CONF_CAN_FILE_TRANSFERRED,
       "this service does not call IBackgroundCopyCallback2"},
      {"command-line", CONF_CAN_JOB2, "this service has no IBackgroundCopyJob2"},
      {"validation", CONF_CAN_FILE3, "this service has no IBackgroundCopyFile3"},
      {"maximum-download-time", CONF_CAN_JOB4, "this service has no IBackgroundCopyJob4"},
      {"sessions", 0, "nobody is logged off"},
      {"coexisting-users", 0, "it is played by one user"},
      {"take-ownership", 0, "it is played by one user"},
  };
  const struct machine *machine = self;

  for (unsigned i = 0; i < sizeof needs / sizeof needs[0]; i++)
    if (strcmp(needs[i].capability, capability) == 0 && (machine->can & needs[i].can) == 0)
      return needs[i].why;
  if (strcmp(capability, "notification-clsid") == 0)
    return conf_class_absent();
  if (strcmp(capability, "restart") == 0 && machine->site.restart_service == NULL)
    return "only the system's own service and bitsnotify serve are stopped and started";
  if (strcmp(capability, "restart") == 0 && !machine->own_manager && !conf_service_may("BITS"))
    return "this process may not stop and start the service BITS; an elevated one may";
  if (strcmp(capability, "network") == 0 && machine->site.network == NULL)
    return "the network is not taken down";
  return NULL;
}

struct conf_site *conf_site_open(const char *service, bool look, char why[240])
{
  struct conf_swept swept = {0};
  struct conf_probe probe = {.usable = true, .can = UINT32_MAX};
  struct machine *machine;

  if (!conf_sweep(service, false, &swept, why))
    return NULL;
  if (look)
    conf_probe_service(service, &probe);
  if (!probe.usable) {
    snprintf(why, 240, "%.239s", probe.sentence);
    return NULL;
  }
  machine = conf_text_grow(NULL, sizeof *machine);
  *machine = (struct machine){.site = {.self = machine,
                                       .publish = publish,
                                       .url = url,
                                       .answer = answer,
                                       .release = release,
                                       .withdraw = withdraw,
                                       .requested = requested,
                                       .register_class = register_class,
                                       .unregister_class = unregister_class,
                                       .lacks = lacks},
                              .own_manager = service != NULL,
                              .service = service,
                              .can = probe.can};
  if (conf_process_host(machine->site.host) && service == NULL)
    machine->again_ms = WINDOWS_AGAIN_MS;
  control(machine);
  return &machine->site;
}

void conf_site_close(struct conf_site *site)
{
  struct machine *machine = site->self;
  struct conf_swept swept = {0};
  char why[240];

  withdraw(machine);
  if (!conf_sweep(machine->service, true, &swept, why))
    fprintf(stderr, "bitsnotify run: something of this run is left: %s\n", why);
  free(machine);
}
