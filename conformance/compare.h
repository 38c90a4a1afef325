/* conformance/compare.h - what became of a run: two files of results, or two folders of recordings,
 * side by side. */
#ifndef CONF_COMPARE_H
#define CONF_COMPARE_H

#include <stdbool.h>

enum conf_change {
  CONF_SAME,
  CONF_WORSE,
  CONF_BETTER,
  CONF_DIFFERENT, /* neither: another reason, another order of events */
  CONF_CHANGES,
};

struct conf_compared {
  unsigned of[CONF_CHANGES];
  unsigned common; /* scenarios that are on both sides */
};

/* Both print what differs on standard output and count it. False, with a sentence, when one side
 * cannot be read; a results file without its footer, or whose footer counts otherwise, is one.
 *
 * From best to worst: pass, known, skip, inconclusive, flaky, fail, broken, crash. A scenario that
 * is gone is worse, a new one is as good as its verdict. */
bool conf_compare_results(const char *a, const char *b, struct conf_compared *compared,
                          char why[400]);

/* Recordings pair by their names below the folders, or are two files. Events are compared in order,
 * to the first that differs. Unless both have a virtual clock, times, threads, polled states,
 * silences, requests of files and the model's inner decisions are left out. No recording says what
 * is right, so only one that is gone or lost its end is worse. */
bool conf_compare_recordings(const char *a, const char *b, struct conf_compared *compared,
                             char why[400]);

/* compare.c: "worse   PATH: " and a line below it. */
void conf_compare_head(struct conf_compared *compared, enum conf_change change, const char *path);
__attribute__((format(printf, 2, 3))) void conf_compare_line(const char *before, const char *format,
                                                             ...);

#endif
