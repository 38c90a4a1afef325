#include "sim/internal.h"

#include <assert.h>
#include <string.h>

/* One visitor walks a state and either writes or reads each field, so that encoding and decoding
 * cannot drift apart. Little-endian base 128 numbers; deadlines relative to now. */
struct codec {
  uint8_t *write; /* NULL: reading */
  const uint8_t *read;
  size_t at, count;
  uint64_t now_ms;
  bool bad;
};

static void number(struct codec *c, uint64_t *value)
{
  uint64_t rest = *value, sum = 0;
  unsigned shift = 0;

  if (c->write != NULL) {
    do {
      assert(c->at < BN_ENCODED_MAX);
      c->write[c->at++] = (uint8_t)((rest & 0x7f) | (rest > 0x7f ? 0x80u : 0));
      rest >>= 7;
    } while (rest != 0);
    return;
  }
  for (;;) {
    uint8_t byte;
    if (c->bad || c->at == c->count || shift > 63) {
      c->bad = true;
      return;
    }
    byte = c->read[c->at++];
    if (shift == 63 && byte > 1) /* more than 64 bits */
      c->bad = true;
    if (byte == 0 && shift > 0) /* a shorter form exists */
      c->bad = true;
    sum |= (uint64_t)(byte & 0x7f) << shift;
    shift += 7;
    if ((byte & 0x80) == 0)
      break;
  }
  *value = sum;
}

/* A small number below `limit`. */
static void small(struct codec *c, uint8_t *value, unsigned limit)
{
  uint64_t wide = *value;

  assert(c->write == NULL || wide < limit);
  number(c, &wide);
  if (wide >= limit)
    c->bad = true;
  else
    *value = (uint8_t)wide;
}

static void flag(struct codec *c, uint8_t *value)
{
  small(c, value, 2);
}

/* An index below `limit`, or BN_NONE: 0 is none. */
static void index_(struct codec *c, uint8_t *value, unsigned limit)
{
  uint8_t shifted = *value == BN_NONE ? 0 : (uint8_t)(*value + 1);

  small(c, &shifted, limit + 1);
  *value = shifted == 0 ? BN_NONE : (uint8_t)(shifted - 1);
}

static void wide(struct codec *c, uint32_t *value)
{
  uint64_t v = *value;

  number(c, &v);
  if (v > UINT32_MAX)
    c->bad = true;
  *value = (uint32_t)v;
}

static void hresult(struct codec *c, int32_t *value)
{
  uint32_t bits = (uint32_t)*value;

  wide(c, &bits);
  *value = (int32_t)bits;
}

/* A moment: 0 = never, else 1 + the time until then; what is past is now. */
static void moment(struct codec *c, uint64_t *at)
{
  uint64_t delta = 0;

  if (c->write != NULL && *at != BN_NEVER)
    delta = (*at > c->now_ms ? *at - c->now_ms : 0) + 1;
  number(c, &delta);
  if (c->write == NULL)
    *at = delta == 0 ? BN_NEVER : delta - 1;
}

static void timer(struct codec *c, struct bn_timer *t)
{
  moment(c, &t->from);
  if (t->from == BN_NEVER)
    t->until = BN_NEVER;
  else
    moment(c, &t->until);
  if (c->write == NULL && (t->until < t->from || (t->from != BN_NEVER && t->until == BN_NEVER)))
    c->bad = true;
}

static void ref(struct codec *c, struct bn_ref *r)
{
  index_(c, &r->object, BN_OBJECTS);
  small(c, &r->instance, BN_INSTANCES + 1);
  small(c, &r->gone, BN_APARTMENT_GONE + 1);
}

static void answer(struct codec *c, struct bn_answer *a)
{
  uint32_t status = a->status;

  small(c, &a->condition, BN_NO_LENGTH + 1);
  small(c, &a->hold, 4);
  flag(c, &a->bytes);
  flag(c, &a->no_range);
  wide(c, &status);
  if (status > 999)
    c->bad = true;
  a->status = (uint16_t)status;
}

static void slot(struct codec *c, struct bn_slot *s)
{
  small(c, &s->origin, BN_ACTIVATED + 1);
  small(c, &s->user, BN_USERS);
  flag(c, &s->lost);
  index_(c, &s->class_, BN_CLASSES);
  ref(c, &s->ref);
}

static void debt(struct codec *c, struct bn_debt *d)
{
  small(c, &d->stage, BN_HANDLED_BY_PROGRAM + 1);
  small(c, &d->event, BN_JOB_ERROR + 1);
  small(c, &d->rung, BN_FROM_PROGRAM + 1);
  flag(c, &d->tried);
  flag(c, &d->silenced);
  flag(c, &d->no_program);
  timer(c, &d->due);
}

static void job_files(struct codec *c, struct bn_job *j)
{
  small(c, &j->files, BN_JOB_FILES + 1);
  for (unsigned f = 0; f < j->files && !c->bad; f++) {
    small(c, &j->file[f].file, BN_FILES);
    flag(c, &j->file[f].done);
    flag(c, &j->file[f].partial);
    small(c, &j->file[f].notice, BN_FILE_HANDLED + 1);
    small(c, &j->file[f].validation, BN_NOT_VALID + 1);
  }
  timer(c, &j->files_due);
  small(c, &j->files_from, BN_FROM_PROGRAM + 1);
}

static void job(struct codec *c, struct bn_job *j)
{
  small(c, &j->state, BN_NO_JOB + 1);
  if (j->state == BN_NO_JOB)
    return;
  small(c, &j->owner, BN_USERS);
  small(c, &j->priority, BN_PRIORITY_LOW + 1);
  small(c, &j->flags, 0x40);
  slot(c, &j->slot);
  index_(c, &j->class_, BN_CLASSES);
  index_(c, &j->class_user, BN_USERS);
  index_(c, &j->class_app, BN_APPS);
  index_(c, &j->program, BN_PROGRAMS);
  index_(c, &j->program_user, BN_USERS);
  job_files(c, j);
  debt(c, &j->debt);
  flag(c, &j->modified);
  small(c, &j->modified_from, BN_FROM_PROGRAM + 1);
  flag(c, &j->missed);
  timer(c, &j->modified_due);
  wide(c, &j->retry_delay_s);
  wide(c, &j->no_progress_s);
  wide(c, &j->interval_ms);
  wide(c, &j->download_s);
  number(c, &j->download_left_ms);
  timer(c, &j->download_end);
  timer(c, &j->retry);
  timer(c, &j->no_progress);
  hresult(c, &j->error);
  small(c, &j->error_context, BN_CONTEXT_GENERAL_TRANSPORT + 1);
  index_(c, &j->error_file, BN_JOB_FILES);
  wide(c, &j->errors);
}

static void call(struct codec *c, struct bn_call *k)
{
  small(c, &k->stage, BN_ORPHAN + 1);
  if (k->stage == BN_FREE)
    return;
  small(c, &k->job, BN_JOBS);
  small(c, &k->event, BN_EVENT_COUNT);
  index_(c, &k->file, BN_JOB_FILES);
  small(c, &k->rung, BN_ACTIVATED + 1);
  index_(c, &k->user, BN_USERS);
  index_(c, &k->class_, BN_CLASSES);
  index_(c, &k->program, BN_PROGRAMS);
  flag(c, &k->fresh);
  flag(c, &k->overtaken);
  small(c, &k->void_, 3);
  flag(c, &k->running);
  ref(c, &k->ref);
  hresult(c, &k->hresult);
  timer(c, &k->due);
}

static void world(struct codec *c, struct bn_state *s)
{
  flag(c, &s->up);
  flag(c, &s->stopping);
  flag(c, &s->start_pending);
  flag(c, &s->network);
  for (unsigned u = 0; u < BN_USERS; u++)
    flag(c, &s->logged_on[u]);
  for (unsigned a = 0; a < BN_APPS; a++) {
    small(c, &s->running[a], 3);
    small(c, &s->held[a], 256);
    small(c, &s->stale[a], 256);
  }
  for (unsigned o = 0; o < BN_OBJECTS; o++) {
    flag(c, &s->disconnected[o]);
    small(c, &s->instances[o], BN_INSTANCES + 1);
  }
  for (unsigned k = 0; k < BN_CLASSES; k++) {
    flag(c, &s->registered[k]);
    flag(c, &s->listening[k]);
  }
  for (unsigned p = 0; p < BN_PROGRAMS; p++)
    flag(c, &s->missing[p]);
  for (unsigned f = 0; f < BN_FILES; f++) {
    small(c, &s->origin[f].next, BN_ANSWERS);
    flag(c, &s->origin[f].released);
    flag(c, &s->origin[f].changed);
    if (s->origin[f].changed)
      answer(c, &s->origin[f].answer);
  }
}

static bool allows(bn_knob knob, bn_value value)
{
  return value < BN_VALUE_COUNT && (bn_knob_row(knob)->values >> value & 1u) != 0;
}

/* The bound knobs as (distance to the one before, value) pairs, ended by 0. */
static void knobs(struct codec *c, struct bn_state *s)
{
  uint32_t last = 0;

  if (c->write != NULL) {
    for (uint32_t k = 0; k < BN_KNOBS; k++) {
      uint32_t distance = k + 1 - last;
      if (s->bound[k] == BN_UNBOUND)
        continue;
      wide(c, &distance);
      small(c, &s->bound[k], BN_VALUE_COUNT);
      last = k + 1;
    }
    wide(c, &(uint32_t){0});
    return;
  }
  for (;;) {
    uint32_t distance = 0;
    wide(c, &distance);
    if (distance > BN_KNOBS - last)
      c->bad = true;
    if (c->bad || distance == 0)
      return;
    last += distance;
    small(c, &s->bound[last - 1], BN_VALUE_COUNT);
    if (!allows((bn_knob)(last - 1), s->bound[last - 1]))
      c->bad = true;
  }
}

static void visit(struct codec *c, struct bn_state *s)
{
  world(c, s);
  for (unsigned j = 0; j < BN_JOBS && !c->bad; j++)
    job(c, &s->job[j]);
  for (unsigned k = 0; k < BN_CALLS && !c->bad; k++)
    call(c, &s->call[k]);
  knobs(c, s);
}

size_t bn_encode(const struct bn_state *state, uint8_t bytes[BN_ENCODED_MAX])
{
  struct bn_state copy = *state;
  struct codec c = {.write = bytes, .now_ms = state->now_ms};

  visit(&c, &copy);
  assert(!c.bad);
  return c.at;
}

bool bn_decode(const uint8_t *bytes, size_t count, struct bn_state *state)
{
  struct bn_state s = {0};
  struct codec c = {.read = bytes, .count = count};

  for (unsigned k = 0; k < BN_KNOBS; k++)
    s.bound[k] = BN_UNBOUND;
  visit(&c, &s);
  if (c.bad || c.at != count)
    return false;
  *state = s;
  return true;
}
