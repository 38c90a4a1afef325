#include <assert.h>
#include <string.h>

#include "sim/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

/* Whatever decodes encodes to the same bytes; whatever does not leaves the state alone. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
  struct bn_state state = {.now_ms = 7};
  uint8_t again[BN_ENCODED_MAX];

  if (!bn_decode(bytes, count, &state)) {
    assert(state.now_ms == 7);
    return 0;
  }
  assert(bn_encode(&state, again) == count);
  assert(memcmp(bytes, again, count) == 0);
  return 0;
}
