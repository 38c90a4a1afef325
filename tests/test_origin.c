#include "tests/harness.h"
#include "tests/serving.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- the file ---- */

START_TEST(head_promises_what_get_brings)
{
  struct http_client c;

  given(healthy);
  http_ask(&c, url(), "HEAD", "Connection: close\r\n");
  http_read_to_end(&c);
  ck_assert_uint_eq(http_status(&c), 200);
  ck_assert_str_eq(http_header(&c, "Content-Length"), "65536");
  ck_assert_str_eq(http_header(&c, "Accept-Ranges"), "bytes");
  ck_assert_str_eq(http_header(&c, "Last-Modified"), "Thu, 01 Jan 2015 00:00:00 GMT");
  ck_assert_ptr_nonnull(http_header(&c, "ETag"));
  ck_assert_uint_eq(http_body_length(&c), 0);
  http_close(&c);
  is_healthy();
  serving_end();
}
END_TEST

START_TEST(the_address_cannot_be_guessed)
{
  char first[200], other[200];
  struct http_client c;

  given(healthy);
  (void)snprintf(first, sizeof first, "%s", url());
  ck_assert_int_eq(strncmp(first, "http://127.0.0.1:", 17), 0);
  (void)snprintf(other, sizeof other, "%s", first);
  *(strrchr(other, '/') - 1) ^= 1; /* another hexadecimal digit, or none */
  http_ask(&c, other, "GET", "");
  http_read_answer(&c, false);
  ck_assert_uint_eq(http_status(&c), 404);
  http_close(&c);
  ck_assert_uint_eq(conf_origin_requests(origin, 0, NULL, 0), 0);
  ck_assert_uint_eq(conf_origin_file(origin, first), 0);
  ck_assert_uint_eq(conf_origin_file(origin, other), BN_NONE);
  serving_end();
  given(healthy);
  ck_assert_str_ne(strrchr(first, ':') + 6, strrchr(url(), ':') + 6);
  serving_end();
}
END_TEST

START_TEST(only_get_and_head_are_known)
{
  given(healthy);
  ck_assert_uint_eq(status_of("POST", "Content-Length: 0\r\n"), 405);
  ck_assert_uint_eq(status_of("DELETE", ""), 405);
  is_healthy();
  serving_end();
}
END_TEST

START_TEST(two_requests_go_over_one_connection)
{
  struct http_client c;
  char text[400];
  const char *path;
  size_t first;
  uv_buf_t buffer;

  given(healthy);
  http_ask(&c, url(), "HEAD", "");
  http_read_answer(&c, true);
  first = c.length;
  path = strchr(url() + 7, '/');
  (void)snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: h\r\nRange: bytes=0-9\r\n\r\n", path);
  buffer = uv_buf_init(text, (unsigned)strlen(text));
  ck_assert_int_eq(uv_try_write((uv_stream_t *)&c.socket, &buffer, 1), (int)buffer.len);
  while (!c.ended && strstr(c.bytes + first, "\r\n\r\n") == NULL)
    (void)uv_run(&c.loop, UV_RUN_ONCE);
  ck_assert(!c.ended);
  ck_assert_int_eq(strncmp(c.bytes + first, "HTTP/1.1 206 ", 13), 0);
  http_close(&c);
  serving_end();
}
END_TEST

static const struct {
  const char *header;
  unsigned status;
  uint64_t from, to;
} range[] = {
    {"Range: bytes=0-0\r\n", 206, 0, 1},
    {"Range: bytes=100-199\r\n", 206, 100, 200},
    {"Range: bytes=65000-\r\n", 206, 65000, SERVING_SIZE},
    {"Range: bytes=-36\r\n", 206, SERVING_SIZE - 36, SERVING_SIZE},
    {"Range: bytes=-99999\r\n", 206, 0, SERVING_SIZE},
    {"Range: bytes=65000-99999999\r\n", 206, 65000, SERVING_SIZE},
    {"Range: bytes=0-18446744073709551615\r\n", 206, 0, SERVING_SIZE},
    {"Range: bytes=65536-\r\n", 416, 0, 0},
    {"Range: bytes=-0\r\n", 416, 0, 0},
    {"Range: bytes=9-3\r\n", 200, 0, SERVING_SIZE},
    {"Range: bytes=\r\n", 200, 0, SERVING_SIZE},
    {"Range: bytes=-\r\n", 200, 0, SERVING_SIZE},
    {"Range: bytes=1-2,4-5\r\n", 200, 0, SERVING_SIZE},
    {"Range: bytes=1-2x\r\n", 200, 0, SERVING_SIZE},
    {"Range: bytes=99999999999999999999-\r\n", 200, 0, SERVING_SIZE},
    {"Range: lines=1-2\r\n", 200, 0, SERVING_SIZE},
    {"Range: bytes=10-19\r\nIf-Range: \"0-65536\"\r\n", 206, 10, 20},
    {"Range: bytes=10-19\r\nIf-Range: \"another\"\r\n", 200, 0, SERVING_SIZE},
    {"Range: bytes=10-19\r\nIf-Range: Thu, 01 Jan 2015 00:00:00 GMT\r\n", 206, 10, 20},
};

START_TEST(a_range_is_sent_where_it_is_one)
{
  struct http_client c;
  char text[80];

  given(healthy);
  http_ask(&c, url(), "GET", range[_i].header);
  http_read_answer(&c, false);
  ck_assert_uint_eq(http_status(&c), range[_i].status);
  if (range[_i].status == 206) {
    (void)snprintf(text, sizeof text, "bytes %" PRIu64 "-%" PRIu64 "/65536", range[_i].from,
                   range[_i].to - 1);
    ck_assert_str_eq(http_header(&c, "Content-Range"), text);
  }
  if (range[_i].status == 416)
    ck_assert_str_eq(http_header(&c, "Content-Range"), "bytes */65536");
  has_content(&c, range[_i].from, (size_t)(range[_i].to - range[_i].from));
  http_close(&c);
  serving_end();
}
END_TEST

START_TEST(without_ranges_the_whole_file_comes)
{
  struct http_client c;

  given((struct conf_file_answer){.status = 200, .no_range = 1});
  http_ask(&c, url(), "GET", "Range: bytes=100-199\r\n");
  http_read_answer(&c, false);
  ck_assert_uint_eq(http_status(&c), 200);
  ck_assert_str_eq(http_header(&c, "Accept-Ranges"), "none");
  has_content(&c, 0, SERVING_SIZE);
  http_close(&c);
  serving_end();
}
END_TEST

START_TEST(without_a_length_nobody_is_told_one)
{
  struct http_client c;
  const char *const method[] = {"HEAD", "GET"};

  given((struct conf_file_answer){.condition = BN_NO_LENGTH, .status = 200});
  for (unsigned i = 0; i < 2; i++) {
    http_ask(&c, url(), method[i], "Connection: close\r\n");
    http_read_to_end(&c);
    ck_assert_uint_eq(http_status(&c), 200);
    ck_assert_ptr_null(http_header(&c, "Content-Length"));
    http_close(&c);
  }
  ck_assert_uint_eq(request(1).sent, SERVING_SIZE);
  serving_end();
}
END_TEST

START_TEST(an_empty_file_is_a_file)
{
  struct conf_file_answer answer[2] = {{.status = 200}, {.status = 404}};
  struct http_client c;

  given_answers(0, answer, 2);
  ck_assert_uint_eq(status_of("HEAD", ""), 200);
  http_ask(&c, url(), "GET", "");
  http_read_answer(&c, false);
  ck_assert_uint_eq(http_status(&c), 200);
  ck_assert_str_eq(http_header(&c, "Content-Length"), "0");
  http_close(&c);
  ck_assert_uint_eq(status_of("GET", ""), 404);
  serving_end();
}
END_TEST

START_TEST(contents_differ_by_file_and_place)
{
  uint8_t a[600], b[600];

  conf_origin_content(0, 0, a, sizeof a);
  conf_origin_content(1, 0, b, sizeof b);
  ck_assert_int_ne(memcmp(a, b, sizeof a), 0);
  ck_assert_int_ne(memcmp(a, a + 256, 256), 0);
  conf_origin_content(0, 7, b, 100);
  ck_assert_int_eq(memcmp(a + 7, b, 100), 0);
}
END_TEST

/* ---- what goes wrong ---- */

static const uint16_t status[] = {204, 300, 304, 307, 400, 403, 404, 408, 410, 429, 500, 503, 505};

START_TEST(a_status_is_for_head_and_get)
{
  given((struct conf_file_answer){.status = status[_i]});
  ck_assert_uint_eq(status_of("HEAD", ""), status[_i]);
  ck_assert_uint_eq(status_of("GET", ""), status[_i]);
  ck_assert_uint_eq(request(1).status, status[_i]);
  serving_end();
}
END_TEST

static const struct {
  uint32_t size, after;
  const char *header;
  uint64_t from;
  size_t comes;
} drops[] = {
    {SERVING_SIZE, 4096, "", 0, 4096},
    {SERVING_SIZE, 40000, "", 0, 40000},
    {SERVING_SIZE, SERVING_SIZE, "", 0, SERVING_SIZE - 1},
    {SERVING_SIZE, 99999, "", 0, SERVING_SIZE - 1}, /* before the last byte */
    {SERVING_SIZE, 4096, "Range: bytes=1000-\r\n", 1000, 3096},
    {SERVING_SIZE, 4096, "Range: bytes=4096-\r\n", 4096, 0},
    {1, 1, "", 0, 0},
};

START_TEST(a_drop_comes_where_it_was_ordered)
{
  struct conf_file_answer answer = {.condition = BN_ABORT, .drop_after = drops[_i].after};
  struct http_client c;
  char headers[120];

  given_answers(drops[_i].size, &answer, 1);
  ck_assert_uint_eq(status_of("HEAD", ""), 200);
  (void)snprintf(headers, sizeof headers, "Connection: close\r\n%s", drops[_i].header);
  http_ask(&c, url(), "GET", headers);
  http_read_to_end(&c);
  ck_assert_uint_eq(http_status(&c), drops[_i].from > 0 ? 206 : 200);
  has_content(&c, drops[_i].from, drops[_i].comes);
  http_close(&c);
  ck_assert_uint_eq(request(1).end, CONF_REQUEST_DROPPED);
  ck_assert_uint_eq(request(1).sent, drops[_i].comes);
  serving_end();
}
END_TEST

/* Neither method gets a word of HTTP. */
static void no_http(const char *expected)
{
  const char *const method[] = {"HEAD", "GET"};
  struct http_client c;

  for (unsigned i = 0; i < 2; i++) {
    http_ask(&c, url(), method[i], "");
    http_read_to_end(&c);
    ck_assert_uint_eq(http_status(&c), 0);
    ck_assert_int_eq(strncmp(c.bytes, expected, strlen(expected)), 0);
    if (*expected == '\0')
      ck_assert_uint_eq(c.length, 0);
    http_close(&c);
    ck_assert_uint_eq(request(i).status, 0);
    ck_assert_uint_eq(request(i).end, CONF_REQUEST_DROPPED);
  }
}

START_TEST(a_drop_after_nothing_is_silent)
{
  given((struct conf_file_answer){.condition = BN_ABORT});
  no_http("");
  serving_end();
}
END_TEST

START_TEST(garbage_is_not_http)
{
  given((struct conf_file_answer){.condition = BN_GARBAGE});
  no_http("This is not ");
  serving_end();
}
END_TEST

START_TEST(a_refused_file_has_a_port_where_nobody_listens)
{
  struct http_client c;

  given((struct conf_file_answer){.condition = BN_REFUSE});
  http_connect(&c, url());
  ck_assert(!c.connected);
  ck_assert_int_eq(c.error, UV_ECONNREFUSED);
  http_close(&c);
  serving_end();
}
END_TEST

START_TEST(an_unresolved_file_has_a_name_that_cannot_exist)
{
  given((struct conf_file_answer){.condition = BN_UNRESOLVED});
  ck_assert_ptr_nonnull(strstr(url(), ".invalid/a.bin")); /* RFC 2606 */
  serving_end();
}
END_TEST

static TCase *add_the_file(TCase *tests)
{
  tcase_add_test(tests, head_promises_what_get_brings);
  tcase_add_test(tests, the_address_cannot_be_guessed);
  tcase_add_test(tests, only_get_and_head_are_known);
  tcase_add_test(tests, two_requests_go_over_one_connection);
  tcase_add_loop_test(tests, a_range_is_sent_where_it_is_one, 0,
                      (int)(sizeof range / sizeof *range));
  tcase_add_test(tests, without_ranges_the_whole_file_comes);
  tcase_add_test(tests, without_a_length_nobody_is_told_one);
  tcase_add_test(tests, an_empty_file_is_a_file);
  tcase_add_test(tests, contents_differ_by_file_and_place);
  return tests;
}

static TCase *add_failures(TCase *tests)
{
  tcase_add_loop_test(tests, a_status_is_for_head_and_get, 0,
                      (int)(sizeof status / sizeof *status));
  tcase_add_loop_test(tests, a_drop_comes_where_it_was_ordered, 0,
                      (int)(sizeof drops / sizeof *drops));
  tcase_add_test(tests, a_drop_after_nothing_is_silent);
  tcase_add_test(tests, garbage_is_not_http);
  tcase_add_test(tests, a_refused_file_has_a_port_where_nobody_listens);
  tcase_add_test(tests, an_unresolved_file_has_a_name_that_cannot_exist);
  return tests;
}

int main(void)
{
  return harness_run(add_failures(add_the_file(harness_case("origin"))));
}
