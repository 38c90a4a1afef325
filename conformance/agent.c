#include "conformance/agent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/agent_parts.h"

uint64_t conf_agent_now_us(void)
{
  return uv_hrtime() / 1000;
}

static int complain(const char *sentence)
{
  fprintf(stderr, "bitsnotify agent: %s\n", sentence);
  return 2;
}

/* ---- sending ---- */

void conf_agent_post(struct conf_agent *agent, struct conf_message *message)
{
  struct conf_text line = {0};

  uv_mutex_lock(&agent->lock);
  if (!agent->leaving || message->kind == CONF_MSG_DYING) { /* those words are the last */
    message->number = ++agent->sent;
    conf_message_write(&line, message);
    (void)conf_channel_write(&agent->channel, line.bytes, line.length);
  }
  uv_mutex_unlock(&agent->lock);
  conf_text_free(&line);
}

void conf_agent_post_dying(struct conf_agent *agent)
{
  struct conf_message message = {
      .kind = CONF_MSG_DYING, .has = CONF_HAS(AT), .at_us = conf_agent_now_us()};
  bool first;

  uv_mutex_lock(&agent->lock);
  first = !agent->leaving;
  agent->leaving = true;
  uv_mutex_unlock(&agent->lock);
  if (first)
    conf_agent_post(agent, &message);
}

/* ---- being told ---- */

static void take_object(struct conf_agent *agent, const struct conf_message *message)
{
  if (message->object != (int32_t)agent->objects || agent->objects == BN_OBJECTS)
    exit(complain("objects are not told in order"));
  agent->object[agent->objects++] =
      (struct conf_port_object){.level = (uint8_t)message->level, .sta = message->sta};
}

static void on_later(uv_timer_t *timer)
{
  struct conf_message message = {.kind = CONF_MSG_CLASS};

  conf_agent_order(timer->data, &message);
}

/* Told again: it is registered now. */
static void take_class(struct conf_agent *agent, const struct conf_message *message)
{
  struct conf_message now = {.kind = CONF_MSG_CLASS};
  bool again = agent->clsid[0] != '\0';

  snprintf(agent->clsid, sizeof agent->clsid, "%s", message->clsid);
  agent->class_object = message->object;
  agent->creates = message->hresult;
  agent->after = message->after;
  agent->never = message->never;
  agent->stays = message->stays;
  if (agent->after > 0 && !agent->never)
    (void)uv_timer_start(&agent->later, on_later, agent->after, 0);
  if (again)
    conf_agent_order(agent, &now);
}

static _Noreturn void end(struct conf_agent *agent)
{
  if (agent->exits)
    _Exit((int)agent->exit_code);
  conf_port_die(agent->death);
}

static void on_message(struct conf_channel *channel, struct conf_message *message)
{
  struct conf_agent *agent = channel->with;

  switch ((enum conf_message_kind)message->kind) {
  case CONF_MSG_OBJECT:
    take_object(agent, message);
    break;
  case CONF_MSG_CLASS:
    take_class(agent, message);
    break;
  case CONF_MSG_DIE:
    agent->death = (enum conf_port_death)message->how;
    conf_agent_post_dying(agent);
    break;
  case CONF_MSG_EXIT:
    agent->exits = true;
    agent->exit_code = message->code;
    conf_agent_post_dying(agent);
    break;
  case CONF_MSG_FAREWELL:
    end(agent);
  case CONF_MSG_OPEN:
  case CONF_MSG_CALL:
  case CONF_MSG_RETURN:
  case CONF_MSG_DISCONNECT:
  case CONF_MSG_END_APARTMENT:
    conf_agent_order(agent, message);
    break;
  case CONF_MSG_HELLO:
  case CONF_MSG_READY:
  case CONF_MSG_REPLY:
  case CONF_MSG_BEGIN:
  case CONF_MSG_CREATED:
  case CONF_MSG_RETURNED:
  case CONF_MSG_DYING:
  case CONF_MSG_COUNT:
    break; /* an agent's: the channel does not let them through */
  }
}

static void on_end(struct conf_channel *channel, const char *why)
{
  (void)channel;
  if (why != NULL)
    (void)complain(why);
  conf_port_die(CONF_PORT_EXIT);
}

/* ---- the start ---- */

static void say_hello(struct conf_agent *agent)
{
  struct conf_message message = {
      .kind = CONF_MSG_HELLO,
      .has = CONF_HAS(PROTOCOL) | CONF_HAS(APP) | CONF_HAS(PROCESS) | CONF_HAS(EMBEDDED),
      .version = CONF_PROTOCOL_VERSION,
      .app = agent->app,
      .process = (uint32_t)uv_os_getpid(),
      .embedded = agent->embedded,
  };

  if (agent->job != NULL) {
    message.has |= CONF_HAS(JOB_GIVEN);
    message.given = agent->job;
  }
  conf_agent_post(agent, &message);
}

static void on_connected(uv_connect_t *connect, int status)
{
  struct conf_agent *agent = connect->data;

  if (status != 0)
    exit(complain("there is no runner at this address"));
  conf_channel_start(&agent->channel);
  say_hello(agent);
}

static bool read_arguments(struct conf_agent *agent, int argc, char **argv)
{
  for (int i = 1; i < argc; i++) {
    if (strncmp(argv[i], "--runner=", 9) == 0)
      agent->runner = argv[i] + 9;
    else if (strncmp(argv[i], "--app=", 6) == 0)
      agent->app = argv[i] + 6;
    else if (strncmp(argv[i], "--job=", 6) == 0)
      agent->job = argv[i] + 6;
    else if (strcmp(argv[i], "-Embedding") == 0 || strcmp(argv[i], "/Embedding") == 0)
      agent->embedded = true;
    else
      return false;
  }
  return agent->runner != NULL && agent->app != NULL;
}

static void start(struct conf_agent *agent)
{
  (void)uv_loop_init(&agent->loop);
  conf_channel_init(&agent->channel, &agent->loop);
  agent->channel.with = agent;
  agent->channel.on_message = on_message;
  agent->channel.on_end = on_end;
  (void)uv_timer_init(&agent->loop, &agent->later);
  agent->later.data = agent->connect.data = agent;
  (void)uv_mutex_init(&agent->lock);
  (void)uv_cond_init(&agent->news);
  (void)uv_thread_create(&agent->worker, conf_agent_work, agent);
}

int conf_agent_main(int argc, char **argv)
{
  static struct conf_agent agent;

  if (!read_arguments(&agent, argc, argv))
    return complain("this is started by bitsnotify run: agent --runner=ADDRESS --app=NAME");
  start(&agent);
  uv_pipe_connect(&agent.connect, &agent.channel.pipe, agent.runner, on_connected);
  (void)uv_run(&agent.loop, UV_RUN_DEFAULT);
  return complain("the loop ended");
}
