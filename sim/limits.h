/* sim/limits.h - the named capacities of the model.
 *
 * A scenario that needs more is refused with a sentence before the model sees it; inside the model
 * going beyond one of these is a broken promise and is asserted. */
#ifndef BN_LIMITS_H
#define BN_LIMITS_H

enum {
  BN_USERS = 4,
  BN_APPS = 8,
  BN_OBJECTS = 16,
  BN_CLASSES = 4,
  BN_PROGRAMS = 4,
  BN_FILES = 16,  /* files that the origin knows */
  BN_ANSWERS = 8, /* answers in turn for one file */
  BN_JOBS = 8,
  BN_JOB_FILES = 16,  /* files of one job */
  BN_CALLS = 16,      /* callbacks, activations and programs in flight, orphans included */
  BN_EFFECTS = 96,    /* effects of one input or action */
  BN_ACTIONS = 96,    /* enabled at one instant */
  BN_INSTANCES = 200, /* instance numbers wrap here; at most BN_JOBS + BN_CALLS are alive */
  BN_NONE = 0xff,     /* "no app, job, file ..." in the index fields below */
};

#endif
