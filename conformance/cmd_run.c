#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/command.h"
#include "conformance/problems.h"
#include "conformance/record.h"
#include "conformance/report.h"
#include "conformance/session.h"
#include "conformance/skips.h"
#include "conformance/text.h"

struct running {
  const struct conf_options *options;
  struct conf_session session;
  struct conf_play play;
  struct conf_walk walk;
  struct conf_reports reports;
  struct conf_record record;
  struct conf_skips skips;
  const char *barren; /* a path that held no scenario */
};

static bool on_terminal(void)
{
  const char *terminal = getenv("TERM");

  return uv_guess_handle(1) == UV_TTY && (terminal == NULL || strcmp(terminal, "dumb") != 0);
}

static bool asked_for(const char *variable)
{
  const char *value = getenv(variable);

  return value != NULL && value[0] != '\0';
}

static int add_file(struct running *run, struct conf_report *report, const char *why)
{
  if (report == NULL)
    return conf_complain("run", why);
  conf_reports_add(&run->reports, report);
  return 0;
}

static int open_reports(struct running *run)
{
  const struct conf_options *options = run->options;
  const char *format = options->format == NULL ? "text" : options->format;
  const char *actions = getenv("GITHUB_ACTIONS");
  bool tap = strcmp(format, "tap") == 0;
  bool terminal = on_terminal();
  char why[240];

  if (!tap && strcmp(format, "text") != 0)
    return conf_complain("run", "--format takes text or tap");
  if (options->quiet && options->verbose)
    return conf_complain("run", "--quiet and --verbose exclude each other");
  conf_reports_add(&run->reports,
                   tap ? conf_report_tap(stdout)
                       : conf_report_text(stdout, terminal && !asked_for("NO_COLOR"), terminal));
  if (options->junit != NULL && add_file(run, conf_report_junit(options->junit, why), why) != 0)
    return 2;
  if (options->json != NULL && add_file(run, conf_report_json(options->json, why), why) != 0)
    return 2;
  if (actions != NULL && strcmp(actions, "true") == 0)
    conf_reports_add(&run->reports, conf_report_github(tap ? stderr : stdout));
  return 0;
}

static int find_scenarios(struct running *run)
{
  const struct conf_options *options = run->options;
  char why[240];

  if (options->paths == 0)
    return conf_complain("run", "which scenarios? Name files or folders, for example fixtures");
  run->walk.only = options->only;
  if (!conf_walk_paths(&run->walk, options->path, options->paths, &run->barren, why))
    return conf_complain("run", why);
  return 0;
}

static void begin_reports(struct running *run)
{
  struct conf_run_header header = {
      .implementation = run->play.implementation->name,
      .profile = run->session.profile,
      .version = PACKAGE_VERSION,
      .scenarios = run->walk.count,
      .detail = run->options->quiet     ? -1
                : run->options->verbose ? 1
                                        : 0,
      .timings = run->options->timings,
      .real = strcmp(run->play.implementation->name, "sim") != 0,
  };

  for (bn_knob knob = 0; knob < BN_KNOBS; knob++)
    if (run->session.as.knob[knob] == BN_OPEN)
      header.open++;
  conf_reports_begin(&run->reports, &header);
}

enum { SENTENCE_COLUMNS = 92, SENTENCE_LINES = 5 };

/* Lines of a sentence, the second and later ones a little to the right. */
static void add_sentence(struct conf_result *result, const char *words)
{
  const char *margin = "";

  for (unsigned i = 0; i < SENTENCE_LINES && *words != '\0'; i++) {
    size_t length = strlen(words), fits = SENTENCE_COLUMNS;
    struct conf_text line = {0};

    while (length > SENTENCE_COLUMNS && fits > 0 && words[fits] != ' ')
      fits--;
    if (length > SENTENCE_COLUMNS && fits > 0 && i + 1 < SENTENCE_LINES)
      length = fits;
    conf_text_add(&line, margin);
    conf_text_add_bytes(&line, words, length);
    result->line[result->lines++] = line.bytes;
    words += length;
    words += *words == ' ';
    margin = "  ";
  }
}

/* What the rule behind a failure says, and where. */
static void cite(const struct running *run, struct conf_result *result)
{
  const struct conf_rule *rule;
  struct conf_text line = {0};

  if (result->rule == NULL || result->lines + SENTENCE_LINES + 1 > CONF_DETAIL_LINES - 3)
    return;
  rule = conf_catalogue_find(&run->session.catalogue, result->rule);
  if (rule == NULL)
    return;
  conf_text_format(&line, "%s: %s", rule->id, rule->text);
  add_sentence(result, line.bytes);
  conf_text_free(&line);
  if (rule->link != NULL)
    result->line[result->lines++] = conf_text_copy(rule->link);
}

static void play_all(struct running *run)
{
  char path[CONF_PATH_MAX];

  conf_play_begin(&run->play);
  for (unsigned i = 0; i < run->walk.count; i++) {
    struct conf_result result;
    conf_play_one(&run->play, conf_walk_path(&run->walk, i, path), &result);
    cite(run, &result);
    conf_skips_note(&run->skips, &result);
    conf_reports_result(&run->reports, &result);
    conf_result_free(&result);
  }
  conf_play_end(&run->play);
}

/* The whole suite was played as it stands: then its skips must be those that are written down. */
static bool pins_apply(const struct running *run)
{
  const struct conf_options *options = run->options;

  return run->session.rooted && options->paths == 1 && options->only == NULL &&
         options->sets == 0 && run->play.manner.argument == NULL &&
         !run->play.implementation->depends_on_host &&
         conf_root_is(&run->session.root, options->path[0]);
}

static int check_skips(struct running *run)
{
  struct conf_problems *differences;
  struct conf_problem problem;
  char path[CONF_PATH_MAX];
  int status = 0;

  if (!pins_apply(run))
    return 0;
  conf_root_file(&run->session.root, "skips.json", path);
  differences = conf_text_grow(NULL, sizeof *differences);
  differences->count = 0;
  if (!conf_skips_check(&run->skips, path, run->play.implementation->name, run->session.as.name,
                        differences, &problem))
    status = conf_session_complain(path, &problem);
  for (unsigned i = 0; i < differences->count && i < CONF_PROBLEMS; i++) {
    conf_session_complain(path, &differences->item[i]);
    status = status == 0 ? 1 : status;
  }
  free(differences);
  return status;
}

/* Nothing is green because nothing was there to be played. */
static int say_if_nothing_ran(const struct running *run)
{
  char why[240];

  if (run->barren != NULL) {
    snprintf(why, sizeof why, "there is no scenario below %.150s", run->barren);
  } else if (run->walk.count == 0) {
    snprintf(why, sizeof why, "no path of a scenario holds \"%.150s\"", run->options->only);
  } else {
    return 0;
  }
  conf_complain("run", why);
  return 3;
}

/* The higher of two: 4, 2, 1, 3, 0. */
static int worse(int a, int b)
{
  static const int rank[] = {[0] = 0, [3] = 1, [1] = 2, [2] = 3, [4] = 4};

  return rank[a] >= rank[b] ? a : b;
}

static int play_and_report(struct running *run)
{
  int status;

  begin_reports(run);
  play_all(run);
  status = conf_exit_status(&run->reports.counts);
  if (!conf_reports_end(&run->reports)) {
    conf_complain("run", "the results could not be written");
    status = worse(status, 4);
  }
  status = worse(status, say_if_nothing_ran(run));
  return worse(status, check_skips(run));
}

static int prepare(struct running *run)
{
  if (conf_session_open(&run->session, "run", run->options) != 0 ||
      conf_session_play(&run->session, run->options, &run->play) != 0 || find_scenarios(run) != 0 ||
      open_reports(run) != 0)
    return 2;
  if (run->options->record != NULL) {
    run->record = (struct conf_record){run->options->record, &run->session.root};
    run->play.keep = conf_record_keep;
    run->play.with = &run->record;
  }
  return 0;
}

int conf_command_run(const struct conf_options *options)
{
  struct running run = {.options = options};
  int status = prepare(&run);

  if (status == 0)
    status = play_and_report(&run);
  for (unsigned i = 0; i < run.reports.count; i++)
    run.reports.item[i]->free(run.reports.item[i]);
  conf_walk_free(&run.walk);
  conf_session_free(&run.session);
  return status;
}
