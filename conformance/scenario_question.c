#include <stdio.h>
#include <string.h>

#include "conformance/nearest.h"
#include "conformance/scenario_reader.h"
#include "sim/knobs.h"

enum { ANSWER_WHEN, ANSWER_SHOWS };
static const char *const answer_keys[] = {"when", "shows"};

static bool no_such_knob(struct scenario_reader *r, const cJSON *node)
{
  struct conf_nearest nearest = conf_nearest_to(node->string);

  for (bn_knob knob = 0; knob < BN_KNOBS; knob++)
    conf_nearest_offer(&nearest, bn_knob_row(knob)->name);
  if (nearest.best != NULL)
    return conf_reader_refuse_key(&r->in, node, "no knob named %s; did you mean \"%s\"?",
                                  conf_quote(node->string).text, nearest.best);
  return conf_reader_refuse_key(&r->in, node,
                                "no knob named %s; \"bitsnotify rules --knobs\" lists them",
                                conf_quote(node->string).text);
}

static bool no_such_value(struct scenario_reader *r, const cJSON *node, bn_knob knob)
{
  char values[120] = "";
  size_t used = 0;

  for (bn_value value = 0; value < BN_VALUE_COUNT; value++) {
    if ((bn_knob_row(knob)->values >> value & 1u) != 0 && used < sizeof values)
      used += (size_t)snprintf(values + used, sizeof values - used, "%s%s", used > 0 ? ", " : "",
                               bn_value_text(value));
  }
  return conf_reader_refuse(&r->in, node, "%s has no value %s; it has %s", bn_knob_row(knob)->name,
                            conf_quote(node->valuestring).text, values);
}

/* {"KNOB": "VALUE", ...} */
static void read_bindings(struct scenario_reader *r, const cJSON *node,
                          struct conf_binding bindings[CONF_BINDINGS], uint8_t *count)
{
  const char *text;

  if (!conf_reader_object(&r->in, node, 1, CONF_BINDINGS, "knobs"))
    return;
  for (const cJSON *item = node->child; item != NULL && *count < CONF_BINDINGS; item = item->next) {
    struct conf_binding *binding = &bindings[*count];
    if (!bn_knob_named(item->string, &binding->knob)) {
      no_such_knob(r, item);
      continue;
    }
    binding->place = conf_json_key_place(&r->in.json, item);
    if (conf_reader_string(&r->in, item, &text) &&
        !bn_value_named(binding->knob, text, &binding->value))
      no_such_value(r, item, binding->knob);
    ++*count;
  }
}

static void read_answer(struct scenario_reader *r, const cJSON *node, unsigned index)
{
  const cJSON *found[COUNT(answer_keys)];
  const cJSON *when;
  unsigned count;
  uint8_t first;

  if (!conf_reader_keys(&r->in, node, "an answer", answer_keys, COUNT(answer_keys),
                        KEYS(answer_keys), KEYS(answer_keys), found))
    return;
  r->scenario->answer[index].place = conf_json_place(&r->in.json, node);
  read_bindings(r, found[ANSWER_SHOWS], r->scenario->answer[index].show,
                &r->scenario->answer[index].shows);
  when = found[ANSWER_WHEN];
  count = (unsigned)cJSON_GetArraySize(when);
  if (!conf_reader_list(&r->in, when, 1, CONF_EXPECTS, "expectations") ||
      !conf_scenario_more_expects(r, when, count, &first))
    return;
  r->scenario->answer[index].expects_first = first;
  r->scenario->answer[index].expects = (uint8_t)count;
  for (const cJSON *expect = when->child; expect != NULL; expect = expect->next)
    conf_scenario_read_expect(r, expect, &r->scenario->expect[first++]);
}

void conf_scenario_read_question(struct scenario_reader *r, const cJSON *question,
                                 const cJSON *assumes, const cJSON *answers)
{
  struct conf_scenario *scenario = r->scenario;
  const char *text;

  if (question != NULL && answers == NULL)
    conf_reader_refuse_key(&r->in, question, "a question needs \"answers\"");
  if (answers != NULL && question == NULL)
    conf_reader_refuse_key(&r->in, answers, "\"answers\" belong to a \"question\"");
  if (conf_reader_string(&r->in, question, &text)) {
    scenario->question = conf_scenario_keep(r, text);
    if (!conf_scenario_rule_is_well_formed(text))
      conf_reader_refuse(&r->in, question, "a question is the id of a rule, as \"AMB-7\", not %s",
                         conf_quote(text).text);
  }
  read_bindings(r, assumes, scenario->assume, &scenario->assumes);
  if (!conf_reader_list(&r->in, answers, 2, CONF_ANSWERS, "answers"))
    return;
  for (const cJSON *node = answers->child; node != NULL && scenario->answers < CONF_ANSWERS;
       node = node->next)
    read_answer(r, node, scenario->answers++);
}
