#include "conformance/origin_parts.h"

#include <inttypes.h>
#include <stdio.h>

/* Each byte is told from its neighbours, from itself 256 bytes on, and from other files'. */
void conf_origin_content(uint8_t file, uint64_t offset, uint8_t *bytes, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    uint64_t at = offset + i;

    bytes[i] = (uint8_t)(at * 31 + (at >> 8) * 17 + (at >> 16) * 7 + (uint64_t)file * 101);
  }
}

/* Waits in the middle of a body. False when the body cannot go on. The mutex is held. */
static bool may_go_on(struct conf_exchange *e)
{
  struct conf_origin *o = e->origin;
  struct conf_file_answer answer = conf_origin_present(o, e->file);

  while (!o->closing && answer.hold && !o->file[e->file].released) {
    conf_origin_hold(o, e->file);
    answer = conf_origin_present(o, e->file);
  }
  e->holds = 0;
  if (o->closing || !conf_origin_is_body(&answer) || answer.condition == BN_NO_LENGTH) {
    conf_origin_noted(o, e->number)->end = CONF_REQUEST_DROPPED;
    return false;
  }
  return true;
}

static ssize_t drop(struct conf_exchange *e)
{
  conf_origin_spend(e->origin, e->file, true);
  conf_origin_noted(e->origin, e->number)->end = CONF_REQUEST_DROPPED;
  return MHD_CONTENT_READER_END_WITH_ERROR;
}

/* The next bytes from `at` on. The mutex is held. */
static ssize_t hand_out(struct conf_exchange *e, uint64_t at, uint8_t *bytes, size_t most)
{
  struct conf_origin *o = e->origin;
  uint64_t size = o->scenario->file[e->file].size, stop = e->to;
  struct conf_file_answer answer;

  if (e->holds && at >= e->held_until && !may_go_on(e))
    return MHD_CONTENT_READER_END_WITH_ERROR;
  answer = conf_origin_present(o, e->file);
  if (conf_origin_stop(&answer, size) < stop)
    stop = conf_origin_stop(&answer, size);
  if (at >= stop)
    return stop < e->to ? drop(e) : MHD_CONTENT_READER_END_OF_STREAM;
  if (e->holds && e->held_until < stop)
    stop = e->held_until;
  if (most > stop - at)
    most = (size_t)(stop - at);
  conf_origin_content(e->file, at, bytes, most);
  conf_origin_noted(o, e->number)->sent += most;
  if (at + most == size)
    conf_origin_spend(o, e->file, false);
  return (ssize_t)most;
}

static ssize_t next_bytes(void *exchange, uint64_t position, char *bytes, size_t most)
{
  struct conf_exchange *e = exchange;
  ssize_t count;

  uv_mutex_lock(&e->origin->mutex);
  count = hand_out(e, e->from + position, (uint8_t *)bytes, most);
  uv_mutex_unlock(&e->origin->mutex);
  return count;
}

void conf_origin_etag(const struct conf_exchange *e, char text[CONF_ETAG])
{
  (void)snprintf(text, CONF_ETAG, "\"%u-%" PRIu32 "\"", e->file,
                 e->origin->scenario->file[e->file].size);
}

/* For every response that belongs to a file. */
static void add_headers(struct MHD_Response *response, const struct conf_exchange *e,
                        const struct conf_file_answer *answer)
{
  char etag[CONF_ETAG];

  conf_origin_etag(e, etag);
  (void)MHD_add_response_header(response, MHD_HTTP_HEADER_LAST_MODIFIED, CONF_LAST_MODIFIED);
  (void)MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, etag);
  (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/octet-stream");
  (void)MHD_add_response_header(response, MHD_HTTP_HEADER_ACCEPT_RANGES,
                                answer->no_range ? "none" : "bytes");
}

enum MHD_Result conf_origin_send_body(struct MHD_Connection *connection, struct conf_exchange *e,
                                      const struct conf_file_answer *answer)
{
  bool endless = answer->condition == BN_NO_LENGTH;
  struct MHD_Response *response = MHD_create_response_from_callback(
      endless ? MHD_SIZE_UNKNOWN : e->to - e->from, 16384, next_bytes, e, NULL);
  enum MHD_Result queued;
  char text[80];

  if (response == NULL)
    return MHD_NO;
  add_headers(response, e, answer);
  if (e->part) {
    (void)snprintf(text, sizeof text, "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu32, e->from, e->to - 1,
                   e->origin->scenario->file[e->file].size);
    (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_RANGE, text);
  }
  queued =
      MHD_queue_response(connection, e->part ? MHD_HTTP_PARTIAL_CONTENT : MHD_HTTP_OK, response);
  MHD_destroy_response(response);
  return queued;
}
