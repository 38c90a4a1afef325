/* conformance/live.h - a real service as an implementation: real time, real processes.
 *
 *   struct conf_live_options options = {.program = path, .time_scale = 1};
 *   struct conf_live *live = conf_live_open(&options, site, why);
 *   conf_live_play(live, scenario, NULL, &trace, &result);
 *   conf_live_close(live);
 *
 * Each application of a scenario is a process (agent.h) led over a pipe (protocol.h); one more, the
 * observer, polls states and cleans up. Nobody's word is taken: an agent that says something wrong,
 * too much or nothing at all makes its scenario a crash or inconclusive, and the next one begins
 * with new processes. */
#ifndef CONF_LIVE_H
#define CONF_LIVE_H

#include "conformance/result.h"
#include "conformance/runner.h"
#include "conformance/site.h"

struct conf_live_options {
  const char *program; /* the executable of the agents */
  const char *service; /* CLSID of the manager; NULL: BITS's */
  double speed;        /* of the service's clock; 1: real time */
  double time_scale;   /* all windows and limits are so much longer */
  unsigned patience;   /* seconds that one expectation is waited for at most; 0: no limit */
};

struct conf_live;

/* The site outlives the run. NULL with a sentence. */
struct conf_live *conf_live_open(const struct conf_live_options *options, struct conf_site *site,
                                 char why[240]);
/* Ends all agents, removes all files. */
void conf_live_close(struct conf_live *live);

/* Plays one scenario into an initialised, empty trace and judges it; *result is zero.
 * Afterwards its processes, jobs, classes and files
 * are gone. predicted: misses of the profile of --allow, or NULL. */
void conf_live_play(struct conf_live *live, const struct conf_scenario *scenario,
                    const struct conf_misses *predicted, struct conf_trace *trace,
                    struct conf_result *result);

/* How long a silence is listened to at most: a fifth of the patience, so that a scenario may have
 * some. */
uint64_t conf_live_listen_us(unsigned patience, double time_scale);

/* live_fit.c: why the scenario cannot be played in real time on one machine by one user without
 * looking inside the service; NULL: it can. */
const char *conf_live_unfit(const struct conf_site *site, const struct conf_scenario *scenario);

/* What the scenario assumes, and a service that behaves like the profile does not do, in why;
 * false: nothing. */
bool conf_live_assumes_else(const struct conf_scenario *scenario,
                            const struct conf_profile *profile, char why[240]);

#endif
