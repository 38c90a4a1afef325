#include "conformance/result.h"

#include <stdlib.h>

const char *conf_verdict_text(enum conf_verdict verdict)
{
  static const char *const text[CONF_VERDICTS] = {
      [CONF_PASS] = "pass",
      [CONF_KNOWN] = "known",
      [CONF_FAIL] = "fail",
      [CONF_SKIP] = "skip",
      [CONF_INCONCLUSIVE] = "inconclusive",
      [CONF_BROKEN] = "broken",
      [CONF_CRASHED] = "crash",
      [CONF_FLAKY] = "flaky",
  };
  return text[verdict];
}

void conf_result_free(struct conf_result *result)
{
  free(result->path);
  free(result->title);
  free(result->reason);
  free(result->rule);
  for (unsigned i = 0; i < result->lines; i++)
    free(result->line[i]);
  free(result->reproduce);
  free(result->predicted);
  free(result->answer);
  free(result->step_time);
  *result = (struct conf_result){0};
}
