#include <stdio.h>
#include <string.h>

#include "conformance/live_parts.h"
#include "conformance/processes.h"

/* ---- the message of a call ---- */

static void say(struct conf_message *message, uint64_t what, const char **member, const char *text)
{
  if (text != NULL) {
    message->has |= what;
    *member = text;
  }
}

/* The first word of the parameters is the program, as the pages of SetNotifyCmdLine want it. */
static void command_line(struct conf_live *live, uint8_t program, uint8_t job,
                         struct conf_message *message, struct conf_live_room *room)
{
  char word[64];

  conf_live_app_word(live, live->scenario->program[program].name, word);
  conf_live_program_path(live, program, room->text);
  snprintf(room->parameters, sizeof room->parameters,
           "\"%s\" agent \"--runner=%s\" --app=%s --job=%s", room->text, live->address, word,
           live->scenario->job[job].name);
  say(message, CONF_HAS(TEXT), &message->text, room->text);
  say(message, CONF_HAS(PARAMETERS), &message->parameters, room->parameters);
}

/* Where BITS puts a file. */
static const char *local_path(const struct conf_live *live, uint8_t job, uint8_t file,
                              char path[CONF_PATH_MAX])
{
  snprintf(path, CONF_PATH_MAX, "%.700s/%u/%u-%u", live->folder, live->attempt, job, file);
  conf_process_path(path);
  return path;
}

/* The object's number in its process. */
static int32_t index_of(const struct conf_scenario *s, uint8_t object)
{
  int32_t index = 0;

  for (uint8_t o = 0; o < object; o++)
    index += s->object[o].app == s->object[object].app;
  return index;
}

static void say_texts(struct conf_live *live, const struct conf_call *call, uint8_t job,
                      uint8_t file, struct conf_message *message, struct conf_live_room *room)
{
  switch ((enum bn_method)call->method) {
  case BN_CreateJob:
    conf_run_name(live->scenario->job[job].name, room->text);
    say(message, CONF_HAS(TEXT), &message->text, room->text);
    break;
  case BN_SetDisplayName: /* the sweep knows jobs of ours by their names */
    conf_run_name(call->text, room->text);
    say(message, CONF_HAS(TEXT), &message->text, room->text);
    break;
  case BN_AddFile:
    say(message, CONF_HAS(REMOTE), &message->remote, live->url[file]);
    say(message, CONF_HAS(LOCAL), &message->local, local_path(live, job, file, room->text));
    break;
  case BN_SetValidationState:
  case BN_GetValidationState:
    say(message, CONF_HAS(REMOTE), &message->remote, live->url[file]);
    break;
  case BN_SetNotifyCmdLine:
    if (call->program != BN_NONE)
      command_line(live, call->program, job, message, room);
    break;
  default:
    if (call->method == BN_SetProperty && call->class_ != BN_NONE)
      say(message, CONF_HAS(TEXT), &message->text, live->clsid[call->class_]);
    break;
  }
}

bool conf_live_call_message(struct conf_live *live, uint8_t app, const struct conf_call *call,
                            uint8_t job, uint8_t file, struct conf_message *message,
                            struct conf_live_room *room)
{
  bool properties = call->method == BN_SetProperty || call->method == BN_GetProperty;

  (void)app;
  *message = (struct conf_message){.kind = CONF_MSG_CALL,
                                   .has = CONF_HAS(METHOD) | CONF_HAS(VALUE),
                                   .method = call->method,
                                   .value = call->value};
  if (call->method != BN_CreateJob && live->guid[job][0] == '\0') {
    conf_live_fail(live, CONF_DID_BROKEN, "the job \"%s\" was not created",
                   live->scenario->job[job].name);
    return false;
  }
  if (call->method != BN_CreateJob)
    say(message, CONF_HAS(JOB), &message->job, live->guid[job]);
  say_texts(live, call, job, file, message, room);
  if (properties) {
    message->has |= CONF_HAS(PROPERTY);
    message->property = call->property;
  }
  if (call->method == BN_SetNotifyInterface && call->object != BN_NONE) {
    message->has |= CONF_HAS(OBJECT);
    message->object = index_of(live->scenario, call->object);
  }
  if (call->kept) {
    message->has |= CONF_HAS(KEPT);
    message->kept = true;
  }
  return true;
}

/* ---- events ---- */

static struct conf_event described(enum conf_event_kind kind, uint8_t app,
                                   const struct conf_call *call, uint8_t job, uint8_t file,
                                   uint8_t item)
{
  struct conf_event event = conf_event_of(kind);

  event.app = app;
  event.method = call->method;
  event.job = job;
  event.file = file;
  event.property = call->property;
  event.from_handler = item != 0;
  event.item = item;
  return event;
}

void conf_live_show_call(struct conf_live *live, uint8_t app, const struct conf_call *call,
                         uint8_t job, uint8_t file, uint8_t item)
{
  struct conf_event event = described(CONF_EV_CALL, app, call, job, file, item);

  event.object = call->object;
  event.class_ = call->class_;
  event.program = call->program;
  event.value = call->value;
  event.text = call->text;
  conf_live_append(live, event, 0);
}

/* An object of another process is one that is not the caller's. */
static uint8_t object_given(const struct conf_live *live, uint8_t app, int32_t index)
{
  const struct conf_scenario *s = live->scenario;

  if (index == CONF_PORT_NO_OBJECT)
    return BN_NONE;
  for (uint8_t o = 0; o < s->objects; o++) {
    if (index == CONF_PORT_STRANGER ? s->object[o].app != app
                                    : s->object[o].app == app && index_of(s, o) == index)
      return o;
  }
  return 0;
}

static uint8_t class_given(const struct conf_live *live, const char *text)
{
  for (uint8_t c = 0; text != NULL && c < live->scenario->classes; c++)
    if (conf_live_equal_guids(live->clsid[c], text))
      return c;
  return BN_NONE;
}

static uint8_t program_given(const struct conf_live *live, const char *text)
{
  char path[CONF_PATH_MAX];

  for (uint8_t p = 0; text != NULL && p < live->scenario->programs; p++) {
    conf_live_program_path(live, p, path);
    if (strcmp(path, text) == 0)
      return p;
  }
  return BN_NONE;
}

/* What a getter gave. */
static void give(const struct conf_live *live, const struct conf_message *reply,
                 struct conf_event *event)
{
  switch ((enum bn_method)event->method) {
  case BN_GetState:
    event->state = (uint8_t)reply->value;
    break;
  case BN_GetError:
    event->error = reply->error;
    event->context = (uint8_t)reply->context;
    break;
  case BN_GetNotifyInterface:
    event->object = object_given(live, event->app, reply->object);
    break;
  case BN_GetNotifyCmdLine:
    event->program = program_given(live, reply->text);
    break;
  case BN_GetProperty:
    if (event->property == BN_PROPERTY_NOTIFICATION_CLSID)
      event->class_ = class_given(live, reply->text);
    else
      event->value = reply->value;
    break;
  default:
    event->value = reply->value;
    break;
  }
}

static void keep(struct conf_live *live, const struct conf_call *call, uint8_t job,
                 const struct conf_message *reply)
{
  if (bn_failed(reply->hresult))
    return;
  if (call->method == BN_CreateJob && reply->text != NULL)
    snprintf(live->guid[job], sizeof live->guid[job], "%s", reply->text);
  if (call->method == BN_SetProperty && call->property == BN_PROPERTY_NOTIFICATION_CLSID)
    live->set_class[job] = call->class_;
}

struct conf_event conf_live_show_result(struct conf_live *live, uint8_t app,
                                        const struct conf_call *call, uint8_t job, uint8_t file,
                                        uint8_t item, const struct conf_message *reply)
{
  struct conf_event event = described(CONF_EV_RESULT, app, call, job, file, item);

  event.hresult = reply->hresult;
  if (!bn_failed(reply->hresult))
    give(live, reply, &event);
  keep(live, call, job, reply);
  conf_live_append(live, event, reply->at_us);
  return event;
}

/* ---- asking ---- */

static bool is_answered(void *with)
{
  const struct conf_peer *peer = with;

  return peer->answered || peer->ended || peer->live->failure[0] != '\0';
}

bool conf_live_ask(struct conf_peer *peer, struct conf_message *message, const char *what)
{
  struct conf_live *live = peer->live;
  uint64_t limit_us = conf_live_scaled(live, 40);

  peer->answered = false;
  conf_live_send(peer, message);
  peer->awaits = message->number;
  if (!conf_live_pump(live, is_answered, peer, conf_live_now_us(live) + limit_us))
    conf_live_fail(live, CONF_DID_UNSEEN, "%s of %s did not return within %lu ms", what,
                   conf_live_peer_name(peer), (unsigned long)(limit_us / 1000));
  else if (!peer->answered)
    conf_live_fail(live, CONF_DID_CRASH, "the process of %s ended during %s",
                   conf_live_peer_name(peer), what);
  return peer->answered && live->failure[0] == '\0';
}
