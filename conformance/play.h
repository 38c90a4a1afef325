/* conformance/play.h - one scenario after the other: read, checked, played, judged.
 *
 *   struct conf_play play = {.implementation = sim, .manner = {...}, .repeat = 1};
 *   conf_play_begin(&play);
 *   for each path:
 *     conf_play_one(&play, path, &result); ... conf_result_free(&result);
 *   conf_play_end(&play);
 */
#ifndef CONF_PLAY_H
#define CONF_PLAY_H

#include "conformance/catalogue.h"
#include "conformance/implementation.h"

struct conf_play {
  const struct conf_implementation *implementation;
  struct conf_manner manner;
  const struct conf_profile *allow;       /* NULL: none */
  const struct conf_catalogue *catalogue; /* NULL: ids are not checked */
  unsigned repeat;                        /* at least 1 */
  const char *options;                    /* as typed, to repeat a failure: " --as=wine-8.0"; "" */
  /* Told the trace of every attempt, from 1; false with a sentence breaks the scenario. */
  bool (*keep)(void *with, const char *path, unsigned attempt, const struct conf_trace *trace,
               char why[240]);
  void *with;
  /* Since the last conf_play_one; NULL when the file could not be read. */
  struct conf_scenario *scenario;
  struct conf_play_room *room; /* owned */
};

void conf_play_begin(struct conf_play *play);
void conf_play_end(struct conf_play *play);

/* Fills *result, whatever happens. The caller frees it. */
void conf_play_one(struct conf_play *play, const char *path, struct conf_result *result);

#endif
