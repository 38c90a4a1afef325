/* conformance/channel.h - one end of the pipe between the runner and an agent.
 *
 * Everything here but conf_channel_write belongs to the thread of the loop. A channel checks the
 * numbers of what comes; the first line that is wrong ends it with a sentence, and nothing behind
 * that line is looked at.
 */
#ifndef CONF_CHANNEL_H
#define CONF_CHANNEL_H

#include <uv.h>

#include "conformance/protocol.h"

struct conf_channel {
  uv_pipe_t pipe;
  uv_os_fd_t end; /* of the pipe; from conf_channel_start on, for any thread */
  void *with;
  /* A message; whoever keeps it leaves {0} in its place. May close the channel. */
  void (*on_message)(struct conf_channel *channel, struct conf_message *message);
  /* Once, when nothing more will come. why: what was wrong with which line; NULL: the other side
   * hung up. */
  void (*on_end)(struct conf_channel *channel, const char *why);
  void (*on_closed)(struct conf_channel *channel);
  bool from_agent; /* the other side is an agent */
  bool ended;
  uint32_t sent, received; /* messages so far */
  char *buffer;            /* owned: what came and is not a whole line yet */
  size_t length;
};

/* The callbacks, `with` and from_agent are the caller's to set. */
void conf_channel_init(struct conf_channel *channel, uv_loop_t *loop);
/* The pipe is connected: reads from now on, and may be written to by others. */
void conf_channel_start(struct conf_channel *channel);

/* Numbers the message, and sends it. What cannot be sent is lost: the end will be noticed by
 * reading. */
void conf_channel_send(struct conf_channel *channel, struct conf_message *message);
/* The same for lines that are written already; copied. */
void conf_channel_send_bytes(struct conf_channel *channel, const char *bytes, size_t length);

/* Writes such lines by itself and waits for room: from any thread of the process, but by one at a
 * time. False when there is nobody to read them. Twins in posix/ and win/: libuv writes on the
 * loop's thread only, and who is told something would wait for that one to wake. */
bool conf_channel_write(const struct conf_channel *channel, const char *bytes, size_t length);

/* on_closed is called when the channel's memory may go; safe to call twice. */
void conf_channel_close(struct conf_channel *channel);

#endif
