#include <string.h>

#include "conformance/scenario_reader.h"
#include "sim/state.h"

enum { APP_USER, APP_ELEVATED, APP_RUNNING, APP_OBJECTS, APP_CLASS };
static const char *const app_keys[] = {"user", "elevated", "running", "objects", "class"};

enum { OBJECT_INTERFACE, OBJECT_APARTMENT, OBJECT_HANDLERS };
static const char *const object_keys[] = {"interface", "apartment", "handlers"};

enum { CLASS_OBJECT, CLASS_REGISTERED, CLASS_REGISTERS, CLASS_CREATES, CLASS_LIFE };
static const char *const class_keys[] = {"object", "registered", "registers", "creates", "life"};

enum { PROGRAM_EXITS, PROGRAM_MISSING, PROGRAM_RUNS };
static const char *const program_keys[] = {"exits", "missing", "runs"};

struct row {
  const char *name;
};
static const struct row interfaces[] = {{"none"},
                                        {"IBackgroundCopyCallback"},
                                        {"IBackgroundCopyCallback2"},
                                        {"IBackgroundCopyCallback3"}};
static const struct row apartments[] = {{"MTA"}, {"STA"}};
static const struct row lives[] = {{"until-released"}, {"until-killed"}};
#define X(name, text) {text},
static const struct row events[] = {BN_EVENTS(X)};
#undef X

void conf_scenario_declare_users(struct scenario_reader *r, const cJSON *users)
{
  static const char *const keys[] = {"service-account"};
  struct conf_scenario *scenario = r->scenario;
  const cJSON *found[COUNT(keys)];

  if (users == NULL) {
    scenario->user[0].name = "user";
    scenario->users = 1;
    return;
  }
  if (!conf_reader_object(&r->in, users, 1, BN_USERS, "users"))
    return;
  for (const cJSON *user = users->child; user != NULL && scenario->users < BN_USERS;
       user = user->next) {
    uint8_t index = scenario->users++;
    conf_scenario_name(r, user, user->string, true);
    scenario->user[index].name = conf_scenario_keep(r, user->string);
    scenario->user[index].place = conf_json_key_place(&r->in.json, user);
    if (conf_reader_keys(&r->in, user, "a user", keys, COUNT(keys), KEYS(keys), 0, found))
      conf_reader_truth(&r->in, found[0], &scenario->user[index].service_account);
  }
}

static void declare_objects(struct scenario_reader *r, const cJSON *objects, uint8_t app)
{
  struct conf_scenario *scenario = r->scenario;

  if (!cJSON_IsObject(objects))
    return;
  for (const cJSON *object = objects->child; object != NULL; object = object->next) {
    conf_scenario_name(r, object, object->string, false);
    if (scenario->objects == BN_OBJECTS) {
      conf_reader_refuse_key(&r->in, object, "too many objects: at most %d", BN_OBJECTS);
      return;
    }
    scenario->object[scenario->objects].name = conf_scenario_keep(r, object->string);
    scenario->object[scenario->objects].place = conf_json_key_place(&r->in.json, object);
    scenario->object[scenario->objects++].app = app;
  }
}

static void declare_class(struct scenario_reader *r, const cJSON *class_, uint8_t app)
{
  struct conf_scenario *scenario = r->scenario;

  if (class_ == NULL)
    return;
  if (scenario->classes == BN_CLASSES) {
    conf_reader_refuse_key(&r->in, class_, "too many classes: at most %d", BN_CLASSES);
    return;
  }
  scenario->class_[scenario->classes].app = app;
  scenario->class_[scenario->classes].place = conf_json_key_place(&r->in.json, class_);
  scenario->app[app].class_ = scenario->classes++;
}

void conf_scenario_declare_apps(struct scenario_reader *r, const cJSON *apps)
{
  struct conf_scenario *scenario = r->scenario;

  if (!conf_reader_object(&r->in, apps, 1, BN_APPS, "apps"))
    return;
  for (const cJSON *app = apps->child; app != NULL && scenario->apps < BN_APPS; app = app->next) {
    uint8_t index = scenario->apps++;
    conf_scenario_name(r, app, app->string, false);
    scenario->app[index].name = conf_scenario_keep(r, app->string);
    scenario->app[index].place = conf_json_key_place(&r->in.json, app);
    scenario->app[index].class_ = BN_NONE;
    declare_objects(r, cJSON_GetObjectItemCaseSensitive(app, "objects"), index);
    declare_class(r, cJSON_GetObjectItemCaseSensitive(app, "class"), index);
  }
}

void conf_scenario_declare_programs(struct scenario_reader *r, const cJSON *programs)
{
  struct conf_scenario *scenario = r->scenario;
  unsigned app;

  if (!conf_reader_object(&r->in, programs, 0, BN_PROGRAMS, "programs"))
    return;
  for (const cJSON *program = programs->child; program != NULL && scenario->programs < BN_PROGRAMS;
       program = program->next) {
    uint8_t index = scenario->programs++;
    conf_scenario_name(r, program, program->string, false);
    if (conf_words_find(conf_scenario_apps(r), program->string, &app))
      conf_reader_refuse_key(&r->in, program, "%s is the name of an app already",
                             conf_quote(program->string).text);
    scenario->program[index].name = conf_scenario_keep(r, program->string);
    scenario->program[index].place = conf_json_key_place(&r->in.json, program);
  }
}

static void read_handler(struct scenario_reader *r, const cJSON *list, uint8_t object)
{
  struct conf_scenario *scenario = r->scenario;
  struct call_site site = {.where = IN_HANDLER, .app = scenario->object[object].app};
  struct conf_handler *handler;
  unsigned event;

  if (!conf_words_find(CONF_ALL_WORDS(events), list->string, &event)) {
    conf_reader_unknown_key(&r->in, list, "handlers", CONF_ALL_WORDS(events));
    return;
  }
  if (scenario->handlers == CONF_HANDLERS) {
    conf_reader_refuse_key(&r->in, list, "too many handlers: at most %d", CONF_HANDLERS);
    return;
  }
  handler = &scenario->handler[scenario->handlers++];
  *handler = (struct conf_handler){.object = object, .event = (uint8_t)event};
  handler->place = conf_json_key_place(&r->in.json, list);
  site.event = (uint8_t)event;
  conf_scenario_read_responses(r, list, site, &handler->first, &handler->count);
}

static void read_object(struct scenario_reader *r, const cJSON *node, uint8_t index)
{
  const cJSON *found[COUNT(object_keys)];
  unsigned word;

  r->scenario->object[index].level = 2;
  if (!conf_reader_keys(&r->in, node, "an object", object_keys, COUNT(object_keys),
                        KEYS(object_keys), 0, found))
    return;
  if (conf_reader_word(&r->in, found[OBJECT_INTERFACE], "interface", CONF_ALL_WORDS(interfaces),
                       &word))
    r->scenario->object[index].level = (uint8_t)word;
  if (conf_reader_word(&r->in, found[OBJECT_APARTMENT], "apartment", CONF_ALL_WORDS(apartments),
                       &word))
    r->scenario->object[index].sta = (uint8_t)word;
  if (conf_reader_object(&r->in, found[OBJECT_HANDLERS], 0, BN_EVENT_COUNT, "handlers")) {
    for (const cJSON *list = found[OBJECT_HANDLERS]->child; list != NULL; list = list->next)
      read_handler(r, list, index);
  }
}

/* "at-once", "never" or a number of milliseconds. */
static void read_registers(struct scenario_reader *r, const cJSON *node, uint8_t class_)
{
  static const struct row words[] = {{"at-once"}, {"never"}};
  uint64_t ms;
  unsigned word;

  if (node == NULL)
    return;
  if (cJSON_IsNumber(node) && conf_reader_whole(&r->in, node, 0, CONF_NUMBER_MAX, &ms)) {
    r->scenario->class_[class_].registers = BN_REGISTERS_LATER;
    r->scenario->class_[class_].registers_ms = (uint32_t)ms;
  } else if (cJSON_IsString(node)) {
    if (conf_reader_word(&r->in, node, "moment", CONF_ALL_WORDS(words), &word))
      r->scenario->class_[class_].registers = word == 0 ? BN_REGISTERS_AT_ONCE : BN_REGISTERS_NEVER;
  } else if (!cJSON_IsNumber(node)) {
    conf_reader_mistyped(&r->in, node, "\"at-once\", \"never\" or milliseconds");
  }
}

static void read_class(struct scenario_reader *r, const cJSON *node, uint8_t app)
{
  const cJSON *found[COUNT(class_keys)];
  uint8_t index = r->scenario->app[app].class_;
  const char *name;
  unsigned word;

  if (index == BN_NONE)
    return;
  r->scenario->class_[index].registered = 1;
  if (!conf_reader_keys(&r->in, node, "a class", class_keys, COUNT(class_keys), KEYS(class_keys),
                        KEY(CLASS_OBJECT), found))
    return;
  if (conf_reader_string(&r->in, found[CLASS_OBJECT], &name))
    conf_scenario_object_of(r, found[CLASS_OBJECT], name, app, &r->scenario->class_[index].object);
  conf_reader_truth(&r->in, found[CLASS_REGISTERED], &r->scenario->class_[index].registered);
  read_registers(r, found[CLASS_REGISTERS], index);
  conf_reader_hresult(&r->in, found[CLASS_CREATES], &r->scenario->class_[index].creates);
  if (conf_reader_word(&r->in, found[CLASS_LIFE], "life", CONF_ALL_WORDS(lives), &word))
    r->scenario->class_[index].until_killed = (uint8_t)word;
}

static void read_objects(struct scenario_reader *r, const cJSON *node, uint8_t app)
{
  uint8_t index = 0;

  if (!conf_reader_object(&r->in, node, 0, BN_OBJECTS, "objects"))
    return;
  while (index < r->scenario->objects && r->scenario->object[index].app != app)
    index++;
  for (const cJSON *object = node->child; object != NULL && index < r->scenario->objects;
       object = object->next)
    read_object(r, object, index++);
}

static void read_app(struct scenario_reader *r, const cJSON *node, uint8_t index)
{
  const cJSON *found[COUNT(app_keys)];
  unsigned user;

  r->scenario->app[index].running = r->scenario->app[index].class_ == BN_NONE ? 1 : 0;
  if (!conf_reader_keys(&r->in, node, "an app", app_keys, COUNT(app_keys), KEYS(app_keys), 0,
                        found))
    return;
  if (conf_reader_word(&r->in, found[APP_USER], "user", conf_scenario_users(r), &user))
    r->scenario->app[index].user = (uint8_t)user;
  conf_reader_truth(&r->in, found[APP_ELEVATED], &r->scenario->app[index].elevated);
  conf_reader_truth(&r->in, found[APP_RUNNING], &r->scenario->app[index].running);
  read_objects(r, found[APP_OBJECTS], index);
  if (found[APP_CLASS] != NULL)
    read_class(r, found[APP_CLASS], index);
}

void conf_scenario_read_apps(struct scenario_reader *r, const cJSON *apps)
{
  uint8_t index = 0;

  if (!cJSON_IsObject(apps))
    return;
  for (const cJSON *app = apps->child; app != NULL && index < r->scenario->apps; app = app->next)
    read_app(r, app, index++);
}

void conf_scenario_read_programs(struct scenario_reader *r, const cJSON *programs)
{
  const cJSON *found[COUNT(program_keys)];
  uint8_t index = 0;

  if (!cJSON_IsObject(programs))
    return;
  for (const cJSON *node = programs->child; node != NULL && index < r->scenario->programs;
       node = node->next, index++) {
    uint8_t *first = &r->scenario->program[index].responses_first;
    uint8_t *count = &r->scenario->program[index].responses;
    if (!conf_reader_keys(&r->in, node, "a program", program_keys, COUNT(program_keys),
                          KEYS(program_keys), 0, found))
      continue;
    conf_reader_truth(&r->in, found[PROGRAM_MISSING], &r->scenario->program[index].missing);
    if (found[PROGRAM_EXITS] != NULL && found[PROGRAM_RUNS] != NULL)
      conf_reader_refuse_key(&r->in, found[PROGRAM_RUNS],
                             "a program has \"exits\" or \"runs\", not both");
    conf_scenario_read_exits(r, found[PROGRAM_EXITS], first, count);
    if (found[PROGRAM_RUNS] != NULL)
      conf_scenario_read_responses(r, found[PROGRAM_RUNS], (struct call_site){.where = IN_PROGRAM},
                                   first, count);
  }
}
