#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/compare.h"
#include "conformance/files.h"
#include "conformance/json.h"
#include "conformance/result.h"

enum { LONGEST = 64 * 1024 * 1024 };

struct outcome {
  const char *path, *reason, *rule, *answer; /* NULL where there is none */
  enum conf_verdict verdict;
  struct conf_place place;
};

struct side {
  const char *file;
  struct conf_json json; /* the strings point into it */
  unsigned count, planned;
  bool partial, open;
  struct outcome *outcome; /* in the order of paths */
};

/* ---- reading ---- */

static bool refuse(const struct side *side, char why[400], const char *sentence)
{
  snprintf(why, 400, "%.150s %s", side->file, sentence);
  return false;
}

static const char *string_of(const cJSON *node, const char *key)
{
  const cJSON *value = cJSON_GetObjectItemCaseSensitive(node, key);

  return cJSON_IsString(value) ? value->valuestring : NULL;
}

/* 0 where there is none. */
static unsigned number_of(const cJSON *node, const char *key)
{
  const cJSON *value = cJSON_GetObjectItemCaseSensitive(node, key);

  return cJSON_IsNumber(value) && value->valuedouble >= 0 && value->valuedouble <= 1e9
             ? (unsigned)value->valuedouble
             : 0;
}

static bool read_outcome(const cJSON *node, struct outcome *outcome)
{
  const char *word = string_of(node, "verdict");
  unsigned verdict = 0;

  while (verdict < CONF_VERDICTS &&
         (word == NULL || strcmp(word, conf_verdict_text((enum conf_verdict)verdict)) != 0))
    verdict++;
  *outcome = (struct outcome){
      .path = string_of(node, "path"),
      .reason = string_of(node, "reason"),
      .rule = string_of(node, "rule"),
      .answer = string_of(node, "answer"),
      .verdict = (enum conf_verdict)verdict,
      .place = {number_of(node, "line"), number_of(node, "column")},
  };
  return outcome->path != NULL && verdict < CONF_VERDICTS;
}

static int by_path(const void *a, const void *b)
{
  return strcmp(((const struct outcome *)a)->path, ((const struct outcome *)b)->path);
}

/* The footer counts what is there: a file that was cut or edited does not pass for a whole one. */
static bool check_footer(struct side *side, char why[400])
{
  const cJSON *footer = cJSON_GetObjectItemCaseSensitive(side->json.root, "footer");
  unsigned counts[CONF_VERDICTS] = {0};

  if (!cJSON_IsObject(footer))
    return refuse(side, why, "has no footer: it is not whole");
  for (unsigned i = 0; i < side->count; i++)
    counts[side->outcome[i].verdict]++;
  for (unsigned v = 0; v < CONF_VERDICTS; v++) {
    if (counts[v] != number_of(footer, conf_verdict_text((enum conf_verdict)v)))
      return refuse(side, why, "has a footer that counts otherwise than its results");
  }
  if (side->count != number_of(footer, "scenarios"))
    return refuse(side, why, "has a footer that counts otherwise than its results");
  side->partial = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(footer, "partial"));
  side->planned = number_of(side->json.root, "planned");
  return true;
}

static bool read_results(struct side *side, char why[400])
{
  const cJSON *results = cJSON_GetObjectItemCaseSensitive(side->json.root, "results");
  const char *program = string_of(side->json.root, "program");
  const cJSON *node;

  if (program == NULL || strcmp(program, "bitsnotify") != 0 || !cJSON_IsArray(results))
    return refuse(side, why, "holds no results of bitsnotify");
  side->outcome = calloc((size_t)cJSON_GetArraySize(results) + 1, sizeof *side->outcome);
  if (side->outcome == NULL)
    return refuse(side, why, "holds more than fits into memory");
  cJSON_ArrayForEach(node, results)
  {
    if (!read_outcome(node, &side->outcome[side->count++]))
      return refuse(side, why, "holds a result without its path or verdict");
  }
  qsort(side->outcome, side->count, sizeof *side->outcome, by_path);
  return check_footer(side, why);
}

static bool open_side(struct side *side, const char *file, char why[400])
{
  struct conf_problem problem;
  size_t length;

  *side = (struct side){.file = file};
  char *bytes = conf_file_load(file, LONGEST, &length, why);
  if (bytes == NULL)
    return false;
  side->open = conf_json_read(&side->json, bytes, length, &problem);
  free(bytes);
  if (!side->open) {
    snprintf(why, 400, "%.150s:%u:%u: %s", file, problem.place.line, problem.place.column,
             problem.text);
    return false;
  }
  return read_results(side, why);
}

static void close_side(struct side *side)
{
  free(side->outcome);
  if (side->open)
    conf_json_free(&side->json);
}

/* ---- comparing ---- */

static unsigned badness(enum conf_verdict verdict)
{
  static const unsigned rank[CONF_VERDICTS] = {
      [CONF_PASS] = 0,  [CONF_KNOWN] = 1, [CONF_SKIP] = 2,   [CONF_INCONCLUSIVE] = 3,
      [CONF_FLAKY] = 4, [CONF_FAIL] = 5,  [CONF_BROKEN] = 6, [CONF_CRASHED] = 7,
  };

  return rank[verdict];
}

static bool equal(const char *a, const char *b)
{
  return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static enum conf_change change_of(const struct outcome *a, const struct outcome *b)
{
  if (badness(b->verdict) != badness(a->verdict))
    return badness(b->verdict) > badness(a->verdict) ? CONF_WORSE : CONF_BETTER;
  return equal(a->reason, b->reason) && equal(a->rule, b->rule) && equal(a->answer, b->answer)
             ? CONF_SAME
             : CONF_DIFFERENT;
}

static void tell_outcome(const char *when, const struct outcome *o)
{
  if (o->reason != NULL)
    conf_compare_line(when, "%s%s%s", o->reason, o->rule == NULL ? "" : ", by ",
                      o->rule == NULL ? "" : o->rule);
  if (o->answer != NULL)
    conf_compare_line(when, "the answer is %s", o->answer);
}

static void compare_pair(const struct outcome *a, const struct outcome *b,
                         struct conf_compared *compared)
{
  enum conf_change change = change_of(a, b);

  compared->common++;
  conf_compare_head(compared, change, a->path);
  if (change == CONF_SAME)
    return;
  printf(": %s", conf_verdict_text(a->verdict));
  if (a->verdict != b->verdict)
    printf(", now %s", conf_verdict_text(b->verdict));
  if (b->place.line > 0)
    printf(" at %u:%u", b->place.line, b->place.column);
  putchar('\n');
  tell_outcome("          was: ", a);
  tell_outcome("          now: ", b);
}

static void tell_gone(const struct outcome *a, const struct side *b, struct conf_compared *compared)
{
  conf_compare_head(compared, CONF_WORSE, a->path);
  printf(": %s, now %s\n", conf_verdict_text(a->verdict), b->partial ? "not reached" : "gone");
}

static void tell_new(const struct outcome *b, struct conf_compared *compared)
{
  conf_compare_head(compared, badness(b->verdict) > 2 ? CONF_WORSE : CONF_DIFFERENT, b->path);
  printf(": new, %s\n", conf_verdict_text(b->verdict));
  tell_outcome("          now: ", b);
}

static void compare_sides(const struct side *a, const struct side *b,
                          struct conf_compared *compared)
{
  unsigned i = 0, j = 0;

  while (i < a->count || j < b->count) {
    int order = i == a->count   ? 1
                : j == b->count ? -1
                                : strcmp(a->outcome[i].path, b->outcome[j].path);
    if (order < 0)
      tell_gone(&a->outcome[i++], b, compared);
    else if (order > 0)
      tell_new(&b->outcome[j++], compared);
    else
      compare_pair(&a->outcome[i++], &b->outcome[j++], compared);
  }
}

static void say_if_partial(const struct side *side)
{
  if (side->partial)
    conf_compare_line("", "%s is partial: %u of %u scenarios", side->file, side->count,
                      side->planned);
}

bool conf_compare_results(const char *a, const char *b, struct conf_compared *compared,
                          char why[400])
{
  struct side left, right = {0};
  bool good = open_side(&left, a, why) && open_side(&right, b, why);

  if (good) {
    say_if_partial(&left);
    say_if_partial(&right);
    compare_sides(&left, &right, compared);
  }
  close_side(&left);
  close_side(&right);
  return good;
}
