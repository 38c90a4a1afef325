#include <string.h>

#include "conformance/command.h"
#include "conformance/escape.h"
#include "conformance/nearest.h"

static const struct conf_command commands[] = {
    {"run", "PATH...", "play every scenario under PATH and judge it",
     "A PATH is a scenario or a folder: every *.json below it is a scenario, apart from\n"
     "schemas, rules.json, ladder.json, skips.json and what lies in profiles/ and recorded/.\n\n"
     "Verdicts: pass, known (deviates as --allow says), fail, skip (a capability is missing),\n"
     "inconclusive, broken (the scenario is wrong), crash, flaky (attempts disagree).\n\n"
     "Exit status, highest first: 4 something crashed; 2 usage or broken input; 1 something\n"
     "failed or was flaky; 3 nothing ran, all was skipped or something was inconclusive; 0.\n",
     CONF_RUN, conf_command_run},
    {"explain", "SCENARIO", "play one on the model: who was told what, when, by which rule", NULL,
     CONF_EXPLAIN, conf_command_explain},
    {"lint", "PATH...", "say all that is wrong with scenarios", NULL, CONF_LINT, conf_command_lint},
    {"rules", "[ID... | --knobs | --coverage [PATH]]",
     "the rules of BITS notification, and which scenarios show them",
     "Without anything it lists the catalogue; with an ID it tells one entry in full.\n\n"
     "A modelled rule is covered when a scenario that cites it passes and its run had an\n"
     "effect that carries the id. --coverage lists those that are not; the status is then 1.\n",
     CONF_RULES_COMMAND, conf_command_rules},
    {"compare", "A B", "two runs side by side: which scenarios differ, where, by which rule",
     "A and B are both files that run --json wrote, or both folders (or single files) that\n"
     "run --record wrote. From best to worst: pass, known, skip, inconclusive, flaky, fail,\n"
     "broken, crash; a scenario that is gone is worse too. A recording says not what is right:\n"
     "of two only one that is gone or lost its end is worse.\n\n"
     "Exit status: 2 usage, or a file that cannot be read or is not whole; 1 something got\n"
     "worse; 3 no scenario is on both sides; 0.\n",
     CONF_COMPARE, conf_command_compare},
    {"serve", "", "the model as a BITS service behind real COM (Windows, Wine)",
     "Applications find it under --clsid, and with --replace under BITS's own class. It downloads\n"
     "with WinHTTP and calls back, activates and launches as the model decides. It runs until it "
     "is\n"
     "told to stop. Another bitsnotify serve --tell=\"WORDS\" tells it:\n\n"
     "  hold EVENT [N]        keep the next N notifications back until \"release\"\n"
     "  lose EVENT [N]        never deliver them, and believe that they were handled\n"
     "  duplicate EVENT [N]   deliver them twice\n"
     "  delay EVENT MS [N]    deliver them later\n"
     "  reorder EVENT [N]     deliver them behind the next one\n"
     "  fail-activation HRESULT [N]   CoCreateInstance of a notification CLSID fails\n"
     "  answer METHOD HRESULT [N]     the method does nothing and returns this\n"
     "  origin STATUS [N]     with --offline: a status, refused, aborted, name-not-resolved,\n"
     "                        garbage or no-length\n"
     "  stall [MS]            do nothing and answer nobody, until \"go\"\n"
     "  down, up, restart     the service stops, starts, both: pointers die, jobs stay\n"
     "  stop                  end\n"
     "  skip MS               let its clock jump to what comes next, by so much at most\n"
     "  network up|down, release, go, clear, status\n\n"
     "EVENT is JobTransferred, JobError, JobModification, FileTransferred or any. N is 1, a "
     "number\n"
     "or always.\n",
     CONF_SERVE_COMMAND, conf_command_serve},
    {"help", "[COMMAND]", "this text, or that of a command", NULL, CONF_PLAIN, conf_command_help},
    {"version", "", "the version of bitsnotify", NULL, CONF_PLAIN, conf_command_version},
};

const struct conf_command *conf_command_at(unsigned i)
{
  return i < sizeof commands / sizeof commands[0] ? &commands[i] : NULL;
}

const struct conf_command *conf_command_named(const char *name)
{
  for (unsigned i = 0; conf_command_at(i) != NULL; i++)
    if (strcmp(commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

int conf_complain(const char *command, const char *sentence)
{
  fprintf(stderr, "bitsnotify%s%s: ", command[0] == '\0' ? "" : " ", command);
  conf_escape(stderr, sentence, CONF_ESCAPE_TERMINAL);
  fputc('\n', stderr);
  return 2;
}

int conf_command_unknown(const char *name)
{
  struct conf_nearest nearest = conf_nearest_to(name);
  char why[240];

  for (unsigned i = 0; conf_command_at(i) != NULL; i++)
    conf_nearest_offer(&nearest, commands[i].name);
  if (nearest.best == NULL)
    snprintf(why, sizeof why, "there is no command \"%.100s\"; see bitsnotify help", name);
  else
    snprintf(why, sizeof why, "there is no command \"%.100s\"; did you mean %s?", name,
             nearest.best);
  return conf_complain("", why);
}

void conf_help(FILE *out)
{
  fputs(
      "bitsnotify: how Windows BITS tells applications about their jobs, simulated, and the\n"
      "scenarios that say so.\n\n",
      out);
  for (unsigned i = 0; conf_command_at(i) != NULL; i++)
    fprintf(out, "  bitsnotify %-8s  %s\n", commands[i].name, commands[i].summary);
  fputs("\nbitsnotify help COMMAND says more.\n", out);
}

void conf_help_command(FILE *out, const struct conf_command *command)
{
  fprintf(out, "bitsnotify %s%s%s%s: %s\n", command->name,
          command->options == CONF_PLAIN ? "" : " [OPTION...]",
          command->operands[0] == '\0' ? "" : " ", command->operands, command->summary);
  if (command->about != NULL)
    fprintf(out, "\n%s", command->about);
  if (command->options != CONF_PLAIN) {
    fputc('\n', out);
    conf_options_help(out, (enum conf_commands)command->options);
  }
}

int conf_command_help(const struct conf_options *options)
{
  if (options->paths == 0) {
    conf_help(stdout);
    return 0;
  }
  const struct conf_command *command = conf_command_named(options->path[0]);
  if (command == NULL)
    return conf_command_unknown(options->path[0]);
  conf_help_command(stdout, command);
  return 0;
}

int conf_command_version(const struct conf_options *options)
{
  (void)options;
  puts("bitsnotify " PACKAGE_VERSION);
  return 0;
}
