/* conformance/driver_sim.h - the model as an implementation: virtual time, no processes.
 *
 * The driver also plays the clients. When a callback begins, the response of its object's handler
 * is taken and runs at once to its first `wait` or its end, as one unit; a waiting handler goes on
 * when its gate opens. Programs are played alike. Open cells are bound to their defaults when the
 * model asks, and remembered. */
#ifndef CONF_DRIVER_SIM_H
#define CONF_DRIVER_SIM_H

#include "conformance/driver.h"
#include "conformance/handlers.h"
#include "conformance/profile.h"
#include "conformance/result.h"
#include "sim/model.h"

/* More actions than this at one instant are an endless loop (a handler that registers again for
 * ever); the longest fixture takes less than a hundredth of it. */
enum { CONF_SIM_ACTIONS_AT_ONCE = 10000 };

/* A handler or program that runs: the model's call of the same index. */
struct conf_sim_run {
  uint16_t number; /* of the callback or launch in the trace; 0: nothing is in flight */
  uint8_t active;  /* it runs in its client */
  uint8_t waits;   /* at `gate` */
  uint8_t gate;
  uint8_t program; /* BN_NONE: a callback */
  uint8_t app, object, instance, job, file, event;
  uint8_t next, end; /* items of scenario.do_ */
};

struct conf_sim {
  struct conf_driver driver; /* open after conf_sim_open */
  const struct conf_scenario *scenario;
  struct bn_world world;
  struct bn_state state;
  struct conf_sim_run run[BN_CALLS];
  struct conf_handlers handlers;
  uint16_t numbers; /* given out so far */
  unsigned actions; /* since time moved last */
  unsigned shown;   /* events appended that a client could see */
  uint8_t fired[BN_RULE_COUNT];
  unsigned asked;
  uint16_t asked_knob[CONF_ASKED];
  struct bn_effects effects;
};

/* Builds the world of the scenario under the profile (what the scenario assumes comes last) and
 * writes the header of the trace. */
void conf_sim_open(struct conf_sim *sim, const struct conf_scenario *scenario,
                   const struct conf_profile *profile, struct conf_trace *trace);

/* Which rules fired and which cells were asked for: into *result. */
void conf_sim_report(const struct conf_sim *sim, struct conf_result *result);

/* driver_sim.c: one input, open cells bound on the way, its effects in sim->effects and the trace.
 * False when the model refuses it: driver.sentence says why. */
bool conf_sim_input(struct conf_sim *sim, const struct bn_input *input);

/* sim_events.c: an event at this moment, and those of sim->effects. */
void conf_sim_append(struct conf_sim *sim, struct conf_event event);
void conf_sim_show(struct conf_sim *sim);

/* driver_sim.c: a call as the model takes it; and made, CALL and RESULT as a pair. item: which one
 * of scenario.do_, from 1, 0 in a step. */
struct bn_input conf_sim_call(const struct conf_call *call, uint8_t app);
bool conf_sim_make_call(struct conf_sim *sim, const struct bn_input *input,
                        const struct conf_call *call, uint8_t item, struct conf_event *result);

/* sim_agents.c: the clients' side of callbacks and programs. */
void conf_sim_begin(struct conf_sim *sim, const struct bn_effect *effect, uint16_t number);
bool conf_sim_play_handlers(struct conf_sim *sim); /* those that can go on; false: sentence */

#endif
