/* conformance/runner_parts.h - what the files of the runner share. Nothing here is for others.
 *
 *   runner.c   the script: steps, calls, the drain
 *   await.c    waiting for an expectation
 *   answers.c  the answers of a question
 *   failure.c  what is said about a miss; failure_call.c about a call
 */
#ifndef CONF_RUNNER_PARTS_H
#define CONF_RUNNER_PARTS_H

#include "conformance/expect.h"
#include "conformance/runner.h"
#include "conformance/text.h"

struct conf_runner {
  const struct conf_scenario *scenario;
  struct conf_driver *driver;
  const struct conf_timing *timing;
  struct conf_result *result;
  struct conf_log log;
  unsigned judged;                     /* events whose handler calls were looked at */
  uint8_t made[CONF_DOS];              /* the calls of handlers that were seen, by item */
  bool stopped;                        /* the verdict stands */
  bool fell;                           /* because the driver could not go on */
  bool allowed;                        /* a generated scenario: what the model does is right */
  bool answering;                      /* the answers of a question are looked at */
  const struct conf_misses *predicted; /* NULL: none */
  struct conf_misses *noted;           /* those that came; a miss that may be does not stop */
};

enum conf_met {
  CONF_MET,
  CONF_MET_LATE, /* in the grace */
  CONF_MISSED,
  CONF_STOPPED, /* the scenario ended here: broken, crash, a failed call of a handler */
};

/* How an expectation was looked at. */
struct conf_awaited {
  unsigned since;    /* the trace's length when its step began */
  uint64_t start_us; /* and the time */
  uint64_t until_us; /* the end of its window */
  bool impatient;    /* which is shorter than the scenario says */
  unsigned event;    /* silence: what broke it; else CONF_NOT_FOUND */
  unsigned count;    /* exactly, in flight: how many there were */
  uint8_t state;     /* the last one polled */
  uint64_t end_us;   /* when it was met, and */
  unsigned behind;   /* the first event behind what met it */
};

/* await.c: from now on, or from an earlier moment (a question's answers). */
struct conf_awaited conf_await_from(struct conf_runner *runner);
enum conf_met conf_await(struct conf_runner *runner, const struct conf_expect *expect,
                         struct conf_awaited *awaited);
/* await.c: what was missed in its time may be there in the end; takes it. */
bool conf_await_again(struct conf_runner *runner, const struct conf_expect *expect);

/* runner.c: lets the service act; false when that ended the scenario. */
bool conf_runner_wait(struct conf_runner *runner, uint64_t until_us, bool *moved);
/* runner.c: a length that the scenario writes, as long as it is here. */
uint64_t conf_runner_us(const struct conf_runner *runner, uint64_t ms);
/* runner.c: waits until nothing more comes until then. */
bool conf_runner_rest(struct conf_runner *runner, uint64_t until_us);

void conf_answers(struct conf_runner *runner);

/* failure.c: the verdict, its sentence and what a person wants to know below it. */
void conf_fail_expect(struct conf_runner *runner, const struct conf_expect *expect,
                      const struct conf_awaited *awaited, enum conf_met met);
void conf_fail_call(struct conf_runner *runner, const struct conf_call *call,
                    struct conf_place place, const struct conf_event *result);
/* What was predicted to be missed came in the end. */
void conf_fail_late(struct conf_runner *runner, const struct conf_expect *expect);
void conf_fail_left_over(struct conf_runner *runner, unsigned event);
void conf_fail_answers(struct conf_runner *runner);
void conf_fail_driver(struct conf_runner *runner, enum conf_did did);
void conf_fail_not_made(struct conf_runner *runner, const struct conf_do *item);
void conf_fail_unknown(struct conf_runner *runner);

/* failure_call.c: did the call return and give what the scenario says? And how it did not. */
bool conf_call_holds(const struct conf_call *call, const struct conf_event *result);
void conf_words_call_miss(struct conf_text *text, const struct conf_scenario *scenario,
                          const struct conf_call *call, const struct conf_event *result);

#endif
