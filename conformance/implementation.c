#include "conformance/implementation.h"

#include <stdio.h>
#include <string.h>

#include "conformance/bits.h"
#include "conformance/driver_recorded.h"
#include "conformance/files.h"
#include "conformance/nearest.h"
#include "conformance/runner.h"

static const char *never_absent(const struct conf_manner *manner)
{
  (void)manner;
  return NULL;
}

static void play_on_model(const struct conf_manner *manner, const struct conf_scenario *scenario,
                          struct conf_trace *trace, struct conf_result *result)
{
  conf_run_sim(scenario, manner->as, trace, result);
}

static const char *no_folder(const struct conf_manner *manner)
{
  char folder[CONF_PATH_MAX];

  if (manner->argument != NULL)
    snprintf(folder, sizeof folder, "%.1000s", manner->argument);
  else
    conf_root_file(manner->root, "recorded", folder);
  return conf_file_kind(folder) == CONF_FOLDER ? NULL : "there is no folder of recordings";
}

static const struct conf_implementation implementations[] = {
    {.name = "sim", .what = "the model", .absent = never_absent, .play = play_on_model},
    {.name = "bits",
     .what = "a BITS service over COM",
     .absent = conf_bits_absent,
     .unfit = conf_bits_unfit,
     .play = conf_bits_play,
     .end = conf_bits_end,
     .depends_on_host = true},
    {.name = "recorded",
     .argument = "DIR",
     .what = "traces taken earlier",
     .digest = true,
     .absent = no_folder,
     .play = conf_recorded_play},
};

const struct conf_implementation *conf_implementation_at(unsigned i)
{
  return i < sizeof implementations / sizeof implementations[0] ? &implementations[i] : NULL;
}

static const struct conf_implementation *refuse(char why[240], const char *sentence)
{
  snprintf(why, 240, "%s", sentence);
  return NULL;
}

static const struct conf_implementation *unknown(const char *name, char why[240])
{
  struct conf_nearest nearest = conf_nearest_to(name);
  char sentence[240];
  int used;

  for (unsigned i = 0; conf_implementation_at(i) != NULL; i++)
    conf_nearest_offer(&nearest, implementations[i].name);
  used = snprintf(sentence, sizeof sentence, "there is no implementation \"%.60s\"", name);
  if (nearest.best != NULL)
    snprintf(sentence + used, sizeof sentence - (size_t)used, "; did you mean %s?", nearest.best);
  else
    for (unsigned i = 0; conf_implementation_at(i) != NULL; i++)
      used += snprintf(sentence + used, sizeof sentence - (size_t)used, "%s %s",
                       i == 0 ? "; there is" : ",", implementations[i].name);
  return refuse(why, sentence);
}

const struct conf_implementation *conf_implementation_named(const char *word, const char **argument,
                                                            char why[240])
{
  const char *colon = strchr(word, ':');
  char name[64], sentence[160];

  *argument = colon == NULL ? NULL : colon + 1;
  snprintf(name, sizeof name, "%.*s", (int)strcspn(word, ":"), word);
  for (unsigned i = 0; conf_implementation_at(i) != NULL; i++) {
    const struct conf_implementation *row = &implementations[i];
    if (strcmp(row->name, name) != 0)
      continue;
    if (row->argument == NULL && colon != NULL)
      return refuse(why, "nothing may follow the colon here");
    if (colon != NULL && colon[1] == '\0') {
      snprintf(sentence, sizeof sentence, "--on=%s: needs a %s behind the colon", row->name,
               row->argument);
      return refuse(why, sentence);
    }
    return row;
  }
  return unknown(name, why);
}
