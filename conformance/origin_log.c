#include "conformance/origin_parts.h"

#include <inttypes.h>
#include <stdio.h>

#include "conformance/text.h"

struct conf_request *conf_origin_noted(struct conf_origin *o, unsigned number)
{
  return &o->request[number < CONF_REQUESTS ? number : CONF_REQUESTS];
}

unsigned conf_origin_note(struct conf_origin *o, const struct conf_request *request)
{
  unsigned number = o->requests++;

  *conf_origin_noted(o, number) = *request;
  uv_cond_broadcast(&o->changed);
  return number;
}

unsigned conf_origin_requests(struct conf_origin *o, unsigned first, struct conf_request *requests,
                              unsigned room)
{
  unsigned all;

  uv_mutex_lock(&o->mutex);
  all = o->requests;
  for (unsigned i = 0; i < room && first + i < all && first + i < CONF_REQUESTS; i++)
    requests[i] = o->request[first + i];
  uv_mutex_unlock(&o->mutex);
  return all;
}

bool conf_origin_next(struct conf_origin *o, uint64_t until_us, struct conf_request *request)
{
  unsigned kept, found = CONF_REQUESTS;

  uv_mutex_lock(&o->mutex);
  kept = o->requests < CONF_REQUESTS ? o->requests : CONF_REQUESTS;
  for (unsigned i = 0; i < kept; i++) {
    uint64_t ended = o->request[i].ended_us;
    if (!o->told[i] && ended != 0 && ended <= until_us &&
        (found == CONF_REQUESTS || ended < o->request[found].ended_us))
      found = i;
  }
  if (found < CONF_REQUESTS) {
    o->told[found] = true;
    *request = o->request[found];
  }
  uv_mutex_unlock(&o->mutex);
  return found < CONF_REQUESTS;
}

void conf_origin_words(const struct conf_request *r, char words[CONF_REQUEST_WORDS])
{
  static const char *const end[] = {[CONF_REQUEST_OPEN] = "open",
                                    [CONF_REQUEST_DROPPED] = "dropped",
                                    [CONF_REQUEST_LEFT] = "left by the client"};
  struct conf_text text = {0};

  conf_text_add(&text, r->head ? "HEAD" : "GET");
  if (r->ranged)
    conf_text_format(&text, " %" PRIu64 "-%" PRIu64, r->from, r->to - 1);
  conf_text_add(&text, ":");
  if (r->status != 0)
    conf_text_format(&text, " %u,", r->status);
  if (r->sent > 0)
    conf_text_format(&text, " %" PRIu64 " bytes,", r->sent);
  if (r->end != CONF_REQUEST_DONE)
    conf_text_format(&text, " %s,", end[r->end]);
  (void)snprintf(words, CONF_REQUEST_WORDS, "%.*s", (int)text.length - 1, text.bytes);
  conf_text_free(&text);
}
