#include "conformance/win/port_parts.h"

#include <assert.h>
#include <stdlib.h>

bool conf_job_is_gone(HRESULT hresult)
{
  static const HRESULT gone[] = {
      BN_HR_RPC_S_SERVER_UNAVAILABLE, BN_HR_RPC_S_CALL_FAILED_DNE, BN_HR_RPC_E_DISCONNECTED,
      BN_HR_RPC_E_SERVER_DIED_DNE,    BN_HR_RPC_E_SERVER_DIED,     BN_HR_CO_E_OBJNOTCONNECTED,
      (HRESULT)0x800706B5u, /* RPC_S_UNKNOWN_IF: Wine's word for disconnected */
  };

  for (unsigned i = 0; i < sizeof gone / sizeof gone[0]; i++)
    if (hresult == gone[i])
      return true;
  return false;
}

/* --- the manager --- */

static void replace_manager(struct conf_apartment *here, IBackgroundCopyManager *manager)
{
  IBackgroundCopyManager *old;

  AcquireSRWLockExclusive(&here->port->lock);
  old = here->manager;
  here->manager = manager;
  if (manager != NULL)
    IBackgroundCopyManager_AddRef(manager);
  ReleaseSRWLockExclusive(&here->port->lock);
  if (old != NULL)
    IBackgroundCopyManager_Release(old);
}

static IBackgroundCopyManager *held_manager(struct conf_apartment *here)
{
  IBackgroundCopyManager *manager;

  AcquireSRWLockShared(&here->port->lock);
  manager = here->manager;
  if (manager != NULL)
    IBackgroundCopyManager_AddRef(manager);
  ReleaseSRWLockShared(&here->port->lock);
  return manager;
}

/* With a reference for the caller. */
static HRESULT get_manager(struct conf_apartment *here, bool anew, IBackgroundCopyManager **manager)
{
  HRESULT got;

  *manager = anew ? NULL : held_manager(here);
  if (*manager != NULL)
    return S_OK;
  got = CoCreateInstance(&here->port->service, NULL, CLSCTX_LOCAL_SERVER,
                         &IID_IBackgroundCopyManager, (void **)manager);
  if (SUCCEEDED(got))
    replace_manager(here, *manager);
  return got;
}

/* --- jobs that are held --- */

static struct conf_held *find(struct conf_apartment *here, const GUID *job)
{
  struct conf_held *held;

  AcquireSRWLockShared(&here->port->lock);
  held = here->held;
  while (held != NULL && !IsEqualGUID(&held->job, job))
    held = held->next;
  ReleaseSRWLockShared(&here->port->lock);
  return held;
}

static IUnknown *identity_of(IBackgroundCopyJob *proxy)
{
  IUnknown *identity = NULL;

  if (SUCCEEDED(IBackgroundCopyJob_QueryInterface(proxy, &IID_IUnknown, (void **)&identity)))
    IUnknown_Release(identity);
  return identity;
}

static bool is_held(struct conf_apartment *here, IUnknown *identity, GUID *job)
{
  struct conf_held *held;

  AcquireSRWLockShared(&here->port->lock);
  held = here->held;
  while (held != NULL && held->identity != identity)
    held = held->next;
  if (held != NULL)
    *job = held->job;
  ReleaseSRWLockShared(&here->port->lock);
  return held != NULL;
}

/* Takes the reference over. Older ones of the job stay, another thread may be using them. */
static void hold(struct conf_apartment *here, const GUID *job, IBackgroundCopyJob *proxy)
{
  struct conf_held *held = calloc(1, sizeof *held);

  if (held == NULL)
    abort();
  held->job = *job;
  held->identity = identity_of(proxy);
  held->as[1] = proxy;
  AcquireSRWLockExclusive(&here->port->lock);
  held->next = here->held;
  here->held = held;
  ReleaseSRWLockExclusive(&here->port->lock);
}

HRESULT conf_job_identify(struct conf_port *port, IBackgroundCopyJob *proxy, GUID *job)
{
  struct conf_apartment *here = conf_apartment_here(port);
  IUnknown *identity = identity_of(proxy);
  HRESULT asked;

  if (identity != NULL && is_held(here, identity, job))
    return S_OK;
  asked = IBackgroundCopyJob_GetId(proxy, job);
  if (SUCCEEDED(asked) && find(here, job) == NULL) {
    IBackgroundCopyJob_AddRef(proxy);
    hold(here, job, proxy);
  }
  return asked;
}

void conf_jobs_release(struct conf_apartment *apartment)
{
  struct conf_held *held;

  while ((held = apartment->held) != NULL) {
    apartment->held = held->next;
    for (unsigned i = 1; i < CONF_JOB_VERSIONS; i++)
      if (held->as[i] != NULL)
        IBackgroundCopyJob_Release(held->as[i]);
    free(held);
  }
  replace_manager(apartment, NULL);
}

/* --- getting one --- */

static HRESULT create(struct conf_apartment *here, const WCHAR *name, bool anew, GUID *job)
{
  IBackgroundCopyManager *manager;
  IBackgroundCopyJob *proxy;
  HRESULT got = get_manager(here, anew, &manager);

  if (FAILED(got))
    return got;
  got = IBackgroundCopyManager_CreateJob(manager, name, BG_JOB_TYPE_DOWNLOAD, job, &proxy);
  if (SUCCEEDED(got))
    hold(here, job, proxy);
  IBackgroundCopyManager_Release(manager);
  return got;
}

HRESULT conf_job_create(struct conf_port *port, const WCHAR *name, GUID *job)
{
  struct conf_apartment *here = conf_apartment_here(port);
  HRESULT got = create(here, name, false, job);

  return conf_job_is_gone(got) ? create(here, name, true, job) : got;
}

static HRESULT fetch(struct conf_apartment *here, const GUID *job, bool anew)
{
  IBackgroundCopyManager *manager;
  IBackgroundCopyJob *proxy;
  HRESULT got = get_manager(here, anew, &manager);

  if (FAILED(got))
    return got;
  got = IBackgroundCopyManager_GetJob(manager, job, &proxy);
  if (SUCCEEDED(got))
    hold(here, job, proxy);
  IBackgroundCopyManager_Release(manager);
  return got;
}

HRESULT conf_job_find(struct conf_port *port, const GUID *job)
{
  struct conf_apartment *here = conf_apartment_here(port);
  HRESULT got = fetch(here, job, false);

  return conf_job_is_gone(got) ? fetch(here, job, true) : got;
}

/* A proxy whose process is gone says E_NOINTERFACE under Wine; a call tells the difference. */
static HRESULT widen(struct conf_held *held, unsigned version)
{
  static const IID *const iids[CONF_JOB_VERSIONS] = {
      NULL,
      &IID_IBackgroundCopyJob,
      &IID_IBackgroundCopyJob2,
      &IID_IBackgroundCopyJob3,
      &IID_IBackgroundCopyJob4,
      &IID_IBackgroundCopyJob5,
  };
  BG_JOB_STATE state;
  IBackgroundCopyJob *as;
  HRESULT got = IBackgroundCopyJob_QueryInterface(held->as[1], iids[version], (void **)&as);

  if (got == E_NOINTERFACE) {
    HRESULT alive = IBackgroundCopyJob_GetState(held->as[1], &state);
    return conf_job_is_gone(alive) ? alive : got;
  }
  if (SUCCEEDED(got) && InterlockedCompareExchangePointer((void **)&held->as[version], as, NULL))
    IBackgroundCopyJob_Release(as); /* another thread was first */
  return got;
}

HRESULT conf_job_as(struct conf_port *port, const GUID *job, unsigned version, bool anew,
                    IBackgroundCopyJob **as)
{
  struct conf_apartment *here = conf_apartment_here(port);
  struct conf_held *held = anew ? NULL : find(here, job);
  HRESULT got = S_OK;

  assert(version >= 1 && version < CONF_JOB_VERSIONS);
  if (held == NULL)
    got = fetch(here, job, anew);
  if (SUCCEEDED(got) && held == NULL)
    held = find(here, job);
  if (SUCCEEDED(got) && held->as[version] == NULL)
    got = widen(held, version);
  *as = SUCCEEDED(got) ? held->as[version] : NULL;
  return got;
}
