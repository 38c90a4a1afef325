#include "tests/puppet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/agent.h"
#include "conformance/channel.h"
#include "sim/names.h"

static const char *mode, *app;
static bool dying;

static void say(struct conf_channel *channel, struct conf_message message)
{
  conf_channel_send(channel, &message);
}

static void say_raw(struct conf_channel *channel, const char *line)
{
  conf_channel_send_bytes(channel, line, strlen(line));
}

static void reply(struct conf_channel *channel, uint32_t to)
{
  say(channel,
      (struct conf_message){.kind = CONF_MSG_REPLY,
                            .has = CONF_HAS(TO) | CONF_HAS(HRESULT) | CONF_HAS(AT) | CONF_HAS(TEXT),
                            .to = to,
                            .text = "{00000000-0000-4000-8000-000000000001}",
                            .at_us = 1});
}

static void say_dying(struct conf_channel *channel)
{
  dying = true;
  say(channel, (struct conf_message){.kind = CONF_MSG_DYING, .has = CONF_HAS(AT), .at_us = 1});
}

static void say_too_much(struct conf_channel *channel)
{
  size_t length = 10u * 1024 * 1024;
  char *line = malloc(length);

  memset(line, 'x', length);
  conf_channel_send_bytes(channel, line, length);
  free(line);
}

/* Instead of the answer to Resume. */
static void misbehave(struct conf_channel *channel, uint32_t to)
{
  if (strcmp(mode, "garbage") == 0)
    say_raw(channel, "What do you want?\n");
  if (strcmp(mode, "wrong-number") == 0)
    channel->sent++;
  if (strcmp(mode, "wrong-number") == 0 || strcmp(mode, "twice") == 0)
    reply(channel, to);
  if (strcmp(mode, "twice") == 0)
    reply(channel, to);
  if (strcmp(mode, "exit") == 0)
    _Exit(0);
  if (strcmp(mode, "10-mb") == 0)
    say_too_much(channel);
  if (strcmp(mode, "half-a-line") == 0) {
    say_raw(channel, "{\"n\":");
    conf_channel_close(channel);
  }
  if (strcmp(mode, "after-the-end") == 0) {
    say_dying(channel);
    reply(channel, to);
  }
  /* "hang": nothing, for ever */
}

static void on_message(struct conf_channel *channel, struct conf_message *message)
{
  bool observes = strcmp(app, CONF_OBSERVER) == 0;

  if (message->kind == CONF_MSG_OPEN)
    say(channel, (struct conf_message){.kind = CONF_MSG_READY});
  if (message->kind == CONF_MSG_CALL && message->method == BN_Resume && !observes)
    misbehave(channel, message->number);
  else if (message->kind == CONF_MSG_CALL)
    reply(channel, message->number);
  if (message->kind == CONF_MSG_DIE && strcmp(mode, "hang") != 0 && !dying)
    say_dying(channel);
  if (message->kind == CONF_MSG_FAREWELL)
    _Exit(0);
}

static void on_end(struct conf_channel *channel, const char *why)
{
  (void)channel;
  (void)why;
  _Exit(0);
}

static void on_connected(uv_connect_t *connect, int status)
{
  struct conf_channel *channel = connect->data;
  const char *speaks_2 = strcmp(app, CONF_OBSERVER) == 0 ? "observer-2" : "version-2";

  if (status != 0)
    exit(1);
  conf_channel_start(channel);
  say(channel, (struct conf_message){.kind = CONF_MSG_HELLO,
                                     .has = CONF_HAS(PROTOCOL) | CONF_HAS(APP) | CONF_HAS(PROCESS),
                                     .version = strcmp(mode, speaks_2) == 0 ? 2 : 1,
                                     .app = app,
                                     .process = (uint32_t)uv_os_getpid()});
}

int puppet_main(int argc, char **argv)
{
  static struct conf_channel channel;
  static uv_connect_t connect;

  mode = getenv("BITSNOTIFY_PUPPET");
  if (mode == NULL)
    return conf_agent_main(argc, argv);
  app = strchr(argv[2], '=') + 1;
  conf_channel_init(&channel, uv_default_loop());
  channel.on_message = on_message;
  channel.on_end = on_end;
  connect.data = &channel;
  uv_pipe_connect(&connect, &channel.pipe, strchr(argv[1], '=') + 1, on_connected);
  (void)uv_run(uv_default_loop(), UV_RUN_DEFAULT);
  return 0;
}
