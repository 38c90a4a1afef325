/* tests/win/bystander.c - somebody else's BITS client, which minds its own job: the system's
 * headers and nothing of ours. It creates a job with a file, says "holding", and looks after it:
 *
 *   bystander [CLSID]   CLSID: of another manager than BITS's
 *
 * For each line on standard input it says "untouched", or what has become of its job, and how many
 * other jobs there are. At the end of input it says the same, cancels the job, and ends. Status 0:
 * it was untouched. */
#define COBJMACROS
#define INITGUID
#include <windows.h>

#include <bits.h>

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

/* Close to a name of ours, and not one. */
static const WCHAR job_name[] = L"bitsnotify is what this download is not";
static const WCHAR url[] = L"http://127.0.0.1:9/somebody-elses";

static HRESULT enter(const CLSID *clsid, IBackgroundCopyManager **manager)
{
  HRESULT hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);

  if (SUCCEEDED(hr))
    hr = CoInitializeSecurity(NULL, -1, NULL, NULL, RPC_C_AUTHN_LEVEL_CONNECT,
                              RPC_C_IMP_LEVEL_IMPERSONATE, NULL, EOAC_NONE, NULL);
  if (SUCCEEDED(hr))
    hr = CoCreateInstance(clsid, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyManager,
                          (void **)manager);
  return hr;
}

static HRESULT create(IBackgroundCopyManager *manager, GUID *id)
{
  WCHAR file[MAX_PATH + 40];
  IBackgroundCopyJob *job;
  HRESULT hr;

  if (GetTempPathW(MAX_PATH, file) == 0)
    return E_FAIL;
  wcscat(file, L"somebody-elses.bin");
  hr = IBackgroundCopyManager_CreateJob(manager, job_name, BG_JOB_TYPE_DOWNLOAD, id, &job);
  if (FAILED(hr))
    return hr;
  hr = IBackgroundCopyJob_AddFile(job, url, file);
  IBackgroundCopyJob_Release(job); /* it is the service's job to keep it */
  return hr;
}

/* What has become of it; NULL: nothing. */
static const char *change(IBackgroundCopyJob *job)
{
  BG_JOB_STATE state;
  IEnumBackgroundCopyFiles *files;
  ULONG count = 0;
  WCHAR *name;
  BOOL same;

  if (FAILED(IBackgroundCopyJob_GetState(job, &state)) || state != BG_JOB_STATE_SUSPENDED)
    return "its state is another";
  if (FAILED(IBackgroundCopyJob_GetDisplayName(job, &name)))
    return "it has lost its name";
  same = wcscmp(name, job_name) == 0;
  CoTaskMemFree(name);
  if (!same)
    return "its name is another";
  if (FAILED(IBackgroundCopyJob_EnumFiles(job, &files)))
    return "its files cannot be listed";
  if (FAILED(IEnumBackgroundCopyFiles_GetCount(files, &count)))
    count = 0;
  IEnumBackgroundCopyFiles_Release(files);
  return count == 1 ? NULL : "it has another number of files";
}

/* Is it neither cancelled nor acknowledged? Those are listed as long as somebody holds them. */
static BOOL goes_on(IBackgroundCopyJob *job)
{
  BG_JOB_STATE state;

  return FAILED(IBackgroundCopyJob_GetState(job, &state)) ||
         (state != BG_JOB_STATE_CANCELLED && state != BG_JOB_STATE_ACKNOWLEDGED);
}

/* All that go on but ours; -1: they cannot be listed. */
static long others(IBackgroundCopyManager *manager)
{
  IEnumBackgroundCopyJobs *jobs;
  IBackgroundCopyJob *job;
  long count = -1;
  ULONG fetched;

  if (FAILED(IBackgroundCopyManager_EnumJobs(manager, 0, &jobs)))
    return -1;
  while (IEnumBackgroundCopyJobs_Next(jobs, 1, &job, &fetched) == S_OK) {
    count += goes_on(job);
    IBackgroundCopyJob_Release(job);
  }
  IEnumBackgroundCopyJobs_Release(jobs);
  return count;
}

static BOOL look(IBackgroundCopyManager *manager, const GUID *id, BOOL cancel)
{
  IBackgroundCopyJob *job;
  const char *what = "";

  if (SUCCEEDED(IBackgroundCopyManager_GetJob(manager, id, &job))) {
    what = change(job);
    printf("%s, %ld others\n", what == NULL ? "untouched" : what, others(manager));
    if (cancel)
      IBackgroundCopyJob_Cancel(job);
    IBackgroundCopyJob_Release(job);
  } else {
    printf("it is gone\n");
  }
  fflush(stdout);
  return what == NULL;
}

int main(int argc, char **argv)
{
  IBackgroundCopyManager *manager;
  CLSID clsid = CLSID_BackgroundCopyManager;
  WCHAR text[80];
  GUID id;
  HRESULT hr = S_OK;
  BOOL untouched = TRUE;
  char line[80];

  if (argc > 1)
    hr = MultiByteToWideChar(CP_ACP, 0, argv[1], -1, text, 80) ? CLSIDFromString(text, &clsid)
                                                               : E_INVALIDARG;
  if (SUCCEEDED(hr))
    hr = enter(&clsid, &manager);
  if (SUCCEEDED(hr))
    hr = create(manager, &id);
  if (FAILED(hr)) {
    fprintf(stderr, "bystander: 0x%08lX\n", (unsigned long)hr);
    return 2;
  }
  printf("holding\n");
  fflush(stdout);
  while (fgets(line, sizeof line, stdin) != NULL)
    untouched = look(manager, &id, FALSE) && untouched;
  untouched = look(manager, &id, TRUE) && untouched;
  return untouched ? EXIT_SUCCESS : EXIT_FAILURE;
}
