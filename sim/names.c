#include "sim/names.h"

#include <assert.h>
#include <string.h>

struct name {
  const char *text;
  uint32_t value;
};

#define X(name, number) {#name, number},
static const struct name states[] = {BN_JOB_STATES(X)};
static const struct name flags[] = {BN_FLAGS(X)};
static const struct name priorities[] = {BN_PRIORITIES(X)};
static const struct name contexts[] = {BN_CONTEXTS(X)};
static const struct name properties[] = {BN_PROPERTIES(X)};
#undef X
#define X(name, bits) {#name, bits##u},
static const struct name hresults[] = {BN_HRESULTS(X)};
#undef X
#define X(name, text) {text, BN_##name},
static const struct name events[] = {BN_EVENTS(X)};
#undef X
#define X(name) {#name, BN_##name},
static const struct name methods[] = {BN_METHODS(X)};
#undef X

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static const char *text_of(const struct name *list, size_t count, uint32_t value)
{
  for (size_t i = 0; i < count; i++) {
    if (list[i].value == value)
      return list[i].text;
  }
  return NULL;
}

static bool named(const struct name *list, size_t count, const char *text, uint32_t *value)
{
  for (size_t i = 0; i < count; i++) {
    if (strcmp(list[i].text, text) == 0) {
      *value = list[i].value;
      return true;
    }
  }
  return false;
}

#define LOOKUPS(what, list)                                                                        \
  const char *bn_##what##_text(unsigned value)                                                     \
  {                                                                                                \
    return text_of(list, COUNT(list), value);                                                      \
  }                                                                                                \
  bool bn_##what##_named(const char *text, unsigned *value)                                        \
  {                                                                                                \
    return named(list, COUNT(list), text, value);                                                  \
  }
LOOKUPS(job_state, states)
LOOKUPS(event, events)
LOOKUPS(method, methods)
LOOKUPS(priority, priorities)
LOOKUPS(context, contexts)
LOOKUPS(property, properties)
LOOKUPS(flag, flags)

const char *bn_hresult_text(int32_t hresult)
{
  return text_of(hresults, COUNT(hresults), (uint32_t)hresult);
}

const char *bn_method_text_at(size_t i)
{
  return i < COUNT(methods) ? methods[i].text : NULL;
}

const char *bn_hresult_text_at(size_t i)
{
  return i < COUNT(hresults) ? hresults[i].text : NULL;
}

int32_t bn_hresult_of_status(unsigned status)
{
  assert(status < 1000);
  return (int32_t)(0x80190000u + status);
}

/* The value of `digits` digits in `base` that are all of the text; false for anything else. */
static bool number(const char *text, unsigned base, size_t digits, uint32_t *value)
{
  static const char alphabet[] = "0123456789abcdef0123456789ABCDEF";
  uint32_t sum = 0;

  for (size_t i = 0; i < digits; i++) {
    const char *found = text[i] == '\0' ? NULL : strchr(alphabet, text[i]);
    unsigned digit = found == NULL ? 16 : (unsigned)(found - alphabet) % 16u;
    if (digit >= base)
      return false;
    sum = sum * base + digit;
  }
  if (text[digits] != '\0')
    return false;
  *value = sum;
  return true;
}

bool bn_hresult_named(const char *text, int32_t *value)
{
  static const char http[] = "BG_E_HTTP_ERROR_";
  uint32_t bits;

  if (named(hresults, COUNT(hresults), text, &bits)) {
    *value = (int32_t)bits;
    return true;
  }
  if (strncmp(text, http, sizeof http - 1) == 0 && number(text + sizeof http - 1, 10, 3, &bits)) {
    *value = bn_hresult_of_status(bits);
    return true;
  }
  if (text[0] == '0' && text[1] == 'x' && number(text + 2, 16, 8, &bits)) {
    *value = (int32_t)bits;
    return true;
  }
  return false;
}
