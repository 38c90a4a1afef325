/* tests/harness.h - one file of Check tests as one program that speaks TAP on stdout.
 *
 *   int main(void)
 *   {
 *     TCase *tests = harness_case("sha256");
 *
 *     tcase_add_loop_test(tests, the_standard_vectors_hold, 0, 4);
 *     return harness_run(tests);
 *   }
 */
#ifndef TESTS_HARNESS_H
#define TESTS_HARNESS_H

#include <check.h>
#include <stddef.h>

/* The one case of a program; its tests have a minute each, which only a hang exceeds. */
TCase *harness_case(const char *name);

/* Runs the case and prints TAP. The status for main: 0 only when tests ran and none failed. */
int harness_run(TCase *tests);

/* The path of a file of the source tree, for example "fixtures/rules.json", wherever the build is.
 * A constant string until the next call. */
const char *harness_source(const char *below);

/* The whole file with a NUL after it, *size without it. The caller frees it. Fails the test when
 * the file cannot be read. */
char *harness_read(const char *path, size_t *size);

#endif
