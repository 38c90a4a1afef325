/* conformance/port.h - BITS and COM as one client process meets them; twins in win/ (COM) and
 * posix/ (there is none, and every function says so).
 *
 * An agent (agent.h) is the only user: it turns messages of the runner into these calls, and what
 * BITS tells its objects into messages. Everything here blocks until COM has answered and may be
 * called from any thread; the call runs on the calling thread, in its apartment.
 *
 * Objects and instances are numbers, jobs are GUIDs in text form, files are known by their remote
 * names: nothing of COM's leaves the port. */
#ifndef CONF_PORT_H
#define CONF_PORT_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/names.h"

enum {
  CONF_GUID_TEXT = 39,      /* "{8-4-4-4-12}" and the final NUL */
  CONF_PORT_TEXT = 2100,    /* bytes of a remote name or a path in UTF-8, NUL included */
  CONF_PORT_NO_OBJECT = -1, /* NULL */
  CONF_PORT_STRANGER = -2,  /* an object that is not ours */
};

/* A callback object of this process. */
struct conf_port_object {
  uint8_t
      level; /* 0: no callback interface, 1: IBackgroundCopyCallback, 2: Callback2, 3: Callback3 */
  bool sta;  /* it lives in a single-threaded apartment of its own */
};

/* One call of a method; what the method does not take is zero or NULL. */
struct conf_port_call {
  uint8_t method;  /* enum bn_method */
  const char *job; /* its GUID; NULL: CreateJob */
  bool kept; /* through the proxy held from before, whatever its age; else a good one is got */
  const char *text; /* CreateJob, SetDisplayName: the name; SetProperty NOTIFICATION_CLSID: the
                       CLSID, NULL for GUID_NULL; SetNotifyCmdLine: the program, NULL for none */
  const char *parameters;     /* SetNotifyCmdLine */
  const char *remote, *local; /* AddFile; the methods of a file: remote */
  int object;                 /* SetNotifyInterface; CONF_PORT_NO_OBJECT: NULL */
  uint8_t property;           /* enum bn_property */
  uint32_t value;             /* flags, priority, seconds, milliseconds, validity (0 or 1) */
};

struct conf_port_answer {
  int32_t hresult;
  uint32_t value;            /* of a getter: state, flags, count, seconds, priority, validity */
  int32_t error;             /* GetError, and */
  uint8_t context;           /* enum bn_context */
  int object;                /* GetNotifyInterface */
  char text[CONF_PORT_TEXT]; /* CreateJob: the GUID; GetProperty: the CLSID; GetNotifyCmdLine: the
                                program */
};

/* What an object was told. Strings are good until the handler returns. */
struct conf_port_callback {
  int object;
  unsigned instance;  /* of an activated object, from 1; 0: a set one */
  uint8_t event;      /* enum bn_event */
  const char *job;    /* GUID */
  const char *remote; /* FileTransferred, JobError: the file; NULL: none */
  int32_t error;      /* JobError */
  uint8_t context;
  uint32_t thread;
  bool sta;
};

struct conf_port;

/* Where the port reports to. Both run on COM's threads and may call the port. */
struct conf_port_ears {
  void *with;
  /* Stays inside as long as the handler shall last; its value is the method's HRESULT. */
  int32_t (*told)(void *with, const struct conf_port_callback *callback);
  /* IClassFactory::CreateInstance was asked for; a failure is passed on to BITS. */
  int32_t (*created)(void *with, int object, unsigned instance);
  /* The last reference on an activated object is gone. */
  void (*released)(void *with, int object, unsigned instance);
};

/* Enters COM and reaches no service yet. service: CLSID of the manager; NULL: BITS's. objects are
 * those of this process, copied. NULL with a sentence when there is no COM here. */
struct conf_port *conf_port_open(const char *service, const struct conf_port_object *objects,
                                 unsigned count, struct conf_port_ears ears, char why[240]);
void conf_port_close(struct conf_port *port);

/* Holds one object of each interface of the service until the process ends. Wine's service hangs
 * when its last object of an interface goes during another call; where there is no such danger this
 * does nothing. A service that is not there is told of by the first call that needs it. */
void conf_port_keep(struct conf_port *port);

void conf_port_call(struct conf_port *port, const struct conf_port_call *call,
                    struct conf_port_answer *answer);

/* CoDisconnectObject in the object's apartment; the end of that apartment. HRESULTs. */
int32_t conf_port_disconnect(struct conf_port *port, int object);
int32_t conf_port_end_apartment(struct conf_port *port, int object);

/* Registers a class object with COM that makes instances of `object`, and takes it back. The
 * registry is the runner's business (classes.h). HRESULTs. */
int32_t conf_port_serve_class(struct conf_port *port, const char *clsid, int object);
int32_t conf_port_revoke_class(struct conf_port *port);

/* Ends the process at once: as a clean exit, by force, by a crash. Does not return. */
enum conf_port_death { CONF_PORT_EXIT, CONF_PORT_KILL, CONF_PORT_CRASH };
_Noreturn void conf_port_die(enum conf_port_death how);

#endif
