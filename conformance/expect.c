#include "conformance/expect.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/text.h"

enum { FIRST_ROOM = 256 };

void conf_log_init(struct conf_log *log, const struct conf_trace *trace)
{
  *log = (struct conf_log){.scenario = trace->scenario, .trace = trace};
}

void conf_log_free(struct conf_log *log)
{
  free(log->taken);
  free(log->journal);
  *log = (struct conf_log){0};
}

struct conf_log_mark conf_log_mark(const struct conf_log *log)
{
  return (struct conf_log_mark){log->journaled, log->met};
}

void conf_log_undo(struct conf_log *log, struct conf_log_mark mark)
{
  while (log->journaled > mark.journaled)
    log->taken[log->journal[--log->journaled]] = 0;
  log->met = mark.met;
}

void conf_log_pass(struct conf_log *log, uint64_t now_us)
{
  log->past = log->trace->count;
  log->past_us = now_us;
}

bool conf_log_is_taken(const struct conf_log *log, unsigned event)
{
  return event < log->room && log->taken[event];
}

static void mark_taken(struct conf_log *log, unsigned event)
{
  if (event >= log->room) {
    unsigned room = log->room > 0 ? log->room : FIRST_ROOM;

    while (room <= event)
      room *= 2;
    log->taken = conf_text_grow(log->taken, room);
    log->journal = conf_text_grow(log->journal, room * sizeof *log->journal);
    memset(log->taken + log->room, 0, room - log->room);
    log->room = room;
  }
  if (log->taken[event])
    return;
  log->taken[event] = 1;
  log->journal[log->journaled++] = event;
}

/* ---- what fits ---- */

static bool is_at(struct conf_receiver at, const struct conf_event *event)
{
  switch ((enum conf_receiver_kind)at.kind) {
  case CONF_ANYWHERE:
    return true;
  case CONF_AT_OBJECT:
    return event->object == at.index && (at.instance == 0 || event->instance == at.instance);
  case CONF_AT_APP:
    return event->app == at.index;
  case CONF_AT_PROGRAM:
    return event->program == at.index;
  }
  return false;
}

static bool is_for(const struct conf_expect *expect, const struct conf_event *event)
{
  return (expect->job == BN_NONE || expect->job == event->job) &&
         (expect->file == BN_NONE || expect->file == event->file);
}

static bool fits_callback(const struct conf_expect *expect, const struct conf_event *event)
{
  return event->kind == CONF_EV_BEGIN && event->event == expect->event &&
         is_at(expect->at, event) && is_for(expect, event) &&
         (!expect->error_written || expect->error == event->error) &&
         (!expect->context_written || expect->context == event->context);
}

/* The later event of this kind that belongs to the same callback, activation or launch. */
static unsigned sequel(const struct conf_log *log, unsigned event, enum conf_event_kind kind)
{
  uint16_t call = log->trace->event[event].call;

  for (unsigned i = event + 1; call != 0 && i < log->trace->count; i++) {
    if (log->trace->event[i].kind == kind && log->trace->event[i].call == call)
      return i;
  }
  return CONF_NOT_FOUND;
}

static bool fits_activation(const struct conf_log *log, const struct conf_expect *expect,
                            unsigned i)
{
  const struct conf_event *event = &log->trace->event[i];
  unsigned result;

  if (event->kind != CONF_EV_ACTIVATION || !is_at(expect->at, event) || !is_for(expect, event))
    return false;
  if (!expect->error_written)
    return true;
  result = sequel(log, i, CONF_EV_ACTIVATED);
  return result != CONF_NOT_FOUND && log->trace->event[result].hresult == expect->error;
}

/* A launch that failed is something nobody sees, unless its error is asked for. */
static bool is_launch(const struct conf_event *event)
{
  return event->kind == CONF_EV_LAUNCH && !bn_failed(event->hresult);
}

static bool fits_exit(const struct conf_expect *expect, const struct conf_event *event)
{
  if (expect->at.kind == CONF_AT_APP)
    return event->kind == CONF_EV_END && is_at(expect->at, event);
  return event->kind == CONF_EV_EXIT && is_at(expect->at, event) && is_for(expect, event) &&
         (!expect->code_written || expect->code == event->code);
}

bool conf_log_fits(const struct conf_log *log, const struct conf_expect *expect, unsigned i)
{
  const struct conf_event *event = &log->trace->event[i];

  if (expect->kind == CONF_EXPECT_CALLBACK)
    return fits_callback(expect, event);
  if (expect->kind == CONF_EXPECT_ACTIVATION)
    return fits_activation(log, expect, i);
  if (expect->kind == CONF_EXPECT_LAUNCH)
    return event->kind == CONF_EV_LAUNCH && is_at(expect->at, event) && is_for(expect, event) &&
           (expect->error_written ? expect->error == event->hresult : is_launch(event));
  assert(expect->kind == CONF_EXPECT_EXIT);
  return fits_exit(expect, event);
}

bool conf_log_is_noise(const struct conf_log *log, const struct conf_expect *silence, unsigned i)
{
  const struct conf_event *event = &log->trace->event[i];

  return (event->kind == CONF_EV_BEGIN || event->kind == CONF_EV_ACTIVATION || is_launch(event)) &&
         is_at(silence->at, event) && is_for(silence, event);
}

/* ---- finding and taking ---- */

static bool same_four(const struct conf_expect *a, const struct conf_expect *b)
{
  return a->kind == b->kind && (a->kind != CONF_EXPECT_CALLBACK || a->event == b->event) &&
         a->at.kind == b->at.kind && a->at.index == b->at.index &&
         a->at.instance == b->at.instance && a->job == b->job && a->file == b->file;
}

unsigned conf_log_start(const struct conf_log *log, const struct conf_expect *expect)
{
  unsigned start = 0;

  for (unsigned i = 0; i < log->met; i++) {
    if (same_four(&log->scenario->expect[log->by[i].expect], expect) && log->by[i].event >= start)
      start = log->by[i].event + 1;
  }
  return start;
}

/* What comes from a real service may be noted later than it began. */
static bool is_past(const struct conf_log *log, unsigned i)
{
  const struct conf_event *event = &log->trace->event[i];

  return event->kind == CONF_EV_BEGIN && event->event == BN_JOB_MODIFICATION &&
         (i < log->past || event->at_us < log->past_us);
}

unsigned conf_log_find(const struct conf_log *log, const struct conf_expect *expect, unsigned from,
                       uint64_t until_us)
{
  const struct conf_event *event = log->trace->event;
  unsigned end;

  for (unsigned i = from; i < log->trace->count && event[i].at_us <= until_us; i++) {
    if (conf_log_is_taken(log, i) || is_past(log, i) || !conf_log_fits(log, expect, i))
      continue;
    if (!expect->until_return)
      return i;
    end = sequel(log, i, CONF_EV_RETURN);
    if (end != CONF_NOT_FOUND)
      return event[end].at_us <= until_us ? i : CONF_NOT_FOUND;
    if (sequel(log, i, CONF_EV_LOST) == CONF_NOT_FOUND)
      return CONF_NOT_FOUND; /* it may yet return */
  }
  return CONF_NOT_FOUND;
}

/* The activation that led to this callback: of the same number, or, where the numbers of a real
 * implementation do not tell, the last one at that app for that job. */
static unsigned activation_of(const struct conf_log *log, unsigned begin)
{
  const struct conf_event *event = log->trace->event;

  if (event[begin].instance == 0)
    return CONF_NOT_FOUND;
  for (unsigned i = begin; i-- > 0;) {
    if (event[i].kind == CONF_EV_BEGIN && event[i].object == event[begin].object &&
        event[i].instance == event[begin].instance)
      return CONF_NOT_FOUND; /* it was led there already */
    if (event[i].kind != CONF_EV_ACTIVATION || event[i].app != event[begin].app)
      continue;
    if (event[i].call != 0 && event[begin].call != 0
            ? event[i].call == event[begin].call
            : event[i].job == event[begin].job || event[i].job == BN_NONE)
      return i;
  }
  return CONF_NOT_FOUND;
}

void conf_log_take(struct conf_log *log, const struct conf_expect *expect, unsigned from,
                   unsigned event)
{
  unsigned activation = activation_of(log, event);

  if (expect->until_return) {
    for (unsigned i = from; i < event; i++) {
      if (conf_log_fits(log, expect, i))
        mark_taken(log, i);
    }
  }
  mark_taken(log, event);
  if (activation != CONF_NOT_FOUND && log->trace->event[event].kind == CONF_EV_BEGIN)
    mark_taken(log, activation);
  if (log->met < CONF_EXPECTS) {
    log->by[log->met].expect = (uint8_t)(expect - log->scenario->expect);
    log->by[log->met++].event = event;
  }
}

/* ---- the end ---- */

/* A repeat of what met an expectation of "at least once". */
static bool is_repeat(const struct conf_log *log, unsigned i)
{
  const struct conf_event *event = log->trace->event;

  for (unsigned m = 0; m < log->met; m++) {
    const struct conf_expect *expect = &log->scenario->expect[log->by[m].expect];
    const struct conf_event *first = &event[log->by[m].event];

    if (!expect->exactly_written && log->by[m].event < i && first->kind == event[i].kind &&
        first->event == event[i].event && first->job == event[i].job &&
        first->file == event[i].file && is_at(expect->at, &event[i]))
      return true;
  }
  return false;
}

/* An activation is judged with the callback that it led to. */
static bool led_to_callback(const struct conf_log *log, unsigned i)
{
  const struct conf_event *event = log->trace->event;

  for (unsigned n = i + 1; n < log->trace->count; n++) {
    if (event[n].kind == CONF_EV_BEGIN && event[n].app == event[i].app &&
        activation_of(log, n) == i)
      return true;
  }
  return false;
}

unsigned conf_log_left_over(const struct conf_log *log, unsigned from)
{
  for (unsigned i = from; i < log->trace->count; i++) {
    const struct conf_event *event = &log->trace->event[i];

    if (event->kind != CONF_EV_BEGIN && event->kind != CONF_EV_ACTIVATION && !is_launch(event))
      continue;
    if (event->kind == CONF_EV_BEGIN && event->event == BN_JOB_MODIFICATION)
      continue;
    if (conf_log_is_taken(log, i) || is_repeat(log, i))
      continue;
    if (event->kind == CONF_EV_ACTIVATION && led_to_callback(log, i))
      continue;
    return i;
  }
  return CONF_NOT_FOUND;
}

unsigned conf_log_in_flight(const struct conf_log *log, struct conf_receiver at)
{
  unsigned inside = 0;

  for (unsigned i = 0; i < log->trace->count; i++) {
    const struct conf_event *event = &log->trace->event[i];

    if (!is_at(at, event))
      continue;
    inside += event->kind == CONF_EV_BEGIN || is_launch(event);
    if (event->kind == CONF_EV_RETURN || event->kind == CONF_EV_LOST || event->kind == CONF_EV_EXIT)
      inside--;
  }
  return inside;
}
