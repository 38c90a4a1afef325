#include "conformance/win/serve_parts.h"

/* What the model does not cover. bitsnotify-serve(1) lists the same. */

typedef IBackgroundCopyJob5 Job;

static HRESULT STDMETHODCALLTYPE get_times(Job *This, BG_JOB_TIMES *times)
{
  (void)This;
  (void)times;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE set_proxy(Job *This, BG_JOB_PROXY_USAGE usage, const WCHAR *list,
                                           const WCHAR *bypass)
{
  (void)This;
  (void)usage;
  (void)list;
  (void)bypass;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE get_proxy(Job *This, BG_JOB_PROXY_USAGE *usage, LPWSTR *list,
                                           LPWSTR *bypass)
{
  (void)This;
  (void)usage;
  *list = *bypass = NULL;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE get_reply_progress(Job *This, BG_JOB_REPLY_PROGRESS *progress)
{
  (void)This;
  (void)progress;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE get_reply_data(Job *This, byte **buffer, UINT64 *length)
{
  (void)This;
  *buffer = NULL;
  if (length != NULL)
    *length = 0;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE set_text(Job *This, LPCWSTR text)
{
  (void)This;
  (void)text;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE get_text(Job *This, LPWSTR *text)
{
  (void)This;
  *text = NULL;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE set_credentials(Job *This, BG_AUTH_CREDENTIALS *credentials)
{
  (void)This;
  (void)credentials;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE remove_credentials(Job *This, BG_AUTH_TARGET target,
                                                    BG_AUTH_SCHEME scheme)
{
  (void)This;
  (void)target;
  (void)scheme;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE replace_prefix(Job *This, LPCWSTR old, LPCWSTR replacement)
{
  (void)This;
  (void)old;
  (void)replacement;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE add_file_with_ranges(Job *This, LPCWSTR remote, LPCWSTR local,
                                                      DWORD count, BG_FILE_RANGE ranges[])
{
  (void)This;
  (void)remote;
  (void)local;
  (void)count;
  (void)ranges;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE set_number(Job *This, DWORD number)
{
  (void)This;
  (void)number;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE get_number(Job *This, DWORD *number)
{
  (void)This;
  *number = 0;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE get_truth(Job *This, WINBOOL *truth)
{
  (void)This;
  *truth = FALSE;
  return E_NOTIMPL;
}

void conf_front_job_rest(IBackgroundCopyJob5Vtbl *vtbl)
{
  vtbl->GetTimes = get_times;
  vtbl->SetProxySettings = set_proxy;
  vtbl->GetProxySettings = get_proxy;
  vtbl->GetReplyProgress = get_reply_progress;
  vtbl->GetReplyData = get_reply_data;
  vtbl->SetReplyFileName = set_text;
  vtbl->GetReplyFileName = get_text;
  vtbl->SetCredentials = set_credentials;
  vtbl->RemoveCredentials = remove_credentials;
  vtbl->ReplaceRemotePrefix = replace_prefix;
  vtbl->AddFileWithRanges = add_file_with_ranges;
  vtbl->SetFileACLFlags = set_number;
  vtbl->GetFileACLFlags = get_number;
  vtbl->SetPeerCachingFlags = set_number;
  vtbl->GetPeerCachingFlags = get_number;
  vtbl->GetOwnerIntegrityLevel = get_number;
  vtbl->GetOwnerElevationState = get_truth;
  vtbl->GetMaximumDownloadTime = get_number;
}
