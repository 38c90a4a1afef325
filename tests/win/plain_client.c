/* tests/win/plain_client.c - a plain BITS client, as anybody would write one: the system's headers
 * and nothing of ours. It downloads a file and says what its callback object heard.
 *
 *   plain_client URL FILE [TIMES]
 *
 * With TIMES it says for each how long it took from Resume to JobTransferred, then the median. */
#define COBJMACROS
#define INITGUID
#include <windows.h>

#include <bits.h>

#include <stdio.h>
#include <stdlib.h>

enum { PATIENCE_MS = 60000, TIMES_MAX = 1000 };

/* ---- the callback object: one for the whole life of the process ---- */

static HANDLE heard; /* an event: JobTransferred or JobError came */
static LARGE_INTEGER heard_at;
static HRESULT job_error;

static HRESULT STDMETHODCALLTYPE query(IBackgroundCopyCallback *self, REFIID iid, void **object)
{
  BOOL known = IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IBackgroundCopyCallback);

  *object = known ? self : NULL;
  return known ? S_OK : E_NOINTERFACE;
}

static ULONG STDMETHODCALLTYPE keep(IBackgroundCopyCallback *self)
{
  (void)self;
  return 2;
}

static ULONG STDMETHODCALLTYPE release(IBackgroundCopyCallback *self)
{
  (void)self;
  return 1;
}

static HRESULT STDMETHODCALLTYPE transferred(IBackgroundCopyCallback *self, IBackgroundCopyJob *job)
{
  (void)self;
  (void)job;
  QueryPerformanceCounter(&heard_at);
  job_error = S_OK;
  SetEvent(heard);
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE failed(IBackgroundCopyCallback *self, IBackgroundCopyJob *job,
                                        IBackgroundCopyError *error)
{
  BG_ERROR_CONTEXT context;

  (void)self;
  (void)job;
  if (FAILED(IBackgroundCopyError_GetError(error, &context, &job_error)))
    job_error = E_FAIL;
  SetEvent(heard);
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE modified(IBackgroundCopyCallback *self, IBackgroundCopyJob *job,
                                          DWORD reserved)
{
  (void)self;
  (void)job;
  (void)reserved;
  return S_OK;
}

static IBackgroundCopyCallbackVtbl methods = {query, keep, release, transferred, failed, modified};
static IBackgroundCopyCallback callback = {&methods};

/* ---- one download ---- */

static BOOL went(const char *what, HRESULT hr)
{
  if (FAILED(hr))
    fprintf(stderr, "plain_client: %s: 0x%08lX\n", what, (unsigned long)hr);
  return SUCCEEDED(hr);
}

static BOOL start(IBackgroundCopyManager *manager, const WCHAR *url, const WCHAR *file,
                  IBackgroundCopyJob **job)
{
  GUID id;

  return went("CreateJob", IBackgroundCopyManager_CreateJob(manager, L"plain client",
                                                            BG_JOB_TYPE_DOWNLOAD, &id, job)) &&
         went("AddFile", IBackgroundCopyJob_AddFile(*job, url, file)) &&
         went("SetPriority", IBackgroundCopyJob_SetPriority(*job, BG_JOB_PRIORITY_FOREGROUND)) &&
         went("SetNotifyFlags", IBackgroundCopyJob_SetNotifyFlags(*job, BG_NOTIFY_JOB_TRANSFERRED |
                                                                            BG_NOTIFY_JOB_ERROR)) &&
         went("SetNotifyInterface",
              IBackgroundCopyJob_SetNotifyInterface(*job, (IUnknown *)&callback));
}

/* From Resume to the callback; negative when it did not come to that. */
static double milliseconds(IBackgroundCopyJob *job)
{
  LARGE_INTEGER from, frequency;

  QueryPerformanceFrequency(&frequency);
  QueryPerformanceCounter(&from);
  if (!went("Resume", IBackgroundCopyJob_Resume(job)))
    return -1;
  if (WaitForSingleObject(heard, PATIENCE_MS) != WAIT_OBJECT_0) {
    fprintf(stderr, "plain_client: no callback in %d s\n", PATIENCE_MS / 1000);
    return -1;
  }
  if (job_error != S_OK) {
    fprintf(stderr, "plain_client: JobError: 0x%08lX\n", (unsigned long)job_error);
    return -1;
  }
  return (double)(heard_at.QuadPart - from.QuadPart) * 1000 / (double)frequency.QuadPart;
}

static double download(IBackgroundCopyManager *manager, const WCHAR *url, const WCHAR *file)
{
  IBackgroundCopyJob *job = NULL;
  double took = -1;

  if (start(manager, url, file, &job))
    took = milliseconds(job);
  if (took >= 0 && !went("Complete", IBackgroundCopyJob_Complete(job)))
    took = -1;
  if (job != NULL && took < 0)
    IBackgroundCopyJob_Cancel(job);
  if (job != NULL)
    IBackgroundCopyJob_Release(job);
  return took;
}

/* ---- all of them ---- */

static int compare(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static int downloads(IBackgroundCopyManager *manager, const WCHAR *url, const WCHAR *file,
                     unsigned times)
{
  static double took[TIMES_MAX];

  for (unsigned i = 0; i < times; i++) {
    took[i] = download(manager, url, file);
    if (took[i] < 0)
      return EXIT_FAILURE;
    printf("JobTransferred after %.2f ms\n", took[i]);
    fflush(stdout);
    DeleteFileW(file);
  }
  qsort(took, times, sizeof *took, compare);
  printf("median of %u: %.2f ms\n", times, took[times / 2]);
  return EXIT_SUCCESS;
}

static int single(IBackgroundCopyManager *manager, const WCHAR *url, const WCHAR *file)
{
  if (download(manager, url, file) < 0)
    return EXIT_FAILURE;
  printf("JobTransferred\n");
  return EXIT_SUCCESS;
}

static HRESULT enter(IBackgroundCopyManager **manager)
{
  HRESULT hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);

  if (SUCCEEDED(hr))
    hr = CoInitializeSecurity(NULL, -1, NULL, NULL, RPC_C_AUTHN_LEVEL_CONNECT,
                              RPC_C_IMP_LEVEL_IMPERSONATE, NULL, EOAC_NONE, NULL);
  if (SUCCEEDED(hr))
    hr = CoCreateInstance(&CLSID_BackgroundCopyManager, NULL, CLSCTX_LOCAL_SERVER,
                          &IID_IBackgroundCopyManager, (void **)manager);
  return hr;
}

int main(int argc, char **argv)
{
  WCHAR url[2200], file[2200];
  IBackgroundCopyManager *manager;
  int times = argc == 4 ? atoi(argv[3]) : 1, status;

  if (argc < 3 || argc > 4 || times < 1 || times > TIMES_MAX ||
      !MultiByteToWideChar(CP_ACP, 0, argv[1], -1, url, 2200) ||
      !MultiByteToWideChar(CP_ACP, 0, argv[2], -1, file, 2200)) {
    fprintf(stderr, "usage: plain_client URL FILE [TIMES]\n");
    return 2;
  }
  heard = CreateEventW(NULL, FALSE, FALSE, NULL);
  if (heard == NULL || !went("the service", enter(&manager)))
    return EXIT_FAILURE;
  status = argc == 4 ? downloads(manager, url, file, (unsigned)times) : single(manager, url, file);
  IBackgroundCopyManager_Release(manager);
  CoUninitialize();
  return status;
}
