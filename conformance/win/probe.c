#include "conformance/probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/run_mark.h"
#include "conformance/win/com.h"

struct probing {
  CLSID clsid;
  bool ours; /* another manager than BITS's: no Windows service to look at */
  IBackgroundCopyManager *manager;
  IBackgroundCopyJob *job;
};

static HRESULT start_type_of(SC_HANDLE service)
{
  union {
    QUERY_SERVICE_CONFIGW config;
    BYTE bytes[8192]; /* the most that QueryServiceConfig asks for */
  } *buffer = malloc(sizeof *buffer);
  DWORD needed;
  HRESULT hr = E_OUTOFMEMORY;

  if (buffer == NULL)
    return hr;
  if (!QueryServiceConfigW(service, &buffer->config, sizeof *buffer, &needed))
    hr = HRESULT_FROM_WIN32(GetLastError());
  else
    hr = buffer->config.dwStartType == SERVICE_DISABLED ? HRESULT_FROM_WIN32(ERROR_SERVICE_DISABLED)
                                                        : S_OK;
  free(buffer);
  return hr;
}

/* Stopped is normal: an activation starts it. Who may not ask learns it by CoCreateInstance. */
static int32_t configured(void *with)
{
  struct probing *p = with;
  SC_HANDLE scm, service;
  HRESULT hr = S_OK;

  if (p->ours)
    return S_OK;
  scm = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
  service = scm == NULL ? NULL : OpenServiceW(scm, L"BITS", SERVICE_QUERY_CONFIG);
  if (service != NULL)
    hr = start_type_of(service);
  else if (GetLastError() != ERROR_ACCESS_DENIED)
    hr = HRESULT_FROM_WIN32(GetLastError());
  if (service != NULL)
    CloseServiceHandle(service);
  if (scm != NULL)
    CloseServiceHandle(scm);
  return hr;
}

static int32_t manager(void *with)
{
  struct probing *p = with;

  return CoCreateInstance(&p->clsid, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyManager,
                          (void **)&p->manager);
}

static int32_t job(void *with)
{
  struct probing *p = with;
  char name[CONF_RUN_NAME];
  WCHAR *wide;
  GUID id;
  HRESULT hr;

  conf_run_name("probe", name);
  wide = conf_com_wide(name);
  hr = IBackgroundCopyManager_CreateJob(p->manager, wide, BG_JOB_TYPE_DOWNLOAD, &id, &p->job);
  free(wide);
  return hr;
}

static int32_t file(void *with)
{
  struct probing *p = with;
  WCHAR path[MAX_PATH + 40];
  DWORD length = GetTempPathW(MAX_PATH, path);

  if (length == 0 || length > MAX_PATH)
    return HRESULT_FROM_WIN32(GetLastError());
  wcscpy(path + length, L"bitsnotify-probe"); /* never written: the job is not resumed */
  return IBackgroundCopyJob_AddFile(p->job, L"http://127.0.0.1:9/bitsnotify-probe", path);
}

/* ---- what it can do ---- */

static uint32_t answers(void *object, const IID *iid, uint32_t bit)
{
  IUnknown *found, *asked = object;

  if (FAILED(IUnknown_QueryInterface(asked, iid, (void **)&found)))
    return 0;
  IUnknown_Release(found);
  return bit;
}

static uint32_t file_can(IBackgroundCopyJob *from)
{
  IEnumBackgroundCopyFiles *files;
  IBackgroundCopyFile *first;
  ULONG fetched; /* our proxies want it */
  uint32_t can = 0;

  if (FAILED(IBackgroundCopyJob_EnumFiles(from, &files)))
    return 0;
  if (IEnumBackgroundCopyFiles_Next(files, 1, &first, &fetched) == S_OK) {
    can = answers(first, &IID_IBackgroundCopyFile2, CONF_CAN_FILE2) |
          answers(first, &CONF_IID_File3, CONF_CAN_FILE3) |
          answers(first, &CONF_IID_File4, CONF_CAN_FILE4) |
          answers(first, &CONF_IID_File5, CONF_CAN_FILE5) |
          answers(first, &CONF_IID_File6, CONF_CAN_FILE6);
    IBackgroundCopyFile_Release(first);
  }
  IEnumBackgroundCopyFiles_Release(files);
  return can;
}

static uint32_t flag_can(IBackgroundCopyJob *of, ULONG flag, uint32_t bit)
{
  return SUCCEEDED(IBackgroundCopyJob_SetNotifyFlags(of, flag)) ? bit : 0;
}

static uint32_t can(void *with)
{
  IBackgroundCopyJob *asked = ((struct probing *)with)->job;

  return answers(asked, &IID_IBackgroundCopyJob2, CONF_CAN_JOB2) |
         answers(asked, &IID_IBackgroundCopyJob3, CONF_CAN_JOB3) |
         answers(asked, &IID_IBackgroundCopyJob4, CONF_CAN_JOB4) |
         answers(asked, &IID_IBackgroundCopyJob5, CONF_CAN_JOB5) |
         flag_can(asked, BG_NOTIFY_FILE_TRANSFERRED, CONF_CAN_FILE_TRANSFERRED) |
         flag_can(asked, BG_NOTIFY_FILE_RANGES_TRANSFERRED, CONF_CAN_FILE_RANGES) | file_can(asked);
}

static int32_t cancel(void *with)
{
  return IBackgroundCopyJob_Cancel(((struct probing *)with)->job);
}

/* ---- all of it ---- */

static void let_go(struct probing *p)
{
  if (p->job != NULL)
    IBackgroundCopyJob_Release(p->job);
  if (p->manager != NULL)
    IBackgroundCopyManager_Release(p->manager);
}

void conf_probe_service(const char *clsid, struct conf_probe *probe)
{
  struct probing p = {.clsid = CONF_CLSID_Manager, .ours = clsid != NULL};
  struct conf_probe_calls calls = {&p, configured, manager, job, file, can, cancel};
  HRESULT hr;

  memset(probe, 0, sizeof *probe);
  if (clsid != NULL && !conf_com_guid_read(clsid, &p.clsid)) {
    probe->hresult = CO_E_CLASSSTRING;
    (void)snprintf(probe->sentence, sizeof probe->sentence, "\"%s\" is no class", clsid);
    return;
  }
  hr = conf_com_enter();
  if (FAILED(hr)) {
    probe->hresult = hr;
    (void)snprintf(probe->sentence, sizeof probe->sentence, "COM cannot be entered: 0x%08X",
                   (unsigned)hr);
    return;
  }
  conf_probe_with(&calls, probe);
  let_go(&p);
  conf_com_leave();
}
