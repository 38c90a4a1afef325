#include "tests/http_client.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void on_connect(uv_connect_t *connect, int status)
{
  struct http_client *c = connect->data;

  c->connected = status == 0;
  c->ended = status != 0;
  c->error = status;
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
  struct http_client *c = handle->data;

  (void)suggested;
  if (c->capacity - c->length < 65537) {
    c->capacity = c->capacity * 2 + 65537;
    c->bytes = realloc(c->bytes, c->capacity);
    ck_assert_ptr_nonnull(c->bytes);
  }
  *buffer = uv_buf_init(c->bytes + c->length, 65536);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
  struct http_client *c = stream->data;

  (void)buffer;
  if (count > 0)
    c->length += (size_t)count;
  c->bytes[c->length] = '\0';
  if (count < 0) {
    c->ended = true;
    c->error = count == UV_EOF ? 0 : (int)count;
  }
}

/* "http://127.0.0.1:8080/..." */
static struct sockaddr_in address_of(const char *url)
{
  struct sockaddr_in address;
  char host[64];
  unsigned port;

  ck_assert_int_eq(sscanf(url, "http://%63[0-9.]:%u", host, &port), 2);
  ck_assert_int_eq(uv_ip4_addr(host, (int)port, &address), 0);
  return address;
}

void http_connect(struct http_client *c, const char *url)
{
  struct sockaddr_in address = address_of(url);

  memset(c, 0, sizeof *c);
  ck_assert_int_eq(uv_loop_init(&c->loop), 0);
  ck_assert_int_eq(uv_tcp_init(&c->loop, &c->socket), 0);
  c->connect.data = c->socket.data = c;
  ck_assert_int_eq(
      uv_tcp_connect(&c->connect, &c->socket, (const struct sockaddr *)&address, on_connect), 0);
  while (!c->connected && !c->ended)
    (void)uv_run(&c->loop, UV_RUN_ONCE);
  if (c->connected)
    ck_assert_int_eq(uv_read_start((uv_stream_t *)&c->socket, on_allocate, on_read), 0);
}

static void send_all(struct http_client *c, const char *text)
{
  uv_buf_t buffer = uv_buf_init((char *)text, (unsigned)strlen(text));

  /* a fresh connection takes a few hundred bytes at once */
  ck_assert_int_eq(uv_try_write((uv_stream_t *)&c->socket, &buffer, 1), (int)buffer.len);
}

void http_ask(struct http_client *c, const char *url, const char *method, const char *headers)
{
  const char *path = strchr(url + strlen("http://"), '/');
  char text[1024];

  ck_assert_ptr_nonnull(path);
  http_connect(c, url);
  ck_assert_msg(c->connected, "%s: %s", url, uv_strerror(c->error));
  (void)snprintf(text, sizeof text, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n", method, path,
                 headers);
  send_all(c, text);
}

void http_close(struct http_client *c)
{
  uv_close((uv_handle_t *)&c->socket, NULL);
  (void)uv_run(&c->loop, UV_RUN_DEFAULT);
  ck_assert_int_eq(uv_loop_close(&c->loop), 0);
  free(c->bytes);
}

/* ---- what came ---- */

const char *http_body(const struct http_client *c)
{
  const char *end = c->bytes == NULL ? NULL : strstr(c->bytes, "\r\n\r\n");

  return end == NULL ? NULL : end + 4;
}

size_t http_body_length(const struct http_client *c)
{
  const char *body = http_body(c);

  return body == NULL ? 0 : (size_t)(c->bytes + c->length - body);
}

unsigned http_status(const struct http_client *c)
{
  unsigned status;

  return http_body(c) != NULL && sscanf(c->bytes, "HTTP/1.1 %u ", &status) == 1 ? status : 0;
}

const char *http_header(const struct http_client *c, const char *name)
{
  static char value[200];
  char line[80];
  const char *found;

  if (http_body(c) == NULL)
    return NULL;
  (void)snprintf(line, sizeof line, "\r\n%s: ", name);
  found = strstr(c->bytes, line);
  if (found == NULL || found >= http_body(c))
    return NULL;
  return sscanf(found + strlen(line), "%199[^\r]", value) == 1 ? value : "";
}

/* ---- waiting ---- */

static void more(struct http_client *c)
{
  (void)uv_run(&c->loop, UV_RUN_ONCE);
}

void http_read_body(struct http_client *c, size_t bytes)
{
  while (!c->ended && (http_body(c) == NULL || http_body_length(c) < bytes))
    more(c);
}

void http_read_answer(struct http_client *c, bool head)
{
  const char *length;

  http_read_body(c, 0);
  length = http_header(c, "Content-Length");
  if (!head && length != NULL)
    http_read_body(c, strtoul(length, NULL, 10));
}

void http_read_to_end(struct http_client *c)
{
  while (!c->ended)
    more(c);
}
