/* conformance/service.h - stops and starts a service of the system by its name. Twins in posix/ and
 * win/. Both wait until it has happened, for `ms` at most, and are content when it is so already.
 * False with a sentence. */
#ifndef CONF_SERVICE_H
#define CONF_SERVICE_H

#include <stdbool.h>

bool conf_service_stop(const char *name, unsigned ms, char why[240]);
bool conf_service_start(const char *name, unsigned ms, char why[240]);

/* Whether this process is allowed to do both; nothing happens. */
bool conf_service_may(const char *name);

/* Whether it runs now, or is about to. */
bool conf_service_runs(const char *name);

#endif
