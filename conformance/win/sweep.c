#include "conformance/sweep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/run_mark.h"
#include "conformance/win/com.h"

static bool say(char why[240], const char *what, HRESULT hr)
{
  (void)snprintf(why, 240, "%.150s: 0x%08X", what, (unsigned)hr);
  return false;
}

/* ---- jobs ---- */

static bool is_due(IBackgroundCopyJob *job, bool own)
{
  char name[CONF_RUN_NAME * 3], mark[CONF_RUN];
  WCHAR *wide;

  if (FAILED(IBackgroundCopyJob_GetDisplayName(job, &wide)))
    return false;
  conf_com_narrow(wide, name, sizeof name);
  CoTaskMemFree(wide);
  return conf_run_of(name, mark) && conf_sweep_due(mark, own);
}

/* A job that is over is still listed as long as somebody holds it. */
static HRESULT cancel(IBackgroundCopyJob *job, unsigned *jobs)
{
  HRESULT hr = IBackgroundCopyJob_Cancel(job);

  if (SUCCEEDED(hr))
    ++*jobs;
  return hr == (HRESULT)BG_E_INVALID_STATE || hr == (HRESULT)BG_E_NOT_FOUND ? S_OK : hr;
}

static HRESULT each_job(IBackgroundCopyManager *manager, bool own, unsigned *jobs)
{
  IEnumBackgroundCopyJobs *all;
  IBackgroundCopyJob *job;
  ULONG fetched; /* our proxies want it */
  HRESULT hr = IBackgroundCopyManager_EnumJobs(manager, 0, &all), worst = hr;

  if (FAILED(hr))
    return hr;
  while (IEnumBackgroundCopyJobs_Next(all, 1, &job, &fetched) == S_OK) {
    hr = is_due(job, own) ? cancel(job, jobs) : S_OK;
    IBackgroundCopyJob_Release(job);
    if (FAILED(hr))
      worst = hr;
  }
  IEnumBackgroundCopyJobs_Release(all);
  return worst;
}

/* A service that is not here has no jobs. */
bool conf_sweep_jobs(const char *service, bool own, unsigned *jobs, char why[240])
{
  CLSID clsid = CONF_CLSID_Manager;
  IBackgroundCopyManager *manager;
  HRESULT hr;

  if (service != NULL && !conf_com_guid_read(service, &clsid))
    return say(why, service, CO_E_CLASSSTRING);
  hr = conf_com_enter();
  if (FAILED(hr))
    return say(why, "COM cannot be entered", hr);
  hr = CoCreateInstance(&clsid, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyManager,
                        (void **)&manager);
  if (SUCCEEDED(hr)) {
    hr = each_job(manager, own, jobs);
    IBackgroundCopyManager_Release(manager);
  } else {
    hr = S_OK;
  }
  conf_com_leave();
  return SUCCEEDED(hr) || say(why, "a job of an earlier run cannot be cancelled", hr);
}

/* ---- classes ---- */

/* Ours has a name with a mark (classes.h). */
static bool is_ours(HKEY classes, const WCHAR *key)
{
  WCHAR wide[CONF_RUN_NAME];
  char name[CONF_RUN_NAME * 3], mark[CONF_RUN];
  DWORD size = sizeof wide;

  if (RegGetValueW(classes, key, NULL, RRF_RT_REG_SZ, NULL, wide, &size) != ERROR_SUCCESS)
    return false;
  conf_com_narrow(wide, name, sizeof name);
  return conf_run_of(name, mark);
}

bool conf_sweep_class(const char *clsid, unsigned *classes, char why[240])
{
  HKEY root;
  GUID guid;
  LSTATUS error = RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Classes\\CLSID", 0,
                                KEY_READ | DELETE | KEY_WRITE, &root);
  WCHAR *key;

  if (!conf_com_guid_read(clsid, &guid))
    return error != ERROR_SUCCESS || RegCloseKey(root) == ERROR_SUCCESS;
  if (error != ERROR_SUCCESS)
    return say(why, "classes of an earlier run cannot be taken back", HRESULT_FROM_WIN32(error));
  key = conf_com_wide(clsid);
  if (is_ours(root, key)) {
    error = RegDeleteTreeW(root, key);
    *classes += error == ERROR_SUCCESS;
  }
  free(key);
  RegCloseKey(root);
  return error == ERROR_SUCCESS || say(why, clsid, HRESULT_FROM_WIN32(error));
}
