/* conformance/skips.h - fixtures/skips.json: how many scenarios are skipped for which reason.
 *
 * A number per implementation, profile and capability. A scenario that is skipped by mistake, or a
 * skip that nothing needs any more, is then a difference from what is written and an error. */
#ifndef CONF_SKIPS_H
#define CONF_SKIPS_H

#include "conformance/profile.h"
#include "conformance/result.h"

enum { CONF_SKIP_REASONS = 64 };

struct conf_skips {
  unsigned reasons;
  struct {
    char reason[96];
    unsigned count;
  } reason[CONF_SKIP_REASONS]; /* the last one takes what does not fit any more */
};

/* Counts a result when it was skipped. */
void conf_skips_note(struct conf_skips *skips, const struct conf_result *result);

/* Compares what was seen on this implementation as this profile with the file. False when the file
 * cannot be read (*problem). Each difference is a sentence in *differences; a combination that the
 * file does not name skips nothing. */
bool conf_skips_check(const struct conf_skips *skips, const char *path, const char *implementation,
                      const char *profile, struct conf_problems *differences,
                      struct conf_problem *problem);

#endif
