/* conformance/options.h - the command line, read into a plain struct.
 *
 * One table names every option, which commands take it and what it does; reading and `help` both
 * live on it. */
#ifndef CONF_OPTIONS_H
#define CONF_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

enum { CONF_SETS = 64 };

/* Bits: whose options they are. */
enum conf_commands {
  CONF_RUN = 1,
  CONF_EXPLAIN = 2,
  CONF_LINT = 4,
  CONF_RULES_COMMAND = 8,
  CONF_PLAIN = 16, /* help, version */
  CONF_COMPARE = 32,
  CONF_SERVE_COMMAND = 64,
};

struct conf_options {
  const char *on, *as, *allow, *format, *record, *junit, *json, *only, *service;
  unsigned sets;
  const char *set[CONF_SETS]; /* KNOB=VALUE, not yet looked at */
  unsigned repeat;            /* at least 1 */
  double time_scale;
  unsigned patience;                  /* seconds */
  const char *clsid, *journal, *tell; /* serve */
  double speed;
  unsigned pause_ms, wait; /* wait: seconds */
  bool replace, offline;
  bool timings, quiet, verbose, coverage, knobs, help;
  unsigned paths;
  char **path; /* what is no option, with forward slashes */
};

/* Reads what stands behind the command's name; argv[0] is that name. False with a sentence. */
bool conf_options_read(struct conf_options *options, enum conf_commands command, int argc,
                       char **argv, char why[240]);

/* Lists the options of a command with what they do. */
void conf_options_help(FILE *out, enum conf_commands command);

#endif
