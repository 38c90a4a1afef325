/* conformance/serve/serve.h - the model as a service in real time, without COM.
 *
 * One state of the model under one lock. What clients do comes in through conf_serve_call and the
 * other functions here; what the service does goes out through doors, on threads of its own. The
 * model decides everything: who is called, what follows, when. Here is only what it cannot know:
 * which pointer stands behind an object, how long a download takes, what a call returned.
 *
 *   struct conf_serve *serve = conf_serve_open(&options, &doors, why);
 *   conf_serve_call(serve, &call, &answer);
 *   conf_serve_close(serve);
 *
 * Clients are one application to the model and one user: under Wine nobody can tell callers apart.
 * All functions may be called from any thread. Strings are UTF-8. */
#ifndef CONF_SERVE_H
#define CONF_SERVE_H

#include "conformance/port.h"
#include "conformance/profile.h"
#include "sim/model.h"

/* A callback object as the front knows it. Equal identities are one object. */
struct conf_serve_thing {
  void *thing;          /* the front's; released by the release door */
  const void *identity; /* compared, never followed */
  uint8_t level;        /* 0: no callback interface, to 3: IBackgroundCopyCallback3 */
};

/* What an object is told. */
struct conf_serve_notice {
  uint8_t event; /* enum bn_event */
  uint8_t file;  /* FileTransferred, JobError: index in the job, BN_NONE: no file */
  uint8_t context;
  int32_t error;
  uint32_t epoch;           /* the service run, for pointers that the callee will use */
  char job[CONF_GUID_TEXT]; /* {...} */
};

/* One request of a file. The fetch door fills in what it learns. */
struct conf_serve_fetch {
  const char *remote, *temporary; /* the file exists */
  uint64_t offset;                /* bytes that are there already; ask for the rest */
  struct conf_serve *serve;
  uint64_t received, size; /* of the whole file; size 0: unknown */
  struct bn_answer answer; /* what came of it, valid once the door has returned */
  uint8_t connected, done, abandoned;
  void *front; /* what the door gave to conf_serve_begun */
  char *names[2];
};

/* What the service does to the world. Every door may be slow, except where it says otherwise, and
 * runs on a thread of the service without its lock. */
struct conf_serve_doors {
  void *with;
  /* Calls the object; its HRESULT, or COM's. thing NULL: the object of an earlier process. */
  int32_t (*notify)(void *with, void *thing, const struct conf_serve_notice *notice);
  int32_t (*activate)(void *with, const char *clsid, struct conf_serve_thing *made);
  void (*release)(void *with, void *thing);
  /* One more reference for GetNotifyInterface. Fast: the lock is held. */
  void (*keep)(void *with, void *thing);
  /* Whether the object's process is still there, as far as one can see without calling it. NULL:
   * one cannot. Fast: the lock is held. */
  bool (*lives)(void *with, void *thing);
  /* Starts a program; conf_serve_exited follows. An HRESULT. The lock is held. */
  int32_t (*launch)(void *with, const char *program, const char *parameters, uint8_t call,
                    uint32_t ticket);
  /* Downloads. Says conf_serve_connected once the origin answers, conf_serve_progress as bytes
   * come, and looks at its value: false means that nobody wants the file any more. */
  void (*fetch)(void *with, struct conf_serve_fetch *fetch);
  /* Nobody wants the file any more: the fetch shall come back soon. NULL: it looks for itself.
   * Fast: the lock is held. Not called while fetch->front is NULL. */
  void (*cancel)(void *with, struct conf_serve_fetch *fetch);
  /* A line for people; NULL: silence. The lock is held. */
  void (*log)(void *with, const char *line);
  /* Around all work of a thread of the service; NULL: nothing to do. */
  void (*enter)(void *with), (*leave)(void *with);
};

struct conf_serve_options {
  struct conf_profile profile;
  double speed;        /* of its clock; 1 is real time */
  uint32_t pause_ms;   /* real milliseconds that a job stays QUEUED, CONNECTING, TRANSFERRING */
  const char *journal; /* path, NULL: everything is in memory only */
};

/* NULL with a sentence, for example when the journal cannot be read; the journal is then as it was.
 */
struct conf_serve *conf_serve_open(const struct conf_serve_options *options,
                                   const struct conf_serve_doors *doors, char why[240]);
/* Waits for the threads, so every door must come back. */
void conf_serve_close(struct conf_serve *serve);

/* One method of BITS. */
struct conf_serve_call {
  uint8_t method;                       /* enum bn_method */
  const char *job;                      /* its GUID; not for CreateJob */
  uint32_t epoch;                       /* of the pointer that is called; 0: the present one */
  const char *text;                     /* name, CLSID (NULL: GUID_NULL), program (NULL: none) */
  const char *parameters;               /* SetNotifyCmdLine */
  const char *remote, *local;           /* AddFile */
  uint8_t file;                         /* of the file methods: index in the job */
  uint8_t property;                     /* enum bn_property */
  uint32_t value;                       /* as in struct bn_input; CreateJob: 0 */
  const struct conf_serve_thing *thing; /* SetNotifyInterface; NULL: NULL. Taken over. */
};

struct conf_serve_answer {
  int32_t hresult;
  uint32_t value; /* of a getter */
  uint32_t epoch; /* CreateJob, GetJob: of the pointer that the client gets */
  int32_t error;  /* GetError, with: */
  uint8_t context, file;
  void *thing;               /* GetNotifyInterface: kept for the caller; NULL: NULL */
  char text[CONF_PORT_TEXT]; /* CreateJob: the GUID; the CLSID, "" for GUID_NULL; the program */
  char parameters[CONF_PORT_TEXT];
};
void conf_serve_call(struct conf_serve *serve, const struct conf_serve_call *call,
                     struct conf_serve_answer *answer);

/* What the model does not know of a job. */
struct conf_serve_view {
  uint8_t state, priority, files, done;
  uint32_t errors;
  struct {
    uint8_t done;
    uint64_t size, received; /* size 0: unknown */
  } file[BN_JOB_FILES];
  char name[CONF_PORT_TEXT], description[CONF_PORT_TEXT];
};
/* S_OK, or what a call of a method would answer. */
int32_t conf_serve_look(struct conf_serve *serve, const char *job, uint32_t epoch,
                        struct conf_serve_view *view);
int32_t conf_serve_file_names(struct conf_serve *serve, const char *job, uint32_t epoch,
                              uint8_t file, char remote[CONF_PORT_TEXT], char local[CONF_PORT_TEXT],
                              char temporary[CONF_PORT_TEXT]);
void conf_serve_describe(struct conf_serve *serve, const char *job, const char *description);
/* The jobs that are not final, oldest first. Their number. */
unsigned conf_serve_jobs(struct conf_serve *serve, char id[BN_JOBS][CONF_GUID_TEXT]);
uint32_t conf_serve_epoch(struct conf_serve *serve);

/* What doors report. */
void conf_serve_exited(struct conf_serve *serve, uint8_t call, uint32_t ticket, uint32_t code);
void conf_serve_begun(struct conf_serve_fetch *fetch, void *front);
void conf_serve_connected(struct conf_serve_fetch *fetch);
bool conf_serve_progress(struct conf_serve_fetch *fetch, uint64_t received, uint64_t size);

/* One line of the control pipe (control.h), for example "lose JobTransferred". The reply is text of
 * any number of lines; false: the line makes no sense, and the reply says why. *stop: the service
 * shall end. Free the reply. */
bool conf_serve_tell(struct conf_serve *serve, const char *line, char **reply, bool *stop);

#endif
