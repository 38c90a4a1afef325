/* conformance/nearest.h - the known word that a mistyped one probably meant.
 *
 *   struct conf_nearest nearest = conf_nearest_to("Resum");
 *   for (size_t i = 0; bn_method_text_at(i) != NULL; i++)
 *     conf_nearest_offer(&nearest, bn_method_text_at(i));
 *   if (nearest.best != NULL)
 *     printf("did you mean %s?", nearest.best);
 */
#ifndef CONF_NEAREST_H
#define CONF_NEAREST_H

struct conf_nearest {
  const char *word; /* not owned */
  const char *best; /* of those offered; NULL while none is close enough */
  unsigned distance;
};

struct conf_nearest conf_nearest_to(const char *word);

/* Keeps the candidate when it is close and closer than the best so far. Close is: at most one
 * letter in three inserted, left out, replaced or swapped with its neighbour; a letter in the wrong
 * case counts half, all letters in the wrong case no more than one. */
void conf_nearest_offer(struct conf_nearest *nearest, const char *candidate);

#endif
