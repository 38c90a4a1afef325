/* tests/win/class_server.h - a class server on the real port, as a mode of the test's own program,
 * and what the test knows of its process. */
#ifndef TESTS_WIN_CLASS_SERVER_H
#define TESTS_WIN_CLASS_SERVER_H

#include <stdbool.h>
#include <stdint.h>

/* What the server does when its object is told of JobTransferred. */
#define MANNERS(X)                                                                                 \
  X(RETURNS)      /* S_FALSE, which is told from every success of COM's own */                     \
  X(EXITS_INSIDE) /* its process ends in the call */                                               \
  X(KILLS_INSIDE)                                                                                  \
  X(CRASHES_INSIDE)                                                                                \
  X(EXITS_AFTER) /* returns S_FALSE and ends when it is told so */                                 \
  X(KILLS_AFTER)                                                                                   \
  X(REFUSES) /* to make an instance: E_ACCESSDENIED */

enum manner {
#define X(name) name,
  MANNERS(X)
#undef X
      MANNER_COUNT,
};

/* Whether this process was started as a server: then it is one, and *status is main's. */
bool class_server_main(int argc, char **argv, int *status);

/* Registers a class whose server behaves so, with a new CLSID; false with a reason for skipping. */
bool class_server_given(enum manner manner, char clsid[39], char why[240]);
void class_server_take_away(const char *clsid);

/* Tells the running server of the class to end, and waits until its process is over. False when
 * there is none, or none ended within ten seconds. */
bool class_server_end(const char *clsid);
bool class_server_is_over(const char *clsid);

#endif
