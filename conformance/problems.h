/* conformance/problems.h - complaints about a file, kept in file order.
 *
 * A complaint is one sentence without the final stop. Words out of the file are quoted by
 * conf_quote, which shortens them and shows control characters as escapes. */
#ifndef CONF_PROBLEMS_H
#define CONF_PROBLEMS_H

#include <stdarg.h>
#include <stdbool.h>

#include "conformance/scenario.h"

#ifdef __GNUC__
#define CONF_PRINTF(sentence, first) __attribute__((format(__printf__, sentence, first)))
#else
#define CONF_PRINTF(sentence, first)
#endif

/* Adds a sentence at its place: after those with an earlier or the same place. Beyond CONF_PROBLEMS
 * the first ones of the file are kept and the count goes on. */
void conf_problems_add(struct conf_problems *problems, struct conf_place place, bool warning,
                       const char *format, ...) CONF_PRINTF(4, 5);
void conf_problems_addv(struct conf_problems *problems, struct conf_place place, bool warning,
                        const char *format, va_list arguments);

/* A word of the file in double quotes, at most 40 characters of it. */
struct conf_quoted {
  char text[200];
};
struct conf_quoted conf_quote(const char *text);

#endif
