/* conformance/origin.h - the HTTP/1.1 server that a scenario's files come from.
 *
 * It listens on 127.0.0.1, on a free port, below a path that nobody can guess, and answers HEAD and
 * GET as fixtures/README.md says under "files". Content is the same for every run. Every function
 * may be called from any thread; answers go out on threads of the server's own.
 *
 * Two ways to speak of "a request" meet here: a service asks HEAD and then GET, or GET in ranges,
 * where the notation has one request. So an answer is used up when the service has learned what it
 * does to the file: an error status, a drop, or the last byte handed out. A HEAD that promises a
 * file uses up nothing.
 *
 * What becomes of a hold: with hold 1 a HEAD promises the file. A GET is sent the headers and half
 * of the body, then waits; when the released answer is not a body it waits before the headers
 * instead. An answer that was changed to another kind in the middle of a body drops the connection,
 * and the next request gets it. With hold 2 every request waits before the headers.
 *
 * A file that is refused or unresolved in its first answer has an address that does that for good
 * (a port kept bound where nobody listens; a name below .invalid). Where a later answer says so,
 * the server can only take the connection and drop it before it answers. */
#ifndef CONF_ORIGIN_H
#define CONF_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conformance/scenario.h"
#include "sim/state.h"

enum conf_request_end {
  CONF_REQUEST_OPEN, /* still waiting or sending */
  CONF_REQUEST_DONE,
  CONF_REQUEST_DROPPED, /* by us, as the answer says */
  CONF_REQUEST_LEFT,    /* the client went away, or the origin was closed */
};

/* One request, as it was understood. */
struct conf_request {
  uint8_t file;
  uint8_t head;
  uint8_t ranged;  /* it asked for a range that is one; `from` and `to` (excluded) are that */
  uint8_t end;     /* enum conf_request_end */
  uint16_t status; /* 0: no status line was sent (yet) */
  uint64_t from, to;
  uint64_t sent;            /* bytes of the body handed out */
  uint64_t at_us, ended_us; /* on the clock of uv_hrtime; 0: it goes on */
};

struct conf_origin;

/* Serves the files of a scenario, which must outlive it. again_ms: an answer that failed is given
 * again to requests that come within this time, because Windows asks a few times within 4 s before
 * it takes the answer for one; 0 for services that do not. NULL with a sentence. */
struct conf_origin *conf_origin_open(const struct conf_scenario *scenario, unsigned again_ms,
                                     char why[240]);
/* Drops what is still open and frees everything; NULL is fine. */
void conf_origin_close(struct conf_origin *origin);

/* The remote name of a file; good until close. */
const char *conf_origin_url(const struct conf_origin *origin, uint8_t file);

/* The file at that remote name; BN_NONE when it is none of ours. */
uint8_t conf_origin_file(const struct conf_origin *origin, const char *url);

/* The hold of the present answer is over, for those who wait and those who will come. */
void conf_origin_release(struct conf_origin *origin, uint8_t file);

/* From now on, for good. Unreleased. */
void conf_origin_answer(struct conf_origin *origin, uint8_t file,
                        const struct conf_file_answer *answer);

/* Copies up to `room` requests, from number `first` (0 is the oldest); returns how many there are
 * in all. NULL with room 0 only counts. */
unsigned conf_origin_requests(struct conf_origin *origin, unsigned first,
                              struct conf_request *requests, unsigned room);

/* The earliest request that had ended by `until_us` and was not told yet; false: there is none. */
bool conf_origin_next(struct conf_origin *origin, uint64_t until_us, struct conf_request *request);

/* What became of it: "GET 100-199: 206, 100 bytes", "HEAD: dropped". */
enum { CONF_REQUEST_WORDS = 120 };
void conf_origin_words(const struct conf_request *request, char words[CONF_REQUEST_WORDS]);

/* Waits until a hold has stopped a request of the file; false when none came that far in `ms`. */
bool conf_origin_await_hold(struct conf_origin *origin, uint8_t file, unsigned ms);

/* Bytes [offset, offset + count) of the content of file number `file`. */
void conf_origin_content(uint8_t file, uint64_t offset, uint8_t *bytes, size_t count);

#endif
