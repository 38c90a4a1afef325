/* conformance/scenario.h - one scenario, read.
 *
 * The JSON notation is described in fixtures/README.md; fixtures/scenario.schema.json accepts and
 * refuses the same files. This is what the reader makes of a file: plain structs, names resolved to
 * indices, every wrong word already refused with its place. Nothing in here points into JSON.
 *
 * Strings are owned by the scenario and end with conf_scenario_free. */
#ifndef CONF_SCENARIO_H
#define CONF_SCENARIO_H

#include "sim/limits.h"
#include "sim/names.h"

enum {
  CONF_STEPS = 64,   /* steps, those inside `together` included */
  CONF_LANES = 4,    /* lanes of one `together` */
  CONF_EXPECTS = 96, /* expectations, those inside in-order, any-order, one-of included */
  CONF_RULES = 16,   /* ids that one scenario cites */
  CONF_REQUIRES = 8,
  CONF_RESPONSES = 64, /* responses of all handlers of a scenario */
  CONF_DOS = 128,      /* items of all responses */
  CONF_HANDLERS = 32,
  CONF_GATES = 8,
  CONF_ANSWERS = 4,  /* of a question */
  CONF_BINDINGS = 8, /* knobs in `assumes` or in one answer's `shows` */
  CONF_EXIT_CODES = 8,
  CONF_TEXT_MAX = 64 * 1024, /* bytes of a scenario file */
};

/* Where something stands in the file, both from 1. */
struct conf_place {
  unsigned line, column;
};

/* An expected HRESULT: any success (nothing written), or one of a list. */
struct conf_returns {
  uint8_t written;
  uint8_t count;
  int32_t any[4];
};

/* A call of a BITS method, in a step or in a handler. */
struct conf_call {
  uint8_t method; /* enum bn_method */
  uint8_t job;    /* BN_NONE in a handler: the callback's */
  uint8_t job_from_callback;
  uint8_t object;  /* SetNotifyInterface; BN_NONE: null */
  uint8_t class_;  /* SetProperty NOTIFICATION_CLSID; BN_NONE: null (GUID_NULL) */
  uint8_t program; /* SetNotifyCmdLine; BN_NONE: null */
  uint8_t
      file; /* AddFile, SetValidationState, GetValidationState; BN_NONE with file_from_callback */
  uint8_t file_from_callback;
  uint8_t property; /* enum bn_property */
  uint8_t kept;     /* "proxy": "kept" */
  uint32_t value;   /* flags, priority, seconds, milliseconds, validity */
  const char *text; /* SetDisplayName */
  struct conf_returns returns;
  /* "gives": what a getter must yield beside its HRESULT */
  uint8_t gives_written;
  uint8_t gives_index;  /* object, class or program index, BN_NONE = null, for those getters */
  uint32_t gives_value; /* state, flags, count, seconds, validity (0 or 1); GetError: the code */
  uint8_t gives_context_written, gives_context; /* GetError */
};

enum conf_do_kind { CONF_DO_CALL, CONF_DO_WAIT, CONF_DO_DIE, CONF_DO_RETURN };
enum conf_death { CONF_EXIT, CONF_KILL, CONF_CRASH };

/* One item of a handler's response. */
struct conf_do {
  uint8_t kind;    /* enum conf_do_kind */
  uint8_t gate;    /* CONF_DO_WAIT */
  uint8_t death;   /* CONF_DO_DIE: enum conf_death */
  uint8_t app;     /* CONF_DO_CALL: who calls; in a program's response whose rights it uses */
  int32_t hresult; /* CONF_DO_RETURN; a program's exit code */
  struct conf_call call;
  struct conf_place place;
};

/* One response: items [first, first + count) of scenario.dos. */
struct conf_response {
  uint8_t first, count;
  struct conf_place place;
};

/* What an object answers to one method: responses in turn, the last repeating; one cursor for the
 * whole scenario, not reset by death or a new instance. */
struct conf_handler {
  uint8_t object;
  uint8_t event;        /* enum bn_event */
  uint8_t first, count; /* of scenario.responses */
  struct conf_place place;
};

enum conf_receiver_kind {
  CONF_ANYWHERE,   /* no "at" */
  CONF_AT_OBJECT,  /* "app.object": index = object; instance 0 = any, "app.object#2" = that one */
  CONF_AT_APP,     /* "app": every object of the app, its class's activations included */
  CONF_AT_PROGRAM, /* "program" */
};
struct conf_receiver {
  uint8_t kind; /* enum conf_receiver_kind */
  uint8_t index;
  uint8_t instance;
};

enum conf_expect_kind {
  CONF_EXPECT_CALLBACK,
  CONF_EXPECT_ACTIVATION, /* at an app with a class */
  CONF_EXPECT_LAUNCH,     /* at a program */
  CONF_EXPECT_EXIT,       /* of a program, or of an app's process */
  CONF_EXPECT_SILENCE,
  CONF_EXPECT_STATE,     /* polled */
  CONF_EXPECT_IN_FLIGHT, /* `number` callbacks inside handlers of the receiver */
  CONF_EXPECT_IN_ORDER,
  CONF_EXPECT_ANY_ORDER,
  CONF_EXPECT_ONE_OF,
  CONF_EXPECT_ALLOWED, /* generated scenarios: whatever the model allows */
};

struct conf_expect {
  uint8_t kind;         /* enum conf_expect_kind */
  uint8_t event;        /* enum bn_event */
  uint8_t job, file;    /* BN_NONE: any */
  uint8_t states;       /* CONF_EXPECT_STATE: how many of state[] */
  uint8_t state[4];     /* any of these */
  uint8_t until_return; /* met when the callback returned, not when it began */
  uint8_t otherwise_inconclusive;
  uint8_t exactly_written, exactly; /* this many in the window, not "at least once" */
  uint8_t error_written, context_written, context, code_written;
  uint8_t number;                /* CONF_EXPECT_IN_FLIGHT */
  uint8_t first_child, children; /* of scenario.expects, for in-order, any-order, one-of */
  uint8_t within_written; /* else the default window of the implementation; silence: settle */
  int32_t error;          /* JobError, activation: the HRESULT */
  int32_t code;           /* CONF_EXPECT_EXIT: the exit code */
  uint64_t within_ms;
  struct conf_receiver at;
  struct conf_place place;
};

enum conf_world_kind {
  CONF_WORLD_KILL, /* app */
  CONF_WORLD_EXIT,
  CONF_WORLD_CRASH,
  CONF_WORLD_START,
  CONF_WORLD_DISCONNECT,     /* object */
  CONF_WORLD_END_APARTMENT,  /* object */
  CONF_WORLD_REGISTER_CLASS, /* class */
  CONF_WORLD_UNREGISTER_CLASS,
  CONF_WORLD_STOP_SERVICE,
  CONF_WORLD_START_SERVICE,
  CONF_WORLD_RESTART_SERVICE, /* stop, start */
  CONF_WORLD_REBOOT,
  CONF_WORLD_LOGOFF, /* user */
  CONF_WORLD_LOGON,
  CONF_WORLD_NETWORK, /* value: 1 up, 0 down */
  CONF_WORLD_RELEASE, /* file */
  CONF_WORLD_ANSWER,  /* file, answer */
  CONF_WORLD_ADVANCE, /* ms */
  CONF_WORLD_OPEN,    /* gate; value: 0 for good, else how many pass */
  CONF_WORLD_INSTALL, /* program can be launched */
  CONF_WORLD_REMOVE,  /* program cannot be launched */
};

/* How the origin answers; see fixtures/README.md, "files". */
struct conf_file_answer {
  uint8_t condition; /* enum bn_condition */
  uint8_t hold;      /* 1: TRANSFERRING until released, 2: CONNECTING */
  uint8_t no_range;
  uint16_t status;
  uint32_t drop_after; /* bytes, with BN_ABORT */
};

struct conf_world_event {
  uint8_t kind; /* enum conf_world_kind */
  uint8_t app, object, class_, user, file, gate, program;
  uint32_t value;
  uint64_t ms;
  struct conf_file_answer answer;
};

enum conf_step_kind { CONF_STEP_CALL, CONF_STEP_EXPECT, CONF_STEP_WORLD, CONF_STEP_TOGETHER };

struct conf_step {
  uint8_t kind;   /* enum conf_step_kind */
  uint8_t app;    /* CONF_STEP_CALL */
  uint8_t expect; /* CONF_STEP_EXPECT: index into scenario.expects */
  uint8_t lanes;  /* CONF_STEP_TOGETHER */
  struct {
    uint8_t first, count;
  } lane[CONF_LANES]; /* steps [first, first + count) of scenario.steps */
  uint8_t
      number[3]; /* for people: step 7 is {7}; step 2 of lane 1 of step 7 is {7, 1, 2}; from 1 */
  struct conf_call call;
  struct conf_world_event world;
  struct conf_place place;
};

struct conf_binding {
  uint16_t knob; /* bn_knob */
  uint8_t value; /* bn_value */
  struct conf_place place;
};

struct conf_scenario {
  const char *path; /* as given, with forward slashes */
  const char *title, *comment;
  char sha256[65]; /* of the file's bytes, for whoever writes a trace to fill in; the reader leaves
                      "" */
  uint8_t rules;
  const char *rule[CONF_RULES];
  struct conf_place rule_place[CONF_RULES];
  uint8_t requires_;
  const char *require[CONF_REQUIRES]; /* capability names */
  uint8_t users, apps, objects, classes, programs, files, jobs, gates;
  struct {
    const char *name;
    uint8_t service_account;
    struct conf_place place;
  } user[BN_USERS];
  struct {
    const char *name;
    uint8_t user, elevated, running, class_; /* BN_NONE: none */
    struct conf_place place;
  } app[BN_APPS];
  struct {
    const char *name;
    uint8_t app, level, sta; /* level: see bn_world */
    struct conf_place place;
  } object[BN_OBJECTS];
  struct {
    uint8_t app, object, registered, registers, until_killed;
    uint32_t registers_ms;
    int32_t creates;
    struct conf_place place;
  } class_[BN_CLASSES];
  struct {
    const char *name;
    uint8_t missing;
    uint8_t responses_first,
        responses; /* what it does when run, in turn, the last repeating; none: 0 */
    struct conf_place place;
  } program[BN_PROGRAMS];
  struct {
    const char *name;
    uint32_t size;
    uint8_t answers;
    struct conf_file_answer answer[BN_ANSWERS]; /* at least one */
    struct conf_place place;
  } file[BN_FILES];
  struct {
    const char *name;
    struct conf_place place;
  } job[BN_JOBS]; /* place: its first CreateJob */
  struct {
    const char *name;
    struct conf_place place;
  } gate[CONF_GATES]; /* place: its first use */
  uint8_t handlers;
  struct conf_handler handler[CONF_HANDLERS];
  uint8_t responses, dos;
  struct conf_response response[CONF_RESPONSES];
  struct conf_do do_[CONF_DOS];
  uint8_t top_steps; /* steps [0, top_steps) are the script; those of lanes follow behind */
  uint8_t steps, expects;
  struct conf_step step[CONF_STEPS];
  struct conf_expect expect[CONF_EXPECTS];
  /* questions */
  const char *question; /* "AMB-7"; NULL: an ordinary scenario */
  uint8_t assumes;
  struct conf_binding assume[CONF_BINDINGS];
  uint8_t answers;
  struct {
    uint8_t expects_first, expects; /* all must hold */
    uint8_t shows;
    struct conf_binding show[CONF_BINDINGS];
    struct conf_place place;
  } answer[CONF_ANSWERS];
  uint8_t generated; /* made by exploring or fuzzing: never counts for coverage */
};

/* Numbers of the notation: at most these. */
#define CONF_MS_MAX                                                                                \
  UINT64_C(315360000000)            /* ten years, the longest wait and the longest advance         \
                                     */
#define CONF_NUMBER_MAX 4294967295u /* bytes, seconds, flags, values */
#define CONF_CODE_MAX 2147483647    /* exit codes */
enum { CONF_NAME_MAX = 40 };        /* characters of a name */

/* One complaint about a file. */
struct conf_problem {
  struct conf_place place;
  uint8_t warning; /* lint only: does not refuse the file */
  char text[240];  /* a sentence without the final stop */
};

enum { CONF_PROBLEMS = 64 };
struct conf_problems {
  unsigned count; /* may exceed CONF_PROBLEMS: the first ones are kept */
  struct conf_problem item[CONF_PROBLEMS];
};

/* Reads a scenario out of `length` bytes. NULL when something is wrong; every problem found is then
 * in *problems, in file order. The caller frees the result with conf_scenario_free (NULL is fine).
 */
struct conf_scenario *conf_scenario_read(const char *path, const char *bytes, size_t length,
                                         struct conf_problems *problems);
void conf_scenario_free(struct conf_scenario *scenario);

#endif
