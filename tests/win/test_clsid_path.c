/* The path over a notification CLSID on real COM: this program plays the service's part, and as a
 * class server the client's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/win/com.h"
#include "sim/knobs.h"
#include "sim/names.h"
#include "tests/harness.h"
#include "tests/win/class_server.h"

static IBackgroundCopyJob *job; /* what the callback is given; a real one of BITS */
static char clsid[39];

/* --- the service's part --- */

static void enter(void)
{
  IBackgroundCopyManager *manager;
  GUID id;

  ck_assert_int_eq(conf_com_enter(), S_OK);
  ck_assert_int_eq(CoCreateInstance(&CONF_CLSID_Manager, NULL, CLSCTX_LOCAL_SERVER,
                                    &IID_IBackgroundCopyManager, (void **)&manager),
                   S_OK);
  ck_assert_int_eq(IBackgroundCopyManager_CreateJob(manager, L"bitsnotify clsid path",
                                                    BG_JOB_TYPE_DOWNLOAD, &id, &job),
                   S_OK);
  IBackgroundCopyManager_Release(manager);
}

static void leave(void)
{
  class_server_take_away(clsid);
  (void)IBackgroundCopyJob_Cancel(job);
  IBackgroundCopyJob_Release(job);
  conf_com_leave();
}

static void given(enum manner manner)
{
  char why[240];

  ck_assert_msg(class_server_given(manner, clsid, why), "%s", why);
}

static HRESULT activate(IBackgroundCopyCallback2 **callback)
{
  CLSID class;

  *callback = NULL;
  ck_assert(conf_com_guid_read(clsid, &class));
  return CoCreateInstance(&class, NULL, CLSCTX_LOCAL_SERVER, &IID_IBackgroundCopyCallback2,
                          (void **)callback);
}

static IBackgroundCopyCallback2 *activated(void)
{
  IBackgroundCopyCallback2 *callback;
  HRESULT hresult = activate(&callback);

  ck_assert_msg(hresult == S_OK, "activation: 0x%08lX", hresult);
  return callback;
}

static void is(HRESULT hresult, HRESULT expected)
{
  ck_assert_msg(hresult == expected, "0x%08lX instead of 0x%08lX", hresult, expected);
}

/* What the model's table calls it: the cell hresult.NAME. */
static void is_gone_to_the_model(HRESULT hresult)
{
  const char *text = bn_hresult_text(hresult);
  char name[80];
  bn_knob knob;

  ck_assert_msg(text != NULL, "the model has no name for 0x%08lX", hresult);
  (void)snprintf(name, sizeof name, "hresult.%s", text);
  ck_assert_msg(bn_knob_named(name, &knob), "the model's table has no cell %s", name);
  ck_assert_str_eq(bn_value_text(bn_knob_row(knob)->usual), "gone");
}

/* --- tests --- */

START_TEST(an_activation_starts_the_server_and_its_object_is_called)
{
  IBackgroundCopyCallback2 *callback;

  given(RETURNS);
  callback = activated();
  is(IBackgroundCopyCallback2_JobTransferred(callback, job), S_FALSE);
  is(IBackgroundCopyCallback2_JobTransferred(callback, job), S_FALSE);
  IBackgroundCopyCallback2_Release(callback);
}
END_TEST

START_TEST(after_a_clean_exit_the_next_activation_starts_another)
{
  given(RETURNS);
  for (unsigned i = 0; i < 2; i++) {
    IBackgroundCopyCallback2 *callback = activated();
    is(IBackgroundCopyCallback2_JobTransferred(callback, job), S_FALSE);
    IBackgroundCopyCallback2_Release(callback);
    ck_assert_msg(class_server_is_over(clsid), "the server stays after its last object");
  }
}
END_TEST

static const enum manner inside[] = {EXITS_INSIDE, KILLS_INSIDE, CRASHES_INSIDE};

START_TEST(death_inside_the_call)
{
  IBackgroundCopyCallback2 *callback;
  HRESULT hresult;

  given(inside[_i]);
  callback = activated();
  hresult = IBackgroundCopyCallback2_JobTransferred(callback, job);
  is(hresult, BN_HR_RPC_S_CALL_FAILED);
  is_gone_to_the_model(hresult);
  hresult = IBackgroundCopyCallback2_JobTransferred(callback, job);
  is(hresult, BN_HR_RPC_S_SERVER_UNAVAILABLE);
  is_gone_to_the_model(hresult);
  IBackgroundCopyCallback2_Release(callback);
}
END_TEST

static const enum manner after[] = {EXITS_AFTER, KILLS_AFTER};

START_TEST(death_after_the_call)
{
  IBackgroundCopyCallback2 *callback;
  HRESULT hresult;

  given(after[_i]);
  callback = activated();
  is(IBackgroundCopyCallback2_JobTransferred(callback, job), S_FALSE);
  ck_assert(class_server_end(clsid));
  hresult = IBackgroundCopyCallback2_JobTransferred(callback, job);
  is(hresult, BN_HR_RPC_S_SERVER_UNAVAILABLE);
  is_gone_to_the_model(hresult);
  IBackgroundCopyCallback2_Release(callback);
}
END_TEST

START_TEST(after_a_death_the_class_can_be_activated_again)
{
  given(after[_i]);
  for (unsigned i = 0; i < 2; i++) {
    IBackgroundCopyCallback2 *callback = activated();
    is(IBackgroundCopyCallback2_JobTransferred(callback, job), S_FALSE);
    ck_assert(class_server_end(clsid));
    IBackgroundCopyCallback2_Release(callback);
  }
}
END_TEST

START_TEST(a_server_may_refuse_to_make_an_instance)
{
  IBackgroundCopyCallback2 *callback;

  given(REFUSES);
  is(activate(&callback), E_ACCESSDENIED);
  ck_assert(class_server_end(clsid));
}
END_TEST

START_TEST(nobody_is_activated_when_the_class_is_taken_away)
{
  IBackgroundCopyCallback2 *callback;

  given(RETURNS);
  class_server_take_away(clsid);
  is(activate(&callback), REGDB_E_CLASSNOTREG);
}
END_TEST

int main(int argc, char **argv)
{
  TCase *tests;
  int status;

  if (class_server_main(argc, argv, &status))
    return status;
  tests = harness_case("clsid path");
  tcase_add_checked_fixture(tests, enter, leave);
  tcase_add_test(tests, an_activation_starts_the_server_and_its_object_is_called);
  tcase_add_test(tests, after_a_clean_exit_the_next_activation_starts_another);
  tcase_add_loop_test(tests, death_inside_the_call, 0, 3);
  tcase_add_loop_test(tests, death_after_the_call, 0, 2);
  tcase_add_loop_test(tests, after_a_death_the_class_can_be_activated_again, 0, 2);
  tcase_add_test(tests, a_server_may_refuse_to_make_an_instance);
  tcase_add_test(tests, nobody_is_activated_when_the_class_is_taken_away);
  return harness_run(tests);
}
