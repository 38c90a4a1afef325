/* conformance/reader.h - what every reader of a JSON file of ours needs: keys, words, numbers.
 *
 * Each function either delivers a value or complains with its place and returns false; the caller
 * goes on reading, so that a file's problems are told together. A NULL node is a key that is not
 * there: it delivers nothing and is no complaint (the return is false). */
#ifndef CONF_READER_H
#define CONF_READER_H

#include "conformance/json.h"
#include "conformance/problems.h"

struct conf_reader {
  struct conf_json json;
  struct conf_problems *problems;
};

/* Complains at a value, or at its key. Always false. */
bool conf_reader_refuse(struct conf_reader *reader, const cJSON *node, const char *format, ...)
    CONF_PRINTF(3, 4);
bool conf_reader_refuse_key(struct conf_reader *reader, const cJSON *node, const char *format, ...)
    CONF_PRINTF(3, 4);

/* Complains that `node` is not `expected` ("a list", "true or false"), and says what it is. */
bool conf_reader_mistyped(struct conf_reader *reader, const cJSON *node, const char *expected);

/* The values of an object's keys: found[i] is that of name[i], NULL without it. Keys outside
 * `allowed` and missing ones of `required` (bit i: name[i]) are complained about, `what` saying in
 * what ("a file"). False only when node is no object. */
bool conf_reader_keys(struct conf_reader *reader, const cJSON *node, const char *what,
                      const char *const *name, unsigned count, uint32_t allowed, uint32_t required,
                      const cJSON **found);

/* A list of words: rows of any struct that begins with its `const char *name`. */
struct conf_words {
  const void *first;
  size_t stride;
  unsigned count;
};
#define CONF_WORDS(rows, count) ((struct conf_words){(rows), sizeof(rows)[0], (count)})
#define CONF_ALL_WORDS(rows) CONF_WORDS(rows, (unsigned)(sizeof(rows) / sizeof(rows)[0]))
const char *conf_words_at(struct conf_words words, unsigned i);
/* False without such a word; *index is then untouched. */
bool conf_words_find(struct conf_words words, const char *text, unsigned *index);

/* A string out of the words; the nearest is suggested for any other. `what`: "call", "app". */
bool conf_reader_word(struct conf_reader *reader, const cJSON *node, const char *what,
                      struct conf_words words, unsigned *index);
/* The complaint alone: `text` is not among the words. */
bool conf_reader_unknown(struct conf_reader *reader, const cJSON *node, const char *what,
                         const char *text, struct conf_words words);
/* The complaint alone: the key of `node` is not among the words that `what` may have. */
bool conf_reader_unknown_key(struct conf_reader *reader, const cJSON *node, const char *what,
                             struct conf_words words);

bool conf_reader_string(struct conf_reader *reader, const cJSON *node, const char **text);
bool conf_reader_truth(struct conf_reader *reader, const cJSON *node, uint8_t *truth);
/* A whole number in [least, most]. */
bool conf_reader_whole(struct conf_reader *reader, const cJSON *node, uint64_t least, uint64_t most,
                       uint64_t *number);
/* A list of [least, most] items; `items` names them ("steps"). True also with too many or too few
 * items, which are complained about: only `most` of them are to be read. */
bool conf_reader_list(struct conf_reader *reader, const cJSON *node, unsigned least, unsigned most,
                      const char *items);
bool conf_reader_object(struct conf_reader *reader, const cJSON *node, unsigned least,
                        unsigned most, const char *items);
/* An HRESULT by name or as 0xXXXXXXXX. */
bool conf_reader_hresult(struct conf_reader *reader, const cJSON *node, int32_t *hresult);

#endif
