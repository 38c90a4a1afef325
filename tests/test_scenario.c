#include "conformance/scenario.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#include "sim/knobs.h"
#include "sim/state.h"
#include "tests/harness.h"

/* Of tests/everything.json, which has one of everything. */
static struct conf_scenario *s;

static void read_everything(void)
{
  struct conf_problems problems = {0};
  size_t size;
  char *text = harness_read(harness_source("tests/everything.json"), &size);

  s = conf_scenario_read("folder/name.json", text, size, &problems);
  free(text);
  ck_assert_msg(s != NULL, "%u:%u: %s", problems.item[0].place.line, problems.item[0].place.column,
                problems.item[0].text);
}

static void free_everything(void)
{
  conf_scenario_free(s);
}

START_TEST(the_head_is_read)
{
  ck_assert_str_eq(s->path, "folder/name.json");
  ck_assert_str_eq(s->title, "Everything");
  ck_assert_str_eq(s->comment, "why");
  ck_assert_str_eq(s->sha256, "");
  ck_assert_uint_eq(s->rules, 2);
  ck_assert_str_eq(s->rule[1], "AMB-2b");
  ck_assert_uint_eq(s->rule_place[1].line, 2);
  ck_assert_uint_eq(s->rule_place[1].column, 29);
  ck_assert_uint_eq(s->requires_, 2);
  ck_assert_str_eq(s->require[0], "restart");
  ck_assert_uint_eq(s->users, 2);
  ck_assert_uint_eq(s->user[0].service_account, 0);
  ck_assert_uint_eq(s->user[1].service_account, 1);
  ck_assert_uint_eq(s->generated, 0);
}
END_TEST

START_TEST(apps_objects_and_classes_are_read)
{
  ck_assert_uint_eq(s->apps, 3);
  ck_assert_uint_eq(s->app[0].user, 1);
  ck_assert_uint_eq(s->app[0].elevated, 1);
  ck_assert_uint_eq(s->app[0].running, 1);
  ck_assert_uint_eq(s->app[0].class_, BN_NONE);
  ck_assert_uint_eq(s->app[1].running, 0); /* a class server */
  ck_assert_uint_eq(s->app[2].running, 1); /* unless it says so */
  ck_assert_uint_eq(s->objects, 4);
  ck_assert_uint_eq(s->object[0].level, 1);
  ck_assert_uint_eq(s->object[0].sta, 1);
  ck_assert_uint_eq(s->object[1].level, 2);
  ck_assert_uint_eq(s->object[1].sta, 0);
  ck_assert_uint_eq(s->object[3].level, 0);
  ck_assert_uint_eq(s->object[3].app, 2);
  ck_assert_uint_eq(s->classes, 2);
  ck_assert_uint_eq(s->class_[0].object, 2);
  ck_assert_uint_eq(s->class_[0].registered, 0);
  ck_assert_uint_eq(s->class_[0].registers, BN_REGISTERS_LATER);
  ck_assert_uint_eq(s->class_[0].registers_ms, 250);
  ck_assert_int_eq(s->class_[0].creates, BN_HR_E_OUTOFMEMORY);
  ck_assert_uint_eq(s->class_[0].until_killed, 1);
  ck_assert_uint_eq(s->class_[1].object, 3);
  ck_assert_uint_eq(s->class_[1].registered, 1);
  ck_assert_uint_eq(s->class_[1].registers, BN_REGISTERS_NEVER);
}
END_TEST

START_TEST(handlers_and_programs_are_read)
{
  const struct conf_handler *error = &s->handler[0], *file = &s->handler[1];
  const struct conf_do *item;

  ck_assert_uint_eq(s->handlers, 2);
  ck_assert_uint_eq(error->object, 1);
  ck_assert_uint_eq(error->event, BN_JOB_ERROR);
  ck_assert_uint_eq(error->count, 2);
  ck_assert_int_eq(s->do_[s->response[error->first + 1].first].hresult, (int32_t)0x80190194u);
  ck_assert_uint_eq(s->response[file->first].count, 4);
  item = &s->do_[s->response[file->first].first];
  ck_assert_uint_eq(item[0].kind, CONF_DO_CALL);
  ck_assert_uint_eq(item[0].app, 0);
  ck_assert_uint_eq(item[0].call.job, BN_NONE);
  ck_assert_uint_eq(item[0].call.job_from_callback, 1);
  ck_assert_uint_eq(item[0].call.file_from_callback, 1);
  ck_assert_uint_eq(item[0].call.value, 1);
  ck_assert_uint_eq(item[1].kind, CONF_DO_WAIT);
  ck_assert_uint_eq(item[1].gate, 0);
  ck_assert_uint_eq(item[2].call.job_from_callback, 0);
  ck_assert_str_eq(s->job[item[2].call.job].name, "inner");
  ck_assert_uint_eq(item[3].kind, CONF_DO_DIE);
  ck_assert_uint_eq(item[3].death, CONF_CRASH);
  ck_assert_uint_eq(s->programs, 3);
  ck_assert_uint_eq(s->program[0].responses, 2);
  ck_assert_int_eq(s->do_[s->response[s->program[0].responses_first].first].hresult, 1);
  ck_assert_uint_eq(s->program[1].missing, 1);
  ck_assert_uint_eq(s->program[1].responses, 0);
  item = &s->do_[s->response[s->program[2].responses_first + 1].first];
  ck_assert_uint_eq(item[0].app, 0);
  ck_assert_uint_eq(item[0].call.method, BN_Complete);
  ck_assert_int_eq(item[1].hresult, 4);
}
END_TEST

START_TEST(files_and_their_answers_are_read)
{
  const struct conf_file_answer *answer = s->file[1].answer;

  ck_assert_uint_eq(s->files, 2);
  ck_assert_uint_eq(s->file[0].size, 1024);
  ck_assert_uint_eq(s->file[0].answers, 1);
  ck_assert_uint_eq(s->file[0].answer[0].status, 200);
  ck_assert_uint_eq(s->file[1].size, 7);
  ck_assert_uint_eq(s->file[1].answers, 4);
  ck_assert_uint_eq(answer[0].status, 503);
  ck_assert_uint_eq(answer[0].hold, 1);
  ck_assert_uint_eq(answer[1].condition, BN_ABORT);
  ck_assert_uint_eq(answer[1].drop_after, 5);
  ck_assert_uint_eq(answer[1].no_range, 1);
  ck_assert_uint_eq(answer[2].condition, BN_REFUSE);
  ck_assert_uint_eq(answer[3].hold, 2);
}
END_TEST

START_TEST(calls_are_read)
{
  const struct conf_step *step = s->step;

  ck_assert_uint_eq(s->top_steps, 16);
  ck_assert_uint_eq(s->jobs, 2); /* in the order of CreateJob: steps first */
  ck_assert_str_eq(s->job[0].name, "j");
  ck_assert_uint_eq(step[0].call.value, BN_PRIORITY_LOW);
  ck_assert_uint_eq(step[0].call.returns.written, 0);
  ck_assert_uint_eq(step[1].call.object, 1);
  ck_assert_uint_eq(step[1].call.returns.count, 2);
  ck_assert_int_eq(step[1].call.returns.any[1], BN_HR_E_FAIL);
  ck_assert_uint_eq(step[1].place.line, 23);
  ck_assert_uint_eq(step[1].place.column, 5);
  ck_assert_uint_eq(step[2].call.object, BN_NONE);
  ck_assert_uint_eq(step[3].call.property, BN_PROPERTY_NOTIFICATION_CLSID);
  ck_assert_uint_eq(step[3].call.class_, 1);
  ck_assert_uint_eq(step[3].call.kept, 1);
  ck_assert_uint_eq(step[4].call.value, BN_FLAG_DISABLE | BN_FLAG_JOB_ERROR);
  ck_assert_uint_eq(step[11].call.gives_written, 1);
  ck_assert_uint_eq(step[11].call.gives_index, 1);
  ck_assert_int_eq((int32_t)step[12].call.gives_value, BN_HR_E_FAIL);
  ck_assert_uint_eq(step[12].call.gives_context, BN_CONTEXT_REMOTE_FILE);
}
END_TEST

START_TEST(lanes_follow_behind_the_script)
{
  const struct conf_step *together = &s->step[5];
  const struct conf_step *open = &s->step[together->lane[0].first + 1];

  ck_assert_uint_eq(together->kind, CONF_STEP_TOGETHER);
  ck_assert_uint_eq(together->lanes, 2);
  ck_assert_uint_eq(together->lane[0].first, 16);
  ck_assert_uint_eq(together->lane[0].count, 2);
  ck_assert_uint_eq(together->lane[1].first, 18);
  ck_assert_uint_eq(s->steps, 19);
  ck_assert_uint_eq(open->number[0], 6);
  ck_assert_uint_eq(open->number[1], 1);
  ck_assert_uint_eq(open->number[2], 2);
  ck_assert_uint_eq(open->world.kind, CONF_WORLD_OPEN);
  ck_assert_uint_eq(open->world.value, 2);
  ck_assert_uint_eq(s->step[18].world.class_, 1);
  ck_assert_uint_eq(s->step[18].world.app, BN_NONE);
}
END_TEST

START_TEST(expectations_are_read)
{
  const struct conf_expect *error = &s->expect[s->step[6].expect];
  const struct conf_expect *order = &s->expect[s->step[7].expect];
  const struct conf_expect *inner = &s->expect[order->first_child];
  const struct conf_expect *state = &s->expect[s->step[8].expect];
  const struct conf_expect *silence = &s->expect[s->step[9].expect];

  ck_assert_uint_eq(error->event, BN_JOB_ERROR);
  ck_assert_uint_eq(error->at.kind, CONF_AT_OBJECT);
  ck_assert_uint_eq(error->at.index, 2);
  ck_assert_uint_eq(error->at.instance, 2);
  ck_assert_uint_eq(error->file, BN_NONE);
  ck_assert(error->error_written && error->error == BN_HR_E_FAIL);
  ck_assert(error->context_written && error->context == BN_CONTEXT_REMOTE_FILE);
  ck_assert(error->within_written && error->within_ms == 5000);
  ck_assert(error->until_return && error->otherwise_inconclusive);
  ck_assert_uint_eq(order->children, 2);
  ck_assert_uint_eq(inner[0].kind, CONF_EXPECT_LAUNCH);
  ck_assert_uint_eq(inner[0].at.kind, CONF_AT_PROGRAM);
  ck_assert(inner[1].code_written && inner[1].code == 1);
  ck_assert(inner[1].exactly_written && inner[1].exactly == 2);
  ck_assert_uint_eq(state->states, 2);
  ck_assert_uint_eq(state->state[1], BN_TRANSIENT_ERROR);
  ck_assert(silence->within_written && silence->within_ms == 60000);
  ck_assert_uint_eq(silence->at.kind, CONF_AT_APP);
  ck_assert_uint_eq(s->expect[s->step[10].expect].number, 2);
}
END_TEST

START_TEST(the_world_is_read)
{
  ck_assert_uint_eq(s->step[13].world.answer.condition, BN_GARBAGE);
  ck_assert_uint_eq(s->step[13].world.file, 0);
  ck_assert_uint_eq(s->step[14].world.ms, 7776000000u);
  ck_assert_uint_eq(s->step[15].world.object, 0);
}
END_TEST

START_TEST(questions_are_read)
{
  bn_knob late = BN_KNOBS;

  ck_assert(bn_knob_named("event.latched.late", &late));
  ck_assert_str_eq(s->question, "AMB-4");
  ck_assert_uint_eq(s->assumes, 1);
  ck_assert_str_eq(bn_value_text(s->assume[0].value), "1");
  ck_assert_uint_eq(s->answers, 2);
  ck_assert_uint_eq(s->answer[0].expects, 2);
  ck_assert_uint_eq(s->expect[s->answer[0].expects_first].children, 2);
  ck_assert_uint_eq(s->expect[s->answer[0].expects_first + 1].kind, CONF_EXPECT_SILENCE);
  ck_assert_uint_eq(s->answer[1].show[0].knob, late);
  ck_assert_str_eq(bn_value_text(s->answer[1].show[0].value), "deliver");
}
END_TEST

/* Memory that runs out at the n-th request. */
static unsigned requests, fails_at;

static void *failing_malloc(size_t size)
{
  return ++requests == fails_at ? NULL : malloc(size);
}

START_TEST(out_of_memory_is_a_sentence_and_leaks_nothing)
{
  cJSON_Hooks hooks = {failing_malloc, free};
  struct conf_problems problems = {0};
  struct conf_scenario *scenario = NULL;
  size_t size;
  char *text = harness_read(harness_source("tests/everything.json"), &size);

  cJSON_InitHooks(&hooks);
  for (fails_at = 1; scenario == NULL; fails_at++) {
    requests = 0;
    scenario = conf_scenario_read("path", text, size, &problems);
    if (scenario != NULL)
      break;
    ck_assert_uint_eq(problems.count, 1);
    ck_assert_str_eq(problems.item[0].text, "out of memory");
    ck_assert_uint_lt(fails_at, 5000);
  }
  ck_assert_uint_gt(fails_at, 100);
  conf_scenario_free(scenario);
  cJSON_InitHooks(NULL);
  free(text);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("scenario");

  tcase_add_checked_fixture(tests, read_everything, free_everything);
  tcase_add_test(tests, the_head_is_read);
  tcase_add_test(tests, apps_objects_and_classes_are_read);
  tcase_add_test(tests, handlers_and_programs_are_read);
  tcase_add_test(tests, files_and_their_answers_are_read);
  tcase_add_test(tests, calls_are_read);
  tcase_add_test(tests, lanes_follow_behind_the_script);
  tcase_add_test(tests, expectations_are_read);
  tcase_add_test(tests, the_world_is_read);
  tcase_add_test(tests, questions_are_read);
  tcase_add_test(tests, out_of_memory_is_a_sentence_and_leaks_nothing);
  return harness_run(tests);
}
