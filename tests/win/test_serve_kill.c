#include <stdio.h>
#include <stdlib.h>

#include "conformance/platform.h"
#include "conformance/win/com.h"
#include "sim/names.h"
#include "tests/win/served_process.h"

/* bitsnotify serve is killed at random moments of a busy run, 50 times or as often as the first
 * argument says: no job is lost, none is there twice, and what was set is still set. The same seed
 * gives the same moments as far as a busy machine allows; it is printed. */

#define FOLDER L"serve-kill" /* of this test alone: others download beside it */

enum { JOBS = 6, LIFE_MS = 400 };

/* What the client knows of a job. An order whose answer never came may have been carried out or
 * not. */
enum known { NO_JOB, MAY_BE_THERE, IS_THERE, MAY_BE_GONE };
static struct job {
  enum known known;
  GUID id;
  WCHAR name[32];
  bool class_set; /* SetProperty was answered */
} jobs[JOBS];

static GUID finished[4096]; /* answered with S_OK by Complete: never seen again */
static unsigned finished_count, made, round_;
static const GUID class_ = {0x11111111, 0x2222, 0x3333, {4, 4, 4, 4, 4, 4, 4, 4}};

static unsigned wrong;
#define CHECK(holds, ...)                                                                          \
  do {                                                                                             \
    if (!(holds) && wrong++ < 20) {                                                                \
      printf("# round %u: ", round_);                                                              \
      printf(__VA_ARGS__);                                                                         \
      printf("\n");                                                                                \
    }                                                                                              \
  } while (0)

/* ---- busy ---- */

static bool is_alive(HRESULT hresult)
{
  return hresult != BN_HR_RPC_S_SERVER_UNAVAILABLE && hresult != BN_HR_RPC_S_CALL_FAILED &&
         hresult != BN_HR_RPC_S_CALL_FAILED_DNE && hresult != (HRESULT)0x800706B5u;
}

static HRESULT set_class(IBackgroundCopyJob *job)
{
  BITS_JOB_PROPERTY_VALUE value = {.ClsID = class_};
  IBackgroundCopyJob5 *job5;
  HRESULT set = IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob5, (void **)&job5);

  if (FAILED(set))
    return BN_HR_RPC_S_SERVER_UNAVAILABLE; /* Wine says E_NOINTERFACE of a process that is gone */
  set = IBackgroundCopyJob5_SetProperty(job5, BITS_JOB_PROPERTY_NOTIFICATION_CLSID, value);
  IBackgroundCopyJob5_Release(job5);
  return set;
}

static HRESULT make_job(IBackgroundCopyManager *manager, struct job *j)
{
  IBackgroundCopyJob *job;
  WCHAR local[64];
  HRESULT done;

  *j = (struct job){.known = MAY_BE_THERE};
  swprintf(j->name, 32, L"job %u", ++made);
  swprintf(local, 64, FOLDER L"\\%u.bin", made);
  done = IBackgroundCopyManager_CreateJob(manager, j->name, BG_JOB_TYPE_DOWNLOAD, &j->id, &job);
  if (FAILED(done))
    return done;
  j->known = IS_THERE;
  done = IBackgroundCopyJob_AddFile(job, L"http://offline.example/a.bin", local);
  if (SUCCEEDED(done))
    done = set_class(job);
  j->class_set = SUCCEEDED(done);
  if (SUCCEEDED(done))
    done = IBackgroundCopyJob_Resume(job);
  IBackgroundCopyJob_Release(job);
  return done;
}

/* Completes the job once it is transferred. */
static HRESULT go_on(IBackgroundCopyManager *manager, struct job *j)
{
  IBackgroundCopyJob *job;
  BG_JOB_STATE state = BG_JOB_STATE_ERROR;
  HRESULT done = IBackgroundCopyManager_GetJob(manager, &j->id, &job);

  if (FAILED(done)) {
    CHECK(!is_alive(done), "GetJob of %ls: 0x%08lX", j->name, (unsigned long)done);
    return done;
  }
  done = IBackgroundCopyJob_GetState(job, &state);
  if (SUCCEEDED(done) && state == BG_JOB_STATE_SUSPENDED)
    done = IBackgroundCopyJob_Resume(job);
  if (SUCCEEDED(done) && state == BG_JOB_STATE_TRANSFERRED) {
    j->known = MAY_BE_GONE;
    done = IBackgroundCopyJob_Complete(job);
    CHECK(SUCCEEDED(done) || !is_alive(done), "Complete: 0x%08lX", (unsigned long)done);
    if (SUCCEEDED(done)) {
      j->known = NO_JOB;
      if (finished_count < 4096)
        finished[finished_count++] = j->id;
    }
  }
  IBackgroundCopyJob_Release(job);
  return done == BN_HR_BG_E_EMPTY ? S_OK : done; /* its AddFile met the end of the service */
}

static void be_busy(IBackgroundCopyManager *manager)
{
  for (unsigned i = 0;; i = (i + 1) % JOBS) {
    HRESULT done = jobs[i].known == NO_JOB ? make_job(manager, &jobs[i]) : go_on(manager, &jobs[i]);
    if (!is_alive(done))
      return;
    CHECK(SUCCEEDED(done), "%ls: 0x%08lX", jobs[i].name, (unsigned long)done);
    if (FAILED(done))
      return;
  }
}

/* ---- after the death ---- */

static void check_class(IBackgroundCopyJob *job, const struct job *j)
{
  BITS_JOB_PROPERTY_VALUE value = {0};
  IBackgroundCopyJob5 *job5;
  HRESULT got = IBackgroundCopyJob_QueryInterface(job, &IID_IBackgroundCopyJob5, (void **)&job5);

  CHECK(SUCCEEDED(got), "%ls has no Job5", j->name);
  if (FAILED(got))
    return;
  got = IBackgroundCopyJob5_GetProperty(job5, BITS_JOB_PROPERTY_NOTIFICATION_CLSID, &value);
  CHECK(SUCCEEDED(got) && (!j->class_set || IsEqualGUID(&value.ClsID, &class_)),
        "%ls has lost its class", j->name);
  IBackgroundCopyJob5_Release(job5);
}

static void check_known(IBackgroundCopyManager *manager)
{
  for (unsigned i = 0; i < JOBS; i++) {
    struct job *j = &jobs[i];
    IBackgroundCopyJob *job;
    HRESULT got;
    if (j->known != IS_THERE && j->known != MAY_BE_GONE)
      continue;
    got = IBackgroundCopyManager_GetJob(manager, &j->id, &job);
    CHECK(SUCCEEDED(got) || j->known == MAY_BE_GONE, "%ls is lost: 0x%08lX", j->name,
          (unsigned long)got);
    j->known = SUCCEEDED(got) ? IS_THERE : NO_JOB;
    if (FAILED(got))
      continue;
    check_class(job, j);
    IBackgroundCopyJob_Release(job);
  }
}

/* A job that the service has: whose is it? One whose CreateJob was not answered is adopted. */
static void adopt(IBackgroundCopyJob *job, bool seen[JOBS])
{
  LPWSTR name = NULL;
  GUID id;

  if (FAILED(IBackgroundCopyJob_GetId(job, &id)) ||
      FAILED(IBackgroundCopyJob_GetDisplayName(job, &name))) {
    CHECK(false, "a job has no name");
    return;
  }
  for (unsigned i = 0; i < finished_count; i++)
    CHECK(!IsEqualGUID(&id, &finished[i]), "%ls is back", name);
  for (unsigned i = 0; i < JOBS; i++) {
    if (jobs[i].known == NO_JOB || wcscmp(jobs[i].name, name) != 0)
      continue;
    CHECK(!seen[i], "%ls is there twice", name);
    CHECK(jobs[i].known == MAY_BE_THERE || IsEqualGUID(&id, &jobs[i].id), "another %ls", name);
    seen[i] = true;
    jobs[i].id = id;
    jobs[i].known = IS_THERE;
    CoTaskMemFree(name);
    return;
  }
  CHECK(false, "%ls is nobody's", name);
  CoTaskMemFree(name);
}

static void check_all(IBackgroundCopyManager *manager)
{
  bool seen[JOBS] = {false};
  IEnumBackgroundCopyJobs *all;
  IBackgroundCopyJob *job;
  ULONG fetched;

  check_known(manager);
  CHECK(SUCCEEDED(IBackgroundCopyManager_EnumJobs(manager, 0, &all)), "no EnumJobs");
  while (IEnumBackgroundCopyJobs_Next(all, 1, &job, &fetched) == S_OK) {
    adopt(job, seen);
    IBackgroundCopyJob_Release(job);
  }
  IEnumBackgroundCopyJobs_Release(all);
  for (unsigned i = 0; i < JOBS; i++) {
    CHECK(seen[i] || jobs[i].known != IS_THERE, "%ls is not listed", jobs[i].name);
    if (!seen[i])
      jobs[i].known = NO_JOB;
  }
}

/* ---- rounds ---- */

static DWORD WINAPI kill_later(void *process)
{
  Sleep((DWORD)rand() % LIFE_MS);
  TerminateProcess(process, 1);
  return 0;
}

static bool play_round(bool last)
{
  struct served_process served;
  IBackgroundCopyManager *manager;
  HANDLE killer = NULL;
  HRESULT found;

  if (!served_process_start(&served, L"--offline --journal=" FOLDER L"\\journal.json")) {
    CHECK(false, "the service does not start");
    return false;
  }
  found = CoCreateInstance(&served.clsid, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyManager,
                           (void **)&manager);
  if (FAILED(found)) {
    CHECK(false, "there is no manager: 0x%08lX", (unsigned long)found);
    served_process_kill(&served);
    return false;
  }
  check_all(manager);
  if (!last) {
    killer = CreateThread(NULL, 0, kill_later, served.process, 0, NULL);
    be_busy(manager);
    WaitForSingleObject(killer, INFINITE);
    CloseHandle(killer);
  }
  IBackgroundCopyManager_Release(manager);
  served_process_kill(&served);
  return true;
}

/* What was downloaded for a job that is gone is gone too: a job has one file here. */
static void check_left_over(void)
{
  WIN32_FIND_DATAW found;
  HANDLE search = FindFirstFileW(FOLDER L"\\BIT*.tmp", &found);
  unsigned files = 0, living = 0;

  if (search != INVALID_HANDLE_VALUE) {
    do
      files++;
    while (FindNextFileW(search, &found));
    FindClose(search);
  }
  for (unsigned i = 0; i < JOBS; i++)
    living += jobs[i].known == IS_THERE;
  CHECK(files <= living, "%u files are left for %u jobs", files, living);
}

static void clean_up(void)
{
  WIN32_FIND_DATAW found;
  WCHAR path[MAX_PATH];
  HANDLE search = FindFirstFileW(FOLDER L"\\*", &found);

  if (search == INVALID_HANDLE_VALUE)
    return;
  do {
    swprintf(path, MAX_PATH, FOLDER L"\\%.200ls", found.cFileName);
    DeleteFileW(path);
  } while (FindNextFileW(search, &found));
  FindClose(search);
  RemoveDirectoryW(FOLDER);
}

int main(int argc, char **argv)
{
  unsigned rounds = argc > 1 ? (unsigned)atoi(argv[1]) : 10, seed = GetTickCount();
  bool played = SUCCEEDED(conf_com_enter());

  conf_platform_start(); /* TAP in bytes */
  clean_up();
  CreateDirectoryW(FOLDER, NULL);
  srand(seed);
  for (round_ = 0; round_ <= rounds && played; round_++)
    played = play_round(round_ == rounds);
  check_left_over();
  printf("# %u rounds, seed %u: %u jobs made, %u completed\n", rounds, seed, made, finished_count);
  printf("%sok 1 - no job is lost or doubled when the service is killed, and no file left over\n",
         played && wrong == 0 ? "" : "not ");
  printf("%sok 2 - jobs were made and completed on the way\n",
         made > 0 && finished_count > 0 ? "" : "not ");
  printf("1..2\n");
  clean_up();
  return !(played && wrong == 0 && made > 0 && finished_count > 0);
}
