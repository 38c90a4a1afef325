#include "sim/knobs.h"

#include <assert.h>
#include <string.h>

#define DOCUMENTED false
#define OPEN true
#define ROW(name, values, def, open, rule, text)                                                   \
  {                                                                                                \
    name, values, BN_V_##def, open, BN_R_##rule, text                                              \
  }

static const struct bn_knob_row rows[] = {
#define K(id, name, values, def, status, rule, text) ROW(name, values, def, status, rule, text),
    BN_LADDER(K) BN_RESULTS(K) BN_EVENT_CELLS(K) BN_MODIFICATIONS(K) BN_REGISTRATIONS(K)
        BN_NETWORK(K) BN_SHAPES(K)
#undef K
#define A(id, name, def)                                                                           \
  ROW("answer." name, V3(PROCEEDS, TRANSIENT, FATAL), def, DOCUMENTED, NOTIFY_EVT_14,              \
      "what an answer of the origin does to the job")
#define A_(id, name, def) A(id, name, def),
            BN_ANSWER_ROWS(A_)
#undef A_
#undef A
#define CELL(m, state, values, rule, def, open)                                                    \
  ROW(#m "." #state, values, def, open, rule, "what " #m " does to a job that is " #state)
#define R(m, values, rule, q, c, t, s, e, te, td, a, x)                                            \
  CELL(m, QUEUED, values, rule, q, DOCUMENTED), CELL(m, CONNECTING, values, rule, c, DOCUMENTED),  \
      CELL(m, TRANSFERRING, values, rule, t, DOCUMENTED),                                          \
      CELL(m, SUSPENDED, values, rule, s, DOCUMENTED),                                             \
      CELL(m, ERROR, values, rule, e, DOCUMENTED),                                                 \
      CELL(m, TRANSIENT_ERROR, values, rule, te, DOCUMENTED),                                      \
      CELL(m, TRANSFERRED, values, rule, td, DOCUMENTED),                                          \
      CELL(m, ACKNOWLEDGED, values, rule, a, DOCUMENTED),                                          \
      CELL(m, CANCELLED, values, rule, x, DOCUMENTED),
                BN_METHOD_ROWS(R)
#undef R
};
_Static_assert(sizeof rows / sizeof rows[0] == BN_KNOBS, "a row for every knob");

/* AMB-51: how a job leaves TRANSFERRED and ERROR is contradicted by the pages themselves. */
static const struct bn_knob_row leaving[] = {
    ROW("Suspend.ERROR", V3(SAME, SUSPENDED, INVALID_STATE), SUSPENDED, OPEN, AMB_51,
        "what Suspend does to a job that is ERROR"),
    ROW("Suspend.TRANSFERRED", V3(SAME, SUSPENDED, INVALID_STATE), SUSPENDED, OPEN, AMB_51,
        "what Suspend does to a job that is TRANSFERRED"),
    ROW("Resume.TRANSFERRED", V4(SAME, QUEUED, INVALID_STATE, NOTHING_NEW), QUEUED, OPEN, AMB_51,
        "what Resume does to a job that is TRANSFERRED"),
};

const struct bn_knob_row *bn_knob_row(bn_knob knob)
{
  assert(knob < BN_KNOBS);
  switch (knob) {
  case BN_K_Suspend_ERROR:
    return &leaving[0];
  case BN_K_Suspend_TRANSFERRED:
    return &leaving[1];
  case BN_K_Resume_TRANSFERRED:
    return &leaving[2];
  }
  return &rows[knob];
}

bool bn_knob_named(const char *name, bn_knob *knob)
{
  for (bn_knob k = 0; k < BN_KNOBS; k++) {
    if (strcmp(rows[k].name, name) == 0) {
      *knob = k;
      return true;
    }
  }
  return false;
}

static const char *const value_texts[] = {
#define X(name, text) text,
    BN_VALUES(X)
#undef X
};
_Static_assert(BN_VALUE_COUNT <= 64, "a set of values is 64 bits");

const char *bn_value_text(bn_value value)
{
  assert(value < BN_VALUE_COUNT);
  return value_texts[value];
}

bool bn_value_named(bn_knob knob, const char *text, bn_value *value)
{
  uint64_t allowed = bn_knob_row(knob)->values;

  for (bn_value v = 0; v < BN_VALUE_COUNT; v++) {
    if ((allowed >> v & 1u) != 0 && strcmp(value_texts[v], text) == 0) {
      *value = v;
      return true;
    }
  }
  return false;
}
