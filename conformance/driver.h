/* conformance/driver.h - something that can play a scenario: an implementation under test.
 *
 *   sim       the model in sim/, virtual time, no processes
 *   bits      a BITS service over COM (Windows, Wine, our own serve), real processes, real time
 *   recorded  a trace taken earlier
 *
 * A driver acts and reports; it judges nothing. The runner (runner.h) owns the script: it performs
 * steps, lets the service act only where the notation says so, and reads the trace. */
#ifndef CONF_DRIVER_H
#define CONF_DRIVER_H

#include "conformance/trace.h"

enum conf_did {
  CONF_DID,        /* done; what could be seen is in the trace */
  CONF_DID_BROKEN, /* the scenario asks for something senseless (a step by a dead app): sentence */
  CONF_DID_CRASH,  /* the implementation or the harness fell over: sentence */
  CONF_DID_UNSEEN, /* nobody can say what came of it (a recording ends before): sentence; makes the
                      scenario inconclusive */
};

struct conf_driver {
  const char *name;
  void *self;
  struct conf_trace *trace; /* events are appended here */
  char sentence[240];       /* why not CONF_DID */

  /* A step begins, or the drain: trace->step says which. NULL: the driver need not know. */
  void (*step)(struct conf_driver *);

  /* One call by an application, without letting the service act (as far as the implementation can
   * hold it). Appends CALL and RESULT; *result is the RESULT event's copy. */
  enum conf_did (*call)(struct conf_driver *, uint8_t app, const struct conf_call *,
                        struct conf_event *result);

  /* One event of the world. CONF_WORLD_ADVANCE never comes here: the runner waits instead. */
  enum conf_did (*world)(struct conf_driver *, const struct conf_world_event *);

  /* Lets the service act until the next event is appended or time `until_us` (since the start) is
   * reached with nothing more to do before it. *moved: something was appended. With until_us ==
   * now, only what happens at the present instant ("settle"; 1 s on a real service). */
  enum conf_did (*wait)(struct conf_driver *, uint64_t until_us, bool *moved);

  /* The state of a job as a poll sees it, without side effects on the trace. */
  enum conf_did (*poll)(struct conf_driver *, uint8_t job, uint8_t *state);

  uint64_t (*now_us)(struct conf_driver *);
  void (*close)(struct conf_driver *);
};

#endif
