/* conformance/misses.h - the expectations that a scenario misses on the model under a profile, so
 * that a real service may miss the same ones in the same way. */
#ifndef CONF_MISSES_H
#define CONF_MISSES_H

#include <stdbool.h>

#include "conformance/scenario.h"

enum { CONF_MISSES = 64 };

struct conf_misses {
  const char *profile; /* not owned */
  unsigned count;      /* kept; more are not noted, and then fail */
  struct {
    struct conf_place place;
    char *sentence; /* owned */
    bool late;      /* it came in the end */
  } item[CONF_MISSES];
};

void conf_misses_note(struct conf_misses *misses, struct conf_place place, const char *sentence);
/* Is anything missed at this place; and in this way? misses NULL: nothing. */
bool conf_misses_at(const struct conf_misses *misses, struct conf_place place);
bool conf_misses_hold(const struct conf_misses *misses, struct conf_place place,
                      const char *sentence);
/* Came what is missed there in the end? */
bool conf_misses_are_late(const struct conf_misses *misses, struct conf_place place);
void conf_misses_note_late(struct conf_misses *misses, struct conf_place place);
void conf_misses_free(struct conf_misses *misses);

#endif
