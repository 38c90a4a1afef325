#include "conformance/compare.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/command.h"
#include "conformance/escape.h"
#include "conformance/files.h"
#include "conformance/text.h"

void conf_compare_head(struct conf_compared *compared, enum conf_change change, const char *path)
{
  static const char *const word[CONF_CHANGES] = {"same", "worse", "better", "differs"};

  compared->of[change]++;
  if (change == CONF_SAME)
    return;
  printf("%-8s", word[change]);
  conf_escape(stdout, path, CONF_ESCAPE_TERMINAL);
}

void conf_compare_line(const char *before, const char *format, ...)
{
  char text[600];
  va_list list;

  va_start(list, format);
  (void)vsnprintf(text, sizeof text, format, list);
  va_end(list);
  fputs(before, stdout);
  conf_escape(stdout, text, CONF_ESCAPE_TERMINAL);
  putchar('\n');
}

static bool ends_with(const char *text, const char *ending)
{
  size_t length = strlen(text), least = strlen(ending);

  return length >= least && strcmp(text + length - least, ending) == 0;
}

/* A folder or a *.jsonl is a recording. */
static bool is_recording(const char *path)
{
  return conf_file_kind(path) == CONF_FOLDER || ends_with(path, ".jsonl");
}

static void sum_up(const struct conf_compared *c)
{
  unsigned all = c->of[CONF_SAME] + c->of[CONF_WORSE] + c->of[CONF_BETTER] + c->of[CONF_DIFFERENT];

  printf("%s%u scenario%s: %u the same", c->of[CONF_SAME] == all ? "" : "\n", all,
         all == 1 ? "" : "s", c->of[CONF_SAME]);
  if (c->of[CONF_WORSE] > 0)
    printf(", %u worse", c->of[CONF_WORSE]);
  if (c->of[CONF_BETTER] > 0)
    printf(", %u better", c->of[CONF_BETTER]);
  if (c->of[CONF_DIFFERENT] > 0)
    printf(", %u different", c->of[CONF_DIFFERENT]);
  putchar('\n');
}

int conf_command_compare(const struct conf_options *options)
{
  struct conf_compared compared = {0};
  char why[400];

  if (options->paths != 2)
    return conf_complain("compare", "it takes two: results (--json) or recordings (--record)");
  const char *a = options->path[0], *b = options->path[1];
  for (unsigned i = 0; i < 2; i++) {
    if (conf_file_kind(options->path[i]) == CONF_NO_FILE) {
      snprintf(why, sizeof why, "%.150s does not exist", options->path[i]);
      return conf_complain("compare", why);
    }
  }
  if (is_recording(a) != is_recording(b))
    return conf_complain("compare", "one is a recording and the other is not");
  if (!(is_recording(a) ? conf_compare_recordings : conf_compare_results)(a, b, &compared, why))
    return conf_complain("compare", why);
  if (compared.common == 0) {
    conf_complain("compare", "no scenario is on both sides");
    return 3;
  }
  sum_up(&compared);
  return compared.of[CONF_WORSE] > 0 ? 1 : 0;
}
