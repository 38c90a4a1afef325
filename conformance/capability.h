/* conformance/capability.h - what an implementation can, as scenarios require it and profiles lack
 * it (fixtures/README.md, `requires`). */
#ifndef CONF_CAPABILITY_H
#define CONF_CAPABILITY_H

#include "conformance/reader.h"
#include "conformance/scenario.h"

/* Reads one; NULL, with the complaint noted, for any other word. *index: below 32, its own. */
const char *conf_capability_read(struct conf_reader *reader, const cJSON *node, unsigned *index);

/* What a profile lacks: a capability, a method (Suspend) or a callback (JobError). NULL like above.
 */
const char *conf_lack_read(struct conf_reader *reader, const cJSON *node);

/* Does the scenario need it: require the capability, call the method, expect or handle the
 * callback?
 */
bool conf_lack_matters(const struct conf_scenario *scenario, const char *lack);

#endif
