/* conformance/profile.h - a profile: which cells of the tables an implementation has otherwise, and
 * which capabilities, methods and callbacks it lacks. JSON under fixtures/profiles/; see
 * fixtures/README.md, "profiles".
 */
#ifndef CONF_PROFILE_H
#define CONF_PROFILE_H

#include "conformance/scenario.h"
#include "sim/model.h"

enum { CONF_CAPABILITIES_MISSING = 24 };
struct conf_profile {
  char name[64];
  bn_value knob[BN_KNOBS]; /* BN_OPEN where nobody decides */
  unsigned missing;        /* what it lacks (capability.h) */
  char lacks[CONF_CAPABILITIES_MISSING][48];
};

/* The documented profile: nothing missing, open cells open. */
void conf_profile_documented(struct conf_profile *profile);

/* Reads `name` ("wine-8.0", or a path ending in .json) from the profiles folder next to the
 * scenarios or the installed one. False with the problem otherwise. */
bool conf_profile_load(struct conf_profile *profile, const char *folder, const char *name,
                       struct conf_problem *problem, char path[512]);

/* The profile of the folder, or of a folder in it ("zoo/never-retries"), that a mistyped name
 * probably meant; "" when none is close. */
void conf_profile_nearest(const char *folder, const char *name, char nearest[160]);

/* KNOB=VALUE as given to --set. False with a sentence (nearest name included) otherwise. */
bool conf_profile_set(struct conf_profile *profile, const char *binding, char why[240]);

#endif
