/* conformance/serve/parts.h - what the files of the service share. */
#ifndef CONF_SERVE_PARTS_H
#define CONF_SERVE_PARTS_H

#include <uv.h>

#include "conformance/problems.h"
#include "conformance/serve/faults.h"
#include "conformance/serve/serve.h"
#include "conformance/text.h"

enum {
  SERVE_CLIENTS = 0,                           /* the application that all clients are */
  SERVE_SET_OBJECTS = BN_OBJECTS - BN_CLASSES, /* numbers of set objects are below */
  SERVE_REFS = BN_OBJECTS + BN_JOBS + BN_CALLS,
  SERVE_PROGRAM = 0, /* every command line; what it says is kept with the job */
  SERVE_THREADS = 64,
};

struct serve_job {
  char id[CONF_GUID_TEXT];
  char *name, *description;
  char *program, *parameters; /* NULL: no command line */
  uint64_t order;             /* of creation */
  uint64_t since_ns;          /* it entered its state */
  struct conf_serve_fetch *fetch;
  uint8_t fetching; /* index of the file in the job */
};

struct serve_file {
  char *remote, *local, *temporary; /* NULL: the number is free */
  uint64_t size, received;
  uint8_t hold; /* what the model was told last; 0xff: nothing */
};

/* Who stands behind an object of the model. */
struct serve_ref {
  uint8_t used, object, instance;
  struct conf_serve_thing what;
};

enum serve_work_kind { SERVE_NOTIFY, SERVE_ACTIVATE, SERVE_FETCH, SERVE_RELEASE, SERVE_WORK_KINDS };
struct serve_work {
  enum serve_work_kind kind;
  uint8_t call;
  uint32_t ticket, epoch;
  void *thing;
  struct conf_serve_notice notice;
  char clsid[CONF_GUID_TEXT];
  struct conf_serve_fetch *fetch;
  struct serve_work *next;
};
struct serve_queue {
  struct serve_work *first, **last;
};

struct conf_serve {
  struct conf_serve_options options;
  struct conf_serve_doors doors;
  uv_mutex_t lock;
  uv_cond_t engine_wakes, workers_wake, faults_change;
  uv_thread_t engine, thread[SERVE_THREADS];
  unsigned threads, idle;
  bool closing;
  uint64_t began_ns;
  struct bn_world world;
  struct bn_state state;
  struct bn_effects effects;
  struct bn_effect result; /* of the last call */
  const char *refusal;     /* of the last input that made no sense */
  uint32_t epoch, ticket[BN_CALLS];
  uint64_t give_up_ms[BN_CALLS]; /* of an activation */
  uint64_t orders;
  struct serve_job job[BN_JOBS];
  struct serve_file file[BN_FILES];
  struct serve_ref ref[SERVE_REFS];
  char *clsid[BN_CLASSES];
  struct serve_queue posted; /* by this turn: goes out once the journal is written */
  struct serve_queue queue;
  unsigned under_way[SERVE_WORK_KINDS]; /* posted, and not over */
  unsigned activating_before;           /* for runs before this one */
  uint64_t quiet_from_ns;               /* what was begun last has reached whom it goes to */
  struct conf_faults faults;
  char *journalled; /* what was written last */
};

/* host.c: a turn is an input, what the service then does by itself, the journal, and the way out of
 * what was posted. The lock is held. False: the model refuses the input. */
bool serve_turn(struct conf_serve *serve, const struct bn_input *input);
/* Both halves of a turn: the input at the present time, and the rest. */
bool serve_take(struct conf_serve *serve, const struct bn_input *input);
void serve_go_on(struct conf_serve *serve);

/* The clock jumps to the next thing that time brings, by so many milliseconds at most; not at all
 * while something is under way, and may not have been seen by anybody yet. By how many it did. */
uint64_t serve_skip(struct conf_serve *serve, uint64_t most_ms);
/* When an activation that begins now has failed. */
uint64_t serve_minute(const struct conf_serve *serve);
/* An input in the middle of a turn. */
bool serve_input(struct conf_serve *serve, const struct bn_input *input);
void serve_log(struct conf_serve *serve, const char *format, ...) CONF_PRINTF(2, 3);
void serve_wait_unless_stalled(struct conf_serve *serve);

/* effects.c */
void serve_effect(struct conf_serve *serve, const struct bn_effect *effect);
/* Before the model passes over an object that lacks IBackgroundCopyCallback2: BITS asks for that
 * interface, and learns from the answer that the object is gone (RUL-6). */
void serve_ask_for_callback2(struct conf_serve *serve, uint8_t job);
/* Before the model launches the program of a call: is it there? */
void serve_launch(struct conf_serve *serve, uint8_t call);

/* slots.c: numbers of the model for things of the world; BN_NONE when all are taken. */
uint8_t serve_job_of(const struct conf_serve *serve, const char *id);
uint8_t serve_new_job(struct conf_serve *serve);
uint8_t serve_new_file(struct conf_serve *serve);
uint8_t serve_object_of(struct conf_serve *serve, const struct conf_serve_thing *thing);
uint8_t serve_class_of(struct conf_serve *serve, const char *clsid);
void serve_keep_ref(struct conf_serve *serve, uint8_t object, uint8_t instance,
                    const struct conf_serve_thing *what);
struct serve_ref *serve_ref_of(struct conf_serve *serve, uint8_t object, uint8_t instance);
/* Lets go of objects that no job and no call knows. */
void serve_sweep(struct conf_serve *serve);
void serve_free_file(struct serve_file *file);
void serve_free_slots(struct conf_serve *serve);

/* work.c: threads. */
struct serve_work *serve_post(struct conf_serve *serve, enum serve_work_kind kind);
/* A call is on its way, or a process that was started. */
void serve_begun(struct conf_serve *serve, bool process);
void serve_send_posted(struct conf_serve *serve);
void serve_join(struct conf_serve *serve);

/* transfers.c: tells the model what the downloads have come to. Nanoseconds until a pause ends, or
 * UINT64_MAX. */
uint64_t serve_pace(struct conf_serve *serve);
void serve_finish_files(struct conf_serve *serve, uint8_t job, bool keep);
int32_t serve_make_temporary(const char *local, char **temporary);
void serve_fetched(struct conf_serve *serve, struct conf_serve_fetch *fetch);
void serve_abandon_fetches(struct conf_serve *serve); /* of every job */

/* journal.c */
bool serve_journal_write(struct conf_serve *serve);
bool serve_journal_read(struct conf_serve *serve, char why[240]);

/* restart.c: the service stops and starts, in its process or in another. */
void serve_go_down(struct conf_serve *serve);
void serve_come_up(struct conf_serve *serve);
/* Pointers of the run that has ended lead nowhere from now on. */
void serve_stopped(struct conf_serve *serve);
void serve_wake_up(struct conf_serve *serve);

#endif
