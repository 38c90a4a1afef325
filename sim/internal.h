/* sim/internal.h - what the files of the model share. Nothing here is for users of sim/model.h.
 *
 * One step works on a copy of the state (bn_run.state). A consulted open cell that nobody bound
 * marks the run as asking; the step then goes on with the usual value and is thrown away whole. */
#ifndef BN_INTERNAL_H
#define BN_INTERNAL_H

#include "sim/model.h"

struct bn_run {
  const struct bn_world *world;
  struct bn_state *state;
  struct bn_effects *effects; /* NULL: bn_enabled, which shows nothing */
  const char *refusal;        /* NULL unless the input makes no sense */
  bool asks;
  bn_knob asked; /* the first that was asked */
};

/* run.c: the value of a cell; its rule is shown as an effect. */
bn_value bn_consult(struct bn_run *run, bn_knob knob);

/* run.c: appends an effect with every index BN_NONE. Never NULL: without effects a scratch one. */
struct bn_effect *bn_emit(struct bn_run *run, enum bn_effect_kind kind, enum bn_rule rule);

/* run.c: a decision of this rule, for job (or BN_NONE). Said once a step. */
void bn_because(struct bn_run *run, enum bn_rule rule, uint8_t job);

/* run.c: timers. */
static inline struct bn_timer bn_at(uint64_t from_ms)
{
  return (struct bn_timer){from_ms, from_ms};
}
static inline struct bn_timer bn_unarmed(void)
{
  return (struct bn_timer){BN_NEVER, BN_NEVER};
}
static inline bool bn_is_due(const struct bn_state *s, struct bn_timer timer)
{
  return timer.from <= s->now_ms;
}

static inline bool bn_is_final(unsigned job_state)
{
  return job_state == BN_ACKNOWLEDGED || job_state == BN_CANCELLED;
}
static inline bool bn_is_latched(unsigned event)
{
  return event == BN_JOB_TRANSFERRED || event == BN_JOB_ERROR;
}
static inline bool bn_flag_of(unsigned event, unsigned flags)
{
  static const uint8_t bit[BN_EVENT_COUNT] = {
      [BN_JOB_TRANSFERRED] = BN_FLAG_JOB_TRANSFERRED,
      [BN_JOB_ERROR] = BN_FLAG_JOB_ERROR,
      [BN_JOB_MODIFICATION] = BN_FLAG_JOB_MODIFICATION,
      [BN_FILE_TRANSFERRED] = BN_FLAG_FILE_TRANSFERRED,
  };
  return (flags & bit[event]) != 0 && (flags & BN_FLAG_DISABLE) == 0;
}

/* calls.c: the table of calls in flight. */
uint8_t bn_call_new(struct bn_run *run, uint8_t job, unsigned event);
void bn_call_free(struct bn_run *run, uint8_t call);
/* A call for the job's JobTransferred, JobError or program (latched) or FileTransferred (not) that
 * the service still waits for; BN_NONE if there is none. `detached`: count those that the next
 * attempt need not wait for, too. */
uint8_t bn_call_of(const struct bn_state *s, uint8_t job, bool latched, bool detached);
uint8_t bn_call_of_event(const struct bn_state *s, uint8_t job, unsigned event, uint8_t file);
unsigned bn_slots_used(const struct bn_state *s, uint8_t user);

/* objects.c: references, slots, and what the end of a process does to them. */
bool bn_same_ref(struct bn_ref a, struct bn_ref b);
void bn_slot_clear(struct bn_run *run, uint8_t job, enum bn_rule rule);
void bn_slot_fill(struct bn_run *run, uint8_t job, enum bn_origin origin, struct bn_ref ref,
                  uint8_t user, uint8_t class_);
void bn_object_changed(struct bn_run *run, uint8_t job);
void bn_class_changed(struct bn_run *run, uint8_t job);
void bn_quit_unused(struct bn_run *run, uint8_t app);
void bn_app_ended(struct bn_run *run, uint8_t app);
void bn_object_lost(struct bn_run *run, uint8_t object, enum bn_gone how);
int32_t bn_gone_hresult(unsigned gone);

/* debts.c: what the states of a job owe to its registrants. */
void bn_enter(struct bn_run *run, uint8_t job, enum bn_job_state state, enum bn_rule rule);
void bn_modified(struct bn_run *run, uint8_t job, bn_knob cause);
void bn_file_arrived(struct bn_run *run, uint8_t job, uint8_t file);
void bn_object_registered(struct bn_run *run, uint8_t job, struct bn_slot before);
void bn_class_registered(struct bn_run *run, uint8_t job);
void bn_program_registered(struct bn_run *run, uint8_t job);
void bn_flags_changed(struct bn_run *run, uint8_t job, uint8_t before);
void bn_rearm(struct bn_run *run, uint8_t job, enum bn_rule rule);

/* ladder.c: who is called, and what follows from the result. */
struct bn_destination {
  enum { BN_NOWHERE, BN_TO_OBJECT, BN_TO_CLASS, BN_TO_PROGRAM } to;
  uint8_t user;
};
struct bn_destination bn_destination(struct bn_run *run, uint8_t job, unsigned event,
                                     unsigned from);
bool bn_has_receiver(const struct bn_job *job); /* an object or a class, alive or not */
void bn_attempt(struct bn_run *run, uint8_t job, unsigned event, uint8_t file);
void bn_settle(struct bn_run *run, uint8_t call);
void bn_activated(struct bn_run *run, uint8_t call);
void bn_launched(struct bn_run *run, uint8_t call);

/* transfer.c: bytes, errors and their timers. */
struct bn_answer bn_current_answer(const struct bn_run *run, uint8_t file);
uint8_t bn_next_file(const struct bn_job *job); /* index in the job, BN_NONE when all are done */
bool bn_may_connect(struct bn_run *run, uint8_t job);
bool bn_is_held(const struct bn_run *run, uint8_t job, uint8_t hold);
void bn_request(struct bn_run *run, uint8_t job);
void bn_receive(struct bn_run *run, uint8_t job);
void bn_transient(struct bn_run *run, uint8_t job, int32_t error, uint8_t context, uint8_t file);
void bn_fatal(struct bn_run *run, uint8_t job, int32_t error, uint8_t context, uint8_t file,
              enum bn_rule rule);
void bn_network(struct bn_run *run, bool up);

/* What the flags of a new job are, and of one whose flags were lost (AMB-18). */
enum { BN_FRESH_FLAGS = BN_FLAG_JOB_TRANSFERRED | BN_FLAG_JOB_ERROR };

/* registration.c and getters.c: what the methods do where the state of the job allows them. They
 * return the method's HRESULT; the getters show it themselves. */
int32_t bn_ownership_taken(struct bn_run *run, const struct bn_input *in);
int32_t bn_interface_set(struct bn_run *run, const struct bn_input *in);
int32_t bn_flags_set(struct bn_run *run, const struct bn_input *in);
int32_t bn_program_set(struct bn_run *run, const struct bn_input *in);
int32_t bn_property_set(struct bn_run *run, const struct bn_input *in);
void bn_set_validation(struct bn_run *run, const struct bn_input *in);
void bn_getter(struct bn_run *run, const struct bn_input *in);

/* methods.c and service.c: inputs. */
struct bn_effect *bn_result(struct bn_run *run, const struct bn_input *in, int32_t hresult,
                            enum bn_rule rule);
void bn_method(struct bn_run *run, const struct bn_input *in);
void bn_world_event(struct bn_run *run, const struct bn_input *in);
void bn_service_start(struct bn_run *run, enum bn_rule rule);
void bn_service_stop(struct bn_run *run);
void bn_service_stopped(struct bn_run *run);

/* actions.c */
void bn_list(struct bn_run *run, struct bn_actions *actions);

#endif
