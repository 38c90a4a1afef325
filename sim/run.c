#include "sim/internal.h"

#include <assert.h>
#include <string.h>

bn_value bn_consult(struct bn_run *run, bn_knob knob)
{
  bn_value value = run->world->knob[knob];

  if (value == BN_OPEN)
    value = run->state->bound[knob];
  if (value == BN_UNBOUND) {
    if (!run->asks) {
      run->asks = true;
      run->asked = knob;
    }
    value = bn_knob_row(knob)->usual;
  }
  bn_because(run, bn_knob_row(knob)->rule, BN_NONE);
  return value;
}

struct bn_effect *bn_emit(struct bn_run *run, enum bn_effect_kind kind, enum bn_rule rule)
{
  struct bn_effect *effect;

  assert(run->effects != NULL);
  assert(run->effects->count < BN_EFFECTS);
  effect = &run->effects->item[run->effects->count++];
  *effect = (struct bn_effect){
      .kind = (uint8_t)kind,
      .rule = (uint16_t)rule,
      .app = BN_NONE,
      .job = BN_NONE,
      .method = BN_NONE,
      .event = BN_NONE,
      .state = BN_NONE,
      .call = BN_NONE,
      .file = BN_NONE,
      .object = BN_NONE,
      .class_ = BN_NONE,
      .program = BN_NONE,
  };
  return effect;
}

void bn_because(struct bn_run *run, enum bn_rule rule, uint8_t job)
{
  struct bn_effects *effects = run->effects;

  if (effects == NULL)
    return;
  for (unsigned i = 0; i < effects->count; i++) {
    if (effects->item[i].rule == rule && (job == BN_NONE || effects->item[i].job == job))
      return;
  }
  bn_emit(run, BN_FX_RULE, rule)->job = job;
}
