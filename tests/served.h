/* tests/served.h - the service without COM, with a front that notes what it was asked to do.
 *
 *   served_start();  ...  served_end();         around each test
 *   served_make_job(); served_set_object("watcher", 2); served_resume();
 *   served_await("tell JobTransferred watcher", 1);
 *
 * The front notes "tell EVENT OBJECT", "activate", "release activated", "launch PROGRAM" and "fetch
 * URL". Every wait ends by an event, after at most the minute that a test has. */
#ifndef TESTS_SERVED_H
#define TESTS_SERVED_H

#include "conformance/serve/serve.h"

extern struct conf_serve *served; /* NULL: closed by the test */
extern struct conf_serve_options served_options;
extern const struct conf_serve_doors served_doors;
extern char served_folder[64], served_journal[128];
extern char served_job[CONF_GUID_TEXT]; /* the one made last */
/* What the front answers from now on. */
extern bool served_process_lives;
extern int32_t served_handler_returns, served_activation_returns;
extern bool served_handlers_wait, served_fetches_wait; /* before the start of what shall wait */
extern bool served_activations_wait, served_releases_wait;
extern struct bn_answer served_origin_answer;
extern uint8_t served_launched_call;
extern uint32_t served_launched_ticket;

/* A service with documented behaviour and no journal, in a new folder; and its end. */
void served_start(void);
void served_end(void);
/* Opens it again with served_options. */
void served_open(void);
/* Forgets what the front noted. */
void served_forget(void);

void served_set(bool *flag, bool value);
unsigned served_times(const char *what);
/* Waits until the front was asked for it `count` times. */
void served_await(const char *what, unsigned count);
void served_await_state(unsigned state);

/* A client; job: served_job unless the call says otherwise. */
struct conf_serve_answer served_call(struct conf_serve_call call);
void served_must(struct conf_serve_call call);
void served_make_job(void);
void served_set_object(const char *name, uint8_t level);
void served_set_class(void);
void served_resume(void);
unsigned served_state(void);
/* A line of the control pipe, which must be obeyed; the milliseconds that "skip" told so far. */
extern uint64_t served_skipped_ms;
void served_tell(const char *line);

#endif
