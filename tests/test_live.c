/* The driver of real services: agents that are processes, on a port without COM, good ones and
 * hostile ones. The agents are this program again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/live.h"
#include "tests/harness.h"
#include "tests/puppet.h"
#include "tests/scene.h"

#define APPS                                                                                       \
  "'apps':{'updater':{'objects':{'watcher':{'handlers':{'JobTransferred':["                        \
  "{'do':[{'call':'GetState'},{'wait':'gate'},{'return':'E_FAIL'}]},"                              \
  "{'do':[{'call':'Complete'},{'return':'S_OK'}]}]}},"                                             \
  "'plain':{},'mortal':{'handlers':{'JobTransferred':[{'do':[{'die':'kill'}]}]}}}}},"              \
  "'files':{'a.bin':{}},"
#define JOB(object)                                                                                \
  "{'app':'updater','call':'CreateJob','job':'j'},"                                                \
  "{'app':'updater','call':'AddFile','job':'j','file':'a.bin'},"                                   \
  "{'app':'updater','call':'SetNotifyInterface','job':'j','object':'" object                       \
  "'},"                                                                                            \
  "{'app':'updater','call':'Resume','job':'j','returns':'S_OK'},"
#define SCENARIO(steps) "{'title':'t','rules':['NOTIFY-REG-1']," APPS "'steps':[" steps "]}"

static struct conf_site *site;
static struct conf_live *live;
static struct conf_trace trace;

static void open_run(void)
{
  static char program[1024];
  struct conf_live_options options = {.program = program, .time_scale = 0.2, .speed = 1};
  size_t size = sizeof program;
  char why[240] = "";

  ck_assert_int_eq(uv_exepath(program, &size), 0);
  site = conf_site_open(NULL, false, why);
  ck_assert_msg(site != NULL, "%s", why);
  live = conf_live_open(&options, site, why);
  ck_assert_msg(live != NULL, "%s", why);
  conf_trace_init(&trace, NULL);
}

static void close_run(void)
{
  conf_trace_free(&trace);
  conf_live_close(live);
  conf_site_close(site);
}

static struct conf_result play(const char *text)
{
  struct conf_scenario *scenario = scene_read(text);
  struct conf_result result = {0};

  conf_trace_clear(&trace, scenario);
  conf_live_play(live, scenario, NULL, &trace, &result);
  trace.scenario = NULL;
  conf_scenario_free(scenario);
  return result;
}

static void check_passes(const char *text)
{
  struct conf_result result = play(text);

  ck_assert_msg(result.verdict == CONF_PASS, "%s: %s", conf_verdict_text(result.verdict),
                result.reason == NULL ? "" : result.reason);
  conf_result_free(&result);
}

static unsigned count(enum conf_event_kind kind)
{
  unsigned found = 0;

  for (unsigned i = 0; i < trace.count; i++)
    found += trace.event[i].kind == kind;
  return found;
}

/* How many calls inside handlers gave TRANSFERRED. */
static unsigned states_in_handlers(void)
{
  unsigned found = 0;

  for (unsigned i = 0; i < trace.count; i++)
    found += trace.event[i].kind == CONF_EV_RESULT && trace.event[i].from_handler &&
             trace.event[i].method == BN_GetState && trace.event[i].state == BN_TRANSFERRED;
  return found;
}

START_TEST(a_handler_calls_waits_fails_and_is_called_again)
{
  open_run();
  check_passes(SCENARIO(JOB("watcher") "{'expect':'in-flight','at':'updater.watcher','number':1},"
                                       "{'world':'open','gate':'gate'},"
                                       "{'expect':'JobTransferred','at':'updater.watcher',"
                                       "'job':'j'},"
                                       "{'expect':'JobTransferred','at':'updater.watcher',"
                                       "'job':'j','until':'return'},"
                                       "{'app':'updater','call':'GetNotifyInterface','job':'j',"
                                       "'gives':'updater.watcher'},"
                                       "{'expect':'silence','at':'updater.watcher'}"));
  ck_assert_uint_eq(count(CONF_EV_BEGIN), 2);
  ck_assert_uint_eq(states_in_handlers(), 1);
  ck_assert_uint_eq(count(CONF_EV_RETURN), 2);
  ck_assert_uint_ge(count(CONF_EV_QUIET), 2);
  ck_assert_uint_eq(trace.event[trace.count - 1].kind, CONF_EV_DONE);
  close_run();
}
END_TEST

START_TEST(a_process_dies_inside_a_callback_and_is_started_again)
{
  open_run();
  check_passes(SCENARIO(JOB("mortal") "{'expect':'JobTransferred','at':'updater.mortal','job':'j'},"
                                      "{'expect':'exit','at':'updater'},"
                                      "{'world':'start','app':'updater'},"
                                      "{'expect':'state','job':'j','state':'TRANSFERRED'},"
                                      "{'world':'kill','app':'updater'},"
                                      "{'world':'start','app':'updater'},"
                                      "{'app':'updater','call':'Suspend','job':'j'}"));
  ck_assert_uint_eq(count(CONF_EV_LOST), 1);
  ck_assert_uint_eq(count(CONF_EV_END), 2);
  ck_assert_uint_eq(count(CONF_EV_START), 2);
  ck_assert_uint_eq(count(CONF_EV_STATE), 1);
  close_run();
}
END_TEST

START_TEST(a_miss_is_a_failure_and_a_dead_app_is_the_scenario_s_fault)
{
  struct conf_result result;

  open_run();
  result = play(SCENARIO(JOB("plain") "{'expect':'JobError','at':'updater.plain','job':'j'}"));
  ck_assert_int_eq(result.verdict, CONF_FAIL);
  conf_result_free(&result);
  result = play(SCENARIO(JOB("plain") "{'world':'kill','app':'updater'},"
                                      "{'app':'updater','call':'Suspend','job':'j'}"));
  ck_assert_int_eq(result.verdict, CONF_BROKEN);
  ck_assert_str_eq(result.reason, "step 6: \"updater\" is not running");
  conf_result_free(&result);
  close_run();
}
END_TEST

#define PLAIN SCENARIO(JOB("plain") "{'expect':'JobTransferred','at':'updater.plain','job':'j'}")

static const struct {
  const char *mode;
  enum conf_verdict verdict;
  const char *sentence;
} hostile[] = {
    {"garbage", CONF_CRASHED, "the process of updater: line 6 is wrong: column 1: "},
    {"wrong-number", CONF_CRASHED,
     "the process of updater: line 6 is wrong: its number is 7: {\"n\":7,\"kind\":\"reply\""},
    {"twice", CONF_CRASHED,
     "the process of updater: line 7 is wrong: message 8 waits for no reply"},
    {"exit", CONF_CRASHED, "the process of updater ended by itself after line 5"},
    {"10-mb", CONF_CRASHED, "the process of updater: line 6 is wrong: it is longer than 32768"},
    {"half-a-line", CONF_CRASHED, "the process of updater: line 6 is wrong: it has no end"},
    {"after-the-end", CONF_CRASHED,
     "the process of updater: line 7 is wrong: it had said its last words"},
    {"version-2", CONF_CRASHED, "the process of updater speaks version 2 of the protocol"},
    {"observer-2", CONF_CRASHED, "the process of the observer speaks version 2 of the protocol"},
    {"hang", CONF_INCONCLUSIVE, "Resume of updater did not return within 8000 ms"},
};

START_TEST(a_hostile_process_spoils_its_scenario_and_no_other)
{
  struct conf_result result;

  open_run();
  uv_os_setenv("BITSNOTIFY_PUPPET", hostile[_i].mode);
  result = play(PLAIN);
  uv_os_unsetenv("BITSNOTIFY_PUPPET");
  ck_assert_msg(result.verdict == hostile[_i].verdict, "%s: %s: %s", hostile[_i].mode,
                conf_verdict_text(result.verdict), result.reason);
  ck_assert_msg(strstr(result.reason, hostile[_i].sentence) != NULL, "%s", result.reason);
  conf_result_free(&result);
  check_passes(PLAIN);
  close_run();
}
END_TEST

START_TEST(what_a_scenario_assumes_must_be_so)
{
  struct conf_scenario *scenario =
      scene_read("{'title':'t','rules':['NOTIFY-REG-1']," APPS
                 "'assumes':{'modification.registration':'no'},'steps':[{'expect':'silence'}]}");
  struct conf_profile profile;
  char why[240] = "";

  conf_profile_documented(&profile);
  ck_assert(conf_live_assumes_else(scenario, &profile, why));
  ck_assert_msg(strstr(why, "modification.registration") != NULL, "%s", why);
  ck_assert(conf_profile_set(&profile, "modification.registration=no", why));
  ck_assert(!conf_live_assumes_else(scenario, &profile, why));
  conf_scenario_free(scenario);
}
END_TEST

static bool runs, network;

static bool stop(void *self, char why[240])
{
  (void)self;
  (void)why;
  runs = false;
  return true;
}

static bool start(void *self, char why[240])
{
  (void)self;
  (void)why;
  runs = true;
  return true;
}

static bool turn_network(void *self, bool up, char why[240])
{
  (void)self;
  (void)why;
  network = up;
  return true;
}

START_TEST(what_a_scenario_stopped_goes_on_for_the_next_one)
{
  open_run();
  site->stop_service = stop;
  site->start_service = start;
  site->network = turn_network;
  check_passes(
      SCENARIO("{'world':'network','up':false},{'world':'stop-service'},"
               "{'expect':'silence'}"));
  ck_assert(runs);
  ck_assert(network);
  close_run();
}
END_TEST

int main(int argc, char **argv)
{
  TCase *tests;

  if (argc > 1 && strcmp(argv[1], "agent") == 0)
    return puppet_main(argc - 1, argv + 1);
  tests = harness_case("live");
  tcase_add_test(tests, a_handler_calls_waits_fails_and_is_called_again);
  tcase_add_test(tests, a_process_dies_inside_a_callback_and_is_started_again);
  tcase_add_test(tests, a_miss_is_a_failure_and_a_dead_app_is_the_scenario_s_fault);
  tcase_add_test(tests, what_a_scenario_assumes_must_be_so);
  tcase_add_test(tests, what_a_scenario_stopped_goes_on_for_the_next_one);
  tcase_add_loop_test(tests, a_hostile_process_spoils_its_scenario_and_no_other, 0,
                      (int)(sizeof hostile / sizeof hostile[0]));
  return harness_run(tests);
}
