#include "conformance/life.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include <tlhelp32.h>
#include <wchar.h>

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

static const WCHAR *own_name(WCHAR path[MAX_PATH])
{
  DWORD length = GetModuleFileNameW(NULL, path, MAX_PATH);
  const WCHAR *slash = wcsrchr(path, L'\\');

  if (length == 0 || length == MAX_PATH)
    return NULL;
  return slash == NULL ? path : slash + 1;
}

/* Another process may have the parent's number by now, and children of its own. */
static bool is_orphan(const PROCESSENTRY32W *entry, unsigned parent, uint64_t since,
                      uint64_t *started)
{
  uint64_t now = conf_life_started(parent);

  if (entry->th32ParentProcessID != parent)
    return false;
  *started = conf_life_started(entry->th32ProcessID);
  return *started != CONF_LIFE_UNKNOWN && *started >= since && (now == 0 || now > *started);
}

unsigned conf_life_end_orphans(unsigned parent, uint64_t since)
{
  HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
  PROCESSENTRY32W entry = {.dwSize = sizeof entry};
  WCHAR path[MAX_PATH];
  const WCHAR *name = own_name(path);
  unsigned ended = 0;
  uint64_t started;

  if (all == INVALID_HANDLE_VALUE)
    return 0;
  for (BOOL more = Process32FirstW(all, &entry); more; more = Process32NextW(all, &entry))
    if (name != NULL && _wcsicmp(entry.szExeFile, name) == 0 &&
        is_orphan(&entry, parent, since, &started))
      ended += conf_life_end(entry.th32ProcessID, started);
  CloseHandle(all);
  return ended;
}
