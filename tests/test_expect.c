#include <stdio.h>
#include <string.h>

#include "tests/harness.h"
#include "tests/scene.h"

#define TOLD(where) "{'expect': 'JobTransferred', 'at': 'updater." where "', 'job': 'j'}"
#define FLAGS(list) "{'app': 'updater', 'call': 'SetNotifyFlags', 'job': 'j', 'flags': [" list "]}"
#define MODIFIED(within)                                                                           \
  "{'expect': 'JobModification', 'at': 'updater.watcher', 'job': 'j', " within "}"
#define RENAMED "{'app': 'updater', 'call': 'SetDisplayName', 'job': 'j', 'text': 'nightly'}"
#define HOUR "'within': 3600000"

/* What the steps behind a running job must end in; reason: a part of the sentence. */
static const struct {
  const char *object, *steps;
  enum conf_verdict verdict;
  const char *reason;
} one_job[] = {
    /* at least once, before or during the step */
    {"watcher", TOLD("watcher"), CONF_PASS, NULL},
    {"watcher", "{'expect': 'state', 'job': 'j', 'state': 'TRANSFERRED'}," TOLD("watcher"),
     CONF_PASS, NULL},
    {"watcher", "{'expect': 'silence', 'at': 'helper'}," TOLD("watcher"), CONF_PASS, NULL},
    {"watcher", TOLD("slow"), CONF_FAIL,
     "step 6: JobTransferred of \"j\" at updater.slow did not come"},
    /* what nobody expected */
    {"watcher", "{'expect': 'state', 'job': 'j', 'state': 'TRANSFERRED'}", CONF_FAIL,
     "JobTransferred of \"j\" at updater.watcher came at the end, and no step expected it"},
    /* a repeat is legal behind the first, at the end too, and a second expectation takes it */
    {"failing", TOLD("failing") ",{'world': 'advance', 'ms': 600000}", CONF_PASS, NULL},
    {"failing",
     TOLD("failing") ",{'expect': 'JobTransferred', 'at': 'updater.failing', 'job': 'j', " HOUR "}",
     CONF_PASS, NULL},
    {"watcher", TOLD("watcher") "," TOLD("watcher"), CONF_FAIL, "step 7: JobTransferred"},
    /* exactly */
    {"failing",
     "{'expect': 'JobTransferred', 'at': 'updater.failing', 'job': 'j', 'exactly': 2, " HOUR "}",
     CONF_PASS, NULL},
    {"failing",
     "{'expect': 'JobTransferred', 'at': 'updater.failing', 'job': 'j', 'exactly': 1, " HOUR "}",
     CONF_FAIL, "exactly 1 times came 2 times"},
    {"failing",
     "{'expect': 'JobTransferred', 'at': 'updater.failing', 'job': 'j', 'exactly': 1},"
     "{'world': 'advance', 'ms': 600000}",
     CONF_FAIL, "came in step 7, and no step expected it"},
    /* a timer on the boundary belongs to the step that reaches it */
    {"failing",
     TOLD("failing") ",{'world': 'advance', 'ms': 599999},"
                     "{'expect': 'silence', 'at': 'updater', 'for': 1}",
     CONF_FAIL, "came where silence was expected"},
    {"failing",
     TOLD("failing") ",{'expect': 'silence', 'at': 'updater', 'for': 599999},"
                     "{'expect': 'JobTransferred', 'at': 'updater.failing', 'job': 'j', 'within': "
                     "1}",
     CONF_PASS, NULL},
    /* silence begins with its step */
    {"watcher", TOLD("watcher") ",{'expect': 'silence', 'at': 'updater.watcher'}", CONF_PASS, NULL},
    {"watcher", "{'expect': 'silence', 'at': 'updater.watcher'}", CONF_FAIL,
     "step 6: JobTransferred of \"j\" at updater.watcher came where silence was expected"},
    {"watcher", "{'expect': 'silence'}", CONF_FAIL, "came where silence was expected"},
    {"watcher", "{'expect': 'silence', 'at': 'updater.slow'}," TOLD("watcher"), CONF_PASS, NULL},
    /* a modification is a callback too, but nobody has to expect it */
    {"watcher",
     FLAGS("'JOB_MODIFICATION'") ",{'world': 'advance', 'ms': 1000},"
                                 "{'expect': 'state', 'job': 'j', 'state': 'TRANSFERRED'}",
     CONF_PASS, NULL},
    {"watcher", FLAGS("'JOB_MODIFICATION'") ",{'expect': 'silence', 'at': 'updater'}", CONF_FAIL,
     "JobModification of \"j\" at updater.watcher came where silence was expected"},
    /* what was told while time was let pass says nothing of what comes after it */
    {"watcher",
     FLAGS("'JOB_MODIFICATION'") "," MODIFIED("'within': 1000") ",{'world': 'advance', 'ms': "
                                                                "1000}," RENAMED
                                                                "," MODIFIED("'within': 1000"),
     CONF_PASS, NULL},
    {"watcher",
     FLAGS("'JOB_MODIFICATION'") "," MODIFIED(
         "'within': 1000") "," RENAMED ",{'world': 'advance', 'ms': 1000}," MODIFIED("'within': "
                                                                                     "1000"),
     CONF_FAIL, "step 10: JobModification of \"j\" at updater.watcher did not come"},
    {"watcher",
     FLAGS("'JOB_MODIFICATION'") "," MODIFIED("'within': 1000") "," RENAMED "," MODIFIED("'within'"
                                                                                         ": 1000"),
     CONF_PASS, NULL},
    /* until it returns */
    {"slow", TOLD("slow"), CONF_PASS, NULL},
    {"slow", "{'expect': 'JobTransferred', 'at': 'updater.slow', 'job': 'j', 'until': 'return'}",
     CONF_FAIL, "until it returns did not come"},
    {"slow",
     TOLD("slow") ",{'world': 'open', 'gate': 'gate'},"
                  "{'expect': 'silence', 'at': 'updater'}",
     CONF_PASS, NULL},
    {"slow",
     "{'expect': 'silence', 'at': 'helper'},{'world': 'open', 'gate': 'gate', 'pass': 1},"
     "{'expect': 'JobTransferred', 'at': 'updater.slow', 'job': 'j', 'until': 'return'}",
     CONF_PASS, NULL},
    {"mortal", TOLD("mortal"), CONF_PASS, NULL},
    {"mortal",
     "{'expect': 'JobTransferred', 'at': 'updater.mortal', 'job': 'j', 'until': 'return'}",
     CONF_FAIL, "did not come"},
    /* in flight */
    {"slow", TOLD("slow") ",{'expect': 'in-flight', 'at': 'updater', 'number': 1}", CONF_PASS,
     NULL},
    {"slow", TOLD("slow") ",{'expect': 'in-flight', 'at': 'updater', 'number': 2}", CONF_FAIL,
     "1 callbacks are in flight at updater, not 2"},
    {"watcher", TOLD("watcher") ",{'expect': 'in-flight', 'at': 'updater', 'number': 0}", CONF_PASS,
     NULL},
    /* states */
    {"watcher", "{'expect': 'state', 'job': 'j', 'state': 'CONNECTING'}," TOLD("watcher"),
     CONF_PASS, NULL},
    {"watcher", "{'expect': 'state', 'job': 'j', 'state': ['ERROR', 'SUSPENDED']}", CONF_FAIL,
     "\"j\" is TRANSFERRED, not ERROR or SUSPENDED"},
    /* lossy preconditions */
    {"watcher",
     TOLD("watcher") ",{'expect': 'FileTransferred', 'at': 'updater.watcher', 'job': 'j',"
                     "'otherwise': 'inconclusive'}",
     CONF_INCONCLUSIVE, "FileTransferred of \"j\" at updater.watcher did not come"},
    /* orders */
    {"watcher",
     FLAGS("'JOB_TRANSFERRED', 'FILE_TRANSFERRED'") ",{'expect': 'in-order', 'of': ["
                                                    "{'expect': 'FileTransferred', 'at': "
                                                    "'updater.watcher', 'job': 'j'}," TOLD(
                                                        "watcher") "]}",
     CONF_PASS, NULL},
    {"watcher",
     FLAGS("'JOB_TRANSFERRED', 'FILE_TRANSFERRED'") ",{'expect': 'in-order', 'of': [" TOLD(
         "watcher") ",{'expect': 'FileTransferred', 'at': 'updater.watcher', 'job': 'j'}]}",
     CONF_FAIL, "then FileTransferred of \"j\" at updater.watcher did not come"},
    {"watcher",
     FLAGS("'JOB_TRANSFERRED', 'FILE_TRANSFERRED'") ",{'expect': 'any-order', 'of': [" TOLD(
         "watcher") ",{'expect': 'FileTransferred', 'at': 'updater.watcher', 'job': 'j'}]}",
     CONF_PASS, NULL},
    {"watcher",
     "{'expect': 'one-of', 'of': [{'expect': 'JobError', 'at': 'updater.watcher', 'job': "
     "'j'}," TOLD("watcher") "]}",
     CONF_PASS, NULL},
    {"watcher",
     "{'expect': 'one-of', 'of': [{'expect': 'JobError', 'at': 'updater.watcher', 'job': 'j'},"
     "{'expect': 'launch', 'at': 'notify', 'job': 'j'}]}",
     CONF_FAIL, "JobError of \"j\" at updater.watcher or a launch of \"j\" at notify did not come"},
    /* processes and programs */
    {"watcher",
     TOLD("watcher") ",{'world': 'kill', 'app': 'updater'},"
                     "{'expect': 'exit', 'at': 'updater'}",
     CONF_PASS, NULL},
    {"failing",
     "{'app': 'updater', 'call': 'SetNotifyCmdLine', 'job': 'j', 'program': 'notify'}," TOLD(
         "failing") ",{'expect': 'launch', 'at': 'notify', 'job': 'j'},"
                    "{'expect': 'exit', 'at': 'notify', 'code': 0}",
     CONF_PASS, NULL},
    {"failing",
     "{'app': 'updater', 'call': 'SetNotifyCmdLine', 'job': 'j', 'program': 'notify'}," TOLD(
         "failing") ",{'expect': 'silence', 'at': 'notify'}",
     CONF_FAIL, "launch of notify for JobTransferred of \"j\" came where silence was expected"},
};

START_TEST(what_the_steps_end_in)
{
  struct scene s = scene_play_job(one_job[_i].object, one_job[_i].steps);
  const char *reason = s.result.reason == NULL ? "" : s.result.reason;

  ck_assert_msg(s.result.verdict == one_job[_i].verdict, "%s: %s (%s)", one_job[_i].steps,
                conf_verdict_text(s.result.verdict), reason);
  if (one_job[_i].reason != NULL)
    ck_assert_msg(strstr(reason, one_job[_i].reason) != NULL, "\"%s\" is not part of \"%s\"",
                  one_job[_i].reason, reason);
  scene_free(&s);
}
END_TEST

#define ACTIVATED                                                                                  \
  "{'app': 'updater', 'call': 'CreateJob', 'job': 'j'},"                                           \
  "{'app': 'updater', 'call': 'AddFile', 'job': 'j', 'file': 'a.bin'},"                            \
  "{'app': 'updater', 'call': 'SetProperty', 'job': 'j', 'property': 'NOTIFICATION_CLSID',"        \
  " 'class': 'helper'},{'app': 'updater', 'call': 'Resume', 'job': 'j'},"

START_TEST(an_activation_is_taken_with_the_callback_that_it_leads_to)
{
  struct scene s =
      scene_play(ACTIVATED "{'expect': 'JobTransferred', 'at': 'helper.sink#1', 'job': 'j'}");

  ck_assert_int_eq(s.result.verdict, CONF_PASS);
  scene_free(&s);
}
END_TEST

START_TEST(an_activation_that_leads_nowhere_is_left_over)
{
  struct scene s = scene_play("{'world': 'unregister-class', 'app': 'helper'}," ACTIVATED
                              "{'expect': 'state', 'job': 'j', 'state': 'TRANSFERRED'}");

  ck_assert_int_eq(s.result.verdict, CONF_FAIL);
  ck_assert_ptr_nonnull(strstr(s.result.reason, "activation of helper for JobTransferred"));
  scene_free(&s);
  s = scene_play("{'world': 'unregister-class', 'app': 'helper'}," ACTIVATED
                 "{'expect': 'activation', 'at': 'helper', 'error': 'REGDB_E_CLASSNOTREG'}");
  ck_assert_int_eq(s.result.verdict, CONF_PASS);
  scene_free(&s);
}
END_TEST

START_TEST(an_error_and_its_context_must_fit)
{
  static const char *const wants[] = {"'error': 'BG_E_HTTP_ERROR_404', 'context': 'REMOTE_FILE'",
                                      "'error': 'BG_E_HTTP_ERROR_403'",
                                      "'context': 'GENERAL_TRANSPORT'"};
  char steps[600];
  struct scene s;

  (void)snprintf(
      steps, sizeof steps,
      "{'app': 'updater', 'call': 'CreateJob', 'job': 'j'},"
      "{'app': 'updater', 'call': 'AddFile', 'job': 'j', 'file': 'bad.bin'},"
      "{'app': 'updater', 'call': 'SetNotifyInterface', 'job': 'j', 'object': 'watcher'},"
      "{'app': 'updater', 'call': 'Resume', 'job': 'j'},"
      "{'expect': 'JobError', 'at': 'updater.watcher', 'job': 'j', %s}",
      wants[_i]);
  s = scene_play(steps);
  ck_assert_int_eq(s.result.verdict, _i == 0 ? CONF_PASS : CONF_FAIL);
  scene_free(&s);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("expect");

  tcase_add_loop_test(tests, what_the_steps_end_in, 0, (int)(sizeof one_job / sizeof one_job[0]));
  tcase_add_test(tests, an_activation_is_taken_with_the_callback_that_it_leads_to);
  tcase_add_test(tests, an_activation_that_leads_nowhere_is_left_over);
  tcase_add_loop_test(tests, an_error_and_its_context_must_fit, 0, 3);
  return harness_run(tests);
}
