#include "conformance/origin_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/text.h"

/* ---- what is asked for ---- */

static uint8_t file_at(const struct conf_origin *o, const char *path)
{
  size_t token = CONF_TOKEN - 1;

  if (path[0] != '/' || strncmp(path + 1, o->token, token) != 0 || path[1 + token] != '/')
    return BN_NONE;
  for (uint8_t file = 0; file < o->scenario->files; file++)
    if (strcmp(path + token + 2, o->scenario->file[file].name) == 0)
      return file;
  return BN_NONE;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
  return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

/* A range is only meant when the file is still the one that If-Range names. */
static const char *range_header(struct MHD_Connection *connection, const struct conf_exchange *e)
{
  const char *only = header(connection, MHD_HTTP_HEADER_IF_RANGE);
  char etag[CONF_ETAG];

  conf_origin_etag(e, etag);
  if (only != NULL && strcmp(only, etag) != 0 && strcmp(only, CONF_LAST_MODIFIED) != 0)
    return NULL;
  return header(connection, MHD_HTTP_HEADER_RANGE);
}

/* ---- answers without the file ---- */

static enum MHD_Result send_status(struct MHD_Connection *connection, unsigned status,
                                   const char *name, const char *value)
{
  static char nothing[1];
  struct MHD_Response *response =
      MHD_create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT);
  enum MHD_Result queued;

  if (response == NULL)
    return MHD_NO;
  if (name != NULL)
    (void)MHD_add_response_header(response, name, value);
  queued = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return queued;
}

static enum MHD_Result send_impossible_range(struct MHD_Connection *connection,
                                             const struct conf_exchange *e)
{
  char text[40];

  (void)snprintf(text, sizeof text, "bytes */%" PRIu32, e->origin->scenario->file[e->file].size);
  return send_status(connection, MHD_HTTP_RANGE_NOT_SATISFIABLE, MHD_HTTP_HEADER_CONTENT_RANGE,
                     text);
}

/* What is not HTTP goes out past libmicrohttpd, which then only closes the connection. */
static enum MHD_Result babble(struct MHD_Connection *connection)
{
  static const char words[] = "This is not the protocol that you are looking for.\r\n\r\n";
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

  (void)send(info->connect_fd, words, sizeof words - 1, 0);
  return MHD_NO;
}

/* ---- what is answered; the mutex is held ---- */

enum reply { HANG_UP, BABBLE, STATUS, IMPOSSIBLE_RANGE, BODY };

static enum reply fail(struct conf_exchange *e, const struct conf_file_answer *answer)
{
  conf_origin_spend(e->origin, e->file, true);
  if (answer->condition == BN_STATUS) {
    conf_origin_noted(e->origin, e->number)->status = answer->status;
    return STATUS;
  }
  conf_origin_noted(e->origin, e->number)->end = CONF_REQUEST_DROPPED;
  return answer->condition == BN_GARBAGE ? BABBLE : HANG_UP;
}

/* A HEAD promises what a GET will bring. One without a length has told all. */
static enum reply body(struct MHD_Connection *connection, struct conf_exchange *e,
                       const struct conf_file_answer *answer)
{
  struct conf_request *noted = conf_origin_noted(e->origin, e->number);
  uint64_t size = e->origin->scenario->file[e->file].size;
  const char *wanted = answer->no_range ? NULL : range_header(connection, e);
  enum conf_range range;

  e->from = 0;
  e->to = size;
  range = conf_origin_range(wanted, size, &e->from, &e->to);
  if (range == CONF_RANGE_IMPOSSIBLE) {
    noted->status = MHD_HTTP_RANGE_NOT_SATISFIABLE;
    return IMPOSSIBLE_RANGE;
  }
  e->part = noted->ranged = range == CONF_RANGE_PART;
  noted->from = e->from;
  noted->to = e->to;
  noted->status = noted->ranged ? MHD_HTTP_PARTIAL_CONTENT : MHD_HTTP_OK;
  e->held_until = e->from + (e->to - e->from) / 2;
  if (e->head && answer->condition == BN_NO_LENGTH)
    conf_origin_spend(e->origin, e->file, true);
  else if (!e->head && !e->holds && size == 0)
    conf_origin_spend(e->origin, e->file, false);
  return BODY;
}

/* Waits as long as nothing may be said. False when the origin closes. */
static bool wait_for_word(struct conf_exchange *e, struct conf_file_answer *answer)
{
  struct conf_origin *o = e->origin;

  for (;;) {
    bool held = false;

    *answer = conf_origin_present(o, e->file);
    e->holds = answer->hold && !o->file[e->file].released;
    if (e->holds)
      held = answer->hold == 2 || (!e->head && !conf_origin_is_body(answer));
    if (o->closing || !held)
      return !o->closing;
    conf_origin_hold(o, e->file);
  }
}

static enum reply decide(struct MHD_Connection *connection, struct conf_exchange *e,
                         struct conf_file_answer *answer)
{
  if (!wait_for_word(e, answer))
    return HANG_UP;
  if (e->holds && e->head)
    *answer = (struct conf_file_answer){.status = 200};
  /* an empty file has no middle to wait in */
  return conf_origin_is_body(answer) ? body(connection, e, answer) : fail(e, answer);
}

/* ---- one request ---- */

/* libmicrohttpd has locks of its own, so it is asked without ours. */
static enum MHD_Result answer_it(struct MHD_Connection *connection, struct conf_exchange *e)
{
  struct conf_file_answer answer;
  enum reply reply;

  uv_mutex_lock(&e->origin->mutex);
  reply = decide(connection, e, &answer);
  uv_mutex_unlock(&e->origin->mutex);
  switch (reply) {
  case BODY:
    return conf_origin_send_body(connection, e, &answer);
  case STATUS:
    return send_status(connection, answer.status, NULL, NULL);
  case IMPOSSIBLE_RANGE:
    return send_impossible_range(connection, e);
  case BABBLE:
    return babble(connection);
  case HANG_UP:
    break;
  }
  return MHD_NO;
}

/* The first call for a request only tells its headers. */
static struct conf_exchange *begin(struct conf_origin *o, uint8_t file, bool head)
{
  struct conf_exchange *e = conf_text_grow(NULL, sizeof *e);
  struct conf_request request = {.file = file, .head = head, .at_us = uv_hrtime() / 1000};

  memset(e, 0, sizeof *e);
  e->origin = o;
  e->file = file;
  e->head = head;
  uv_mutex_lock(&o->mutex);
  e->number = conf_origin_note(o, &request);
  uv_mutex_unlock(&o->mutex);
  return e;
}

enum MHD_Result conf_origin_serve(void *origin, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **exchange)
{
  struct conf_origin *o = origin;
  bool head = strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;
  uint8_t file;

  (void)version;
  (void)upload;
  *upload_size = 0;
  if (!head && strcmp(method, MHD_HTTP_METHOD_GET) != 0)
    return send_status(connection, MHD_HTTP_METHOD_NOT_ALLOWED, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
  file = file_at(o, url);
  if (file == BN_NONE)
    return send_status(connection, MHD_HTTP_NOT_FOUND, NULL, NULL);
  if (*exchange == NULL) {
    *exchange = begin(o, file, head);
    return MHD_YES;
  }
  return answer_it(connection, *exchange);
}

void conf_origin_served(void *origin, struct MHD_Connection *connection, void **exchange,
                        enum MHD_RequestTerminationCode how)
{
  struct conf_exchange *e = *exchange;
  struct conf_origin *o = origin;
  struct conf_request *noted;

  (void)connection;
  if (e == NULL)
    return;
  uv_mutex_lock(&o->mutex);
  noted = conf_origin_noted(o, e->number);
  if (noted->end == CONF_REQUEST_OPEN)
    noted->end = how == MHD_REQUEST_TERMINATED_COMPLETED_OK ? CONF_REQUEST_DONE : CONF_REQUEST_LEFT;
  noted->ended_us = uv_hrtime() / 1000;
  uv_mutex_unlock(&o->mutex);
  free(e);
  *exchange = NULL;
}
