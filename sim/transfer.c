#include "sim/internal.h"

#include <assert.h>

uint8_t bn_next_file(const struct bn_job *job)
{
  for (uint8_t f = 0; f < job->files; f++) {
    if (!job->file[f].done)
      return f;
  }
  return BN_NONE;
}

struct bn_answer bn_current_answer(const struct bn_run *run, uint8_t file)
{
  if (run->state->origin[file].changed)
    return run->state->origin[file].answer;
  return run->world->file[file].answer[run->state->origin[file].next];
}

/* The answer was used: the next request gets the next one, the last for ever. */
static void use_answer(struct bn_run *run, uint8_t file)
{
  if (run->state->origin[file].changed ||
      run->state->origin[file].next + 1 >= run->world->file[file].answers)
    return;
  run->state->origin[file].next++;
  run->state->origin[file].released = 0;
}

bool bn_is_held(const struct bn_run *run, uint8_t job, uint8_t hold)
{
  const struct bn_job *j = &run->state->job[job];
  uint8_t f = bn_next_file(j);

  return f != BN_NONE && bn_current_answer(run, j->file[f].file).hold == hold &&
         !run->state->origin[j->file[f].file].released;
}

static bool is_background(const struct bn_job *j)
{
  return j->priority != BN_PRIORITY_FOREGROUND;
}

static bool is_running(const struct bn_job *j)
{
  return j->state == BN_CONNECTING || j->state == BN_TRANSFERRING;
}

/* Is its only thread inside a handler, or with another job? (a faulty service: transfers must not
 * depend on handlers, NOTIFY-CONC-13) */
static bool thread_is_busy(struct bn_run *run)
{
  const struct bn_state *s = run->state;
  bool busy = false;

  for (unsigned u = 0; u < BN_USERS; u++)
    busy = busy || bn_slots_used(s, (uint8_t)u) > 0;
  for (unsigned o = 0; o < BN_JOBS; o++)
    busy = busy || is_running(&s->job[o]);
  return busy && bn_consult(run, BN_K_ONE_THREAD) == BN_V_YES;
}

/* Jobs progress while their owner is logged on and the network is up (NOTIFY-SEC-6). Besides the
 * foreground jobs one background job may be running (JOB-STATE-14, a shape). */
bool bn_may_connect(struct bn_run *run, uint8_t job)
{
  const struct bn_state *s = run->state;
  const struct bn_job *j = &s->job[job];

  if (j->state != BN_QUEUED || !s->network || !s->logged_on[j->owner])
    return false;
  if (thread_is_busy(run))
    return false;
  for (unsigned o = 0; o < BN_JOBS && is_background(j); o++) {
    const struct bn_job *other = &s->job[o];
    if (is_running(other) && is_background(other))
      return bn_consult(run, BN_K_BACKGROUND) == BN_V_ALL;
  }
  return true;
}

/* ---- errors ---- */

static void note_error(struct bn_run *run, uint8_t job, int32_t error, uint8_t context,
                       uint8_t file)
{
  struct bn_job *j = &run->state->job[job];

  j->error = error;
  j->error_context = context;
  j->error_file = file;
  if (j->errors < UINT32_MAX)
    j->errors++;
}

void bn_fatal(struct bn_run *run, uint8_t job, int32_t error, uint8_t context, uint8_t file,
              enum bn_rule rule)
{
  note_error(run, job, error, context, file);
  bn_enter(run, job, BN_ERROR, rule);
}

void bn_transient(struct bn_run *run, uint8_t job, int32_t error, uint8_t context, uint8_t file)
{
  struct bn_state *s = run->state;
  struct bn_job *j = &s->job[job];
  bool network = error == BN_HR_BG_E_NETWORK_DISCONNECTED;

  note_error(run, job, error, context, file);
  if (network && j->no_progress_s == 0)
    bn_because(run, BN_R_RUL_22, job);
  if (!network && j->no_progress_s == 0) {
    bn_enter(run, job, BN_ERROR, BN_R_NOTIFY_EVT_6);
    return;
  }
  if (!network && j->retry_delay_s > j->no_progress_s) {
    bn_enter(run, job, BN_ERROR, BN_R_NOTIFY_EVT_7);
    return;
  }
  if (j->no_progress.from == BN_NEVER && j->no_progress_s != 0) {
    j->no_progress = bn_at(s->now_ms + (uint64_t)j->no_progress_s * 1000);
    bn_because(run, BN_R_RUL_15, job);
  }
  bn_enter(run, job, BN_TRANSIENT_ERROR, network ? BN_R_JOB_STATE_15 : BN_R_JOB_STATE_13);
  if (!network)
    j->retry = bn_at(s->now_ms + (uint64_t)j->retry_delay_s * 1000);
}

/* ---- what an answer does ---- */

struct outcome {
  bn_knob knob;
  int32_t error;
  bool connects; /* the connection stood */
};

static bn_knob knob_of_status(unsigned status)
{
  switch (status) {
  case 200:
  case 206:
    return BN_K_ANSWER_200;
  case 204:
    return BN_K_ANSWER_204;
  case 300:
  case 301:
  case 302:
  case 303:
  case 304:
  case 305:
  case 307:
    return BN_K_ANSWER_304;
  case 404:
    return BN_K_ANSWER_404;
  case 408:
    return BN_K_ANSWER_408;
  case 409:
    return BN_K_ANSWER_409;
  case 501:
    return BN_K_ANSWER_501;
  case 503:
  case 504:
    return BN_K_ANSWER_503;
  case 505:
    return BN_K_ANSWER_505;
  }
  if (status >= 300 && status < 400)
    return BN_K_ANSWER_3XX;
  return status >= 400 && status < 500 ? BN_K_ANSWER_4XX : BN_K_ANSWER_5XX;
}

static struct outcome outcome_of(const struct bn_answer *answer, bool partial)
{
  switch ((enum bn_condition)answer->condition) {
  case BN_REFUSE:
    return (struct outcome){BN_K_ANSWER_REFUSED, BN_HR_WININET_E_CANNOT_CONNECT, false};
  case BN_UNRESOLVED:
    return (struct outcome){BN_K_ANSWER_UNRESOLVED, BN_HR_WININET_E_NAME_NOT_RESOLVED, false};
  case BN_ABORT:
    return (struct outcome){answer->bytes ? BN_K_ANSWER_ABORTED : BN_K_ANSWER_UNANSWERED,
                            BN_HR_WININET_E_CONNECTION_ABORTED, true};
  case BN_GARBAGE:
    return (struct outcome){BN_K_ANSWER_GARBAGE, BN_HR_WININET_E_INVALID_SERVER_RESPONSE, true};
  case BN_NO_LENGTH:
    return (struct outcome){BN_K_ANSWER_NO_LENGTH, BN_HR_BG_E_MISSING_FILE_SIZE, true};
  case BN_STATUS:
    break;
  }
  if (partial && answer->no_range && knob_of_status(answer->status) == BN_K_ANSWER_200)
    return (struct outcome){BN_K_ANSWER_NO_RANGE, BN_HR_BG_E_INSUFFICIENT_RANGE_SUPPORT, true};
  return (struct outcome){knob_of_status(answer->status), bn_hresult_of_status(answer->status),
                          true};
}

/* Bytes arrived: the no-progress clock stops (RUL-15). */
static void progress(struct bn_run *run, uint8_t job)
{
  run->state->job[job].no_progress = bn_unarmed();
  bn_modified(run, job, BN_K_MOD_BYTES);
}

static void file_done(struct bn_run *run, uint8_t job, uint8_t f)
{
  struct bn_job *j = &run->state->job[job];

  progress(run, job);
  bn_file_arrived(run, job, f);
  if (bn_next_file(j) == BN_NONE)
    bn_enter(run, job, BN_TRANSFERRED, BN_R_NOTIFY_EVT_1);
}

static void answered(struct bn_run *run, uint8_t job, uint8_t f)
{
  struct bn_job *j = &run->state->job[job];
  uint8_t file = j->file[f].file;
  struct bn_answer answer = bn_current_answer(run, file);
  struct outcome outcome = outcome_of(&answer, j->file[f].partial);

  use_answer(run, file);
  if (answer.condition == BN_ABORT && answer.bytes) {
    j->file[f].partial = 1;
    progress(run, job);
  }
  switch (bn_consult(run, outcome.knob)) {
  case BN_V_PROCEEDS:
    file_done(run, job, f);
    break;
  case BN_V_TRANSIENT:
    bn_transient(run, job, outcome.error, BN_CONTEXT_REMOTE_FILE, f);
    break;
  case BN_V_FATAL:
    bn_because(run, BN_R_JOB_STATE_17, job);
    bn_fatal(run, job, outcome.error, BN_CONTEXT_REMOTE_FILE, f, BN_R_NOTIFY_EVT_4);
    break;
  }
}

void bn_request(struct bn_run *run, uint8_t job)
{
  const struct bn_job *j = &run->state->job[job];
  uint8_t f = bn_next_file(j);
  struct bn_answer answer;

  if (f == BN_NONE) { /* resumed with nothing left to do */
    bn_enter(run, job, BN_TRANSFERRED, BN_R_NOTIFY_EVT_1);
    return;
  }
  answer = bn_current_answer(run, j->file[f].file);
  if (!outcome_of(&answer, false).connects)
    answered(run, job, f);
  else
    bn_enter(run, job, BN_TRANSFERRING, BN_R_JOB_STATE_13);
}

void bn_receive(struct bn_run *run, uint8_t job)
{
  uint8_t f = bn_next_file(&run->state->job[job]);

  assert(f != BN_NONE);
  answered(run, job, f);
}

/* ---- the network ---- */

static bool waits_for_network(const struct bn_job *j)
{
  return j->error == BN_HR_BG_E_NETWORK_DISCONNECTED;
}

void bn_network(struct bn_run *run, bool up)
{
  static const uint16_t cell[BN_JOB_STATE_COUNT] = {
      [BN_QUEUED] = BN_K_NETWORK_QUEUED,
      [BN_CONNECTING] = BN_K_NETWORK_CONNECTING,
      [BN_TRANSFERRING] = BN_K_NETWORK_TRANSFERRING,
      [BN_SUSPENDED] = BN_K_NETWORK_SUSPENDED,
  };
  struct bn_state *s = run->state;
  bool returned = up && !s->network; /* a return requeues every TRANSIENT_ERROR job */

  s->network = up;
  if (!s->up) /* a service that does not run notices nothing; it looks when it starts */
    return;
  for (uint8_t job = 0; job < BN_JOBS; job++) {
    unsigned state = s->job[job].state;
    if (up && state == BN_TRANSIENT_ERROR && (returned || waits_for_network(&s->job[job])))
      bn_enter(run, job, BN_QUEUED, BN_R_JOB_STATE_15);
    else if (!up && state <= BN_SUSPENDED && bn_consult(run, cell[state]) == BN_V_TRANSIENT)
      bn_transient(run, job, BN_HR_BG_E_NETWORK_DISCONNECTED, BN_CONTEXT_GENERAL_TRANSPORT,
                   BN_NONE);
  }
}
