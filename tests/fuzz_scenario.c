/* Bytes nobody wrote: the reader of scenarios accepts or complains, and keeps nothing. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "conformance/scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
  struct conf_problems problems = {0};
  struct conf_scenario *scenario =
      conf_scenario_read("fuzz.json", (const char *)bytes, count, &problems);

  assert(scenario != NULL || problems.count > 0);
  conf_scenario_free(scenario);
  return 0;
}
