/* conformance/win/proxies.c - the proxies that widl made of bits.idl, known to COM in this process
 * only. */
#include "conformance/win/com.h"

#include <rpcproxy.h>

/* Names that widl and its macros give; the prefix and the CLSID come from local.mk. */
extern const ProxyFileInfo bits_ProxyFileInfo;
extern const CLSID CLSID_PSFactoryBuffer;
HRESULT STDAPICALLTYPE conf_proxy_DllGetClassObject(REFCLSID clsid, REFIID iid, void **object);

/* ---- Next: what crosses the process has a place for the count, whatever the caller gave ---- */

#define NEXT(Item)                                                                                 \
  HRESULT STDMETHODCALLTYPE IEnumBackgroundCopy##Item##s_RemoteNext_Proxy(                         \
      IEnumBackgroundCopy##Item##s *This, ULONG count, IBackgroundCopy##Item **items,              \
      ULONG *fetched);                                                                             \
  HRESULT STDMETHODCALLTYPE IEnumBackgroundCopy##Item##s_Next_Proxy(                               \
      IEnumBackgroundCopy##Item##s *This, ULONG count, IBackgroundCopy##Item **items,              \
      ULONG *fetched);                                                                             \
  HRESULT STDMETHODCALLTYPE IEnumBackgroundCopy##Item##s_Next_Stub(                                \
      IEnumBackgroundCopy##Item##s *This, ULONG count, IBackgroundCopy##Item **items,              \
      ULONG *fetched);                                                                             \
                                                                                                   \
  HRESULT STDMETHODCALLTYPE IEnumBackgroundCopy##Item##s_Next_Proxy(                               \
      IEnumBackgroundCopy##Item##s *This, ULONG count, IBackgroundCopy##Item **items,              \
      ULONG *fetched)                                                                              \
  {                                                                                                \
    ULONG one = 0;                                                                                 \
                                                                                                   \
    if (items == NULL || (fetched == NULL && count != 1))                                          \
      return E_INVALIDARG;                                                                         \
    return IEnumBackgroundCopy##Item##s_RemoteNext_Proxy(This, count, items,                       \
                                                         fetched == NULL ? &one : fetched);        \
  }                                                                                                \
                                                                                                   \
  HRESULT STDMETHODCALLTYPE IEnumBackgroundCopy##Item##s_Next_Stub(                                \
      IEnumBackgroundCopy##Item##s *This, ULONG count, IBackgroundCopy##Item **items,              \
      ULONG *fetched)                                                                              \
  {                                                                                                \
    return IEnumBackgroundCopy##Item##s_Next(This, count, items, fetched);                         \
  }

NEXT(Job)
NEXT(File)

/* ---- known to this process ---- */

static HRESULT use_for_each_interface(void)
{
  HRESULT used = S_OK;

  for (unsigned i = 0; SUCCEEDED(used) && bits_ProxyFileInfo.pStubVtblList[i] != NULL; i++)
    used =
        CoRegisterPSClsid(bits_ProxyFileInfo.pStubVtblList[i]->header.piid, &CLSID_PSFactoryBuffer);
  return used;
}

HRESULT conf_com_register_proxies(void)
{
  IPSFactoryBuffer *factory;
  DWORD cookie;
  HRESULT made = conf_proxy_DllGetClassObject(&CLSID_PSFactoryBuffer, &IID_IPSFactoryBuffer,
                                              (void **)&factory);

  if (FAILED(made))
    return made;
  made = CoRegisterClassObject(&CLSID_PSFactoryBuffer, (IUnknown *)factory, CLSCTX_INPROC_SERVER,
                               REGCLS_MULTIPLEUSE, &cookie);
  factory->lpVtbl->Release(factory);
  return SUCCEEDED(made) ? use_for_each_interface() : made;
}
