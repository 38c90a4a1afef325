#include <string.h>

#include "tests/harness.h"
#include "tests/playing.h"

START_TEST(every_cell_allows_its_usual_value_and_another)
{
  const struct bn_knob_row *row = bn_knob_row((bn_knob)_i);
  bn_knob knob;
  bn_value value;

  ck_assert((row->values >> row->usual & 1u) != 0);
  ck_assert((row->values & (row->values - 1)) != 0);
  ck_assert_uint_lt(row->rule, BN_RULE_COUNT);
  ck_assert(bn_knob_named(row->name, &knob));
  ck_assert_msg(knob == (bn_knob)_i, "two cells are called %s", row->name);
  ck_assert(bn_value_named(knob, bn_value_text(row->usual), &value));
  ck_assert_uint_eq(value, row->usual);
}
END_TEST

START_TEST(no_more_than_a_dozen_shapes)
{
  unsigned shapes = 0;

  for (bn_knob k = 0; k < BN_KNOBS; k++)
    shapes += strncmp(bn_knob_row(k)->name, "shape.", 6) == 0;
  ck_assert_uint_le(shapes, 12);
}
END_TEST

/* The pages of each code: a living handler's result, as JobTransferred's caller classes it. */
static const struct {
  int32_t hresult;
  bool activates; /* gone: the class takes over now */
  bool launches;  /* failed: the command line takes over now */
} results[] = {
    {BN_HR_S_OK, false, false},
    {BN_HR_S_FALSE, false, true},
    {BN_HR_E_FAIL, false, true},
    {BN_HR_E_ACCESSDENIED, false, true},
    {BN_HR_RPC_E_SERVERFAULT, false, true},
    {BN_HR_CO_E_OBJNOTCONNECTED, true, false},
    {BN_HR_RPC_E_DISCONNECTED, true, false},
    {BN_HR_RPC_E_SERVER_DIED, true, false},
    {BN_HR_RPC_E_SERVER_DIED_DNE, true, false},
    {BN_HR_RPC_S_SERVER_UNAVAILABLE, true, false},
    {BN_HR_RPC_S_CALL_FAILED, true, false},
    {BN_HR_RPC_S_CALL_FAILED_DNE, true, false},
    {BN_HR_RPC_E_CALL_REJECTED, false, false},
    {BN_HR_RPC_E_SERVERCALL_RETRYLATER, false, false},
    {BN_HR_RPC_E_SERVERCALL_REJECTED, false, false},
    {BN_HR_RPC_S_SERVER_TOO_BUSY, false, false},
};

START_TEST(each_result_leads_where_its_class_says)
{
  struct play p = play_start();

  play_job(&p, A, 200);
  play_call(&p, A, BN_SetNotifyInterface, (struct bn_input){.object = 0});
  play_call(&p, A, BN_SetProperty,
            (struct bn_input){.property = BN_PROPERTY_NOTIFICATION_CLSID, .class_ = 0});
  play_call(&p, A, BN_SetNotifyCmdLine, (struct bn_input){.program = 0});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_return(&p, results[_i].hresult);
  ck_assert_int_eq(play_count(&p, BN_FX_ACTIVATION) > 0, results[_i].activates);
  ck_assert_int_eq(play_count(&p, BN_FX_LAUNCH) > 0, results[_i].launches);
}
END_TEST

/* HTTP status -> state of the job afterwards. */
static const struct {
  unsigned status, state;
} answers[] = {
    {200, BN_TRANSFERRED},     {206, BN_TRANSFERRED},     {204, BN_TRANSIENT_ERROR},
    {300, BN_ERROR},           {304, BN_ERROR},           {306, BN_TRANSIENT_ERROR},
    {400, BN_ERROR},           {403, BN_ERROR},           {404, BN_ERROR},
    {408, BN_TRANSIENT_ERROR}, {409, BN_TRANSIENT_ERROR}, {410, BN_ERROR},
    {500, BN_TRANSIENT_ERROR}, {501, BN_ERROR},           {502, BN_TRANSIENT_ERROR},
    {503, BN_TRANSIENT_ERROR}, {505, BN_ERROR},
};

START_TEST(each_status_leads_to_its_state)
{
  struct play p = play_start();

  play_ready_job(&p, A, answers[_i].status);
  play_settle(&p);
  ck_assert_uint_eq(p.state.job[0].state, answers[_i].state);
}
END_TEST

START_TEST(names_and_values_are_inverse)
{
  unsigned value;
  int32_t hresult;

  for (unsigned s = 0; s < BN_JOB_STATE_COUNT; s++) {
    ck_assert(bn_job_state_named(bn_job_state_text(s), &value));
    ck_assert_uint_eq(value, s);
  }
  for (unsigned m = 0; m < BN_METHOD_COUNT; m++) {
    ck_assert(bn_method_named(bn_method_text(m), &value));
    ck_assert_uint_eq(value, m);
    ck_assert_ptr_nonnull(bn_method_text_at(m));
  }
  ck_assert_ptr_null(bn_method_text_at(BN_METHOD_COUNT));
  for (unsigned i = 0; bn_hresult_text_at(i) != NULL; i++) {
    ck_assert(bn_hresult_named(bn_hresult_text_at(i), &hresult));
    ck_assert_str_eq(bn_hresult_text(hresult), bn_hresult_text_at(i));
  }
  for (unsigned r = 0; r < BN_RULE_COUNT; r++) {
    ck_assert(bn_rule_named(bn_rule_text(r), &value));
    ck_assert_uint_eq(value, r);
  }
}
END_TEST

START_TEST(hresults_are_read_as_numbers_too)
{
  int32_t hresult = 7;

  ck_assert(bn_hresult_named("0x80200002", &hresult));
  ck_assert_int_eq(hresult, BN_HR_BG_E_INVALID_STATE);
  ck_assert(bn_hresult_named("BG_E_HTTP_ERROR_404", &hresult));
  ck_assert_int_eq(hresult, (int32_t)0x80190194);
  ck_assert(!bn_hresult_named("0x8020000", &hresult));
  ck_assert(!bn_hresult_named("0x802000020", &hresult));
  ck_assert(!bn_hresult_named("BG_E_HTTP_ERROR_4o4", &hresult));
  ck_assert(!bn_hresult_named("BG_E_HTTP_ERROR_40a", &hresult));
  ck_assert(!bn_hresult_named("0x8020000g", &hresult));
  ck_assert(!bn_hresult_named("BG_E_HTTP_ERROR_", &hresult));
  ck_assert(!bn_hresult_named("S_OKAY", &hresult));
  ck_assert_int_eq(hresult, (int32_t)0x80190194);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("tables");

  tcase_add_loop_test(tests, every_cell_allows_its_usual_value_and_another, 0, BN_KNOBS);
  tcase_add_test(tests, no_more_than_a_dozen_shapes);
  tcase_add_loop_test(tests, each_result_leads_where_its_class_says, 0,
                      (int)(sizeof results / sizeof results[0]));
  tcase_add_loop_test(tests, each_status_leads_to_its_state, 0,
                      (int)(sizeof answers / sizeof answers[0]));
  tcase_add_test(tests, names_and_values_are_inverse);
  tcase_add_test(tests, hresults_are_read_as_numbers_too);
  return harness_run(tests);
}
