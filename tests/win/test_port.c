/* The port (conformance/port.h) against the BITS of this machine, in one process. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/port.h"
#include "conformance/service.h"
#include "conformance/win/com.h"
#include "sim/names.h"
#include "tests/harness.h"
#include "tests/serving.h"

enum { MTA, STA, DUMB, OBJECTS, PATIENCE_MS = 20000 };

static struct conf_port *port;
static char job[CONF_GUID_TEXT];
static struct conf_port_answer answer;

/* --- what was told --- */

static struct {
  HANDLE news;
  int object;
  uint8_t event;
  bool sta;
  uint32_t thread;
  char job[CONF_GUID_TEXT];
  int32_t state; /* GetState called inside, on the same thread */
} heard;

static int32_t told(void *with, const struct conf_port_callback *callback)
{
  struct conf_port_call call = {.method = BN_GetState, .job = callback->job, .kept = true};
  struct conf_port_answer inside;

  (void)with;
  conf_port_call(port, &call, &inside);
  heard.object = callback->object;
  heard.event = callback->event;
  heard.sta = callback->sta;
  heard.thread = callback->thread;
  heard.state = bn_failed(inside.hresult) ? inside.hresult : (int32_t)inside.value;
  (void)snprintf(heard.job, sizeof heard.job, "%s", callback->job);
  (void)SetEvent(heard.news);
  return BN_HR_S_OK;
}

static int32_t created(void *with, int object, unsigned instance)
{
  (void)with;
  (void)object;
  (void)instance;
  return BN_HR_E_UNEXPECTED; /* no class is served here */
}

/* --- calls --- */

static int32_t make(struct conf_port_call call)
{
  call.job = job;
  conf_port_call(port, &call, &answer);
  return answer.hresult;
}

static void succeeds(struct conf_port_call call)
{
  int32_t hresult = make(call);

  ck_assert_msg(hresult == BN_HR_S_OK, "%s: 0x%08X", bn_method_text(call.method),
                (unsigned)hresult);
}

static void create_job(void)
{
  conf_port_call(port, &(struct conf_port_call){.method = BN_CreateJob, .text = "bitsnotify port"},
                 &answer);
  ck_assert_int_eq(answer.hresult, BN_HR_S_OK);
  memcpy(job, answer.text, sizeof job);
}

static void open_port(void)
{
  static const struct conf_port_object objects[OBJECTS] = {
      [MTA] = {.level = 2}, [STA] = {.level = 1, .sta = true}, [DUMB] = {.level = 0}};
  struct conf_port_ears ears = {.told = told, .created = created};
  char why[240];

  heard.news = CreateEventA(NULL, FALSE, FALSE, NULL);
  port = conf_port_open(NULL, objects, OBJECTS, ears, why);
  ck_assert_msg(port != NULL, "%s", why);
  create_job();
}

static void close_port(void)
{
  (void)make((struct conf_port_call){.method = BN_Cancel});
  conf_port_close(port);
  CloseHandle(heard.news);
  if (origin != NULL)
    serving_end();
}

static void transfer(void)
{
  char place[MAX_PATH], local[MAX_PATH + 40];

  (void)GetTempPathA(sizeof place, place);
  (void)snprintf(local, sizeof local, "%sbitsnotify-port-\xC3\xA4.bin", place); /* not only ASCII */
  if (origin == NULL)
    given(healthy);
  succeeds((struct conf_port_call){.method = BN_AddFile, .remote = url(), .local = local});
  succeeds((struct conf_port_call){.method = BN_Resume});
}

static void wait_for_news(void)
{
  ck_assert_msg(WaitForSingleObject(heard.news, PATIENCE_MS) == WAIT_OBJECT_0, "nothing was told");
}

/* --- tests --- */

START_TEST(a_service_that_is_no_clsid_is_refused)
{
  char why[240] = "";

  ck_assert_ptr_null(conf_port_open("BITS", NULL, 0, (struct conf_port_ears){0}, why));
  ck_assert_str_eq(why,
                   "BITS is no CLSID, which looks like {4991D34B-80A1-4291-83B6-3328366B9097}");
}
END_TEST

START_TEST(a_job_gives_back_what_was_set)
{
  succeeds((struct conf_port_call){.method = BN_SetNotifyFlags, .value = 9});
  succeeds((struct conf_port_call){.method = BN_GetNotifyFlags});
  ck_assert_uint_eq(answer.value, 9);
  succeeds((struct conf_port_call){.method = BN_GetState});
  ck_assert_uint_eq(answer.value, BN_SUSPENDED);
  succeeds((struct conf_port_call){.method = BN_GetJob});
}
END_TEST

START_TEST(an_unknown_job_is_not_found)
{
  memcpy(job, "{00000000-0000-0000-0000-0000000000AA}", sizeof job);
  ck_assert_int_eq(make((struct conf_port_call){.method = BN_GetState}), BN_HR_BG_E_NOT_FOUND);
}
END_TEST

START_TEST(the_notify_interface_is_known_again)
{
  int object = _i;

  succeeds((struct conf_port_call){.method = BN_SetNotifyInterface, .object = object});
  succeeds((struct conf_port_call){.method = BN_GetNotifyInterface});
  ck_assert_int_eq(answer.object, object);
  succeeds((struct conf_port_call){.method = BN_SetNotifyInterface, .object = CONF_PORT_NO_OBJECT});
  (void)make((struct conf_port_call){.method = BN_GetNotifyInterface});
  ck_assert_int_eq(answer.object, CONF_PORT_NO_OBJECT);
}
END_TEST

START_TEST(a_callback_arrives_in_its_apartment)
{
  int object = _i;

  succeeds((struct conf_port_call){.method = BN_SetNotifyInterface, .object = object});
  transfer();
  wait_for_news();
  ck_assert_int_eq(heard.object, object);
  ck_assert_uint_eq(heard.event, BN_JOB_TRANSFERRED);
  ck_assert_str_eq(heard.job, job);
  ck_assert(heard.sta == (object == STA));
  ck_assert_uint_ne(heard.thread, GetCurrentThreadId());
  ck_assert_int_eq(heard.state, BN_TRANSFERRED);
  succeeds((struct conf_port_call){.method = BN_Complete});
}
END_TEST

START_TEST(a_callback_names_its_own_job)
{
  char first[CONF_GUID_TEXT];

  memcpy(first, job, sizeof job);
  create_job();
  for (unsigned i = 0; i < 2; i++) {
    succeeds((struct conf_port_call){.method = BN_SetNotifyInterface, .object = MTA});
    transfer();
    wait_for_news();
    ck_assert_str_eq(heard.job, job);
    succeeds((struct conf_port_call){.method = BN_Complete});
    memcpy(job, first, sizeof job);
  }
}
END_TEST

START_TEST(an_object_can_be_disconnected_and_an_apartment_ended)
{
  ck_assert_int_eq(conf_port_disconnect(port, MTA), BN_HR_S_OK);
  ck_assert_int_eq(conf_port_disconnect(port, STA), BN_HR_S_OK);
  ck_assert_int_eq(conf_port_end_apartment(port, MTA), BN_HR_E_NOTIMPL);
  ck_assert_int_eq(conf_port_end_apartment(port, STA), BN_HR_S_OK);
  ck_assert_int_eq(conf_port_disconnect(port, STA), BN_HR_CO_E_OBJNOTCONNECTED);
}
END_TEST

START_TEST(a_kept_proxy_leads_nowhere_after_a_restart)
{
  char why[240];
  int32_t hresult;

  ck_assert_msg(conf_service_stop("BITS", PATIENCE_MS, why), "%s", why);
  ck_assert_msg(conf_service_start("BITS", PATIENCE_MS, why), "%s", why);
  ck_assert_int_eq(make((struct conf_port_call){.method = BN_GetState, .kept = true}),
                   BN_HR_RPC_S_SERVER_UNAVAILABLE);
  hresult = make((struct conf_port_call){.method = BN_GetState});
  ck_assert_msg(hresult == BN_HR_S_OK || hresult == BN_HR_BG_E_NOT_FOUND, "0x%08X",
                (unsigned)hresult); /* Wine's queue does not outlive it */
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("port");

  tcase_add_checked_fixture(tests, open_port, close_port);
  tcase_add_test(tests, a_service_that_is_no_clsid_is_refused);
  tcase_add_test(tests, a_job_gives_back_what_was_set);
  tcase_add_test(tests, an_unknown_job_is_not_found);
  tcase_add_loop_test(tests, the_notify_interface_is_known_again, MTA, STA + 1);
  tcase_add_loop_test(tests, a_callback_arrives_in_its_apartment, MTA, STA + 1);
  tcase_add_test(tests, a_callback_names_its_own_job);
  tcase_add_test(tests, an_object_can_be_disconnected_and_an_apartment_ended);
  tcase_add_test(tests, a_kept_proxy_leads_nowhere_after_a_restart);
  return harness_run(tests);
}
