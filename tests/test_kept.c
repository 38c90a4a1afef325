#include <string.h>

#include "tests/harness.h"
#include "tests/playing.h"

/* What a registration is worth after the service or the owner changed, cell by cell. */

static const struct {
  const char *cell, *value;
  bool kept;
} rows[] = {
    {"registration.set.restart", "cleared", false},
    {"registration.set.restart", "kept", true},
    {"registration.class.restart", "kept", true},
    {"registration.class.restart", "cleared", false},
    {"registration.program.restart", "kept", true},
    {"registration.program.restart", "cleared", false},
    {"registration.flags.restart", "kept", true},
    {"registration.flags.restart", "cleared", false},
    {"registration.set.take-ownership", "kept", true},
    {"registration.set.take-ownership", "cleared", false},
    {"registration.class.take-ownership", "kept", true},
    {"registration.class.take-ownership", "cleared", false},
    {"registration.program.take-ownership", "cleared", false},
    {"registration.program.take-ownership", "kept", true},
    {"registration.flags.take-ownership", "kept", true},
    {"registration.flags.take-ownership", "cleared", false},
};

static bool starts_with(const char *text, const char *head)
{
  return strncmp(text, head, strlen(head)) == 0;
}

static struct play registered(void)
{
  struct play p = play_start();

  p.world.users = 2;
  p.world.app[B].user = 1;
  p.world.app[B].elevated = 1;
  play_job(&p, A, 200);
  play_call(&p, A, BN_SetNotifyInterface, (struct bn_input){.object = 0});
  play_call(&p, A, BN_SetProperty,
            (struct bn_input){.property = BN_PROPERTY_NOTIFICATION_CLSID, .class_ = 0});
  play_call(&p, A, BN_SetNotifyCmdLine, (struct bn_input){.program = 0});
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 1});
  return p;
}

static void restart(struct play *p)
{
  play_input(p, (struct bn_input){.kind = BN_IN_STOP});
  play_input(p, (struct bn_input){.kind = BN_IN_START});
}

static bool is_kept(struct play *p, const char *thing)
{
  struct bn_input clsid = {.property = BN_PROPERTY_NOTIFICATION_CLSID};

  if (starts_with(thing, "set")) {
    play_call(p, B, BN_GetNotifyInterface, (struct bn_input){0});
    return play_last(p, BN_FX_RESULT)->object == 0;
  }
  if (starts_with(thing, "class")) {
    play_call(p, B, BN_GetProperty, clsid);
    return play_last(p, BN_FX_RESULT)->class_ == 0;
  }
  if (starts_with(thing, "program")) {
    play_call(p, B, BN_GetNotifyCmdLine, (struct bn_input){0});
    return play_last(p, BN_FX_RESULT)->program == 0;
  }
  play_call(p, B, BN_GetNotifyFlags, (struct bn_input){0});
  return play_last(p, BN_FX_RESULT)->value == 1;
}

START_TEST(a_registration_is_kept_or_cleared)
{
  const char *thing = rows[_i].cell + strlen("registration.");
  struct play p = registered();
  bn_knob knob = BN_KNOBS;
  bn_value value = BN_VALUE_COUNT;

  ck_assert(bn_knob_named(rows[_i].cell, &knob));
  ck_assert(bn_value_named(knob, rows[_i].value, &value));
  play_set(&p, knob, value);
  if (strstr(thing, ".restart") != NULL)
    restart(&p);
  else
    ck_assert_int_eq(play_call(&p, B, BN_TakeOwnership, (struct bn_input){0}), BN_HR_S_OK);
  ck_assert_msg(is_kept(&p, thing) == rows[_i].kept, "%s=%s", rows[_i].cell, rows[_i].value);
}
END_TEST

START_TEST(flags_that_are_cleared_are_those_of_a_new_job)
{
  struct play p = registered();

  play_set(&p, BN_K_FLAGS_RESTART, BN_V_CLEARED);
  restart(&p);
  play_call(&p, A, BN_GetNotifyFlags, (struct bn_input){0});
  ck_assert_uint_eq(play_last(&p, BN_FX_RESULT)->value, 3);
}
END_TEST

START_TEST(an_activated_object_may_outlive_a_restart)
{
  static const bn_value values[] = {BN_V_KEPT, BN_V_CLEARED};

  for (unsigned i = 0; i < 2; i++) {
    struct play p = play_start();
    play_set(&p, BN_K_ACTIVATED_RESTART, values[i]);
    play_job(&p, A, 404);
    play_call(&p, A, BN_SetProperty,
              (struct bn_input){.property = BN_PROPERTY_NOTIFICATION_CLSID, .class_ = 0});
    play_call(&p, A, BN_Resume, (struct bn_input){0});
    play_settle(&p);
    play_return(&p, BN_HR_S_OK);
    play_input(&p, (struct bn_input){.kind = BN_IN_STOP});
    play_input(&p, (struct bn_input){.kind = BN_IN_START});
    play_settle(&p); /* the event is due again */
    ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 1 + i);
  }
}
END_TEST

START_TEST(a_repeat_that_waited_is_due_when_the_service_starts)
{
  struct play p = play_start();

  play_job(&p, A, 200);
  play_call(&p, A, BN_SetProperty,
            (struct bn_input){.property = BN_PROPERTY_NOTIFICATION_CLSID, .class_ = 0});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_return(&p, BN_HR_E_FAIL);
  play_advance(&p, 1000);
  restart(&p);
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 2);
}
END_TEST

START_TEST(a_modification_that_waits_does_not_outlive_a_restart)
{
  struct play p = play_start();

  play_job(&p, A, 200);
  play_class(&p);
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x8});
  play_settle(&p);
  play_return(&p, BN_HR_S_OK);
  play_call(&p, A, BN_SetDisplayName, (struct bn_input){0});
  restart(&p);
  play_advance(&p, 10000);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 1);
}
END_TEST

START_TEST(a_job_on_its_way_is_queued_again)
{
  static const uint8_t holds[] = {1, 2}; /* TRANSFERRING, CONNECTING */

  for (unsigned i = 0; i < 2; i++) {
    struct play p = play_start();
    p.world.file[0].answer[0].hold = holds[i];
    play_ready_job(&p, A, 200);
    play_settle(&p);
    ck_assert_uint_eq(p.state.job[0].state, i == 0 ? BN_TRANSFERRING : BN_CONNECTING);
    restart(&p);
    ck_assert_uint_eq(p.state.job[0].state, BN_QUEUED);
  }
}
END_TEST

/* Before the restart the class was the next to be asked, and its user was away. */
START_TEST(the_class_is_not_asked_past_its_object_after_a_restart)
{
  struct play p = registered();

  p.world.file[0].answer[0].hold = 1;
  p.world.app[B].user = 1;
  play_call(&p, A, BN_SetNotifyCmdLine, (struct bn_input){.program = BN_NONE});
  play_call(&p, B, BN_SetProperty,
            (struct bn_input){.property = BN_PROPERTY_NOTIFICATION_CLSID, .class_ = 0});
  play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = _i == 0 ? 0x9 : 0x11});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_input(&p, (struct bn_input){.kind = BN_IN_LOGOFF, .user = 1});
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_END, .app = A});
  play_settle(&p);
  play_input(&p, (struct bn_input){.kind = BN_IN_RELEASE});
  play_settle(&p);
  ck_assert_uint_eq(p.state.job[0].modified_from, _i == 0 ? BN_FROM_CLASS : BN_FROM_TOP);
  ck_assert_uint_eq(p.state.job[0].files_from, _i == 1 ? BN_FROM_CLASS : BN_FROM_TOP);
  restart(&p);
  play_forget(&p);
  play_input(&p, (struct bn_input){.kind = BN_IN_LOGON, .user = 1});
  play_settle(&p);
  play_return(&p, BN_HR_S_OK);
  play_input(&p, (struct bn_input){.kind = BN_IN_APP_START, .app = A});
  play_call(&p, A, BN_AddFile, (struct bn_input){.file = 1}); /* a modification, and later a file */
  if (_i == 1)
    play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  ck_assert_uint_eq(play_last(&p, BN_FX_BEGIN)->event,
                    _i == 0 ? BN_JOB_MODIFICATION : BN_FILE_TRANSFERRED);
  ck_assert_uint_eq(play_count(&p, BN_FX_ACTIVATION), 1);
}
END_TEST

START_TEST(an_object_that_a_restart_took_counts_as_lost)
{
  struct play p = play_start();

  play_set(&p, BN_K_HANDLED_RESTART, BN_V_KEPT);
  play_set(&p, BN_K_LATCHED_REREGISTERED, BN_V_WHEN_INVALID);
  play_job(&p, A, 200);
  play_call(&p, A, BN_SetNotifyInterface, (struct bn_input){.object = 0});
  play_call(&p, A, BN_Resume, (struct bn_input){0});
  play_settle(&p);
  play_return(&p, BN_HR_S_OK);
  restart(&p);
  play_call(&p, A, BN_SetNotifyInterface, (struct bn_input){.object = 1});
  play_settle(&p);
  ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 2);
}
END_TEST

/* A program that runs is the user's: it ends with his session, also one that nobody waits for. */
START_TEST(a_program_ends_with_its_session)
{
  struct play p = play_start();

  for (unsigned orphan = 0; orphan < 3; orphan++) {
    p = play_start();
    play_job(&p, A, 200);
    play_call(&p, A, BN_SetNotifyCmdLine, (struct bn_input){.program = 0});
    play_call(&p, A, BN_Resume, (struct bn_input){0});
    play_settle(&p);
    ck_assert_uint_eq(play_count(&p, BN_FX_LAUNCH), 1);
    if (orphan == 1)
      play_input(&p, (struct bn_input){.kind = BN_IN_STOP});
    p.world.users = 2;
    play_input(&p, (struct bn_input){.kind = BN_IN_LOGOFF, .user = 1});
    ck_assert_uint_eq(p.state.call[0].stage, orphan == 1 ? BN_ORPHAN : BN_INSIDE);
    play_input(&p, (struct bn_input){.kind = orphan == 2 ? BN_IN_REBOOT : BN_IN_LOGOFF});
    play_settle(&p);
    ck_assert_uint_eq(p.state.call[0].stage, BN_FREE);
    ck_assert_uint_eq(p.state.job[0].debt.stage, BN_OWED);
  }
}
END_TEST

START_TEST(a_file_that_is_owed_may_outlive_a_restart)
{
  static const bn_value values[] = {BN_V_KEPT, BN_V_CLEARED};

  for (unsigned i = 0; i < 2; i++) {
    struct play p = play_start();
    play_set(&p, BN_K_FILES_RESTART, values[i]);
    play_set(&p, BN_K_SET_RESTART, BN_V_KEPT);
    play_job(&p, A, 200);
    play_call(&p, A, BN_SetNotifyFlags, (struct bn_input){.value = 0x10});
    play_call(&p, A, BN_SetNotifyInterface, (struct bn_input){.object = 0});
    play_call(&p, A, BN_Resume, (struct bn_input){0});
    play_settle(&p);
    play_return(&p, BN_HR_E_FAIL);
    restart(&p);
    play_settle(&p); /* what is kept does not wait for its repeat */
    ck_assert_uint_eq(play_count(&p, BN_FX_BEGIN), 2 - i);
  }
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("kept");

  tcase_add_loop_test(tests, a_registration_is_kept_or_cleared, 0,
                      (int)(sizeof rows / sizeof rows[0]));
  tcase_add_test(tests, flags_that_are_cleared_are_those_of_a_new_job);
  tcase_add_test(tests, an_activated_object_may_outlive_a_restart);
  tcase_add_test(tests, a_repeat_that_waited_is_due_when_the_service_starts);
  tcase_add_test(tests, a_modification_that_waits_does_not_outlive_a_restart);
  tcase_add_test(tests, a_job_on_its_way_is_queued_again);
  tcase_add_loop_test(tests, the_class_is_not_asked_past_its_object_after_a_restart, 0, 2);
  tcase_add_test(tests, an_object_that_a_restart_took_counts_as_lost);
  tcase_add_test(tests, a_program_ends_with_its_session);
  tcase_add_test(tests, a_file_that_is_owed_may_outlive_a_restart);
  return harness_run(tests);
}
