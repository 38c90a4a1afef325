/* conformance/serve/control.h - the control pipe of a service: a line in, lines out.
 *
 * A client sends one line and reads until the end: "ok" or "no" on the first line, the reply behind
 * it. Local to the machine; a named pipe on Windows, a socket in the file system elsewhere. */
#ifndef CONF_CONTROL_H
#define CONF_CONTROL_H

#include "conformance/serve/serve.h"

/* The address of the service of a class. */
void conf_control_address(const char *clsid, char address[240]);

/* Listens at the address and obeys, until `stop` is said. Says `ready` once clients can come. False
 * with a sentence, for example when another service listens there. */
bool conf_control_obey(const char *address, struct conf_serve *serve, void (*ready)(void *with),
                       void *with, char why[240]);

/* Sends the line and gives the reply, which the caller frees. A service that is not there is looked
 * for again for so many milliseconds. 0: obeyed; 1: refused, or nobody is there; *reply says what
 * in both cases. */
int conf_control_tell(const char *address, const char *line, unsigned patience_ms, char **reply);

#endif
