#include <stdlib.h>
#include <string.h>

#include "conformance/nearest.h"
#include "conformance/problems.h"
#include "conformance/serve/parts.h"

/* The lines of the control pipe. */

enum { WORDS = 8 };

static unsigned split(char *line, char *word[WORDS])
{
  unsigned count = 0;

  for (char *w = strtok(line, " \t\r\n"); w != NULL && count < WORDS; w = strtok(NULL, " \t\r\n"))
    word[count++] = w;
  return count;
}

static bool no_more(unsigned words, char **word, struct conf_text *reply)
{
  if (words == 1)
    return true;
  conf_text_format(reply, "%s takes no word behind it", word[0]);
  return false;
}

static bool tell_status(struct conf_serve *serve, unsigned words, char **word,
                        struct conf_text *reply)
{
  if (!no_more(words, word, reply))
    return false;
  for (unsigned j = 0; j < BN_JOBS; j++) {
    const struct bn_job *job = &serve->state.job[j];
    if (job->state != BN_NO_JOB)
      conf_text_format(reply, "%s %s files %u errors %u \"%s\"\n", serve->job[j].id,
                       bn_job_state_text(job->state), job->files, job->errors, serve->job[j].name);
  }
  conf_text_format(reply, "faults pending %u, notifications delivered %u, run %u",
                   serve->faults.count, serve->faults.delivered, serve->epoch);
  return true;
}

static bool tell_release(struct conf_serve *serve, unsigned words, char **word,
                         struct conf_text *reply)
{
  if (!no_more(words, word, reply))
    return false;
  serve->faults.releases++;
  uv_cond_broadcast(&serve->faults_change);
  return true;
}

static bool tell_clear(struct conf_serve *serve, unsigned words, char **word,
                       struct conf_text *reply)
{
  if (!tell_release(serve, words, word, reply))
    return false;
  serve->faults.count = 0;
  return true;
}

static bool tell_stall(struct conf_serve *serve, unsigned words, char **word,
                       struct conf_text *reply)
{
  char *end = word[words - 1];
  unsigned long ms = words > 1 ? strtoul(word[1], &end, 10) : 0;

  if (words > 2 || (words == 2 && (*end != '\0' || ms == 0 || ms > 3600000))) {
    conf_text_add(reply, "stall takes milliseconds from 1 to 3600000, or nothing");
    return false;
  }
  serve->faults.stalled = true;
  serve->faults.stalled_until_ns = words == 1 ? UINT64_MAX : uv_hrtime() + (uint64_t)ms * 1000000;
  return true;
}

static bool tell_go(struct conf_serve *serve, unsigned words, char **word, struct conf_text *reply)
{
  if (!no_more(words, word, reply))
    return false;
  serve->faults.stalled = false;
  uv_cond_broadcast(&serve->faults_change);
  return true;
}

static bool tell_restart(struct conf_serve *serve, unsigned words, char **word,
                         struct conf_text *reply)
{
  if (!no_more(words, word, reply))
    return false;
  serve_go_down(serve);
  serve_come_up(serve);
  return true;
}

static bool tell_down(struct conf_serve *serve, unsigned words, char **word,
                      struct conf_text *reply)
{
  if (!no_more(words, word, reply))
    return false;
  serve_go_down(serve);
  return true;
}

static bool tell_up(struct conf_serve *serve, unsigned words, char **word, struct conf_text *reply)
{
  if (!no_more(words, word, reply))
    return false;
  serve_come_up(serve);
  return true;
}

static bool tell_network(struct conf_serve *serve, unsigned words, char **word,
                         struct conf_text *reply)
{
  struct bn_input input = {.kind = BN_IN_NETWORK};

  input.value = words == 2 && strcmp(word[1], "up") == 0;
  if (words != 2 || (!input.value && strcmp(word[1], "down") != 0)) {
    conf_text_add(reply, "network takes up or down");
    return false;
  }
  serve_turn(serve, &input);
  return true;
}

/* The reply is how many milliseconds were skipped. */
static bool tell_skip(struct conf_serve *serve, unsigned words, char **word,
                      struct conf_text *reply)
{
  char *end = word[words - 1];
  unsigned long long ms = words == 2 ? strtoull(word[1], &end, 10) : 0;

  if (words != 2 || *end != '\0' || word[1][0] == '-' || ms == 0 || ms > CONF_MS_MAX) {
    conf_text_add(reply, "skip takes milliseconds from 1");
    return false;
  }
  conf_text_format(reply, "%llu", (unsigned long long)serve_skip(serve, ms));
  serve_go_on(serve);
  return true;
}

static const struct {
  const char *word;
  bool (*tell)(struct conf_serve *, unsigned, char **, struct conf_text *);
} rows[] = {
    {"status", tell_status},   {"release", tell_release}, {"clear", tell_clear},
    {"stall", tell_stall},     {"go", tell_go},           {"restart", tell_restart},
    {"network", tell_network}, {"down", tell_down},       {"up", tell_up},
    {"skip", tell_skip},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static bool unknown(const char *word, struct conf_text *reply)
{
  struct conf_nearest nearest = conf_nearest_to(word);

  for (unsigned i = 0; i < ROWS; i++)
    conf_nearest_offer(&nearest, rows[i].word);
  for (unsigned i = 0; conf_faults_name(i) != NULL; i++)
    conf_nearest_offer(&nearest, conf_faults_name(i));
  conf_nearest_offer(&nearest, "stop");
  conf_text_format(reply, "there is no \"%.60s\" to tell", word);
  if (nearest.best != NULL)
    conf_text_format(reply, "; did you mean %s?", nearest.best);
  return false;
}

static bool obey(struct conf_serve *serve, unsigned words, char **word, struct conf_text *reply,
                 bool *stop)
{
  char why[240];

  if (words == 0) {
    conf_text_add(reply, "nothing was said");
    return false;
  }
  if (strcmp(word[0], "stop") == 0) {
    *stop = no_more(words, word, reply);
    return *stop;
  }
  for (unsigned i = 0; i < ROWS; i++) {
    if (strcmp(rows[i].word, word[0]) == 0)
      return rows[i].tell(serve, words, word, reply);
  }
  if (!conf_faults_known(word[0]))
    return unknown(word[0], reply);
  if (conf_faults_add(&serve->faults, words, word, why))
    return true;
  conf_text_add(reply, why);
  return false;
}

bool conf_serve_tell(struct conf_serve *serve, const char *line, char **reply, bool *stop)
{
  struct conf_text text = {0};
  char *copy = conf_text_copy(line), *word[WORDS];
  bool obeyed;

  *stop = false;
  conf_text_add(&text, "");
  uv_mutex_lock(&serve->lock);
  obeyed = obey(serve, split(copy, word), word, &text, stop);
  uv_mutex_unlock(&serve->lock);
  free(copy);
  *reply = text.bytes == NULL ? conf_text_copy("") : text.bytes;
  return obeyed;
}
