#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/runner.h"
#include "conformance/text.h"
#include "conformance/walk.h"
#include "tests/harness.h"
#include "tests/scene.h"

static struct conf_scenario *load(const char *path)
{
  struct conf_problems problems = {0};
  struct conf_scenario *scenario;
  size_t size;
  char *bytes = harness_read(path, &size);

  scenario = conf_scenario_read(path, bytes, size, &problems);
  ck_assert_msg(scenario != NULL, "%s: %s", path, problems.item[0].text);
  free(bytes);
  return scenario;
}

static char *play(const struct conf_scenario *scenario, struct conf_trace *trace)
{
  struct conf_result result = {0};
  struct conf_profile profile;

  conf_profile_documented(&profile);
  conf_trace_clear(trace, scenario);
  conf_run_sim(scenario, &profile, trace, &result);
  conf_result_free(&result);
  return conf_trace_write(trace);
}

/* Twice the same bytes, and reading and writing gives them again. */
static void check_one(const char *path, struct conf_trace *trace, struct conf_trace *back)
{
  struct conf_scenario *scenario = load(path);
  struct conf_problem problem;
  char *first = play(scenario, trace), *second = play(scenario, trace), *again;

  ck_assert_msg(strcmp(first, second) == 0, "%s: played twice, two traces", path);
  ck_assert_msg(conf_trace_read(back, scenario, first, strlen(first), &problem), "%s:%u:%u: %s",
                path, problem.place.line, problem.place.column, problem.text);
  ck_assert_int_eq(back->complete, 1);
  ck_assert_uint_eq(back->count, trace->count);
  again = conf_trace_write(back);
  ck_assert_msg(strcmp(first, again) == 0, "%s: read and written again it differs", path);
  free(first);
  free(second);
  free(again);
  conf_scenario_free(scenario);
}

START_TEST(every_fixture_gives_the_same_bytes_and_reads_back)
{
  char folder[CONF_PATH_MAX], path[CONF_PATH_MAX], why[240];
  char *paths[] = {folder};
  struct conf_walk walk = {0};
  struct conf_trace trace, back;

  (void)snprintf(folder, sizeof folder, "%s", harness_source("fixtures"));
  ck_assert_msg(conf_walk_paths(&walk, paths, 1, NULL, why), "%s", why);
  ck_assert_uint_gt(walk.count, 100);
  conf_trace_init(&trace, NULL);
  conf_trace_init(&back, NULL);
  for (unsigned i = 0; i < walk.count; i++)
    check_one(conf_walk_path(&walk, i, path), &trace, &back);
  conf_trace_free(&trace);
  conf_trace_free(&back);
  conf_walk_free(&walk);
}
END_TEST

#define STEPS "{'app': 'updater', 'call': 'CreateJob', 'job': 'j', 'returns': 'S_OK'}"
#define HEADER                                                                                     \
  "{\"trace\":1,\"scenario\":\"x.json\",\"sha256\":\"\",\"implementation\":\"bits\","              \
  "\"version\":null,\"host\":\"a \\\"host\\\"\",\"tool\":\"0.1.0\",\"clock\":\"real\"}\n"

START_TEST(what_a_line_says)
{
  struct scene s = scene_play(STEPS);
  char *text = conf_trace_write(&s.trace);

  ck_assert_ptr_nonnull(strstr(text,
                               "{\"kind\":\"call\",\"at_us\":0,\"step\":\"1\",\"app\":"
                               "\"updater\",\"method\":\"CreateJob\",\"job\":\"j\"}\n"));
  ck_assert_ptr_nonnull(strstr(text,
                               "\"hresult\":\"S_OK\",\"rule\":\"JOB-STATE-1\"}\n"
                               "{\"kind\":\"end\",\"at_us\":0}\n"));
  free(text);
  scene_free(&s);
}
END_TEST

START_TEST(an_unknown_kind_is_kept_as_it_is_and_counted)
{
  static const char text[] = HEADER
      "{ \"kind\": \"telemetry\",  \"at_us\": 5, \"x\": [1, 2.50] }\n"
      "{\"kind\":\"quiet\",\"at_us\":7,\"ms\":0}\n{\"kind\":\"end\",\"at_us\":7}\n";
  struct scene s = scene_play(STEPS);
  struct conf_problem problem;
  char *again;

  ck_assert_msg(conf_trace_read(&s.trace, s.scenario, text, strlen(text), &problem), "%s",
                problem.text);
  ck_assert_uint_eq(s.trace.unknown, 1);
  ck_assert_str_eq(s.trace.host, "a \"host\"");
  again = conf_trace_write(&s.trace);
  ck_assert_str_eq(again, text);
  free(again);
  scene_free(&s);
}
END_TEST

static const struct {
  const char *text;
  unsigned line, column;
  const char *sentence;
} wrong[] = {
    {"", 1, 1, "the trace is empty"},
    {"[]\n", 1, 1, "each line must be a JSON object"},
    {"{\"trace\":2}\n", 1, 10, "the first line must say \"trace\": 1"},
    {"{\"trace\":1}\n", 1, 1, "\"scenario\" and \"sha256\" must be text"},
    {HEADER "{\"at_us\":1}\n", 2, 1, "\"kind\" is missing"},
    {HEADER "{\"kind\":\"end\",\"at_us\":1}\n{\"kind\":\"end\",\"at_us\":1}\n", 3, 1,
     "nothing may follow the line of kind \"end\""},
    {HEADER "{\"kind\":\"state\",\"at_us\":1,\"job\":\"k\"}\n", 2, 33,
     "a name of the scenario is wanted"},
    {HEADER "{\"kind\":\"state\",\"at_us\":1,\"ms\":1}\n", 2, 27,
     "\"ms\" does not belong to this kind of event"},
    {HEADER "{\"kind\":\"state\",\"at_us\":-1}\n", 2, 25,
     "a whole number up to 18446744073709551615 is wanted"},
    {HEADER "{\"kind\":\"begin\",\"at_us\":1,\"object\":\"updater.nobody\"}\n", 2, 36,
     "an object of the scenario is wanted"},
    {HEADER "{\"kind\":\"begin\",\"at_us\":1,\"object\":\"helper.sink#0\"}\n", 2, 36,
     "an object of the scenario is wanted"},
    {HEADER "{\"kind\":\"return\",\"at_us\":1,\"hresult\":\"S_FINE\"}\n", 2, 38,
     "an HRESULT is wanted"},
    {HEADER "{\"kind\":\"quiet\",\"ms\":1}\n", 2, 1, "\"at_us\" is missing"},
    {HEADER "{\"kind\":\"activation\",\"at_us\":1,\"class\":\"helper\"}\n", 2, 1,
     "\"app\" is missing"},
    {HEADER "{\"kind\":\"state\",\"at_us\":1,\"job\":\"j\"}\n", 2, 1, "\"state\" is missing"},
    {HEADER "{\"kind\":\"end\"}\n", 2, 1, "\"at_us\" is missing"},
    {HEADER "{\"kind\":\"state\",\"at_us\":1,\"step\":\"1.2\"}\n", 2, 34,
     "a step like \"7\" or \"7.1.2\" is wanted"},
};

START_TEST(a_wrong_trace_is_refused_at_its_place)
{
  struct scene s = scene_play(STEPS);
  struct conf_problem problem = {0};

  ck_assert(
      !conf_trace_read(&s.trace, s.scenario, wrong[_i].text, strlen(wrong[_i].text), &problem));
  ck_assert_str_eq(problem.text, wrong[_i].sentence);
  ck_assert_uint_eq(problem.place.line, wrong[_i].line);
  ck_assert_uint_eq(problem.place.column, wrong[_i].column);
  ck_assert_uint_eq(s.trace.count, 0);
  scene_free(&s);
}
END_TEST

START_TEST(a_trace_of_another_version_of_the_scenario_is_refused)
{
  struct scene s = scene_play(STEPS);
  struct conf_problem problem;
  char *text;

  memset(s.scenario->sha256, 'a', 64);
  text = conf_trace_write(&s.trace);
  ck_assert(conf_trace_read(&s.trace, s.scenario, text, strlen(text), &problem));
  s.scenario->sha256[0] = 'b';
  ck_assert(!conf_trace_read(&s.trace, s.scenario, text, strlen(text), &problem));
  ck_assert_str_eq(problem.text, "the trace was taken from another version of the scenario");
  free(text);
  scene_free(&s);
}
END_TEST

START_TEST(a_trace_without_its_end_is_not_complete)
{
  static const char text[] = HEADER "{\"kind\":\"quiet\",\"at_us\":7,\"ms\":3}\n";
  struct scene s = scene_play(STEPS);
  struct conf_problem problem;

  ck_assert_int_eq(s.trace.complete, 1);
  ck_assert(conf_trace_read(&s.trace, s.scenario, text, strlen(text), &problem));
  ck_assert_int_eq(s.trace.complete, 0);
  scene_free(&s);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("trace");

  tcase_add_test(tests, every_fixture_gives_the_same_bytes_and_reads_back);
  tcase_add_test(tests, what_a_line_says);
  tcase_add_test(tests, an_unknown_kind_is_kept_as_it_is_and_counted);
  tcase_add_loop_test(tests, a_wrong_trace_is_refused_at_its_place, 0,
                      (int)(sizeof wrong / sizeof wrong[0]));
  tcase_add_test(tests, a_trace_of_another_version_of_the_scenario_is_refused);
  tcase_add_test(tests, a_trace_without_its_end_is_not_complete);
  return harness_run(tests);
}
