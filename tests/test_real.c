#include "tests/harness.h"
#include "tests/playing.h"

/* What a host with real processes tells the model: what came of an activation, that a job waits its
 * turn in the queue, that the number of a final job is free. */

static struct play with_real_class(void)
{
  struct play p = play_start();

  p.world.class_[0].registers = BN_REGISTERS_REALLY;
  play_job(&p, A, 200);
  play_call(&p, A, BN_SetProperty,
            (struct bn_input){.property = BN_PROPERTY_NOTIFICATION_CLSID, .class_ = 0});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  return p;
}

START_TEST(a_real_activation_takes_as_long_as_it_takes)
{
  struct play p = with_real_class();

  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 1);
  play_advance(&p, 3600000);
  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATED), 0);
  play_input(&p, (struct bn_input){.kind = BN_IN_ACTIVATED, .call = 0});
  play_settle(&p);
  ck_assert_int_eq(play_last(&p, BN_FX_ACTIVATED)->hresult, BN_HR_S_OK);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->instance, 1);
}
END_TEST

START_TEST(a_real_activation_fails_as_com_says)
{
  struct play p = with_real_class();

  play_input(&p, (struct bn_input){
                     .kind = BN_IN_ACTIVATED, .call = 0, .hresult = BN_HR_CO_E_SERVER_STOPPING});
  play_settle(&p);
  ck_assert_int_eq(play_last(&p, BN_FX_ACTIVATED)->hresult, BN_HR_CO_E_SERVER_STOPPING);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 0);
  ck_assert(play_fired(&p, BN_R_NOTIFY_PREC_15));
}
END_TEST

static const char *refusal_of(struct play *p, struct bn_input input)
{
  static struct bn_effects fx;
  bn_knob asked;

  ck_assert_int_eq(bn_input(&p->world, &p->state, &input, &fx, &asked), BN_REFUSED);
  return fx.refusal;
}

START_TEST(an_activation_comes_back_once)
{
  struct play p = with_real_class();
  struct bn_input back = {.kind = BN_IN_ACTIVATED, .call = 0};

  play_input(&p, back);
  play_settle(&p);
  ck_assert_str_eq(refusal_of(&p, back), "no such activation is under way");
  back.call = BN_CALLS;
  ck_assert_str_eq(refusal_of(&p, back), "no such activation is under way");
}
END_TEST

START_TEST(a_job_waits_in_the_queue_until_its_turn_comes)
{
  struct play p = play_start();

  p.world.file[0].answer[0].hold = 3;
  play_job(&p, A, 200);
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_advance(&p, 60000);
  ck_assert_uint_eq(p.state.job[0].state, BN_QUEUED);
  play_input(&p, (struct bn_input){.kind = BN_IN_RELEASE, .file = 0});
  play_settle(&p);
  ck_assert_uint_eq(p.state.job[0].state, BN_TRANSFERRED);
}
END_TEST

START_TEST(a_final_job_gives_its_number_back)
{
  struct play p = play_start();
  struct bn_input forget = {.kind = BN_IN_FORGET, .job = 0};

  play_ready_job(&p, A, 200);
  play_settle(&p);
  ck_assert_str_eq(refusal_of(&p, forget), "the job is not final");
  play_call(&p, A, BN_Complete, (struct bn_input){0});
  play_input(&p, forget);
  ck_assert_uint_eq(p.state.job[0].state, BN_NO_JOB);
  ck_assert_uint_eq(p.state.held[A], 0);
  play_job(&p, A, 200);
}
END_TEST

START_TEST(a_number_is_not_free_while_a_handler_runs)
{
  struct play p = play_start();
  struct bn_input forget = {.kind = BN_IN_FORGET, .job = 0};

  play_job(&p, A, 200);
  play_call(&p, A, BN_SetNotifyInterface, (struct bn_input){.object = 0});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_call(&p, A, BN_Cancel, (struct bn_input){0});
  ck_assert_str_eq(refusal_of(&p, forget), "a notification of the job is in flight");
  play_return(&p, BN_HR_S_OK);
  play_input(&p, forget);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("real");

  tcase_add_test(tests, a_real_activation_takes_as_long_as_it_takes);
  tcase_add_test(tests, a_real_activation_fails_as_com_says);
  tcase_add_test(tests, an_activation_comes_back_once);
  tcase_add_test(tests, a_job_waits_in_the_queue_until_its_turn_comes);
  tcase_add_test(tests, a_final_job_gives_its_number_back);
  tcase_add_test(tests, a_number_is_not_free_while_a_handler_runs);
  return harness_run(tests);
}
