#include <stdlib.h>

#include "conformance/serve/parts.h"

enum {
  CALL_MS = 500,     /* a call has reached its object by then, */
  PROCESS_MS = 1000, /* and a process that was started has come up */
  RELEASE_MS = 1000, /* a server that hangs does not hold up others for longer */
};

void serve_begun(struct conf_serve *serve, bool process)
{
  uint64_t from_ns = uv_hrtime() + (uint64_t)(process ? PROCESS_MS : CALL_MS) * 1000000;

  if (serve->quiet_from_ns < from_ns)
    serve->quiet_from_ns = from_ns;
}

struct serve_work *serve_post(struct conf_serve *serve, enum serve_work_kind kind)
{
  struct serve_work *work = conf_text_grow(NULL, sizeof *work);

  *work = (struct serve_work){.kind = kind, .epoch = serve->epoch};
  serve->under_way[kind]++;
  if (kind == SERVE_NOTIFY || kind == SERVE_ACTIVATE)
    serve_begun(serve, kind == SERVE_ACTIVATE);
  *serve->posted.last = work;
  serve->posted.last = &work->next;
  return work;
}

/* ---- faults on the way out ---- */

static void wait_ms(struct conf_serve *serve, uint32_t ms)
{
  uint64_t until_ns = uv_hrtime() + (uint64_t)ms * 1000000;

  while (!serve->closing && uv_hrtime() < until_ns)
    uv_cond_timedwait(&serve->faults_change, &serve->lock, until_ns - uv_hrtime());
}

/* Until `release` is said or, with `next`, another notification was delivered. */
static void wait_for_release(struct conf_serve *serve, bool next)
{
  uint32_t releases = serve->faults.releases, delivered = serve->faults.delivered;

  while (!serve->closing && serve->faults.releases == releases &&
         !(next && serve->faults.delivered != delivered))
    uv_cond_wait(&serve->faults_change, &serve->lock);
}

/* False: nobody is told. */
static bool spoil(struct conf_serve *serve, unsigned event)
{
  struct conf_fault fault;

  if (conf_faults_take(&serve->faults, CONF_FAULT_LOSE, event, &fault))
    return false;
  if (conf_faults_take(&serve->faults, CONF_FAULT_HOLD, event, &fault))
    wait_for_release(serve, false);
  if (conf_faults_take(&serve->faults, CONF_FAULT_DELAY, event, &fault))
    wait_ms(serve, fault.number);
  if (conf_faults_take(&serve->faults, CONF_FAULT_REORDER, event, &fault))
    wait_for_release(serve, true);
  return true;
}

/* ---- the kinds of work; the lock is held when they begin and end ---- */

static int32_t notify(struct conf_serve *serve, const struct serve_work *work)
{
  struct conf_fault fault;
  int32_t hresult;
  bool twice;

  if (!spoil(serve, work->notice.event))
    return BN_HR_S_OK;
  twice = conf_faults_take(&serve->faults, CONF_FAULT_DUPLICATE, work->notice.event, &fault);
  uv_mutex_unlock(&serve->lock);
  if (work->thing == NULL) { /* a faulty profile kept an object of an earlier process */
    hresult = BN_HR_RPC_S_SERVER_UNAVAILABLE;
  } else {
    if (twice)
      (void)serve->doors.notify(serve->doors.with, work->thing, &work->notice);
    hresult = serve->doors.notify(serve->doors.with, work->thing, &work->notice);
  }
  uv_mutex_lock(&serve->lock);
  serve->faults.delivered++;
  uv_cond_broadcast(&serve->faults_change);
  return hresult;
}

static void do_notify(struct conf_serve *serve, const struct serve_work *work)
{
  struct bn_input input = {.kind = BN_IN_RETURN, .call = work->call};

  input.hresult = notify(serve, work);
  serve_wait_unless_stalled(serve);
  if (serve->ticket[work->call] == work->ticket)
    serve_turn(serve, &input);
}

static void release_now(struct conf_serve *serve, void *thing)
{
  uv_mutex_unlock(&serve->lock);
  serve->doors.release(serve->doors.with, thing);
  uv_mutex_lock(&serve->lock);
}

static bool is_wanted(const struct conf_serve *serve, const struct serve_work *work)
{
  return serve->ticket[work->call] == work->ticket &&
         serve->state.call[work->call].stage == BN_ACTIVATING;
}

/* The call may have been given up meanwhile: nobody wants the object then. */
static void activated(struct conf_serve *serve, const struct serve_work *work, int32_t hresult,
                      const struct conf_serve_thing *made)
{
  struct bn_input input = {.kind = BN_IN_ACTIVATED, .call = work->call, .hresult = hresult};
  const struct bn_call *call = &serve->state.call[work->call];

  if (!is_wanted(serve, work)) {
    if (hresult >= 0)
      release_now(serve, made->thing);
    return;
  }
  if (hresult >= 0) {
    uint8_t object = serve->world.class_[call->class_].object;
    serve->world.object[object].level = made->level;
    /* the number that the model gives to its next instance */
    serve_keep_ref(serve, object, (uint8_t)(serve->state.instances[object] % BN_INSTANCES + 1),
                   made);
  }
  serve_turn(serve, &input);
}

/* A server whose last object is being let go of ends: it is not asked for another one meanwhile.
 * And COM cannot be told that the run which asked for an object is over, as it is when a process
 * ends: the run after it asks when that request has come back. */
static void wait_for_others(struct conf_serve *serve, const struct serve_work *work)
{
  uint64_t until_ns = uv_hrtime() + (uint64_t)RELEASE_MS * 1000000, now_ns;

  while (!serve->closing && serve->under_way[SERVE_RELEASE] > 0 &&
         (now_ns = uv_hrtime()) < until_ns)
    uv_cond_timedwait(&serve->faults_change, &serve->lock, until_ns - now_ns);
  while (!serve->closing && serve->activating_before > 0 && is_wanted(serve, work))
    uv_cond_wait(&serve->faults_change, &serve->lock);
}

static void do_activate(struct conf_serve *serve, const struct serve_work *work)
{
  struct conf_serve_thing made = {0};
  struct conf_fault fault;
  int32_t hresult;

  wait_for_others(serve, work);
  if (!is_wanted(serve, work))
    return;
  if (conf_faults_take(&serve->faults, CONF_FAULT_ACTIVATION, 0, &fault)) {
    hresult = fault.hresult;
  } else {
    uv_mutex_unlock(&serve->lock);
    hresult = serve->doors.activate(serve->doors.with, work->clsid, &made);
    uv_mutex_lock(&serve->lock);
  }
  serve_wait_unless_stalled(serve);
  activated(serve, work, hresult, &made);
}

static void do_work(struct conf_serve *serve, struct serve_work *work)
{
  switch (work->kind) {
  case SERVE_NOTIFY:
    do_notify(serve, work);
    break;
  case SERVE_ACTIVATE:
    do_activate(serve, work);
    break;
  case SERVE_FETCH:
    uv_mutex_unlock(&serve->lock);
    serve->doors.fetch(serve->doors.with, work->fetch);
    uv_mutex_lock(&serve->lock);
    serve_fetched(serve, work->fetch);
    break;
  case SERVE_RELEASE:
    release_now(serve, work->thing);
    break;
  case SERVE_WORK_KINDS:
    break;
  }
  serve->under_way[work->kind]--;
  if (work->kind == SERVE_ACTIVATE && work->epoch != serve->epoch)
    serve->activating_before--;
  uv_cond_broadcast(&serve->faults_change);
  free(work);
}

/* ---- threads ---- */

static struct serve_work *take(struct conf_serve *serve)
{
  struct serve_work *work = serve->queue.first;

  if (work == NULL)
    return NULL;
  serve->queue.first = work->next;
  if (serve->queue.first == NULL)
    serve->queue.last = &serve->queue.first;
  return work;
}

static void worker(void *with)
{
  struct conf_serve *serve = with;
  struct serve_work *work;

  if (serve->doors.enter != NULL)
    serve->doors.enter(serve->doors.with);
  uv_mutex_lock(&serve->lock);
  for (;;) {
    while ((work = take(serve)) != NULL)
      do_work(serve, work);
    if (serve->closing)
      break;
    serve->idle++;
    uv_cond_wait(&serve->workers_wake, &serve->lock);
    serve->idle--;
  }
  uv_mutex_unlock(&serve->lock);
  if (serve->doors.leave != NULL)
    serve->doors.leave(serve->doors.with);
}

static unsigned waiting(const struct conf_serve *serve)
{
  unsigned count = 0;

  for (const struct serve_work *work = serve->queue.first; work != NULL; work = work->next)
    count++;
  return count;
}

void serve_send_posted(struct conf_serve *serve)
{
  unsigned count;

  if (serve->posted.first == NULL)
    return;
  *serve->queue.last = serve->posted.first;
  serve->queue.last = serve->posted.last;
  serve->posted.first = NULL;
  serve->posted.last = &serve->posted.first;
  count = waiting(serve);
  while (!serve->closing && serve->idle < count && serve->threads < SERVE_THREADS) {
    if (uv_thread_create(&serve->thread[serve->threads], worker, serve) != 0)
      break;
    serve->threads++;
    count--;
  }
  uv_cond_broadcast(&serve->workers_wake);
}

/* Whoever is busy while the service closes does what comes of it; what is left is done here. */
void serve_join(struct conf_serve *serve)
{
  struct serve_work *work;

  uv_mutex_lock(&serve->lock);
  uv_cond_broadcast(&serve->workers_wake);
  uv_mutex_unlock(&serve->lock);
  for (unsigned i = 0; i < serve->threads; i++)
    uv_thread_join(&serve->thread[i]);
  uv_mutex_lock(&serve->lock);
  while ((work = take(serve)) != NULL)
    do_work(serve, work);
  uv_mutex_unlock(&serve->lock);
}
