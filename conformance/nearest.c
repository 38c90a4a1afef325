#include "conformance/nearest.h"

#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { WORD_MAX = 64, LETTER = 2, CASE = 1 }; /* distances are in halves of a letter */

static unsigned least(unsigned a, unsigned b)
{
  return a < b ? a : b;
}

static unsigned replacing(char a, char b)
{
  if (a == b)
    return 0;
  return tolower((unsigned char)a) == tolower((unsigned char)b) ? CASE : LETTER;
}

/* Edit distance with swapped neighbours (optimal string alignment), in three rows. */
static unsigned distance_between(const char *a, size_t a_length, const char *b, size_t b_length)
{
  unsigned rows[3][WORD_MAX + 1];

  for (size_t i = 0; i <= a_length; i++) {
    unsigned *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
    row[0] = (unsigned)i * LETTER;
    for (size_t j = 1; j <= b_length; j++) {
      if (i == 0) {
        row[j] = (unsigned)j * LETTER;
        continue;
      }
      row[j] =
          least(above[j - 1] + replacing(a[i - 1], b[j - 1]), least(above[j], row[j - 1]) + LETTER);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = least(row[j], two_above[j - 2] + LETTER);
    }
  }
  return rows[a_length % 3][b_length];
}

static bool same_but_for_case(const char *a, const char *b)
{
  while (*a != '\0' && replacing(*a, *b) < LETTER) {
    a++;
    b++;
  }
  return *a == *b;
}

struct conf_nearest conf_nearest_to(const char *word)
{
  return (struct conf_nearest){.word = word, .distance = UINT_MAX};
}

void conf_nearest_offer(struct conf_nearest *nearest, const char *candidate)
{
  size_t length = strlen(nearest->word), other = strlen(candidate);
  size_t longer = length > other ? length : other;
  unsigned distance;

  if (longer > WORD_MAX)
    return;
  distance = distance_between(nearest->word, length, candidate, other);
  if (same_but_for_case(nearest->word, candidate))
    distance = distance == 0 ? 0 : CASE;
  if (distance < nearest->distance && distance <= LETTER * ((unsigned)longer + 1) / 3) {
    nearest->distance = distance;
    nearest->best = candidate;
  }
}
