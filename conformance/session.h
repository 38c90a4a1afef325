/* conformance/session.h - what run, explain and rules --coverage need before anything is played:
 * the root of the paths, the catalogue, the profiles, the implementation. */
#ifndef CONF_SESSION_H
#define CONF_SESSION_H

#include "conformance/options.h"
#include "conformance/play.h"
#include "conformance/root.h"

struct conf_session {
  const char *command; /* for complaints */
  struct conf_root root;
  bool rooted;                     /* there is one */
  struct conf_catalogue catalogue; /* empty without a root */
  struct conf_profile as, allow;
  char profile[256]; /* "documented", "documented with latched.set.failed=again" */
  char again[1024];  /* the options that repeat this run, each with a blank before it */
};

/* Reads all of it for the paths of *options. 0, or 2 when something was wrong and has been said on
 * standard error. Free the session in both cases. */
int conf_session_open(struct conf_session *session, const char *command,
                      const struct conf_options *options);
void conf_session_free(struct conf_session *session);

/* Everything that play needs but the hooks. 0 or 2, as above. */
int conf_session_play(const struct conf_session *session, const struct conf_options *options,
                      struct conf_play *play);

/* Says path:line:column: sentence on standard error. Always 2. */
int conf_session_complain(const char *path, const struct conf_problem *problem);

#endif
