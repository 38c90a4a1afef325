/* tests/serving.h - an origin with one file, "a.bin", and what a client sees of it. */
#ifndef TESTS_SERVING_H
#define TESTS_SERVING_H

#include "conformance/origin.h"
#include "tests/http_client.h"

enum { SERVING_SIZE = 65536, SERVING_FOREVER_MS = 30000 };

/* The one origin; serving_end closes it. */
extern struct conf_origin *origin;
extern const struct conf_file_answer healthy; /* 200 */

void given(struct conf_file_answer answer); /* a file of SERVING_SIZE */
void given_answers(uint32_t size, const struct conf_file_answer *answer, unsigned answers);
/* The same with a service that insists for again_ms (conf_origin_open). */
void given_insisting(const struct conf_file_answer *answer, unsigned answers, unsigned again_ms);
void serving_end(void);

const char *url(void);
/* Asks and reads the answer; 0: it was not HTTP. headers: "" or "A: b\r\n". */
unsigned status_of(const char *method, const char *headers);
/* From the log. */
struct conf_request request(unsigned number);

/* The body is these bytes of the file; a GET brings all of it. */
void has_content(const struct http_client *c, uint64_t from, size_t count);
void is_healthy(void);

#endif
