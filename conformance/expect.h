/* conformance/expect.h - which events of a trace an expectation takes.
 *
 * Every receiver has a log: the events of the trace that reached it. An expectation takes the first
 * untaken match, whether it came before or during its step. Repeats of the same method for the same
 * job and file at that receiver are legal behind an expectation that was met (unless it counts
 * `exactly`), so they are excused at the end; until then a later expectation may take them. What
 * JobModification told before the end of an `advance` is taken by no expectation behind it: changes
 * may be told one by one, so those of earlier steps prove nothing of later ones. */
#ifndef CONF_EXPECT_H
#define CONF_EXPECT_H

#include "conformance/trace.h"

static const unsigned CONF_NOT_FOUND = UINT32_MAX; /* no such event */

struct conf_log {
  const struct conf_scenario *scenario;
  const struct conf_trace *trace;
  unsigned room;
  uint8_t *taken;    /* of each event; owned */
  unsigned *journal; /* the events taken, in that order; owned */
  unsigned journaled;
  unsigned past;    /* the trace's length at the end of the last advance */
  uint64_t past_us; /* and that moment */
  unsigned met;     /* expectations met, and which event met them last */
  struct {
    uint8_t expect;
    unsigned event;
  } by[CONF_EXPECTS];
};

void conf_log_init(struct conf_log *log, const struct conf_trace *trace);
void conf_log_free(struct conf_log *log);

/* A point to which conf_log_undo goes back. */
struct conf_log_mark {
  unsigned journaled, met;
};
struct conf_log_mark conf_log_mark(const struct conf_log *log);
void conf_log_undo(struct conf_log *log, struct conf_log_mark mark);

/* The scenario let time pass: what JobModification told until now is past. */
void conf_log_pass(struct conf_log *log, uint64_t now_us);

bool conf_log_is_taken(const struct conf_log *log, unsigned event);

/* Does the event fit an expectation of one callback, activation, launch or exit? */
bool conf_log_fits(const struct conf_log *log, const struct conf_expect *expect, unsigned event);

/* Would the event break a silence there? */
bool conf_log_is_noise(const struct conf_log *log, const struct conf_expect *silence,
                       unsigned event);

/* Where the search for this expectation begins: behind the event of the last one of the same
 * method, receiver, job and file. */
unsigned conf_log_start(const struct conf_log *log, const struct conf_expect *expect);

/* The first untaken match from event `from` on that came until `until_us`; CONF_NOT_FOUND. */
unsigned conf_log_find(const struct conf_log *log, const struct conf_expect *expect, unsigned from,
                       uint64_t until_us);

/* Takes the event, the activation that led to it, and lost tries before it. */
void conf_log_take(struct conf_log *log, const struct conf_expect *expect, unsigned from,
                   unsigned event);

/* The first event from `from` on that nobody took and no repeat excuses; CONF_NOT_FOUND. */
unsigned conf_log_left_over(const struct conf_log *log, unsigned from);

/* How many callbacks (programs at a program) are inside handlers there. */
unsigned conf_log_in_flight(const struct conf_log *log, struct conf_receiver at);

#endif
