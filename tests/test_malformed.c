#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/lint.h"
#include "conformance/walk.h"
#include "tests/harness.h"

enum { LISTED_MAX = 2000, TEXT_MAX = 1 << 16 };

/* Paths below the source tree, in any order. */
struct listed {
  char *path[LISTED_MAX];
  int count;
};
static struct listed malformed;

static void list(struct listed *listed, const char *folder, const char *ending, int depth)
{
  const char *top = getenv("srcdir"); /* harness_source asserts, and no test runs yet */
  char source[1024];
  uv_fs_t request;
  uv_dirent_t entry;

  snprintf(source, sizeof source, "%s/%s", top == NULL ? "." : top, folder);
  if (uv_fs_scandir(NULL, &request, source, 0, NULL) < 0)
    return;
  while (uv_fs_scandir_next(&request, &entry) != UV_EOF) {
    char path[512];
    size_t length = (size_t)snprintf(path, sizeof path, "%s/%s", folder, entry.name);
    if (entry.type == UV_DIRENT_DIR)
      list(listed, path, ending, depth + 1);
    else if (depth > 0 && listed->count < LISTED_MAX && length > strlen(ending) &&
             strcmp(path + length - strlen(ending), ending) == 0)
      listed->path[listed->count++] = strdup(path);
  }
  uv_fs_req_cleanup(&request);
}

/* Reads a copy of exactly these bytes: a sanitizer sees a read beyond. */
static struct conf_scenario *read_bytes(const char *bytes, size_t length,
                                        struct conf_problems *problems)
{
  char *copy = malloc(length > 0 ? length : 1);
  struct conf_scenario *scenario;

  ck_assert_ptr_nonnull(copy);
  memcpy(copy, bytes, length);
  memset(problems, 0xa5, sizeof *problems);
  scenario = conf_scenario_read("folder/name.json", copy, length, problems);
  free(copy);
  return scenario;
}

static struct conf_scenario *read_text(const char *text, struct conf_problems *problems)
{
  return read_bytes(text, strlen(text), problems);
}

/* The problems as the .error files have them. */
static void print_problems(const struct conf_problems *problems, char text[TEXT_MAX])
{
  size_t used = 0;

  text[0] = '\0';
  for (unsigned i = 0; i < problems->count && i < CONF_PROBLEMS; i++)
    used +=
        (size_t)snprintf(text + used, TEXT_MAX - used, "%u:%u: %s\n", problems->item[i].place.line,
                         problems->item[i].place.column, problems->item[i].text);
}

START_TEST(a_malformed_file_is_refused_in_these_words)
{
  static char printed[TEXT_MAX];
  const char *path = malformed.path[_i];
  char error_path[512];
  struct conf_problems problems;
  size_t size, error_size;
  char *bytes = harness_read(harness_source(path), &size), *expected;

  snprintf(error_path, sizeof error_path, "%.*s.error", (int)(strlen(path) - 5), path);
  expected = harness_read(harness_source(error_path), &error_size);
  ck_assert_ptr_null(read_bytes(bytes, size, &problems));
  print_problems(&problems, printed);
  ck_assert_msg(strcmp(printed, expected) == 0, "%s\nexpected: %sread: %s", path, expected,
                printed);
  free(bytes);
  free(expected);
}
END_TEST

START_TEST(malformed_files_are_many)
{
  ck_assert_int_ge(malformed.count, 110);
}
END_TEST

START_TEST(every_scenario_is_read_and_lint_finds_nothing)
{
  static char printed[TEXT_MAX];
  char *fixtures = strdup(harness_source("fixtures")), path[CONF_PATH_MAX], why[240];
  struct conf_walk walk = {0};
  struct conf_problems problems;

  ck_assert_msg(conf_walk_paths(&walk, &fixtures, 1, NULL, why), "%s", why);
  ck_assert_uint_ge(walk.count, 100);
  for (unsigned i = 0; i < walk.count; i++) {
    size_t size;
    char *bytes = harness_read(conf_walk_path(&walk, i, path), &size);
    struct conf_scenario *scenario = read_bytes(bytes, size, &problems);
    if (scenario != NULL)
      conf_lint(scenario, &problems);
    print_problems(&problems, printed);
    ck_assert_msg(scenario != NULL && problems.count == 0, "%s\n%s", path, printed);
    conf_scenario_free(scenario);
    free(bytes);
  }
  conf_walk_free(&walk);
  free(fixtures);
}
END_TEST

START_TEST(a_file_beyond_the_limit_is_refused)
{
  size_t length = CONF_TEXT_MAX + 1;
  char *text = malloc(length);
  struct conf_problems problems;

  ck_assert_ptr_nonnull(text);
  memset(text, ' ', length);
  ck_assert_ptr_null(read_bytes(text, length, &problems));
  ck_assert_str_eq(problems.item[0].text, "a scenario has at most 64 KiB");
  ck_assert_ptr_null(read_bytes(text, length - 1, &problems));
  ck_assert_str_eq(problems.item[0].text, "the file is empty");
  free(text);
}
END_TEST

START_TEST(of_many_problems_the_first_are_kept_in_order)
{
  static char text[TEXT_MAX];
  struct conf_problems problems;
  size_t used = (size_t)snprintf(text, sizeof text, "{\n");

  for (int i = 0; i < 100; i++)
    used += (size_t)snprintf(text + used, sizeof text - used, "\"x%d\": 0,\n", i);
  snprintf(text + used, sizeof text - used, "\"title\": 7 }");
  ck_assert_ptr_null(read_text(text, &problems));
  ck_assert_uint_eq(problems.count, 104); /* and a title of the wrong type, three keys missing */
  ck_assert_uint_eq(problems.item[0].place.line, 1);
  for (unsigned i = 3; i < CONF_PROBLEMS; i++)
    ck_assert_uint_eq(problems.item[i].place.line, i - 1);
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("malformed");
  int status;

  list(&malformed, "tests/malformed", ".json", 1);
  tcase_add_test(tests, malformed_files_are_many);
  tcase_add_loop_test(tests, a_malformed_file_is_refused_in_these_words, 0, malformed.count);
  tcase_add_test(tests, every_scenario_is_read_and_lint_finds_nothing);
  tcase_add_test(tests, a_file_beyond_the_limit_is_refused);
  tcase_add_test(tests, of_many_problems_the_first_are_kept_in_order);
  status = harness_run(tests);
  while (malformed.count > 0)
    free(malformed.path[--malformed.count]);
  return status;
}
