/* A port without COM (conformance/port.h): a service inside the agent itself. A job that is resumed
 * is transferred at once and its object told on a thread of its own, again while it fails, three
 * times at most. The observer, a process of its own, finds every job TRANSFERRED. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/port.h"

enum {
  JOBS = 4,
  TRIES = 3,
  RETURN_MS = 50, /* Resume returns when what it led to has long been told */
};

struct job {
  struct conf_port *port;
  char guid[CONF_GUID_TEXT], remote[CONF_PORT_TEXT];
  int object;
  uint32_t state;
  uv_thread_t thread;
};

struct conf_port {
  struct conf_port_ears ears;
  struct job job[JOBS];
  unsigned jobs;
};

struct conf_port *conf_port_open(const char *service, const struct conf_port_object *objects,
                                 unsigned count, struct conf_port_ears ears, char why[240])
{
  static struct conf_port port;

  (void)service;
  (void)objects;
  (void)count;
  (void)why;
  port.ears = ears;
  return &port;
}

void conf_port_close(struct conf_port *port)
{
  (void)port;
}

void conf_port_keep(struct conf_port *port)
{
  (void)port;
}

static void tell_it(void *with)
{
  struct job *job = with;
  struct conf_port_callback callback = {
      .object = job->object, .event = BN_JOB_TRANSFERRED, .job = job->guid, .thread = 1};

  for (int i = 0; i < TRIES; i++)
    if (job->port->ears.told(job->port->ears.with, &callback) == BN_HR_S_OK)
      return;
}

static void create(struct conf_port *port, struct conf_port_answer *answer)
{
  struct job *job = &port->job[port->jobs++];

  *job = (struct job){.port = port, .object = CONF_PORT_NO_OBJECT, .state = BN_SUSPENDED};
  snprintf(job->guid, sizeof job->guid, "{00000000-0000-4000-8000-%08X%04X}",
           (unsigned)uv_os_getpid(), port->jobs);
  snprintf(answer->text, sizeof answer->text, "%s", job->guid);
}

static struct job *find(struct conf_port *port, const char *guid)
{
  for (unsigned j = 0; j < port->jobs; j++)
    if (strcmp(port->job[j].guid, guid) == 0)
      return &port->job[j];
  return NULL;
}

void conf_port_call(struct conf_port *port, const struct conf_port_call *call,
                    struct conf_port_answer *answer)
{
  struct job *job = call->job == NULL ? NULL : find(port, call->job);

  *answer = (struct conf_port_answer){.object = CONF_PORT_NO_OBJECT};
  if (call->method == BN_CreateJob)
    create(port, answer);
  if (call->method == BN_GetState)
    answer->value = job == NULL ? (uint32_t)BN_TRANSFERRED : job->state;
  if (job == NULL)
    return;
  if (call->method == BN_SetNotifyInterface)
    job->object = call->object;
  if (call->method == BN_GetNotifyInterface)
    answer->object = job->object;
  if (call->method == BN_Complete)
    job->state = BN_ACKNOWLEDGED;
  if (call->method == BN_Resume) {
    job->state = BN_TRANSFERRED;
    if (job->object == CONF_PORT_NO_OBJECT)
      return;
    (void)uv_thread_create(&job->thread, tell_it, job);
    uv_sleep(RETURN_MS);
  }
}

int32_t conf_port_disconnect(struct conf_port *port, int object)
{
  (void)port;
  (void)object;
  return BN_HR_S_OK;
}

int32_t conf_port_end_apartment(struct conf_port *port, int object)
{
  return conf_port_disconnect(port, object);
}

int32_t conf_port_serve_class(struct conf_port *port, const char *clsid, int object)
{
  (void)clsid;
  return conf_port_disconnect(port, object);
}

int32_t conf_port_revoke_class(struct conf_port *port)
{
  return conf_port_disconnect(port, 0);
}

_Noreturn void conf_port_die(enum conf_port_death how)
{
  _Exit((int)how);
}
