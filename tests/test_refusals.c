#include "tests/harness.h"
#include "tests/playing.h"

/* Inputs that make no sense, and the sentence that each gets. Nothing changes. */

static void refused(struct play *p, struct bn_input input, const char *sentence)
{
  uint8_t before[BN_ENCODED_MAX], after[BN_ENCODED_MAX];
  size_t length = bn_encode(&p->state, before);
  struct bn_effects fx;
  bn_knob asked;

  ck_assert_int_eq(bn_input(&p->world, &p->state, &input, &fx, &asked), BN_REFUSED);
  ck_assert_str_eq(fx.refusal, sentence);
  ck_assert_uint_eq(fx.count, 0);
  ck_assert_uint_eq(bn_encode(&p->state, after), length);
  ck_assert_mem_eq(before, after, length);
}

static struct bn_input call(unsigned app, unsigned method, unsigned job)
{
  return (struct bn_input){
      .kind = BN_IN_CALL, .app = (uint8_t)app, .method = (uint8_t)method, .job = (uint8_t)job};
}

START_TEST(calls)
{
  struct play p = play_start();
  struct bn_input in = call(A, BN_GetState, 0);

  refused(&p, call(A, BN_GetState, 0), "the job was not created yet");
  refused(&p, call(S, BN_CreateJob, 0), "the application is not running");
  play_job(&p, A, 200);
  refused(&p, call(A, BN_CreateJob, 0), "the job was created before");
  in.kept = 1;
  in.app = B;
  refused(&p, in, "the application never held this job's interface");
  in = call(A, BN_SetNotifyInterface, 0);
  in.object = 2;
  refused(&p, in, "the object does not live in the calling application");
  in = call(A, BN_SetValidationState, 0);
  in.file = 7;
  refused(&p, in, "the job has no such file");
  in = call(A, BN_GetValidationState, 0);
  in.file = 7;
  refused(&p, in, "the job has no such file");
  for (unsigned f = 1; f < BN_JOB_FILES; f++)
    play_call(&p, A, BN_AddFile, (struct bn_input){0});
  refused(&p, call(A, BN_AddFile, 0), "the job has no room for another file");
}
END_TEST

START_TEST(a_pointer_ends_with_its_process)
{
  struct play p = play_start();
  struct bn_input kept = call(A, BN_GetState, 0);

  kept.kept = 1;
  play_job(&p, A, 200);
  play_input(&p, kept);
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = A});
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_START, .app = A});
  refused(&p, kept, "the application never held this job's interface");
  play_call(&p, A, BN_GetState, (struct bn_input){0});
  play_input(&p, (struct bn_input){.kind = BN_IN_STOP});
  play_input(&p, (struct bn_input){.kind = BN_IN_START});
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = A});
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_START, .app = A});
  refused(&p, kept, "the application never held this job's interface");
  play_call(&p, A, BN_GetState, (struct bn_input){0});
  play_input(&p, (struct bn_input){.kind = BN_IN_STOP});
  play_input(&p, (struct bn_input){.kind = BN_IN_START});
  ck_assert_int_eq(play_call(&p, A, BN_GetState, kept), BN_HR_RPC_S_SERVER_UNAVAILABLE);
  play_call(&p, A, BN_Cancel, (struct bn_input){0});
  play_input(&p, (struct bn_input){.kind = BN_IN_FORGET});
  play_call(&p, B, BN_CreateJob, (struct bn_input){0});
  refused(&p, kept, "the application never held this job's interface");
}
END_TEST

START_TEST(processes_and_users)
{
  struct play p = play_start();

  p.world.users = 2;
  p.world.user[1].service_account = 1;
  refused(&p, (struct bn_input){.kind = BN_IN_APP_START, .app = A}, "the application is running");
  refused(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = S}, "the application is not running");
  refused(&p, (struct bn_input){.kind = BN_IN_DISCONNECT, .object = 3},
          "the object's application is not running");
  refused(&p, (struct bn_input){.kind = BN_IN_LOGOFF, .user = 1},
          "a service account does not log off");
  play_input(&p, (struct bn_input){.kind = BN_IN_LOGOFF, .user = 0});
  refused(&p, (struct bn_input){.kind = BN_IN_APP_START, .app = A},
          "the application's user is not logged on");
}
END_TEST

START_TEST(the_service)
{
  struct play p = play_start();

  refused(&p, (struct bn_input){.kind = BN_IN_START}, "the service is running");
  play_input(&p, (struct bn_input){.kind = BN_IN_STOP});
  refused(&p, (struct bn_input){.kind = BN_IN_STOP}, "the service is not running");
}
END_TEST

START_TEST(results_of_what_does_not_run)
{
  struct play p = play_start();
  struct bn_input back = {.kind = BN_IN_RETURN};

  refused(&p, back, "no such handler is running");
  back.call = BN_CALLS;
  refused(&p, back, "no such handler is running");
  back.call = 0;
  play_job(&p, A, 200);
  play_call(&p, A, BN_SetNotifyInterface, (struct bn_input){.object = 0});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  refused(&p, (struct bn_input){.kind = BN_IN_EXIT}, "no such handler is running");
  play_input(&p, back);
  refused(&p, back, "no such handler is running");
}
END_TEST

START_TEST(moments)
{
  struct play p = play_start();
  struct bn_input in = {.kind = BN_IN_TIME, .value_ms = 1000};

  play_input(&p, in);
  play_input(&p, in); /* no time passes, which is nothing wrong */
  in.value_ms = 999;
  refused(&p, in, "time does not go back");
  play_job(&p, A, 503);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  in.value_ms = 1001;
  refused(&p, in, "the service has something to do first");
  play_settle(&p);
  in.value_ms = 601001;
  refused(&p, in, "a timer comes first");
  in.value_ms = 601000;
  play_input(&p, in);
}
END_TEST

START_TEST(an_action_that_is_not_enabled)
{
  struct play p = play_start();
  struct bn_effects fx;
  bn_knob asked;

  play_job(&p, A, 200);
  ck_assert_int_eq(
      bn_fire(&p.world, &p.state,
              (struct bn_action){.kind = BN_ACT_CONNECT, .file = BN_NONE, .call = BN_NONE}, &fx,
              &asked),
      BN_REFUSED);
  ck_assert_str_eq(fx.refusal, "the action is not enabled");
  ck_assert_uint_eq(fx.count, 0);
  ck_assert_int_eq(
      bn_input(&p.world, &p.state, &(struct bn_input){.kind = BN_IN_TIME}, &fx, &asked), BN_DONE);
  ck_assert_ptr_null(fx.refusal);
}
END_TEST

START_TEST(a_finished_job_may_have_nothing_to_resume)
{
  struct play p = play_with("Resume.TRANSFERRED", "BG_E_EMPTY");

  play_ready_job(&p, A, 200);
  play_settle(&p);
  ck_assert_int_eq(play_call(&p, A, BN_Resume, (struct bn_input){0}), BN_HR_BG_E_EMPTY);
  ck_assert_uint_eq(p.state.job[0].state, BN_TRANSFERRED);
}
END_TEST

/* A faulty service that lets a final job be touched: nothing happens to it. */
START_TEST(a_final_job_stays_final)
{
  struct play p = play_start();
  bn_knob knob = BN_KNOBS;

  ck_assert(bn_knob_named("Cancel.CANCELLED", &knob));
  play_set(&p, knob, BN_V_CANCELLED);
  play_job(&p, A, 200);
  play_call(&p, A, BN_Cancel, (struct bn_input){0});
  play_forget(&p);
  ck_assert_int_eq(play_call(&p, A, BN_Cancel, (struct bn_input){.kept = 1}), BN_HR_S_OK);
  ck_assert_uint_eq(play_count(&p, BN_FX_STATE), 0);
  ck_assert_int_eq(play_call(&p, A, BN_Suspend, (struct bn_input){.kept = 1}),
                   BN_HR_BG_E_INVALID_STATE);
  ck_assert_int_eq(play_call(&p, A, BN_SetValidationState, (struct bn_input){.kept = 1}),
                   BN_HR_BG_E_INVALID_STATE);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("refusals");

  tcase_add_test(tests, calls);
  tcase_add_test(tests, a_pointer_ends_with_its_process);
  tcase_add_test(tests, processes_and_users);
  tcase_add_test(tests, the_service);
  tcase_add_test(tests, results_of_what_does_not_run);
  tcase_add_test(tests, moments);
  tcase_add_test(tests, an_action_that_is_not_enabled);
  tcase_add_test(tests, a_finished_job_may_have_nothing_to_resume);
  tcase_add_test(tests, a_final_job_stays_final);
  return harness_run(tests);
}
