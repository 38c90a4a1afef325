#include "conformance/bits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/live.h"

/* The run of this process. */
static struct {
  bool tried;
  char why[240]; /* "": it is open */
  char program[CONF_PATH_MAX];
  char reason[240];
  struct conf_misses misses; /* of the profile of --allow in the scenario under way */
  struct conf_site *site;
  struct conf_live *live;
} bits;

/* Tests put another executable in the place of the agents; they need no COM then. */
static bool find_program(bool *puppets)
{
  const char *other = getenv("BITSNOTIFY_AGENT");
  size_t size = sizeof bits.program;

  *puppets = other != NULL && other[0] != '\0';
  if (*puppets) {
    snprintf(bits.program, sizeof bits.program, "%s", other);
    return true;
  }
  return uv_exepath(bits.program, &size) == 0;
}

static void open_run(const struct conf_manner *manner)
{
  struct conf_live_options options = {.program = bits.program,
                                      .service = manner->service,
                                      .time_scale = manner->time_scale,
                                      .speed = manner->speed,
                                      .patience = manner->patience};
  bool puppets;

  if (!find_program(&puppets)) {
    snprintf(bits.why, sizeof bits.why, "this program cannot find itself");
    return;
  }
  bits.site = conf_site_open(manner->service, !puppets, bits.why);
  if (bits.site != NULL)
    bits.live = conf_live_open(&options, bits.site, bits.why);
}

const char *conf_bits_absent(const struct conf_manner *manner)
{
  if (!bits.tried)
    open_run(manner);
  bits.tried = true;
  return bits.live == NULL ? bits.why : NULL;
}

/* Does the scenario rest on time that passes while nothing is heard? Then shorter silences make the
 * model miss more. */
static bool rests_on_silence(const struct conf_scenario *scenario,
                             const struct conf_profile *profile, unsigned misses)
{
  struct conf_misses whole = {0};
  bool rests;

  (void)conf_predict(scenario, profile, 0, &whole);
  rests = misses > whole.count;
  conf_misses_free(&whole);
  return rests;
}

/* A class server that takes its time to register takes real time where nobody skips it. */
static uint32_t slowest_server_ms(const struct conf_scenario *scenario)
{
  uint32_t slowest_ms = 0;

  for (unsigned c = 0; c < scenario->classes; c++)
    if (scenario->class_[c].registers_ms > slowest_ms)
      slowest_ms = scenario->class_[c].registers_ms;
  return slowest_ms;
}

static const struct conf_profile *behaves_like(const struct conf_manner *manner)
{
  return manner->allow == NULL ? manner->as : manner->allow;
}

/* The real time that it will take, if the service does what the model does. */
static const char *too_long(const struct conf_manner *manner, const struct conf_scenario *scenario)
{
  const struct conf_profile *profile = behaves_like(manner);
  bool skips = bits.site->skip != NULL && manner->speed <= 1; /* then waiting takes no time */
  uint64_t listen_us = skips ? 0 : conf_live_listen_us(manner->patience, manner->speed);
  uint64_t ms = conf_predict(scenario, profile, listen_us, &bits.misses);
  bool fits = skips || ((double)ms <= manner->patience * 1000.0 * manner->speed &&
                        !rests_on_silence(scenario, profile, bits.misses.count));

  if (manner->allow == NULL)
    conf_misses_free(&bits.misses);
  if (fits && (skips || slowest_server_ms(scenario) <= manner->patience * 1000))
    return NULL;
  snprintf(bits.reason, sizeof bits.reason, "it takes longer than --patience=%u", manner->patience);
  return bits.reason;
}

const char *conf_bits_unfit(const struct conf_manner *manner, const struct conf_scenario *scenario)
{
  const char *why = conf_live_unfit(bits.site, scenario);

  for (unsigned i = 0; i < scenario->requires_ && why == NULL; i++)
    why = bits.site->lacks(bits.site->self, scenario->require[i]);
  conf_misses_free(&bits.misses);
  if (why == NULL && conf_live_assumes_else(scenario, behaves_like(manner), bits.reason))
    why = bits.reason;
  return why != NULL ? why : too_long(manner, scenario);
}

/* The one that was found fit last: its misses are known. */
void conf_bits_play(const struct conf_manner *manner, const struct conf_scenario *scenario,
                    struct conf_trace *trace, struct conf_result *result)
{
  conf_live_play(bits.live, scenario, manner->allow == NULL ? NULL : &bits.misses, trace, result);
}

void conf_bits_end(void)
{
  if (bits.live != NULL)
    conf_live_close(bits.live);
  if (bits.site != NULL)
    conf_site_close(bits.site);
  conf_misses_free(&bits.misses);
  memset(&bits, 0, sizeof bits);
}
