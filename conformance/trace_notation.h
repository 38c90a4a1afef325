/* conformance/trace_notation.h - the words of a trace on disk, shared by trace_write.c and
 * trace_read.c.
 *
 * A line is one JSON object: "kind", "at_us", "step" (left out for the drain), then the fields of
 * its kind in the order of CONF_FIELDS. An index that is "none" and a number that is 0 are left
 * out, unless the kind always shows it. */
#ifndef CONF_TRACE_NOTATION_H
#define CONF_TRACE_NOTATION_H

#include "conformance/text.h"
#include "conformance/trace.h"

enum { CONF_TRACE_VERSION = 1 };

/* identifier, key */
#define CONF_FIELDS(X)                                                                             \
  X(NUMBER, "number") /* of the callback or launch */                                              \
  X(APP, "app")       /* a name */                                                                 \
  X(METHOD, "method") /* "Resume" */                                                               \
  X(OBJECT, "object") /* "app.object", "app.object#2" */                                           \
  X(CLASS, "class")   /* its app */                                                                \
  X(PROGRAM, "program")                                                                            \
  X(EVENT, "event") /* "JobTransferred" */                                                         \
  X(JOB, "job")                                                                                    \
  X(FILE, "file")                                                                                  \
  X(PROPERTY, "property") /* "NOTIFICATION_CLSID" */                                               \
  X(VALUE, "value")       /* a number */                                                           \
  X(STATE, "state")       /* "TRANSFERRED" */                                                      \
  X(HRESULT, "hresult")   /* "S_OK" or "0x80070005" */                                             \
  X(ERROR, "error")       /* likewise, of JobError and GetError */                                 \
  X(CONTEXT, "context")   /* "REMOTE_FILE" */                                                      \
  X(CODE, "code")         /* exit code */                                                          \
  X(MS, "ms")                                                                                      \
  X(TEXT, "text")                                                                                  \
  X(HANDLER, "handler") /* true: made inside a handler */                                          \
  X(ITEM, "item")       /* which item of the handlers, from 1 */                                   \
  X(THREAD, "thread")                                                                              \
  X(RULE, "rule")

enum conf_field {
#define X(name, key) CONF_FIELD_##name,
  CONF_FIELDS(X)
#undef X
      CONF_FIELD_COUNT,
};

struct conf_kind_row {
  const char *name;
  uint32_t fields; /* bit per enum conf_field */
  uint32_t always; /* shown even when 0 */
  uint32_t needed; /* never left out */
};
/* The row of a kind; its name is NULL for CONF_EV_UNKNOWN. */
const struct conf_kind_row *conf_trace_kind(enum conf_event_kind kind);

const char *conf_trace_key(enum conf_field field);

/* trace_write.c: appends one event as its JSON object, without a line end. */
void conf_trace_event(struct conf_text *out, const struct conf_scenario *scenario,
                      const struct conf_event *event);

#endif
