#include "conformance/serve/front.h"

#include <stdio.h>
#include <stdlib.h>

#include "conformance/serve/offline.h"
#include "conformance/service.h"
#include "conformance/win/serve_parts.h"

/* ---- IUnknown ---- */

HRESULT STDMETHODCALLTYPE conf_front_query(void *This, REFIID iid, void **object)
{
  struct conf_front_object *o = This;

  if (object == NULL)
    return E_POINTER;
  *object = NULL;
  for (unsigned i = 0; o->iids[i] != NULL; i++) {
    if (!IsEqualIID(iid, o->iids[i]))
      continue;
    InterlockedIncrement(&o->references);
    *object = This;
    return S_OK;
  }
  return E_NOINTERFACE;
}

ULONG STDMETHODCALLTYPE conf_front_add_ref(void *This)
{
  return (ULONG)InterlockedIncrement(&((struct conf_front_object *)This)->references);
}

ULONG STDMETHODCALLTYPE conf_front_release_object(void *This)
{
  LONG left = InterlockedDecrement(&((struct conf_front_object *)This)->references);

  if (left == 0)
    free(This);
  return (ULONG)left;
}

void *conf_front_new(size_t size, const void *vtbl, const IID *const *iids)
{
  struct conf_front_object *object = calloc(1, size);

  if (object == NULL)
    return NULL;
  *object = (struct conf_front_object){.vtbl = vtbl, .references = 1, .iids = iids};
  return object;
}

HRESULT conf_front_give(const char *text, LPWSTR *out)
{
  WCHAR *wide = conf_com_wide(text);
  size_t bytes = (wcslen(wide) + 1) * sizeof *wide;

  *out = CoTaskMemAlloc(bytes);
  if (*out != NULL)
    memcpy(*out, wide, bytes);
  free(wide);
  return *out == NULL ? E_OUTOFMEMORY : S_OK;
}

/* ---- the class object: one manager for each client ---- */

struct factory {
  struct conf_front_object object;
  struct conf_front *front;
};

static HRESULT STDMETHODCALLTYPE create_instance(IClassFactory *This, IUnknown *outer, REFIID iid,
                                                 void **object)
{
  struct factory *factory = (struct factory *)This;
  IBackgroundCopyManager *manager;
  HRESULT created;

  if (object == NULL)
    return E_POINTER;
  *object = NULL;
  if (outer != NULL)
    return CLASS_E_NOAGGREGATION;
  manager = conf_front_manager(factory->front);
  if (manager == NULL)
    return E_OUTOFMEMORY;
  created = IBackgroundCopyManager_QueryInterface(manager, iid, object);
  IBackgroundCopyManager_Release(manager);
  return created;
}

static HRESULT STDMETHODCALLTYPE lock_server(IClassFactory *This, WINBOOL lock)
{
  (void)This;
  (void)lock; /* the service lives until it is stopped */
  return S_OK;
}

static const IClassFactoryVtbl factory_vtbl = {
    (HRESULT(STDMETHODCALLTYPE *)(IClassFactory *, REFIID, void **))conf_front_query,
    (ULONG(STDMETHODCALLTYPE *)(IClassFactory *))conf_front_add_ref,
    (ULONG(STDMETHODCALLTYPE *)(IClassFactory *))conf_front_release_object,
    create_instance,
    lock_server,
};

static struct factory *new_factory(struct conf_front *front)
{
  static const IID *const iids[] = {&IID_IUnknown, &IID_IClassFactory, NULL};
  struct factory *factory = conf_front_new(sizeof *factory, &factory_vtbl, iids);

  if (factory != NULL)
    factory->front = front;
  return factory;
}

static HRESULT enlist(struct conf_front *front, const CLSID *clsid, DWORD *cookie)
{
  struct factory *factory = new_factory(front);
  HRESULT enlisted;

  if (factory == NULL)
    return E_OUTOFMEMORY;
  enlisted = CoRegisterClassObject(clsid, (IUnknown *)factory, CLSCTX_LOCAL_SERVER,
                                   REGCLS_MULTIPLEUSE, cookie);
  conf_front_release_object(factory);
  return enlisted;
}

/* ---- anchors: see conf_com_anchor ---- */

static void anchor_all(struct conf_front *front)
{
  static const IID *const job_iids[] = {&IID_IBackgroundCopyJob, &IID_IBackgroundCopyJob2,
                                        &IID_IBackgroundCopyJob3, &IID_IBackgroundCopyJob4,
                                        &IID_IBackgroundCopyJob5};
  void *job = conf_front_job(front, "", 0), *file = conf_front_file(front, "", 0, 0);
  void *factory = new_factory(front);

  for (unsigned i = 0; i < sizeof job_iids / sizeof job_iids[0]; i++)
    conf_com_anchor(job, job_iids[i]);
  conf_com_anchor(file, &IID_IBackgroundCopyFile);
  conf_com_anchor(file, &IID_IBackgroundCopyFile2);
  conf_com_anchor(file, &CONF_IID_File3);
  conf_com_anchor(conf_front_error(front, "", 0, 0, 0, 0), &IID_IBackgroundCopyError);
  conf_com_anchor(conf_front_enum_jobs(front), &IID_IEnumBackgroundCopyJobs);
  conf_com_anchor(conf_front_enum_files(front, "", 0, 0), &IID_IEnumBackgroundCopyFiles);
  conf_com_anchor(conf_front_manager(front), &IID_IBackgroundCopyManager);
  conf_com_anchor(factory, &IID_IUnknown);
  conf_com_anchor(factory, &IID_IClassFactory);
}

/* ---- opening ---- */

/* Nothing is written to the registry: the class table is asked first, and only processes of the
 * same prefix share it. Of two there the first one is found for ever. */
static bool may_replace(char why[240])
{
  if (!conf_com_is_wine()) {
    snprintf(why, 240, "--replace stands in for BITS itself and is for Wine only");
    return false;
  }
  if (getenv("WINEPREFIX") == NULL) {
    snprintf(why, 240, "--replace needs a prefix of its own: set WINEPREFIX");
    return false;
  }
  if (conf_service_runs("BITS")) {
    snprintf(why, 240,
             "BITS itself runs in this prefix and would be found first; end it with "
             "\"wine net stop bits\"");
    return false;
  }
  return true;
}

struct conf_front *conf_front_open(const struct conf_front_options *options, char why[240])
{
  const char *clsid = options->clsid == NULL ? CONF_FRONT_CLSID : options->clsid;
  struct conf_front *front;
  HRESULT entered;
  GUID guid;

  if (!conf_com_guid_read(clsid, &guid)) {
    snprintf(why, 240, "\"%.80s\" is no CLSID like " CONF_FRONT_CLSID, clsid);
    return NULL;
  }
  if (options->replace && !may_replace(why))
    return NULL;
  entered = conf_com_enter();
  if (FAILED(entered)) {
    snprintf(why, 240, "COM cannot be entered: 0x%08lX", entered);
    return NULL;
  }
  front = calloc(1, sizeof *front);
  if (front == NULL)
    abort();
  *front = (struct conf_front){.options = *options, .clsid = guid};
  return front;
}

static void enter(void *with)
{
  (void)with;
  (void)CoInitializeEx(NULL, COINIT_MULTITHREADED);
}

static void leave(void *with)
{
  (void)with;
  CoUninitialize();
}

static void say(void *with, const char *line)
{
  (void)with;
  fprintf(stderr, "%s\n", line);
  fflush(stderr);
}

struct conf_serve_doors conf_front_doors(struct conf_front *front)
{
  return (struct conf_serve_doors){
      .with = front,
      .notify = conf_front_notify,
      .activate = conf_front_activate,
      .release = conf_front_release,
      .keep = conf_front_keep,
      .lives = conf_front_lives,
      .launch = conf_front_launch,
      .cancel = front->options.offline ? NULL : conf_front_cancel,
      .fetch = front->options.offline ? conf_serve_offline : conf_front_fetch,
      .log = front->options.verbose ? say : NULL,
      .enter = enter,
      .leave = leave,
  };
}

/* A class beside that of BITS: who asks for BITS's own starts BITS. */
static const CLSID stand_in = {
    0x7C3A54E1, 0x0B6D, 0x4E0C, {0x9A, 0x52, 0x5B, 0x1D, 0x6E, 0x0F, 0x4A, 0x11}};

/* Of two of a class Wine leads clients to the first, for ever: also when that one was killed. */
static bool is_free(const CLSID *clsid, char why[240])
{
  IUnknown *factory = NULL;
  HRESULT got =
      CoGetClassObject(clsid, CLSCTX_LOCAL_SERVER, NULL, &IID_IUnknown, (void **)&factory);

  if (got == REGDB_E_CLASSNOTREG)
    return true;
  if (SUCCEEDED(got)) {
    IUnknown_Release(factory);
    snprintf(why, 240, "the class is in use: another service has it in this prefix");
  } else {
    snprintf(why, 240,
             "the service that had the class was killed, and Wine leads clients to it still "
             "(0x%08lX); \"wine net stop RpcSs\" lets go of it",
             got);
  }
  return false;
}

static bool may_enlist(const struct conf_front *front, char why[240])
{
  return !conf_com_is_wine() ||
         (is_free(&front->clsid, why) && (!front->options.replace || is_free(&stand_in, why)));
}

bool conf_front_register(struct conf_front *front, struct conf_serve *serve, char why[240])
{
  HRESULT enlisted;

  front->serve = serve;
  if (!may_enlist(front, why))
    return false;
  if (conf_com_is_wine())
    anchor_all(front);
  enlisted = enlist(front, &front->clsid, &front->cookie[0]);
  if (SUCCEEDED(enlisted) && front->options.replace)
    enlisted = enlist(front, &CONF_CLSID_Manager, &front->cookie[1]);
  if (SUCCEEDED(enlisted) && front->options.replace)
    enlisted = enlist(front, &stand_in, &front->cookie[2]);
  if (FAILED(enlisted))
    snprintf(why, 240, "the class cannot be registered: 0x%08lX", enlisted);
  return SUCCEEDED(enlisted);
}

void conf_front_close(struct conf_front *front)
{
  for (unsigned i = 0; i < sizeof front->cookie / sizeof front->cookie[0]; i++)
    if (front->cookie[i] != 0)
      (void)CoRevokeClassObject(front->cookie[i]);
}
