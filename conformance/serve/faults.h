/* conformance/serve/faults.h - what shall go wrong, as asked for through the control pipe.
 *
 * A fault waits until something happens that it is for, and is used up after `left` times. Faults
 * spoil what goes out and comes in; what the service decides is spoiled by a profile instead. */
#ifndef CONF_FAULTS_H
#define CONF_FAULTS_H

#include <stdbool.h>
#include <stdint.h>

enum conf_fault_kind {
  CONF_FAULT_HOLD,       /* a notification, until `release` */
  CONF_FAULT_LOSE,       /* a notification: the service believes that it was handled */
  CONF_FAULT_DUPLICATE,  /* a notification: told twice */
  CONF_FAULT_DELAY,      /* a notification, by `number` milliseconds */
  CONF_FAULT_REORDER,    /* a notification, behind the next one that is delivered */
  CONF_FAULT_ACTIVATION, /* an activation fails with `hresult` */
  CONF_FAULT_ANSWER,     /* a method answers with `hresult` and does nothing */
  CONF_FAULT_ORIGIN,     /* offline: a request is answered with `number` */
  CONF_FAULT_KINDS,
};

enum { CONF_FAULT_ANY = 0xff, CONF_FAULTS = 16 };
#define CONF_FAULT_ALWAYS UINT32_MAX

struct conf_fault {
  uint8_t kind; /* enum conf_fault_kind */
  uint8_t what; /* enum bn_event or enum bn_method; CONF_FAULT_ANY */
  uint32_t left;
  uint32_t number; /* milliseconds; an HTTP status, or 1000 + enum bn_condition */
  int32_t hresult;
};

struct conf_faults {
  unsigned count;
  struct conf_fault item[CONF_FAULTS];
  uint32_t releases;  /* how often `release` was said */
  uint32_t delivered; /* notifications so far */
  bool stalled;
  uint64_t stalled_until_ns; /* UINT64_MAX: until `go` */
};

/* Uses up one fault of this kind that is for `what`; *fault is a copy. False: there is none. */
bool conf_faults_take(struct conf_faults *faults, enum conf_fault_kind kind, unsigned what,
                      struct conf_fault *fault);

/* Reads "lose JobTransferred 2" and adds it. False with a sentence in why. words: at least one. */
bool conf_faults_add(struct conf_faults *faults, unsigned words, char **word, char why[240]);

/* True when the word is the name of a kind. */
bool conf_faults_known(const char *word);
/* The i-th name, NULL past the end. */
const char *conf_faults_name(unsigned i);

#endif
