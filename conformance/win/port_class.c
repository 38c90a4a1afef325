#include "conformance/win/port_parts.h"

#include <stdlib.h>

struct conf_class {
  IClassFactory factory; /* first */
  struct conf_port *port;
  CLSID clsid;
  int object;
  volatile LONG instances;
  volatile LONG registered;
  DWORD cookie;
};

/* For a death, which knows no port. A process serves one class. */
static struct conf_class *served_here;

static struct conf_class *of(IClassFactory *factory)
{
  return (struct conf_class *)factory;
}

/* --- registration --- */

/* Under Wine for a single use: the table there keeps classes of dead processes for ever, and an
 * entry that was used is gone. Each use registers it anew. */
static HRESULT enlist(void *with)
{
  struct conf_class *class = with;
  DWORD use = conf_com_is_wine() ? REGCLS_SINGLEUSE : REGCLS_MULTIPLEUSE;
  HRESULT enlisted = CoRegisterClassObject(&class->clsid, (IUnknown *)&class->factory,
                                           CLSCTX_LOCAL_SERVER, use, &class->cookie);

  class->registered = SUCCEEDED(enlisted);
  return enlisted;
}

static HRESULT delist(void *with)
{
  struct conf_class *class = with;

  return InterlockedExchange(&class->registered, 0) ? CoRevokeClassObject(class->cookie) : S_OK;
}

static void enlist_anew(struct conf_class *class)
{
  if (!class->registered || !conf_com_is_wine())
    return;
  (void)delist(class);
  (void)enlist(class);
}

/* --- IClassFactory; it lives as long as the process --- */

static HRESULT STDMETHODCALLTYPE query(IClassFactory *This, REFIID iid, void **object)
{
  if (object == NULL)
    return E_POINTER;
  *object = NULL;
  if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IClassFactory))
    return E_NOINTERFACE;
  *object = This;
  return S_OK;
}

static ULONG STDMETHODCALLTYPE count(IClassFactory *This)
{
  (void)This;
  return 1;
}

static HRESULT make(struct conf_class *class, REFIID iid, void **object)
{
  unsigned instance = (unsigned)InterlockedIncrement(&class->instances);
  struct conf_port_ears ears = class->port->ears;
  HRESULT made = ears.created(ears.with, class->object, instance);
  struct conf_object *new;

  if (FAILED(made)) {
    InterlockedDecrement(&class->instances);
    return made;
  }
  new = conf_object_new(&class->port->objects[class->object], instance);
  if (new == NULL)
    return E_OUTOFMEMORY;
  made = new->callback.lpVtbl->QueryInterface(&new->callback, iid, object);
  (void)new->callback.lpVtbl->Release(&new->callback);
  return made;
}

static HRESULT STDMETHODCALLTYPE create(IClassFactory *This, IUnknown *outer, REFIID iid,
                                        void **object)
{
  if (object == NULL)
    return E_POINTER;
  *object = NULL;
  enlist_anew(of(This));
  return outer != NULL ? CLASS_E_NOAGGREGATION : make(of(This), iid, object);
}

static HRESULT STDMETHODCALLTYPE lock(IClassFactory *This, WINBOOL locked)
{
  (void)This;
  (void)locked;
  return S_OK;
}

static IClassFactoryVtbl methods = {query, count, count, create, lock};

/* --- the port's functions --- */

int32_t conf_port_serve_class(struct conf_port *port, const char *clsid, int object)
{
  static IClassFactory anchored;
  struct conf_class *class = calloc(1, sizeof *class);
  HRESULT served;

  if (class == NULL)
    return E_OUTOFMEMORY;
  anchored.lpVtbl = &methods;
  conf_com_anchor(&anchored, &IID_IClassFactory);
  class->factory.lpVtbl = &methods;
  class->port = port;
  class->object = object;
  served = conf_com_guid_read(clsid, &class->clsid) ? S_OK : CO_E_CLASSSTRING;
  if (SUCCEEDED(served))
    served = conf_apartment_run(port->objects[object].home, enlist, class);
  if (FAILED(served)) {
    free(class);
    return served;
  }
  port->served = served_here = class; /* a stub may hold it: never freed */
  return served;
}

int32_t conf_port_revoke_class(struct conf_port *port)
{
  struct conf_class *class = port->served;

  if (class == NULL)
    return S_OK;
  port->served = served_here = NULL;
  return conf_apartment_run(port->objects[class->object].home, delist, class);
}

void conf_class_revoke_all(void)
{
  if (served_here != NULL)
    (void)delist(served_here);
}
