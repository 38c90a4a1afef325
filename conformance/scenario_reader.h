/* conformance/scenario_reader.h - what the files of the scenario reader share; nobody else's.
 *
 *   scenario.c           the whole: title, rules, requires, the order of reading
 *   scenario_apps.c      users, apps, objects, classes, programs
 *   scenario_responses.c what handlers and programs do
 *   scenario_calls.c     calls
 *   scenario_values.c    what calls and expectations name: jobs, gates, flags, HRESULTs
 *   scenario_expects.c   expectations
 *   scenario_world.c     files, their answers, events of the world
 *   scenario_steps.c     steps and lanes
 *   scenario_question.c  questions
 *
 * Names are declared first, all of them, so that the rest may refer to what stands further down.
 * A read_* function complains by itself; what it returns matters only to who depends on its value.
 */
#ifndef CONF_SCENARIO_READER_H
#define CONF_SCENARIO_READER_H

#include "conformance/reader.h"

struct scenario_reader {
  struct conf_reader in;
  struct conf_scenario *scenario;
  char *text;       /* where the next string is copied to */
  uint32_t created; /* bit per job: a step above this one creates it */
  uint32_t created_by_handler;
  uint32_t undeclared;        /* bit per job: nobody creates it, and that has been said */
  bool too_many_jobs;         /* said already */
  uint8_t job_files[BN_JOBS]; /* AddFile steps so far */
  bool reading_steps;         /* so far: what comes first matters */
  bool expects_something;     /* a step does */
};

/* Bit of a key's index. */
#define KEY(index) (1u << (index))
#define KEYS(names) ((uint32_t)((UINT64_C(1) << (sizeof(names) / sizeof(names)[0])) - 1))
#define COUNT(names) ((unsigned)(sizeof(names) / sizeof(names)[0]))

/* A copy that lives as long as the scenario. */
const char *conf_scenario_keep(struct scenario_reader *r, const char *text);

/* Whether a name is well formed, with or without dots; complains at `node`'s key when it is one. */
bool conf_scenario_name(struct scenario_reader *r, const cJSON *node, const char *name, bool dots);

/* Whether an id has the shape of those in the catalogue: NOTIFY-PREC-1, AMB-2b. */
bool conf_scenario_rule_is_well_formed(const char *id);

/* Declarations: users, apps with objects and classes, programs; then what they do. */
void conf_scenario_declare_users(struct scenario_reader *r, const cJSON *users);
void conf_scenario_declare_apps(struct scenario_reader *r, const cJSON *apps);
void conf_scenario_declare_programs(struct scenario_reader *r, const cJSON *programs);
void conf_scenario_declare_files(struct scenario_reader *r, const cJSON *files);
/* Jobs are declared by CreateJob, anywhere below `node`. */
void conf_scenario_declare_jobs(struct scenario_reader *r, const cJSON *node, bool in_handlers);
void conf_scenario_read_apps(struct scenario_reader *r, const cJSON *apps);
void conf_scenario_read_programs(struct scenario_reader *r, const cJSON *programs);

/* Responses: list of them, as [*first, *first + *count) of scenario.responses. */
enum responder { HANDLER, PROGRAM };
struct call_site {
  enum { IN_STEP, IN_HANDLER, IN_PROGRAM } where;
  uint8_t app;   /* IN_HANDLER: the caller */
  uint8_t event; /* IN_HANDLER */
};
void conf_scenario_read_responses(struct scenario_reader *r, const cJSON *list,
                                  struct call_site site, uint8_t *first, uint8_t *count);
void conf_scenario_read_exits(struct scenario_reader *r, const cJSON *list, uint8_t *first,
                              uint8_t *count);

/* One call; *app is who makes it. */
void conf_scenario_read_call(struct scenario_reader *r, const cJSON *node, struct call_site site,
                             struct conf_call *call, uint8_t *app);

/* Words. Each delivers an index or value; false when there is none. */
struct conf_words conf_scenario_users(const struct scenario_reader *r);
struct conf_words conf_scenario_apps(const struct scenario_reader *r);
struct conf_words conf_scenario_programs(const struct scenario_reader *r);
struct conf_words conf_scenario_files(const struct scenario_reader *r);
bool conf_scenario_app(struct scenario_reader *r, const cJSON *node, uint8_t *app);
bool conf_scenario_class(struct scenario_reader *r, const cJSON *node, uint8_t *class_);
bool conf_scenario_program(struct scenario_reader *r, const cJSON *node, uint8_t *program);
bool conf_scenario_file(struct scenario_reader *r, const cJSON *node, uint8_t *file);
bool conf_scenario_gate(struct scenario_reader *r, const cJSON *node, uint8_t *gate);
bool conf_scenario_job(struct scenario_reader *r, const cJSON *node, uint8_t *job);
bool conf_scenario_priority(struct scenario_reader *r, const cJSON *node, uint32_t *priority);
bool conf_scenario_flags(struct scenario_reader *r, const cJSON *node, uint32_t *flags);
bool conf_scenario_context(struct scenario_reader *r, const cJSON *node, uint8_t *context);
bool conf_scenario_state(struct scenario_reader *r, const cJSON *node, uint8_t *state);
/* An object of one app by its bare name, or "app.object". */
bool conf_scenario_object_of(struct scenario_reader *r, const cJSON *node, const char *name,
                             uint8_t app, uint8_t *object);
bool conf_scenario_object(struct scenario_reader *r, const cJSON *node, uint8_t *object);
/* "app", "program", "app.object" or "app.object#2". */
bool conf_scenario_receiver(struct scenario_reader *r, const cJSON *node,
                            struct conf_receiver *receiver);

/* Steps, expectations, the world. */
void conf_scenario_read_steps(struct scenario_reader *r, const cJSON *steps);
/* Room for `count` more expectations, first index in *first; complains when there is none. */
bool conf_scenario_more_expects(struct scenario_reader *r, const cJSON *node, unsigned count,
                                uint8_t *first);
void conf_scenario_read_expect(struct scenario_reader *r, const cJSON *node,
                               struct conf_expect *expect);
void conf_scenario_read_world(struct scenario_reader *r, const cJSON *node,
                              struct conf_world_event *event);
void conf_scenario_read_question(struct scenario_reader *r, const cJSON *question,
                                 const cJSON *assumes, const cJSON *answers);

#endif
