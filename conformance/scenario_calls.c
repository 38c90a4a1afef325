#include <string.h>

#include "conformance/scenario_reader.h"

enum {
  CALL_CALL,
  CALL_APP,
  CALL_JOB,
  CALL_PROXY,
  CALL_RETURNS,
  CALL_COMMENT,
  CALL_GIVES,
  CALL_CONTEXT,
  CALL_PRIORITY,
  CALL_FILE,
  CALL_OBJECT,
  CALL_FLAGS,
  CALL_PROGRAM,
  CALL_PROPERTY,
  CALL_CLASS,
  CALL_VALUE,
  CALL_TEXT,
  CALL_SECONDS,
  CALL_VALID,
};
static const char *const call_keys[] = {"call",    "app",   "job",     "proxy",    "returns",
                                        "comment", "gives", "context", "priority", "file",
                                        "object",  "flags", "program", "property", "class",
                                        "value",   "text",  "seconds", "valid"};

enum {
  EVERY_CALL =
      KEY(CALL_CALL) | KEY(CALL_JOB) | KEY(CALL_PROXY) | KEY(CALL_RETURNS) | KEY(CALL_COMMENT)
};

/* What a method takes beside that. */
static const struct method {
  const char *name;
  uint32_t required, optional;
} methods[] = {
    [BN_CreateJob] = {"CreateJob", 0, KEY(CALL_PRIORITY)},
    [BN_GetJob] = {"GetJob", 0, 0},
    [BN_AddFile] = {"AddFile", KEY(CALL_FILE), 0},
    [BN_Resume] = {"Resume", 0, 0},
    [BN_Suspend] = {"Suspend", 0, 0},
    [BN_Cancel] = {"Cancel", 0, 0},
    [BN_Complete] = {"Complete", 0, 0},
    [BN_TakeOwnership] = {"TakeOwnership", 0, 0},
    [BN_SetNotifyInterface] = {"SetNotifyInterface", KEY(CALL_OBJECT), 0},
    [BN_SetNotifyFlags] = {"SetNotifyFlags", KEY(CALL_FLAGS), 0},
    [BN_SetNotifyCmdLine] = {"SetNotifyCmdLine", KEY(CALL_PROGRAM), 0},
    [BN_SetProperty] = {"SetProperty", KEY(CALL_PROPERTY), KEY(CALL_CLASS) | KEY(CALL_VALUE)},
    [BN_SetPriority] = {"SetPriority", KEY(CALL_PRIORITY), 0},
    [BN_SetDisplayName] = {"SetDisplayName", KEY(CALL_TEXT), 0},
    [BN_SetMinimumRetryDelay] = {"SetMinimumRetryDelay", KEY(CALL_SECONDS), 0},
    [BN_SetNoProgressTimeout] = {"SetNoProgressTimeout", KEY(CALL_SECONDS), 0},
    [BN_SetMaximumDownloadTime] = {"SetMaximumDownloadTime", KEY(CALL_SECONDS), 0},
    [BN_SetValidationState] = {"SetValidationState", KEY(CALL_FILE) | KEY(CALL_VALID), 0},
    [BN_GetValidationState] = {"GetValidationState", KEY(CALL_FILE), KEY(CALL_GIVES)},
    [BN_GetState] = {"GetState", 0, KEY(CALL_GIVES)},
    [BN_GetError] = {"GetError", 0, KEY(CALL_GIVES) | KEY(CALL_CONTEXT)},
    [BN_GetErrorCount] = {"GetErrorCount", 0, KEY(CALL_GIVES)},
    [BN_GetNotifyInterface] = {"GetNotifyInterface", 0, KEY(CALL_GIVES)},
    [BN_GetNotifyFlags] = {"GetNotifyFlags", 0, KEY(CALL_GIVES)},
    [BN_GetNotifyCmdLine] = {"GetNotifyCmdLine", 0, KEY(CALL_GIVES)},
    [BN_GetProperty] = {"GetProperty", KEY(CALL_PROPERTY), KEY(CALL_GIVES)},
    [BN_GetMinimumRetryDelay] = {"GetMinimumRetryDelay", 0, KEY(CALL_GIVES)},
    [BN_GetNoProgressTimeout] = {"GetNoProgressTimeout", 0, KEY(CALL_GIVES)},
    [BN_GetPriority] = {"GetPriority", 0, KEY(CALL_GIVES)},
};
_Static_assert(COUNT(methods) == BN_METHOD_COUNT, "a row for every method");

static const struct property {
  const char *name;
  uint8_t number;
} properties[] = {
#define X(name, number) {#name, number},
    BN_PROPERTIES(X)
#undef X
};

static const struct {
  const char *name;
} proxies[] = {{"kept"}};

static uint32_t number_of(struct scenario_reader *r, const cJSON *node)
{
  uint64_t number = 0;

  conf_reader_whole(&r->in, node, 0, CONF_NUMBER_MAX, &number);
  return (uint32_t)number;
}

static uint32_t truth_of(struct scenario_reader *r, const cJSON *node)
{
  uint8_t truth = 0;

  conf_reader_truth(&r->in, node, &truth);
  return truth;
}

static void read_returns(struct scenario_reader *r, const cJSON *node, struct conf_returns *returns)
{
  enum { MOST = sizeof returns->any / sizeof returns->any[0] };

  if (node == NULL)
    return;
  returns->written = 1;
  if (!cJSON_IsArray(node)) {
    returns->count = 1;
    if (cJSON_IsString(node))
      conf_reader_hresult(&r->in, node, &returns->any[0]);
    else
      conf_reader_mistyped(&r->in, node, "an HRESULT or a list of them");
    return;
  }
  conf_reader_list(&r->in, node, 1, MOST, "HRESULTs");
  for (const cJSON *item = node->child; item != NULL && returns->count < MOST; item = item->next)
    conf_reader_hresult(&r->in, item, &returns->any[returns->count++]);
}

/* An index by name, or BN_NONE for null. */
static void read_object(struct scenario_reader *r, const cJSON *node, uint8_t app, uint8_t *object)
{
  const char *name;

  if (cJSON_IsNull(node) || node == NULL || app == BN_NONE)
    return;
  if (!cJSON_IsString(node))
    conf_reader_mistyped(&r->in, node, "an object of the calling app or null");
  else if (conf_reader_string(&r->in, node, &name) && strchr(name, '.') != NULL)
    conf_reader_refuse(&r->in, node, "\"object\" is the bare name of an object of the calling app");
  else
    conf_scenario_object_of(r, node, name, app, object);
}

static void read_program(struct scenario_reader *r, const cJSON *node, uint8_t *program)
{
  if (node == NULL || cJSON_IsNull(node))
    return;
  if (cJSON_IsString(node))
    conf_scenario_program(r, node, program);
  else
    conf_reader_mistyped(&r->in, node, "a program or null");
}

static void read_class(struct scenario_reader *r, const cJSON *node, uint8_t *class_)
{
  if (node == NULL || cJSON_IsNull(node))
    return;
  if (cJSON_IsString(node))
    conf_scenario_class(r, node, class_);
  else
    conf_reader_mistyped(&r->in, node, "an app with a class or null");
}

/* Which property, and for SetProperty the one key that goes with it. */
static void read_property(struct scenario_reader *r, const cJSON *node, const cJSON *const *found,
                          struct conf_call *call)
{
  bool setting = call->method == BN_SetProperty;
  unsigned index, right, wrong;

  if (!conf_reader_word(&r->in, found[CALL_PROPERTY], "property", CONF_ALL_WORDS(properties),
                        &index))
    return;
  call->property = properties[index].number;
  right = call->property == BN_PROPERTY_NOTIFICATION_CLSID ? CALL_CLASS : CALL_VALUE;
  wrong = right == CALL_CLASS ? CALL_VALUE : CALL_CLASS;
  if (setting && found[right] == NULL)
    conf_reader_refuse(&r->in, node, "SetProperty of %s needs the key \"%s\"",
                       properties[index].name, call_keys[right]);
  if (setting && found[wrong] != NULL)
    conf_reader_refuse_key(&r->in, found[wrong], "SetProperty of %s has no key \"%s\"",
                           properties[index].name, call_keys[wrong]);
}

static void give_object(struct scenario_reader *r, const cJSON *node, struct conf_call *call)
{
  if (cJSON_IsNull(node))
    return;
  if (cJSON_IsString(node))
    conf_scenario_object(r, node, &call->gives_index);
  else
    conf_reader_mistyped(&r->in, node, "an object (\"app.object\") or null");
}

static void give_hresult(struct scenario_reader *r, const cJSON *node, struct conf_call *call)
{
  int32_t hresult = 0;

  conf_reader_hresult(&r->in, node, &hresult);
  call->gives_value = (uint32_t)hresult;
}

static void give_state(struct scenario_reader *r, const cJSON *node, struct conf_call *call)
{
  uint8_t state = 0;

  conf_scenario_state(r, node, &state);
  call->gives_value = state;
}

/* What a getter must yield; only getters have the key. */
static void read_gives(struct scenario_reader *r, const cJSON *node, struct conf_call *call)
{
  if (node == NULL)
    return;
  call->gives_written = 1;
  if (call->method == BN_GetState)
    give_state(r, node, call);
  else if (call->method == BN_GetError)
    give_hresult(r, node, call);
  else if (call->method == BN_GetPriority)
    conf_scenario_priority(r, node, &call->gives_value);
  else if (call->method == BN_GetNotifyFlags)
    conf_scenario_flags(r, node, &call->gives_value);
  else if (call->method == BN_GetNotifyInterface)
    give_object(r, node, call);
  else if (call->method == BN_GetNotifyCmdLine)
    read_program(r, node, &call->gives_index);
  else if (call->method == BN_GetValidationState)
    call->gives_value = truth_of(r, node);
  else if (call->method == BN_GetProperty && call->property == BN_PROPERTY_NOTIFICATION_CLSID)
    read_class(r, node, &call->gives_index);
  else if (call->method != BN_GetProperty || call->property != 0)
    call->gives_value = number_of(r, node);
}

/* The one number of a setter. */
static void read_value(struct scenario_reader *r, const cJSON *const *found, struct conf_call *call)
{
  conf_scenario_priority(r, found[CALL_PRIORITY], &call->value);
  conf_scenario_flags(r, found[CALL_FLAGS], &call->value);
  if (found[CALL_SECONDS] != NULL)
    call->value = number_of(r, found[CALL_SECONDS]);
  if (found[CALL_VALUE] != NULL)
    call->value = number_of(r, found[CALL_VALUE]);
  if (found[CALL_VALID] != NULL)
    call->value = truth_of(r, found[CALL_VALID]);
}

/* CreateJob and AddFile in the order of the steps. */
static void count_in_steps(struct scenario_reader *r, const cJSON *const *found,
                           const struct conf_call *call)
{
  if (call->job == BN_NONE)
    return;
  if (call->method == BN_CreateJob) {
    if ((r->created >> call->job & 1u) != 0)
      conf_reader_refuse(&r->in, found[CALL_JOB], "the job %s is created already, in line %u",
                         conf_quote(r->scenario->job[call->job].name).text,
                         r->scenario->job[call->job].place.line);
    r->created |= 1u << call->job;
  } else if (call->method == BN_AddFile && r->job_files[call->job]++ == BN_JOB_FILES) {
    conf_reader_refuse(&r->in, found[CALL_CALL], "too many files in a job: at most %d",
                       BN_JOB_FILES);
  }
}

static void read_job_and_file(struct scenario_reader *r, const cJSON *const *found,
                              struct call_site site, struct conf_call *call)
{
  if (site.where == IN_STEP && call->method == BN_CreateJob && cJSON_IsString(found[CALL_JOB])) {
    bool reading_steps = r->reading_steps;
    r->reading_steps = false; /* this is where it is created */
    conf_scenario_job(r, found[CALL_JOB], &call->job);
    r->reading_steps = reading_steps;
  } else {
    conf_scenario_job(r, found[CALL_JOB], &call->job);
  }
  conf_scenario_file(r, found[CALL_FILE], &call->file);
  call->job_from_callback = site.where == IN_HANDLER && found[CALL_JOB] == NULL;
  call->file_from_callback = site.where == IN_HANDLER && found[CALL_FILE] == NULL &&
                             (methods[call->method].required & KEY(CALL_FILE)) != 0;
  if (site.where == IN_STEP)
    count_in_steps(r, found, call);
}

/* Which keys a call at this place may and must have. A handler knows its job, and FileTransferred
 * its file. */
static void keys_of(const struct method *method, struct call_site site, uint32_t *allowed,
                    uint32_t *required)
{
  bool creates = method == &methods[BN_CreateJob], adds = method == &methods[BN_AddFile];

  *required = method->required | KEY(CALL_CALL) | KEY(CALL_JOB);
  *allowed = method->required | method->optional | EVERY_CALL;
  if (site.where != IN_HANDLER) {
    *required |= KEY(CALL_APP);
    *allowed |= KEY(CALL_APP);
    return;
  }
  if (!creates)
    *required &= ~KEY(CALL_JOB);
  if (!adds && site.event == BN_FILE_TRANSFERRED)
    *required &= ~KEY(CALL_FILE);
}

void conf_scenario_read_call(struct scenario_reader *r, const cJSON *node, struct call_site site,
                             struct conf_call *call, uint8_t *app)
{
  const cJSON *found[COUNT(call_keys)];
  const char *comment;
  uint32_t allowed, required;
  unsigned method, word;

  *call = (struct conf_call){.job = BN_NONE,
                             .object = BN_NONE,
                             .class_ = BN_NONE,
                             .program = BN_NONE,
                             .file = BN_NONE,
                             .gives_index = BN_NONE};
  *app = site.where == IN_HANDLER ? site.app : BN_NONE;
  if (!conf_reader_word(&r->in, cJSON_GetObjectItemCaseSensitive(node, "call"), "call",
                        CONF_ALL_WORDS(methods), &method))
    return;
  call->method = (uint8_t)method;
  keys_of(&methods[method], site, &allowed, &required);
  conf_reader_keys(&r->in, node, methods[method].name, call_keys, COUNT(call_keys), allowed,
                   required, found);
  conf_scenario_app(r, found[CALL_APP], app);
  conf_reader_string(&r->in, found[CALL_COMMENT], &comment);
  read_job_and_file(r, found, site, call);
  call->kept = conf_reader_word(&r->in, found[CALL_PROXY], "proxy", CONF_ALL_WORDS(proxies), &word);
  read_returns(r, found[CALL_RETURNS], &call->returns);
  read_value(r, found, call);
  read_object(r, found[CALL_OBJECT], *app, &call->object);
  read_program(r, found[CALL_PROGRAM], &call->program);
  read_property(r, node, found, call);
  read_class(r, found[CALL_CLASS], &call->class_);
  if (conf_reader_string(&r->in, found[CALL_TEXT], &call->text))
    call->text = conf_scenario_keep(r, call->text);
  read_gives(r, found[CALL_GIVES], call);
  call->gives_context_written = found[CALL_CONTEXT] != NULL;
  conf_scenario_context(r, found[CALL_CONTEXT], &call->gives_context);
}
