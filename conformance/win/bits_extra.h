/* conformance/win/bits_extra.h - the interfaces of BITS for a C program: mingw-w64's headers, and
 * what they lack (Callback3, File3 to File6, flag 0x0020). Includes everything that COM code needs.
 */
#ifndef CONF_WIN_BITS_EXTRA_H
#define CONF_WIN_BITS_EXTRA_H

#ifndef COBJMACROS
#define COBJMACROS
#endif
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#include <windows.h>

#include <bits.h>
#include <bits1_5.h>
#include <bits2_0.h>
#include <bits3_0.h>
#include <bits5_0.h>
#include <bitsmsg.h>
#include <objbase.h>

#ifndef BG_NOTIFY_FILE_RANGES_TRANSFERRED
#define BG_NOTIFY_FILE_RANGES_TRANSFERRED 0x0020
#endif

/* The methods of IUnknown, then those that every callback or file has, in the order of the table.
 */
#define CONF_UNKNOWN_METHODS(type)                                                                 \
  HRESULT(STDMETHODCALLTYPE *QueryInterface)(type * This, REFIID riid, void **object);             \
  ULONG(STDMETHODCALLTYPE *AddRef)(type * This);                                                   \
  ULONG(STDMETHODCALLTYPE *Release)(type * This);

#ifndef __IBackgroundCopyCallback3_INTERFACE_DEFINED__
#define __IBackgroundCopyCallback3_INTERFACE_DEFINED__
typedef struct IBackgroundCopyCallback3 IBackgroundCopyCallback3;

typedef struct IBackgroundCopyCallback3Vtbl {
  CONF_UNKNOWN_METHODS(IBackgroundCopyCallback3)
  HRESULT(STDMETHODCALLTYPE *JobTransferred)
  (IBackgroundCopyCallback3 *This, IBackgroundCopyJob *job);
  HRESULT(STDMETHODCALLTYPE *JobError)
  (IBackgroundCopyCallback3 *This, IBackgroundCopyJob *job, IBackgroundCopyError *error);
  HRESULT(STDMETHODCALLTYPE *JobModification)
  (IBackgroundCopyCallback3 *This, IBackgroundCopyJob *job, DWORD reserved);
  HRESULT(STDMETHODCALLTYPE *FileTransferred)
  (IBackgroundCopyCallback3 *This, IBackgroundCopyJob *job, IBackgroundCopyFile *file);
  HRESULT(STDMETHODCALLTYPE *FileRangesTransferred)
  (IBackgroundCopyCallback3 *This, IBackgroundCopyJob *job, IBackgroundCopyFile *file, DWORD count,
   const BG_FILE_RANGE ranges[]);
} IBackgroundCopyCallback3Vtbl;

struct IBackgroundCopyCallback3 {
  const IBackgroundCopyCallback3Vtbl *lpVtbl;
};
#endif

#ifndef __IBackgroundCopyFile3_INTERFACE_DEFINED__
#define __IBackgroundCopyFile3_INTERFACE_DEFINED__
typedef struct IBackgroundCopyFile3 IBackgroundCopyFile3;

#define CONF_FILE3_METHODS(type)                                                                   \
  CONF_UNKNOWN_METHODS(type)                                                                       \
  HRESULT(STDMETHODCALLTYPE *GetRemoteName)(type * This, LPWSTR * name);                           \
  HRESULT(STDMETHODCALLTYPE *GetLocalName)(type * This, LPWSTR * name);                            \
  HRESULT(STDMETHODCALLTYPE *GetProgress)(type * This, BG_FILE_PROGRESS * progress);               \
  HRESULT(STDMETHODCALLTYPE *GetFileRanges)(type * This, DWORD * count, BG_FILE_RANGE * *ranges);  \
  HRESULT(STDMETHODCALLTYPE *SetRemoteName)(type * This, LPCWSTR name);                            \
  HRESULT(STDMETHODCALLTYPE *GetTemporaryName)(type * This, LPWSTR * name);                        \
  HRESULT(STDMETHODCALLTYPE *SetValidationState)(type * This, WINBOOL state);                      \
  HRESULT(STDMETHODCALLTYPE *GetValidationState)(type * This, WINBOOL * state);                    \
  HRESULT(STDMETHODCALLTYPE *IsDownloadedFromPeer)(type * This, WINBOOL * peer);

typedef struct IBackgroundCopyFile3Vtbl {
  CONF_FILE3_METHODS(IBackgroundCopyFile3)
} IBackgroundCopyFile3Vtbl;

struct IBackgroundCopyFile3 {
  const IBackgroundCopyFile3Vtbl *lpVtbl;
};
#endif

#if defined(CONF_FILE3_METHODS) && !defined(__IBackgroundCopyFile6_INTERFACE_DEFINED__)
#define __IBackgroundCopyFile6_INTERFACE_DEFINED__
typedef enum { BITS_FILE_PROPERTY_ID_HTTP_RESPONSE_HEADERS = 1 } BITS_FILE_PROPERTY_ID;

typedef union _BITS_FILE_PROPERTY_VALUE {
  LPWSTR String;
} BITS_FILE_PROPERTY_VALUE;

typedef struct IBackgroundCopyFile6 IBackgroundCopyFile6;

/* File4 and File5 are its first methods. */
typedef struct IBackgroundCopyFile6Vtbl {
  CONF_FILE3_METHODS(IBackgroundCopyFile6)
  HRESULT(STDMETHODCALLTYPE *GetPeerDownloadStats)
  (IBackgroundCopyFile6 *This, UINT64 *origin, UINT64 *peers);
  HRESULT(STDMETHODCALLTYPE *SetProperty)
  (IBackgroundCopyFile6 *This, BITS_FILE_PROPERTY_ID id, BITS_FILE_PROPERTY_VALUE value);
  HRESULT(STDMETHODCALLTYPE *GetProperty)
  (IBackgroundCopyFile6 *This, BITS_FILE_PROPERTY_ID id, BITS_FILE_PROPERTY_VALUE *value);
  HRESULT(STDMETHODCALLTYPE *UpdateDownloadPosition)(IBackgroundCopyFile6 *This, UINT64 offset);
  HRESULT(STDMETHODCALLTYPE *RequestFileRanges)
  (IBackgroundCopyFile6 *This, DWORD count, const BG_FILE_RANGE ranges[]);
  HRESULT(STDMETHODCALLTYPE *GetFilledFileRanges)
  (IBackgroundCopyFile6 *This, DWORD *count, BG_FILE_RANGE **ranges);
} IBackgroundCopyFile6Vtbl;

struct IBackgroundCopyFile6 {
  const IBackgroundCopyFile6Vtbl *lpVtbl;
};
#endif

/* The class that is BITS, and the interfaces that libuuid may or may not know. Under names of our
 * own, so that a newer libuuid does not define them twice. */
extern const CLSID CONF_CLSID_Manager;
extern const IID CONF_IID_Callback3, CONF_IID_File3, CONF_IID_File4, CONF_IID_File5, CONF_IID_File6;

#endif
