#include "conformance/probe.h"
#include "tests/harness.h"

#include <stdio.h>
#include <string.h>

/* A service that answers as it is told, and keeps what it was asked. */
enum { CONFIGURED, MANAGER, JOB, FILE_, CANCEL, CALLS };

static int32_t answer[CALLS];
static char asked[80];

static int32_t asks(unsigned call, const char *word)
{
  (void)strncat(asked, word, sizeof asked - strlen(asked) - 1);
  return answer[call];
}

static int32_t configured(void *with)
{
  (void)with;
  return asks(CONFIGURED, "configured ");
}

static int32_t manager(void *with)
{
  (void)with;
  return asks(MANAGER, "manager ");
}

static int32_t job(void *with)
{
  (void)with;
  return asks(JOB, "job ");
}

static int32_t file(void *with)
{
  (void)with;
  return asks(FILE_, "file ");
}

static uint32_t can(void *with)
{
  (void)with;
  (void)asks(JOB, "can ");
  return CONF_CAN_JOB2 | CONF_CAN_FILE2;
}

static int32_t cancel(void *with)
{
  (void)with;
  return asks(CANCEL, "cancel ");
}

static struct conf_probe probe(void)
{
  const struct conf_probe_calls calls = {NULL, configured, manager, job, file, can, cancel};
  struct conf_probe result;

  asked[0] = '\0';
  conf_probe_with(&calls, &result);
  return result;
}

static struct conf_probe probe_failing(unsigned call, uint32_t hresult)
{
  memset(answer, 0, sizeof answer);
  answer[call] = (int32_t)hresult;
  return probe();
}

START_TEST(a_service_that_does_all_is_usable)
{
  struct conf_probe p;

  memset(answer, 0, sizeof answer);
  answer[CANCEL] = 0x0020001A; /* BG_S_UNABLE_TO_DELETE_FILES is a success */
  p = probe();
  ck_assert(p.usable);
  ck_assert_str_eq(p.sentence, "");
  ck_assert_uint_eq(p.can, CONF_CAN_JOB2 | CONF_CAN_FILE2);
  ck_assert_str_eq(asked, "configured manager job file can cancel ");
}
END_TEST

static const struct {
  unsigned call;
  uint32_t hresult;
  const char *sentence;
} message[] = {
    {MANAGER, 0x80040154,
     "there is no such service here: its class is not registered (CoCreateInstance: 0x80040154)"},
    {CONFIGURED, 0x80070424,
     "there is no such service here: no service is named BITS (QueryServiceConfig: 0x80070424)"},
    {CONFIGURED, 0x80070422,
     "the service is disabled; 'sc config bits start= demand', as an administrator, lets it start "
     "(QueryServiceConfig: 0x80070422)"},
    {MANAGER, 0x80070422,
     "the service is disabled; 'sc config bits start= demand', as an administrator, lets it start "
     "(CoCreateInstance: 0x80070422)"},
    {MANAGER, 0x80080005,
     "the service does not start, as a policy may want it (CoCreateInstance: 0x80080005)"},
    {FILE_, 0x800704DD,
     "this user is not logged on, and BITS transfers nothing for a user who is not; run it in a "
     "desktop session of the same user (AddFile: 0x800704DD)"},
    {JOB, 0x80200014,
     "the service takes no jobs from a remote session; run it on the machine itself "
     "(CreateJob: 0x80200014)"},
    {JOB, 0x80070005,
     "the service refuses this process: its elevation, its integrity level or a restricted token "
     "(CreateJob: 0x80070005)"},
    {JOB, 0x80200049,
     "this user has too many jobs in the service; 'bitsadmin /list' names them "
     "(CreateJob: 0x80200049)"},
    {JOB, 0x80200050,
     "there are too many jobs in the service on this machine (CreateJob: 0x80200050)"},
    {JOB, 0x800706BA, "the service ended while it was asked (CreateJob: 0x800706BA)"},
    {CANCEL, 0x800706BE, "the service ended while it was asked (Cancel: 0x800706BE)"},
    {FILE_, 0x8020006E,
     "the service does nothing for packaged apps; run it from outside of a package "
     "(AddFile: 0x8020006E)"},
    {MANAGER, 0x80004002,
     "what answers is no BITS: an interface is missing (CoCreateInstance: 0x80004002)"},
    {JOB, 0x8000FFFF, "the service cannot be used (CreateJob: 0x8000FFFF)"},
};

START_TEST(each_failure_has_its_sentence)
{
  struct conf_probe p = probe_failing(message[_i].call, message[_i].hresult);

  ck_assert(!p.usable);
  ck_assert_str_eq(p.sentence, message[_i].sentence);
  ck_assert_uint_eq((uint32_t)p.hresult, message[_i].hresult);
  ck_assert_uint_eq(p.can, 0);
}
END_TEST

START_TEST(nothing_is_asked_after_a_failure)
{
  (void)probe_failing(CONFIGURED, 0x80070422);
  ck_assert_str_eq(asked, "configured ");
  (void)probe_failing(MANAGER, 0x80080005);
  ck_assert_str_eq(asked, "configured manager ");
  (void)probe_failing(JOB, 0x80070005);
  ck_assert_str_eq(asked, "configured manager job ");
}
END_TEST

START_TEST(the_job_is_cancelled_when_its_file_is_refused)
{
  struct conf_probe p;

  memset(answer, 0, sizeof answer);
  answer[FILE_] = (int32_t)0x800704DD;
  answer[CANCEL] = (int32_t)0x80070005; /* observed: such a job cannot be cancelled either */
  p = probe();
  ck_assert_str_eq(asked, "configured manager job file cancel ");
  ck_assert_str_eq(p.call, "AddFile");
  ck_assert_uint_eq((uint32_t)p.hresult, 0x800704DD);
}
END_TEST

START_TEST(every_capability_has_a_name)
{
  for (unsigned i = 0; i < CONF_CANS; i++)
    ck_assert_ptr_nonnull(conf_probe_can_name(i));
  ck_assert_str_eq(conf_probe_can_name(3), "IBackgroundCopyJob5");
  ck_assert_ptr_null(conf_probe_can_name(CONF_CANS));
}
END_TEST

/* On any machine: a verdict, and a sentence if it is no. */
START_TEST(this_machine_gives_an_answer)
{
  struct conf_probe p;

  conf_probe_service(NULL, &p);
  ck_assert_int_eq(p.usable, p.sentence[0] == '\0');
  ck_assert_int_eq(p.usable, p.hresult >= 0);
  conf_probe_service("{0D7A2C64-51E3-4B8F-8F0E-5B8C6D7E9A10}", &p); /* nobody's class */
  ck_assert(!p.usable);
  ck_assert_uint_eq((uint32_t)p.hresult, 0x80040154);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("probe");

  tcase_add_test(tests, a_service_that_does_all_is_usable);
  tcase_add_loop_test(tests, each_failure_has_its_sentence, 0,
                      (int)(sizeof message / sizeof *message));
  tcase_add_test(tests, nothing_is_asked_after_a_failure);
  tcase_add_test(tests, the_job_is_cancelled_when_its_file_is_refused);
  tcase_add_test(tests, every_capability_has_a_name);
  tcase_add_test(tests, this_machine_gives_an_answer);
  return harness_run(tests);
}
