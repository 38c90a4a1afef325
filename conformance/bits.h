/* conformance/bits.h - --on=bits: the row of the real service in implementation.c. */
#ifndef CONF_BITS_H
#define CONF_BITS_H

#include "conformance/implementation.h"

/* See struct conf_implementation. The run is opened when it is first asked for. */
const char *conf_bits_absent(const struct conf_manner *manner);
const char *conf_bits_unfit(const struct conf_manner *manner, const struct conf_scenario *scenario);
void conf_bits_play(const struct conf_manner *manner, const struct conf_scenario *scenario,
                    struct conf_trace *trace, struct conf_result *result);
void conf_bits_end(void);

#endif
