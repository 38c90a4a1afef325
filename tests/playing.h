/* tests/playing.h - a few words to play with the model in unit tests.
 *
 *   struct play p = play_start();              one user, apps A (0) and B (1), server S (2) of
 * class 0 play_ready_job(&p, 0, 200);                job 0 of app A, one file, resumed
 *   play_call(&p, A, BN_SetNotifyInterface, (struct bn_input){.object = 0});
 *   play_settle(&p);                           the service acts until it rests at this instant
 *   ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
 *
 * Objects: 0 and 1 live in A, 2 in B, 3 in S (what class 0 creates), 4 in A with only
 * IBackgroundCopyCallback. Program 0 can be launched. Open cells have their usual value. Handlers
 * do not return by themselves. Every step checks the invariants. */
#ifndef TESTS_PLAYING_H
#define TESTS_PLAYING_H

#include "sim/model.h"

enum { A, B, S, PLAY_LOG = 256 };

struct play {
  struct bn_world world;
  struct bn_state state;
  unsigned count; /* effects since the last play_forget */
  struct bn_effect log[PLAY_LOG];
};

struct play play_start(void);
/* Sets a cell for the whole play; before the first step. */
void play_set(struct play *p, bn_knob knob, bn_value value);
void play_forget(struct play *p);

/* A play in which the cell named `cell` is `value`. */
struct play play_with(const char *cell, const char *value);

/* One input; fails the test when it is refused. */
void play_input(struct play *p, struct bn_input input);
/* A method of app on job 0 (or input.job): its HRESULT. */
int32_t play_call(struct play *p, unsigned app, unsigned method, struct bn_input input);
/* Fires the first enabled action until nothing is left to do at this instant. */
void play_settle(struct play *p);
/* Time passes, timer by timer. */
void play_advance(struct play *p, uint64_t ms);
/* CreateJob, AddFile of file 0 which answers `status`. */
void play_job(struct play *p, unsigned app, unsigned status);
/* ... and Resume. */
void play_ready_job(struct play *p, unsigned app, unsigned status);
/* Registrations for job 0: an object of app (BN_NONE: NULL), class 0, program 0. */
void play_object(struct play *p, unsigned app, unsigned object);
void play_class(struct play *p);
void play_program(struct play *p);
/* The server of class 0 takes so long to register its class object. */
void play_slow_server(struct play *p, uint32_t ms);

/* The handler of the one call that is inside an object returns; then the service settles. */
void play_return(struct play *p, int32_t hresult);
void play_exit(struct play *p, uint32_t code);

unsigned play_count(const struct play *p, unsigned kind);
/* The last effect of a kind; fails the test when there is none. */
const struct bn_effect *play_last(const struct play *p, unsigned kind);
bool play_fired(const struct play *p, unsigned rule);

#endif
