#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/serve/parts.h"

/* The model counts; here is who stands behind the numbers. Numbers of what is gone are used again.
 */

/* ---- jobs ---- */

uint8_t serve_job_of(const struct conf_serve *serve, const char *id)
{
  for (uint8_t j = 0; j < BN_JOBS; j++) {
    if (serve->state.job[j].state != BN_NO_JOB && strcmp(serve->job[j].id, id) == 0)
      return j;
  }
  return BN_NONE;
}

static void clear_job(struct serve_job *job)
{
  free(job->name);
  free(job->description);
  free(job->program);
  free(job->parameters);
  *job = (struct serve_job){0};
}

/* Forgets the oldest final job that nobody is being told about. */
static bool forget_one(struct conf_serve *serve)
{
  uint8_t files, oldest = BN_NONE;
  uint8_t file[BN_JOB_FILES];
  struct bn_input input = {.kind = BN_IN_FORGET};

  for (uint8_t j = 0; j < BN_JOBS; j++) {
    unsigned state = serve->state.job[j].state;
    bool busy = state != BN_ACKNOWLEDGED && state != BN_CANCELLED;
    for (unsigned i = 0; i < BN_CALLS; i++)
      busy = busy || (serve->state.call[i].stage != BN_FREE && serve->state.call[i].job == j);
    if (!busy && (oldest == BN_NONE || serve->job[j].order < serve->job[oldest].order))
      oldest = j;
  }
  if (oldest == BN_NONE)
    return false;
  files = serve->state.job[oldest].files;
  for (unsigned f = 0; f < files; f++)
    file[f] = serve->state.job[oldest].file[f].file;
  input.job = oldest;
  if (!serve_input(serve, &input))
    return false;
  for (unsigned f = 0; f < files; f++)
    serve_free_file(&serve->file[file[f]]);
  clear_job(&serve->job[oldest]);
  return true;
}

static void new_id(char id[CONF_GUID_TEXT])
{
  uint8_t b[16] = {0};

  uv_random(NULL, NULL, b, sizeof b, 0, NULL);
  b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
  b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
  snprintf(id, CONF_GUID_TEXT,
           "{%02X%02X%02X%02X-%02X%02X-%02X%02X-%02X%02X-%02X%02X%02X%02X%02X%02X}", b[0], b[1],
           b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
           b[15]);
}

uint8_t serve_new_job(struct conf_serve *serve)
{
  do {
    for (uint8_t j = 0; j < BN_JOBS; j++) {
      if (serve->state.job[j].state != BN_NO_JOB)
        continue;
      clear_job(&serve->job[j]);
      serve->job[j].order = ++serve->orders;
      new_id(serve->job[j].id);
      return j;
    }
  } while (forget_one(serve));
  return BN_NONE;
}

/* ---- files ---- */

void serve_free_file(struct serve_file *file)
{
  free(file->remote);
  free(file->local);
  free(file->temporary);
  *file = (struct serve_file){.hold = 0xff};
}

uint8_t serve_new_file(struct conf_serve *serve)
{
  do {
    for (uint8_t f = 0; f < BN_FILES; f++) {
      if (serve->file[f].remote == NULL)
        return f;
    }
  } while (forget_one(serve));
  return BN_NONE;
}

/* ---- objects ---- */

static bool slot_has(const struct bn_slot *slot, uint8_t object)
{
  return slot->origin != BN_EMPTY_SLOT && slot->ref.object == object;
}

/* Does a job or a call of the model know the object? instance BN_NONE: any. */
static bool is_known(const struct conf_serve *serve, uint8_t object, uint8_t instance)
{
  const struct bn_state *s = &serve->state;

  for (unsigned j = 0; j < BN_JOBS; j++) {
    if (s->job[j].state != BN_NO_JOB && slot_has(&s->job[j].slot, object) &&
        (instance == BN_NONE || s->job[j].slot.ref.instance == instance))
      return true;
  }
  for (unsigned i = 0; i < BN_CALLS; i++) {
    if (s->call[i].stage != BN_FREE && s->call[i].ref.object == object &&
        (instance == BN_NONE || s->call[i].ref.instance == instance))
      return true;
  }
  return false;
}

struct serve_ref *serve_ref_of(struct conf_serve *serve, uint8_t object, uint8_t instance)
{
  for (unsigned r = 0; r < SERVE_REFS; r++) {
    struct serve_ref *ref = &serve->ref[r];
    if (ref->used && ref->object == object && ref->instance == instance)
      return ref;
  }
  return NULL;
}

static void let_go(struct conf_serve *serve, void *thing)
{
  serve_post(serve, SERVE_RELEASE)->thing = thing;
}

void serve_keep_ref(struct conf_serve *serve, uint8_t object, uint8_t instance,
                    const struct conf_serve_thing *what)
{
  for (unsigned r = 0; r < SERVE_REFS; r++) {
    if (serve->ref[r].used)
      continue;
    serve->ref[r] =
        (struct serve_ref){.used = 1, .object = object, .instance = instance, .what = *what};
    return;
  }
  let_go(serve, what->thing); /* cannot be: there are more places than the model has references */
}

uint8_t serve_object_of(struct conf_serve *serve, const struct conf_serve_thing *thing)
{
  for (unsigned r = 0; r < SERVE_REFS; r++) {
    const struct serve_ref *ref = &serve->ref[r];
    if (ref->used && ref->instance == 0 && ref->what.identity == thing->identity) {
      let_go(serve, thing->thing); /* the one that we have is as good */
      return ref->object;
    }
  }
  for (uint8_t object = 0; object < SERVE_SET_OBJECTS; object++) {
    if (serve_ref_of(serve, object, 0) != NULL || is_known(serve, object, BN_NONE))
      continue;
    serve->world.object[object].app = SERVE_CLIENTS;
    serve->world.object[object].level = thing->level;
    serve_keep_ref(serve, object, 0, thing);
    return object;
  }
  let_go(serve, thing->thing);
  return BN_NONE;
}

void serve_sweep(struct conf_serve *serve)
{
  for (unsigned r = 0; r < SERVE_REFS; r++) {
    struct serve_ref *ref = &serve->ref[r];
    if (!ref->used || is_known(serve, ref->object, ref->instance))
      continue;
    let_go(serve, ref->what.thing);
    *ref = (struct serve_ref){0};
  }
}

/* ---- classes ---- */

static bool class_is_known(const struct conf_serve *serve, uint8_t class_)
{
  const struct bn_state *s = &serve->state;

  for (unsigned j = 0; j < BN_JOBS; j++) {
    if (s->job[j].state != BN_NO_JOB &&
        (s->job[j].class_ == class_ ||
         slot_has(&s->job[j].slot, serve->world.class_[class_].object)))
      return true;
  }
  for (unsigned i = 0; i < BN_CALLS; i++) {
    if (s->call[i].stage != BN_FREE && s->call[i].class_ == class_)
      return true;
  }
  return is_known(serve, serve->world.class_[class_].object, BN_NONE);
}

static uint8_t place_for(char **text, const char *word, unsigned count, uint8_t spare)
{
  for (uint8_t i = 0; i < count; i++) {
    if (text[i] != NULL && strcmp(text[i], word) == 0)
      return i;
  }
  if (spare != BN_NONE) {
    free(text[spare]);
    text[spare] = conf_text_copy(word);
  }
  return spare;
}

static uint8_t place_for_class(struct conf_serve *serve, const char *clsid)
{
  uint8_t spare = BN_NONE;

  for (uint8_t c = 0; c < BN_CLASSES && spare == BN_NONE; c++) {
    if (serve->clsid[c] == NULL || !class_is_known(serve, c))
      spare = c;
  }
  return place_for(serve->clsid, clsid, BN_CLASSES, spare);
}

uint8_t serve_class_of(struct conf_serve *serve, const char *clsid)
{
  uint8_t class_;

  do
    class_ = place_for_class(serve, clsid);
  while (class_ == BN_NONE && forget_one(serve));
  return class_;
}

void serve_free_slots(struct conf_serve *serve)
{
  for (unsigned j = 0; j < BN_JOBS; j++)
    clear_job(&serve->job[j]);
  for (unsigned f = 0; f < BN_FILES; f++)
    serve_free_file(&serve->file[f]);
  for (unsigned c = 0; c < BN_CLASSES; c++)
    free(serve->clsid[c]);
  for (unsigned r = 0; r < SERVE_REFS; r++) {
    if (serve->ref[r].used)
      serve->doors.release(serve->doors.with, serve->ref[r].what.thing);
  }
}
