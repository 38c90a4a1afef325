/* conformance/life.h - is a process still the one that it was? Twins in posix/ and win/.
 *
 * A process number is used again after a while; number and start time together are not. */
#ifndef CONF_LIFE_H
#define CONF_LIFE_H

#include <stdbool.h>
#include <stdint.h>

/* When the process with this number started, in a unit of the system; 0: there is none. A process
 * that may not be asked has started at CONF_LIFE_UNKNOWN. */
#define CONF_LIFE_UNKNOWN UINT64_MAX
uint64_t conf_life_started(unsigned process);

/* Ends it by force, if it is that one. False when it lives on or was gone before. */
bool conf_life_end(unsigned process, uint64_t started);

/* Ends by force what a process that is no more, which had this number and started then, had started
 * of this very program; how many. Windows keeps the number of the parent, and a parent that dies
 * inside CreateProcess leaves a child that never runs. Elsewhere there is no such child: 0. */
unsigned conf_life_end_orphans(unsigned parent, uint64_t started);

#endif
