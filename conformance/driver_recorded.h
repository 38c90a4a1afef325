/* conformance/driver_recorded.h - a trace taken earlier as an implementation.
 *
 * The script is played once more; what happens comes from the recording, in the steps in which it
 * came: calls give the recorded results, world events happen, waits move to recorded times, polls
 * answer the state seen last. Given the windows of the run that took it the verdict is the same,
 * and the trace has the same bytes. Whatever the recording does not show (a step that it never
 * reached, a wait that is longer than it listened) is CONF_DID_UNSEEN. */
#ifndef CONF_DRIVER_RECORDED_H
#define CONF_DRIVER_RECORDED_H

#include "conformance/driver.h"
#include "conformance/implementation.h"

struct conf_recorded {
  struct conf_driver driver; /* open after conf_recorded_open */
  const struct conf_trace *recording;
  unsigned next; /* its first event that was not given yet */
  uint64_t now_us;
  uint8_t state[BN_JOBS]; /* seen last; BN_NO_JOB: none */
};

/* The recording is complete (its `end` is there), of this trace's scenario, and outlives the
 * driver. Its header becomes that of *trace. */
void conf_recorded_open(struct conf_recorded *recorded, const struct conf_trace *recording,
                        struct conf_trace *trace);

/* Events that were not given, but that nothing came. */
unsigned conf_recorded_left(const struct conf_recorded *recorded);

/* What --on=recorded does (implementation.h): looks below manner->argument, or below every folder
 * of recorded/ in the root, for the trace of this attempt of the scenario. Without one, or with one
 * of another version of the scenario: skip. One that cannot be read or has no end: inconclusive. Of
 * several the worst counts, and says where it is from. */
void conf_recorded_play(const struct conf_manner *manner, const struct conf_scenario *scenario,
                        struct conf_trace *trace, struct conf_result *result);

#endif
