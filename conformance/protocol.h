/* conformance/protocol.h - what the runner and its agents say to each other.
 *
 * JSON Lines over a local pipe, one message a line. Each side numbers its messages from 1; an agent
 * says hello first, with the version. conformance/README.md shows every message with an example.
 *
 * Reading is strict: an unknown kind or key, a missing or doubled one, a wrong type is refused with
 * a sentence; nothing is guessed. */
#ifndef CONF_PROTOCOL_H
#define CONF_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conformance/text.h"

enum {
  CONF_PROTOCOL_VERSION = 1,
  CONF_LINE_MAX = 32 * 1024, /* bytes of a line, its end included */
};

/* --app= of the process that is none of the scenario's. */
#define CONF_OBSERVER "observer"

/* identifier, word; first those of an agent, then those of the runner */
#define CONF_MESSAGES(X)                                                                           \
  X(HELLO, "hello")                                                                                \
  X(READY, "ready")                                                                                \
  X(REPLY, "reply")                                                                                \
  X(BEGIN, "begin")                                                                                \
  X(CREATED, "created")                                                                            \
  X(RETURNED, "returned")                                                                          \
  X(DYING, "dying")                                                                                \
  X(OBJECT, "object")                                                                              \
  X(CLASS, "class")                                                                                \
  X(OPEN, "open")                                                                                  \
  X(CALL, "call")                                                                                  \
  X(RETURN, "return")                                                                              \
  X(DISCONNECT, "disconnect")                                                                      \
  X(END_APARTMENT, "end-apartment")                                                                \
  X(DIE, "die")                                                                                    \
  X(EXIT, "exit")                                                                                  \
  X(FAREWELL, "farewell")

enum conf_message_kind {
#define X(name, word) CONF_MSG_##name,
  CONF_MESSAGES(X)
#undef X
      CONF_MSG_COUNT,
};

/* identifier, key, type (see protocol.c), member */
#define CONF_MESSAGE_FIELDS(X)                                                                     \
  X(PROTOCOL, "version", UNSIGNED, version)                                                        \
  X(APP, "app", TEXT, app)                 /* --app= as it was given */                            \
  X(PROCESS, "process", UNSIGNED, process) /* its process number */                                \
  X(JOB_GIVEN, "given", TEXT, given)       /* --job= of a program */                               \
  X(EMBEDDED, "embedded", BOOL, embedded)  /* COM started it */                                    \
  X(WHY, "why", TEXT, why)                 /* a sentence: why not */                               \
  X(TO, "to", UNSIGNED, to)                /* the number of the message that this answers */       \
  X(INSIDE, "inside", UNSIGNED, inside)    /* the callback: the agent's number of it, from 1 */    \
  X(METHOD, "method", METHOD, method)                                                              \
  X(EVENT, "event", EVENT, event)                                                                  \
  X(OBJECT, "object", SIGNED, object) /* of the process, from 0; -1: none, -2: a stranger */       \
  X(INSTANCE, "instance", UNSIGNED, instance)                                                      \
  X(JOB, "job", TEXT, job) /* its GUID */                                                          \
  X(REMOTE, "remote", TEXT, remote)                                                                \
  X(LOCAL, "local", TEXT, local)                                                                   \
  X(PROPERTY, "property", PROPERTY, property)                                                      \
  X(KEPT, "kept", BOOL, kept)                                                                      \
  X(TEXT, "text", TEXT, text)                                                                      \
  X(PARAMETERS, "parameters", TEXT, parameters)                                                    \
  X(VALUE, "value", UNSIGNED, value)                                                               \
  X(HRESULT, "hresult", HRESULT, hresult)                                                          \
  X(ERROR, "error", HRESULT, error)                                                                \
  X(CONTEXT, "context", UNSIGNED, context) /* BG_ERROR_CONTEXT */                                  \
  X(THREAD, "thread", UNSIGNED, thread)                                                            \
  X(STA, "sta", BOOL, sta)                                                                         \
  X(LEVEL, "level", UNSIGNED, level) /* 0 to 3, see port.h */                                      \
  X(CLSID, "clsid", TEXT, clsid)                                                                   \
  X(AFTER, "after", UNSIGNED, after)   /* milliseconds until the class object is registered */     \
  X(NEVER, "never", BOOL, never)       /* or never */                                              \
  X(STAYS, "stays", BOOL, stays)       /* a class server that outlives its last object */          \
  X(SERVICE, "service", TEXT, service) /* CLSID of the manager */                                  \
  X(HOW, "how", HOW, how)              /* exit, kill, crash */                                     \
  X(CODE, "code", UNSIGNED, code)                                                                  \
  X(AT, "at", TIME, at_us) /* the machine's monotonic clock, microseconds */

enum conf_message_field {
#define X(name, key, type, member) CONF_MSGF_##name,
  CONF_MESSAGE_FIELDS(X)
#undef X
      CONF_MSGF_COUNT,
};
#define CONF_HAS(name) (UINT64_C(1) << CONF_MSGF_##name)

/* A field that is not there is zero or NULL. Texts of a message that was read belong to it. */
struct conf_message {
  uint8_t kind;    /* enum conf_message_kind */
  uint32_t number; /* of its sender */
  uint64_t has;    /* fields that are there: CONF_HAS; written only when they are */
  uint64_t at_us;
  uint32_t version, process, to, inside, method, event, instance, property, value, context, thread,
      level, after, code, how;
  int32_t object, hresult, error;
  bool embedded, kept, sta, never, stays;
  const char *app, *given, *why, *job, *remote, *local, *text, *parameters, *clsid, *service;
};

/* Appends the message as one line with its end. Fields that the kind does not know, or does not
 * have though it must, are a broken promise. */
void conf_message_write(struct conf_text *line, const struct conf_message *message);

/* Reads one line without its end. False with a sentence; otherwise free it. */
bool conf_message_read(struct conf_message *message, const char *line, size_t length,
                       char why[240]);
void conf_message_free(struct conf_message *message);

/* Who sends it: an agent, or else the runner. */
bool conf_message_is_agents(unsigned kind);
const char *conf_message_word(unsigned kind);

#endif
