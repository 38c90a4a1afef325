/* The messages between the runner and its agents: what is documented is what is spoken, and
 * anything else is refused with a sentence. */
#include <stdlib.h>
#include <string.h>

#include "conformance/protocol.h"
#include "tests/harness.h"

static void check_example(const char *line, size_t length, unsigned *seen)
{
  struct conf_message message;
  struct conf_text again = {0};
  char why[240];

  ck_assert_msg(conf_message_read(&message, line, length, why), "%s: %.*s", why, (int)length, line);
  conf_message_write(&again, &message);
  ck_assert_uint_eq(again.length, length + 1);
  ck_assert_msg(memcmp(again.bytes, line, length) == 0, "written otherwise: %s", again.bytes);
  *seen |= 1u << message.kind;
  conf_text_free(&again);
  conf_message_free(&message);
}

START_TEST(every_message_is_documented_as_it_is_written)
{
  size_t size;
  char *text = harness_read(harness_source("conformance/README.md"), &size);
  unsigned seen = 0;

  for (char *line = text; line != NULL; line = strchr(line, '\n')) {
    line += *line == '\n';
    if (strncmp(line, "    {\"n\"", 8) == 0)
      check_example(line + 4, strcspn(line + 4, "\r\n"), &seen);
  }
  ck_assert_uint_eq(seen, (1u << CONF_MSG_COUNT) - 1);
  free(text);
}
END_TEST

static const struct {
  const char *line, *why;
} wrong[] = {
    {"", "column 1: "},
    {"hello", "column 1: "},
    {"[]", "it is no object"},
    {"{\"n\":1}", "\"kind\" is missing"},
    {"{\"n\":0,\"kind\":\"farewell\"}", "\"n\" is no number from 1"},
    {"{\"n\":1.5,\"kind\":\"farewell\"}", "\"n\" is no number from 1"},
    {"{\"n\":1,\"kind\":\"fare\"}", "there is no kind \"fare\""},
    {"{\"n\":1,\"kind\":\"farewell\",\"at\":1}", "\"farewell\" has no key \"at\""},
    {"{\"n\":1,\"kind\":\"farewell\",\"kind\":\"open\"}", "column 26: "},
    {"{\"n\":1,\"kind\":\"dying\"}", "\"dying\" needs the key \"at\""},
    {"{\"n\":1,\"kind\":\"dying\",\"at\":-1}", "\"at\" has a senseless value"},
    {"{\"n\":1,\"kind\":\"die\",\"how\":\"slowly\"}", "\"how\" has a senseless value"},
    {"{\"n\":1,\"kind\":\"return\",\"inside\":1,\"hresult\":5}",
     "\"hresult\" has a senseless value"},
    {"{\"n\":1,\"kind\":\"return\",\"inside\":4294967296,\"hresult\":\"S_OK\"}",
     "\"inside\" has a senseless value"},
    {"{\"n\":1,\"kind\":\"call\",\"method\":\"Explode\"}", "\"method\" has a senseless value"},
    {"{\"n\":1,\"kind\":\"ready\",\"why\":null}", "\"why\" has a senseless value"},
};

START_TEST(anything_else_is_refused_with_a_sentence)
{
  struct conf_message message;
  char why[240] = "";

  ck_assert(!conf_message_read(&message, wrong[_i].line, strlen(wrong[_i].line), why));
  ck_assert_msg(strncmp(why, wrong[_i].why, strlen(wrong[_i].why)) == 0, "%s", why);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("protocol");

  tcase_add_test(tests, every_message_is_documented_as_it_is_written);
  tcase_add_loop_test(tests, anything_else_is_refused_with_a_sentence, 0,
                      (int)(sizeof wrong / sizeof wrong[0]));
  return harness_run(tests);
}
