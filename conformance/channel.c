#include "conformance/channel.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 100 }; /* characters of a wrong line that the sentence shows */

void conf_channel_init(struct conf_channel *channel, uv_loop_t *loop)
{
  *channel = (struct conf_channel){0};
  channel->buffer = conf_text_grow(NULL, CONF_LINE_MAX);
  (void)uv_pipe_init(loop, &channel->pipe, 0);
  channel->pipe.data = channel;
}

/* ---- reading ---- */

static void end(struct conf_channel *channel, const char *why)
{
  if (channel->ended)
    return;
  channel->ended = true;
  (void)uv_read_stop((uv_stream_t *)&channel->pipe);
  channel->on_end(channel, why);
}

/* The start of a line for a sentence, what cannot be printed as dots. */
static void shown(char text[SHOWN + 4], const char *line, size_t length)
{
  size_t used = length < SHOWN ? length : SHOWN;

  for (size_t i = 0; i < used; i++)
    text[i] = line[i] >= ' ' && line[i] < 0x7f ? line[i] : '.';
  snprintf(text + used, 4, "%s", length > SHOWN ? "..." : "");
}

static void end_at(struct conf_channel *channel, const char *line, size_t length, const char *why)
{
  char sentence[400], start[SHOWN + 4];

  shown(start, line, length);
  snprintf(sentence, sizeof sentence, "line %lu is wrong: %.200s: %s",
           (unsigned long)channel->received + 1, why, start);
  end(channel, sentence);
}

static void take_line(struct conf_channel *channel, const char *line, size_t length)
{
  struct conf_message message;
  char why[240];

  if (!conf_message_read(&message, line, length, why)) {
    end_at(channel, line, length, why);
    return;
  }
  if (conf_message_is_agents(message.kind) != channel->from_agent) {
    snprintf(why, sizeof why, "\"%s\" is not for this side to say",
             conf_message_word(message.kind));
    end_at(channel, line, length, why);
  } else if (message.number != channel->received + 1) {
    snprintf(why, sizeof why, "its number is %lu", (unsigned long)message.number);
    end_at(channel, line, length, why);
  } else {
    channel->received++;
    channel->on_message(channel, &message);
  }
  conf_message_free(&message);
}

static void take_lines(struct conf_channel *channel)
{
  size_t from = 0;
  char *stop;

  while (!channel->ended &&
         (stop = memchr(channel->buffer + from, '\n', channel->length - from)) != NULL) {
    size_t length = (size_t)(stop - channel->buffer) - from;
    take_line(channel, channel->buffer + from, length);
    from += length + 1;
  }
  if (channel->ended)
    return;
  channel->length -= from;
  memmove(channel->buffer, channel->buffer + from, channel->length);
  if (channel->length == CONF_LINE_MAX) {
    char why[80];
    snprintf(why, sizeof why, "it is longer than %d bytes", CONF_LINE_MAX);
    end_at(channel, channel->buffer, channel->length, why);
  }
}

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
  struct conf_channel *channel = handle->data;

  (void)suggested;
  *buffer =
      uv_buf_init(channel->buffer + channel->length, (unsigned)(CONF_LINE_MAX - channel->length));
}

static void on_read(uv_stream_t *stream, ssize_t got, const uv_buf_t *buffer)
{
  struct conf_channel *channel = stream->data;

  (void)buffer;
  if (got > 0) {
    channel->length += (size_t)got;
    take_lines(channel);
  } else if (got < 0 && channel->length > 0) {
    end_at(channel, channel->buffer, channel->length, "it has no end");
  } else if (got < 0) {
    end(channel, NULL);
  }
}

void conf_channel_start(struct conf_channel *channel)
{
  int error = uv_fileno((const uv_handle_t *)&channel->pipe, &channel->end);

  assert(error == 0);
  (void)error;
  (void)uv_read_start((uv_stream_t *)&channel->pipe, on_room, on_read);
}

/* ---- writing ---- */

struct parcel {
  uv_write_t request;
  char bytes[];
};

static void on_written(uv_write_t *request, int status)
{
  (void)status;
  free(request->data);
}

void conf_channel_send_bytes(struct conf_channel *channel, const char *bytes, size_t length)
{
  struct parcel *parcel;
  uv_buf_t buffer;

  if (uv_is_closing((uv_handle_t *)&channel->pipe))
    return;
  parcel = conf_text_grow(NULL, sizeof *parcel + length);
  memcpy(parcel->bytes, bytes, length);
  parcel->request.data = parcel;
  buffer = uv_buf_init(parcel->bytes, (unsigned)length);
  if (uv_write(&parcel->request, (uv_stream_t *)&channel->pipe, &buffer, 1, on_written) != 0)
    free(parcel);
}

void conf_channel_send(struct conf_channel *channel, struct conf_message *message)
{
  struct conf_text line = {0};

  message->number = ++channel->sent;
  conf_message_write(&line, message);
  conf_channel_send_bytes(channel, line.bytes, line.length);
  conf_text_free(&line);
}

/* ---- the end ---- */

static void on_closed(uv_handle_t *handle)
{
  struct conf_channel *channel = handle->data;

  free(channel->buffer);
  channel->buffer = NULL;
  if (channel->on_closed != NULL)
    channel->on_closed(channel);
}

void conf_channel_close(struct conf_channel *channel)
{
  channel->ended = true;
  if (!uv_is_closing((uv_handle_t *)&channel->pipe))
    uv_close((uv_handle_t *)&channel->pipe, on_closed);
}
