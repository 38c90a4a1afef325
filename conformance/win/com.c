#include "conformance/win/com.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

const CLSID CONF_CLSID_Manager = {
    0x4991d34b, 0x80a1, 0x4291, {0x83, 0xb6, 0x33, 0x28, 0x36, 0x6b, 0x90, 0x97}};
const IID CONF_IID_Callback3 = {
    0x98c97bd2, 0xe32b, 0x4ad8, {0xa5, 0x28, 0x95, 0xfd, 0x8b, 0x16, 0xbd, 0x42}};
const IID CONF_IID_File3 = {
    0x659cdeaa, 0x489e, 0x11d9, {0xa9, 0xcd, 0x00, 0x0d, 0x56, 0x96, 0x52, 0x51}};
const IID CONF_IID_File4 = {
    0xef7e0655, 0x7888, 0x4960, {0xb0, 0xe5, 0x73, 0x08, 0x46, 0xe0, 0x34, 0x92}};
const IID CONF_IID_File5 = {
    0x85c1657f, 0xdafc, 0x40e8, {0x88, 0x34, 0xdf, 0x18, 0xea, 0x25, 0x71, 0x7e}};
const IID CONF_IID_File6 = {
    0xcf6784f7, 0xd677, 0x49fd, {0x93, 0x68, 0xcb, 0x47, 0xae, 0xe9, 0xd1, 0xad}};

bool conf_com_is_wine(void)
{
  HMODULE ntdll = GetModuleHandleA("ntdll.dll");

  return ntdll != NULL && GetProcAddress(ntdll, "wine_get_version") != NULL;
}

/* Once for a process: it says RPC_E_TOO_LATE when somebody, perhaps COM itself, was first. */
static HRESULT secure(void)
{
  HRESULT secured = CoInitializeSecurity(NULL, -1, NULL, NULL, RPC_C_AUTHN_LEVEL_CONNECT,
                                         RPC_C_IMP_LEVEL_IMPERSONATE, NULL, EOAC_NONE, NULL);

  return secured == RPC_E_TOO_LATE ? S_OK : secured;
}

/* Registered proxies end with the last thread of the apartment, so it is never left by all: the
 * first that enters enters twice. */
static HRESULT use_own_proxies(void)
{
  HRESULT entered = CoInitializeEx(NULL, COINIT_MULTITHREADED);

  return FAILED(entered) ? entered : conf_com_register_proxies();
}

HRESULT conf_com_enter(void)
{
  static LONG before;
  HRESULT entered = CoInitializeEx(NULL, COINIT_MULTITHREADED);

  if (FAILED(entered))
    return entered;
  if (InterlockedExchange(&before, 1) != 0)
    return S_OK; /* S_FALSE on a thread that is in it already */
  entered = secure();
  if (SUCCEEDED(entered) && conf_com_is_wine())
    entered = use_own_proxies();
  if (FAILED(entered)) {
    InterlockedExchange(&before, 0);
    CoUninitialize();
  }
  return entered;
}

void conf_com_leave(void)
{
  CoUninitialize();
}

void conf_com_anchor(void *object, REFIID iid)
{
  IStream *stream;

  if (conf_com_is_wine() && SUCCEEDED(CreateStreamOnHGlobal(NULL, TRUE, &stream)))
    (void)CoMarshalInterface(stream, iid, object, MSHCTX_LOCAL, NULL, MSHLFLAGS_TABLESTRONG);
}

void conf_com_guid_text(const GUID *guid, char text[39])
{
  int length =
      snprintf(text, 39, "{%08lX-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}", guid->Data1,
               guid->Data2, guid->Data3, guid->Data4[0], guid->Data4[1], guid->Data4[2],
               guid->Data4[3], guid->Data4[4], guid->Data4[5], guid->Data4[6], guid->Data4[7]);

  assert(length == 38);
}

bool conf_com_guid_read(const char *text, GUID *guid)
{
  WCHAR *wide = conf_com_wide(text);
  bool is = wide != NULL && SUCCEEDED(CLSIDFromString(wide, guid));

  free(wide);
  return is && text[0] == '{'; /* the other form that it takes is a ProgID */
}

WCHAR *conf_com_wide(const char *text)
{
  WCHAR *wide;
  int size;

  if (text == NULL)
    return NULL;
  size = MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0);
  wide = malloc((size_t)size * sizeof *wide);
  if (wide == NULL)
    abort();
  MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, size);
  return wide;
}

void conf_com_narrow(const WCHAR *wide, char *text, int capacity)
{
  int length = wide == NULL ? 0 : (int)wcslen(wide);

  assert(capacity > 0);
  while (length > 0 &&
         WideCharToMultiByte(CP_UTF8, 0, wide, length, NULL, 0, NULL, NULL) >= capacity)
    length--;
  if (length > 0 && IS_HIGH_SURROGATE(wide[length - 1]))
    length--;
  if (length > 0)
    length = WideCharToMultiByte(CP_UTF8, 0, wide, length, text, capacity - 1, NULL, NULL);
  text[length] = '\0';
}
