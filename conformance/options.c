#include "conformance/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/nearest.h"
#include "conformance/platform.h"
#include "conformance/problems.h"

enum option_id {
  ON,
  AS,
  ALLOW,
  SET,
  ONLY,
  REPEAT,
  TIME_SCALE,
  PATIENCE,
  SERVICE,
  FORMAT,
  FORMAT_OF_EXPLAIN,
  JUNIT,
  JSON,
  RECORD,
  TIMINGS,
  QUIET,
  VERBOSE,
  COVERAGE,
  KNOBS,
  CLSID,
  REPLACE,
  PROFILE,
  SPEED,
  SPEED_OF_RUN,
  PAUSE,
  JOURNAL,
  OFFLINE,
  TELL,
  WAIT,
  VERBOSE_OF_SERVE,
  HELP,
  OPTIONS,
};

enum {
  PLAYING = CONF_RUN | CONF_RULES_COMMAND,
  EVERY = CONF_RUN | CONF_EXPLAIN | CONF_LINT | CONF_RULES_COMMAND | CONF_PLAIN | CONF_COMPARE |
          CONF_SERVE_COMMAND,
};

/* value: NULL for an option that takes none. */
static const struct {
  const char *name, *value;
  unsigned commands;
  const char *help;
} rows[OPTIONS] = {
    [ON] =
        {"on", "IMPL", CONF_RUN,
         "what plays the scenarios: sim, the model (default); bits, a BITS service; recorded:DIR"},
    [AS] = {"as", "PROFILE", PLAYING | CONF_EXPLAIN,
            "what the model behaves like: a name of profiles/, or a file (default: documented)"},
    [ALLOW] = {"allow", "PROFILE", CONF_RUN,
               "failures that this profile shares are \"known\" and do no harm"},
    [SET] = {"set", "KNOB=VALUE", PLAYING | CONF_EXPLAIN | CONF_SERVE_COMMAND,
             "decide one cell of the model (see rules --knobs); may be repeated"},
    [ONLY] = {"only", "TEXT", CONF_RUN, "only scenarios whose path holds this"},
    [REPEAT] = {"repeat", "N", CONF_RUN,
                "play each scenario N times; \"flaky\" when they disagree"},
    [TIME_SCALE] =
        {"time-scale", "X", CONF_RUN,
         "multiply windows and advances of a real implementation; the model has no clock"},
    [PATIENCE] = {"patience", "SECONDS", CONF_RUN,
                  "a real service is not asked for scenarios that take longer (default 10)"},
    [SERVICE] = {"service", "CLSID", CONF_RUN,
                 "--on=bits with another manager class than the system's"},
    [FORMAT] = {"format", "FORMAT", CONF_RUN, "text (default) or tap"},
    [FORMAT_OF_EXPLAIN] = {"format", "FORMAT", CONF_EXPLAIN, "text (default), mermaid or json"},
    [JUNIT] = {"junit", "FILE", CONF_RUN, "write the results as JUnit XML too"},
    [JSON] = {"json", "FILE", CONF_RUN, "write the results as JSON too (results.schema.json)"},
    [RECORD] = {"record", "DIR", CONF_RUN, "keep the trace of every scenario below DIR"},
    [TIMINGS] = {"timings", NULL, CONF_RUN, "real time in the results as well"},
    [QUIET] = {"quiet", NULL, CONF_RUN, "only what went wrong, and the last line"},
    [VERBOSE] = {"verbose", NULL, CONF_RUN, "a line for every scenario"},
    [COVERAGE] = {"coverage", NULL, CONF_RULES_COMMAND,
                  "play the scenarios: which modelled rules do they show, and which does none"},
    [KNOBS] = {"knobs", NULL, CONF_RULES_COMMAND, "the cells of the model, for --set and profiles"},
    [CLSID] = {"clsid", "{GUID}", CONF_SERVE_COMMAND,
               "the manager class that clients ask for, or whose service is told something"},
    [REPLACE] = {"replace", NULL, CONF_SERVE_COMMAND,
                 "answer for the class of BITS too; only in a Wine prefix of its own"},
    [PROFILE] = {"profile", "PROFILE", CONF_SERVE_COMMAND,
                 "what the service behaves like: a name of profiles/, or a file"},
    [SPEED] = {"speed", "X", CONF_SERVE_COMMAND,
               "let its clock run X times as fast: delays and timeouts pass sooner"},
    [SPEED_OF_RUN] = {"speed", "X", CONF_RUN,
                      "the service's clock runs X times as fast (bitsnotify serve --speed)"},
    [PAUSE] = {"pause", "MS", CONF_SERVE_COMMAND,
               "stay QUEUED, CONNECTING and TRANSFERRING at least as long, to be seen"},
    [JOURNAL] = {"journal", "FILE", CONF_SERVE_COMMAND,
                 "keep the jobs there; they survive the service, however it ends"},
    [OFFLINE] = {"offline", NULL, CONF_SERVE_COMMAND,
                 "download nothing: every request succeeds, or as --tell=origin says"},
    [TELL] = {"tell", "WORDS", CONF_SERVE_COMMAND,
              "tell a running service what shall go wrong (see above)"},
    [WAIT] = {"wait", "SECONDS", CONF_SERVE_COMMAND,
              "--tell waits so long for a service that is only starting"},
    [VERBOSE_OF_SERVE] = {"verbose", NULL, CONF_SERVE_COMMAND,
                          "a line on standard error for what happens"},
    [HELP] = {"help", NULL, EVERY, "this text"},
};

CONF_PRINTF(2, 3) static bool refuse(char why[240], const char *format, ...)
{
  va_list arguments;

  va_start(arguments, format);
  vsnprintf(why, 240, format, arguments);
  va_end(arguments);
  return false;
}

static bool number_of(const char *text, unsigned *number)
{
  char *end;
  unsigned long value = strtoul(text, &end, 10);

  *number = (unsigned)value;
  return text[0] >= '0' && text[0] <= '9' && *end == '\0' && value > 0 && value <= 1000000;
}

static bool scale_of(const char *text, double *scale)
{
  char *end;

  *scale = strtod(text, &end);
  return end != text && *end == '\0' && *scale > 0 && *scale <= 1000;
}

static bool take_text(struct conf_options *options, enum option_id id, const char *value)
{
  const char **at[OPTIONS] = {
      [ON] = &options->on,           [AS] = &options->as,
      [ALLOW] = &options->allow,     [ONLY] = &options->only,
      [FORMAT] = &options->format,   [FORMAT_OF_EXPLAIN] = &options->format,
      [JUNIT] = &options->junit,     [JSON] = &options->json,
      [RECORD] = &options->record,   [SERVICE] = &options->service,
      [CLSID] = &options->clsid,     [PROFILE] = &options->as,
      [JOURNAL] = &options->journal, [TELL] = &options->tell,
  };

  if (at[id] != NULL)
    *at[id] = value;
  return at[id] != NULL;
}

static void take_switch(struct conf_options *options, enum option_id id)
{
  bool *at[OPTIONS] = {
      [TIMINGS] = &options->timings,
      [QUIET] = &options->quiet,
      [VERBOSE] = &options->verbose,
      [COVERAGE] = &options->coverage,
      [KNOBS] = &options->knobs,
      [HELP] = &options->help,
      [REPLACE] = &options->replace,
      [OFFLINE] = &options->offline,
      [VERBOSE_OF_SERVE] = &options->verbose,
  };

  if (at[id] != NULL)
    *at[id] = true;
}

static bool take(struct conf_options *options, enum option_id id, const char *value, char why[240])
{
  if (value == NULL) {
    take_switch(options, id);
    return true;
  }
  if (value[0] == '\0')
    return refuse(why, "--%.40s needs a %.40s", rows[id].name, rows[id].value);
  if (take_text(options, id, value))
    return true;
  if (id == SET) {
    if (options->sets == CONF_SETS)
      return refuse(why, "--set can be given %d times", CONF_SETS);
    options->set[options->sets++] = value;
    return true;
  }
  if (id == REPEAT)
    return number_of(value, &options->repeat) ||
           refuse(why, "--repeat takes a whole number from 1 to 1000000, not \"%.60s\"", value);
  if (id == PATIENCE)
    return number_of(value, &options->patience) ||
           refuse(why, "--patience takes a whole number of seconds, not \"%.60s\"", value);
  if (id == WAIT)
    return number_of(value, &options->wait) ||
           refuse(why, "--wait takes a whole number of seconds, not \"%.60s\"", value);
  if (id == PAUSE)
    return number_of(value, &options->pause_ms) ||
           refuse(why, "--pause takes milliseconds from 1 to 1000000, not \"%.60s\"", value);
  if (id == SPEED || id == SPEED_OF_RUN)
    return scale_of(value, &options->speed) ||
           refuse(why, "--speed takes a number above 0, at most 1000, not \"%.60s\"", value);
  return scale_of(value, &options->time_scale) ||
         refuse(why, "--time-scale takes a number above 0, at most 1000, not \"%.60s\"", value);
}

static bool unknown(enum conf_commands command, const char *word, char why[240])
{
  char name[80];

  if (word[0] != '-' || word[1] != '-')
    return refuse(why, "there is no option %.60s", word);
  snprintf(name, sizeof name, "%.*s", (int)strcspn(word + 2, "="), word + 2);
  struct conf_nearest nearest = conf_nearest_to(name);
  for (unsigned i = 0; i < OPTIONS; i++)
    if ((rows[i].commands & (unsigned)command) != 0)
      conf_nearest_offer(&nearest, rows[i].name);
  if (nearest.best == NULL)
    return refuse(why, "there is no option --%.80s here", name);
  return refuse(why, "there is no option --%.80s here; did you mean --%.80s?", name, nearest.best);
}

/* getopt's table of the options that the command takes. */
static void long_options(enum conf_commands command, struct option table[OPTIONS + 1])
{
  unsigned count = 0;

  for (int i = 0; i < OPTIONS; i++)
    if ((rows[i].commands & (unsigned)command) != 0)
      table[count++] = (struct option){
          rows[i].name, rows[i].value == NULL ? no_argument : required_argument, NULL, 0x100 + i};
  table[count] = (struct option){0};
}

bool conf_options_read(struct conf_options *options, enum conf_commands command, int argc,
                       char **argv, char why[240])
{
  struct option table[OPTIONS + 1];
  int got;

  *options = (struct conf_options){.repeat = 1, .time_scale = 1, .patience = 10, .speed = 1};
  long_options(command, table);
  opterr = 0;
  optind = 1;
  while ((got = getopt_long(argc, argv, ":h", table, NULL)) != -1) {
    if (got == 'h')
      options->help = true;
    else if (got == ':')
      return refuse(why, "%.60s needs a value; see bitsnotify help %.20s", argv[optind - 1],
                    argv[0]);
    else if (got >= 0x100 && got < 0x100 + OPTIONS) {
      if (!take(options, (enum option_id)(got - 0x100), optarg, why))
        return false;
    } else if (optopt >= 0x100)
      return refuse(why, "--%.40s takes no value", rows[optopt - 0x100].name);
    else
      return unknown(command, argv[optind - 1], why);
  }
  options->path = argv + optind;
  options->paths = (unsigned)(argc - optind);
  for (unsigned i = 0; i < options->paths; i++) {
    conf_platform_slashes(options->path[i]);
    if (options->path[i][0] == '\0')
      return refuse(why, "a path is empty");
  }
  return true;
}

void conf_options_help(FILE *out, enum conf_commands command)
{
  for (unsigned i = 0; i < OPTIONS; i++) {
    char left[40];
    if ((rows[i].commands & (unsigned)command) == 0)
      continue;
    snprintf(left, sizeof left, "--%s%s%s", rows[i].name, rows[i].value == NULL ? "" : "=",
             rows[i].value == NULL ? "" : rows[i].value);
    fprintf(out, "  %-18s  %s\n", left, rows[i].help);
  }
}
