#include "conformance/runner_parts.h"

enum { GRACE_WINDOWS = 2 };

struct conf_awaited conf_await_from(struct conf_runner *runner)
{
  return (struct conf_awaited){
      .since = runner->driver->trace->count,
      .start_us = runner->driver->now_us(runner->driver),
      .event = CONF_NOT_FOUND,
      .state = BN_NO_JOB,
  };
}

/* ---- one look ---- */

static bool look_single(struct conf_runner *r, const struct conf_expect *x, unsigned *from,
                        uint64_t until_us)
{
  unsigned event = conf_log_find(&r->log, x, *from, until_us);

  if (event != CONF_NOT_FOUND) {
    conf_log_take(&r->log, x, *from, event);
    return true;
  }
  if (!x->until_return && !x->error_written)
    *from = r->driver->trace->count; /* what was there does not fit */
  return false;
}

static unsigned larger(unsigned a, unsigned b)
{
  return a > b ? a : b;
}

/* in-order, any-order: whether all were met. behind[i]: the event behind that of child i, 0 while
 * it was not met. */
static bool look_children(struct conf_runner *r, const struct conf_expect *x, uint64_t until_us,
                          unsigned behind[CONF_EXPECTS])
{
  bool ordered = x->kind == CONF_EXPECT_IN_ORDER;

  for (unsigned i = 0; i < x->children; i++) {
    const struct conf_expect *child = &r->scenario->expect[x->first_child + i];
    unsigned from, event;

    if (behind[i] > 0)
      continue;
    from = larger(conf_log_start(&r->log, child), ordered && i > 0 ? behind[i - 1] : 0);
    event = conf_log_find(&r->log, child, from, until_us);
    if (event == CONF_NOT_FOUND && ordered)
      return false;
    if (event == CONF_NOT_FOUND)
      continue;
    conf_log_take(&r->log, child, from, event);
    behind[i] = event + 1;
  }
  for (unsigned i = 0; i < x->children; i++) {
    if (behind[i] == 0)
      return false;
  }
  return true;
}

static bool look_one_of(struct conf_runner *r, const struct conf_expect *x, uint64_t until_us)
{
  const struct conf_expect *first = NULL;
  unsigned least = CONF_NOT_FOUND;

  for (unsigned i = 0; i < x->children; i++) {
    const struct conf_expect *child = &r->scenario->expect[x->first_child + i];
    unsigned event = conf_log_find(&r->log, child, conf_log_start(&r->log, child), until_us);

    if (event < least) {
      least = event;
      first = child;
    }
  }
  if (first == NULL)
    return false;
  conf_log_take(&r->log, first, conf_log_start(&r->log, first), least);
  return true;
}

static bool look_state(struct conf_runner *r, const struct conf_expect *x, uint8_t *state)
{
  if (r->driver->poll(r->driver, x->job, state) != CONF_DID)
    return false;
  for (unsigned i = 0; i < x->states; i++) {
    if (x->state[i] == *state)
      return true;
  }
  return false;
}

/* ---- kinds that are judged when their window is over ---- */

static enum conf_met silence(struct conf_runner *r, const struct conf_expect *x,
                             struct conf_awaited *w)
{
  const struct conf_trace *trace = r->driver->trace;
  unsigned from = w->since;
  bool moved = true;

  while (true) {
    for (; from < trace->count && trace->event[from].at_us <= w->until_us; from++) {
      if (conf_log_is_noise(&r->log, x, from)) {
        w->event = from;
        return CONF_MISSED;
      }
    }
    if (!moved || r->driver->now_us(r->driver) > w->until_us)
      return CONF_MET;
    if (!conf_runner_wait(r, w->until_us, &moved))
      return CONF_STOPPED;
  }
}

static enum conf_met exactly(struct conf_runner *r, const struct conf_expect *x,
                             struct conf_awaited *w)
{
  unsigned from = conf_log_start(&r->log, x), event;

  if (!conf_runner_rest(r, w->until_us))
    return CONF_STOPPED;
  while ((event = conf_log_find(&r->log, x, from, w->until_us)) != CONF_NOT_FOUND) {
    conf_log_take(&r->log, x, from, event);
    from = event + 1;
    w->count++;
  }
  return w->count == x->exactly ? CONF_MET : CONF_MISSED;
}

/* The number must hold when the service rests: four of five is not four. */
static enum conf_met in_flight(struct conf_runner *r, const struct conf_expect *x,
                               struct conf_awaited *w)
{
  bool moved = true;

  while (true) {
    if (!conf_runner_rest(r, r->driver->now_us(r->driver) + r->timing->settle_us))
      return CONF_STOPPED;
    w->count = conf_log_in_flight(&r->log, x->at);
    if (w->count == x->number)
      return CONF_MET;
    if (!moved || r->driver->now_us(r->driver) >= w->until_us)
      return CONF_MISSED;
    if (!conf_runner_wait(r, w->until_us, &moved))
      return CONF_STOPPED;
  }
}

/* ---- kinds that are met as soon as they come ---- */

struct looking {
  unsigned from;
  unsigned behind[CONF_EXPECTS]; /* of the children */
};

static bool look(struct conf_runner *r, const struct conf_expect *x, struct looking *l,
                 struct conf_awaited *w, uint64_t until_us)
{
  if (x->kind == CONF_EXPECT_STATE)
    return look_state(r, x, &w->state);
  if (x->kind == CONF_EXPECT_IN_ORDER || x->kind == CONF_EXPECT_ANY_ORDER)
    return look_children(r, x, until_us, l->behind);
  if (x->kind == CONF_EXPECT_ONE_OF)
    return look_one_of(r, x, until_us);
  return look_single(r, x, &l->from, until_us);
}

static enum conf_met watch(struct conf_runner *r, const struct conf_expect *x, struct looking *l,
                           struct conf_awaited *w, uint64_t until_us)
{
  bool moved = true;

  while (true) {
    if (look(r, x, l, w, until_us))
      return CONF_MET;
    if (!moved || r->driver->now_us(r->driver) > until_us)
      return CONF_MISSED;
    if (!conf_runner_wait(r, until_us, &moved))
      return CONF_STOPPED;
  }
}

/* How long it is waited for: what the scenario says is the service's time, on top of which comes
 * what a real one takes anyhow (nothing on the model). Silence is kept exactly. */
static uint64_t window_us(const struct conf_runner *r, const struct conf_expect *x)
{
  uint64_t written_us = x->within_written ? conf_runner_us(r, x->within_ms) : 0;

  if (x->kind == CONF_EXPECT_SILENCE)
    return x->within_written ? written_us : r->timing->settle_us;
  return written_us + r->timing->window_us;
}

static bool is_predicted(const struct conf_runner *r, const struct conf_expect *x)
{
  return x->kind != CONF_EXPECT_SILENCE && conf_misses_at(r->predicted, x->place);
}

static enum conf_met as_it_comes(struct conf_runner *r, const struct conf_expect *x,
                                 struct conf_awaited *w)
{
  struct looking l = {0};
  /* none on the model */
  uint64_t grace_us = r->answering || is_predicted(r, x) ? 0 : GRACE_WINDOWS * r->timing->window_us;
  enum conf_met met;

  if (x->children == 0 && x->kind != CONF_EXPECT_STATE)
    l.from = conf_log_start(&r->log, x);
  met = watch(r, x, &l, w, w->until_us);
  if (met != CONF_MISSED || grace_us == 0)
    return met;
  met = watch(r, x, &l, w, w->until_us + grace_us);
  return met == CONF_MET ? CONF_MET_LATE : met;
}

static enum conf_met await_kind(struct conf_runner *r, const struct conf_expect *x,
                                struct conf_awaited *w)
{
  switch ((enum conf_expect_kind)x->kind) {
  case CONF_EXPECT_SILENCE:
    return silence(r, x, w);
  case CONF_EXPECT_IN_FLIGHT:
    return in_flight(r, x, w);
  case CONF_EXPECT_ALLOWED:
    r->allowed = true;
    return conf_runner_rest(r, w->until_us) ? CONF_MET : CONF_STOPPED;
  case CONF_EXPECT_CALLBACK:
  case CONF_EXPECT_ACTIVATION:
  case CONF_EXPECT_LAUNCH:
  case CONF_EXPECT_EXIT:
    return x->exactly_written ? exactly(r, x, w) : as_it_comes(r, x, w);
  case CONF_EXPECT_STATE:
  case CONF_EXPECT_IN_ORDER:
  case CONF_EXPECT_ANY_ORDER:
  case CONF_EXPECT_ONE_OF:
    break;
  }
  return as_it_comes(r, x, w);
}

/* When it was met: with the last event that it took; silence and counts at their end. */
static void note_end(const struct conf_runner *r, struct conf_awaited *w, unsigned met_before)
{
  w->end_us = w->start_us;
  w->behind = w->since;
  if (r->log.met == met_before) {
    uint64_t now_us = r->driver->now_us(r->driver);
    w->end_us = now_us < w->until_us ? now_us : w->until_us;
  }
  for (unsigned m = met_before; m < r->log.met; m++) {
    unsigned event = r->log.by[m].event;
    uint64_t at_us = r->driver->trace->event[event].at_us;

    w->behind = larger(w->behind, event + 1);
    w->end_us = at_us > w->end_us ? at_us : w->end_us;
  }
}

enum conf_met conf_await(struct conf_runner *r, const struct conf_expect *x, struct conf_awaited *w)
{
  unsigned met_before = r->log.met;
  enum conf_met met;

  w->until_us = w->start_us + window_us(r, x);
  w->impatient = r->timing->patience_us > 0 && w->until_us > w->start_us + r->timing->patience_us &&
                 x->kind != CONF_EXPECT_SILENCE;
  if (w->impatient)
    w->until_us = w->start_us + r->timing->patience_us;
  if (x->kind == CONF_EXPECT_SILENCE && r->timing->listen_us > 0 &&
      w->until_us > w->start_us + r->timing->listen_us)
    w->until_us = w->start_us + r->timing->listen_us;
  if (is_predicted(r, x) && w->until_us > w->start_us + r->timing->settle_us)
    w->until_us = w->start_us + r->timing->settle_us;
  met = await_kind(r, x, w);
  note_end(r, w, met_before);
  return met;
}

/* ---- in the end ---- */

static bool came(struct conf_runner *r, const struct conf_expect *x)
{
  uint8_t number = (uint8_t)(x - r->scenario->expect);
  unsigned from = conf_log_start(&r->log, x), event;

  for (unsigned m = 0; m < r->log.met; m++)
    if (r->log.by[m].expect == number)
      return true;
  event = conf_log_find(&r->log, x, from, UINT64_MAX);
  if (event == CONF_NOT_FOUND)
    return false;
  conf_log_take(&r->log, x, from, event);
  return true;
}

bool conf_await_again(struct conf_runner *r, const struct conf_expect *x)
{
  unsigned count = 0;

  switch ((enum conf_expect_kind)x->kind) {
  case CONF_EXPECT_CALLBACK:
  case CONF_EXPECT_ACTIVATION:
  case CONF_EXPECT_LAUNCH:
  case CONF_EXPECT_EXIT:
    return came(r, x);
  case CONF_EXPECT_IN_ORDER:
  case CONF_EXPECT_ANY_ORDER:
  case CONF_EXPECT_ONE_OF:
    for (unsigned i = 0; i < x->children; i++)
      count += came(r, &r->scenario->expect[x->first_child + i]);
    return x->kind == CONF_EXPECT_ONE_OF ? count > 0 : count == x->children;
  case CONF_EXPECT_SILENCE:
  case CONF_EXPECT_IN_FLIGHT:
  case CONF_EXPECT_ALLOWED:
  case CONF_EXPECT_STATE:
    break;
  }
  return false;
}
