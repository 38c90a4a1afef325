#include "tests/win/class_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/classes.h"
#include "conformance/port.h"
#include "conformance/win/com.h"

enum { PATIENCE_MS = 10000, LIFE_MS = 60000 };

/* --- names that the two processes share --- */

/* Owned by the server as long as it lives: abandoned when it is over, however it ended. */
static HANDLE life_of(const char *clsid, bool own)
{
  char name[80];

  (void)snprintf(name, sizeof name, "bitsnotify-life-%s", clsid);
  return own ? CreateMutexA(NULL, TRUE, name) : OpenMutexA(SYNCHRONIZE, FALSE, name);
}

static HANDLE order_of(const char *clsid, bool own)
{
  char name[80];

  (void)snprintf(name, sizeof name, "bitsnotify-order-%s", clsid);
  return own ? CreateEventA(NULL, FALSE, FALSE, name) : OpenEventA(EVENT_MODIFY_STATE, FALSE, name);
}

/* --- the server --- */

static struct {
  const char *clsid;
  enum manner manner;
  struct conf_port *port;
  HANDLE order; /* to end */
} server;

static int32_t told(void *with, const struct conf_port_callback *callback)
{
  (void)with;
  if (callback->event != BN_JOB_TRANSFERRED)
    return BN_HR_E_UNEXPECTED;
  if (server.manner == EXITS_INSIDE)
    conf_port_die(CONF_PORT_EXIT);
  if (server.manner == KILLS_INSIDE)
    conf_port_die(CONF_PORT_KILL);
  if (server.manner == CRASHES_INSIDE)
    conf_port_die(CONF_PORT_CRASH);
  return BN_HR_S_FALSE;
}

static int32_t created(void *with, int object, unsigned instance)
{
  (void)with;
  (void)object;
  (void)instance;
  return server.manner == REFUSES ? BN_HR_E_ACCESSDENIED : BN_HR_S_OK;
}

/* A class server goes with its last object. */
static void released(void *with, int object, unsigned instance)
{
  (void)with;
  (void)object;
  (void)instance;
  if (server.manner == RETURNS)
    (void)SetEvent(server.order);
}

static int serve(void)
{
  struct conf_port_object object = {.level = 2};
  HANDLE life = life_of(server.clsid, true);
  char why[240];

  server.order = order_of(server.clsid, true);
  server.port =
      conf_port_open(NULL, &object, 1, (struct conf_port_ears){NULL, told, created, released}, why);
  if (life == NULL || server.port == NULL ||
      bn_failed(conf_port_serve_class(server.port, server.clsid, 0)))
    return EXIT_FAILURE;
  (void)WaitForSingleObject(server.order, LIFE_MS);
  conf_port_die(server.manner == KILLS_AFTER ? CONF_PORT_KILL : CONF_PORT_EXIT);
}

/* "--runner=MANNER" "--app={CLSID}": sweeps know a class of ours by the first. */
bool class_server_main(int argc, char **argv, int *status)
{
  if (argc < 3 || strncmp(argv[1], "--runner=", 9) != 0 || strncmp(argv[2], "--app=", 6) != 0)
    return false;
  server.manner = (enum manner)atoi(argv[1] + 9);
  server.clsid = argv[2] + 6;
  *status = serve();
  return true;
}

/* --- the test's side --- */

bool class_server_given(enum manner manner, char clsid[39], char why[240])
{
  char program[MAX_PATH], command[MAX_PATH + 80];

  (void)GetModuleFileNameA(NULL, program, sizeof program);
  if (!conf_class_new(clsid))
    abort();
  (void)snprintf(command, sizeof command, "\"%s\" --runner=%d --app=%s", program, (int)manner,
                 clsid);
  return conf_class_register(clsid, command, why);
}

void class_server_take_away(const char *clsid)
{
  conf_class_unregister(clsid);
}

/* Both handles are had before the order is given. */
static bool wait_for_end(HANDLE life)
{
  DWORD waited = WaitForSingleObject(life, PATIENCE_MS);

  CloseHandle(life);
  return waited == WAIT_ABANDONED;
}

bool class_server_end(const char *clsid)
{
  HANDLE life = life_of(clsid, false);
  HANDLE order = order_of(clsid, false);
  bool given = life != NULL && order != NULL && SetEvent(order);

  if (order != NULL)
    CloseHandle(order);
  return given && wait_for_end(life);
}

bool class_server_is_over(const char *clsid)
{
  HANDLE life = life_of(clsid, false);

  return life == NULL || wait_for_end(life);
}
