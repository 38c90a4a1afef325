#include "conformance/classes.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/run_mark.h"
#include "conformance/sweep.h"
#include "conformance/win/com.h"

bool conf_class_new(char clsid[39])
{
  GUID guid;

  if (FAILED(CoCreateGuid(&guid)))
    return false;
  conf_com_guid_text(&guid, clsid);
  return true;
}

static LSTATUS write_text(HKEY key, const char *text)
{
  WCHAR *wide = conf_com_wide(text);
  LSTATUS status =
      RegSetValueExW(key, NULL, 0, REG_SZ, (const BYTE *)wide, (DWORD)((wcslen(wide) + 1) * 2));

  free(wide);
  return status;
}

/* CLSID\{...} with a name to find it by, LocalServer32 below it. Without an AppID the server is
 * started with the identity of who activates it. */
static LSTATUS write_class(const WCHAR *path, const char *name, const char *command)
{
  HKEY class, server;
  LSTATUS status =
      RegCreateKeyExW(HKEY_LOCAL_MACHINE, path, 0, NULL, 0, KEY_WRITE, NULL, &class, NULL);

  if (status != ERROR_SUCCESS)
    return status;
  status = write_text(class, name);
  if (status == ERROR_SUCCESS)
    status = RegCreateKeyExW(class, L"LocalServer32", 0, NULL, 0, KEY_WRITE, NULL, &server, NULL);
  if (status == ERROR_SUCCESS) {
    status = write_text(server, command);
    RegCloseKey(server);
  }
  RegCloseKey(class);
  return status;
}

static LSTATUS register_class(const char *clsid, const char *command)
{
  char name[CONF_RUN_NAME];
  WCHAR path[120], *key = conf_com_wide(clsid);
  LSTATUS status;

  conf_run_name("class", name);
  (void)swprintf(path, 120, L"Software\\Classes\\CLSID\\%ls", key);
  status = write_class(path, name, command);
  if (status != ERROR_SUCCESS)
    (void)RegDeleteTreeW(HKEY_LOCAL_MACHINE, path);
  free(key);
  return status;
}

bool conf_class_register(const char *clsid, const char *command, char why[240])
{
  GUID guid;
  LSTATUS status;

  assert(conf_com_guid_read(clsid, &guid));
  (void)guid;
  if (strlen(command) >= CONF_CLASS_COMMAND) {
    (void)snprintf(why, 240, "the command line of a class server is longer than %d bytes",
                   CONF_CLASS_COMMAND - 1);
    return false;
  }
  if (!conf_run_note_class(clsid, why))
    return false;
  status = register_class(clsid, command);
  if (status == ERROR_ACCESS_DENIED)
    (void)snprintf(why, 240,
                   "a class is registered for the whole machine, which needs an elevated process");
  else if (status != ERROR_SUCCESS)
    (void)snprintf(why, 240, "a class cannot be registered: error %ld", status);
  return status == ERROR_SUCCESS;
}

bool conf_class_remove(const char *clsid, char why[240])
{
  unsigned removed = 0;

  return conf_sweep_class(clsid, &removed, why);
}
