/* tests/serve_file.c - the origin as a program: serves one healthy file, says its URL on a line,
 * and goes on until its input ends. */
#include "conformance/origin.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
  static struct conf_scenario scenario = {
      .files = 1, .file = {{.name = "a.bin", .answers = 1, .answer = {{.status = 200}}}}};
  struct conf_origin *origin;
  char why[240];

  scenario.file[0].size = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1024;
  origin = conf_origin_open(&scenario, 0, why);
  if (origin == NULL) {
    (void)fprintf(stderr, "serve_file: %s\n", why);
    return EXIT_FAILURE;
  }
  (void)printf("%s\n", conf_origin_url(origin, 0));
  (void)fflush(stdout);
  while (getchar() != EOF)
    ;
  conf_origin_close(origin);
  return EXIT_SUCCESS;
}
