#include "conformance/runner.h"

#include <string.h>
#include <uv.h>

#include "conformance/driver_sim.h"
#include "conformance/runner_parts.h"

/* ---- letting the service act ---- */

/* Calls made inside handlers are judged like those of steps. */
static void judge_handlers(struct conf_runner *r)
{
  const struct conf_trace *trace = r->driver->trace;

  for (; r->judged < trace->count && !r->stopped; r->judged++) {
    const struct conf_event *event = &trace->event[r->judged];
    const struct conf_do *item;

    if (event->kind != CONF_EV_RESULT || !event->from_handler || event->item == 0)
      continue;
    item = &r->scenario->do_[event->item - 1];
    r->made[event->item - 1] = 1;
    if (!conf_call_holds(&item->call, event))
      conf_fail_call(r, &item->call, item->place, event);
  }
}

static bool is_fine(struct conf_runner *r, enum conf_did did)
{
  judge_handlers(r);
  if (did != CONF_DID && !r->stopped)
    conf_fail_driver(r, did);
  return !r->stopped;
}

bool conf_runner_wait(struct conf_runner *r, uint64_t until_us, bool *moved)
{
  return is_fine(r, r->driver->wait(r->driver, until_us, moved));
}

uint64_t conf_runner_us(const struct conf_runner *r, uint64_t ms)
{
  double scale = r->timing->scale;

  return scale > 0 ? (uint64_t)((double)ms * 1000 * scale) : ms * 1000;
}

bool conf_runner_rest(struct conf_runner *r, uint64_t until_us)
{
  bool moved = true;

  while (moved) {
    if (!conf_runner_wait(r, until_us, &moved))
      return false;
  }
  return true;
}

/* ---- steps ---- */

static void play_call(struct conf_runner *r, const struct conf_step *step)
{
  struct conf_event result;
  enum conf_did did = r->driver->call(r->driver, step->app, &step->call, &result);

  r->result->place = step->place;
  if (is_fine(r, did) && !conf_call_holds(&step->call, &result))
    conf_fail_call(r, &step->call, step->place, &result);
}

static void advance(struct conf_runner *r, uint64_t ms)
{
  if (conf_runner_rest(r, r->driver->now_us(r->driver) + conf_runner_us(r, ms)))
    conf_log_pass(&r->log, r->driver->now_us(r->driver));
}

static void play_world(struct conf_runner *r, const struct conf_step *step)
{
  r->result->place = step->place;
  if (step->world.kind == CONF_WORLD_ADVANCE)
    advance(r, step->world.ms);
  else
    (void)is_fine(r, r->driver->world(r->driver, &step->world));
}

static void play_expect(struct conf_runner *r, const struct conf_step *step)
{
  const struct conf_expect *expect = &r->scenario->expect[step->expect];
  struct conf_awaited awaited = conf_await_from(r);
  enum conf_met met;

  r->result->place = expect->place;
  met = conf_await(r, expect, &awaited);
  if (met == CONF_MISSED || met == CONF_MET_LATE)
    conf_fail_expect(r, expect, &awaited, met);
}

/* Tells the trace and the driver which step is under way; {0}: the drain. */
static void begin_step(struct conf_runner *r, const uint8_t number[3])
{
  memcpy(r->driver->trace->step, number, sizeof r->driver->trace->step);
  if (r->driver->step != NULL)
    r->driver->step(r->driver);
}

static void time_step(struct conf_result *result, const struct conf_step *step, uint64_t began_ns)
{
  size_t steps = ++result->steps;
  struct conf_step_time *times =
      conf_text_grow(result->step_time, steps * sizeof *result->step_time);

  times[steps - 1].us = (uv_hrtime() - began_ns) / 1000;
  memcpy(times[steps - 1].step, step->number, sizeof step->number);
  result->step_time = times;
}

static void play_step(struct conf_runner *r, const struct conf_step *step)
{
  uint64_t began_ns = uv_hrtime();

  begin_step(r, step->number);
  switch ((enum conf_step_kind)step->kind) {
  case CONF_STEP_CALL:
    play_call(r, step);
    break;
  case CONF_STEP_WORLD:
    play_world(r, step);
    break;
  case CONF_STEP_EXPECT:
    play_expect(r, step);
    break;
  case CONF_STEP_TOGETHER:
    for (unsigned l = 0; l < step->lanes; l++) {
      for (unsigned i = 0; i < step->lane[l].count && !r->stopped; i++)
        play_step(r, &r->scenario->step[step->lane[l].first + i]);
    }
    return; /* each of them has its time */
  }
  time_step(r->result, step, began_ns);
}

/* What was missed, as may be, and has come behind its time is expected all the same. It must be
 * late under the profile as well. */
static void look_again(struct conf_runner *r)
{
  for (unsigned i = 0; i < r->scenario->expects && !r->stopped; i++) {
    const struct conf_expect *expect = &r->scenario->expect[i];

    if (!conf_misses_at(r->noted, expect->place) || !conf_await_again(r, expect))
      continue;
    conf_misses_note_late(r->noted, expect->place);
    if (r->predicted != NULL && !conf_misses_are_late(r->predicted, expect->place))
      conf_fail_late(r, expect);
  }
}

/* The service comes to rest; what then is left over was expected by nobody. */
static void drain(struct conf_runner *r)
{
  unsigned left;

  if (!conf_runner_rest(r, r->driver->now_us(r->driver) + r->timing->drain_us))
    return;
  look_again(r);
  left = r->allowed ? CONF_NOT_FOUND : conf_log_left_over(&r->log, 0);
  while (left != CONF_NOT_FOUND && !r->stopped) {
    conf_fail_left_over(r, left);
    left = conf_log_left_over(&r->log, left + 1);
  }
}

/* What a handler's call was to return or give was not looked at when no handler came to it. */
static void check_made(struct conf_runner *r)
{
  for (unsigned i = 0; i < r->scenario->dos && !r->stopped; i++) {
    const struct conf_do *item = &r->scenario->do_[i];
    if (item->kind == CONF_DO_CALL && !r->made[i] &&
        (item->call.returns.written || item->call.gives_written))
      conf_fail_not_made(r, item);
  }
}

static void finish(struct conf_runner *r)
{
  struct conf_event done = conf_event_of(CONF_EV_DONE);
  struct conf_trace *trace = r->driver->trace;

  if (!r->stopped && trace->unknown > 0)
    conf_fail_unknown(r);
  if (!r->stopped) {
    r->result->verdict = CONF_PASS;
    r->result->place = (struct conf_place){0, 0};
  }
  memcpy(r->result->step, trace->step, sizeof trace->step);
  done.at_us = r->driver->now_us(r->driver);
  r->result->virtual_ms = done.at_us / 1000;
  memset(trace->step, 0, sizeof trace->step);
  /* `end` says that nothing is missing: what fell over is told no further. */
  if (!r->fell)
    conf_trace_add(trace, &done);
}

struct conf_timing conf_timing_real(double scale)
{
  return (struct conf_timing){
      .window_us = (uint64_t)(10e6 * scale),
      .settle_us = (uint64_t)(1e6 * scale),
      .drain_us = (uint64_t)(1e6 * scale),
      .scale = scale,
  };
}

struct conf_timing conf_timing_fast(double scale, double speed)
{
  struct conf_timing timing = conf_timing_real(scale);

  timing.scale /= speed;
  return timing;
}

/* The whole script with what belongs to it. */
static void perform(struct conf_runner *r)
{
  const struct conf_scenario *scenario = r->scenario;

  r->result->path = conf_text_copy(scenario->path);
  r->result->title = conf_text_copy(scenario->title);
  conf_log_init(&r->log, r->driver->trace);
  for (unsigned i = 0; i < scenario->top_steps && !r->stopped; i++)
    play_step(r, &scenario->step[i]);
  if (!r->stopped)
    begin_step(r, (const uint8_t[3]){0});
  if (!r->stopped && scenario->question != NULL)
    conf_answers(r);
  if (!r->stopped)
    drain(r);
  if (!r->stopped)
    check_made(r);
  finish(r);
  conf_log_free(&r->log);
}

/* All that was missed was predicted: the first one tells. */
static void excuse(struct conf_runner *r)
{
  struct conf_text reason = {0};

  conf_text_format(&reason, "%s, as %s does", r->noted->item[0].sentence, r->predicted->profile);
  r->result->verdict = CONF_KNOWN;
  r->result->place = r->noted->item[0].place;
  r->result->reason = reason.bytes;
}

/* The profile is of a service that misses more. */
static void tell_predicted(struct conf_runner *r)
{
  struct conf_text predicted = {0};

  conf_text_format(&predicted, "%s: %s", r->predicted->profile, r->predicted->item[0].sentence);
  r->result->predicted = predicted.bytes;
}

void conf_run(const struct conf_scenario *scenario, struct conf_driver *driver,
              const struct conf_timing *timing, const struct conf_misses *predicted,
              struct conf_result *result)
{
  struct conf_misses noted = {0};
  struct conf_runner r = {.scenario = scenario,
                          .driver = driver,
                          .timing = timing,
                          .result = result,
                          .predicted = predicted,
                          .noted = predicted == NULL ? NULL : &noted};

  perform(&r);
  if (result->verdict == CONF_PASS && noted.count > 0)
    excuse(&r);
  else if (result->verdict == CONF_PASS && predicted != NULL && predicted->count > 0)
    tell_predicted(&r);
  conf_misses_free(&noted);
}

static const struct conf_timing at_once = {0};

void conf_run_sim(const struct conf_scenario *scenario, const struct conf_profile *profile,
                  struct conf_trace *trace, struct conf_result *result)
{
  struct conf_sim sim;

  conf_sim_open(&sim, scenario, profile, trace);
  conf_run(scenario, &sim.driver, &at_once, NULL, result);
  conf_sim_report(&sim, result);
}

/* Once on the model, with what may be missed; the time that it took. */
static uint64_t rehearse(const struct conf_scenario *scenario, const struct conf_profile *profile,
                         uint64_t listen_us, const struct conf_misses *predicted,
                         struct conf_misses *noted)
{
  struct conf_result result = {0};
  struct conf_trace trace;
  struct conf_sim sim;
  struct conf_timing timing = {.listen_us = listen_us};
  struct conf_runner r = {.scenario = scenario,
                          .driver = &sim.driver,
                          .timing = &timing,
                          .result = &result,
                          .predicted = predicted,
                          .noted = noted};
  uint64_t virtual_ms;

  conf_trace_init(&trace, scenario);
  conf_sim_open(&sim, scenario, profile, &trace);
  perform(&r);
  virtual_ms = result.virtual_ms;
  conf_result_free(&result);
  conf_trace_free(&trace);
  return virtual_ms;
}

uint64_t conf_predict(const struct conf_scenario *scenario, const struct conf_profile *profile,
                      uint64_t listen_us, struct conf_misses *misses)
{
  struct conf_misses again = {0};
  uint64_t ms;

  misses->profile = profile->name;
  ms = rehearse(scenario, profile, listen_us, NULL, misses);
  if (misses->count == 0)
    return ms;
  ms = rehearse(scenario, profile, listen_us, misses, &again);
  conf_misses_free(&again);
  return ms;
}
