/* conformance/capability.h - what an implementation can, as scenarios require it and profiles lack
 * it (fixtures/README.md, `requires`). */
#ifndef CONF_CAPABILITY_H
#define CONF_CAPABILITY_H

#include "conformance/reader.h"

/* Reads one; NULL, with the complaint noted, for any other word. *index: below 32, its own. */
const char *conf_capability_read(struct conf_reader *reader, const cJSON *node, unsigned *index);

#endif
