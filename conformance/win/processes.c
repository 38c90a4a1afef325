#include "conformance/processes.h"

#include <stdio.h>
#include <string.h>
#include <uv.h>

#include <windows.h>

void *conf_process_hold(uint32_t number)
{
  return OpenProcess(SYNCHRONIZE | PROCESS_TERMINATE, FALSE, number);
}

bool conf_process_is_gone(void *held)
{
  return WaitForSingleObject(held, 0) == WAIT_OBJECT_0;
}

void conf_process_end(void *held)
{
  (void)TerminateProcess(held, 1);
}

void conf_process_let_go(void *held)
{
  (void)CloseHandle(held);
}

void conf_process_address(const char *folder, const char *run, char address[200])
{
  (void)folder;
  snprintf(address, 200, "\\\\.\\pipe\\bitsnotify-%.60s", run);
}

void conf_process_path(char *path)
{
  for (; *path != '\0'; path++)
    if (*path == '/')
      *path = '\\';
}

const char *conf_process_suffix(void)
{
  return ".exe";
}

bool conf_process_host(char host[128])
{
  typedef const char *version_of(void);
  HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
  FARPROC found = ntdll == NULL ? NULL : GetProcAddress(ntdll, "wine_get_version");
  version_of *wine = NULL;
  uv_utsname_t name = {.release = "unknown"};

  memcpy(&wine, &found, sizeof wine);
  (void)uv_os_uname(&name);
  if (wine != NULL)
    snprintf(host, 128, "Wine %.40s as Windows %.60s", wine(), name.release);
  else
    snprintf(host, 128, "Windows %.60s", name.release);
  return wine == NULL;
}
