#include "conformance/life.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

static uint64_t started_of(HANDLE process)
{
  FILETIME created, exited, kernel, user;

  if (WaitForSingleObject(process, 0) == WAIT_OBJECT_0)
    return 0;
  if (!GetProcessTimes(process, &created, &exited, &kernel, &user))
    return CONF_LIFE_UNKNOWN;
  return (uint64_t)created.dwHighDateTime << 32 | created.dwLowDateTime;
}

uint64_t conf_life_started(unsigned process)
{
  HANDLE handle = OpenProcess(SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process);
  uint64_t started;

  if (handle == NULL)
    return GetLastError() == ERROR_ACCESS_DENIED ? CONF_LIFE_UNKNOWN : 0;
  started = started_of(handle);
  CloseHandle(handle);
  return started;
}

bool conf_life_end(unsigned process, uint64_t started)
{
  HANDLE handle = OpenProcess(SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_TERMINATE,
                              FALSE, process);
  bool ended;

  if (handle == NULL)
    return false;
  ended = started_of(handle) == started && TerminateProcess(handle, 1) &&
          WaitForSingleObject(handle, 10000) == WAIT_OBJECT_0;
  CloseHandle(handle);
  return ended;
}
