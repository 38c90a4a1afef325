/* conformance/command.h - the commands of the program, one file each. */
#ifndef CONF_COMMAND_H
#define CONF_COMMAND_H

#include "conformance/options.h"

struct conf_command {
  const char *name;
  const char *operands; /* "PATH...", "" */
  const char *summary;  /* one line */
  const char *about;    /* some paragraphs for `help NAME`; NULL: the summary does */
  unsigned options;     /* enum conf_commands */
  int (*run)(const struct conf_options *options);
};

/* In the order in which help lists them; NULL past the end. */
const struct conf_command *conf_command_at(unsigned i);
const struct conf_command *conf_command_named(const char *name);

/* Says on standard error what is wrong with the command line. Always 2. */
int conf_complain(const char *command, const char *sentence);

/* There is no such command: which one was meant? Always 2. */
int conf_command_unknown(const char *name);

int conf_command_run(const struct conf_options *options);
int conf_command_explain(const struct conf_options *options);
int conf_command_lint(const struct conf_options *options);
int conf_command_serve(const struct conf_options *options);
int conf_command_rules(const struct conf_options *options);
int conf_command_compare(const struct conf_options *options);
int conf_command_help(const struct conf_options *options);
int conf_command_version(const struct conf_options *options);

/* The text of `help` and of `help NAME`. */
void conf_help(FILE *out);
void conf_help_command(FILE *out, const struct conf_command *command);

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unknown"
#endif

#endif
