/* sim/model.h - the dispatcher of BITS notifications as a pure state machine.
 *
 * No allocation, no IO, no clock, no globals. The caller owns every struct, feeds inputs (what
 * clients, processes, networks and clocks do), asks which actions the service may take next, fires
 * one, and carries out the effects. Equal states and equal inputs give equal effects.
 *
 *   struct bn_state s = bn_start(&world);
 *   struct bn_effects fx;
 *   bn_knob asked;
 *   while (bn_input(&world, &s, &input, &fx, &asked) == BN_ASKS)
 *     bn_bind(&s, asked, bn_knob_row(asked)->usual);
 *   struct bn_actions todo;
 *   if (bn_enabled(&world, &s, &todo, &asked) == BN_DONE && todo.count > 0)
 *     bn_fire(&world, &s, todo.item[0], &fx, &asked);
 */
#ifndef BN_MODEL_H
#define BN_MODEL_H

#include "sim/rules.h"
#include "sim/state.h"

enum bn_step {
  BN_DONE,    /* the state moved and the effects say how */
  BN_REFUSED, /* the input makes no sense here (see bn_effects.refusal); nothing changed */
  BN_ASKS,    /* the open knob *asked must be bound first; nothing changed */
};

enum bn_input_kind {
  BN_IN_CALL,       /* an application calls a method: app, method, job, and what it takes */
  BN_IN_RETURN,     /* the handler of call `call` returns `hresult` */
  BN_IN_EXIT,       /* the program of call `call` exits with `value` */
  BN_IN_APP_START,  /* app: its process starts */
  BN_IN_APP_END,    /* app: its process ends (exit, crash or kill are one thing to the service) */
  BN_IN_DISCONNECT, /* object: CoDisconnectObject in its process; calls inside go on (NOTIFY-DISC-7)
                     */
  BN_IN_APARTMENT_END, /* object: the thread that hosts it ends, the process lives (NOTIFY-DISC-14)
                        */
  BN_IN_REGISTER,      /* class_: its server is registered with COM */
  BN_IN_UNREGISTER,    /* class_ */
  BN_IN_STOP,          /* the service stops */
  BN_IN_START,         /* the service starts */
  BN_IN_REBOOT,        /* stop, every process ends, nobody is logged on, start */
  BN_IN_LOGON,         /* user */
  BN_IN_LOGOFF,        /* user: processes end, jobs wait */
  BN_IN_NETWORK,       /* value: 1 up, 0 down */
  BN_IN_RELEASE,       /* file: the origin answers the held request */
  BN_IN_ANSWER,        /* file, answer: the origin answers like this from now on */
  BN_IN_INSTALL,       /* program, value: 1 can be launched from now on, 0 cannot */
  BN_IN_ACTIVATED,     /* call: its real activation came back with hresult */
  BN_IN_FORGET,        /* job: it is final; its number is free for another */
  BN_IN_TIME, /* value_ms: virtual time is now this; refused past the end of an armed interval */
};

struct bn_input {
  uint8_t kind; /* enum bn_input_kind */
  uint8_t app, user, job, method, call;
  uint8_t object, class_, program, file; /* BN_NONE: NULL, GUID_NULL, no program, no file */
  uint8_t property;                      /* enum bn_property */
  uint8_t kept;   /* BN_IN_CALL: through a proxy held from before, whatever its age */
  uint32_t value; /* flags, priority, seconds, milliseconds of an interval, validity, exit code */
  uint64_t value_ms;
  int32_t hresult;
  struct bn_answer answer;
};

enum bn_effect_kind {
  BN_FX_RULE,       /* a decision: nothing to see, but this rule made it */
  BN_FX_RESULT,     /* the method returned: app, job, method, hresult, and for getters
                       value/object/class_/program */
  BN_FX_STATE,      /* job entered `state` */
  BN_FX_ACTIVATION, /* CoCreateInstance is asked: class_, app (server), job, call */
  BN_FX_ACTIVATED,  /* it came back: hresult, object, instance */
  BN_FX_BEGIN,  /* a callback begins: object, instance, app, job, event, file, error, context, call
                 */
  BN_FX_RETURN, /* a callback returned to the service: call, hresult */
  BN_FX_LOST,   /* the service learns from a failed call that the callee is gone: hresult */
  BN_FX_LAUNCH, /* a program is launched: program, job, event, call; failed: hresult */
  BN_FX_EXIT,   /* the service sees the program's exit: call, value */
  BN_FX_APP_START, /* COM starts a class server: app */
  BN_FX_APP_END,   /* a process ended: app */
  BN_FX_RELEASE,   /* the service lets go of an object: object, instance */
  BN_FX_REFUSED,   /* only in refusals: why the input makes no sense */
};

struct bn_effect {
  uint8_t kind;  /* enum bn_effect_kind */
  uint16_t rule; /* enum bn_rule: the rule that caused it */
  uint8_t app, job, method, event, state, call, file;
  uint8_t object, instance, class_, program;
  uint8_t context; /* of JobError and GetError */
  int32_t hresult;
  int32_t error; /* JobError, GetError */
  uint32_t value;
};

struct bn_effects {
  uint16_t count;
  struct bn_effect item[BN_EFFECTS];
  const char *refusal; /* BN_REFUSED: a constant sentence without the final stop, for people */
};

enum bn_action_kind {
  BN_ACT_SETTLE,      /* call: act upon its result */
  BN_ACT_ACTIVATED,   /* call: the activation comes back */
  BN_ACT_LAUNCH,      /* call: the program starts, or cannot */
  BN_ACT_FINAL,       /* job: attempt JobTransferred or JobError */
  BN_ACT_FILE,        /* job, file (index in the job): attempt FileTransferred */
  BN_ACT_MODIFIED,    /* job: attempt JobModification */
  BN_ACT_CONNECT,     /* job: QUEUED -> CONNECTING */
  BN_ACT_REQUEST,     /* job: CONNECTING -> TRANSFERRING, or it fails to connect */
  BN_ACT_RECEIVE,     /* job: the answer for its current file arrives */
  BN_ACT_NO_PROGRESS, /* job: the no-progress timeout expires */
  BN_ACT_OVERTIME,    /* job: the maximum download time is over */
  BN_ACT_RETRY,       /* job: TRANSIENT_ERROR -> QUEUED */
  BN_ACT_STOPPED,     /* the service that waited for handlers has stopped */
};

struct bn_action {
  uint8_t kind; /* enum bn_action_kind */
  uint8_t job, file, call;
};

/* In the canonical order: `run` takes the first. */
struct bn_actions {
  uint16_t count;
  struct bn_action item[BN_ACTIONS];
};

/* The knobs as documented: documented cells have their value, open ones BN_OPEN; nothing declared.
 */
struct bn_world bn_documented(void);

/* The state before the first input: service up, network up, all users logged on, time 0. */
struct bn_state bn_start(const struct bn_world *world);

/* Applies one input. *effects is written on BN_DONE and, with one BN_FX_REFUSED, on BN_REFUSED.
 * Indices in *input are below the world's counts (asserted). */
enum bn_step bn_input(const struct bn_world *world, struct bn_state *state,
                      const struct bn_input *input, struct bn_effects *effects, bn_knob *asked);

/* What the service may do now, at this instant. Never BN_REFUSED. */
enum bn_step bn_enabled(const struct bn_world *world, const struct bn_state *state,
                        struct bn_actions *actions, bn_knob *asked);

/* Takes one enabled action. BN_REFUSED when it is not enabled. */
enum bn_step bn_fire(const struct bn_world *world, struct bn_state *state, struct bn_action action,
                     struct bn_effects *effects, bn_knob *asked);

/* The next moment after now at which a timer lets something happen, BN_NEVER when none is armed. */
uint64_t bn_next_ms(const struct bn_world *world, const struct bn_state *state);

/* Decides an open knob for the rest of the run; value is one that the knob allows (asserted). */
void bn_bind(struct bn_state *state, bn_knob knob, bn_value value);

/* What a reachable state always keeps; names the broken invariant, NULL when all hold. */
const char *bn_unsound(const struct bn_world *world, const struct bn_state *state);

/* Canonical bytes: deadlines relative to now, now itself left out. Returns their number.
 * bn_decode is the inverse with now = 0: false, and *state untouched, for bytes that no state
 * encodes to. encode(decode(e)) == e, and the decoded state behaves the same. */
enum { BN_ENCODED_MAX = 4096 };
size_t bn_encode(const struct bn_state *state, uint8_t bytes[BN_ENCODED_MAX]);
bool bn_decode(const uint8_t *bytes, size_t count, struct bn_state *state);

#endif
