/* conformance/processes.h - processes that somebody else started, and what else a live run needs of
 * the platform; twins in posix/ and win/.
 *
 * While a process is held its number is not given to another one. */
#ifndef CONF_PROCESSES_H
#define CONF_PROCESSES_H

#include <stdbool.h>
#include <stdint.h>

/* NULL: there is no such process, or it may not be touched. */
void *conf_process_hold(uint32_t number);
bool conf_process_is_gone(void *held);
/* By force, when it does not go by itself. */
void conf_process_end(void *held);
void conf_process_let_go(void *held);

/* Where a run listens: a local pipe of its own. folder: of the run. */
void conf_process_address(const char *folder, const char *run, char address[200]);
/* A path as other programs of the platform want it. In place. */
void conf_process_path(char *path);
/* "Windows 10.0.20348", "Wine 8.0 as Windows 10.0.19043"; true: the system's BITS is Windows's. */
bool conf_process_host(char host[128]);
/* What the name of an executable ends with. */
const char *conf_process_suffix(void);

#endif
