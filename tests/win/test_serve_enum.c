#include <stdio.h>

#include "conformance/win/com.h"
#include "tests/harness.h"
#include "tests/win/served_process.h"

/* The enumerators of bitsnotify serve, through proxies, as Microsoft's pages describe them: the
 * place for the count may be missing when one item is asked for. */

static struct served_process served;
static IBackgroundCopyManager *manager;
static IBackgroundCopyJob *job;

static void start(void)
{
  GUID id;

  ck_assert(SUCCEEDED(conf_com_enter()));
  ck_assert(served_process_start(&served, L"--offline"));
  ck_assert_int_eq(CoCreateInstance(&served.clsid, NULL, CLSCTX_LOCAL_SERVER,
                                    &IID_IBackgroundCopyManager, (void **)&manager),
                   S_OK);
  for (unsigned i = 0; i < 2; i++)
    ck_assert_int_eq(
        IBackgroundCopyManager_CreateJob(manager, L"enum", BG_JOB_TYPE_DOWNLOAD, &id, &job), S_OK);
  ck_assert_int_eq(IBackgroundCopyJob_AddFile(job, L"http://offline.example/a", L"enum-a.bin"),
                   S_OK);
  ck_assert_int_eq(IBackgroundCopyJob_AddFile(job, L"http://offline.example/b", L"enum-b.bin"),
                   S_OK);
}

static void end(void)
{
  (void)IBackgroundCopyJob_Cancel(job);
  served_process_kill(&served);
}

START_TEST(jobs_are_listed)
{
  IEnumBackgroundCopyJobs *all;
  IBackgroundCopyJob *item[3] = {NULL};
  ULONG fetched = 7;

  ck_assert_int_eq(IBackgroundCopyManager_EnumJobs(manager, 0, &all), S_OK);
  ck_assert_int_eq(IEnumBackgroundCopyJobs_Next(all, 1, item, NULL), S_OK);
  ck_assert_ptr_nonnull(item[0]);
  ck_assert_int_eq(IEnumBackgroundCopyJobs_Next(all, 2, item, NULL), E_INVALIDARG);
  ck_assert_int_eq(IEnumBackgroundCopyJobs_Next(all, 3, item, &fetched), S_FALSE);
  ck_assert_uint_eq(fetched, 1);
  ck_assert_int_eq(IEnumBackgroundCopyJobs_Next(all, 1, item, NULL), S_FALSE);
  ck_assert_int_eq(IEnumBackgroundCopyJobs_Reset(all), S_OK);
  ck_assert_int_eq(IEnumBackgroundCopyJobs_Next(all, 2, item, &fetched), S_OK);
  ck_assert_uint_eq(fetched, 2);
}
END_TEST

START_TEST(files_are_listed)
{
  IEnumBackgroundCopyFiles *all;
  IBackgroundCopyFile *item[3] = {NULL};
  ULONG fetched = 7;

  ck_assert_int_eq(IBackgroundCopyJob_EnumFiles(job, &all), S_OK);
  ck_assert_int_eq(IEnumBackgroundCopyFiles_Next(all, 1, item, NULL), S_OK);
  ck_assert_ptr_nonnull(item[0]);
  ck_assert_int_eq(IEnumBackgroundCopyFiles_Next(all, 2, item, NULL), E_INVALIDARG);
  ck_assert_int_eq(IEnumBackgroundCopyFiles_Next(all, 3, item, &fetched), S_FALSE);
  ck_assert_uint_eq(fetched, 1);
  ck_assert_int_eq(IEnumBackgroundCopyFiles_Next(all, 1, item, NULL), S_FALSE);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("serve_enum");

  if (!conf_com_is_wine()) {
    printf("1..0 # SKIP the proxies are ours under Wine only\n");
    return 0;
  }
  tcase_add_checked_fixture(tests, start, end);
  tcase_add_test(tests, jobs_are_listed);
  tcase_add_test(tests, files_are_listed);
  return harness_run(tests);
}
