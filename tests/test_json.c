#include "conformance/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness.h"

/* Reads text without its NUL, in a block of exactly its size: a sanitizer sees a read beyond. */
static bool read_exactly(struct conf_json *json, const char *text, size_t length,
                         struct conf_problem *problem)
{
  char *bytes = malloc(length > 0 ? length : 1);
  bool good;

  ck_assert_ptr_nonnull(bytes);
  memcpy(bytes, text, length);
  good = conf_json_read(json, bytes, length, problem);
  free(bytes);
  return good;
}

static const char *const accepted[] = {
    "null",
    " true ",
    "0",
    "-0",
    "-0.0e-0",
    "1E+2",
    "1e308",
    "1e-999",
    "123456789012345678901234567890123456789012345678901234567890",
    "\"\"",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"",
    "\"\\ud83d\\ude00\"",
    "\"\x7f\"",
    ("\"\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f"
     "\xbf"
     "\xbf\""),
    "[]",
    "{}",
    "\r\n\t [ 1 , [ ] , { } ]\r\n",
    "{\"\":1,\" \":2}",
    "{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":1}]}",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", /* 32 */
};

START_TEST(what_rfc_8259_allows_is_read)
{
  struct conf_json json;
  struct conf_problem problem = {0};
  bool good = read_exactly(&json, accepted[_i], strlen(accepted[_i]), &problem);

  ck_assert_msg(good, "%s: %u:%u: %s", accepted[_i], problem.place.line, problem.place.column,
                problem.text);
  conf_json_free(&json);
}
END_TEST

/* tests/malformed has more, with their sentences: these are what a file there cannot show. */
static const struct {
  const char *text;
  size_t length;
  unsigned line, column;
} refused[] = {
#define ROW(text, line, column)                                                                    \
  {                                                                                                \
    text, sizeof(text) - 1, line, column                                                           \
  }
    ROW("", 1, 1),
    ROW("\0", 1, 1),
    ROW("1\0", 1, 2),
    ROW("-", 1, 2),
    ROW("--1", 1, 2),
    ROW("1.e1", 1, 3),
    ROW("00", 1, 1),
    ROW("-01", 1, 1),
    ROW("nul", 1, 1),
    ROW("nulll", 1, 1),
    ROW("truefalse", 1, 1),
    ROW("\"", 1, 2),
    ROW("\"\\", 1, 2),
    ROW("\"\\u", 1, 2),
    ROW("\"\\u123", 1, 2),
    ROW("\"\\ud83d\\u", 1, 2),
    ROW("\"\\ud83d\\ude0\"", 1, 2),
    ROW("\"\xc3", 1, 2),
    ROW("\"\xf0\x9f\x98", 1, 2),
    ROW("\"\xf8\x88\x80\x80\x80\"", 1, 2),
    ROW("\"\x80\"", 1, 2),
    ROW("\"\x1f\"", 1, 2),
    ROW("\"\r\"", 1, 2),
    ROW("\xc2\xa0 1", 1, 1),
    ROW("\v1", 1, 1),
    ROW("[1\r\n2]", 2, 1),
    ROW("[1,\r\n\r\n,2]", 3, 1),
    ROW("[", 1, 2),
    ROW("]", 1, 1),
    ROW("[1}", 1, 3),
    ROW("{\"a\":1]", 1, 7),
    ROW("{\"a\"}", 1, 5),
    ROW("{\"a\":}", 1, 6),
    ROW("{1:2}", 1, 2),
    ROW("{,}", 1, 2),
    ROW("[1,,2]", 1, 4),
    ROW("{\"\xc3\xa4\":1,\"\xc3\xa4\":2}", 1, 8),
    ROW("{\"\xc3\xa4\":1,\"\\u00E4\":2}", 1, 8),
    ROW("{\"\\ud83d\\ude00\":1,\"\xf0\x9f\x98\x80\":2}", 1, 19),
#undef ROW
};

START_TEST(what_it_forbids_is_refused_at_its_place)
{
  struct conf_json json;
  struct conf_problem problem = {0};

  ck_assert(!read_exactly(&json, refused[_i].text, refused[_i].length, &problem));
  ck_assert_uint_eq(problem.place.line, refused[_i].line);
  ck_assert_uint_eq(problem.place.column, refused[_i].column);
  ck_assert_uint_gt(strlen(problem.text), 0);
}
END_TEST

START_TEST(every_value_and_key_has_its_place)
{
  static const char text[] =
      "{\n"
      "  \"gr\xc3\xb6\xc3\x9f"
      "e\": [1, \"\xf0\x9f\x98\x80\", {\"a\":null}],\n"
      "\t\"b\" : 7}\n";
  struct conf_json json;
  struct conf_problem problem;
  const cJSON *list, *null, *seven;

  ck_assert(read_exactly(&json, text, sizeof text - 1, &problem));
  list = json.root->child;
  null = list->child->next->next->child;
  seven = list->next;
  ck_assert_uint_eq(conf_json_place(&json, json.root).line, 1);
  ck_assert_uint_eq(conf_json_place(&json, json.root).column, 1);
  ck_assert_uint_eq(conf_json_key_place(&json, json.root).column, 1);
  ck_assert_uint_eq(conf_json_key_place(&json, list).line, 2);
  ck_assert_uint_eq(conf_json_key_place(&json, list).column, 3);
  ck_assert_uint_eq(conf_json_place(&json, list).column, 12);
  ck_assert_uint_eq(conf_json_place(&json, list->child->next).column, 16);
  ck_assert_uint_eq(conf_json_place(&json, list->child->next->next).column, 21);
  ck_assert_uint_eq(conf_json_key_place(&json, null).column, 22);
  ck_assert_uint_eq(conf_json_place(&json, null).column, 26);
  ck_assert_uint_eq(conf_json_key_place(&json, seven).line, 3);
  ck_assert_uint_eq(conf_json_key_place(&json, seven).column, 2);
  ck_assert_uint_eq(conf_json_place(&json, seven).column, 8);
  ck_assert(seven->valuedouble == 7.0);
  conf_json_free(&json);
}
END_TEST

/* An object of `count` keys k0 ...; the one behind them is `last`. */
static char *many_keys(unsigned count, const char *last)
{
  size_t size = (size_t)count * 16 + strlen(last) + 16;
  char *text = malloc(size);
  size_t used = 1;

  ck_assert_ptr_nonnull(text);
  text[0] = '{';
  for (unsigned i = 0; i < count; i++)
    used += (size_t)snprintf(text + used, size - used, "\"k%u\":1,\n", i);
  snprintf(text + used, size - used, "\"%s\":1}", last);
  return text;
}

START_TEST(a_repeated_key_is_found_among_many)
{
  static const unsigned counts[] = {1, 23, 24, 25, 6000};
  unsigned count = counts[_i];
  char *unique = many_keys(count, "other"), *repeated = many_keys(count, "k0");
  struct conf_json json;
  struct conf_problem problem;

  ck_assert(read_exactly(&json, unique, strlen(unique), &problem));
  conf_json_free(&json);
  ck_assert(!read_exactly(&json, repeated, strlen(repeated), &problem));
  ck_assert_uint_eq(problem.place.line, count + 1);
  ck_assert_uint_eq(problem.place.column, 1);
  ck_assert_str_eq(problem.text, "this key is there already, in line 1, column 2");
  free(unique);
  free(repeated);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("json");

  tcase_add_loop_test(tests, what_rfc_8259_allows_is_read, 0,
                      (int)(sizeof accepted / sizeof accepted[0]));
  tcase_add_loop_test(tests, what_it_forbids_is_refused_at_its_place, 0,
                      (int)(sizeof refused / sizeof refused[0]));
  tcase_add_test(tests, every_value_and_key_has_its_place);
  tcase_add_loop_test(tests, a_repeated_key_is_found_among_many, 0, 5);
  return harness_run(tests);
}
