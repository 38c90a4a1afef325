#include "tests/same_state.h"

static uint64_t left_ms(uint64_t at, uint64_t now_ms)
{
  if (at == BN_NEVER)
    return BN_NEVER;
  return at > now_ms ? at - now_ms : 0;
}

static bool same_timer(struct bn_timer a, uint64_t now_ms, struct bn_timer b)
{
  return left_ms(a.from, now_ms) == b.from && left_ms(a.until, now_ms) == b.until;
}

#define SAME(field)                                                                                \
  do {                                                                                             \
    if (a->field != b->field)                                                                      \
      return #field;                                                                               \
  } while (0)
#define SAME_TIMER(field)                                                                          \
  do {                                                                                             \
    if (!same_timer(a->field, now_ms, b->field))                                                   \
      return #field;                                                                               \
  } while (0)

static const char *same_slot(const struct bn_slot *a, const struct bn_slot *b)
{
  SAME(origin);
  SAME(user);
  SAME(lost);
  SAME(class_);
  SAME(ref.object);
  SAME(ref.instance);
  SAME(ref.gone);
  return NULL;
}

static const char *same_debt(const struct bn_debt *a, const struct bn_debt *b, uint64_t now_ms)
{
  SAME(stage);
  SAME(event);
  SAME(rung);
  SAME(tried);
  SAME(silenced);
  SAME(no_program);
  SAME_TIMER(due);
  return NULL;
}

static const char *same_files(const struct bn_job *a, const struct bn_job *b)
{
  SAME(files);
  for (unsigned f = 0; f < a->files; f++) {
    SAME(file[f].file);
    SAME(file[f].done);
    SAME(file[f].partial);
    SAME(file[f].notice);
    SAME(file[f].validation);
  }
  return NULL;
}

static const char *same_error(const struct bn_job *a, const struct bn_job *b)
{
  SAME(error);
  SAME(error_context);
  SAME(error_file);
  SAME(errors);
  return NULL;
}

static const char *same_timers(const struct bn_job *a, const struct bn_job *b, uint64_t now_ms)
{
  SAME(retry_delay_s);
  SAME(no_progress_s);
  SAME(interval_ms);
  SAME(download_s);
  SAME(download_left_ms);
  SAME_TIMER(files_due);
  SAME_TIMER(modified_due);
  SAME_TIMER(download_end);
  SAME_TIMER(retry);
  SAME_TIMER(no_progress);
  return NULL;
}

static const char *same_job(const struct bn_job *a, const struct bn_job *b, uint64_t now_ms)
{
  const char *other;

  SAME(state);
  if (a->state == BN_NO_JOB)
    return NULL;
  SAME(owner);
  SAME(priority);
  SAME(flags);
  SAME(class_);
  SAME(class_user);
  SAME(class_app);
  SAME(program);
  SAME(program_user);
  SAME(files_from);
  SAME(modified);
  SAME(modified_from);
  SAME(missed);
  if ((other = same_slot(&a->slot, &b->slot)) != NULL ||
      (other = same_debt(&a->debt, &b->debt, now_ms)) != NULL ||
      (other = same_files(a, b)) != NULL || (other = same_error(a, b)) != NULL)
    return other;
  return same_timers(a, b, now_ms);
}

static const char *same_call(const struct bn_call *a, const struct bn_call *b, uint64_t now_ms)
{
  SAME(stage);
  if (a->stage == BN_FREE)
    return NULL;
  SAME(job);
  SAME(event);
  SAME(file);
  SAME(rung);
  SAME(user);
  SAME(class_);
  SAME(program);
  SAME(fresh);
  SAME(overtaken);
  SAME(void_);
  SAME(running);
  SAME(ref.object);
  SAME(ref.instance);
  SAME(ref.gone);
  SAME(hresult);
  SAME_TIMER(due);
  return NULL;
}

static const char *same_origin(const struct bn_state *a, const struct bn_state *b)
{
  for (unsigned f = 0; f < BN_FILES; f++) {
    SAME(origin[f].next);
    SAME(origin[f].released);
    SAME(origin[f].changed);
    if (!a->origin[f].changed)
      continue;
    SAME(origin[f].answer.condition);
    SAME(origin[f].answer.hold);
    SAME(origin[f].answer.bytes);
    SAME(origin[f].answer.no_range);
    SAME(origin[f].answer.status);
  }
  return NULL;
}

static const char *same_world(const struct bn_state *a, const struct bn_state *b)
{
  SAME(up);
  SAME(stopping);
  SAME(start_pending);
  SAME(network);
  for (unsigned u = 0; u < BN_USERS; u++)
    SAME(logged_on[u]);
  for (unsigned i = 0; i < BN_APPS; i++) {
    SAME(running[i]);
    SAME(held[i]);
    SAME(stale[i]);
  }
  for (unsigned o = 0; o < BN_OBJECTS; o++) {
    SAME(disconnected[o]);
    SAME(instances[o]);
  }
  for (unsigned k = 0; k < BN_CLASSES; k++) {
    SAME(registered[k]);
    SAME(listening[k]);
  }
  for (unsigned p = 0; p < BN_PROGRAMS; p++)
    SAME(missing[p]);
  for (unsigned k = 0; k < BN_KNOBS; k++)
    SAME(bound[k]);
  return same_origin(a, b);
}

const char *same_state(const struct bn_state *state, const struct bn_state *later)
{
  const char *other = same_world(state, later);

  if (later->now_ms != 0)
    return "now_ms";
  for (unsigned j = 0; j < BN_JOBS && other == NULL; j++)
    other = same_job(&state->job[j], &later->job[j], state->now_ms);
  for (unsigned k = 0; k < BN_CALLS && other == NULL; k++)
    other = same_call(&state->call[k], &later->call[k], state->now_ms);
  return other;
}
