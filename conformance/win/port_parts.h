/* conformance/win/port_parts.h - what the files of the port share. Nothing here is for others.
 *
 *   port.c            opening and closing
 *   port_apartment.c  single-threaded apartments, and doing something in an apartment
 *   port_object.c     callback objects
 *   port_class.c      the class object
 *   port_jobs.c       managers and jobs: proxies, held for each apartment
 *   port_call.c       one function for each method
 *   port_files.c      the methods that go over a file or an error
 *   port_keep.c       what is held for Wine's sake
 *   port_death.c      the ends of a process
 */
#ifndef CONF_WIN_PORT_PARTS_H
#define CONF_WIN_PORT_PARTS_H

#include "conformance/port.h"
#include "conformance/win/com.h"

/* Something to be done on an apartment's thread. */
struct conf_request {
  struct conf_request *next;
  HRESULT (*run)(void *with);
  void *with;
  HRESULT result;
  HANDLE done;
};

/* A job's proxies, by the version of the interface: [1] is IBackgroundCopyJob. */
enum { CONF_JOB_VERSIONS = 6 };

struct conf_held {
  struct conf_held *next;
  GUID job;
  IUnknown *identity; /* what IUnknown is asked for by any of them gives; not a reference */
  IBackgroundCopyJob *as[CONF_JOB_VERSIONS]; /* NULL: not asked for yet, or there is none */
};

struct conf_apartment {
  struct conf_port *port;
  bool sta;
  HANDLE thread, wake; /* of a single-threaded one */
  DWORD thread_id;
  struct conf_request *first; /* with the port's lock */
  bool ended;
  IBackgroundCopyManager *manager; /* with the port's lock */
  struct conf_held *held;          /* newest first; with the port's lock */
};

/* A callback object. Those of port.h's list live as long as the port; instances until released. */
struct conf_object {
  IBackgroundCopyCallback3 callback; /* first: COM's pointer is ours */
  LONG references;
  struct conf_port *port;
  struct conf_apartment *home;
  int number;
  unsigned instance;
  uint8_t level;
  IUnknown *outside; /* a proxy for the multi-threaded apartment when its home is another */
};

struct conf_port {
  CLSID service;
  struct conf_port_ears ears;
  SRWLOCK lock;
  struct conf_apartment mta;
  struct conf_object *objects;       /* `count` of them */
  struct conf_apartment *apartments; /* of each object; used when it is an STA */
  unsigned count;
  struct conf_class *served; /* NULL: none */
};

/* --- port_apartment.c --- */

/* The thread of a single-threaded apartment. False with GetLastError. */
bool conf_apartment_start(struct conf_apartment *apartment);
/* Runs it there and waits; CO_E_OBJNOTCONNECTED when the apartment has ended. */
HRESULT conf_apartment_run(struct conf_apartment *apartment, HRESULT (*run)(void *), void *with);
/* Its end: CoUninitialize on its thread, which is over on return. */
HRESULT conf_apartment_end(struct conf_apartment *apartment);
/* Where the calling thread is. */
struct conf_apartment *conf_apartment_here(struct conf_port *port);

/* --- port_object.c --- */

void conf_object_init(struct conf_object *object, struct conf_port *port,
                      struct conf_apartment *home, struct conf_port_object how, int number);
/* A new instance with one reference. */
struct conf_object *conf_object_new(const struct conf_object *model, unsigned instance);
/* Its IUnknown for use in an apartment, with a reference. */
HRESULT conf_object_in(struct conf_object *object, struct conf_apartment *apartment,
                       IUnknown **unknown);
/* Which of ours it is, or CONF_PORT_STRANGER; in the calling apartment. */
int conf_object_number(struct conf_port *port, IUnknown *unknown);
/* Objects that Wine's stubs can hold on to for the life of the process. */
void conf_object_anchor(struct conf_port *port);

/* --- port_class.c --- */

/* Takes the class object back if there is one; from any thread, at a death too. */
void conf_class_revoke_all(void);

/* --- port_jobs.c --- */

/* The proxy for a version of the job's interface, without a reference of the caller's: it is held
 * as long as the port. kept: the one held from before. With `anew`, from a new manager. */
HRESULT conf_job_as(struct conf_port *port, const GUID *job, unsigned version, bool anew,
                    IBackgroundCopyJob **as);
HRESULT conf_job_create(struct conf_port *port, const WCHAR *name, GUID *job);
/* GetJob, which goes to the manager whatever is held. */
HRESULT conf_job_find(struct conf_port *port, const GUID *job);
/* Which job a callback brought; held from now on. One that is held is known without asking its
 * service (what is its own IUnknown is the same object), which would delay the news. */
HRESULT conf_job_identify(struct conf_port *port, IBackgroundCopyJob *proxy, GUID *job);
void conf_jobs_release(struct conf_apartment *apartment);
/* The process behind the proxy is gone and the call did not get there. */
bool conf_job_is_gone(HRESULT hresult);

/* --- port_files.c --- */

HRESULT conf_file_set_validation(IBackgroundCopyJob *job, const WCHAR *remote, bool valid);
HRESULT conf_file_get_validation(IBackgroundCopyJob *job, const WCHAR *remote, uint32_t *valid);
/* What an error says. file may be NULL; else it gets the remote name, "" for none. */
HRESULT conf_error_read(IBackgroundCopyError *error, int32_t *code, uint8_t *context, char *file);
void conf_file_remote_name(IBackgroundCopyFile *file, char name[CONF_PORT_TEXT]);

#endif
