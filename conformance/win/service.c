#include "conformance/service.h"

#include <stdint.h>
#include <stdio.h>
#include <uv.h>

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

/* What the system says, without the line end that it says it with. */
static bool failed(const char *name, const char *what, DWORD error, char why[240])
{
  char words[120];
  DWORD length = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL,
                                error, 0, words, sizeof words, NULL);

  while (length > 0 && (unsigned char)words[length - 1] <= ' ')
    length--;
  (void)snprintf(why, 240, "the service %.40s cannot be %s: %.*s (error %lu)", name, what,
                 (int)length, words, error);
  return false;
}

static SC_HANDLE open_service(const char *name, DWORD rights)
{
  SC_HANDLE scm = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT), service = NULL;
  DWORD error = GetLastError();

  if (scm != NULL) {
    service = OpenServiceA(scm, name, rights);
    error = GetLastError();
    CloseServiceHandle(scm);
  }
  SetLastError(error);
  return service;
}

/* The SCM tells no state that it is on the way to, so it is asked again and again. */
static DWORD wait_for(SC_HANDLE service, DWORD state, unsigned ms)
{
  uint64_t end = uv_hrtime() + (uint64_t)ms * 1000000;
  SERVICE_STATUS status;

  for (;;) {
    if (!QueryServiceStatus(service, &status))
      return GetLastError();
    if (status.dwCurrentState == state)
      return ERROR_SUCCESS;
    if (uv_hrtime() >= end)
      return ERROR_SERVICE_REQUEST_TIMEOUT;
    Sleep(10);
  }
}

bool conf_service_stop(const char *name, unsigned ms, char why[240])
{
  SC_HANDLE service = open_service(name, SERVICE_STOP | SERVICE_QUERY_STATUS);
  SERVICE_STATUS status;
  DWORD error = ERROR_SUCCESS;

  if (service == NULL)
    return failed(name, "stopped", GetLastError(), why);
  if (!ControlService(service, SERVICE_CONTROL_STOP, &status))
    error = GetLastError();
  /* on the way down it takes no controls */
  if (error == ERROR_SUCCESS || error == ERROR_SERVICE_CANNOT_ACCEPT_CTRL)
    error = wait_for(service, SERVICE_STOPPED, ms);
  CloseServiceHandle(service);
  return error == ERROR_SUCCESS || error == ERROR_SERVICE_NOT_ACTIVE ||
         failed(name, "stopped", error, why);
}

bool conf_service_start(const char *name, unsigned ms, char why[240])
{
  SC_HANDLE service = open_service(name, SERVICE_START | SERVICE_QUERY_STATUS);
  DWORD error = ERROR_SUCCESS;

  if (service == NULL)
    return failed(name, "started", GetLastError(), why);
  if (!StartServiceW(service, 0, NULL))
    error = GetLastError();
  if (error == ERROR_SUCCESS || error == ERROR_SERVICE_ALREADY_RUNNING)
    error = wait_for(service, SERVICE_RUNNING, ms);
  CloseServiceHandle(service);
  return error == ERROR_SUCCESS || failed(name, "started", error, why);
}

bool conf_service_may(const char *name)
{
  SC_HANDLE service = open_service(name, SERVICE_STOP | SERVICE_START | SERVICE_QUERY_STATUS);

  return service != NULL && CloseServiceHandle(service);
}

bool conf_service_runs(const char *name)
{
  SC_HANDLE service = open_service(name, SERVICE_QUERY_STATUS);
  SERVICE_STATUS status = {.dwCurrentState = SERVICE_STOPPED};

  if (service == NULL)
    return false;
  (void)QueryServiceStatus(service, &status);
  CloseServiceHandle(service);
  return status.dwCurrentState == SERVICE_RUNNING || status.dwCurrentState == SERVICE_START_PENDING;
}
