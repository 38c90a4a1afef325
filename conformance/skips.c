#include "conformance/skips.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/files.h"
#include "conformance/problems.h"
#include "conformance/reader.h"
#include "conformance/text.h"

enum { LONGEST = 256 * 1024, MOST = 1000 };

void conf_skips_note(struct conf_skips *skips, const struct conf_result *result)
{
  if (result->verdict != CONF_SKIP)
    return;
  for (unsigned i = 0; i < skips->reasons; i++) {
    if (strcmp(skips->reason[i].reason, result->reason) == 0) {
      skips->reason[i].count++;
      return;
    }
  }
  if (skips->reasons == CONF_SKIP_REASONS) {
    skips->reason[CONF_SKIP_REASONS - 1].count++;
    return;
  }
  snprintf(skips->reason[skips->reasons].reason, sizeof skips->reason[0].reason, "%.95s",
           result->reason);
  skips->reason[skips->reasons++].count = 1;
}

static unsigned *seen_of(struct conf_skips *skips, const char *reason)
{
  for (unsigned i = 0; i < skips->reasons; i++)
    if (strcmp(skips->reason[i].reason, reason) == 0)
      return &skips->reason[i].count;
  return NULL;
}

/* The pins of one combination; each that is met is taken out of `left`. */
static void compare(struct conf_reader *reader, const cJSON *pins, struct conf_skips *left,
                    struct conf_problems *differences)
{
  if (!conf_reader_object(reader, pins, 0, CONF_SKIP_REASONS, "reasons"))
    return;
  for (const cJSON *pin = pins->child; pin != NULL; pin = pin->next) {
    uint64_t expected = 0;
    if (!conf_reader_whole(reader, pin, 1, 1000000, &expected))
      continue;
    unsigned *seen = seen_of(left, pin->string);
    unsigned count = seen == NULL ? 0 : *seen;
    if (count != expected)
      conf_problems_add(differences, conf_json_place(&reader->json, pin), false,
                        "%u scenarios were skipped because %s, not %u", count,
                        conf_quote(pin->string).text, (unsigned)expected);
    if (seen != NULL)
      *seen = 0;
  }
}

static const cJSON *pins_of(struct conf_reader *reader, const char *implementation,
                            const char *profile)
{
  static const char *const keys[] = {"notation", "skips"};
  static const char *const entry_keys[] = {"on", "as", "skipped"};
  const cJSON *found[2], *pins = NULL;

  if (!conf_reader_keys(reader, reader->json.root, "the list of skips", keys, 2, 3, 3, found) ||
      !conf_reader_list(reader, found[1], 0, MOST, "combinations"))
    return NULL;
  for (const cJSON *entry = found[1]->child; entry != NULL; entry = entry->next) {
    const cJSON *of[3];
    const char *on, *as;
    if (conf_reader_keys(reader, entry, "a combination", entry_keys, 3, 7, 7, of) &&
        conf_reader_string(reader, of[0], &on) && conf_reader_string(reader, of[1], &as) &&
        strcmp(on, implementation) == 0 && strcmp(as, profile) == 0)
      pins = of[2];
  }
  return pins;
}

static void check(struct conf_reader *reader, const struct conf_skips *skips,
                  const char *implementation, const char *profile,
                  struct conf_problems *differences)
{
  const cJSON *pins = pins_of(reader, implementation, profile);
  struct conf_skips left = *skips;

  if (pins != NULL)
    compare(reader, pins, &left, differences);
  for (unsigned i = 0; i < left.reasons; i++)
    if (left.reason[i].count > 0)
      conf_problems_add(differences, (struct conf_place){1, 1}, false,
                        "%u scenarios were skipped because %s, which is not written for %s as %s",
                        left.reason[i].count, conf_quote(left.reason[i].reason).text,
                        implementation, profile);
}

bool conf_skips_check(const struct conf_skips *skips, const char *path, const char *implementation,
                      const char *profile, struct conf_problems *differences,
                      struct conf_problem *problem)
{
  struct conf_problems *problems = conf_text_grow(NULL, sizeof *problems);
  struct conf_reader reader = {.problems = problems};
  size_t length = 0;

  problems->count = 0;
  *problem = (struct conf_problem){0};
  char *bytes = conf_file_load(path, LONGEST, &length, problem->text);
  bool good = bytes != NULL && conf_json_read(&reader.json, bytes, length, problem);
  if (good) {
    check(&reader, skips, implementation, profile, differences);
    good = problems->count == 0;
    if (!good)
      *problem = problems->item[0];
    conf_json_free(&reader.json);
  }
  free(bytes);
  free(problems);
  return good;
}
