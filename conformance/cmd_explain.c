#include <stdlib.h>
#include <string.h>

#include "conformance/command.h"
#include "conformance/explain.h"
#include "conformance/files.h"
#include "conformance/problems.h"
#include "conformance/report.h"
#include "conformance/session.h"
#include "conformance/text.h"

static const char *sentence(void *with, const char *id)
{
  const struct conf_rule *rule = conf_catalogue_find(with, id);

  return rule == NULL ? NULL : rule->text;
}

static bool format_named(const char *word, enum conf_explain_format *format)
{
  static const char *const name[] = {"text", "mermaid", "json"};

  for (unsigned i = 0; i < sizeof name / sizeof name[0]; i++) {
    if (strcmp(name[i], word) == 0) {
      *format = (enum conf_explain_format)i;
      return true;
    }
  }
  return false;
}

/* NULL when it could not be read; what is wrong has then been said. */
static struct conf_scenario *read_scenario(const struct conf_session *session, const char *path)
{
  struct conf_problems *problems = conf_text_grow(NULL, sizeof *problems);
  struct conf_scenario *scenario = NULL;
  char *bytes;
  size_t length = 0;

  problems->count = 0;
  bytes = conf_file_load(path, CONF_TEXT_MAX + 1, &length, problems->item[0].text);
  if (bytes == NULL) {
    problems->count = 1;
    problems->item[0].place = (struct conf_place){0};
  } else {
    scenario = conf_scenario_read(path, bytes, length, problems);
  }
  if (scenario != NULL && session->rooted)
    conf_catalogue_check(&session->catalogue, scenario, problems);
  for (unsigned i = 0; i < problems->count && i < CONF_PROBLEMS; i++)
    conf_session_complain(path, &problems->item[i]);
  if (problems->count > 0) {
    conf_scenario_free(scenario);
    scenario = NULL;
  }
  free(bytes);
  free(problems);
  return scenario;
}

static int status_of(enum conf_verdict verdict)
{
  struct conf_counts counts = {.scenarios = 1};

  counts.of[verdict] = 1;
  return conf_exit_status(&counts);
}

static int explain(struct conf_session *session, const struct conf_options *options,
                   enum conf_explain_format format)
{
  struct conf_rule_book book = {sentence, &session->catalogue};
  struct conf_scenario *scenario = read_scenario(session, options->path[0]);
  enum conf_verdict verdict;

  if (scenario == NULL)
    return 2;
  verdict = conf_explain(stdout, scenario, &session->as, format, &book);
  conf_scenario_free(scenario);
  return status_of(verdict);
}

int conf_command_explain(const struct conf_options *options)
{
  enum conf_explain_format format = CONF_EXPLAIN_TEXT;
  struct conf_session session;
  int status;

  if (options->paths != 1)
    return conf_complain("explain", "name one scenario");
  if (options->format != NULL && !format_named(options->format, &format))
    return conf_complain("explain", "--format takes text, mermaid or json");
  status = conf_session_open(&session, "explain", options);
  if (status == 0)
    status = explain(&session, options, format);
  conf_session_free(&session);
  return status;
}
