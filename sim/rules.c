#include "sim/rules.h"

#include <assert.h>
#include <string.h>

static const char *const texts[] = {
#define X(name, text) text,
    BN_RULES(X)
#undef X
};

const char *bn_rule_text(unsigned rule)
{
  assert(rule < BN_RULE_COUNT);
  return texts[rule];
}

bool bn_rule_named(const char *text, unsigned *rule)
{
  for (unsigned i = 0; i < BN_RULE_COUNT; i++) {
    if (strcmp(texts[i], text) == 0) {
      *rule = i;
      return true;
    }
  }
  return false;
}
