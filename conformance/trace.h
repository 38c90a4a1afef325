/* conformance/trace.h - what happened, in order: the notation that the simulator, the harness and
 * recordings share.
 *
 * On disk a trace is JSON Lines: a header, events in time order, a last `end`. Reading and writing
 * again gives the same bytes. Event kinds that this version does not know are kept as they are and
 * make the verdict inconclusive with their count; they are never dropped. */
#ifndef CONF_TRACE_H
#define CONF_TRACE_H

#include "conformance/scenario.h"

enum conf_event_kind {
  CONF_EV_CALL,       /* an application calls a method */
  CONF_EV_RESULT,     /* it returned */
  CONF_EV_BEGIN,      /* a callback begins in a client */
  CONF_EV_RETURN,     /* it returned */
  CONF_EV_LOST,       /* its process or apartment ended inside it */
  CONF_EV_ACTIVATION, /* an instance of a class was asked for */
  CONF_EV_ACTIVATED,  /* it came back: hresult, object and instance */
  CONF_EV_LAUNCH,     /* a program was started, or (hresult) could not be */
  CONF_EV_EXIT,       /* a program ended: code */
  CONF_EV_START,      /* an application's process started */
  CONF_EV_END,        /* an application's process ended */
  CONF_EV_STATE,      /* a job's state: polled, or on the simulator each change */
  CONF_EV_WORLD,      /* a world step of the script */
  CONF_EV_REQUEST,    /* the origin has answered a request for a file: text */
  CONF_EV_QUIET,      /* listened for `ms`, nothing came */
  CONF_EV_RULE,       /* simulator only: a decision with nothing to see; with hresult, object and
                         event: the service met that failure when it called */
  CONF_EV_UNKNOWN,    /* text kept verbatim */
  CONF_EV_DONE,       /* the last line: "end" */
};

struct conf_event {
  uint8_t kind;    /* enum conf_event_kind */
  uint8_t step[3]; /* the step during which it came, as in conf_step.number */
  uint8_t app, object, instance, job, file, program, class_, event, method, state;
  uint8_t context, from_handler; /* CALL, RESULT: made inside a handler */
  uint8_t item;                  /* from_handler: which one of scenario.do_, from 1; 0: not known */
  uint8_t property;              /* CALL, RESULT of SetProperty and GetProperty: enum bn_property */
  uint16_t rule;                 /* enum bn_rule, simulator only; BN_RULE_COUNT: none */
  int32_t hresult, error, code;
  uint32_t value;   /* getters; flags and the like of calls */
  uint16_t call;    /* ties ACTIVATION, ACTIVATED, BEGIN, RETURN and LOST, or LAUNCH and EXIT,
                       together:    numbered from 1 in a trace; 0: none */
  uint32_t thread;  /* real implementations; 0 on the simulator */
  uint64_t at_us;   /* since the start of the scenario: virtual on the simulator */
  uint64_t ms;      /* QUIET */
  const char *text; /* WORLD, REQUEST: the event's words; UNKNOWN: the line */
};

struct conf_trace {
  const struct conf_scenario *scenario;                       /* names for the indices; not owned */
  char implementation[64], version[64], host[128], clock[16]; /* "": null in the notation */
  char tool[32];                                              /* version of bitsnotify */
  const char *path; /* of the scenario when the trace was taken; NULL: scenario->path */
  char sha256[65];  /* likewise; "": scenario->sha256 */
  uint8_t step[3];  /* the step under way: conf_trace_add writes it into every event */
  unsigned count, capacity;
  struct conf_event *event;       /* owned */
  unsigned unknown;               /* how many CONF_EV_UNKNOWN */
  uint8_t complete;               /* the `end` was there */
  struct conf_trace_texts *texts; /* owned: what `path` and the events' texts point to */
};

void conf_trace_init(struct conf_trace *trace, const struct conf_scenario *scenario);
void conf_trace_free(struct conf_trace *trace);
/* Empties an initialised trace for another scenario and keeps its memory. */
void conf_trace_clear(struct conf_trace *trace, const struct conf_scenario *scenario);

/* An event of this kind with every index "none". */
struct conf_event conf_event_of(enum conf_event_kind kind);

/* Appends a copy, with the trace's step; the text is duplicated. The result is good until the next
 * event. */
struct conf_event *conf_trace_add(struct conf_trace *trace, const struct conf_event *event);

/* A copy of `text` that lives as long as the events. */
const char *conf_trace_keep(struct conf_trace *trace, const char *text);

/* The whole trace as JSON Lines; the caller frees. The digest in the header is scenario->sha256,
 * which whoever read the file fills in (sha256.h). */
char *conf_trace_write(const struct conf_trace *trace);

/* Reads what conf_trace_write wrote for the same scenario into a fresh or used, initialised trace.
 * False, with the place and sentence in *problem and an empty trace, for anything else (unknown
 * event kinds excepted). A trace of another digest than scenario->sha256 ("": not compared) is
 * refused. */
bool conf_trace_read(struct conf_trace *trace, const struct conf_scenario *scenario,
                     const char *bytes, size_t length, struct conf_problem *problem);

#endif
