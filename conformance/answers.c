#include "conformance/runner_parts.h"

/* All answers are looked at from the same moment: what an earlier one waited for is there already.
 * Inside an answer each expectation follows the one before it, like steps. */
static bool holds(struct conf_runner *r, unsigned answer, struct conf_awaited from)
{
  for (unsigned i = 0; i < r->scenario->answer[answer].expects; i++) {
    struct conf_awaited awaited = from;
    unsigned expect = r->scenario->answer[answer].expects_first + i;

    if (conf_await(r, &r->scenario->expect[expect], &awaited) != CONF_MET)
      return false;
    from.start_us = awaited.end_us;
    from.since = awaited.behind;
  }
  return true;
}

static char *shown(const struct conf_scenario *s, unsigned answer)
{
  struct conf_text text = {0};

  conf_text_add(&text, "");
  for (unsigned i = 0; i < s->answer[answer].shows; i++) {
    if (i > 0)
      conf_text_add(&text, ", ");
    conf_text_add(&text, bn_value_text(s->answer[answer].show[i].value));
  }
  return text.bytes;
}

void conf_answers(struct conf_runner *r)
{
  struct conf_awaited from = conf_await_from(r);
  struct conf_log_mark mark = conf_log_mark(&r->log);

  for (unsigned a = 0; a < r->scenario->answers; a++) {
    bool found;

    r->answering = true;
    found = holds(r, a, from);
    r->answering = false;

    if (r->stopped)
      return;
    if (found) {
      r->result->answer = shown(r->scenario, a);
      return;
    }
    conf_log_undo(&r->log, mark);
  }
  conf_fail_answers(r);
}
