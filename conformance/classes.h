/* conformance/classes.h - class servers in the registry, machine-wide: COM ignores those of one
 * user for BITS, and Wine ignores them for all. Twins in posix/ and win/. */
#ifndef CONF_CLASSES_H
#define CONF_CLASSES_H

#include <stdbool.h>

/* A new CLSID as text; false where there is no COM. */
bool conf_class_new(char clsid[39]);

/* COM starts `command` for the class. Noted first (run_mark.h), so that a sweep finds it. False
 * with a sentence. */
bool conf_class_register(const char *clsid, const char *command, char why[240]);
/* Content when there is none. */
void conf_class_unregister(const char *clsid);
/* May classes be registered here? NULL, or why not. */
const char *conf_class_absent(void);

#endif
