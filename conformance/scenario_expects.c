#include <string.h>

#include "conformance/scenario_reader.h"

enum {
  EXPECT_EXPECT,
  EXPECT_COMMENT,
  EXPECT_AT,
  EXPECT_JOB,
  EXPECT_FILE,
  EXPECT_ERROR,
  EXPECT_CONTEXT,
  EXPECT_CODE,
  EXPECT_STATE,
  EXPECT_NUMBER,
  EXPECT_WITHIN,
  EXPECT_FOR,
  EXPECT_UNTIL,
  EXPECT_EXACTLY,
  EXPECT_OTHERWISE,
  EXPECT_OF,
};
static const char *const expect_keys[] = {
    "expect", "comment", "at",     "job", "file",  "error",   "context",   "code",
    "state",  "number",  "within", "for", "until", "exactly", "otherwise", "of"};

enum {
  ALWAYS = KEY(EXPECT_EXPECT) | KEY(EXPECT_COMMENT),
  WAITS = KEY(EXPECT_WITHIN) | KEY(EXPECT_OTHERWISE),
  CALLBACK = KEY(EXPECT_AT) | KEY(EXPECT_JOB) | KEY(EXPECT_UNTIL) | KEY(EXPECT_EXACTLY) | WAITS,
  SEVERAL = KEY(EXPECT_OF) | WAITS,
};

/* What each kind takes beside "expect" and "comment". */
static const struct kind {
  const char *name;
  uint8_t kind, event;
  uint32_t required, optional;
} kinds[] = {
    {"JobTransferred", CONF_EXPECT_CALLBACK, BN_JOB_TRANSFERRED, 0, CALLBACK},
    {"JobError", CONF_EXPECT_CALLBACK, BN_JOB_ERROR, 0,
     CALLBACK | KEY(EXPECT_FILE) | KEY(EXPECT_ERROR) | KEY(EXPECT_CONTEXT)},
    {"JobModification", CONF_EXPECT_CALLBACK, BN_JOB_MODIFICATION, 0, CALLBACK},
    {"FileTransferred", CONF_EXPECT_CALLBACK, BN_FILE_TRANSFERRED, 0, CALLBACK | KEY(EXPECT_FILE)},
    {"activation", CONF_EXPECT_ACTIVATION, 0, KEY(EXPECT_AT),
     KEY(EXPECT_JOB) | KEY(EXPECT_ERROR) | KEY(EXPECT_EXACTLY) | WAITS},
    {"launch", CONF_EXPECT_LAUNCH, 0, KEY(EXPECT_AT),
     KEY(EXPECT_JOB) | KEY(EXPECT_ERROR) | KEY(EXPECT_EXACTLY) | WAITS},
    {"exit", CONF_EXPECT_EXIT, 0, KEY(EXPECT_AT),
     KEY(EXPECT_JOB) | KEY(EXPECT_CODE) | KEY(EXPECT_EXACTLY) | WAITS},
    {"silence", CONF_EXPECT_SILENCE, 0, 0, KEY(EXPECT_AT) | KEY(EXPECT_JOB) | KEY(EXPECT_FOR)},
    {"state", CONF_EXPECT_STATE, 0, KEY(EXPECT_JOB) | KEY(EXPECT_STATE), WAITS},
    {"in-flight", CONF_EXPECT_IN_FLIGHT, 0, KEY(EXPECT_NUMBER), KEY(EXPECT_AT) | WAITS},
    {"in-order", CONF_EXPECT_IN_ORDER, 0, KEY(EXPECT_OF), SEVERAL},
    {"any-order", CONF_EXPECT_ANY_ORDER, 0, KEY(EXPECT_OF), SEVERAL},
    {"one-of", CONF_EXPECT_ONE_OF, 0, KEY(EXPECT_OF), SEVERAL},
    {"allowed", CONF_EXPECT_ALLOWED, 0, 0, KEY(EXPECT_WITHIN)},
};

static bool read_fields(struct scenario_reader *r, const cJSON *node, bool inner,
                        struct conf_expect *expect, const cJSON **of);

static void start(struct scenario_reader *r, const cJSON *node, struct conf_expect *expect)
{
  *expect = (struct conf_expect){.job = BN_NONE, .file = BN_NONE, .at = {.index = BN_NONE}};
  expect->place = conf_json_place(&r->in.json, node);
}

bool conf_scenario_more_expects(struct scenario_reader *r, const cJSON *node, unsigned count,
                                uint8_t *first)
{
  struct conf_scenario *scenario = r->scenario;

  if (count > (unsigned)(CONF_EXPECTS - scenario->expects))
    return conf_reader_refuse(&r->in, node, "too many expectations: at most %d", CONF_EXPECTS);
  *first = scenario->expects;
  scenario->expects = (uint8_t)(scenario->expects + count);
  return true;
}

/* in-order, any-order, one-of: the expectations inside stand behind each other. */
static void read_of(struct scenario_reader *r, const cJSON *list, struct conf_expect *expect)
{
  unsigned count = (unsigned)cJSON_GetArraySize(list);
  uint8_t child;

  if (!conf_reader_list(&r->in, list, 2, CONF_EXPECTS, "expectations") ||
      !conf_scenario_more_expects(r, list, count, &expect->first_child))
    return;
  expect->children = (uint8_t)count;
  child = expect->first_child;
  for (const cJSON *node = list->child; node != NULL; node = node->next) {
    struct conf_expect *inner = &r->scenario->expect[child++];
    start(r, node, inner);
    read_fields(r, node, true, inner, NULL);
  }
}

static void check_at(struct scenario_reader *r, const cJSON *node, const struct conf_expect *expect)
{
  const struct conf_scenario *scenario = r->scenario;
  uint8_t at = expect->at.kind, index = expect->at.index;

  switch ((enum conf_expect_kind)expect->kind) {
  case CONF_EXPECT_CALLBACK:
    if (at == CONF_AT_PROGRAM)
      conf_reader_refuse(&r->in, node, "a program has no callbacks; did you mean \"launch\"?");
    return;
  case CONF_EXPECT_ACTIVATION:
    if (at != CONF_AT_APP)
      conf_reader_refuse(&r->in, node, "an activation is expected at an app with a class");
    else if (scenario->app[index].class_ == BN_NONE)
      conf_reader_refuse(&r->in, node, "the app %s has no class that could be activated",
                         conf_quote(scenario->app[index].name).text);
    return;
  case CONF_EXPECT_LAUNCH:
    if (at != CONF_AT_PROGRAM)
      conf_reader_refuse(&r->in, node, "a launch is expected at a program");
    return;
  case CONF_EXPECT_EXIT:
    if (at == CONF_AT_OBJECT)
      conf_reader_refuse(&r->in, node, "an exit is expected at a program or an app");
    return;
  case CONF_EXPECT_IN_FLIGHT:
    if (at == CONF_AT_PROGRAM)
      conf_reader_refuse(&r->in, node, "callbacks are in flight at an app or object");
    return;
  case CONF_EXPECT_SILENCE:
  case CONF_EXPECT_STATE:
  case CONF_EXPECT_IN_ORDER:
  case CONF_EXPECT_ANY_ORDER:
  case CONF_EXPECT_ONE_OF:
  case CONF_EXPECT_ALLOWED:
    return;
  }
}

static void read_states(struct scenario_reader *r, const cJSON *node, struct conf_expect *expect)
{
  if (node == NULL)
    return;
  if (cJSON_IsString(node)) {
    expect->states = 1;
    conf_scenario_state(r, node, &expect->state[0]);
    return;
  }
  if (!cJSON_IsArray(node)) {
    conf_reader_mistyped(&r->in, node, "a state or a list of them");
    return;
  }
  conf_reader_list(&r->in, node, 1, sizeof expect->state, "states");
  for (const cJSON *item = node->child; item != NULL && expect->states < sizeof expect->state;
       item = item->next)
    conf_scenario_state(r, item, &expect->state[expect->states++]);
}

/* The one word that "until" and "otherwise" know. */
static uint8_t read_only_word(struct scenario_reader *r, const cJSON *node, const char *word)
{
  const char *text;

  if (!conf_reader_string(&r->in, node, &text))
    return 0;
  if (strcmp(text, word) != 0)
    conf_reader_refuse(&r->in, node, "\"%s\" knows the word \"%s\" only", node->string, word);
  return 1;
}

static void read_numbers(struct scenario_reader *r, const cJSON *const *found,
                         struct conf_expect *expect)
{
  const cJSON *length = found[found[EXPECT_FOR] != NULL ? EXPECT_FOR : EXPECT_WITHIN];
  uint64_t number;

  if (conf_reader_whole(&r->in, found[EXPECT_CODE], 0, CONF_CODE_MAX, &number)) {
    expect->code_written = 1;
    expect->code = (int32_t)number;
  }
  if (conf_reader_whole(&r->in, found[EXPECT_NUMBER], 0, BN_CALLS, &number))
    expect->number = (uint8_t)number;
  if (conf_reader_whole(&r->in, found[EXPECT_EXACTLY], 1, CONF_EXPECTS, &number)) {
    expect->exactly_written = 1;
    expect->exactly = (uint8_t)number;
  }
  if (conf_reader_whole(&r->in, length, 0, CONF_MS_MAX, &number)) {
    expect->within_written = 1;
    expect->within_ms = number;
  }
}

/* Which kind, and what it takes; inside in-order and the like only what can stand in a log. */
static const struct kind *read_kind(struct scenario_reader *r, const cJSON *node, bool inner)
{
  unsigned index;

  if (!conf_reader_word(&r->in, node, "expectation", CONF_ALL_WORDS(kinds), &index))
    return NULL;
  if (inner && kinds[index].kind > CONF_EXPECT_EXIT) {
    conf_reader_refuse(&r->in, node, "\"%s\" cannot stand inside another expectation",
                       kinds[index].name);
    return NULL;
  }
  if (kinds[index].kind == CONF_EXPECT_ALLOWED && !r->scenario->generated)
    conf_reader_refuse(&r->in, node, "\"allowed\" is for generated scenarios");
  return &kinds[index];
}

static bool read_fields(struct scenario_reader *r, const cJSON *node, bool inner,
                        struct conf_expect *expect, const cJSON **of)
{
  const cJSON *found[COUNT(expect_keys)];
  const cJSON *word = cJSON_GetObjectItemCaseSensitive(node, "expect");
  const struct kind *kind;
  const char *comment;

  if (!cJSON_IsObject(node))
    return conf_reader_mistyped(&r->in, node, "an expectation");
  if (word == NULL)
    return conf_reader_refuse(&r->in, node, "an expectation needs the key \"expect\"");
  kind = read_kind(r, word, inner);
  if (kind == NULL)
    return false;
  expect->kind = kind->kind;
  expect->event = kind->event;
  conf_reader_keys(&r->in, node, kind->name, expect_keys, COUNT(expect_keys),
                   (kind->required | kind->optional | ALWAYS) & ~(inner ? (uint32_t)WAITS : 0),
                   kind->required, found);
  conf_reader_string(&r->in, found[EXPECT_COMMENT], &comment);
  if (conf_scenario_receiver(r, found[EXPECT_AT], &expect->at))
    check_at(r, found[EXPECT_AT], expect);
  conf_scenario_job(r, found[EXPECT_JOB], &expect->job);
  conf_scenario_file(r, found[EXPECT_FILE], &expect->file);
  expect->error_written = conf_reader_hresult(&r->in, found[EXPECT_ERROR], &expect->error);
  expect->context_written = conf_scenario_context(r, found[EXPECT_CONTEXT], &expect->context);
  expect->until_return = read_only_word(r, found[EXPECT_UNTIL], "return");
  expect->otherwise_inconclusive = read_only_word(r, found[EXPECT_OTHERWISE], "inconclusive");
  read_states(r, found[EXPECT_STATE], expect);
  read_numbers(r, found, expect);
  if (expect->code_written && expect->at.kind == CONF_AT_APP)
    conf_reader_refuse_key(&r->in, found[EXPECT_CODE], "only a program's exit has a code");
  if (of != NULL)
    *of = found[EXPECT_OF];
  return true;
}

void conf_scenario_read_expect(struct scenario_reader *r, const cJSON *node,
                               struct conf_expect *expect)
{
  const cJSON *of = NULL;

  start(r, node, expect);
  if (read_fields(r, node, false, expect, &of) && of != NULL)
    read_of(r, of, expect);
}
