#include "conformance/serve/faults.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/problems.h"
#include "sim/model.h"

/* What stands behind the word. */
enum shape { EVENT = 1, METHOD = 2, NUMBER = 4, HRESULT = 8, STATUS = 16 };

static const struct {
  const char *name;
  unsigned shape;
} rows[CONF_FAULT_KINDS] = {
    [CONF_FAULT_HOLD] = {"hold", EVENT},
    [CONF_FAULT_LOSE] = {"lose", EVENT},
    [CONF_FAULT_DUPLICATE] = {"duplicate", EVENT},
    [CONF_FAULT_DELAY] = {"delay", EVENT | NUMBER},
    [CONF_FAULT_REORDER] = {"reorder", EVENT},
    [CONF_FAULT_ACTIVATION] = {"fail-activation", HRESULT},
    [CONF_FAULT_ANSWER] = {"answer", METHOD | HRESULT},
    [CONF_FAULT_ORIGIN] = {"origin", STATUS},
};

static const struct {
  const char *name;
  uint8_t condition;
} conditions[] = {
    {"refused", BN_REFUSE},  {"aborted", BN_ABORT},       {"name-not-resolved", BN_UNRESOLVED},
    {"garbage", BN_GARBAGE}, {"no-length", BN_NO_LENGTH},
};

CONF_PRINTF(2, 3) static bool refuse(char why[240], const char *format, ...)
{
  va_list list;

  va_start(list, format);
  (void)vsnprintf(why, 240, format, list);
  va_end(list);
  return false;
}

const char *conf_faults_name(unsigned i)
{
  return i < CONF_FAULT_KINDS ? rows[i].name : NULL;
}

bool conf_faults_known(const char *word)
{
  for (unsigned i = 0; i < CONF_FAULT_KINDS; i++) {
    if (strcmp(rows[i].name, word) == 0)
      return true;
  }
  return false;
}

static bool whole_number(const char *word, uint32_t least, uint32_t most, uint32_t *number)
{
  char *end;
  unsigned long value;

  errno = 0;
  value = strtoul(word, &end, 10);
  if (word[0] < '0' || word[0] > '9' || *end != '\0' || errno != 0 || value < least || value > most)
    return false;
  *number = (uint32_t)value;
  return true;
}

static bool read_what(struct conf_fault *fault, unsigned shape, const char *word, char why[240])
{
  unsigned value;

  if (strcmp(word, "any") == 0) {
    fault->what = CONF_FAULT_ANY;
    return true;
  }
  if (!(shape == EVENT ? bn_event_named(word, &value) : bn_method_named(word, &value)))
    return refuse(why, "there is no %s \"%.60s\"; \"any\" stands for all",
                  shape == EVENT ? "notification" : "method", word);
  fault->what = (uint8_t)value;
  return true;
}

static bool read_status(struct conf_fault *fault, const char *word, char why[240])
{
  for (unsigned i = 0; i < sizeof conditions / sizeof conditions[0]; i++) {
    if (strcmp(conditions[i].name, word) == 0) {
      fault->number = 1000u + conditions[i].condition;
      return true;
    }
  }
  return whole_number(word, 200, 599, &fault->number) ||
         refuse(why,
                "an origin answers with a status from 200 to 599, refused, aborted, "
                "name-not-resolved, garbage or no-length, not \"%.60s\"",
                word);
}

/* One word; the next shape that is due. */
static bool read_word(struct conf_fault *fault, unsigned shape, const char *word, char why[240])
{
  switch (shape) {
  case EVENT:
  case METHOD:
    return read_what(fault, shape, word, why);
  case NUMBER:
    return whole_number(word, 1, 3600000, &fault->number) ||
           refuse(why, "milliseconds from 1 to 3600000 were expected, not \"%.60s\"", word);
  case HRESULT:
    return bn_hresult_named(word, &fault->hresult) ||
           refuse(why, "\"%.60s\" is no HRESULT, like E_FAIL or 0x80004005", word);
  default:
    return read_status(fault, word, why);
  }
}

static bool read_count(struct conf_fault *fault, const char *word, char why[240])
{
  if (strcmp(word, "always") == 0) {
    fault->left = CONF_FAULT_ALWAYS;
    return true;
  }
  return whole_number(word, 1, 1000000, &fault->left) ||
         refuse(why, "how often is a number from 1 to 1000000 or \"always\", not \"%.60s\"", word);
}

bool conf_faults_add(struct conf_faults *faults, unsigned words, char **word, char why[240])
{
  struct conf_fault fault = {.what = CONF_FAULT_ANY, .left = 1};
  unsigned at = 1;

  while (fault.kind < CONF_FAULT_KINDS && strcmp(rows[fault.kind].name, word[0]) != 0)
    fault.kind++;
  if (fault.kind == CONF_FAULT_KINDS)
    return refuse(why, "there is no fault \"%.60s\"", word[0]);
  for (unsigned shape = 1; shape <= STATUS; shape <<= 1) {
    if ((rows[fault.kind].shape & shape) == 0)
      continue;
    if (at == words)
      return refuse(why, "%s needs more words; see bitsnotify help serve", word[0]);
    if (!read_word(&fault, shape, word[at++], why))
      return false;
  }
  if (at < words && !read_count(&fault, word[at++], why))
    return false;
  if (at < words)
    return refuse(why, "\"%.60s\" is one word too many", word[at]);
  if (faults->count == CONF_FAULTS)
    return refuse(why, "%d faults are pending, and there is no room for more", CONF_FAULTS);
  faults->item[faults->count++] = fault;
  return true;
}

bool conf_faults_take(struct conf_faults *faults, enum conf_fault_kind kind, unsigned what,
                      struct conf_fault *fault)
{
  for (unsigned i = 0; i < faults->count; i++) {
    struct conf_fault *f = &faults->item[i];
    if (f->kind != kind || (f->what != CONF_FAULT_ANY && f->what != what))
      continue;
    *fault = *f;
    if (f->left != CONF_FAULT_ALWAYS && --f->left == 0) {
      faults->count--;
      memmove(f, f + 1, (faults->count - i) * sizeof *f);
    }
    return true;
  }
  return false;
}
