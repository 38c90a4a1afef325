#include <stdlib.h>
#include <string.h>

#include "conformance/command.h"
#include "conformance/nearest.h"
#include "conformance/session.h"
#include "conformance/text.h"

/* ---- the catalogue ---- */

static void print_rule(const struct conf_rule *rule)
{
  printf("%s (%s%s%s)\n%s\n", rule->id, conf_standing_text(rule->standing),
         rule->since == NULL ? "" : ", since ", rule->since == NULL ? "" : rule->since, rule->text);
  if (rule->usual != NULL)
    printf("default: %s\n", rule->usual);
  if (rule->why != NULL)
    printf("%s: %s\n", conf_standing_text(rule->standing), rule->why);
  if (rule->link != NULL)
    printf("%s\n", rule->link);
}

static int unknown_id(const struct conf_session *session, const char *id)
{
  struct conf_nearest nearest = conf_nearest_to(id);
  char why[240];

  for (unsigned i = 0; i < session->catalogue.count; i++)
    conf_nearest_offer(&nearest, session->catalogue.rule[i].id);
  snprintf(why, sizeof why, "the catalogue has no rule \"%.60s\"%s%.60s%s", id,
           nearest.best == NULL ? "" : "; did you mean ", nearest.best == NULL ? "" : nearest.best,
           nearest.best == NULL ? "" : "?");
  return conf_complain("rules", why);
}

static int print_some(const struct conf_session *session, const struct conf_options *options)
{
  for (unsigned i = 0; i < options->paths; i++) {
    const struct conf_rule *rule = conf_catalogue_find(&session->catalogue, options->path[i]);
    if (rule == NULL)
      return unknown_id(session, options->path[i]);
    if (i > 0)
      putchar('\n');
    print_rule(rule);
  }
  return 0;
}

static int print_all(const struct conf_session *session)
{
  unsigned standing[3] = {0};

  for (unsigned i = 0; i < session->catalogue.count; i++) {
    const struct conf_rule *rule = &session->catalogue.rule[i];
    printf("%-16s %-10s %s\n", rule->id, conf_standing_text(rule->standing), rule->text);
    standing[rule->standing]++;
  }
  printf("%u entries: %u modelled, %u structural, %u not yet\n", session->catalogue.count,
         standing[CONF_MODELLED], standing[CONF_STRUCTURAL], standing[CONF_NOT_YET]);
  return 0;
}

/* ---- the cells ---- */

static void print_knob(bn_knob knob)
{
  const struct bn_knob_row *row = bn_knob_row(knob);

  printf("%s\t%s\t%s\t", row->name, bn_value_text(row->usual), row->open ? "open" : "documented");
  for (bn_value v = 0; v < BN_VALUE_COUNT; v++)
    if ((row->values >> v & 1u) != 0 && v != row->usual)
      printf("%s ", bn_value_text(v));
  printf("\t%s\t%s\n", bn_rule_text(row->rule), row->text);
}

static int print_knobs(void)
{
  printf("cell\tusual value\tstanding\tother values\trule\twhat it decides\n");
  for (bn_knob knob = 0; knob < BN_KNOBS; knob++)
    print_knob(knob);
  return 0;
}

/* ---- coverage ---- */

struct coverage {
  unsigned citing[BN_RULE_COUNT];  /* scenarios that cite it */
  unsigned firing[BN_RULE_COUNT];  /* runs in which it fired */
  unsigned showing[BN_RULE_COUNT]; /* passed, cite it and fired it */
  unsigned played, passed;
};

static void note(struct coverage *coverage, const struct conf_scenario *scenario,
                 const struct conf_result *result)
{
  bool cited[BN_RULE_COUNT] = {false};
  unsigned rule;

  coverage->played++;
  coverage->passed += result->verdict == CONF_PASS;
  if (scenario == NULL || scenario->generated)
    return;
  for (unsigned i = 0; i < scenario->rules; i++) {
    if (bn_rule_named(scenario->rule[i], &rule) && !cited[rule]) {
      cited[rule] = true;
      coverage->citing[rule]++;
    }
  }
  for (unsigned i = 0; i < result->fired; i++) {
    coverage->firing[result->fired_rule[i]]++;
    coverage->showing[result->fired_rule[i]] +=
        cited[result->fired_rule[i]] && result->verdict == CONF_PASS;
  }
}

static void play_all(const struct conf_walk *walk, struct conf_play *play,
                     struct coverage *coverage)
{
  char path[CONF_PATH_MAX];

  conf_play_begin(play);
  for (unsigned i = 0; i < walk->count; i++) {
    struct conf_result result;
    conf_play_one(play, conf_walk_path(walk, i, path), &result);
    note(coverage, play->scenario, &result);
    conf_result_free(&result);
  }
  conf_play_end(play);
}

/* Lists every rule with its counts; those that are not covered come last and are counted. */
static unsigned print_coverage(const struct coverage *coverage)
{
  unsigned uncovered = 0;

  printf("%-16s %6s %6s %8s\n", "rule", "cited", "fired", "covered");
  for (unsigned r = 0; r < BN_RULE_COUNT; r++) {
    printf("%-16s %6u %6u %8u\n", bn_rule_text(r), coverage->citing[r], coverage->firing[r],
           coverage->showing[r]);
    uncovered += coverage->showing[r] == 0;
  }
  for (unsigned r = 0; r < BN_RULE_COUNT; r++)
    if (coverage->showing[r] == 0)
      printf("not covered: %s is cited by %u and fires in %u\n", bn_rule_text(r),
             coverage->citing[r], coverage->firing[r]);
  printf("%u of %u modelled rules are covered by %u scenarios, of which %u passed\n",
         BN_RULE_COUNT - uncovered, (unsigned)BN_RULE_COUNT, coverage->played, coverage->passed);
  return uncovered;
}

static unsigned catalogue_disagrees(const struct conf_session *session)
{
  struct conf_problems *problems = conf_text_grow(NULL, sizeof *problems);
  unsigned count;

  problems->count = 0;
  conf_catalogue_check_model(&session->catalogue, problems);
  count = problems->count;
  for (unsigned i = 0; i < count && i < CONF_PROBLEMS; i++)
    conf_session_complain(session->catalogue.path, &problems->item[i]);
  free(problems);
  return count;
}

static int cover(const struct conf_session *session, const struct conf_options *options)
{
  struct coverage coverage = {0};
  struct conf_walk walk = {0};
  struct conf_play play;
  const char *barren = NULL;
  char *fixtures[] = {(char *)session->root.folder};
  char why[240];
  bool given = options->paths > 0;

  if (conf_session_play(session, options, &play) != 0)
    return 2;
  play.repeat = 1;
  if (!conf_walk_paths(&walk, given ? options->path : fixtures, given ? options->paths : 1, &barren,
                       why))
    return conf_complain("rules", why);
  play_all(&walk, &play, &coverage);
  conf_walk_free(&walk);
  return print_coverage(&coverage) + catalogue_disagrees(session) > 0 ? 1 : 0;
}

static int rules(const struct conf_session *session, const struct conf_options *options)
{
  if (options->coverage)
    return cover(session, options);
  if (!session->rooted)
    return conf_complain("rules", "there is no rules.json here and none is installed");
  return options->paths > 0 ? print_some(session, options) : print_all(session);
}

int conf_command_rules(const struct conf_options *options)
{
  struct conf_options near_scenarios = *options;
  struct conf_session session;
  int status;

  if (options->knobs)
    return print_knobs();
  if (!options->coverage)
    near_scenarios.paths = 0; /* the operands are ids */
  status = conf_session_open(&session, "rules", &near_scenarios);
  if (status == 0)
    status = rules(&session, options);
  conf_session_free(&session);
  return status;
}
