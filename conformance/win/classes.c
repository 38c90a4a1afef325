#include "conformance/classes.h"

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "conformance/run_mark.h"
#include "conformance/win/com.h"

bool conf_class_new(char clsid[39])
{
  GUID guid;

  if (FAILED(CoCreateGuid(&guid)))
    return false;
  conf_com_guid_text(&guid, clsid);
  return true;
}

static const WCHAR classes[] = L"Software\\Classes\\CLSID";

static LSTATUS set(HKEY key, const WCHAR *below, const char *text)
{
  WCHAR *wide = conf_com_wide(text);
  LSTATUS error =
      RegSetKeyValueW(key, below, NULL, REG_SZ, wide, (DWORD)((wcslen(wide) + 1) * sizeof *wide));

  free(wide);
  return error;
}

static LSTATUS write_class(const char *clsid, const char *command)
{
  char name[CONF_RUN_NAME];
  WCHAR path[120], *wide = conf_com_wide(clsid);
  HKEY key;
  LSTATUS error;

  swprintf(path, sizeof path / sizeof *path, L"%ls\\%ls", classes, wide);
  free(wide);
  error = RegCreateKeyExW(HKEY_LOCAL_MACHINE, path, 0, NULL, 0, KEY_WRITE, NULL, &key, NULL);
  if (error != ERROR_SUCCESS)
    return error;
  conf_run_name("callback class", name);
  error = set(key, NULL, name);
  if (error == ERROR_SUCCESS)
    error = set(key, L"LocalServer32", command);
  RegCloseKey(key);
  return error;
}

bool conf_class_register(const char *clsid, const char *command, char why[240])
{
  LSTATUS error;

  if (!conf_run_note_class(clsid, why))
    return false;
  error = write_class(clsid, command);
  if (error != ERROR_SUCCESS)
    snprintf(why, 240, "a class cannot be registered for this machine: Windows error %ld",
             (long)error);
  return error == ERROR_SUCCESS;
}

void conf_class_unregister(const char *clsid)
{
  WCHAR *wide = conf_com_wide(clsid);
  HKEY root;

  if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, classes, 0, KEY_READ | DELETE | KEY_WRITE, &root) ==
      ERROR_SUCCESS) {
    (void)RegDeleteTreeW(root, wide);
    RegCloseKey(root);
  }
  free(wide);
}

const char *conf_class_absent(void)
{
  HKEY root;
  LSTATUS error = RegOpenKeyExW(HKEY_LOCAL_MACHINE, classes, 0, KEY_CREATE_SUB_KEY, &root);

  if (error != ERROR_SUCCESS)
    return "only an administrator may register classes for this machine";
  RegCloseKey(root);
  return NULL;
}
