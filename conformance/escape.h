/* conformance/escape.h - text of scenarios and paths, written where it can do no harm.
 *
 * Titles may hold control characters (JSON escapes), `]]>`, `#` or characters beyond U+FFFF, and
 * paths any bytes at all. Each format has its own way to keep them apart from its own signs; what
 * it cannot hold is shown as \u0007, bytes that are not UTF-8 as \xff. */
#ifndef CONF_ESCAPE_H
#define CONF_ESCAPE_H

#include <stdio.h>

enum conf_escape {
  CONF_ESCAPE_TERMINAL, /* for people: nothing that moves a cursor or reorders text */
  CONF_ESCAPE_TAP,      /* a description: \# and \\ as well */
  CONF_ESCAPE_XML,      /* text and attribute values of XML 1.0 */
  CONF_ESCAPE_JSON,     /* inside the quotes */
  CONF_ESCAPE_GITHUB,   /* the message of a workflow command */
  CONF_ESCAPE_GITHUB_PROPERTY,
};

/* Writes text (NULL: nothing). */
void conf_escape(FILE *out, const char *text, enum conf_escape how);

#endif
