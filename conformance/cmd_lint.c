#include <stdlib.h>

#include "conformance/command.h"
#include "conformance/escape.h"
#include "conformance/files.h"
#include "conformance/lint.h"
#include "conformance/problems.h"
#include "conformance/session.h"
#include "conformance/text.h"
#include "conformance/walk.h"

struct linting {
  struct conf_session session;
  struct conf_walk walk;
  struct conf_problems problems;
  unsigned errors, warnings, clean;
  char bytes[CONF_TEXT_MAX + 2];
};

static void print(struct linting *lint, const char *path, const struct conf_problem *problem)
{
  conf_escape(stdout, path, CONF_ESCAPE_TERMINAL);
  if (problem->place.line > 0)
    printf(":%u:%u", problem->place.line, problem->place.column);
  fputs(problem->warning ? ": warning: " : ": ", stdout);
  conf_escape(stdout, problem->text, CONF_ESCAPE_TERMINAL);
  putchar('\n');
  if (problem->warning)
    lint->warnings++;
  else
    lint->errors++;
}

static void lint_one(struct linting *lint, const char *path)
{
  struct conf_problems *problems = &lint->problems;
  struct conf_scenario *scenario;
  size_t length = 0;

  problems->count = 0;
  if (!conf_file_read(path, lint->bytes, CONF_TEXT_MAX + 1, &length, problems->item[0].text)) {
    problems->item[0].place = (struct conf_place){0};
    problems->item[0].warning = 0;
    print(lint, path, &problems->item[0]);
    return;
  }
  scenario = conf_scenario_read(path, lint->bytes, length, problems);
  if (scenario != NULL) {
    conf_lint(scenario, problems);
    if (lint->session.rooted)
      conf_catalogue_check(&lint->session.catalogue, scenario, problems);
  }
  conf_scenario_free(scenario);
  if (problems->count == 0)
    lint->clean++;
  for (unsigned i = 0; i < problems->count && i < CONF_PROBLEMS; i++)
    print(lint, path, &problems->item[i]);
  if (problems->count > CONF_PROBLEMS) {
    printf("%s: and %u more\n", path, problems->count - CONF_PROBLEMS);
    lint->errors++;
  }
}

static int lint_all(struct linting *lint, const struct conf_options *options)
{
  const char *barren = NULL;
  char path[CONF_PATH_MAX], why[240];

  if (options->paths == 0)
    return conf_complain("lint", "which scenarios? Name files or folders, for example fixtures");
  if (conf_session_open(&lint->session, "lint", options) != 0)
    return 2;
  if (!conf_walk_paths(&lint->walk, options->path, options->paths, &barren, why))
    return conf_complain("lint", why);
  for (unsigned i = 0; i < lint->walk.count; i++)
    lint_one(lint, conf_walk_path(&lint->walk, i, path));
  printf("%u scenario%s, %u without a remark; errors: %u, warnings: %u\n", lint->walk.count,
         lint->walk.count == 1 ? "" : "s", lint->clean, lint->errors, lint->warnings);
  if (lint->errors > 0)
    return 2;
  if (barren == NULL)
    return 0;
  snprintf(why, sizeof why, "there is no scenario below %.150s", barren);
  conf_complain("lint", why);
  return 3;
}

int conf_command_lint(const struct conf_options *options)
{
  struct linting *lint = conf_text_grow(NULL, sizeof *lint);
  int status;

  *lint = (struct linting){0};
  status = lint_all(lint, options);
  conf_walk_free(&lint->walk);
  conf_session_free(&lint->session);
  free(lint);
  return status;
}
