/* conformance/output.h - a file that grows while something runs and is never seen half written.
 *
 * What is written goes to a file beside it with a temporary name. Under its own name the file only
 * ever appears whole: each publish puts a complete copy there. */
#ifndef CONF_OUTPUT_H
#define CONF_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct conf_output {
  FILE *file; /* write here, only at the end */
  char *path, *temporary, *copy;
  uint64_t published_ns, took_ns; /* the last publish: when, and how long it took */
  bool each;                      /* always publish, whatever it takes */
};

/* False with a sentence when the file cannot be created, or its name is that of something that is
 * no regular file. Nothing exists under `path` yet, or what was there before. */
bool conf_output_open(struct conf_output *output, const char *path, char why[240]);

/* What stands at the end, and (when not NULL) at `at`, of the copy that is published. */
struct conf_output_ends {
  const char *tail;
  long at;
  const char *patch;
};

/* A copy of all that was written so far, with these ends, appears under the name. */
bool conf_output_publish(struct conf_output *output, struct conf_output_ends ends);

/* Whether to publish now: with `each`, always; else unless that would take more than a twentieth of
 * the time. */
bool conf_output_is_due(const struct conf_output *output);

/* The same for the last time; the temporary file is gone. */
bool conf_output_finish(struct conf_output *output, struct conf_output_ends ends);

/* Gives up what was not published. Fine after conf_output_finish and after a failed open. */
void conf_output_close(struct conf_output *output);

#endif
