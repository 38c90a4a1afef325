/* conformance/handlers.h - whose turn it is: responses of handlers and programs, and gates.
 *
 * The same for every implementation: a cursor for each object and method, and for each program,
 * lives as long as the scenario, moves at begin, and stays at the last response. */
#ifndef CONF_HANDLERS_H
#define CONF_HANDLERS_H

#include <stdbool.h>

#include "conformance/scenario.h"

/* Zero at the start of a scenario. */
struct conf_handlers {
  uint8_t cursor[CONF_HANDLERS], program_cursor[BN_PROGRAMS];
  uint8_t open[CONF_GATES];
  uint32_t passes[CONF_GATES];
};

/* The response to a callback that begins, to a program that is started; NULL: S_OK, exit code 0. */
const struct conf_response *conf_handlers_take(struct conf_handlers *handlers,
                                               const struct conf_scenario *scenario, uint8_t object,
                                               uint8_t event);
const struct conf_response *conf_handlers_take_program(struct conf_handlers *handlers,
                                                       const struct conf_scenario *scenario,
                                                       uint8_t program);

/* May somebody who waits at this gate go on? conf_gate_pass also uses up a pass. */
bool conf_gate_lets(const struct conf_handlers *handlers, uint8_t gate);
bool conf_gate_pass(struct conf_handlers *handlers, uint8_t gate);
/* count: how many pass; 0: all, for good. */
void conf_gate_open(struct conf_handlers *handlers, uint8_t gate, uint32_t count);

#endif
