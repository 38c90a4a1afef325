/* tests/same_state.h - field by field: is the second state the first one, told at time 0? */
#ifndef TESTS_SAME_STATE_H
#define TESTS_SAME_STATE_H

#include "sim/model.h"

/* NULL, or the field in which `later`, decoded from `state`, differs from it. Deadlines are
 * compared as the time that is left, what is past is now; what a state does not use (an unset job,
 * a free call, files beyond the last) is not looked at. */
const char *same_state(const struct bn_state *state, const struct bn_state *later);

#endif
