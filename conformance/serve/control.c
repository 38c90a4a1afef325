#include "conformance/serve/control.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "conformance/text.h"

enum { LINE_BYTES = 1024 };

void conf_control_address(const char *clsid, char address[240])
{
#ifdef _WIN32
  snprintf(address, 240, "\\\\.\\pipe\\bitsnotify-serve-%.60s", clsid);
#else
  char folder[160];
  size_t size = sizeof folder;

  if (uv_os_tmpdir(folder, &size) != 0)
    snprintf(folder, sizeof folder, ".");
  snprintf(address, 240, "%.150s/bitsnotify-serve-%.60s", folder, clsid);
#endif
}

static void give_memory(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
  (void)handle;
  *buffer = uv_buf_init(conf_text_grow(NULL, suggested), (unsigned)suggested);
}

/* ---- the service's end ---- */

struct server {
  uv_loop_t loop;
  uv_pipe_t pipe;
  struct conf_serve *serve;
};

struct client {
  uv_pipe_t pipe;
  uv_write_t write;
  uv_shutdown_t shutdown;
  struct server *server;
  struct conf_text line, reply;
  bool answered;
};

static void client_gone(uv_handle_t *handle)
{
  struct client *client = handle->data;

  conf_text_free(&client->line);
  conf_text_free(&client->reply);
  free(client);
}

static void close_client(struct client *client)
{
  if (!uv_is_closing((uv_handle_t *)&client->pipe))
    uv_close((uv_handle_t *)&client->pipe, client_gone);
}

static void written(uv_write_t *write, int status)
{
  (void)status;
  close_client(write->data);
}

static void answer(struct client *client)
{
  struct server *server = client->server;
  uv_buf_t buffer;
  char *reply;
  bool stop, obeyed;

  client->answered = true;
  obeyed = conf_serve_tell(server->serve, client->line.bytes, &reply, &stop);
  conf_text_format(&client->reply, "%s\n%s\n", obeyed ? "ok" : "no", reply);
  free(reply);
  buffer = uv_buf_init(client->reply.bytes, (unsigned)client->reply.length);
  client->write.data = client;
  if (uv_write(&client->write, (uv_stream_t *)&client->pipe, &buffer, 1, written) != 0)
    close_client(client);
  if (stop)
    uv_close((uv_handle_t *)&server->pipe, NULL);
}

static void said(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
  struct client *client = stream->data;

  if (count > 0 && !client->answered) {
    conf_text_add_bytes(&client->line, buffer->base, (size_t)count);
    if (memchr(client->line.bytes, '\n', client->line.length) != NULL)
      answer(client);
    else if (client->line.length > LINE_BYTES)
      close_client(client);
  } else if (count < 0 && !client->answered) {
    close_client(client);
  }
  free(buffer->base);
}

static void came(uv_stream_t *stream, int status)
{
  struct server *server = stream->data;
  struct client *client;

  if (status < 0)
    return;
  client = conf_text_grow(NULL, sizeof *client);
  *client = (struct client){.server = server};
  uv_pipe_init(&server->loop, &client->pipe, 0);
  client->pipe.data = client;
  if (uv_accept(stream, (uv_stream_t *)&client->pipe) != 0 ||
      uv_read_start((uv_stream_t *)&client->pipe, give_memory, said) != 0)
    close_client(client);
}

static void close_left(uv_handle_t *handle, void *with)
{
  (void)with;
  if (!uv_is_closing(handle))
    uv_close(handle, handle->type == UV_NAMED_PIPE && handle->data != NULL ? client_gone : NULL);
}

static void reached(uv_connect_t *connect, int status)
{
  *(int *)connect->data = status;
  uv_close((uv_handle_t *)connect->handle, NULL);
}

/* Wine gives two servers a pipe of the same name, and only the first one hears. */
static bool is_there_already(const char *address)
{
  uv_loop_t loop;
  uv_pipe_t pipe;
  int status = 0;
  uv_connect_t connect = {.data = &status};

  uv_loop_init(&loop);
  uv_pipe_init(&loop, &pipe, 0);
  uv_pipe_connect(&connect, &pipe, address, reached);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
  return status == 0;
}

bool conf_control_obey(const char *address, struct conf_serve *serve, void (*ready)(void *with),
                       void *with, char why[240])
{
  struct server server = {.serve = serve};
  int status;

  uv_loop_init(&server.loop);
  uv_pipe_init(&server.loop, &server.pipe, 0);
  server.pipe.data = &server;
  status = is_there_already(address) ? UV_EADDRINUSE : uv_pipe_bind(&server.pipe, address);
  if (status == 0)
    status = uv_listen((uv_stream_t *)&server.pipe, 16, came);
  if (status == 0) {
    ready(with);
    uv_run(&server.loop, UV_RUN_DEFAULT);
  } else {
    snprintf(why, 240, "%.120s: %.60s", address, uv_strerror(status));
    server.pipe.data = NULL;
    uv_walk(&server.loop, close_left, NULL);
    uv_run(&server.loop, UV_RUN_DEFAULT);
  }
  uv_loop_close(&server.loop);
  return status == 0;
}

/* ---- the other end ---- */

struct teller {
  uv_pipe_t pipe;
  uv_connect_t connect;
  uv_write_t write;
  struct conf_text line, reply;
  bool reached; /* somebody was there: what is said twice would be done twice */
  int status;
};

static void hang_up(struct teller *teller, int status)
{
  if (teller->status == 0 && status != UV_EOF)
    teller->status = status;
  if (!uv_is_closing((uv_handle_t *)&teller->pipe))
    uv_close((uv_handle_t *)&teller->pipe, NULL);
}

static void heard(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
  struct teller *teller = stream->data;

  if (count > 0)
    conf_text_add_bytes(&teller->reply, buffer->base, (size_t)count);
  else if (count < 0)
    hang_up(teller, (int)count);
  free(buffer->base);
}

static void sent(uv_write_t *write, int status)
{
  if (status < 0)
    hang_up(write->data, status);
}

static void connected(uv_connect_t *connect, int status)
{
  struct teller *teller = connect->data;
  uv_buf_t buffer = uv_buf_init(teller->line.bytes, (unsigned)teller->line.length);

  if (status < 0) {
    hang_up(teller, status);
    return;
  }
  teller->reached = true;
  teller->write.data = teller;
  uv_read_start((uv_stream_t *)&teller->pipe, give_memory, heard);
  uv_write(&teller->write, (uv_stream_t *)&teller->pipe, &buffer, 1, sent);
}

/* The reply without its first line and the last end of line. */
static int split_reply(struct teller *teller, char **reply)
{
  char *text = teller->reply.bytes;
  size_t length = teller->reply.length;
  int status = 1;

  if (text == NULL || length < 4) {
    *reply = conf_text_copy("the service hung up");
    return 1;
  }
  status = memcmp(text, "ok\n", 3) == 0 ? 0 : 1;
  text[length - 1] = '\0';
  *reply = conf_text_copy(text + 3);
  return status;
}

/* Once: 0, or why nobody was reached. */
static int talk(struct teller *teller, const char *address)
{
  uv_loop_t loop;

  teller->status = 0;
  uv_loop_init(&loop);
  uv_pipe_init(&loop, &teller->pipe, 0);
  teller->pipe.data = teller->connect.data = teller;
  uv_pipe_connect(&teller->connect, &teller->pipe, address, connected);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
  return teller->status;
}

int conf_control_tell(const char *address, const char *line, unsigned patience_ms, char **reply)
{
  uint64_t end = uv_hrtime() + UINT64_C(1000000) * patience_ms;
  struct teller teller = {.status = 0};
  int status = 1;

  conf_text_format(&teller.line, "%s\n", line);
  while (talk(&teller, address) != 0 && !teller.reached && uv_hrtime() < end)
    uv_sleep(20); /* between two looks */
  if (teller.status != 0) {
    struct conf_text text = {0};
    conf_text_format(&text, "no service listens at %s: %s", address, uv_strerror(teller.status));
    *reply = text.bytes;
  } else {
    status = split_reply(&teller, reply);
  }
  conf_text_free(&teller.line);
  conf_text_free(&teller.reply);
  return status;
}
