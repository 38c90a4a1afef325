/* conformance/runner.h - plays one scenario on a driver and judges it. */
#ifndef CONF_RUNNER_H
#define CONF_RUNNER_H

#include "conformance/driver.h"
#include "conformance/misses.h"
#include "conformance/profile.h"
#include "conformance/result.h"

/* Plays `scenario` on the model under `profile`, appends the trace to *trace and fills *result.
 * Never writes anywhere else. */
void conf_run_sim(const struct conf_scenario *scenario, const struct conf_profile *profile,
                  struct conf_trace *trace, struct conf_result *result);

/* Notes everything that the scenario misses on the model under the profile, which goes on after
 * each; *misses is zero, or freed, before. The milliseconds that it takes there when nobody waits
 * for what is missed. listen_us: as in conf_timing. */
uint64_t conf_predict(const struct conf_scenario *scenario, const struct conf_profile *profile,
                      uint64_t listen_us, struct conf_misses *misses);

/* The shared part: performs the script on any open driver and judges. A miss that was predicted
 * (NULL: none was) is waited for in `settle` only, and the script goes on; when all that was missed
 * was predicted in that way, the verdict is known. Window and settle lengths are the driver's. */
struct conf_timing {
  uint64_t window_us; /* of an expectation without "within" */
  uint64_t settle_us; /* 0 on the model */
  uint64_t drain_us;
  uint64_t patience_us; /* no expectation is waited for longer, its "within" be what it may: a miss
                           is inconclusive then; 0: no such limit */
  uint64_t listen_us;   /* a silence is listened to for no longer; 0: as long as written */
  double
      scale; /* of the lengths that a scenario writes: "within", "ms" of advance; 0: as written */
};
/* What a real service is given; X of --time-scale lengthens all of it. */
struct conf_timing conf_timing_real(double scale);
/* The same for a service whose clock runs `speed` times as fast: what a scenario writes is shorter,
 * and what COM needs is not. */
struct conf_timing conf_timing_fast(double scale, double speed);
void conf_run(const struct conf_scenario *scenario, struct conf_driver *driver,
              const struct conf_timing *timing, const struct conf_misses *predicted,
              struct conf_result *result);

#endif
