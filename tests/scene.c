#include "tests/scene.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/runner.h"
#include "conformance/text.h"

static const char before[] =
    "{'title': 'A scene of a test', 'rules': ['NOTIFY-EVT-1', 'NOTIFY-PREC-1'], 'apps': {"
    "'updater': {'objects': {'watcher': {},"
    " 'slow': {'handlers': {'JobTransferred': [{'do': [{'wait': 'gate'}]}]}},"
    " 'failing': {'handlers': {'JobTransferred': [{'return': 'E_FAIL'}, {'return': 'S_OK'}]}},"
    " 'mortal': {'handlers': {'JobTransferred': [{'do': [{'die': 'kill'}]}]}}}},"
    "'helper': {'class': {'object': 'sink'}, 'objects': {'sink': {}}}},"
    "'programs': {'notify': {}}, 'files': {'a.bin': {}, 'bad.bin': {'status': 404}}, 'steps': [";

struct conf_scenario *scene_read(const char *text)
{
  char *json = conf_text_copy(text);
  struct conf_problems problems = {0};
  struct conf_scenario *scenario;

  for (char *c = json; *c != '\0'; c++) {
    if (*c == '\'')
      *c = '"';
  }
  scenario = conf_scenario_read("scene.json", json, strlen(json), &problems);
  ck_assert_msg(scenario != NULL, "%u:%u: %s", problems.item[0].place.line,
                problems.item[0].place.column, problems.item[0].text);
  free(json);
  return scenario;
}

struct scene scene_play_whole(const char *text)
{
  struct scene scene = {.scenario = scene_read(text)};
  struct conf_profile profile;

  conf_profile_documented(&profile);
  conf_trace_init(&scene.trace, scene.scenario);
  conf_run_sim(scene.scenario, &profile, &scene.trace, &scene.result);
  return scene;
}

struct scene scene_play(const char *steps)
{
  struct conf_text text = {0};
  struct scene scene;

  conf_text_format(&text, "%s%s]}", before, steps);
  scene = scene_play_whole(text.bytes);
  conf_text_free(&text);
  return scene;
}

struct scene scene_play_job(const char *object, const char *steps)
{
  struct conf_text text = {0};
  struct scene scene;

  conf_text_format(&text,
                   "{'app': 'updater', 'call': 'CreateJob', 'job': 'j'},"
                   "{'app': 'updater', 'call': 'AddFile', 'job': 'j', 'file': 'a.bin'},"
                   "{'app': 'updater', 'call': 'SetMinimumRetryDelay', 'job': 'j', 'seconds': 600},"
                   "{'app': 'updater', 'call': 'SetNotifyInterface', 'job': 'j', 'object': '%s'},"
                   "{'app': 'updater', 'call': 'Resume', 'job': 'j'},%s",
                   object, steps);
  scene = scene_play(text.bytes);
  conf_text_free(&text);
  return scene;
}

void scene_free(struct scene *scene)
{
  conf_trace_free(&scene->trace);
  conf_result_free(&scene->result);
  conf_scenario_free(scene->scenario);
}
