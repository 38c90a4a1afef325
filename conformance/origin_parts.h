/* conformance/origin_parts.h - what origin*.c share. */
#ifndef CONF_ORIGIN_PARTS_H
#define CONF_ORIGIN_PARTS_H

#include <uv.h> /* before microhttpd.h: it brings the sockets of the platform */

#include <microhttpd.h>

#include "conformance/origin.h"

enum {
  CONF_TOKEN = 33,      /* 16 random bytes in hexadecimal, and the final NUL */
  CONF_URL = 128,       /* scheme, host, port, token and a name of CONF_NAME_MAX */
  CONF_REQUESTS = 4096, /* kept; later ones are only counted */
};

/* A file as its answers have come to stand. */
struct conf_origin_file {
  char url[CONF_URL];
  uint8_t next;          /* of the scenario's answers */
  uint8_t changed;       /* `answer` holds instead */
  uint8_t released;      /* the hold of the present answer is over */
  uint8_t released_next; /* the present answer has failed, and a release came for the next one */
  uint8_t waiting;       /* requests that a hold has stopped */
  uint64_t spent_ns;     /* the present answer has failed then and is given again; 0: it has not */
  struct conf_file_answer answer;
};

struct conf_origin {
  const struct conf_scenario *scenario;
  struct MHD_Daemon *daemon;
  uint64_t again_ns;
  char token[CONF_TOKEN];
  bool closing;

  uv_mutex_t mutex; /* all below */
  uv_cond_t changed;
  struct conf_origin_file file[BN_FILES];
  unsigned requests;
  struct conf_request *request;
  bool *told;

  uv_loop_t loop; /* of the port that refuses; it only runs in open and close */
  uv_tcp_t deaf;
};

/* A request being answered. */
struct conf_exchange {
  struct conf_origin *origin;
  unsigned number; /* in the log */
  uint8_t file;
  uint8_t head;
  uint8_t part;        /* a range is asked for */
  uint8_t holds;       /* half of the body goes out, then it waits */
  uint64_t from, to;   /* of the body, in the file */
  uint64_t held_until; /* where it waits */
};

/* The answer that the next request of a file gets. The mutex is held. */
struct conf_file_answer conf_origin_present(struct conf_origin *origin, uint8_t file);
/* The service knows what it does: the next one's turn. The mutex is held. */
void conf_origin_spend(struct conf_origin *origin, uint8_t file, bool failed);
/* Waits for a release, another answer, or the end. The mutex is held. */
void conf_origin_hold(struct conf_origin *origin, uint8_t file);
/* Adds to the log and answers its number. The mutex is held. */
unsigned conf_origin_note(struct conf_origin *origin, const struct conf_request *request);
/* The log's entry, or one that nobody reads. The mutex is held. */
struct conf_request *conf_origin_noted(struct conf_origin *origin, unsigned number);

/* Does the answer send the file, or some of it? */
bool conf_origin_is_body(const struct conf_file_answer *answer);
/* Where it stops: the size, or earlier when it drops. */
uint64_t conf_origin_stop(const struct conf_file_answer *answer, uint64_t size);

/* The range that a Range header asks for of a file of `size` bytes; NULL asks for all. */
enum conf_range { CONF_RANGE_ALL, CONF_RANGE_PART, CONF_RANGE_IMPOSSIBLE };
enum conf_range conf_origin_range(const char *header, uint64_t size, uint64_t *from, uint64_t *to);

/* For MHD_start_daemon; the first argument is the origin. */
enum MHD_Result conf_origin_serve(void *origin, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **exchange);
void conf_origin_served(void *origin, struct MHD_Connection *connection, void **exchange,
                        enum MHD_RequestTerminationCode how);

/* Headers and body: the whole file or its range, from the exchange. The mutex is not held. */
enum MHD_Result conf_origin_send_body(struct MHD_Connection *connection,
                                      struct conf_exchange *exchange,
                                      const struct conf_file_answer *answer);

#define CONF_LAST_MODIFIED "Thu, 01 Jan 2015 00:00:00 GMT"
enum { CONF_ETAG = 40 };
void conf_origin_etag(const struct conf_exchange *exchange, char text[CONF_ETAG]);

#endif
