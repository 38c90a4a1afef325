/* What bare cJSON takes for the files named on stdin, a line each: reading them is not counted.
 * Prints milliseconds. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum { BYTES_MAX = 64 * 1024 };

int main(void)
{
  static char bytes[BYTES_MAX];
  char path[1024];
  uint64_t spent_ns = 0;

  while (fgets(path, sizeof path, stdin) != NULL) {
    FILE *file;
    cJSON *tree;
    size_t count;
    uint64_t start;

    path[strcspn(path, "\n")] = '\0';
    file = fopen(path, "rb");
    if (file == NULL)
      return EXIT_FAILURE;
    count = fread(bytes, 1, sizeof bytes, file);
    (void)fclose(file);
    start = uv_hrtime();
    tree = cJSON_ParseWithLength(bytes, count);
    if (tree == NULL)
      return EXIT_FAILURE;
    cJSON_Delete(tree);
    spent_ns += uv_hrtime() - start;
  }
  printf("%.1f\n", (double)spent_ns / 1e6);
  return EXIT_SUCCESS;
}
