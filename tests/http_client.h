/* tests/http_client.h - as much of an HTTP client as the tests of the origin need: it sends what it
 * is told to and shows every byte that came. It waits for bytes, never for a time. */
#ifndef TESTS_HTTP_CLIENT_H
#define TESTS_HTTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

struct http_client {
  uv_loop_t loop;
  uv_tcp_t socket;
  uv_connect_t connect;
  bool connected, ended;
  int error; /* libuv's, of the connection or of its end; 0: the other side closed it */
  size_t length, capacity;
  char *bytes; /* what came, with a NUL behind it */
};

/* Connects to the host of an http:// URL that is an address. See `connected`. */
void http_connect(struct http_client *c, const char *url);
/* Connects and sends METHOD, the path of the URL, and further header lines ("" or "A: b\r\n"). */
void http_ask(struct http_client *c, const char *url, const char *method, const char *headers);
void http_close(struct http_client *c);

/* Reads until so many bytes have come behind the headers, or the connection ended. */
void http_read_body(struct http_client *c, size_t bytes);
/* Reads headers, and the body that Content-Length promises (none after HEAD). */
void http_read_answer(struct http_client *c, bool head);
void http_read_to_end(struct http_client *c);

/* Of what came: 0 when it is not HTTP or has no headers yet. */
unsigned http_status(const struct http_client *c);
/* NULL, or the value in a static buffer. */
const char *http_header(const struct http_client *c, const char *name);
const char *http_body(const struct http_client *c);
size_t http_body_length(const struct http_client *c);

#endif
