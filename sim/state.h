/* sim/state.h - what the model knows: a world that never changes during a run, and a state that
 * does.
 *
 * Both are plain data without pointers. A state is copied with `=`, kept, and gone back to. Read
 * every field freely; only bn_input, bn_fire and bn_bind write a state.
 *
 * Indices: applications, objects, classes, files, programs and jobs are numbers below their
 * capacity, in the order in which the scenario declares them; BN_NONE is none of them. */
#ifndef BN_STATE_H
#define BN_STATE_H

#include "sim/knobs.h"
#include "sim/limits.h"
#include "sim/names.h"

/* How the origin answers one request for a file. */
enum bn_condition {
  BN_STATUS, /* an HTTP status */
  BN_REFUSE,
  BN_ABORT, /* the connection drops; `bytes` says whether some of the body came first */
  BN_UNRESOLVED,
  BN_GARBAGE,
  BN_NO_LENGTH, /* 200 without Content-Length */
};

struct bn_answer {
  uint8_t condition; /* enum bn_condition */
  uint8_t hold;      /* until released the job stays 1: TRANSFERRING, 2: CONNECTING, 3: QUEUED */
  uint8_t bytes;     /* BN_ABORT: part of the body arrived */
  uint8_t no_range;  /* a request for the rest is answered with the whole: Range is ignored */
  uint16_t status;   /* BN_STATUS */
};

enum bn_registers {
  BN_REGISTERS_AT_ONCE,
  BN_REGISTERS_NEVER,
  BN_REGISTERS_LATER,
  BN_REGISTERS_REALLY, /* a real server: BN_IN_ACTIVATED says what came of its activation */
};

/* An out-of-process class server. */
struct bn_world_class {
  uint8_t app;           /* the out-of-process server */
  uint8_t object;        /* what its class object creates */
  uint8_t registered;    /* with COM, at the start */
  uint8_t registers;     /* enum bn_registers: its class object, once launched */
  uint8_t until_killed;  /* the server outlives its last object */
  uint32_t registers_ms; /* BN_REGISTERS_LATER */
  int32_t creates;       /* HRESULT of IClassFactory::CreateInstance */
};

/* What never changes during a run. */
struct bn_world {
  uint8_t users, apps, objects, classes, files, programs; /* how many of each are declared */
  struct {
    uint8_t service_account; /* LocalSystem, LocalService, NetworkService */
  } user[BN_USERS];
  struct {
    uint8_t user;
    uint8_t elevated; /* an elevated administrator */
    uint8_t running;  /* at the start */
  } app[BN_APPS];
  struct {
    uint8_t app;
    uint8_t level; /* 0: no callback interface, 1: IBackgroundCopyCallback, 2: Callback2, 3:
                      Callback3 */
  } object[BN_OBJECTS];
  struct bn_world_class class_[BN_CLASSES];
  struct {
    uint8_t answers;
    struct bn_answer answer[BN_ANSWERS]; /* used request by request, the last for ever */
  } file[BN_FILES];
  struct {
    uint8_t missing; /* cannot be launched */
  } program[BN_PROGRAMS];
  bn_value knob[BN_KNOBS]; /* BN_OPEN: the model asks */
};

/* A moment, as an interval: not before `from`, not after `until`. The canonical run takes `from`.
 * from == BN_NEVER: not armed. Milliseconds since the start of the run. */
#define BN_NEVER UINT64_MAX
struct bn_timer {
  uint64_t from, until;
};

/* Who is called: an object and, for an activated one, which instance (1, 2, ...; 0 for set
 * objects). `gone` is what a call would meet: 0 while the object lives, else an enum bn_gone. The
 * service does not look at it before it calls (NOTIFY-DISC-4). */
enum bn_gone { BN_LIVES, BN_PROCESS_GONE, BN_DISCONNECTED, BN_APARTMENT_GONE };
struct bn_ref {
  uint8_t object; /* BN_NONE: nobody */
  uint8_t instance;
  uint8_t gone;
};

/* The one callback slot of a job. Its generation is kept as marks on the calls in flight
 * (bn_call.overtaken), so that no counter can run out. */
enum bn_origin { BN_EMPTY_SLOT, BN_SET, BN_ACTIVATED };
struct bn_slot {
  uint8_t origin; /* enum bn_origin */
  uint8_t
      user; /* whose identity and whose four slots: the registrant, or the setter of the CLSID */
  uint8_t lost;   /* the last object was found dead and nobody registered since */
  uint8_t class_; /* BN_ACTIVATED: made from this class */
  struct bn_ref ref;
};

/* What the job's present TRANSFERRED or ERROR still owes. */
enum bn_debt_stage { BN_NOTHING, BN_OWED, BN_HANDLED_BY_OBJECT, BN_HANDLED_BY_PROGRAM };
enum bn_rung { BN_FROM_TOP, BN_FROM_CLASS, BN_FROM_PROGRAM };
struct bn_debt {
  uint8_t stage;      /* enum bn_debt_stage */
  uint8_t event;      /* BN_JOB_TRANSFERRED or BN_JOB_ERROR, meaningful unless BN_NOTHING */
  uint8_t rung;       /* enum bn_rung */
  uint8_t tried;      /* at least one attempt was made */
  uint8_t silenced;   /* its flag was clear, or DISABLE set, when the event came */
  uint8_t no_program; /* not for the command line: it was set too late (AMB-32) */
  struct bn_timer due;
};

enum bn_file_notice { BN_FILE_NOTHING, BN_FILE_OWED, BN_FILE_HANDLED };
enum bn_validation { BN_NOT_VALIDATED, BN_VALID, BN_NOT_VALID };
struct bn_job_file {
  uint8_t file;       /* which file of the origin */
  uint8_t done;       /* all bytes are here */
  uint8_t partial;    /* some bytes are here: the next request asks for the rest */
  uint8_t notice;     /* enum bn_file_notice */
  uint8_t validation; /* enum bn_validation */
};

struct bn_job {
  uint8_t state; /* enum bn_job_state, BN_NO_JOB before CreateJob */
  uint8_t owner; /* user */
  uint8_t priority;
  uint8_t flags;
  struct bn_slot slot;
  uint8_t class_, class_user, class_app; /* notification CLSID (BN_NONE = GUID_NULL), who set it */
  uint8_t program, program_user;         /* command line */
  uint8_t files;
  struct bn_job_file file[BN_JOB_FILES];
  struct bn_debt debt;
  struct bn_timer files_due; /* owed FileTransferred are not repeated before */
  uint8_t files_from;        /* enum bn_rung for the next FileTransferred */
  uint8_t modified;          /* a JobModification is owed */
  uint8_t modified_from;     /* enum bn_rung */
  uint8_t missed;            /* one came while nobody wanted it */
  struct bn_timer modified_due;
  uint32_t retry_delay_s, no_progress_s, interval_ms;
  uint32_t download_s;       /* the maximum download time, and */
  uint64_t download_left_ms; /* what is left of it, while it does not run */
  struct bn_timer download_end, retry, no_progress;
  int32_t error;
  uint8_t error_context, error_file;
  uint32_t errors; /* GetErrorCount, saturates */
};

/* One notification in flight. */
enum bn_stage {
  BN_FREE,
  BN_ACTIVATING, /* CoCreateInstance is under way */
  BN_LAUNCHING,  /* the process is being created */
  BN_INSIDE,     /* the handler or program runs */
  BN_RETURNED,   /* the result is known to the service and not yet acted upon */
  BN_ORPHAN,     /* of an earlier service run: runs on and returns to nobody */
};
struct bn_call {
  uint8_t stage; /* enum bn_stage */
  uint8_t job, event, file;
  uint8_t
      rung; /* enum bn_origin for objects; BN_EMPTY_SLOT: a class that cannot start or a program */
  uint8_t user;    /* whose slot it takes; BN_NONE for programs */
  uint8_t class_;  /* being activated */
  uint8_t program; /* BN_NONE unless a command line */
  uint8_t fresh; /* the object was activated for this very attempt (RUL-2); the program did start */
  uint8_t overtaken; /* the registration changed since the call was chosen */
  uint8_t void_; /* 1: its result settles nothing (RUL-5); 2: and the next attempt need not wait */
  uint8_t running; /* BN_ORPHAN, BN_RETURNED: a handler is (still) inside the client */
  struct bn_ref ref;
  int32_t hresult;     /* BN_RETURNED; a program's exit code; BN_ACTIVATING: of a real activation */
  struct bn_timer due; /* BN_ACTIVATING */
};

struct bn_state {
  uint64_t now_ms;
  uint8_t up;            /* the service runs */
  uint8_t stopping;      /* a stop waits for handlers (AMB-73) */
  uint8_t start_pending; /* ... and a start came meanwhile */
  uint8_t network;       /* up */
  uint8_t logged_on[BN_USERS];
  uint8_t running[BN_APPS];         /* 1: as a client, 2: launched by COM as a class server */
  uint8_t held[BN_APPS];            /* bit j: the app holds a proxy of job j, of this service run */
  uint8_t stale[BN_APPS];           /* bit j: of an earlier one */
  uint8_t disconnected[BN_OBJECTS]; /* its apartment ended: it cannot be set again */
  uint8_t instances[BN_OBJECTS];    /* last instance number */
  uint8_t registered[BN_CLASSES];
  uint8_t listening[BN_CLASSES]; /* the server's class object is in COM's class table */
  uint8_t missing[BN_PROGRAMS];
  struct {
    uint8_t next;     /* which answer comes next */
    uint8_t released; /* the hold is over */
    uint8_t changed;  /* `answer` overrides the world's */
    struct bn_answer answer;
  } origin[BN_FILES];
  struct bn_job job[BN_JOBS];
  struct bn_call call[BN_CALLS];
  bn_value bound[BN_KNOBS]; /* BN_UNBOUND, or what bn_bind said */
};

#endif
