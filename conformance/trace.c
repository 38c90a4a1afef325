#include "conformance/trace.h"

#include <stdlib.h>
#include <string.h>

#include "conformance/text.h"
#include "sim/rules.h"

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unknown"
#endif

enum { FIRST_EVENTS = 64, TEXT_BYTES = 4096 };

/* Texts live in chunks that never move. */
struct conf_trace_texts {
  struct conf_trace_texts *next;
  size_t used, capacity;
  char bytes[];
};

static void reset(struct conf_trace *trace, const struct conf_scenario *scenario)
{
  trace->scenario = scenario;
  trace->path = NULL;
  trace->sha256[0] = '\0';
  trace->implementation[0] = trace->version[0] = trace->host[0] = trace->clock[0] = '\0';
  memcpy(trace->tool, PACKAGE_VERSION, sizeof PACKAGE_VERSION);
  memset(trace->step, 0, sizeof trace->step);
  trace->count = trace->unknown = 0;
  trace->complete = 0;
}

void conf_trace_init(struct conf_trace *trace, const struct conf_scenario *scenario)
{
  _Static_assert(sizeof PACKAGE_VERSION <= sizeof trace->tool, "the version fits");

  *trace = (struct conf_trace){0};
  reset(trace, scenario);
}

static void free_texts(struct conf_trace_texts *texts)
{
  while (texts != NULL) {
    struct conf_trace_texts *next = texts->next;
    free(texts);
    texts = next;
  }
}

void conf_trace_free(struct conf_trace *trace)
{
  free(trace->event);
  free_texts(trace->texts);
  *trace = (struct conf_trace){0};
}

void conf_trace_clear(struct conf_trace *trace, const struct conf_scenario *scenario)
{
  if (trace->texts != NULL) {
    free_texts(trace->texts->next);
    trace->texts->next = NULL;
    trace->texts->used = 0;
  }
  reset(trace, scenario);
}

const char *conf_trace_keep(struct conf_trace *trace, const char *text)
{
  size_t bytes = strlen(text) + 1;
  struct conf_trace_texts *texts = trace->texts;
  char *copy;

  if (texts == NULL || texts->capacity - texts->used < bytes) {
    size_t capacity = bytes > TEXT_BYTES ? bytes : TEXT_BYTES;

    texts = conf_text_grow(NULL, sizeof *texts + capacity);
    texts->next = trace->texts;
    texts->used = 0;
    texts->capacity = capacity;
    trace->texts = texts;
  }
  copy = texts->bytes + texts->used;
  texts->used += bytes;
  return memcpy(copy, text, bytes);
}

struct conf_event conf_event_of(enum conf_event_kind kind)
{
  return (struct conf_event){
      .kind = (uint8_t)kind,
      .app = BN_NONE,
      .object = BN_NONE,
      .job = BN_NONE,
      .file = BN_NONE,
      .program = BN_NONE,
      .class_ = BN_NONE,
      .event = BN_NONE,
      .method = BN_NONE,
      .state = BN_NONE,
      .rule = BN_RULE_COUNT,
  };
}

struct conf_event *conf_trace_add(struct conf_trace *trace, const struct conf_event *event)
{
  struct conf_event *added;

  if (trace->count == trace->capacity) {
    trace->capacity = trace->capacity > 0 ? 2 * trace->capacity : FIRST_EVENTS;
    trace->event = conf_text_grow(trace->event, trace->capacity * sizeof *trace->event);
  }
  added = &trace->event[trace->count++];
  *added = *event;
  memcpy(added->step, trace->step, sizeof added->step);
  if (event->text != NULL)
    added->text = conf_trace_keep(trace, event->text);
  trace->unknown += event->kind == CONF_EV_UNKNOWN;
  trace->complete = trace->complete || event->kind == CONF_EV_DONE;
  return added;
}
