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
  misses->item[misses->count++].sentence = conf_text_copy(sentence);
}

bool conf_misses_at(const struct conf_misses *misses, struct conf_place place)
{
  for (unsigned i = 0; misses != NULL && i < misses->count; i++)
    if (same_place(misses->item[i].place, place))
      return true;
  return false;
}

bool conf_misses_hold(const struct conf_misses *misses, struct conf_place place,
                      const char *sentence)
{
  for (unsigned i = 0; misses != NULL && i < misses->count; i++)
    if (same_place(misses->item[i].place, place) && strcmp(misses->item[i].sentence, sentence) == 0)
      return true;
  return false;
}

void conf_misses_free(struct conf_misses *misses)
{
  for (unsigned i = 0; i < misses->count; i++)
    free(misses->item[i].sentence);
  misses->count = 0;
}
