#include "conformance/port.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sim/names.h"

struct conf_port *conf_port_open(const char *service, const struct conf_port_object *objects,
                                 unsigned count, struct conf_port_ears ears, char why[240])
{
  (void)service;
  (void)objects;
  (void)count;
  (void)ears;
  snprintf(why, 240, "there is no COM here");
  return NULL;
}

void conf_port_close(struct conf_port *port)
{
  (void)port;
}

void conf_port_keep(struct conf_port *port)
{
  (void)port;
}

void conf_port_call(struct conf_port *port, const struct conf_port_call *call,
                    struct conf_port_answer *answer)
{
  (void)port;
  (void)call;
  *answer = (struct conf_port_answer){.hresult = BN_HR_E_NOTIMPL, .object = CONF_PORT_NO_OBJECT};
}

int32_t conf_port_disconnect(struct conf_port *port, int object)
{
  (void)port;
  (void)object;
  return BN_HR_E_NOTIMPL;
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
  if (how == CONF_PORT_KILL)
    (void)kill(getpid(), SIGKILL);
  if (how == CONF_PORT_CRASH)
    abort();
  _Exit(0);
}
