#include <string.h>

#include "conformance/scenario_reader.h"

static const char *const kind_keys[] = {"call", "expect", "world", "together"};
static const char *const together_keys[] = {"together", "comment"};

/* Which of the four keys a step has; complains about none and about two. */
static bool read_kind(struct scenario_reader *r, const cJSON *node, unsigned *kind)
{
  unsigned found = 0;

  if (!cJSON_IsObject(node))
    return conf_reader_mistyped(&r->in, node, "a step");
  for (const cJSON *child = node->child; child != NULL; child = child->next) {
    for (unsigned i = 0; i < COUNT(kind_keys); i++) {
      if (strcmp(child->string, kind_keys[i]) != 0)
        continue;
      if (found++ != 0)
        return conf_reader_refuse_key(&r->in, child, "a step has \"%s\" or \"%s\", not both",
                                      kind_keys[*kind], kind_keys[i]);
      *kind = i;
    }
  }
  if (found == 0)
    return conf_reader_refuse(&r->in, node,
                              "a step has one of \"call\", \"expect\", \"world\" and \"together\"");
  return true;
}

static bool more_steps(struct scenario_reader *r, const cJSON *node, unsigned count, uint8_t *first)
{
  struct conf_scenario *scenario = r->scenario;

  if (count > (unsigned)(CONF_STEPS - scenario->steps))
    return conf_reader_refuse(&r->in, node, "too many steps, those of lanes included: at most %d",
                              CONF_STEPS);
  *first = scenario->steps;
  scenario->steps = (uint8_t)(scenario->steps + count);
  memset(&scenario->step[*first], 0, count * sizeof scenario->step[0]);
  return true;
}

static void read_call_step(struct scenario_reader *r, const cJSON *node, struct conf_step *step)
{
  step->kind = CONF_STEP_CALL;
  conf_scenario_read_call(r, node, (struct call_site){.where = IN_STEP}, &step->call, &step->app);
  if (step->call.returns.written || step->call.gives_written || step->call.gives_context_written)
    r->expects_something = true;
}

static void read_lane_step(struct scenario_reader *r, const cJSON *node, struct conf_step *step)
{
  unsigned kind;

  step->place = conf_json_place(&r->in.json, node);
  if (!read_kind(r, node, &kind))
    return;
  if (kind == 0) {
    read_call_step(r, node, step);
  } else if (kind == 2) {
    step->kind = CONF_STEP_WORLD;
    conf_scenario_read_world(r, node, &step->world);
    if (step->world.kind == CONF_WORLD_ADVANCE)
      conf_reader_refuse(&r->in, node, "\"advance\" cannot stand in a lane: no time passes there");
  } else {
    conf_reader_refuse(&r->in, node, "a lane has calls and world events only");
  }
}

static void read_lane(struct scenario_reader *r, const cJSON *list, struct conf_step *together)
{
  uint8_t lane = together->lanes, step = 1, first = 0;
  unsigned count = (unsigned)cJSON_GetArraySize(list);

  if (!conf_reader_list(&r->in, list, 1, CONF_STEPS, "steps in a lane") ||
      !more_steps(r, list, count, &first))
    return;
  together->lane[lane].first = first;
  together->lane[lane].count = (uint8_t)count;
  for (const cJSON *node = list->child; node != NULL; node = node->next, step++) {
    struct conf_step *inner = &r->scenario->step[first++];
    inner->number[0] = together->number[0];
    inner->number[1] = (uint8_t)(lane + 1);
    inner->number[2] = step;
    read_lane_step(r, node, inner);
  }
}

static void read_together(struct scenario_reader *r, const cJSON *node, struct conf_step *step)
{
  const cJSON *found[COUNT(together_keys)];
  const char *comment;

  step->kind = CONF_STEP_TOGETHER;
  conf_reader_keys(&r->in, node, "together", together_keys, COUNT(together_keys),
                   KEYS(together_keys), 0, found);
  conf_reader_string(&r->in, found[1], &comment);
  if (!conf_reader_list(&r->in, found[0], 2, CONF_LANES, "lanes"))
    return;
  for (const cJSON *lane = found[0]->child; lane != NULL && step->lanes < CONF_LANES;
       lane = lane->next) {
    read_lane(r, lane, step);
    step->lanes++;
  }
}

static void read_step(struct scenario_reader *r, const cJSON *node, struct conf_step *step)
{
  unsigned kind;

  step->place = conf_json_place(&r->in.json, node);
  if (!read_kind(r, node, &kind))
    return;
  if (kind == 0) {
    read_call_step(r, node, step);
  } else if (kind == 1) {
    step->kind = CONF_STEP_EXPECT;
    r->expects_something = true;
    if (conf_scenario_more_expects(r, node, 1, &step->expect))
      conf_scenario_read_expect(r, node, &r->scenario->expect[step->expect]);
  } else if (kind == 2) {
    step->kind = CONF_STEP_WORLD;
    conf_scenario_read_world(r, node, &step->world);
  } else {
    read_together(r, node, step);
  }
}

void conf_scenario_read_steps(struct scenario_reader *r, const cJSON *steps)
{
  unsigned count = (unsigned)cJSON_GetArraySize(steps);
  uint8_t index = 0;

  if (!conf_reader_list(&r->in, steps, 1, CONF_STEPS, "steps") || count > CONF_STEPS ||
      !more_steps(r, steps, count, &index))
    return;
  r->scenario->top_steps = (uint8_t)count;
  r->reading_steps = true;
  for (const cJSON *node = steps->child; node != NULL; node = node->next, index++) {
    r->scenario->step[index].number[0] = (uint8_t)(index + 1);
    read_step(r, node, &r->scenario->step[index]);
  }
  r->reading_steps = false;
}
