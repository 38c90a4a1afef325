#include "conformance/driver_recorded.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* An event that came at the end of a wait may be stamped a little before it. */
enum { REAL_SLACK_US = 100000 };

static struct conf_recorded *self_of(struct conf_driver *driver)
{
  return driver->self;
}

static bool is_real(const struct conf_recorded *r)
{
  return strcmp(r->recording->clock, "virtual") != 0;
}

__attribute__((format(printf, 2, 3))) static enum conf_did unseen(struct conf_recorded *r,
                                                                  const char *format, ...)
{
  va_list list;

  va_start(list, format);
  (void)vsnprintf(r->driver.sentence, sizeof r->driver.sentence, format, list);
  va_end(list);
  return CONF_DID_UNSEEN;
}

/* ---- events ---- */

/* Steps are played in the order of their numbers; the drain (0) comes last. */
static unsigned place_of(const uint8_t step[3])
{
  return step[0] == 0 ? UINT32_MAX : (unsigned)step[0] << 16 | (unsigned)step[1] << 8 | step[2];
}

/* The next event to give; NULL: only the end is left. */
static const struct conf_event *upcoming(const struct conf_recorded *r)
{
  const struct conf_event *event = &r->recording->event[r->next];

  return event->kind == CONF_EV_DONE ? NULL : event;
}

/* The next event, when it came in the step under way. */
static const struct conf_event *of_this_step(const struct conf_recorded *r)
{
  const struct conf_event *event = upcoming(r);

  return event != NULL && place_of(event->step) == place_of(r->driver.trace->step) ? event : NULL;
}

/* The model shows every change but the first state; a real service what a poll saw. */
static void note_state(struct conf_recorded *r, const struct conf_event *event)
{
  if (event->job >= BN_JOBS)
    return;
  if (event->kind == CONF_EV_STATE && event->state < BN_JOB_STATE_COUNT)
    r->state[event->job] = event->state;
  if (!is_real(r) && event->kind == CONF_EV_RESULT && event->method == BN_CreateJob &&
      !bn_failed(event->hresult))
    r->state[event->job] = BN_SUSPENDED;
}

/* Gives the next event, in the step in which it was recorded. */
static const struct conf_event *give(struct conf_recorded *r)
{
  const struct conf_event *event = &r->recording->event[r->next++];
  struct conf_trace *trace = r->driver.trace;
  uint8_t step[3];

  memcpy(step, trace->step, sizeof step);
  memcpy(trace->step, event->step, sizeof step);
  event = conf_trace_add(trace, event);
  memcpy(trace->step, step, sizeof step);
  note_state(r, event);
  if (event->at_us > r->now_us)
    r->now_us = event->at_us;
  return event;
}

/* Gives what the origin answered, which decides nothing. What then is next in this step. */
static const struct conf_event *behind_requests(struct conf_recorded *r)
{
  const struct conf_event *event;

  while ((event = of_this_step(r)) != NULL && event->kind == CONF_EV_REQUEST)
    give(r);
  return event;
}

/* ---- the driver ---- */

/* What came in earlier steps behind what decided them. */
static void recorded_step(struct conf_driver *driver)
{
  struct conf_recorded *r = self_of(driver);
  const struct conf_event *event;

  while ((event = upcoming(r)) != NULL && place_of(event->step) < place_of(driver->trace->step))
    give(r);
}

static enum conf_did recorded_call(struct conf_driver *driver, uint8_t app,
                                   const struct conf_call *call, struct conf_event *result)
{
  struct conf_recorded *r = self_of(driver);
  bool found = false;

  while (of_this_step(r) != NULL) {
    const struct conf_event *event = give(r);
    bool fits = event->kind == CONF_EV_RESULT && !event->from_handler && event->app == app &&
                event->method == call->method;
    if (fits && !found)
      *result = *event;
    found = found || fits;
  }
  return found
             ? CONF_DID
             : unseen(r, "the recording holds no result of %s here", bn_method_text(call->method));
}

static enum conf_did recorded_world(struct conf_driver *driver,
                                    const struct conf_world_event *event)
{
  struct conf_recorded *r = self_of(driver);
  bool found = false;

  (void)event;
  while (of_this_step(r) != NULL)
    found = give(r)->kind == CONF_EV_WORLD || found;
  return found ? CONF_DID : unseen(r, "the recording does not hold this event of the world");
}

/* All that came in this step until then is given at once: had an earlier part of it decided the
 * step, the rest would have come in a later one. */
static enum conf_did recorded_wait(struct conf_driver *driver, uint64_t until_us, bool *moved)
{
  struct conf_recorded *r = self_of(driver);
  const struct conf_event *event;
  uint64_t slack_us = is_real(r) ? REAL_SLACK_US : 0;

  *moved = false;
  while ((event = of_this_step(r)) != NULL && event->at_us <= until_us &&
         (event->kind != CONF_EV_QUIET || !*moved)) {
    give(r);
    *moved = true;
  }
  if (*moved)
    return CONF_DID;
  if (r->recording->event[r->next].at_us + slack_us < until_us)
    return unseen(
        r, "the recording goes on at %" PRIu64 " ms; it was not listened until %" PRIu64 " ms",
        r->recording->event[r->next].at_us / 1000, until_us / 1000);
  event = behind_requests(r);
  if (event != NULL && event->kind == CONF_EV_QUIET)
    give(r);
  if (until_us > r->now_us)
    r->now_us = until_us;
  return CONF_DID;
}

/* A real service shows a state only when asked: then what is next may be its answer. */
static enum conf_did recorded_poll(struct conf_driver *driver, uint8_t job, uint8_t *state)
{
  struct conf_recorded *r = self_of(driver);
  const struct conf_event *event = is_real(r) ? of_this_step(r) : NULL;

  if (event != NULL)
    event = behind_requests(r);
  if (event != NULL && event->kind == CONF_EV_STATE && event->job == job)
    give(r);
  *state = r->state[job];
  return CONF_DID;
}

static uint64_t recorded_now_us(struct conf_driver *driver)
{
  return self_of(driver)->now_us;
}

static void recorded_close(struct conf_driver *driver)
{
  (void)driver;
}

/* ---- opening ---- */

static void copy_header(struct conf_trace *to, const struct conf_trace *from)
{
  memcpy(to->implementation, from->implementation, sizeof to->implementation);
  memcpy(to->version, from->version, sizeof to->version);
  memcpy(to->host, from->host, sizeof to->host);
  memcpy(to->clock, from->clock, sizeof to->clock);
  memcpy(to->tool, from->tool, sizeof to->tool);
  memcpy(to->sha256, from->sha256, sizeof to->sha256);
  to->path = conf_trace_keep(to, from->path);
}

void conf_recorded_open(struct conf_recorded *r, const struct conf_trace *recording,
                        struct conf_trace *trace)
{
  *r = (struct conf_recorded){
      .driver = {.name = "recorded",
                 .self = r,
                 .trace = trace,
                 .step = recorded_step,
                 .call = recorded_call,
                 .world = recorded_world,
                 .wait = recorded_wait,
                 .poll = recorded_poll,
                 .now_us = recorded_now_us,
                 .close = recorded_close},
      .recording = recording,
  };
  memset(r->state, BN_NO_JOB, sizeof r->state);
  copy_header(trace, recording);
}

unsigned conf_recorded_left(const struct conf_recorded *r)
{
  unsigned left = 0;

  for (unsigned i = r->next; i < r->recording->count; i++) {
    uint8_t kind = r->recording->event[i].kind;
    left += kind != CONF_EV_DONE && kind != CONF_EV_QUIET && kind != CONF_EV_REQUEST;
  }
  return left;
}
