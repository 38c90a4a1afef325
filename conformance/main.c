#include <string.h>

#include "conformance/agent.h"
#include "conformance/command.h"
#include "conformance/platform.h"

static bool is_one_of(const char *word, const char *a, const char *b)
{
  return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

static int run_command(const struct conf_command *command, int argc, char **argv)
{
  struct conf_options options = {0};
  char why[240];

  if (!conf_options_read(&options, (enum conf_commands)command->options, argc, argv, why))
    return conf_complain(command->name, why);
  if (options.help) {
    conf_help_command(stdout, command);
    return 0;
  }
  return command->run(&options);
}

static int start(int argc, char **argv)
{
  if (argc < 2) {
    conf_help(stderr);
    return 2;
  }
  if (is_one_of(argv[1], "--help", "-h")) {
    conf_help(stdout);
    return 0;
  }
  if (is_one_of(argv[1], "--version", "-V"))
    return conf_command_version(NULL);
  if (strcmp(argv[1], "agent") == 0) /* for runs, COM and BITS, not for people */
    return conf_agent_main(argc - 1, argv + 1);
  const struct conf_command *command = conf_command_named(argv[1]);
  if (command == NULL)
    return conf_command_unknown(argv[1]);
  return run_command(command, argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
  conf_platform_start();
  int status = start(argc, argv);

  if (fflush(stdout) == 0 && ferror(stdout) == 0)
    return status;
  fputs("bitsnotify: standard output could not be written\n", stderr);
  return 4;
}
