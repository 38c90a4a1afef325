#include "conformance/win/serve_parts.h"

#include <stdio.h>
#include <stdlib.h>

struct manager {
  struct conf_front_object object;
  struct conf_front *front;
  uint32_t epoch;
};

static struct manager *of(IBackgroundCopyManager *This)
{
  return (struct manager *)This;
}

static HRESULT create(struct manager *manager, LPCWSTR name, struct conf_serve_answer *answer)
{
  char text[CONF_PORT_TEXT];
  struct conf_serve_call call = {.method = BN_CreateJob, .text = text, .epoch = manager->epoch};

  conf_com_narrow(name, text, sizeof text);
  conf_serve_call(manager->front->serve, &call, answer);
  return answer->hresult;
}

static HRESULT STDMETHODCALLTYPE create_job(IBackgroundCopyManager *This, LPCWSTR name,
                                            BG_JOB_TYPE type, GUID *id, IBackgroundCopyJob **job)
{
  struct conf_serve_answer answer;
  HRESULT created;

  if (id == NULL || job == NULL || name == NULL)
    return E_INVALIDARG;
  *job = NULL;
  if (type != BG_JOB_TYPE_DOWNLOAD)
    return E_NOTIMPL;
  if (wcslen(name) > 256)
    return BN_HR_BG_E_STRING_TOO_LONG;
  created = create(of(This), name, &answer);
  if (FAILED(created))
    return created;
  conf_com_guid_read(answer.text, id);
  *job = conf_front_job(of(This)->front, answer.text, answer.epoch);
  return *job == NULL ? E_OUTOFMEMORY : created;
}

static HRESULT STDMETHODCALLTYPE get_job(IBackgroundCopyManager *This, REFGUID id,
                                         IBackgroundCopyJob **job)
{
  struct conf_serve_answer answer;
  char text[CONF_GUID_TEXT];
  struct conf_serve_call call = {.method = BN_GetJob, .job = text, .epoch = of(This)->epoch};

  if (job == NULL)
    return E_INVALIDARG;
  *job = NULL;
  conf_com_guid_text(id, text);
  conf_serve_call(of(This)->front->serve, &call, &answer);
  if (FAILED(answer.hresult))
    return answer.hresult;
  *job = conf_front_job(of(This)->front, text, answer.epoch);
  return *job == NULL ? E_OUTOFMEMORY : answer.hresult;
}

/* The flag that asks for the jobs of all users changes nothing: there is one user. */
static HRESULT STDMETHODCALLTYPE enum_jobs(IBackgroundCopyManager *This, DWORD flags,
                                           IEnumBackgroundCopyJobs **jobs)
{
  if (jobs == NULL || flags > BG_JOB_ENUM_ALL_USERS)
    return E_INVALIDARG;
  *jobs = NULL;
  if (of(This)->epoch != conf_serve_epoch(of(This)->front->serve))
    return BN_HR_RPC_S_SERVER_UNAVAILABLE;
  *jobs = conf_front_enum_jobs(of(This)->front);
  return *jobs == NULL ? E_OUTOFMEMORY : S_OK;
}

static HRESULT STDMETHODCALLTYPE get_error_description(IBackgroundCopyManager *This, HRESULT code,
                                                       DWORD language, LPWSTR *description)
{
  const char *name = bn_hresult_text(code);
  char text[80];

  (void)This;
  (void)language;
  if (description == NULL)
    return E_INVALIDARG;
  snprintf(text, sizeof text, "%s (0x%08lX)", name == NULL ? "error" : name, (unsigned long)code);
  return conf_front_give(text, description);
}

static const IBackgroundCopyManagerVtbl vtbl = {
    (HRESULT(STDMETHODCALLTYPE *)(IBackgroundCopyManager *, REFIID, void **))conf_front_query,
    (ULONG(STDMETHODCALLTYPE *)(IBackgroundCopyManager *))conf_front_add_ref,
    (ULONG(STDMETHODCALLTYPE *)(IBackgroundCopyManager *))conf_front_release_object,
    create_job,
    get_job,
    enum_jobs,
    get_error_description,
};

IBackgroundCopyManager *conf_front_manager(struct conf_front *front)
{
  static const IID *const iids[] = {&IID_IUnknown, &IID_IBackgroundCopyManager, NULL};
  struct manager *manager = conf_front_new(sizeof *manager, &vtbl, iids);

  if (manager == NULL)
    return NULL;
  manager->front = front;
  manager->epoch = conf_serve_epoch(front->serve);
  return (IBackgroundCopyManager *)manager;
}
