#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/compare.h"
#include "conformance/files.h"
#include "conformance/json.h"
#include "conformance/text.h"
#include "conformance/walk.h"

enum { LONGEST = 16 * 1024 * 1024 };

/* A trace read line by line. No scenario is at hand, so the events stay JSON. */
struct reading {
  char name[CONF_PATH_MAX];
  char *bytes, *next; /* the rest of it; NULL: all was read */
  unsigned line;
  bool real, ended;
  struct conf_json event; /* the present one, while `open` */
  bool open;
  char rule[64]; /* the last one that was named */
};

/* ---- reading ---- */

static const char *string_of(const cJSON *node, const char *key)
{
  const cJSON *value = cJSON_GetObjectItemCaseSensitive(node, key);

  return cJSON_IsString(value) ? value->valuestring : "";
}

static void let_go(struct reading *r)
{
  if (r->open)
    conf_json_free(&r->event);
  r->open = false;
}

/* The next line. True at the end of the file, too: then nothing is open. */
static bool next_line(struct reading *r, char why[400])
{
  struct conf_problem problem;

  let_go(r);
  if (r->next == NULL || *r->next == '\0')
    return true;
  char *end = strchr(r->next, '\n');
  size_t length = end == NULL ? strlen(r->next) : (size_t)(end - r->next);
  r->line++;
  r->open = conf_json_read(&r->event, r->next, length, &problem);
  r->next = end == NULL ? NULL : end + 1;
  if (r->open && cJSON_IsObject(r->event.root))
    return true;
  snprintf(why, 400, "%.150s:%u:%u: %s", r->name, r->line, r->open ? 1 : problem.place.column,
           r->open ? "each line must be a JSON object" : problem.text);
  return false;
}

/* Whether the last line is of the kind "end". */
static bool has_end(const char *bytes, size_t length)
{
  struct conf_problem problem;
  struct conf_json json;
  size_t last;

  while (length > 0 && bytes[length - 1] == '\n')
    length--;
  for (last = length; last > 0 && bytes[last - 1] != '\n';)
    last--;
  if (!conf_json_read(&json, bytes + last, length - last, &problem))
    return false;
  bool is_end = strcmp(string_of(json.root, "kind"), "end") == 0;
  conf_json_free(&json);
  return is_end;
}

static bool open_reading(struct reading *r, char why[400])
{
  size_t length;

  r->bytes = r->next = conf_file_load(r->name, LONGEST, &length, why);
  if (r->bytes == NULL || !next_line(r, why))
    return false;
  const cJSON *version = r->open ? cJSON_GetObjectItemCaseSensitive(r->event.root, "trace") : NULL;
  if (!cJSON_IsNumber(version)) {
    snprintf(why, 400, "%.150s:1:1: this is no trace", r->name);
    return false;
  }
  r->ended = has_end(r->bytes, length);
  r->real = strcmp(string_of(r->event.root, "clock"), "virtual") != 0;
  return true;
}

static bool counts(const cJSON *event, bool real)
{
  static const char *const inner[] = {"rule", "quiet", "state", "request"};
  const char *kind = string_of(event, "kind");

  for (unsigned i = 0; real && i < sizeof inner / sizeof *inner; i++) {
    if (strcmp(kind, inner[i]) == 0)
      return false;
  }
  return true;
}

/* The next event that counts; at the end nothing is open. */
static bool next_event(struct reading *r, bool real, char why[400])
{
  do {
    if (!next_line(r, why))
      return false;
    if (r->open && string_of(r->event.root, "rule")[0] != '\0')
      snprintf(r->rule, sizeof r->rule, "%.60s", string_of(r->event.root, "rule"));
  } while (r->open && !counts(r->event.root, real));
  return true;
}

static void close_reading(struct reading *r)
{
  let_go(r);
  free(r->bytes);
}

/* ---- comparing ---- */

/* What a real run never repeats, and what only the model can say. */
static bool is_volatile(const char *key, bool real)
{
  return real &&
         (strcmp(key, "at_us") == 0 || strcmp(key, "thread") == 0 || strcmp(key, "rule") == 0);
}

static const cJSON *skip_volatile(const cJSON *member, bool real)
{
  while (member != NULL && is_volatile(member->string, real))
    member = member->next;
  return member;
}

static bool equal(const struct reading *a, const struct reading *b, bool real)
{
  const cJSON *x, *y;

  if (!a->open || !b->open)
    return a->open == b->open;
  x = skip_volatile(a->event.root->child, real);
  y = skip_volatile(b->event.root->child, real);
  while (x != NULL && y != NULL && strcmp(x->string, y->string) == 0 &&
         cJSON_Compare(x, y, cJSON_True)) {
    x = skip_volatile(x->next, real);
    y = skip_volatile(y->next, real);
  }
  return x == NULL && y == NULL;
}

static void add_value(struct conf_text *text, const cJSON *member)
{
  if (cJSON_IsString(member))
    conf_text_format(text, " %s %s", member->string, member->valuestring);
  else if (cJSON_IsNumber(member))
    conf_text_format(text, " %s %.0f", member->string, member->valuedouble);
  else
    conf_text_format(text, " %s", member->string);
}

/* "begin JobTransferred": the kind, then what the line says beside place, time and rule. */
static void tell_event(const char *when, const struct reading *r)
{
  static const char *const apart[] = {"kind", "at_us", "step", "rule", "number", "thread"};
  const cJSON *time = r->open ? cJSON_GetObjectItemCaseSensitive(r->event.root, "at_us") : NULL;
  struct conf_text text = {0};

  conf_text_add(&text, r->open ? string_of(r->event.root, "kind") : "nothing more");
  for (const cJSON *m = r->open ? r->event.root->child : NULL; m != NULL; m = m->next) {
    bool shown = true;
    for (unsigned i = 0; i < sizeof apart / sizeof *apart; i++)
      shown = shown && strcmp(m->string, apart[i]) != 0;
    if (shown)
      add_value(&text, m);
  }
  if (!r->real && cJSON_IsNumber(time) && time->valuedouble > 0)
    conf_text_format(&text, " at %.6g ms", time->valuedouble / 1000);
  if (r->open && r->rule[0] != '\0')
    conf_text_format(&text, ", by %s", r->rule);
  conf_compare_line(when, "%s", text.bytes);
  conf_text_free(&text);
}

static void tell_difference(const struct reading *a, const struct reading *b, const char *name,
                            enum conf_change change, struct conf_compared *compared)
{
  const struct reading *one = b->open ? b : a;
  const char *step = one->open ? string_of(one->event.root, "step") : "";

  conf_compare_head(compared, change, name);
  printf(":%u", one->line);
  conf_compare_line("", "%s%s", step[0] == '\0' ? ": at the end" : ": step ", step);
  tell_event("          was: ", a);
  tell_event("          now: ", b);
}

static bool compare_events(struct reading *a, struct reading *b, const char *name,
                           struct conf_compared *compared, char why[400])
{
  bool real = a->real || b->real;

  do {
    if (!next_event(a, real, why) || !next_event(b, real, why))
      return false;
  } while (a->open && equal(a, b, real));
  if (equal(a, b, real))
    conf_compare_head(compared, CONF_SAME, name);
  else
    tell_difference(a, b, name, a->ended && !b->ended ? CONF_WORSE : CONF_DIFFERENT, compared);
  return true;
}

static bool compare_files(const char *a, const char *b, const char *name,
                          struct conf_compared *compared, char why[400])
{
  struct reading *left = calloc(1, sizeof *left), *right = calloc(1, sizeof *right);
  bool good = left != NULL && right != NULL;

  if (good) {
    compared->common++;
    snprintf(left->name, sizeof left->name, "%.1000s", a);
    snprintf(right->name, sizeof right->name, "%.1000s", b);
    good = open_reading(left, why) && open_reading(right, why) &&
           compare_events(left, right, name, compared, why);
    close_reading(left);
    close_reading(right);
  } else {
    snprintf(why, 400, "no memory for %.150s", name);
  }
  free(left);
  free(right);
  return good;
}

/* ---- folders ---- */

struct shelf {
  struct conf_walk walk;
  size_t above; /* length of the folder with its slash */
};

static bool list(struct shelf *shelf, const char *folder, char why[400])
{
  size_t length = strlen(folder);

  *shelf = (struct shelf){.walk = {.ending = ".jsonl"},
                          .above = length + (length > 0 && folder[length - 1] != '/')};
  return conf_walk_add(&shelf->walk, folder, why);
}

static const char *at(const struct shelf *shelf, unsigned i, char path[CONF_PATH_MAX])
{
  return i < shelf->walk.count ? conf_walk_path(&shelf->walk, i, path) + shelf->above : NULL;
}

static bool compare_shelves(const struct shelf *a, const struct shelf *b,
                            struct conf_compared *compared, char why[400])
{
  unsigned i = 0, j = 0;

  for (;;) {
    char left[CONF_PATH_MAX], right[CONF_PATH_MAX];
    const char *x = at(a, i, left), *y = at(b, j, right);
    int order = x == NULL ? 1 : y == NULL ? -1 : strcmp(x, y);

    if (x == NULL && y == NULL)
      return true;
    if (order != 0) {
      conf_compare_head(compared, order < 0 ? CONF_WORSE : CONF_DIFFERENT, order < 0 ? x : y);
      puts(order < 0 ? ": gone" : ": new");
    } else if (!compare_files(left, right, x, compared, why)) {
      return false;
    }
    i += order <= 0;
    j += order >= 0;
  }
}

bool conf_compare_recordings(const char *a, const char *b, struct conf_compared *compared,
                             char why[400])
{
  struct shelf left, right = {0};
  bool good;

  if (conf_file_kind(a) != CONF_FOLDER || conf_file_kind(b) != CONF_FOLDER)
    return compare_files(a, b, b, compared, why);
  good =
      list(&left, a, why) && list(&right, b, why) && compare_shelves(&left, &right, compared, why);
  conf_walk_free(&left.walk);
  conf_walk_free(&right.walk);
  return good;
}
