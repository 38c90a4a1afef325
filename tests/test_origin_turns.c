#include "tests/harness.h"
#include "tests/serving.h"

/* ---- one answer after the other ---- */

START_TEST(answers_come_in_turn_and_the_last_stays)
{
  struct conf_file_answer answer[] = {
      {.status = 404},           {.status = 503}, {.condition = BN_ABORT, .drop_after = 100},
      {.condition = BN_GARBAGE}, {.status = 200}, {.status = 410}};
  struct http_client c;

  given_answers(SERVING_SIZE, answer, 6);
  ck_assert_uint_eq(status_of("HEAD", ""), 404);
  ck_assert_uint_eq(status_of("GET", ""), 503);
  ck_assert_uint_eq(status_of("HEAD", ""), 200); /* a promise uses up nothing */
  http_ask(&c, url(), "GET", "");
  http_read_to_end(&c);
  has_content(&c, 0, 100);
  http_close(&c);
  ck_assert_uint_eq(status_of("HEAD", ""), 0);
  ck_assert_uint_eq(status_of("GET", "Range: bytes=100-65534\r\n"), 206);
  ck_assert_uint_eq(status_of("GET", "Range: bytes=65535-\r\n"), 206); /* now the service has it */
  ck_assert_uint_eq(status_of("HEAD", ""), 410);
  ck_assert_uint_eq(status_of("GET", ""), 410);
  serving_end();
}
END_TEST

START_TEST(a_head_without_a_length_has_told_all)
{
  struct conf_file_answer answer[] = {{.condition = BN_NO_LENGTH, .status = 200}, {.status = 404}};

  given_answers(SERVING_SIZE, answer, 2);
  ck_assert_uint_eq(status_of("HEAD", ""), 200);
  ck_assert_uint_eq(status_of("HEAD", ""), 404);
  serving_end();
}
END_TEST

/* A release in between is for the answer that comes, however long the service insists. */
START_TEST(a_release_after_a_failure_is_for_the_next_answer)
{
  struct conf_file_answer answer[] = {{.status = 503}, {.status = 200, .hold = 1}};

  given_insisting(answer, 2, _i == 0 ? 0 : 1);
  ck_assert_uint_eq(status_of("GET", ""), 503);
  conf_origin_release(origin, 0);
  while (status_of("HEAD", "") == 503)
    ;
  is_healthy();
  serving_end();
}
END_TEST

START_TEST(a_changed_answer_holds_from_now_on)
{
  struct conf_file_answer answer[] = {{.status = 404}, {.status = 503}};

  given_answers(SERVING_SIZE, answer, 2);
  ck_assert_uint_eq(status_of("GET", ""), 404);
  conf_origin_answer(origin, 0, &healthy);
  is_healthy();
  is_healthy();
  conf_origin_answer(origin, 0, &(struct conf_file_answer){.status = 403});
  ck_assert_uint_eq(status_of("GET", ""), 403);
  serving_end();
}
END_TEST

START_TEST(a_failed_answer_is_repeated_as_long_as_the_service_insists)
{
  struct conf_file_answer answer[] = {{.status = 503}, {.status = 200}};

  given_insisting(answer, 2, 24 * 3600 * 1000);
  ck_assert_uint_eq(status_of("HEAD", ""), 503);
  ck_assert_uint_eq(status_of("HEAD", ""), 503);
  ck_assert_uint_eq(status_of("GET", ""), 503);
  conf_origin_answer(origin, 0, &healthy);
  ck_assert_uint_eq(status_of("HEAD", ""), 200);
  serving_end();
}
END_TEST

/* ---- holds ---- */

START_TEST(a_hold_stops_in_the_middle_until_released)
{
  enum { FROM = 1000, HALF = (SERVING_SIZE - FROM) / 2 };
  struct http_client c;

  given((struct conf_file_answer){.status = 200, .hold = 1});
  ck_assert_uint_eq(status_of("HEAD", ""), 200); /* it is not in the way of a HEAD */
  http_ask(&c, url(), "GET", "Range: bytes=1000-\r\n");
  ck_assert(conf_origin_await_hold(origin, 0, SERVING_FOREVER_MS));
  ck_assert_uint_eq(request(1).end, CONF_REQUEST_OPEN);
  ck_assert_uint_eq(request(1).sent, HALF);
  http_read_body(&c, HALF);
  ck_assert_uint_eq(http_status(&c), 206);
  has_content(&c, FROM, HALF);
  conf_origin_release(origin, 0);
  http_read_answer(&c, false);
  has_content(&c, FROM, SERVING_SIZE - FROM);
  http_close(&c);
  is_healthy(); /* the release stays */
  serving_end();
}
END_TEST

START_TEST(a_release_can_come_first)
{
  given((struct conf_file_answer){.status = 200, .hold = 1});
  conf_origin_release(origin, 0);
  is_healthy();
  serving_end();
}
END_TEST

START_TEST(each_held_answer_waits_for_its_own_release)
{
  struct conf_file_answer answer[] = {{.status = 200, .hold = 1}, {.status = 200, .hold = 1}};
  struct http_client c;

  given_answers(SERVING_SIZE, answer, 2);
  conf_origin_release(origin, 0);
  is_healthy();
  http_ask(&c, url(), "GET", "");
  http_read_body(&c, SERVING_SIZE / 2);
  ck_assert_uint_eq(http_body_length(&c), SERVING_SIZE / 2);
  conf_origin_release(origin, 0);
  http_read_answer(&c, false);
  has_content(&c, 0, SERVING_SIZE);
  http_close(&c);
  serving_end();
}
END_TEST

START_TEST(a_held_status_comes_after_the_release)
{
  struct http_client c;

  given((struct conf_file_answer){.status = 404, .hold = 1});
  ck_assert_uint_eq(status_of("HEAD", ""), 200); /* TRANSFERRING must be reached */
  http_ask(&c, url(), "GET", "");
  ck_assert(conf_origin_await_hold(origin, 0, SERVING_FOREVER_MS));
  ck_assert_uint_eq(request(1).status, 0);
  conf_origin_release(origin, 0);
  http_read_answer(&c, false);
  ck_assert_uint_eq(http_status(&c), 404);
  http_close(&c);
  ck_assert_uint_eq(status_of("HEAD", ""), 404);
  serving_end();
}
END_TEST

START_TEST(connecting_lasts_until_released)
{
  struct http_client c;

  given((struct conf_file_answer){.status = 200, .hold = 2});
  http_ask(&c, url(), "HEAD", "");
  ck_assert(conf_origin_await_hold(origin, 0, SERVING_FOREVER_MS));
  ck_assert_uint_eq(request(0).status, 0);
  conf_origin_release(origin, 0);
  http_read_answer(&c, true);
  ck_assert_uint_eq(http_status(&c), 200);
  http_close(&c);
  is_healthy();
  serving_end();
}
END_TEST

START_TEST(an_answer_changed_in_the_middle_drops_what_it_cannot_end)
{
  struct http_client c;

  given((struct conf_file_answer){.status = 200, .hold = 1});
  http_ask(&c, url(), "GET", "");
  http_read_body(&c, SERVING_SIZE / 2);
  conf_origin_answer(origin, 0, &(struct conf_file_answer){.status = 404});
  http_read_to_end(&c);
  has_content(&c, 0, SERVING_SIZE / 2);
  http_close(&c);
  ck_assert_uint_eq(request(0).end, CONF_REQUEST_DROPPED);
  ck_assert_uint_eq(status_of("GET", ""), 404);
  serving_end();
}
END_TEST

START_TEST(an_answer_changed_in_the_middle_ends_what_it_can)
{
  struct http_client c;

  given((struct conf_file_answer){.status = 200, .hold = 1});
  http_ask(&c, url(), "GET", "");
  http_read_body(&c, SERVING_SIZE / 2);
  conf_origin_answer(origin, 0, &healthy);
  http_read_answer(&c, false);
  has_content(&c, 0, SERVING_SIZE);
  http_close(&c);
  serving_end();
}
END_TEST

/* ---- the log, the end ---- */

START_TEST(the_log_says_what_was_asked)
{
  struct conf_request all[3];

  given(healthy);
  ck_assert_uint_eq(status_of("HEAD", ""), 200);
  ck_assert_uint_eq(status_of("GET", "Range: bytes=10-19\r\n"), 206);
  ck_assert_uint_eq(conf_origin_requests(origin, 0, all, 3), 2);
  ck_assert(all[0].head);
  ck_assert(!all[0].ranged);
  ck_assert_uint_eq(all[0].status, 200);
  ck_assert_uint_eq(all[0].sent, 0);
  ck_assert(!all[1].head);
  ck_assert(all[1].ranged);
  ck_assert_uint_eq(all[1].from, 10);
  ck_assert_uint_eq(all[1].to, 20);
  ck_assert_uint_eq(all[1].sent, 10);
  ck_assert_uint_le(all[0].at_us, all[1].at_us);
  serving_end();
}
END_TEST

static const struct {
  struct conf_request request;
  const char *words;
} told[] = {
    {{.head = 1, .status = 200, .end = CONF_REQUEST_DONE}, "HEAD: 200"},
    {{.status = 200, .sent = 1024, .end = CONF_REQUEST_DONE}, "GET: 200, 1024 bytes"},
    {{.ranged = 1, .from = 100, .to = 200, .status = 206, .sent = 100, .end = CONF_REQUEST_DONE},
     "GET 100-199: 206, 100 bytes"},
    {{.status = 200, .sent = 4096, .end = CONF_REQUEST_DROPPED}, "GET: 200, 4096 bytes, dropped"},
    {{.end = CONF_REQUEST_DROPPED}, "GET: dropped"},
    {{.head = 1, .end = CONF_REQUEST_LEFT}, "HEAD: left by the client"},
};

START_TEST(the_log_has_words)
{
  char words[CONF_REQUEST_WORDS];

  conf_origin_words(&told[_i].request, words);
  ck_assert_str_eq(words, told[_i].words);
}
END_TEST

/* In the order in which they ended, once each. The log says of a request that it has ended after
 * the client has seen that. */
START_TEST(the_log_is_told_as_requests_end)
{
  struct conf_request next;
  struct http_client c;

  given((struct conf_file_answer){.status = 200, .hold = 1});
  http_ask(&c, url(), "GET", "Connection: close\r\n");
  ck_assert(conf_origin_await_hold(origin, 0, SERVING_FOREVER_MS));
  ck_assert(!conf_origin_next(origin, UINT64_MAX, &next));
  ck_assert_uint_eq(status_of("HEAD", "Connection: close\r\n"), 200);
  while (!conf_origin_next(origin, UINT64_MAX, &next))
    ;
  ck_assert(next.head);
  ck_assert_uint_le(next.at_us, next.ended_us);
  conf_origin_release(origin, 0);
  http_read_to_end(&c);
  http_close(&c);
  while (!conf_origin_next(origin, UINT64_MAX, &next))
    ;
  ck_assert(!next.head);
  ck_assert_uint_eq(next.sent, SERVING_SIZE);
  ck_assert(!conf_origin_next(origin, UINT64_MAX, &next));
  serving_end();
}
END_TEST

/* A test that hangs here shows a hold that the end does not break. */
START_TEST(the_end_breaks_every_hold)
{
  struct http_client middle, front;

  given((struct conf_file_answer){.status = 200, .hold = 1});
  http_ask(&middle, url(), "GET", "");
  http_read_body(&middle, SERVING_SIZE / 2);
  http_ask(&front, url(), "GET", "Range: bytes=0-0\r\n");
  ck_assert(conf_origin_await_hold(origin, 0, SERVING_FOREVER_MS));
  serving_end();
  http_read_to_end(&middle);
  has_content(&middle, 0, SERVING_SIZE / 2);
  http_close(&middle);
  http_close(&front);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("origin");

  tcase_add_test(tests, answers_come_in_turn_and_the_last_stays);
  tcase_add_test(tests, a_head_without_a_length_has_told_all);
  tcase_add_loop_test(tests, a_release_after_a_failure_is_for_the_next_answer, 0, 2);
  tcase_add_test(tests, a_changed_answer_holds_from_now_on);
  tcase_add_test(tests, a_failed_answer_is_repeated_as_long_as_the_service_insists);
  tcase_add_test(tests, a_hold_stops_in_the_middle_until_released);
  tcase_add_test(tests, a_release_can_come_first);
  tcase_add_test(tests, each_held_answer_waits_for_its_own_release);
  tcase_add_test(tests, a_held_status_comes_after_the_release);
  tcase_add_test(tests, connecting_lasts_until_released);
  tcase_add_test(tests, an_answer_changed_in_the_middle_drops_what_it_cannot_end);
  tcase_add_test(tests, an_answer_changed_in_the_middle_ends_what_it_can);
  tcase_add_test(tests, the_log_says_what_was_asked);
  tcase_add_loop_test(tests, the_log_has_words, 0, (int)(sizeof told / sizeof *told));
  tcase_add_test(tests, the_log_is_told_as_requests_end);
  tcase_add_test(tests, the_end_breaks_every_hold);
  return harness_run(tests);
}
