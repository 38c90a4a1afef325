#include "conformance/scenario_reader.h"
#include "sim/state.h"

/* The keys of an answer, then those of a file or a step that may stand beside them. */
enum {
  ANSWER_STATUS,
  ANSWER_HOLD,
  ANSWER_HOLD_CONNECT,
  ANSWER_DROP_AFTER,
  ANSWER_NO_RANGE,
  ANSWER_NO_LENGTH,
  ANSWER_REFUSE,
  ANSWER_UNRESOLVED,
  ANSWER_GARBAGE,
  ANSWER_KEYS,
  FILE_SIZE = ANSWER_KEYS,
  FILE_ANSWERS,
};
#define ANSWER_NAMES                                                                               \
  "status", "hold", "hold-connect", "drop-after", "no-range", "no-length", "refuse", "unresolved", \
      "garbage"
static const char *const file_keys[] = {ANSWER_NAMES, "size", "answers"};
enum { ALL_ANSWER_KEYS = (1 << ANSWER_KEYS) - 1 };

enum {
  WORLD_WORLD = ANSWER_KEYS,
  WORLD_COMMENT,
  WORLD_APP,
  WORLD_OBJECT,
  WORLD_USER,
  WORLD_UP,
  WORLD_FILE,
  WORLD_MS,
  WORLD_GATE,
  WORLD_PASS,
  WORLD_PROGRAM,
};
static const char *const world_keys[] = {ANSWER_NAMES, "world", "comment", "app",
                                         "object",     "user",  "up",      "file",
                                         "ms",         "gate",  "pass",    "program"};

static const struct event {
  const char *name;
  uint8_t kind;
  uint32_t required, optional;
} events[] = {
    {"kill", CONF_WORLD_KILL, KEY(WORLD_APP), 0},
    {"exit", CONF_WORLD_EXIT, KEY(WORLD_APP), 0},
    {"crash", CONF_WORLD_CRASH, KEY(WORLD_APP), 0},
    {"start", CONF_WORLD_START, KEY(WORLD_APP), 0},
    {"disconnect", CONF_WORLD_DISCONNECT, KEY(WORLD_OBJECT), 0},
    {"end-apartment", CONF_WORLD_END_APARTMENT, KEY(WORLD_OBJECT), 0},
    {"register-class", CONF_WORLD_REGISTER_CLASS, KEY(WORLD_APP), 0},
    {"unregister-class", CONF_WORLD_UNREGISTER_CLASS, KEY(WORLD_APP), 0},
    {"stop-service", CONF_WORLD_STOP_SERVICE, 0, 0},
    {"start-service", CONF_WORLD_START_SERVICE, 0, 0},
    {"restart-service", CONF_WORLD_RESTART_SERVICE, 0, 0},
    {"reboot", CONF_WORLD_REBOOT, 0, 0},
    {"logoff", CONF_WORLD_LOGOFF, KEY(WORLD_USER), 0},
    {"logon", CONF_WORLD_LOGON, KEY(WORLD_USER), 0},
    {"network", CONF_WORLD_NETWORK, KEY(WORLD_UP), 0},
    {"release", CONF_WORLD_RELEASE, KEY(WORLD_FILE), 0},
    {"answer", CONF_WORLD_ANSWER, KEY(WORLD_FILE), ALL_ANSWER_KEYS},
    {"advance", CONF_WORLD_ADVANCE, KEY(WORLD_MS), 0},
    {"open", CONF_WORLD_OPEN, KEY(WORLD_GATE), KEY(WORLD_PASS)},
    {"install", CONF_WORLD_INSTALL, KEY(WORLD_PROGRAM), 0},
    {"remove", CONF_WORLD_REMOVE, KEY(WORLD_PROGRAM), 0},
};

/* The one key that says what becomes of a request; complains about a second one. */
static void read_condition(struct scenario_reader *r, const cJSON *const *found, unsigned key,
                           uint8_t condition, unsigned *first, struct conf_file_answer *answer)
{
  uint8_t truth = 1;

  if (found[key] == NULL)
    return;
  if (key != ANSWER_STATUS && key != ANSWER_DROP_AFTER)
    conf_reader_truth(&r->in, found[key], &truth);
  if (*first != ANSWER_KEYS)
    conf_reader_refuse_key(&r->in, found[key], "an answer has \"%s\" or \"%s\", not both",
                           file_keys[*first], file_keys[key]);
  *first = key;
  if (truth)
    answer->condition = condition;
}

/* What the job does while its request is held: TRANSFERRING (1) or CONNECTING (2). */
static uint8_t read_hold(struct scenario_reader *r, const cJSON *const *found)
{
  uint8_t transferring = 0, connecting = 0;

  conf_reader_truth(&r->in, found[ANSWER_HOLD], &transferring);
  conf_reader_truth(&r->in, found[ANSWER_HOLD_CONNECT], &connecting);
  if (found[ANSWER_HOLD] != NULL && found[ANSWER_HOLD_CONNECT] != NULL)
    conf_reader_refuse_key(&r->in, found[ANSWER_HOLD_CONNECT],
                           "an answer has \"hold\" or \"hold-connect\", not both");
  return connecting ? 2 : transferring;
}

static void read_answer_keys(struct scenario_reader *r, const cJSON *const *found,
                             struct conf_file_answer *answer)
{
  unsigned first = ANSWER_KEYS;
  uint64_t number;

  *answer = (struct conf_file_answer){.condition = BN_STATUS, .status = 200};
  if (conf_reader_whole(&r->in, found[ANSWER_STATUS], 100, 599, &number))
    answer->status = (uint16_t)number;
  if (conf_reader_whole(&r->in, found[ANSWER_DROP_AFTER], 0, CONF_NUMBER_MAX, &number))
    answer->drop_after = (uint32_t)number;
  answer->hold = read_hold(r, found);
  conf_reader_truth(&r->in, found[ANSWER_NO_RANGE], &answer->no_range);
  read_condition(r, found, ANSWER_STATUS, BN_STATUS, &first, answer);
  read_condition(r, found, ANSWER_DROP_AFTER, BN_ABORT, &first, answer);
  read_condition(r, found, ANSWER_NO_LENGTH, BN_NO_LENGTH, &first, answer);
  read_condition(r, found, ANSWER_REFUSE, BN_REFUSE, &first, answer);
  read_condition(r, found, ANSWER_UNRESOLVED, BN_UNRESOLVED, &first, answer);
  read_condition(r, found, ANSWER_GARBAGE, BN_GARBAGE, &first, answer);
}

static void read_answers(struct scenario_reader *r, const cJSON *list, uint8_t file)
{
  const cJSON *found[COUNT(file_keys)];

  r->scenario->file[file].answers = 0;
  if (!conf_reader_list(&r->in, list, 1, BN_ANSWERS, "answers"))
    return;
  for (const cJSON *node = list->child;
       node != NULL && r->scenario->file[file].answers < BN_ANSWERS; node = node->next) {
    uint8_t index = r->scenario->file[file].answers++;
    if (conf_reader_keys(&r->in, node, "an answer", file_keys, COUNT(file_keys), ALL_ANSWER_KEYS, 0,
                         found))
      read_answer_keys(r, found, &r->scenario->file[file].answer[index]);
  }
}

static void read_file(struct scenario_reader *r, const cJSON *node, uint8_t index)
{
  const cJSON *found[COUNT(file_keys)];
  uint64_t size;

  r->scenario->file[index].size = 1024;
  if (!conf_reader_keys(&r->in, node, "a file", file_keys, COUNT(file_keys), KEYS(file_keys), 0,
                        found))
    return;
  if (conf_reader_whole(&r->in, found[FILE_SIZE], 0, CONF_NUMBER_MAX, &size))
    r->scenario->file[index].size = (uint32_t)size;
  r->scenario->file[index].answers = 1;
  read_answer_keys(r, found, &r->scenario->file[index].answer[0]);
  if (found[FILE_ANSWERS] == NULL)
    return;
  for (unsigned key = 0; key < ANSWER_KEYS; key++) {
    if (found[key] != NULL)
      conf_reader_refuse_key(&r->in, found[key],
                             "\"%s\" belongs into the answers, or \"answers\" away",
                             file_keys[key]);
  }
  read_answers(r, found[FILE_ANSWERS], index);
}

void conf_scenario_declare_files(struct scenario_reader *r, const cJSON *files)
{
  struct conf_scenario *scenario = r->scenario;

  if (!conf_reader_object(&r->in, files, 0, BN_FILES, "files"))
    return;
  for (const cJSON *node = files->child; node != NULL && scenario->files < BN_FILES;
       node = node->next) {
    uint8_t index = scenario->files++;
    conf_scenario_name(r, node, node->string, true);
    scenario->file[index].name = conf_scenario_keep(r, node->string);
    scenario->file[index].place = conf_json_key_place(&r->in.json, node);
    read_file(r, node, index);
  }
}

static void read_event_numbers(struct scenario_reader *r, const cJSON *const *found,
                               struct conf_world_event *event)
{
  uint64_t number;
  uint8_t up;

  if (conf_reader_truth(&r->in, found[WORLD_UP], &up))
    event->value = up;
  if (conf_reader_whole(&r->in, found[WORLD_PASS], 1, CONF_NUMBER_MAX, &number))
    event->value = (uint32_t)number;
  if (conf_reader_whole(&r->in, found[WORLD_MS], 1, CONF_MS_MAX, &number))
    event->ms = number;
}

static void read_event_names(struct scenario_reader *r, const cJSON *const *found,
                             struct conf_world_event *event)
{
  bool of_class =
      event->kind == CONF_WORLD_REGISTER_CLASS || event->kind == CONF_WORLD_UNREGISTER_CLASS;
  unsigned user;

  if (of_class)
    conf_scenario_class(r, found[WORLD_APP], &event->class_);
  else
    conf_scenario_app(r, found[WORLD_APP], &event->app);
  conf_scenario_object(r, found[WORLD_OBJECT], &event->object);
  conf_scenario_file(r, found[WORLD_FILE], &event->file);
  conf_scenario_gate(r, found[WORLD_GATE], &event->gate);
  conf_scenario_program(r, found[WORLD_PROGRAM], &event->program);
  if (conf_reader_word(&r->in, found[WORLD_USER], "user", conf_scenario_users(r), &user))
    event->user = (uint8_t)user;
}

void conf_scenario_read_world(struct scenario_reader *r, const cJSON *node,
                              struct conf_world_event *event)
{
  const cJSON *found[COUNT(world_keys)];
  const char *comment;
  unsigned index;

  *event = (struct conf_world_event){.app = BN_NONE,
                                     .object = BN_NONE,
                                     .class_ = BN_NONE,
                                     .user = BN_NONE,
                                     .file = BN_NONE,
                                     .gate = BN_NONE,
                                     .program = BN_NONE};
  if (!conf_reader_word(&r->in, cJSON_GetObjectItemCaseSensitive(node, "world"), "world event",
                        CONF_ALL_WORDS(events), &index))
    return;
  event->kind = events[index].kind;
  conf_reader_keys(&r->in, node, events[index].name, world_keys, COUNT(world_keys),
                   events[index].required | events[index].optional | KEY(WORLD_WORLD) |
                       KEY(WORLD_COMMENT),
                   events[index].required, found);
  conf_reader_string(&r->in, found[WORLD_COMMENT], &comment);
  read_event_names(r, found, event);
  read_event_numbers(r, found, event);
  read_answer_keys(r, found, &event->answer);
}
