#include "tests/harness.h"

#include <stdio.h>
#include <stdlib.h>

#include "conformance/platform.h"

TCase *harness_case(const char *name)
{
  TCase *tests = tcase_create(name);

  tcase_set_timeout(tests, 60);
  return tests;
}

int harness_run(TCase *tests)
{
  Suite *suite = suite_create("bitsnotify");
  SRunner *runner;
  int ran, failed;

  conf_platform_start(); /* TAP in bytes, also on Windows */
  suite_add_tcase(suite, tests);
  runner = srunner_create(suite);
  srunner_set_tap(runner, "-");
  srunner_run_all(runner, CK_SILENT);
  ran = srunner_ntests_run(runner);
  failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return ran > 0 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

const char *harness_source(const char *below)
{
  static char path[1024];
  const char *top = getenv("srcdir"); /* automake sets it for every test */
  int length = snprintf(path, sizeof path, "%s/%s", top == NULL ? "." : top, below);

  ck_assert_int_gt(length, 0);
  ck_assert_int_lt(length, (int)sizeof path);
  return path;
}

char *harness_read(const char *path, size_t *size)
{
  FILE *file = fopen(path, "rb");
  char *bytes;
  long length;

  ck_assert_msg(file != NULL, "%s: cannot be opened", path);
  ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
  length = ftell(file);
  ck_assert_int_ge(length, 0);
  rewind(file);
  *size = (size_t)length;
  bytes = malloc(*size + 1);
  ck_assert_ptr_nonnull(bytes);
  ck_assert_uint_eq(fread(bytes, 1, *size, file), *size);
  bytes[*size] = '\0';
  (void)fclose(file);
  return bytes;
}
