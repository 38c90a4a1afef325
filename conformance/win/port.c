#include <stdio.h>
#include <stdlib.h>

#include "conformance/win/port_parts.h"

static void describe(struct conf_port *port, const struct conf_port_object *objects)
{
  port->mta.port = port;
  for (unsigned i = 0; i < port->count; i++) {
    struct conf_apartment *own = &port->apartments[i];
    own->port = port;
    conf_object_init(&port->objects[i], port, objects[i].sta ? own : &port->mta, objects[i],
                     (int)i);
  }
}

static bool start_apartments(struct conf_port *port)
{
  for (unsigned i = 0; i < port->count; i++)
    if (port->objects[i].home != &port->mta && !conf_apartment_start(&port->apartments[i]))
      return false;
  return true;
}

static struct conf_port *allocate(unsigned count)
{
  struct conf_port *port = calloc(1, sizeof *port);

  if (port == NULL)
    abort();
  port->count = count;
  port->objects = calloc(count + 1, sizeof *port->objects);
  port->apartments = calloc(count + 1, sizeof *port->apartments);
  if (port->objects == NULL || port->apartments == NULL)
    abort();
  InitializeSRWLock(&port->lock);
  return port;
}

static void discard(struct conf_port *port)
{
  free(port->objects);
  free(port->apartments);
  free(port);
}

struct conf_port *conf_port_open(const char *service, const struct conf_port_object *objects,
                                 unsigned count, struct conf_port_ears ears, char why[240])
{
  struct conf_port *port = allocate(count);
  HRESULT entered;

  port->service = CONF_CLSID_Manager;
  port->ears = ears;
  if (service != NULL && !conf_com_guid_read(service, &port->service)) {
    snprintf(why, 240, "%.60s is no CLSID, which looks like {4991D34B-80A1-4291-83B6-3328366B9097}",
             service);
    discard(port);
    return NULL;
  }
  entered = conf_com_enter();
  if (FAILED(entered)) {
    snprintf(why, 240, "COM cannot be entered: 0x%08lX", (unsigned long)entered);
    discard(port);
    return NULL;
  }
  describe(port, objects);
  if (conf_com_is_wine())
    conf_object_anchor(port);
  if (!start_apartments(port))
    abort(); /* no thread: nothing goes on from here */
  return port;
}

void conf_port_close(struct conf_port *port)
{
  (void)conf_port_revoke_class(port);
  for (unsigned i = 0; i < port->count; i++) {
    if (port->objects[i].outside != NULL)
      IUnknown_Release(port->objects[i].outside);
    if (port->apartments[i].sta) {
      (void)conf_apartment_end(&port->apartments[i]);
      CloseHandle(port->apartments[i].thread);
      CloseHandle(port->apartments[i].wake);
    } else {
      (void)conf_port_disconnect(port, (int)i);
    }
  }
  conf_jobs_release(&port->mta);
  conf_com_leave();
  discard(port);
}

static HRESULT disconnect(void *with)
{
  return CoDisconnectObject(with, 0);
}

int32_t conf_port_disconnect(struct conf_port *port, int object)
{
  struct conf_object *which = &port->objects[object];

  return conf_apartment_run(which->home, disconnect, &which->callback);
}

int32_t conf_port_end_apartment(struct conf_port *port, int object)
{
  return conf_apartment_end(port->objects[object].home);
}
