#include <inttypes.h>

#include "conformance/text.h"
#include "conformance/trace_notation.h"
#include "conformance/words.h"
#include "sim/rules.h"

static void key(struct conf_text *out, const char *name)
{
  conf_text_add(out, ",\"");
  conf_text_add(out, name);
  conf_text_add(out, "\":");
}

static void member(struct conf_text *out, const char *name, const char *value)
{
  key(out, name);
  if (value == NULL)
    conf_text_add(out, "null");
  else
    conf_text_quote(out, value);
}

static void number(struct conf_text *out, const char *name, uint64_t value)
{
  key(out, name);
  conf_text_format(out, "%" PRIu64, value);
}

static const char *or_null(const char *text)
{
  return text[0] == '\0' ? NULL : text;
}

static void header(struct conf_text *out, const struct conf_trace *trace)
{
  conf_text_format(out, "{\"trace\":%d", CONF_TRACE_VERSION);
  member(out, "scenario", trace->path != NULL ? trace->path : trace->scenario->path);
  member(out, "sha256", trace->sha256[0] != '\0' ? trace->sha256 : trace->scenario->sha256);
  member(out, "implementation", trace->implementation);
  member(out, "version", or_null(trace->version));
  member(out, "host", or_null(trace->host));
  member(out, "tool", trace->tool);
  member(out, "clock", trace->clock);
  conf_text_add(out, "}\n");
}

static void object(struct conf_text *out, const struct conf_scenario *s,
                   const struct conf_event *event)
{
  key(out, conf_trace_key(CONF_FIELD_OBJECT));
  conf_text_add(out, "\"");
  conf_words_object(out, s, event->object, event->instance);
  conf_text_add(out, "\"");
}

static void hresult(struct conf_text *out, enum conf_field field, int32_t value)
{
  char buffer[24];

  member(out, conf_trace_key(field), conf_words_hresult(value, buffer));
}

/* The text of a field that names something; NULL: there is none. */
static const char *name_of(const struct conf_scenario *s, const struct conf_event *event,
                           enum conf_field field)
{
  switch (field) {
  case CONF_FIELD_APP:
    return event->app == BN_NONE ? NULL : s->app[event->app].name;
  case CONF_FIELD_METHOD:
    return bn_method_text(event->method);
  case CONF_FIELD_CLASS:
    return event->class_ == BN_NONE ? NULL : s->app[s->class_[event->class_].app].name;
  case CONF_FIELD_PROGRAM:
    return event->program == BN_NONE ? NULL : s->program[event->program].name;
  case CONF_FIELD_EVENT:
    return bn_event_text(event->event);
  case CONF_FIELD_JOB:
    return event->job == BN_NONE ? NULL : s->job[event->job].name;
  case CONF_FIELD_FILE:
    return event->file == BN_NONE ? NULL : s->file[event->file].name;
  case CONF_FIELD_PROPERTY:
    return event->property == 0 ? NULL : bn_property_text(event->property);
  case CONF_FIELD_STATE:
    return bn_job_state_text(event->state);
  case CONF_FIELD_CONTEXT:
    return event->context == 0 ? NULL : bn_context_text(event->context);
  case CONF_FIELD_TEXT:
    return event->text;
  case CONF_FIELD_RULE:
    return event->rule < BN_RULE_COUNT ? bn_rule_text(event->rule) : NULL;
  case CONF_FIELD_NUMBER:
  case CONF_FIELD_OBJECT:
  case CONF_FIELD_VALUE:
  case CONF_FIELD_HRESULT:
  case CONF_FIELD_ERROR:
  case CONF_FIELD_CODE:
  case CONF_FIELD_MS:
  case CONF_FIELD_HANDLER:
  case CONF_FIELD_ITEM:
  case CONF_FIELD_THREAD:
  case CONF_FIELD_COUNT:
    break;
  }
  return NULL;
}

static uint64_t number_of(const struct conf_event *event, enum conf_field field)
{
  if (field == CONF_FIELD_NUMBER)
    return event->call;
  if (field == CONF_FIELD_VALUE)
    return event->value;
  if (field == CONF_FIELD_MS)
    return event->ms;
  if (field == CONF_FIELD_ITEM)
    return event->item;
  return field == CONF_FIELD_THREAD ? event->thread : 0;
}

static void field(struct conf_text *out, const struct conf_scenario *s,
                  const struct conf_event *event, enum conf_field which, bool always)
{
  const char *name = name_of(s, event, which);
  uint64_t value = number_of(event, which);

  if (which == CONF_FIELD_OBJECT && event->object != BN_NONE)
    object(out, s, event);
  else if (which == CONF_FIELD_HRESULT && (always || event->hresult != 0))
    hresult(out, which, event->hresult);
  else if (which == CONF_FIELD_ERROR && event->error != 0)
    hresult(out, which, event->error);
  else if (which == CONF_FIELD_CODE) {
    key(out, conf_trace_key(which));
    conf_text_format(out, "%" PRId32, event->code);
  } else if (which == CONF_FIELD_HANDLER && event->from_handler) {
    key(out, conf_trace_key(which));
    conf_text_add(out, "true");
  } else if (name != NULL)
    member(out, conf_trace_key(which), name);
  else if (value != 0 || (which == CONF_FIELD_MS && always))
    number(out, conf_trace_key(which), value);
}

static void step(struct conf_text *out, const uint8_t number_[3])
{
  if (number_[0] == 0)
    return;
  key(out, "step");
  conf_text_format(out, "\"%u", number_[0]);
  if (number_[1] != 0)
    conf_text_format(out, ".%u.%u", number_[1], number_[2]);
  conf_text_add(out, "\"");
}

void conf_trace_event(struct conf_text *out, const struct conf_scenario *s,
                      const struct conf_event *event)
{
  const struct conf_kind_row *row = conf_trace_kind((enum conf_event_kind)event->kind);

  if (event->kind == CONF_EV_UNKNOWN) {
    conf_text_add(out, event->text);
    return;
  }
  conf_text_format(out, "{\"kind\":\"%s\",\"at_us\":%" PRIu64, row->name, event->at_us);
  step(out, event->step);
  for (unsigned f = 0; f < CONF_FIELD_COUNT; f++) {
    if ((row->fields >> f & 1u) != 0)
      field(out, s, event, (enum conf_field)f, (row->always >> f & 1u) != 0);
  }
  conf_text_add(out, "}");
}

char *conf_trace_write(const struct conf_trace *trace)
{
  struct conf_text out = {0};

  header(&out, trace);
  for (unsigned i = 0; i < trace->count; i++) {
    conf_trace_event(&out, trace->scenario, &trace->event[i]);
    conf_text_add(&out, "\n");
  }
  return out.bytes;
}
