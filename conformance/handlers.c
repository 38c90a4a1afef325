#include "conformance/handlers.h"

#include <stddef.h>

static const struct conf_response *in_turn(const struct conf_scenario *s, uint8_t first,
                                           uint8_t count, uint8_t *cursor)
{
  const struct conf_response *response = &s->response[first + *cursor];

  if (*cursor + 1 < count)
    (*cursor)++;
  return response;
}

const struct conf_response *conf_handlers_take(struct conf_handlers *handlers,
                                               const struct conf_scenario *scenario, uint8_t object,
                                               uint8_t event)
{
  for (unsigned h = 0; h < scenario->handlers; h++) {
    const struct conf_handler *handler = &scenario->handler[h];
    if (handler->object == object && handler->event == event && handler->count > 0)
      return in_turn(scenario, handler->first, handler->count, &handlers->cursor[h]);
  }
  return NULL;
}

const struct conf_response *conf_handlers_take_program(struct conf_handlers *handlers,
                                                       const struct conf_scenario *scenario,
                                                       uint8_t program)
{
  if (scenario->program[program].responses == 0)
    return NULL;
  return in_turn(scenario, scenario->program[program].responses_first,
                 scenario->program[program].responses, &handlers->program_cursor[program]);
}

bool conf_gate_lets(const struct conf_handlers *handlers, uint8_t gate)
{
  return handlers->open[gate] || handlers->passes[gate] > 0;
}

bool conf_gate_pass(struct conf_handlers *handlers, uint8_t gate)
{
  if (handlers->open[gate])
    return true;
  if (handlers->passes[gate] == 0)
    return false;
  handlers->passes[gate]--;
  return true;
}

void conf_gate_open(struct conf_handlers *handlers, uint8_t gate, uint32_t count)
{
  if (count == 0)
    handlers->open[gate] = 1;
  else
    handlers->passes[gate] += count;
}
