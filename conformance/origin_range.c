#include "conformance/origin_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Reads digits; false without any, or when they are too many. */
static bool number(const char **text, uint64_t *value)
{
  char *end;

  if (**text < '0' || **text > '9')
    return false;
  errno = 0;
  *value = strtoull(*text, &end, 10);
  *text = end;
  return errno == 0;
}

/* "-500": the last 500 bytes. */
static enum conf_range suffix(const char *text, uint64_t size, uint64_t *from, uint64_t *to)
{
  uint64_t count;

  if (!number(&text, &count) || *text != '\0')
    return CONF_RANGE_ALL;
  if (count == 0 || size == 0)
    return CONF_RANGE_IMPOSSIBLE;
  *from = count < size ? size - count : 0;
  *to = size;
  return CONF_RANGE_PART;
}

/* RFC 7233: what is not one well-formed range of bytes is as if it were not there. */
enum conf_range conf_origin_range(const char *header, uint64_t size, uint64_t *from, uint64_t *to)
{
  uint64_t first, last = UINT64_MAX;

  if (header == NULL || strncmp(header, "bytes=", 6) != 0)
    return CONF_RANGE_ALL;
  header += 6;
  if (*header == '-')
    return suffix(header + 1, size, from, to);
  if (!number(&header, &first) || *header++ != '-')
    return CONF_RANGE_ALL;
  if (*header != '\0' && (!number(&header, &last) || *header != '\0' || last < first))
    return CONF_RANGE_ALL;
  if (first >= size)
    return CONF_RANGE_IMPOSSIBLE;
  *from = first;
  *to = last < size ? last + 1 : size;
  return CONF_RANGE_PART;
}
