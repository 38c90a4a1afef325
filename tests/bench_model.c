/* What the four operations cost that a search over the model would be made of: on every state of a
 * run in which an application is told that its one, two or three jobs are transferred. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "sim/model.h"

enum { STATES = 256, ROUNDS = 2000 };

struct path {
  struct bn_world world;
  unsigned count;
  struct bn_state state[STATES];
  struct bn_action action[STATES]; /* the first that state[i] enables */
};

static void must(enum bn_step step, const char *what)
{
  if (step == BN_DONE)
    return;
  (void)fprintf(stderr, "bench_model: %s: not done (%d)\n", what, (int)step);
  exit(EXIT_FAILURE);
}

/* One application, one object; every open cell has its default, so that nothing is asked. */
static struct bn_world small_world(void)
{
  struct bn_world world = bn_documented();

  world.users = world.apps = world.objects = world.files = 1;
  world.app[0].running = 1;
  world.object[0].level = 2;
  world.file[0].answers = 1;
  world.file[0].answer[0].status = 200;
  for (bn_knob k = 0; k < BN_KNOBS; k++)
    world.knob[k] = bn_knob_row(k)->usual;
  return world;
}

static void call(struct path *path, struct bn_state *state, uint8_t job, enum bn_method method)
{
  struct bn_effects effects;
  bn_knob asked;
  struct bn_input input = {
      .kind = BN_IN_CALL,
      .job = job,
      .method = (uint8_t)method,
      .class_ = BN_NONE,
      .program = BN_NONE,
  };

  if (method == BN_SetNotifyFlags)
    input.value = BN_FLAG_JOB_TRANSFERRED | BN_FLAG_JOB_ERROR | BN_FLAG_FILE_TRANSFERRED;
  must(bn_input(&path->world, state, &input, &effects, &asked), bn_method_text(method));
}

/* Lets the handlers that are inside return. */
static void return_all(struct path *path, struct bn_state *state)
{
  struct bn_effects effects;
  bn_knob asked;

  for (uint8_t c = 0; c < BN_CALLS; c++) {
    struct bn_input input = {.kind = BN_IN_RETURN, .call = c};
    if (state->call[c].stage == BN_INSIDE)
      must(bn_input(&path->world, state, &input, &effects, &asked), "return");
  }
}

static void walk(struct path *path, uint8_t jobs)
{
  struct bn_state state;
  struct bn_actions actions;
  struct bn_effects effects;
  bn_knob asked;

  path->world = small_world();
  state = bn_start(&path->world);
  for (uint8_t j = 0; j < jobs; j++) {
    call(path, &state, j, BN_CreateJob);
    call(path, &state, j, BN_AddFile);
    call(path, &state, j, BN_SetNotifyFlags);
    call(path, &state, j, BN_SetNotifyInterface);
    call(path, &state, j, BN_Resume);
  }
  path->count = 0;
  while (path->count < STATES) {
    must(bn_enabled(&path->world, &state, &actions, &asked), "enabled");
    if (actions.count == 0)
      break;
    path->state[path->count] = state;
    path->action[path->count++] = actions.item[0];
    must(bn_fire(&path->world, &state, actions.item[0], &effects, &asked), "fire");
    return_all(path, &state);
  }
}

/* Keeps the compiler from leaving out what it would not see used. */
static volatile unsigned sink;

static void copy_one(const struct path *path, unsigned i)
{
  static struct bn_state copy;

  copy = path->state[i];
  sink = sink + ((volatile struct bn_state *)&copy)->up;
}

static void encode_one(const struct path *path, unsigned i)
{
  uint8_t bytes[BN_ENCODED_MAX];

  sink = sink + (unsigned)bn_encode(&path->state[i], bytes);
}

static void enabled_one(const struct path *path, unsigned i)
{
  struct bn_actions actions;
  bn_knob asked;

  must(bn_enabled(&path->world, &path->state[i], &actions, &asked), "enabled");
  sink = sink + actions.count;
}

static void fire_one(const struct path *path, unsigned i)
{
  struct bn_state next = path->state[i];
  struct bn_effects effects;
  bn_knob asked;

  must(bn_fire(&path->world, &next, path->action[i], &effects, &asked), "fire");
  sink = sink + effects.count;
}

static uint64_t nanoseconds(const struct path *path, void (*one)(const struct path *, unsigned))
{
  uint64_t start = uv_hrtime();

  for (unsigned round = 0; round < ROUNDS; round++)
    for (unsigned i = 0; i < path->count; i++)
      one(path, i);
  return (uv_hrtime() - start) / ((uint64_t)ROUNDS * path->count);
}

static size_t encoded_most(const struct path *path)
{
  uint8_t bytes[BN_ENCODED_MAX];
  size_t most = 0;

  for (unsigned i = 0; i < path->count; i++) {
    size_t count = bn_encode(&path->state[i], bytes);
    most = count > most ? count : most;
  }
  return most;
}

int main(void)
{
  static struct path path;

  printf("model: a state has %u bytes\n", (unsigned)sizeof(struct bn_state));
  for (uint8_t jobs = 1; jobs <= 3; jobs++) {
    walk(&path, jobs);
    printf("model: %u job%s, %u states: copy %" PRIu64 " ns, encode %" PRIu64
           " ns, enabled %" PRIu64 " ns, copy and fire %" PRIu64 " ns, encoded at most %u bytes\n",
           (unsigned)jobs, jobs == 1 ? "" : "s", path.count, nanoseconds(&path, copy_one),
           nanoseconds(&path, encode_one), nanoseconds(&path, enabled_one),
           nanoseconds(&path, fire_one), (unsigned)encoded_most(&path));
  }
  return 0;
}
