/* sim/names.h - Microsoft's words for states, methods, flags and HRESULTs, and ours for world
 * events.
 *
 * One row a name; every lookup below is derived from these rows. Spelling is Microsoft's without
 * the prefixes (BG_JOB_STATE_, BG_NOTIFY_). HRESULT names keep theirs. */
#ifndef BN_NAMES_H
#define BN_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The numbers are Microsoft's (BG_JOB_STATE in bits.h). */
#define BN_JOB_STATES(X)                                                                           \
  X(QUEUED, 0)                                                                                     \
  X(CONNECTING, 1)                                                                                 \
  X(TRANSFERRING, 2)                                                                               \
  X(SUSPENDED, 3)                                                                                  \
  X(ERROR, 4)                                                                                      \
  X(TRANSIENT_ERROR, 5)                                                                            \
  X(TRANSFERRED, 6)                                                                                \
  X(ACKNOWLEDGED, 7)                                                                               \
  X(CANCELLED, 8)

enum bn_job_state {
#define X(name, number) BN_##name = number,
  BN_JOB_STATES(X)
#undef X
      BN_JOB_STATE_COUNT,
  BN_NO_JOB = BN_JOB_STATE_COUNT, /* not created yet */
};

/* What a receiver can be told. The first four are methods of IBackgroundCopyCallback(2). */
#define BN_EVENTS(X)                                                                               \
  X(JOB_TRANSFERRED, "JobTransferred")                                                             \
  X(JOB_ERROR, "JobError")                                                                         \
  X(JOB_MODIFICATION, "JobModification")                                                           \
  X(FILE_TRANSFERRED, "FileTransferred")

enum bn_event {
#define X(name, text) BN_##name,
  BN_EVENTS(X)
#undef X
      BN_EVENT_COUNT,
};

/* The notify flags (BG_NOTIFY_*). */
#define BN_FLAGS(X)                                                                                \
  X(JOB_TRANSFERRED, 0x01)                                                                         \
  X(JOB_ERROR, 0x02)                                                                               \
  X(DISABLE, 0x04)                                                                                 \
  X(JOB_MODIFICATION, 0x08)                                                                        \
  X(FILE_TRANSFERRED, 0x10)                                                                        \
  X(FILE_RANGES_TRANSFERRED, 0x20)

enum bn_flag {
#define X(name, bit) BN_FLAG_##name = bit,
  BN_FLAGS(X)
#undef X
};

/* The methods a client can call, of IBackgroundCopyManager, Job to Job5 and File3. */
#define BN_METHODS(X)                                                                              \
  X(CreateJob)                                                                                     \
  X(GetJob)                                                                                        \
  X(AddFile)                                                                                       \
  X(Resume)                                                                                        \
  X(Suspend)                                                                                       \
  X(Cancel)                                                                                        \
  X(Complete)                                                                                      \
  X(TakeOwnership)                                                                                 \
  X(SetNotifyInterface)                                                                            \
  X(SetNotifyFlags)                                                                                \
  X(SetNotifyCmdLine)                                                                              \
  X(SetProperty)                                                                                   \
  X(SetPriority)                                                                                   \
  X(SetDisplayName)                                                                                \
  X(SetMinimumRetryDelay)                                                                          \
  X(SetNoProgressTimeout)                                                                          \
  X(SetMaximumDownloadTime)                                                                        \
  X(SetValidationState)                                                                            \
  X(GetValidationState)                                                                            \
  X(GetState)                                                                                      \
  X(GetError)                                                                                      \
  X(GetErrorCount)                                                                                 \
  X(GetNotifyInterface)                                                                            \
  X(GetNotifyFlags)                                                                                \
  X(GetNotifyCmdLine)                                                                              \
  X(GetProperty)                                                                                   \
  X(GetMinimumRetryDelay)                                                                          \
  X(GetNoProgressTimeout)                                                                          \
  X(GetPriority)

enum bn_method {
#define X(name) BN_##name,
  BN_METHODS(X)
#undef X
      BN_METHOD_COUNT,
};

/* BITS_JOB_PROPERTY_ID, the two that matter to notification. */
#define BN_PROPERTIES(X)                                                                           \
  X(NOTIFICATION_CLSID, 2)                                                                         \
  X(MINIMUM_NOTIFICATION_INTERVAL_MS, 9)

enum bn_property {
#define X(name, number) BN_PROPERTY_##name = number,
  BN_PROPERTIES(X)
#undef X
};

/* BG_JOB_PRIORITY. */
#define BN_PRIORITIES(X)                                                                           \
  X(FOREGROUND, 0)                                                                                 \
  X(HIGH, 1)                                                                                       \
  X(NORMAL, 2)                                                                                     \
  X(LOW, 3)

enum bn_priority {
#define X(name, number) BN_PRIORITY_##name = number,
  BN_PRIORITIES(X)
#undef X
};

/* BG_ERROR_CONTEXT, those that the model produces. */
#define BN_CONTEXTS(X)                                                                             \
  X(NONE, 0)                                                                                       \
  X(GENERAL_QUEUE_MANAGER, 2)                                                                      \
  X(QUEUE_MANAGER_NOTIFICATION, 3)                                                                 \
  X(LOCAL_FILE, 4)                                                                                 \
  X(REMOTE_FILE, 5)                                                                                \
  X(GENERAL_TRANSPORT, 6)

enum bn_context {
#define X(name, number) BN_CONTEXT_##name = number,
  BN_CONTEXTS(X)
#undef X
};

/* HRESULTs with a name. Any other is written 0xXXXXXXXX. */
#define BN_HRESULTS(X)                                                                             \
  X(S_OK, 0x00000000)                                                                              \
  X(S_FALSE, 0x00000001)                                                                           \
  X(BG_S_PARTIAL_COMPLETE, 0x00200017)                                                             \
  X(BG_S_UNABLE_TO_DELETE_FILES, 0x0020001A)                                                       \
  X(E_PENDING, 0x8000000A)                                                                         \
  X(E_NOTIMPL, 0x80004001)                                                                         \
  X(E_NOINTERFACE, 0x80004002)                                                                     \
  X(E_POINTER, 0x80004003)                                                                         \
  X(E_ABORT, 0x80004004)                                                                           \
  X(E_FAIL, 0x80004005)                                                                            \
  X(E_UNEXPECTED, 0x8000FFFF)                                                                      \
  X(CO_E_SERVER_START_TIMEOUT, 0x8000401E)                                                         \
  X(RPC_E_CALL_REJECTED, 0x80010001)                                                               \
  X(RPC_E_SERVER_DIED, 0x80010007)                                                                 \
  X(RPC_E_SERVER_DIED_DNE, 0x80010012)                                                             \
  X(RPC_E_SERVERFAULT, 0x80010105)                                                                 \
  X(RPC_E_DISCONNECTED, 0x80010108)                                                                \
  X(RPC_E_SERVERCALL_RETRYLATER, 0x8001010A)                                                       \
  X(RPC_E_SERVERCALL_REJECTED, 0x8001010B)                                                         \
  X(REGDB_E_CLASSNOTREG, 0x80040154)                                                               \
  X(CLASS_E_CLASSNOTAVAILABLE, 0x80040111)                                                         \
  X(CO_E_OBJNOTCONNECTED, 0x800401FD)                                                              \
  X(CO_E_APPDIDNTREG, 0x800401FE)                                                                  \
  X(E_ACCESSDENIED, 0x80070005)                                                                    \
  X(E_OUTOFMEMORY, 0x8007000E)                                                                     \
  X(E_INVALIDARG, 0x80070057)                                                                      \
  X(RPC_S_SERVER_UNAVAILABLE, 0x800706BA)                                                          \
  X(RPC_S_SERVER_TOO_BUSY, 0x800706BB)                                                             \
  X(RPC_S_CALL_FAILED, 0x800706BE)                                                                 \
  X(RPC_S_CALL_FAILED_DNE, 0x800706BF)                                                             \
  X(ERROR_FILE_NOT_FOUND, 0x80070002)                                                              \
  X(WININET_E_NAME_NOT_RESOLVED, 0x80072EE7)                                                       \
  X(WININET_E_CANNOT_CONNECT, 0x80072EFD)                                                          \
  X(WININET_E_CONNECTION_ABORTED, 0x80072EFE)                                                      \
  X(WININET_E_INVALID_SERVER_RESPONSE, 0x80072F78)                                                 \
  X(CO_E_SERVER_EXEC_FAILURE, 0x80080005)                                                          \
  X(CO_E_SERVER_STOPPING, 0x80080008)                                                              \
  X(BG_E_NOT_FOUND, 0x80200001)                                                                    \
  X(BG_E_INVALID_STATE, 0x80200002)                                                                \
  X(BG_E_EMPTY, 0x80200003)                                                                        \
  X(BG_E_NETWORK_DISCONNECTED, 0x80200010)                                                         \
  X(BG_E_ERROR_INFORMATION_UNAVAILABLE, 0x8020000F)                                                \
  X(BG_E_MISSING_FILE_SIZE, 0x80200011)                                                            \
  X(BG_E_INSUFFICIENT_HTTP_SUPPORT, 0x80200012)                                                    \
  X(BG_E_INSUFFICIENT_RANGE_SUPPORT, 0x80200013)                                                   \
  X(BG_E_TOO_MANY_FILES, 0x8020001C)                                                               \
  X(BG_E_STRING_TOO_LONG, 0x80200021)                                                              \
  X(BG_E_RECORD_DELETED, 0x80200042)                                                               \
  X(BG_E_VALIDATION_FAILED, 0x80200053)                                                            \
  X(BG_E_MAXDOWNLOAD_TIMEOUT, 0x80200054)                                                          \
  X(BG_E_UNKNOWN_PROPERTY_ID, 0x80200057)

/* Values as signed 32 bit, as COM has them. */
enum {
#define X(name, bits) BN_HR_##name = (int32_t)bits##u,
  BN_HRESULTS(X)
#undef X
};

/* BG_E_HTTP_ERROR_nnn is 0x80190000 + nnn. */
int32_t bn_hresult_of_status(unsigned status);

static inline bool bn_failed(int32_t hresult)
{
  return hresult < 0;
}

/* Text of a value; NULL for a number outside the enumeration (bn_hresult_text: for one without a
 * name). The strings are constants. */
const char *bn_job_state_text(unsigned state);
const char *bn_event_text(unsigned event);
const char *bn_method_text(unsigned method);
const char *bn_priority_text(unsigned priority);
const char *bn_context_text(unsigned context);
const char *bn_property_text(unsigned property);
const char *bn_hresult_text(int32_t hresult);
const char *bn_flag_text(unsigned bit); /* one bit */

/* The reverse: false when no row has the text; *value is then untouched. bn_hresult_named also
 * reads 0xXXXXXXXX with exactly eight digits and BG_E_HTTP_ERROR_nnn. */
bool bn_job_state_named(const char *text, unsigned *value);
bool bn_event_named(const char *text, unsigned *value);
bool bn_method_named(const char *text, unsigned *value);
bool bn_priority_named(const char *text, unsigned *value);
bool bn_context_named(const char *text, unsigned *value);
bool bn_property_named(const char *text, unsigned *value);
bool bn_flag_named(const char *text, unsigned *value);
bool bn_hresult_named(const char *text, int32_t *value);

/* The i-th text of a list, NULL past the end: for suggestions of the nearest name. */
const char *bn_method_text_at(size_t i);
const char *bn_hresult_text_at(size_t i);

#endif
