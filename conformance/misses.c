#include "conformance/misses.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/text.h"

static bool same_place(struct conf_place a, struct conf_place b)
{
  return a.line == b.line && a.column == b.column;
}

void conf_misses_note(struct conf_misses *misses, struct conf_place place, const char *sentence)
{
  if (misses->count == CONF_MISSES)
    return;
  misses->item[misses->count].place = place;
  misses->item[misses->count].late = false;
  misses->item[misses->count++].sentence = conf_text_copy(sentence);
}

bool conf_misses_at(const struct conf_misses *misses, struct conf_place place)
{
  for (unsigned i = 0; misses != NULL && i < misses->count; i++)
    if (same_place(misses->item[i].place, place))
      return true;
  return false;
}

bool conf_misses_are_late(const struct conf_misses *misses, struct conf_place place)
{
  for (unsigned i = 0; misses != NULL && i < misses->count; i++)
    if (same_place(misses->item[i].place, place) && misses->item[i].late)
      return true;
  return false;
}

void conf_misses_note_late(struct conf_misses *misses, struct conf_place place)
{
  for (unsigned i = 0; i < misses->count; i++)
    if (same_place(misses->item[i].place, place))
      misses->item[i].late = true;
}

/* Of callbacks in flight any wrong number is the same miss: which of several comes first is not
 * promised. */
static bool same_way(const char *a, const char *b)
{
  static const char counted[] = " callbacks are in flight";
  const char *behind_a = strstr(a, counted), *behind_b = strstr(b, counted);

  if (behind_a != NULL && behind_b != NULL)
    return strcmp(behind_a, behind_b) == 0;
  return strcmp(a, b) == 0;
}

bool conf_misses_hold(const struct conf_misses *misses, struct conf_place place,
                      const char *sentence)
{
  for (unsigned i = 0; misses != NULL && i < misses->count; i++)
    if (same_place(misses->item[i].place, place) && same_way(misses->item[i].sentence, sentence))
      return true;
  return false;
}

void conf_misses_free(struct conf_misses *misses)
{
  for (unsigned i = 0; i < misses->count; i++)
    free(misses->item[i].sentence);
  misses->count = 0;
}
