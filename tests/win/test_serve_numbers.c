#include <stdio.h>
#include <stdlib.h>

#include "conformance/platform.h"
#include "conformance/win/com.h"
#include "tests/win/served_process.h"

/* Clients of bitsnotify serve, one after the other, of which each dies when it was called back.
 * Wine keeps connections to a process that is gone and takes them for those of the next one of its
 * number: as long as the service lives, none comes that has it. */

enum { CLIENTS = 40, JOBS = 3, CALLED_MS = 20000 };

/* ---- a client ---- */

static HANDLE called;    /* JOBS times */
static HANDLE let_go_of; /* after that by everybody */
static volatile LONG calls;

/* One is told; the other only keeps its interfaces, see conf_com_anchor. */
static struct object {
  IBackgroundCopyCallback callback; /* first */
  volatile LONG references;
} told, kept;

static HRESULT STDMETHODCALLTYPE query(IBackgroundCopyCallback *self, REFIID iid, void **object)
{
  bool known = IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IBackgroundCopyCallback);

  *object = known ? self : NULL;
  if (known)
    InterlockedIncrement(&((struct object *)self)->references);
  return known ? S_OK : E_NOINTERFACE;
}

static ULONG STDMETHODCALLTYPE add_ref(IBackgroundCopyCallback *self)
{
  return (ULONG)InterlockedIncrement(&((struct object *)self)->references);
}

static ULONG STDMETHODCALLTYPE release(IBackgroundCopyCallback *self)
{
  LONG left = InterlockedDecrement(&((struct object *)self)->references);

  if (left == 0 && calls >= JOBS)
    SetEvent(let_go_of);
  return (ULONG)left;
}

/* All are inside at once, so that each has a connection. */
static HRESULT STDMETHODCALLTYPE transferred(IBackgroundCopyCallback *self, IBackgroundCopyJob *job)
{
  (void)self;
  (void)IBackgroundCopyJob_Complete(job);
  if (InterlockedIncrement(&calls) == JOBS)
    SetEvent(called);
  (void)WaitForSingleObject(called, CALLED_MS);
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE failed(IBackgroundCopyCallback *self, IBackgroundCopyJob *job,
                                        IBackgroundCopyError *error)
{
  (void)self;
  (void)job;
  (void)error;
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

static void local_name(unsigned n, WCHAR name[64])
{
  swprintf(name, 64, L"numbers-%lu-%u.bin", GetCurrentProcessId(), n);
}

static void make_objects(void)
{
  static IBackgroundCopyCallbackVtbl methods = {query,       add_ref, release,
                                                transferred, failed,  modified};

  told.callback.lpVtbl = kept.callback.lpVtbl = &methods;
  conf_com_anchor(&kept, &IID_IUnknown);
  conf_com_anchor(&kept, &IID_IBackgroundCopyCallback);
}

static HRESULT register_and_go(IBackgroundCopyManager *manager, unsigned n)
{
  IBackgroundCopyJob *job;
  WCHAR local[64];
  HRESULT done;
  GUID id;

  local_name(n, local);
  done = IBackgroundCopyManager_CreateJob(manager, L"numbers", BG_JOB_TYPE_DOWNLOAD, &id, &job);
  if (SUCCEEDED(done))
    done = IBackgroundCopyJob_AddFile(job, L"http://offline.example/a.bin", local);
  if (SUCCEEDED(done))
    done = IBackgroundCopyJob_SetNotifyInterface(job, (IUnknown *)&told);
  if (SUCCEEDED(done))
    done = IBackgroundCopyJob_Resume(job);
  return done;
}

/* Its exit status: what went wrong, WAIT_TIMEOUT, or 0 when it was called back. */
static DWORD be_client(const char *clsid)
{
  IBackgroundCopyManager *manager;
  HRESULT done = conf_com_enter();
  DWORD status = WAIT_TIMEOUT;
  WCHAR local[64];
  CLSID class;

  called = CreateEventW(NULL, TRUE, FALSE, NULL);
  let_go_of = CreateEventW(NULL, TRUE, FALSE, NULL);
  make_objects();
  if (!conf_com_guid_read(clsid, &class))
    return 2;
  if (SUCCEEDED(done))
    done = CoCreateInstance(&class, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyManager,
                            (void **)&manager);
  for (unsigned n = 0; n < JOBS && SUCCEEDED(done); n++)
    done = register_and_go(manager, n);
  if (SUCCEEDED(done))
    status = WaitForSingleObject(let_go_of, CALLED_MS);
  if (status != ERROR_SUCCESS)
    printf("# called %ld times of %d, referred to %ld times\n", calls, JOBS, told.references);
  (void)fflush(stdout);
  for (unsigned n = 0; n < JOBS; n++) {
    local_name(n, local);
    DeleteFileW(local);
  }
  return FAILED(done) ? (DWORD)done : status;
}

/* ---- many of them ---- */

static bool run_client(const struct served_process *served, DWORD *number, DWORD *status)
{
  WCHAR self[MAX_PATH], line[MAX_PATH + 60];
  HANDLE process;

  GetModuleFileNameW(NULL, self, MAX_PATH);
  swprintf(line, MAX_PATH + 60, L"\"%ls\" %hs", self, served->text);
  if (!served_process_launch(line, GetStdHandle(STD_OUTPUT_HANDLE), &process)) {
    printf("# no process for a client: error %lu\n", GetLastError());
    return false;
  }
  *number = GetProcessId(process);
  WaitForSingleObject(process, INFINITE);
  GetExitCodeProcess(process, status);
  CloseHandle(process);
  return true;
}

/* A dead process can be opened as long as somebody holds it. */
static bool is_taken(DWORD number)
{
  HANDLE process = OpenProcess(SYNCHRONIZE, FALSE, number);

  if (process != NULL)
    CloseHandle(process);
  return process != NULL;
}

static bool play(const struct served_process *served, unsigned *free_numbers)
{
  DWORD number[CLIENTS], status = ERROR_SUCCESS;
  unsigned clients = 0;

  while (clients < CLIENTS && status == ERROR_SUCCESS) {
    if (!run_client(served, &number[clients], &status))
      return false;
    clients++;
  }
  for (unsigned n = 0; n < clients; n++)
    *free_numbers += !is_taken(number[n]);
  printf("# client %u, process %lu: 0x%08lX\n", clients, number[clients - 1], status);
  return status == ERROR_SUCCESS;
}

int main(int argc, char **argv)
{
  struct served_process served;
  unsigned free_numbers = 0;
  bool played = false;

  conf_platform_start();
  if (argc > 1)
    TerminateProcess(GetCurrentProcess(), be_client(argv[1]));
  if (served_process_start(&served, L"--offline --speed=1000"))
    played = play(&served, &free_numbers);
  served_process_kill(&served);
  printf("%sok 1 - one client after the other is called back\n", played ? "" : "not ");
  if (!conf_com_is_wine()) {
    puts(
        "ok 2 - the numbers of their processes # SKIP Windows takes no process for an earlier "
        "one\n1..2");
    return !played;
  }
  printf("%sok 2 - the numbers of their processes stay taken: %u are free\n",
         free_numbers == 0 ? "" : "not ", free_numbers);
  puts("1..2");
  return !played || free_numbers > 0;
}
