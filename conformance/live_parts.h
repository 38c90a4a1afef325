/* conformance/live_parts.h - what the files of the live driver share. Nothing here is for others.
 *
 *   live.c           a run, and an attempt from its processes to their removal
 *   live_peers.c     agents: started, greeted, described, ended
 *   live_messages.c  what they say becomes events
 *   live_calls.c     calls of the script and of handlers, and their results
 *   live_handlers.c  callbacks and programs under way
 *   live_driver.c    the conf_driver: call, world, wait, poll
 *   live_fit.c       which scenarios cannot be played
 */
#ifndef CONF_LIVE_PARTS_H
#define CONF_LIVE_PARTS_H

#include "conformance/channel.h"
#include "conformance/handlers.h"
#include "conformance/live.h"
#include "conformance/port.h"
#include "conformance/root.h"
#include "conformance/run_mark.h"

enum {
  CONF_LIVE_RUNS = 64,      /* callbacks and programs under way */
  CONF_LIVE_INSTANCES = 64, /* activated objects of one process */
  CONF_LIVE_STARTS = 5,     /* tries to start a process that did not come up */
};

/* A process that the run started. Its handle is open until the end of the run. */
struct conf_child {
  struct conf_child *next;
  uv_process_t process;
  struct conf_live *live;
  bool spawned, exited;
  uint64_t exited_us; /* by conf_live_now_us, of an attempt that may be over */
};

/* One agent: a process that came to the pipe. */
struct conf_peer {
  struct conf_peer *next;
  struct conf_live *live;
  struct conf_channel channel;
  bool greeted;               /* said hello */
  bool ready;                 /* and is ready for calls */
  bool embedded;              /* COM started it */
  bool doomed;                /* it was told to die, */
  bool dies_later;            /* or is told when the script's call has come back, */
  enum conf_port_death death; /* in this way */
  bool dying;                 /* last words were said */
  bool ended;                 /* the pipe is closed: nothing more will come */
  bool observer;              /* a stray one is neither this nor an app nor a program */
  uint8_t app, program, job;  /* BN_NONE: not one of these; job: of a program's command line */
  void *held;                 /* the process */
  uint16_t activation;        /* number of the one that is not through yet; 0: none */
  uint64_t registers_us;      /* it is told then to register its class; 0: it need not be */
  uint64_t dying_at_us;
  uint32_t awaits; /* the script's message that waits for a reply; 0: none */
  bool answered;
  struct conf_message reply; /* owned */
  struct {
    uint8_t number; /* in the scenario: sink#2 */
    uint16_t call;  /* of its activation, until a callback used it */
  } instance[CONF_LIVE_INSTANCES];
};

/* A callback or program under way. */
struct conf_live_run {
  bool active;
  bool waits; /* at `gate` */
  struct conf_peer *peer;
  uint32_t inside; /* the agent's number of it; 0: a program */
  uint32_t awaits; /* its message that waits for a reply; 0: none */
  uint16_t number; /* in the trace */
  uint8_t gate, app, object, instance, job, file, event, program;
  uint8_t next, end; /* items of scenario.do_ */
  uint8_t item;      /* of the call under way, from 1 */
  uint64_t item_us;  /* when the present item began */
  bool exits;        /* the program was told to exit with */
  int32_t code;
};

struct conf_live {
  struct conf_driver driver;
  struct conf_site *site;
  struct conf_live_options options;
  char address[200];
  char folder[CONF_RUN_PATH]; /* of the run's files */
  uv_loop_t loop;
  uv_pipe_t server;
  uv_timer_t timer;
  struct conf_peer *peers; /* all of the run: their process numbers stay taken */
  struct conf_child *children;
  struct conf_peer *observer;
  unsigned retried; /* processes that had to be started again */

  /* An attempt. */
  unsigned attempt; /* counts all of the run */
  const struct conf_scenario *scenario;
  struct conf_trace *trace; /* NULL: nothing is noted any more */
  struct conf_handlers handlers;
  uint64_t start_us;    /* the machine's clock */
  uint64_t skipped_us;  /* the service's clock is ahead of the machine's */
  uint64_t still_us;    /* nothing has come since then, and no jump */
  bool returned;        /* a callback has, */
  uint64_t returned_us; /* the last one then */
  uint64_t last_us;     /* of the events so far, since the start */
  uint16_t numbers;
  char failure[240];        /* the first thing that went wrong; "": nothing */
  enum conf_did failed_how; /* and what that makes of the scenario */
  struct conf_peer *app[BN_APPS];
  char guid[BN_JOBS][CONF_GUID_TEXT];
  uint8_t set_class[BN_JOBS]; /* the class last set there, BN_NONE */
  uint8_t polled[BN_JOBS];    /* the state seen last */
  bool polling;               /* look again soon */
  bool stopped, network_down; /* the service, by the scenario */
  char clsid[BN_CLASSES][CONF_GUID_TEXT];
  bool registered[BN_CLASSES];
  uint8_t instances[BN_OBJECTS]; /* created so far */
  const char *url[BN_FILES];
  struct conf_live_run run[CONF_LIVE_RUNS];
};

/* live.c */
uint64_t conf_live_now_us(const struct conf_live *live);
uint64_t conf_live_scaled(const struct conf_live *live, double seconds); /* microseconds */
/* The scenario cannot go on: CONF_DID_CRASH or CONF_DID_UNSEEN. The first sentence stays. */
__attribute__((format(printf, 3, 4))) void conf_live_fail(struct conf_live *live, enum conf_did how,
                                                          const char *format, ...);
/* Appends at this moment of the machine's clock, or now when at_us is 0. */
void conf_live_append(struct conf_live *live, struct conf_event event, uint64_t at_us);
/* Lets things happen until done(with) or the moment (of conf_live_now_us) has come. */
bool conf_live_pump(struct conf_live *live, bool (*done)(void *with), void *with,
                    uint64_t until_us);
/* Registers a class for COM, or takes it back. */
void conf_live_register(struct conf_live *live, uint8_t class_, bool there);
/* Where a program's executable is. */
void conf_live_program_path(const struct conf_live *live, uint8_t program,
                            char path[CONF_PATH_MAX]);
bool conf_live_install(struct conf_live *live, uint8_t program, bool there);
/* The words behind --app= of this attempt. */
void conf_live_app_word(const struct conf_live *live, const char *name, char word[64]);

/* live_peers.c */
bool conf_live_listen(struct conf_live *live, char why[240]);
/* Starts the process of an app (BN_NONE: the observer) and waits until it is ready; NULL: failed.
 */
struct conf_peer *conf_live_start(struct conf_live *live, uint8_t app);
/* The same for all that run at the start, at once, after the observer. */
bool conf_live_start_all(struct conf_live *live);
/* Greets a process that came by itself or was started; false: it has no business here. */
bool conf_live_greet(struct conf_peer *peer, const struct conf_message *hello);
void conf_live_send(struct conf_peer *peer, struct conf_message *message);
/* Orders it to die, and sees that it does. */
bool conf_live_end_peer(struct conf_peer *peer, enum conf_port_death how);
/* Those whose time has come register their class; when the next one does, or UINT64_MAX. */
uint64_t conf_live_register_due(struct conf_live *live);
/* Ends it by force. */
void conf_live_kill_peer(struct conf_peer *peer);
void conf_live_free_peers(struct conf_live *live);
/* For sentences: "updater", "the observer". */
const char *conf_live_peer_name(const struct conf_peer *peer);

/* live_messages.c */
void conf_live_on_message(struct conf_channel *channel, struct conf_message *message);
void conf_live_on_end(struct conf_channel *channel, const char *why);
/* An instance of its class was asked for: seen when COM starts the server, or else when it is
 * reached. */
void conf_live_show_activation(struct conf_peer *peer, uint64_t at_us);
bool conf_live_equal_guids(const char *a, const char *b);

/* live_calls.c: makes the message of a call; false: a job that was not created, with a failure.
 * The texts are in *room. */
struct conf_live_room {
  char text[CONF_PATH_MAX], parameters[CONF_PATH_MAX + 600];
};
bool conf_live_call_message(struct conf_live *live, uint8_t app, const struct conf_call *call,
                            uint8_t job, uint8_t file, struct conf_message *message,
                            struct conf_live_room *room);
/* Appends CALL; item: which one of scenario.do_, from 1, 0 in a step. */
void conf_live_show_call(struct conf_live *live, uint8_t app, const struct conf_call *call,
                         uint8_t job, uint8_t file, uint8_t item);
/* Appends RESULT, keeps what later calls need, gives it back. */
struct conf_event conf_live_show_result(struct conf_live *live, uint8_t app,
                                        const struct conf_call *call, uint8_t job, uint8_t file,
                                        uint8_t item, const struct conf_message *reply);
/* Sends to the peer and waits for the reply, peer->reply. */
bool conf_live_ask(struct conf_peer *peer, struct conf_message *message, const char *what);

/* live_handlers.c */
struct conf_live_run *conf_live_new_run(struct conf_live *live);
/* Its response is taken, and it goes on to its first wait. */
void conf_live_begin(struct conf_live *live, struct conf_live_run *run);
/* A reply to a call made inside one; false: nobody waits for it. */
bool conf_live_answered(struct conf_peer *peer, const struct conf_message *reply);
/* Those whose gate lets them. */
void conf_live_go_on(struct conf_live *live);
/* The script's call has come back: a death that waited for it comes now. */
void conf_live_die_now(struct conf_peer *peer);
/* All of a process that ended are lost. */
void conf_live_lose_runs(struct conf_peer *peer);

/* live_driver.c */
/* Time that nobody needs is skipped. */
bool conf_live_jumps(const struct conf_live *live);
/* The service runs again and has its network, whatever the scenario left. */
void conf_live_restore(struct conf_live *live);
void conf_live_make_driver(struct conf_live *live);

#endif
