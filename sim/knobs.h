/* sim/knobs.h - the tables of the model, cell by cell.
 *
 * Behaviour lives in tables. A knob is the name of one cell; a profile patches cells by these
 * names, `--set NAME=VALUE` patches one, `make mutation` sets each to each other value. A row says
 *
 *   K(identifier, "name", VALUE | VALUE ..., default, DOCUMENTED or OPEN, rule, "what it decides")
 *
 * DOCUMENTED cells have a source; OPEN ones are questions that Microsoft's pages leave open (AMB-n)
 * and carry our default. An open cell that a scenario does not bind makes the model ask (BN_ASKS)
 * at the moment where its values would differ, never before. */
#ifndef BN_KNOBS_H
#define BN_KNOBS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/rules.h"

/* Sets of values, used in the rows below. */
#define BN_VB(x) (UINT64_C(1) << BN_V_##x)
#define V2(a, b) (BN_VB(a) | BN_VB(b))
#define V3(a, b, c) (V2(a, b) | BN_VB(c))
#define V4(a, b, c, d) (V3(a, b, c) | BN_VB(d))

/* All values of all cells. Each cell allows a few. */
#define BN_VALUES(X)                                                                               \
  /* ladder: what follows an attempt */                                                            \
  X(PAID, "paid")       /* the debt is settled */                                                  \
  X(AGAIN, "again")     /* after the retry gap; an object from the top, a program as program */    \
  X(CLASS, "class")     /* now, to the notification CLSID */                                       \
  X(PROGRAM, "program") /* now, to the command line */                                             \
  X(TOP, "top")         /* after the retry gap, from the top */                                    \
  X(WAIT, "wait")       /* until a registration gives it a destination */                          \
  /* classes of HRESULT */                                                                         \
  X(HANDLED, "handled")                                                                            \
  X(FAILED, "failed")                                                                              \
  X(GONE, "gone")                                                                                  \
  X(BUSY, "busy")                                                                                  \
  /* events and registrations */                                                                   \
  X(DELIVER, "deliver")                                                                            \
  X(DROP, "drop")                                                                                  \
  X(KEPT, "kept")                                                                                  \
  X(CLEARED, "cleared")                                                                            \
  X(REARMED, "re-armed")                                                                           \
  X(ALWAYS, "always")                                                                              \
  X(WHEN_INVALID, "when-invalid")                                                                  \
  X(NEVER, "never")                                                                                \
  X(UNACKNOWLEDGED, "unacknowledged")                                                              \
  X(ALL, "all")                                                                                    \
  X(NONE, "none")                                                                                  \
  /* method x state: S_OK and the next state, or a refusal */                                      \
  X(SAME, "same")                                                                                  \
  X(QUEUED, "QUEUED")                                                                              \
  X(SUSPENDED, "SUSPENDED")                                                                        \
  X(CANCELLED, "CANCELLED")                                                                        \
  X(ACKNOWLEDGED, "ACKNOWLEDGED")                                                                  \
  X(INVALID_STATE, "BG_E_INVALID_STATE")                                                           \
  X(UNAVAILABLE, "BG_E_ERROR_INFORMATION_UNAVAILABLE")                                             \
  X(NOTHING_NEW, "BG_E_EMPTY")                                                                     \
  /* answers of the origin */                                                                      \
  X(PROCEEDS, "proceeds")                                                                          \
  X(TRANSIENT, "transient")                                                                        \
  X(FATAL, "fatal")                                                                                \
  /* shapes */                                                                                     \
  X(YES, "yes")                                                                                    \
  X(NO, "no")                                                                                      \
  X(ONE, "1")                                                                                      \
  X(FOUR, "4")                                                                                     \
  X(EIGHT, "8")                                                                                    \
  X(PER_JOB, "per-job")                                                                            \
  X(PER_CLASS, "per-class")                                                                        \
  X(RELEASED, "released")                                                                          \
  X(CALLED, "called")                                                                              \
  X(AFTER, "after")                                                                                \
  X(AT_ONCE, "at-once")                                                                            \
  X(IF_FAILED, "if-failed")                                                                        \
  X(NEXT_CALL, "next-call")                                                                        \
  X(RETRY_DELAY, "retry-delay")                                                                    \
  X(FIVE_SECONDS, "5s")                                                                            \
  X(REFUSED, "E_NOINTERFACE")                                                                      \
  X(ACCEPTED, "S_OK")                                                                              \
  X(STORED, "stored")                                                                              \
  X(HIDDEN, "hidden")

enum bn_value_name {
#define X(name, text) BN_V_##name,
  BN_VALUES(X)
#undef X
      BN_VALUE_COUNT,
  BN_OPEN = 0xfe,    /* in bn_world: nobody has decided this cell */
  BN_UNBOUND = 0xff, /* in bn_state: this run has not bound it */
};
typedef uint8_t bn_value;

/* clang-format off: a row a line */

/* clang-format off */

/* ladder[kind of debt][rung][how the attempt ended]; kinds: latched = JobTransferred and JobError,
 * file = FileTransferred, lossy = JobModification. Rungs: set = an object given to
 * SetNotifyInterface, activated = one that the service made from the CLSID, class = the activation
 * itself, program = the command line. "unset" is what happens where the target does not exist. */
#define BN_LADDER(K)                                                                               \
  K(LATCHED_SET_HANDLED, "latched.set.handled", V4(PAID, AGAIN, CLASS, PROGRAM), PAID, DOCUMENTED, \
    NOTIFY_ALO_7, "a callback object returned S_OK from JobTransferred or JobError")               \
  K(LATCHED_SET_FAILED, "latched.set.failed", V4(PROGRAM, AGAIN, CLASS, PAID), PROGRAM, OPEN,      \
    AMB_1, "a callback object returned a failure from JobTransferred or JobError (AMB-1, AMB-2)")  \
  K(LATCHED_SET_GONE, "latched.set.gone", V4(CLASS, PROGRAM, AGAIN, PAID), CLASS, DOCUMENTED,      \
    NOTIFY_PREC_2, "a callback object turned out disconnected")                                    \
  K(LATCHED_SET_BUSY, "latched.set.busy", V4(AGAIN, CLASS, PROGRAM, PAID), AGAIN, OPEN, AMB_19,    \
    "a callback object was alive and refused the call")                                            \
  K(LATCHED_ACTIVATED_HANDLED, "latched.activated.handled", V4(PAID, AGAIN, CLASS, PROGRAM), PAID, \
    DOCUMENTED, NOTIFY_ALO_7, "an activated object returned S_OK from JobTransferred or JobError") \
  K(LATCHED_ACTIVATED_FAILED, "latched.activated.failed", V4(PROGRAM, AGAIN, CLASS, PAID),         \
    PROGRAM, OPEN, AMB_3,                                                                          \
    "an activated object returned a failure, or died in the very call it was activated for")       \
  K(LATCHED_ACTIVATED_GONE, "latched.activated.gone", V4(CLASS, PROGRAM, AGAIN, PAID), CLASS,      \
    DOCUMENTED, NOTIFY_PREC_4,                                                                     \
    "an activated object of an earlier notification turned out disconnected")                      \
  K(LATCHED_ACTIVATED_BUSY, "latched.activated.busy", V4(AGAIN, CLASS, PROGRAM, PAID), AGAIN,      \
    OPEN, AMB_19, "an activated object was alive and refused the call")                            \
  K(LATCHED_CLASS_CANNOT_START, "latched.class.cannot-start", V3(PROGRAM, AGAIN, PAID), PROGRAM,   \
    OPEN, AMB_14, "CoCreateInstance on the notification CLSID failed")                             \
  K(LATCHED_PROGRAM_HANDLED, "latched.program.handled", V3(PAID, AGAIN, TOP), PAID, DOCUMENTED,    \
    NOTIFY_CMD_7, "the command line exited with 0")                                                \
  K(LATCHED_PROGRAM_FAILED, "latched.program.failed", V3(AGAIN, TOP, PAID), AGAIN, OPEN, AMB_2b,   \
    "the command line exited with another code")                                                   \
  K(LATCHED_PROGRAM_CANNOT_START, "latched.program.cannot-start", V3(TOP, AGAIN, PAID), TOP, OPEN, \
    AMB_2b, "the command line could not be launched")                                              \
  K(LATCHED_UNSET_FAILED, "latched.unset.failed", V3(AGAIN, WAIT, PAID), AGAIN, DOCUMENTED,        \
    NOTIFY_RETRY_1, "a method failed and there is no command line")                                \
  K(LATCHED_UNSET_GONE, "latched.unset.gone", V2(WAIT, PAID), WAIT, DOCUMENTED, NOTIFY_ALO_1,      \
    "the object is gone and there is neither CLSID nor command line")                              \
  K(LATCHED_UNSET_CANNOT_START, "latched.unset.cannot-start", V3(AGAIN, WAIT, PAID), AGAIN, OPEN,  \
    AMB_14, "the activation failed and there is no command line")                                  \
  K(FILE_SET_HANDLED, "file.set.handled", V3(PAID, AGAIN, CLASS), PAID, DOCUMENTED,                \
    NOTIFY_RETRY_3, "a callback object handled FileTransferred")                                   \
  K(FILE_SET_FAILED, "file.set.failed", V3(AGAIN, PAID, CLASS), AGAIN, DOCUMENTED, NOTIFY_RETRY_3, \
    "a callback object returned a failure from FileTransferred")                                   \
  K(FILE_SET_GONE, "file.set.gone", V3(CLASS, AGAIN, PAID), CLASS, DOCUMENTED, NOTIFY_PREC_2,      \
    "FileTransferred found the callback object disconnected")                                      \
  K(FILE_SET_BUSY, "file.set.busy", V3(AGAIN, PAID, CLASS), AGAIN, OPEN, AMB_19,                   \
    "FileTransferred found the callback object alive and refusing")                                \
  K(FILE_ACTIVATED_HANDLED, "file.activated.handled", V3(PAID, AGAIN, CLASS), PAID, DOCUMENTED,    \
    NOTIFY_RETRY_3, "an activated object handled FileTransferred")                                 \
  K(FILE_ACTIVATED_FAILED, "file.activated.failed", V3(AGAIN, PAID, CLASS), AGAIN, DOCUMENTED,     \
    NOTIFY_RETRY_3, "an activated object returned a failure from FileTransferred")                 \
  K(FILE_ACTIVATED_GONE, "file.activated.gone", V3(CLASS, AGAIN, PAID), CLASS, DOCUMENTED,         \
    NOTIFY_PREC_4, "FileTransferred found the activated object disconnected")                      \
  K(FILE_ACTIVATED_BUSY, "file.activated.busy", V3(AGAIN, PAID, CLASS), AGAIN, OPEN, AMB_19,       \
    "FileTransferred found the activated object alive and refusing")                               \
  K(FILE_CLASS_CANNOT_START, "file.class.cannot-start", V2(PAID, AGAIN), PAID, OPEN, AMB_14,       \
    "the activation for FileTransferred failed (paid: the file event is dropped)")                 \
  K(LOSSY_FAILED, "lossy.failed", V3(PAID, AGAIN, CLASS), PAID, OPEN, AMB_6,                       \
    "a failure from JobModification")                                                              \
  K(LOSSY_SET_GONE, "lossy.set.gone", V2(CLASS, PAID), CLASS, DOCUMENTED, NOTIFY_PREC_2,           \
    "JobModification found the callback object disconnected")                                      \
  K(LOSSY_ACTIVATED_GONE, "lossy.activated.gone", V2(CLASS, PAID), CLASS, DOCUMENTED,              \
    NOTIFY_PREC_4, "JobModification found the activated object disconnected")

/* hresult -> handled, failed, gone, busy. */
#define BN_RESULTS(K)                                                                              \
  K(HR_LATCHED_SUCCESS, "hresult.latched.success", V4(HANDLED, FAILED, GONE, BUSY), FAILED,        \
    DOCUMENTED, NOTIFY_RETRY_1,                                                                    \
    "a success code other than S_OK from JobTransferred or JobError (AMB-4)")                      \
  K(HR_FILE_SUCCESS, "hresult.file.success", V4(HANDLED, FAILED, GONE, BUSY), HANDLED, DOCUMENTED, \
    NOTIFY_RETRY_3, "a success code other than S_OK from FileTransferred (AMB-4)")                 \
  K(HR_FAILURE, "hresult.failure", V4(FAILED, HANDLED, GONE, BUSY), FAILED, DOCUMENTED,            \
    NOTIFY_PREC_7, "an ordinary failure such as E_FAIL")                                           \
  K(HR_OBJNOTCONNECTED, "hresult.CO_E_OBJNOTCONNECTED", V4(GONE, FAILED, BUSY, HANDLED), GONE,     \
    OPEN, AMB_19, "0x800401FD")                                                                    \
  K(HR_DISCONNECTED, "hresult.RPC_E_DISCONNECTED", V4(GONE, FAILED, BUSY, HANDLED), GONE, OPEN,    \
    AMB_19, "0x80010108")                                                                          \
  K(HR_SERVER_DIED, "hresult.RPC_E_SERVER_DIED", V4(GONE, FAILED, BUSY, HANDLED), GONE, OPEN,      \
    AMB_19, "0x80010007")                                                                          \
  K(HR_SERVER_DIED_DNE, "hresult.RPC_E_SERVER_DIED_DNE", V4(GONE, FAILED, BUSY, HANDLED), GONE,    \
    OPEN, AMB_19, "0x80010012")                                                                    \
  K(HR_SERVER_UNAVAILABLE, "hresult.RPC_S_SERVER_UNAVAILABLE", V4(GONE, FAILED, BUSY, HANDLED),    \
    GONE, OPEN, AMB_19, "0x800706BA")                                                              \
  K(HR_CALL_FAILED, "hresult.RPC_S_CALL_FAILED", V4(GONE, FAILED, BUSY, HANDLED), GONE, OPEN,      \
    AMB_19, "0x800706BE")                                                                          \
  K(HR_CALL_FAILED_DNE, "hresult.RPC_S_CALL_FAILED_DNE", V4(GONE, FAILED, BUSY, HANDLED), GONE,    \
    OPEN, AMB_19, "0x800706BF")                                                                    \
  K(HR_CALL_REJECTED, "hresult.RPC_E_CALL_REJECTED", V4(BUSY, FAILED, GONE, HANDLED), BUSY, OPEN,  \
    AMB_19, "0x80010001")                                                                          \
  K(HR_RETRYLATER, "hresult.RPC_E_SERVERCALL_RETRYLATER", V4(BUSY, FAILED, GONE, HANDLED), BUSY,   \
    OPEN, AMB_19, "0x8001010A")                                                                    \
  K(HR_REJECTED, "hresult.RPC_E_SERVERCALL_REJECTED", V4(BUSY, FAILED, GONE, HANDLED), BUSY, OPEN, \
    AMB_19, "0x8001010B")                                                                          \
  K(HR_TOO_BUSY, "hresult.RPC_S_SERVER_TOO_BUSY", V4(BUSY, FAILED, GONE, HANDLED), BUSY, OPEN,     \
    AMB_19, "0x800706BB")

/* event x circumstance -> deliver, drop. */
#define BN_EVENT_CELLS(K)                                                                          \
  K(LATCHED_LATE, "event.latched.late", V2(DELIVER, DROP), DELIVER, DOCUMENTED, NOTIFY_ALO_1,      \
    "a registration after the job entered TRANSFERRED or ERROR")                                   \
  K(LATCHED_REREGISTERED, "event.latched.registered-again", V3(ALWAYS, WHEN_INVALID, NEVER),       \
    ALWAYS, OPEN, AMB_7, "an object is set for an event that was already handled")                 \
  K(LATCHED_IN_FLIGHT, "event.latched.registered-in-flight", V3(AFTER, AT_ONCE, IF_FAILED), AFTER, \
    OPEN, AMB_72, "an object is set while a call for the event is in flight")                      \
  K(LATCHED_SILENCED, "event.latched.silenced", V2(DELIVER, DROP), DELIVER, OPEN, AMB_9,           \
    "the flag was clear or DISABLE set when the event came, and changes later")                    \
  K(LATCHED_QUEUED_OVERTAKEN, "event.latched.overtaken-queued", V2(DROP, DELIVER), DROP, OPEN,     \
    AMB_69, "the job left the state before the first attempt")                                     \
  K(LATCHED_RETRY_OVERTAKEN, "event.latched.overtaken-retry", V2(DROP, DELIVER), DROP, OPEN,       \
    AMB_26, "the job left the state between two attempts")                                         \
  K(LATCHED_FAILED_FINAL, "event.latched.failed-after-final", V2(DROP, PROGRAM), DROP, OPEN,       \
    AMB_27, "the handler completed or cancelled the job and then failed")                          \
  K(PROGRAM_LATE, "event.program.late", V2(DELIVER, DROP), DELIVER, DOCUMENTED, NOTIFY_ALO_4,      \
    "a command line set after the event, which nobody has handled")                                \
  K(PROGRAM_AFTER_ACK, "event.program.after-acknowledged", V2(DROP, DELIVER), DROP, OPEN, AMB_32,  \
    "a command line set after an object handled the event")                                        \
  K(FILE_LATE, "event.file.late", V3(NONE, UNACKNOWLEDGED, ALL), NONE, OPEN, AMB_8,                \
    "which finished files a new object is told about")                                             \
  K(FILE_SILENCED, "event.file.silenced", V2(DROP, DELIVER), DROP, OPEN, AMB_67,                   \
    "the file flag is cleared while FileTransferred is owed")                                      \
  K(LOSSY_LATE, "event.lossy.late", V2(DROP, DELIVER), DROP, OPEN, AMB_5,                          \
    "a registration or flag after the modification")                                               \
  K(LOSSY_WITH_PROGRAM, "event.lossy.with-program", V2(DELIVER, DROP), DELIVER, OPEN, AMB_61,      \
    "modification and file flags while a command line is set")

/* JobModification: what causes one (AMB-28). */
#define BN_MODIFICATIONS(K)                                                                        \
  K(MOD_STATE, "modification.state", V2(YES, NO), YES, DOCUMENTED, NOTIFY_MOD_3,                   \
    "a state change other than to ERROR, TRANSFERRED and the final states")                        \
  K(MOD_EXEMPT, "modification.error-or-transferred", V2(NO, YES), NO, DOCUMENTED, NOTIFY_MOD_2,    \
    "the change to ERROR or TRANSFERRED")                                                          \
  K(MOD_FILES, "modification.file-added", V2(YES, NO), YES, DOCUMENTED, NOTIFY_MOD_1,              \
    "a successful AddFile")                                                                        \
  K(MOD_PROPERTY, "modification.property", V2(YES, NO), YES, DOCUMENTED, NOTIFY_MOD_1,             \
    "a successful setter such as SetPriority")                                                     \
  K(MOD_REGISTRATION, "modification.registration", V2(YES, NO), YES, OPEN, AMB_28,                 \
    "a successful registration setter")                                                            \
  K(MOD_BYTES, "modification.bytes", V2(YES, NO), YES, DOCUMENTED, NOTIFY_MOD_1,                   \
    "bytes of a file arrived")                                                                     \
  K(MOD_NO_OP, "modification.no-op", V2(NO, YES), NO, OPEN, AMB_28,                                \
    "Suspend of a suspended job, Resume of a running one")

/* registration thing x what happens to the service, its user or its neighbours. */
#define BN_REGISTRATIONS(K)                                                                        \
  K(SET_RESTART, "registration.set.restart", V2(CLEARED, KEPT), CLEARED, DOCUMENTED,               \
    NOTIFY_PERS_1, "the callback object over a service restart")                                   \
  K(ACTIVATED_RESTART, "registration.activated.restart", V2(CLEARED, KEPT), CLEARED, DOCUMENTED,   \
    NOTIFY_PERS_5, "the activated object over a service restart")                                  \
  K(CLASS_RESTART, "registration.class.restart", V2(KEPT, CLEARED), KEPT, DOCUMENTED,              \
    NOTIFY_PERS_2, "the notification CLSID over a service restart")                                \
  K(PROGRAM_RESTART, "registration.program.restart", V2(KEPT, CLEARED), KEPT, DOCUMENTED, AMB_33,  \
    "the command line over a service restart")                                                     \
  K(FLAGS_RESTART, "registration.flags.restart", V2(KEPT, CLEARED), KEPT, DOCUMENTED, AMB_33,      \
    "the notify flags over a service restart (cleared: 3)")                                        \
  K(HANDLED_RESTART, "registration.handled.restart", V2(REARMED, KEPT), REARMED, OPEN, AMB_10,     \
    "an event that an object handled, over a service restart")                                     \
  K(RAN_RESTART, "registration.ran.restart", V2(REARMED, KEPT), REARMED, OPEN, AMB_10,             \
    "an event that the command line handled, over a service restart (RUL-29)")                     \
  K(RUNNING_RESTART, "registration.running.restart", V2(REARMED, KEPT), REARMED, OPEN, AMB_31,     \
    "an event whose command line was running when the service stopped (kept: not launched again)") \
  K(FILES_RESTART, "registration.files.restart", V2(CLEARED, KEPT), CLEARED, OPEN, AMB_10,         \
    "owed FileTransferred over a service restart (RUL-4)")                                         \
  K(SET_OWNER, "registration.set.take-ownership", V2(KEPT, CLEARED), KEPT, DOCUMENTED,             \
    NOTIFY_SEC_1, "the callback object over TakeOwnership")                                        \
  K(CLASS_OWNER, "registration.class.take-ownership", V2(KEPT, CLEARED), KEPT, OPEN, AMB_45,       \
    "the notification CLSID over TakeOwnership")                                                   \
  K(PROGRAM_OWNER, "registration.program.take-ownership", V2(CLEARED, KEPT), CLEARED, DOCUMENTED,  \
    NOTIFY_CMD_9, "the command line over TakeOwnership")                                           \
  K(FLAGS_OWNER, "registration.flags.take-ownership", V2(KEPT, CLEARED), KEPT, OPEN, AMB_45,       \
    "the notify flags over TakeOwnership (cleared: 3)")                                            \
  K(ACTIVATED_NULL, "registration.activated.set-null", V2(CLEARED, KEPT), CLEARED, OPEN, AMB_13,   \
    "the activated object after SetNotifyInterface(NULL)")                                         \
  K(ACTIVATED_CLASS, "registration.activated.other-class", V2(KEPT, CLEARED), KEPT, OPEN, AMB_12,  \
    "the activated object after another CLSID was set")                                            \
  K(ACTIVATED_GUID_NULL, "registration.activated.guid-null", V2(KEPT, CLEARED), KEPT, OPEN,        \
    AMB_12, "the activated object after the CLSID was cleared")                                    \
  K(SET_REFUSED, "registration.set.refused", V2(KEPT, CLEARED), KEPT, DOCUMENTED, NOTIFY_REG_3,    \
    "the callback object after another one was refused")                                           \
  K(SET_DEAD_SHOWN, "registration.set.shown-dead", V2(STORED, HIDDEN), STORED, OPEN, AMB_17,       \
    "GetNotifyInterface while the object's process is gone and nobody has noticed")                \
  K(ACTIVATED_SHOWN, "registration.activated.shown", V2(HIDDEN, STORED), HIDDEN, OPEN, AMB_17,     \
    "GetNotifyInterface while an activated object serves")

/* What a network loss does to a job in each state (AMB-50). */
#define BN_NETWORK(K)                                                                              \
  K(NET_ERROR, "network.error-readable", V2(YES, NO), YES, DOCUMENTED, JOB_ERR_1,                  \
    "GetError of a job whose server gave no answer over HTTP")                                     \
  K(NETWORK_QUEUED, "network.QUEUED", V2(TRANSIENT, SAME), TRANSIENT, DOCUMENTED, JOB_STATE_15,    \
    "the network goes while the job is QUEUED")                                                    \
  K(NETWORK_CONNECTING, "network.CONNECTING", V2(TRANSIENT, SAME), TRANSIENT, OPEN, AMB_50,        \
    "the network goes while the job is CONNECTING")                                                \
  K(NETWORK_TRANSFERRING, "network.TRANSFERRING", V2(TRANSIENT, SAME), TRANSIENT, DOCUMENTED,      \
    JOB_STATE_15, "the network goes while the job is TRANSFERRING")                                \
  K(NETWORK_SUSPENDED, "network.SUSPENDED", V2(SAME, TRANSIENT), SAME, OPEN, AMB_50,               \
    "the network goes while the job is SUSPENDED")

/* method x state -> HRESULT and next state. R(method, allowed values, rule, one default per state).
 */
#define BN_METHOD_ROWS(R)                                                                          \
  R(Resume, V3(SAME, QUEUED, INVALID_STATE), JOB_STATE_4, SAME, SAME, SAME, QUEUED, QUEUED,        \
    QUEUED, QUEUED, INVALID_STATE, INVALID_STATE)                                                  \
  R(Suspend, V3(SAME, SUSPENDED, INVALID_STATE), JOB_STATE_5, SUSPENDED, SUSPENDED, SUSPENDED,     \
    SAME, SUSPENDED, SUSPENDED, SUSPENDED, INVALID_STATE, INVALID_STATE)                           \
  R(Cancel, V2(CANCELLED, INVALID_STATE), JOB_STATE_7, CANCELLED, CANCELLED, CANCELLED, CANCELLED, \
    CANCELLED, CANCELLED, CANCELLED, INVALID_STATE, INVALID_STATE)                                 \
  R(Complete, V2(ACKNOWLEDGED, INVALID_STATE), JOB_STATE_9, ACKNOWLEDGED, ACKNOWLEDGED,            \
    ACKNOWLEDGED, ACKNOWLEDGED, ACKNOWLEDGED, ACKNOWLEDGED, ACKNOWLEDGED, INVALID_STATE,           \
    INVALID_STATE)                                                                                 \
  R(AddFile, V2(SAME, INVALID_STATE), JOB_STATE_18, SAME, SAME, SAME, SAME, SAME, SAME, SAME,      \
    INVALID_STATE, INVALID_STATE)                                                                  \
  R(TakeOwnership, V2(SAME, INVALID_STATE), NOTIFY_SEC_4, SAME, SAME, SAME, SAME, SAME, SAME,      \
    SAME, INVALID_STATE, INVALID_STATE)                                                            \
  R(SetNotifyInterface, V2(SAME, INVALID_STATE), NOTIFY_REG_3, SAME, SAME, SAME, SAME, SAME, SAME, \
    SAME, INVALID_STATE, INVALID_STATE)                                                            \
  R(SetNotifyFlags, V2(SAME, INVALID_STATE), NOTIFY_REG_6, SAME, SAME, SAME, SAME, SAME, SAME,     \
    SAME, INVALID_STATE, INVALID_STATE)                                                            \
  R(SetNotifyCmdLine, V2(SAME, INVALID_STATE), NOTIFY_REG_9, SAME, SAME, SAME, SAME, SAME, SAME,   \
    SAME, INVALID_STATE, INVALID_STATE)                                                            \
  R(SetProperty, V2(SAME, INVALID_STATE), NOTIFY_REG_7, SAME, SAME, SAME, SAME, SAME, SAME, SAME,  \
    INVALID_STATE, INVALID_STATE)                                                                  \
  R(SetPriority, V2(SAME, INVALID_STATE), JOB_STATE_21, SAME, SAME, SAME, SAME, SAME, SAME, SAME,  \
    INVALID_STATE, INVALID_STATE)                                                                  \
  R(SetDisplayName, V2(SAME, INVALID_STATE), JOB_STATE_29, SAME, SAME, SAME, SAME, SAME, SAME,     \
    SAME, INVALID_STATE, INVALID_STATE)                                                            \
  R(SetMinimumRetryDelay, V2(SAME, INVALID_STATE), JOB_STATE_22, SAME, SAME, SAME, SAME, SAME,     \
    SAME, SAME, INVALID_STATE, INVALID_STATE)                                                      \
  R(SetNoProgressTimeout, V2(SAME, INVALID_STATE), JOB_STATE_22, SAME, SAME, SAME, SAME, SAME,     \
    SAME, SAME, INVALID_STATE, INVALID_STATE)                                                      \
  R(GetError, V2(SAME, UNAVAILABLE), JOB_ERR_1, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE,             \
    UNAVAILABLE, SAME, SAME, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE)

/* status or transport condition -> proceeds, transient, fatal. A(identifier, name, number, default,
 * rule). */
#define BN_ANSWER_ROWS(A)                                                                          \
  A(200, "200", PROCEEDS)                                                                          \
  A(204, "204", TRANSIENT)                                                                         \
  A(304, "3xx-fatal", FATAL) /* 300, 303-305 and 307 unfollowed */                                 \
  A(3XX, "3xx", TRANSIENT)   /* the other 3xx */                                                   \
  A(404, "404", FATAL)                                                                             \
  A(408, "408", TRANSIENT)                                                                         \
  A(409, "409", TRANSIENT)                                                                         \
  A(4XX, "4xx", FATAL)                                                                             \
  A(501, "501", FATAL)                                                                             \
  A(503, "503-504", TRANSIENT)                                                                     \
  A(505, "505", FATAL)                                                                             \
  A(5XX, "5xx", TRANSIENT)                                                                         \
  A(REFUSED, "refused", TRANSIENT)                                                                 \
  A(ABORTED, "aborted", TRANSIENT)            /* with a part of the body */                        \
  A(UNANSWERED, "aborted-at-once", TRANSIENT) /* without any */                                    \
  A(UNRESOLVED, "name-not-resolved", TRANSIENT)                                                    \
  A(GARBAGE, "garbage", TRANSIENT)                                                                 \
  A(NO_LENGTH, "no-length", FATAL)                                                                 \
  A(NO_RANGE, "no-range", FATAL)

/* Branches of the code; at most a dozen, and a test counts them. */
#define BN_SHAPES(K)                                                                               \
  K(SLOTS, "shape.slots", V3(FOUR, ONE, EIGHT), FOUR, DOCUMENTED, NOTIFY_CONC_1,                   \
    "notifications at a time for one user")                                                        \
  K(OBJECT_PER, "shape.object-per", V2(PER_JOB, PER_CLASS), PER_JOB, OPEN, AMB_15,                 \
    "one activated object for each job, or one for each CLSID")                                    \
  K(SERIAL_FILES, "shape.serial-files", V2(YES, NO), YES, DOCUMENTED, NOTIFY_FILE_3,               \
    "FileTransferred of one job one after the other")                                              \
  K(FILES_FIRST, "shape.files-first", V2(YES, NO), YES, DOCUMENTED, NOTIFY_FILE_4,                 \
    "FileTransferred before JobTransferred and JobError")                                          \
  K(STOP_WAITS, "shape.stop-waits", V2(NO, YES), NO, OPEN, AMB_73,                                 \
    "a service stop waits for running handlers")                                                   \
  K(OVERTAKEN, "shape.overtaken-activation", V2(RELEASED, CALLED), RELEASED, OPEN, AMB_71,         \
    "an activation that a registration overtook")                                                  \
  K(QUERY_AT_SET, "shape.query-at-set", V2(REFUSED, ACCEPTED), REFUSED, OPEN, AMB_16,              \
    "SetNotifyInterface with an object that lacks IBackgroundCopyCallback")                        \
  K(DEATH_NOTICED, "shape.death-noticed", V2(NEXT_CALL, AT_ONCE), NEXT_CALL, OPEN, AMB_20,         \
    "when a dead object is found out")                                                             \
  K(GAP, "shape.retry-gap", V2(RETRY_DELAY, FIVE_SECONDS), RETRY_DELAY, OPEN, AMB_11,              \
    "time between two attempts of a callback")                                                     \
  K(BACKGROUND, "shape.background-jobs", V2(ALL, ONE), ALL, OPEN, JOB_STATE_14,                    \
    "background jobs that transfer at one time")                                                   \
  K(ONE_THREAD, "shape.one-thread", V2(NO, YES), NO, DOCUMENTED, NOTIFY_CONC_1,                    \
    "one thread transfers one file after another and calls every handler")                         \
  K(SERVICE_ACCOUNT, "shape.service-account-program", V2(NEVER, ALWAYS), NEVER, DOCUMENTED,        \
    NOTIFY_CMD_8, "command lines of jobs set by a service account")

/* clang-format on */

/* clang-format on */

enum bn_knob_name {
#define K(id, name, values, def, status, rule, text) BN_K_##id,
  BN_LADDER(K) BN_RESULTS(K) BN_EVENT_CELLS(K) BN_MODIFICATIONS(K) BN_REGISTRATIONS(K) BN_NETWORK(K)
      BN_SHAPES(K)
#undef K
#define A(id, name, def) BN_K_ANSWER_##id,
          BN_ANSWER_ROWS(A)
#undef A
/* in the order of enum bn_job_state */
#define R(m, values, rule, q, c, t, s, e, te, td, a, x)                                            \
  BN_K_##m##_QUEUED, BN_K_##m##_CONNECTING, BN_K_##m##_TRANSFERRING, BN_K_##m##_SUSPENDED,         \
      BN_K_##m##_ERROR, BN_K_##m##_TRANSIENT_ERROR, BN_K_##m##_TRANSFERRED,                        \
      BN_K_##m##_ACKNOWLEDGED, BN_K_##m##_CANCELLED,
              BN_METHOD_ROWS(R)
#undef R
                  BN_KNOBS,
};
typedef uint16_t bn_knob;

/* A row as data. Texts are constants. */
struct bn_knob_row {
  const char *name;
  uint64_t values; /* bit v set: bn_value v is allowed */
  bn_value usual;  /* the documented value, or our default for an open question */
  bool open;       /* Microsoft's pages leave it open */
  uint16_t rule;   /* enum bn_rule */
  const char *text;
};

/* The row of knob < BN_KNOBS. */
const struct bn_knob_row *bn_knob_row(bn_knob knob);

/* False when no cell has the name; *knob is then untouched. */
bool bn_knob_named(const char *name, bn_knob *knob);

/* Text of value < BN_VALUE_COUNT, and back. bn_value_named looks only at values that the knob
 * allows. */
const char *bn_value_text(bn_value value);
bool bn_value_named(bn_knob knob, const char *text, bn_value *value);

#endif
