/* conformance/explain_parts.h - what the formats of explain share.
 *
 * A teller hears the steps in the order in which they were played, each with its events, and last a
 * step without words: the answers of a question and the drain. */
#ifndef CONF_EXPLAIN_PARTS_H
#define CONF_EXPLAIN_PARTS_H

#include "conformance/explain.h"
#include "conformance/text.h"
#include "sim/rules.h"

struct conf_story {
  const struct conf_scenario *scenario;
  const struct conf_trace *trace;
  const struct conf_result *result;
  const struct conf_rule_book *book;
  struct conf_text out;
  /* of the text only */
  uint8_t told[BN_RULE_COUNT];  /* its sentence stands above already */
  struct conf_text ids;         /* reasons since the last event whose sentences do */
  uint8_t named[BN_RULE_COUNT]; /* is among them */
  uint8_t timed;                /* a line of this step has the time `at_us` */
  uint64_t at_us;
};

struct conf_teller {
  void (*step)(struct conf_story *, const uint8_t number[3], const char *words);
  void (*event)(struct conf_story *, const struct conf_event *);
  void (*step_end)(struct conf_story *);
};
void conf_story_tell(struct conf_story *story, const struct conf_teller *teller);

/* The id of an event's rule; NULL: none. */
const char *conf_story_rule(const struct conf_event *event);

void conf_explain_text(struct conf_story *story);
void conf_explain_mermaid(struct conf_story *story);
void conf_explain_json(struct conf_story *story);

#endif
