#include <string.h>

#include "conformance/scenario_reader.h"

struct value_word {
  const char *name;
  uint32_t value;
};

#define X(name, number) {#name, number},
static const struct value_word states[] = {BN_JOB_STATES(X)};
static const struct value_word flag_words[] = {BN_FLAGS(X)};
static const struct value_word priorities[] = {BN_PRIORITIES(X)};
static const struct value_word contexts[] = {BN_CONTEXTS(X)};
#undef X

struct conf_words conf_scenario_users(const struct scenario_reader *r)
{
  return CONF_WORDS(r->scenario->user, r->scenario->users);
}

struct conf_words conf_scenario_apps(const struct scenario_reader *r)
{
  return CONF_WORDS(r->scenario->app, r->scenario->apps);
}

struct conf_words conf_scenario_programs(const struct scenario_reader *r)
{
  return CONF_WORDS(r->scenario->program, r->scenario->programs);
}

struct conf_words conf_scenario_files(const struct scenario_reader *r)
{
  return CONF_WORDS(r->scenario->file, r->scenario->files);
}

static bool word(struct scenario_reader *r, const cJSON *node, const char *what,
                 struct conf_words words, uint8_t *index)
{
  unsigned found;

  if (!conf_reader_word(&r->in, node, what, words, &found))
    return false;
  *index = (uint8_t)found;
  return true;
}

bool conf_scenario_app(struct scenario_reader *r, const cJSON *node, uint8_t *app)
{
  return word(r, node, "app", conf_scenario_apps(r), app);
}

bool conf_scenario_class(struct scenario_reader *r, const cJSON *node, uint8_t *class_)
{
  uint8_t app;

  if (!conf_scenario_app(r, node, &app))
    return false;
  if (r->scenario->app[app].class_ == BN_NONE)
    return conf_reader_refuse(&r->in, node, "the app %s has no class",
                              conf_quote(r->scenario->app[app].name).text);
  *class_ = r->scenario->app[app].class_;
  return true;
}

bool conf_scenario_program(struct scenario_reader *r, const cJSON *node, uint8_t *program)
{
  return word(r, node, "program", conf_scenario_programs(r), program);
}

bool conf_scenario_file(struct scenario_reader *r, const cJSON *node, uint8_t *file)
{
  return word(r, node, "file", conf_scenario_files(r), file);
}

bool conf_scenario_gate(struct scenario_reader *r, const cJSON *node, uint8_t *gate)
{
  struct conf_scenario *scenario = r->scenario;
  const char *name;
  unsigned index;

  if (!conf_reader_string(&r->in, node, &name))
    return false;
  if (!conf_words_find(CONF_WORDS(scenario->gate, scenario->gates), name, &index)) {
    if (!conf_scenario_name(r, node, name, true))
      return false;
    if (scenario->gates == CONF_GATES)
      return conf_reader_refuse(&r->in, node, "too many gates: at most %d", CONF_GATES);
    index = scenario->gates++;
    scenario->gate[index].name = conf_scenario_keep(r, name);
    scenario->gate[index].place = conf_json_place(&r->in.json, node);
  }
  *gate = (uint8_t)index;
  return true;
}

/* Declares a job; BN_JOBS when there is no room. */
static unsigned declare_job(struct scenario_reader *r, const cJSON *node)
{
  struct conf_scenario *scenario = r->scenario;

  if (scenario->jobs == BN_JOBS)
    return BN_JOBS;
  scenario->job[scenario->jobs].name = conf_scenario_keep(r, node->valuestring);
  scenario->job[scenario->jobs].place = conf_json_place(&r->in.json, node);
  return scenario->jobs++;
}

static void declare_created(struct scenario_reader *r, const cJSON *job, bool in_handlers)
{
  struct conf_scenario *scenario = r->scenario;
  unsigned index;

  if (!cJSON_IsString(job))
    return;
  if (!conf_words_find(CONF_WORDS(scenario->job, scenario->jobs), job->valuestring, &index)) {
    index = declare_job(r, job);
    r->too_many_jobs |= index == BN_JOBS;
    if (index == BN_JOBS)
      conf_reader_refuse(&r->in, job, "too many jobs: at most %d", BN_JOBS);
    else
      conf_scenario_name(r, job, job->valuestring, true);
  }
  if (in_handlers && index < BN_JOBS)
    r->created_by_handler |= 1u << index;
}

void conf_scenario_declare_jobs(struct scenario_reader *r, const cJSON *node, bool in_handlers)
{
  const cJSON *job = NULL;
  bool creates = false;

  if (node == NULL)
    return;
  for (const cJSON *child = node->child; child != NULL; child = child->next) {
    if (child->child != NULL)
      conf_scenario_declare_jobs(r, child, in_handlers);
    else if (child->string != NULL && strcmp(child->string, "job") == 0)
      job = child;
    else if (child->string != NULL && strcmp(child->string, "call") == 0)
      creates = cJSON_IsString(child) && strcmp(child->valuestring, "CreateJob") == 0;
  }
  if (creates && job != NULL)
    declare_created(r, job, in_handlers);
}

bool conf_scenario_job(struct scenario_reader *r, const cJSON *node, uint8_t *job)
{
  struct conf_scenario *scenario = r->scenario;
  const char *name;
  unsigned index;

  if (!conf_reader_string(&r->in, node, &name))
    return false;
  if (!conf_words_find(CONF_WORDS(scenario->job, scenario->jobs), name, &index)) {
    if (r->too_many_jobs)
      return false;
    conf_reader_unknown(&r->in, node, "job", name, CONF_WORDS(scenario->job, scenario->jobs));
    index = declare_job(r, node); /* so that this is said once for each name */
    if (index < BN_JOBS)
      r->undeclared |= 1u << index;
    return false;
  }
  if (r->reading_steps && ((r->created | r->created_by_handler | r->undeclared) >> index & 1u) == 0)
    conf_reader_refuse(&r->in, node, "the job %s is created further down only, in line %u",
                       conf_quote(name).text, scenario->job[index].place.line);
  *job = (uint8_t)index;
  return true;
}

static bool value(struct scenario_reader *r, const cJSON *node, const char *what,
                  const struct value_word *words, unsigned count, uint32_t *out)
{
  unsigned index;

  if (!conf_reader_word(&r->in, node, what, CONF_WORDS(words, count), &index))
    return false;
  *out = words[index].value;
  return true;
}

bool conf_scenario_priority(struct scenario_reader *r, const cJSON *node, uint32_t *priority)
{
  return value(r, node, "priority", priorities, COUNT(priorities), priority);
}

bool conf_scenario_flags(struct scenario_reader *r, const cJSON *node, uint32_t *flags)
{
  uint64_t number;
  uint32_t bit;

  if (node == NULL)
    return false;
  *flags = 0;
  if (cJSON_IsNumber(node)) {
    if (!conf_reader_whole(&r->in, node, 0, CONF_NUMBER_MAX, &number))
      return false;
    *flags = (uint32_t)number;
    return true;
  }
  if (!cJSON_IsArray(node))
    return conf_reader_mistyped(&r->in, node, "a list of flags or a number");
  for (const cJSON *item = node->child; item != NULL; item = item->next) {
    if (!value(r, item, "flag", flag_words, COUNT(flag_words), &bit))
      continue;
    if ((*flags & bit) != 0)
      conf_reader_refuse(&r->in, item, "the flag %s is there already", item->valuestring);
    *flags |= bit;
  }
  return true;
}

bool conf_scenario_context(struct scenario_reader *r, const cJSON *node, uint8_t *context)
{
  uint32_t number;

  if (!value(r, node, "error context", contexts, COUNT(contexts), &number))
    return false;
  *context = (uint8_t)number;
  return true;
}

bool conf_scenario_state(struct scenario_reader *r, const cJSON *node, uint8_t *state)
{
  uint32_t number;

  if (!value(r, node, "state", states, COUNT(states), &number))
    return false;
  *state = (uint8_t)number;
  return true;
}
