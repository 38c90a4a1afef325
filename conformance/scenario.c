#include "conformance/scenario.h"
#include "conformance/capability.h"

#include <string.h>

#include "conformance/scenario_reader.h"

enum {
  TOP_SCHEMA,
  TOP_TITLE,
  TOP_COMMENT,
  TOP_RULES,
  TOP_REQUIRES,
  TOP_USERS,
  TOP_APPS,
  TOP_PROGRAMS,
  TOP_FILES,
  TOP_STEPS,
  TOP_QUESTION,
  TOP_ASSUMES,
  TOP_ANSWERS,
  TOP_GENERATED,
};
static const char *const top_keys[] = {"$schema",  "title",   "comment",  "rules",    "requires",
                                       "users",    "apps",    "programs", "files",    "steps",
                                       "question", "assumes", "answers",  "generated"};
enum { NEEDED = KEY(TOP_TITLE) | KEY(TOP_RULES) | KEY(TOP_APPS) | KEY(TOP_STEPS) };

const char *conf_scenario_keep(struct scenario_reader *r, const char *text)
{
  size_t size = strlen(text) + 1;
  char *kept = r->text;

  memcpy(kept, text, size);
  r->text += size;
  return kept;
}

bool conf_scenario_name(struct scenario_reader *r, const cJSON *node, const char *name, bool dots)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  static const char others[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";
  size_t good = strspn(name, others);

  if (name[0] == '\0' || strchr(letters, name[0]) == NULL || name[good] != '\0')
    conf_reader_refuse_key(&r->in, node,
                           "%s is no name: a letter, then letters, digits, \"_\", \"-\"%s",
                           conf_quote(name).text, dots ? ", \".\"" : "");
  else if (strlen(name) > CONF_NAME_MAX)
    conf_reader_refuse_key(&r->in, node, "%s is longer than %d characters", conf_quote(name).text,
                           CONF_NAME_MAX);
  else if (!dots && strchr(name, '.') != NULL)
    conf_reader_refuse_key(&r->in, node, "%s: names of apps, objects and programs have no dot",
                           conf_quote(name).text);
  else
    return true;
  return false;
}

bool conf_scenario_rule_is_well_formed(const char *id)
{
  size_t good = strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

  if (id[0] < 'A' || id[0] > 'Z')
    return false;
  return id[good] == '\0' || (id[good] >= 'a' && id[good] <= 'z' && id[good + 1] == '\0');
}

static void read_rules(struct scenario_reader *r, const cJSON *list)
{
  struct conf_scenario *scenario = r->scenario;
  struct conf_words known = CONF_WORDS(scenario->rule, 0);
  const char *text;
  unsigned index;

  if (!conf_reader_list(&r->in, list, 1, CONF_RULES, "rules"))
    return;
  for (const cJSON *item = list->child; item != NULL && scenario->rules < CONF_RULES;
       item = item->next) {
    if (!conf_reader_string(&r->in, item, &text))
      continue;
    known.count = scenario->rules;
    if (!conf_scenario_rule_is_well_formed(text))
      conf_reader_refuse(&r->in, item, "a rule is named as \"NOTIFY-PREC-1\", not %s",
                         conf_quote(text).text);
    else if (conf_words_find(known, text, &index))
      conf_reader_refuse(&r->in, item, "the rule %s is there already", text);
    scenario->rule_place[scenario->rules] = conf_json_place(&r->in.json, item);
    scenario->rule[scenario->rules++] = conf_scenario_keep(r, text);
  }
}

static void read_requires(struct scenario_reader *r, const cJSON *list)
{
  struct conf_scenario *scenario = r->scenario;
  unsigned index;
  uint32_t seen = 0;

  if (!conf_reader_list(&r->in, list, 0, CONF_REQUIRES, "capabilities"))
    return;
  for (const cJSON *item = list->child; item != NULL && scenario->requires_ < CONF_REQUIRES;
       item = item->next) {
    const char *name = conf_capability_read(&r->in, item, &index);
    if (name == NULL)
      continue;
    if ((seen >> index & 1u) != 0)
      conf_reader_refuse(&r->in, item, "the capability %s is there already", item->valuestring);
    seen |= 1u << index;
    scenario->require[scenario->requires_++] = name;
  }
}

static void read_title(struct scenario_reader *r, const cJSON *const *found)
{
  const char *text;

  conf_reader_string(&r->in, found[TOP_SCHEMA], &text);
  if (conf_reader_string(&r->in, found[TOP_TITLE], &text)) {
    if (text[0] == '\0')
      conf_reader_refuse(&r->in, found[TOP_TITLE], "the title is empty");
    r->scenario->title = conf_scenario_keep(r, text);
  }
  if (conf_reader_string(&r->in, found[TOP_COMMENT], &text))
    r->scenario->comment = conf_scenario_keep(r, text);
  conf_reader_truth(&r->in, found[TOP_GENERATED], &r->scenario->generated);
}

static void read_scenario(struct scenario_reader *r)
{
  const cJSON *found[COUNT(top_keys)];

  if (!conf_reader_keys(&r->in, r->in.json.root, "a scenario", top_keys, COUNT(top_keys),
                        KEYS(top_keys), NEEDED, found))
    return;
  read_title(r, found);
  read_rules(r, found[TOP_RULES]);
  read_requires(r, found[TOP_REQUIRES]);
  conf_scenario_declare_users(r, found[TOP_USERS]);
  conf_scenario_declare_apps(r, found[TOP_APPS]);
  conf_scenario_declare_programs(r, found[TOP_PROGRAMS]);
  conf_scenario_declare_files(r, found[TOP_FILES]);
  conf_scenario_declare_jobs(r, found[TOP_STEPS], false);
  conf_scenario_declare_jobs(r, found[TOP_APPS], true);
  conf_scenario_declare_jobs(r, found[TOP_PROGRAMS], true);
  conf_scenario_read_steps(r, found[TOP_STEPS]);
  conf_scenario_read_question(r, found[TOP_QUESTION], found[TOP_ASSUMES], found[TOP_ANSWERS]);
  conf_scenario_read_apps(r, found[TOP_APPS]);
  conf_scenario_read_programs(r, found[TOP_PROGRAMS]);
  if (r->in.problems->count == 0 && !r->expects_something && r->scenario->answers == 0)
    conf_reader_refuse_key(&r->in, found[TOP_STEPS],
                           "no step expects anything: no \"expect\", \"returns\" or \"gives\"");
}

/* The scenario with room behind it for every string of the file and the path: a string takes at
 * most its characters between quotes. The big lists are not cleared; their entries are, when they
 * are taken. */
static struct conf_scenario *allocate(const char *path, size_t length, char **text)
{
  size_t path_size = strlen(path) + 1;
  struct conf_scenario *s = cJSON_malloc(sizeof *s + path_size + length);

  if (s == NULL)
    return NULL;
  memset(s, 0, offsetof(struct conf_scenario, response));
  s->responses = 0;
  s->dos = 0;
  s->top_steps = s->steps = s->expects = 0;
  memset(&s->question, 0, sizeof *s - offsetof(struct conf_scenario, question));
  *text = (char *)(s + 1);
  memcpy(*text, path, path_size);
  s->path = *text;
  *text += path_size;
  return s;
}

static bool complain(struct conf_problems *problems, const char *sentence)
{
  conf_problems_add(problems, (struct conf_place){1, 1}, false, "%s", sentence);
  return false;
}

static bool read_json(struct scenario_reader *r, const char *bytes, size_t length)
{
  struct conf_problem problem;

  if (length > CONF_TEXT_MAX)
    return complain(r->in.problems, "a scenario has at most 64 KiB");
  if (conf_json_read(&r->in.json, bytes, length, &problem))
    return true;
  conf_problems_add(r->in.problems, problem.place, false, "%s", problem.text);
  return false;
}

struct conf_scenario *conf_scenario_read(const char *path, const char *bytes, size_t length,
                                         struct conf_problems *problems)
{
  struct scenario_reader r = {.in.problems = problems};

  problems->count = 0;
  if (!read_json(&r, bytes, length))
    return NULL;
  r.scenario = allocate(path, length, &r.text);
  if (r.scenario == NULL)
    complain(problems, "out of memory");
  else
    read_scenario(&r);
  conf_json_free(&r.in.json);
  if (problems->count == 0)
    return r.scenario;
  conf_scenario_free(r.scenario);
  return NULL;
}

void conf_scenario_free(struct conf_scenario *scenario)
{
  cJSON_free(scenario);
}
