#include "conformance/trace_notation.h"

#define F(name) (UINT32_C(1) << CONF_FIELD_##name)
#define F_CALL                                                                                     \
  (F(APP) | F(METHOD) | F(JOB) | F(FILE) | F(OBJECT) | F(CLASS) | F(PROGRAM) | F(PROPERTY) |       \
   F(VALUE) | F(HANDLER) | F(ITEM) | F(THREAD))
#define F_CALLBACK                                                                                 \
  (F(NUMBER) | F(APP) | F(OBJECT) | F(EVENT) | F(JOB) | F(FILE) | F(THREAD) | F(RULE))

#define F_WHO (F(APP) | F(OBJECT) | F(EVENT))

static const struct conf_kind_row rows[CONF_EV_DONE + 1] = {
    [CONF_EV_CALL] = {.name = "call", .fields = F_CALL, .needed = F(APP) | F(METHOD)},
    [CONF_EV_RESULT] = {.name = "result",
                        .fields = F_CALL | F(STATE) | F(HRESULT) | F(ERROR) | F(CONTEXT) | F(RULE),
                        .always = F(HRESULT),
                        .needed = F(APP) | F(METHOD) | F(HRESULT)},
    [CONF_EV_BEGIN] = {.name = "begin",
                       .fields = F_CALLBACK | F(ERROR) | F(CONTEXT),
                       .needed = F_WHO},
    [CONF_EV_RETURN] = {.name = "return",
                        .fields = F_CALLBACK | F(HRESULT),
                        .always = F(HRESULT),
                        .needed = F_WHO | F(HRESULT)},
    [CONF_EV_LOST] = {.name = "lost", .fields = F_CALLBACK | F(HRESULT), .needed = F_WHO},
    [CONF_EV_ACTIVATION] = {.name = "activation",
                            .fields = F_CALLBACK | F(CLASS),
                            .needed = F(APP) | F(CLASS)},
    [CONF_EV_ACTIVATED] = {.name = "activated",
                           .fields = F_CALLBACK | F(CLASS) | F(HRESULT),
                           .always = F(HRESULT),
                           .needed = F(APP) | F(CLASS) | F(HRESULT)},
    [CONF_EV_LAUNCH] = {.name = "launch",
                        .fields = F(NUMBER) | F(PROGRAM) | F(EVENT) | F(JOB) | F(HRESULT) | F(RULE),
                        .needed = F(PROGRAM)},
    [CONF_EV_EXIT] = {.name = "exit",
                      .fields = F(NUMBER) | F(PROGRAM) | F(EVENT) | F(JOB) | F(CODE) | F(RULE),
                      .always = F(CODE),
                      .needed = F(PROGRAM) | F(CODE)},
    [CONF_EV_START] = {.name = "started", .fields = F(APP) | F(RULE), .needed = F(APP)},
    [CONF_EV_END] = {.name = "ended", .fields = F(APP) | F(RULE), .needed = F(APP)},
    [CONF_EV_STATE] = {.name = "state",
                       .fields = F(JOB) | F(STATE) | F(RULE),
                       .needed = F(JOB) | F(STATE)},
    [CONF_EV_WORLD] = {.name = "world", .fields = F(TEXT), .needed = F(TEXT)},
    [CONF_EV_REQUEST] = {.name = "request",
                         .fields = F(FILE) | F(TEXT),
                         .needed = F(FILE) | F(TEXT)},
    [CONF_EV_QUIET] = {.name = "quiet", .fields = F(MS), .always = F(MS), .needed = F(MS)},
    [CONF_EV_RULE] = {.name = "rule",
                      .fields = F(NUMBER) | F(OBJECT) | F(EVENT) | F(JOB) | F(HRESULT) | F(RULE),
                      .needed = F(RULE)},
    [CONF_EV_DONE] = {.name = "end"},
};

const struct conf_kind_row *conf_trace_kind(enum conf_event_kind kind)
{
  return &rows[kind];
}

const char *conf_trace_key(enum conf_field field)
{
  static const char *const key[CONF_FIELD_COUNT] = {
#define X(name, text) text,
      CONF_FIELDS(X)
#undef X
  };
  return key[field];
}
