#include "tests/serving.h"

#include <check.h>
#include <string.h>

struct conf_origin *origin;
const struct conf_file_answer healthy = {.status = 200};

static struct conf_scenario scenario;

static void open_origin(uint32_t size, const struct conf_file_answer *answer, unsigned answers,
                        unsigned again_ms)
{
  char why[240];

  memset(&scenario, 0, sizeof scenario);
  scenario.files = 1;
  scenario.file[0].name = "a.bin";
  scenario.file[0].size = size;
  scenario.file[0].answers = (uint8_t)answers;
  memcpy(scenario.file[0].answer, answer, answers * sizeof *answer);
  origin = conf_origin_open(&scenario, again_ms, why);
  ck_assert_msg(origin != NULL, "%s", why);
}

void given_answers(uint32_t size, const struct conf_file_answer *answer, unsigned answers)
{
  open_origin(size, answer, answers, 0);
}

void given_insisting(const struct conf_file_answer *answer, unsigned answers, unsigned again_ms)
{
  open_origin(SERVING_SIZE, answer, answers, again_ms);
}

void given(struct conf_file_answer answer)
{
  open_origin(SERVING_SIZE, &answer, 1, 0);
}

void serving_end(void)
{
  conf_origin_close(origin);
  origin = NULL;
}

const char *url(void)
{
  return conf_origin_url(origin, 0);
}

unsigned status_of(const char *method, const char *headers)
{
  struct http_client c;
  unsigned status;

  http_ask(&c, url(), method, headers);
  http_read_answer(&c, strcmp(method, "HEAD") == 0);
  status = http_status(&c);
  http_close(&c);
  return status;
}

struct conf_request request(unsigned number)
{
  struct conf_request r;

  ck_assert_uint_gt(conf_origin_requests(origin, number, &r, 1), number);
  return r;
}

void has_content(const struct http_client *c, uint64_t from, size_t count)
{
  static uint8_t content[SERVING_SIZE];

  ck_assert_uint_eq(http_body_length(c), count);
  conf_origin_content(0, from, content, count);
  ck_assert_int_eq(memcmp(http_body(c), content, count), 0);
}

void is_healthy(void)
{
  struct http_client c;

  http_ask(&c, url(), "GET", "");
  http_read_answer(&c, false);
  ck_assert_uint_eq(http_status(&c), 200);
  has_content(&c, 0, SERVING_SIZE);
  http_close(&c);
}
