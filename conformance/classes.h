/* conformance/classes.h - class servers as the registry knows them; twins in win/ and posix/ (where
 * there are none).
 *
 * Machine-wide, below HKEY_LOCAL_MACHINE\Software\Classes: BITS activates from its own process, and
 * COM looks at no user's classes for it. */
#ifndef CONF_CLASSES_H
#define CONF_CLASSES_H

#include <stdbool.h>

enum { CONF_CLASS_COMMAND = 260 }; /* bytes of a command line, NUL included: what Wine reads */

/* A new CLSID as text; false where there is no COM. */
bool conf_class_new(char clsid[39]);

/* The command line starts the server of the class from now on, -Embedding added. It is noted first,
 * so that a later run takes it back when this one dies (run_mark.h). False with a sentence, for
 * example where one is not allowed to: then nothing is left. */
bool conf_class_register(const char *clsid, const char *command, char why[240]);

/* Takes that back; true also when there is none. False with a sentence. */
bool conf_class_remove(const char *clsid, char why[240]);

#endif
