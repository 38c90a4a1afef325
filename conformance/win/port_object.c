#include "conformance/win/port_parts.h"

#include <stdlib.h>

static struct conf_object *of(IBackgroundCopyCallback3 *callback)
{
  return (struct conf_object *)callback;
}

/* --- IUnknown --- */

static bool answers_to(const struct conf_object *object, REFIID iid)
{
  static const IID *const levels[] = {&IID_IUnknown, &IID_IBackgroundCopyCallback,
                                      &IID_IBackgroundCopyCallback2, &CONF_IID_Callback3};

  for (unsigned level = 0; level <= object->level; level++)
    if (IsEqualIID(iid, levels[level]))
      return true;
  return false;
}

static HRESULT STDMETHODCALLTYPE query(IBackgroundCopyCallback3 *This, REFIID iid, void **object)
{
  if (object == NULL)
    return E_POINTER;
  *object = NULL;
  if (!answers_to(of(This), iid))
    return E_NOINTERFACE;
  InterlockedIncrement(&of(This)->references);
  *object = This;
  return S_OK;
}

static ULONG STDMETHODCALLTYPE add_ref(IBackgroundCopyCallback3 *This)
{
  return (ULONG)InterlockedIncrement(&of(This)->references);
}

static ULONG STDMETHODCALLTYPE release(IBackgroundCopyCallback3 *This)
{
  struct conf_object *object = of(This);
  LONG left = InterlockedDecrement(&object->references);

  if (left == 0 && object->instance > 0) {
    struct conf_port_ears ears = object->port->ears;
    if (ears.released != NULL)
      ears.released(ears.with, object->number, object->instance);
    free(object);
  }
  return (ULONG)left;
}

/* --- what it is told --- */

/* The job's GUID. A service that died before it was asked leaves zeros. */
static void name_job(struct conf_object *object, IBackgroundCopyJob *job, char text[CONF_GUID_TEXT])
{
  GUID guid;

  if (FAILED(conf_job_identify(object->port, job, &guid)))
    guid = (GUID){0};
  conf_com_guid_text(&guid, text);
}

static HRESULT tell(IBackgroundCopyCallback3 *This, IBackgroundCopyJob *job,
                    struct conf_port_callback *callback)
{
  struct conf_object *object = of(This);
  char guid[CONF_GUID_TEXT];

  name_job(object, job, guid);
  callback->object = object->number;
  callback->instance = object->instance;
  callback->job = guid;
  callback->thread = GetCurrentThreadId();
  callback->sta = object->home->sta;
  if (callback->remote != NULL && callback->remote[0] == '\0')
    callback->remote = NULL;
  return object->port->ears.told(object->port->ears.with, callback);
}

static HRESULT STDMETHODCALLTYPE job_transferred(IBackgroundCopyCallback3 *This,
                                                 IBackgroundCopyJob *job)
{
  return tell(This, job, &(struct conf_port_callback){.event = BN_JOB_TRANSFERRED});
}

static HRESULT STDMETHODCALLTYPE job_error(IBackgroundCopyCallback3 *This, IBackgroundCopyJob *job,
                                           IBackgroundCopyError *error)
{
  char remote[CONF_PORT_TEXT] = "";
  struct conf_port_callback callback = {.event = BN_JOB_ERROR, .remote = remote};

  (void)conf_error_read(error, &callback.error, &callback.context, remote);
  return tell(This, job, &callback);
}

static HRESULT STDMETHODCALLTYPE job_modification(IBackgroundCopyCallback3 *This,
                                                  IBackgroundCopyJob *job, DWORD reserved)
{
  (void)reserved;
  return tell(This, job, &(struct conf_port_callback){.event = BN_JOB_MODIFICATION});
}

static HRESULT STDMETHODCALLTYPE file_transferred(IBackgroundCopyCallback3 *This,
                                                  IBackgroundCopyJob *job,
                                                  IBackgroundCopyFile *file)
{
  char remote[CONF_PORT_TEXT] = "";

  conf_file_remote_name(file, remote);
  return tell(This, job,
              &(struct conf_port_callback){.event = BN_FILE_TRANSFERRED, .remote = remote});
}

/* The notation has no word for it: nobody asks for ranges. */
static HRESULT STDMETHODCALLTYPE ranges_transferred(IBackgroundCopyCallback3 *This,
                                                    IBackgroundCopyJob *job,
                                                    IBackgroundCopyFile *file, DWORD count,
                                                    const BG_FILE_RANGE ranges[])
{
  (void)This;
  (void)job;
  (void)file;
  (void)count;
  (void)ranges;
  return S_OK;
}

static const IBackgroundCopyCallback3Vtbl methods = {
    query,     add_ref,          release,          job_transferred,
    job_error, job_modification, file_transferred, ranges_transferred,
};

/* --- objects --- */

void conf_object_init(struct conf_object *object, struct conf_port *port,
                      struct conf_apartment *home, struct conf_port_object how, int number)
{
  *object = (struct conf_object){
      .callback.lpVtbl = &methods,
      .references = 1,
      .port = port,
      .home = home,
      .number = number,
      .level = how.level,
  };
}

struct conf_object *conf_object_new(const struct conf_object *model, unsigned instance)
{
  struct conf_object *object = malloc(sizeof *object);

  if (object == NULL)
    return NULL;
  *object = *model;
  object->references = 1;
  object->instance = instance;
  object->outside = NULL;
  return object;
}

/* --- objects in other apartments --- */

struct journey {
  struct conf_object *object;
  IStream *stream;
};

static HRESULT depart(void *with)
{
  struct journey *journey = with;

  return CoMarshalInterThreadInterfaceInStream(
      &IID_IUnknown, (IUnknown *)&journey->object->callback, &journey->stream);
}

/* Made once for the multi-threaded apartment, which is the only other one that asks. */
static HRESULT make_outside(struct conf_object *object)
{
  struct journey journey = {object, NULL};
  HRESULT made = conf_apartment_run(object->home, depart, &journey);

  if (FAILED(made))
    return made;
  return CoGetInterfaceAndReleaseStream(journey.stream, &IID_IUnknown, (void **)&object->outside);
}

HRESULT conf_object_in(struct conf_object *object, struct conf_apartment *apartment,
                       IUnknown **unknown)
{
  HRESULT made = S_OK;

  *unknown = (IUnknown *)&object->callback;
  if (object->home->sta && object->home != apartment) {
    if (object->outside == NULL)
      made = make_outside(object);
    *unknown = object->outside;
  }
  if (SUCCEEDED(made))
    IUnknown_AddRef(*unknown);
  return made;
}

int conf_object_number(struct conf_port *port, IUnknown *unknown)
{
  int number = CONF_PORT_STRANGER;
  IUnknown *identity;

  if (FAILED(IUnknown_QueryInterface(unknown, &IID_IUnknown, (void **)&identity)))
    return number;
  for (unsigned i = 0; i < port->count; i++)
    if (identity == (IUnknown *)&port->objects[i].callback || identity == port->objects[i].outside)
      number = (int)i;
  IUnknown_Release(identity);
  return number;
}

/* --- anchors --- */

/* See conf_com_anchor. */
void conf_object_anchor(struct conf_port *port)
{
  static const IID *const iids[] = {&IID_IUnknown, &IID_IBackgroundCopyCallback,
                                    &IID_IBackgroundCopyCallback2, &CONF_IID_Callback3};
  static struct conf_object object;

  conf_object_init(&object, port, &port->mta, (struct conf_port_object){.level = 3}, -1);
  for (unsigned i = 0; i < sizeof iids / sizeof iids[0]; i++)
    conf_com_anchor(&object.callback, iids[i]);
}
