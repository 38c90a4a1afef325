/* conformance/probe.h - before anything is played: can this process use the service at all?
 *
 * One job is created, gets one file, and is cancelled again; nothing is transferred. What the
 * service refuses becomes a sentence that says what to do. The calls are a table, so that every
 * sentence can be reached without the machine that would give it. */
#ifndef CONF_PROBE_H
#define CONF_PROBE_H

#include <stdbool.h>
#include <stdint.h>

/* What the service and its proxies can do; bits of conf_probe.can. */
enum conf_can {
  CONF_CAN_JOB2 = 1u << 0, /* IBackgroundCopyJob2 and so on */
  CONF_CAN_JOB3 = 1u << 1,
  CONF_CAN_JOB4 = 1u << 2,
  CONF_CAN_JOB5 = 1u << 3,
  CONF_CAN_FILE2 = 1u << 4, /* IBackgroundCopyFile2 and so on */
  CONF_CAN_FILE3 = 1u << 5,
  CONF_CAN_FILE4 = 1u << 6,
  CONF_CAN_FILE5 = 1u << 7,
  CONF_CAN_FILE6 = 1u << 8,
  CONF_CAN_FILE_TRANSFERRED = 1u << 9, /* its notify flag: IBackgroundCopyCallback2 is called */
  CONF_CAN_FILE_RANGES = 1u << 10,     /* IBackgroundCopyCallback3 */
};
enum { CONF_CANS = 11 };

/* "IBackgroundCopyJob5"; i < CONF_CANS is the bit's number. */
const char *conf_probe_can_name(unsigned i);

/* In this order. HRESULTs. `cancel` is called whenever `job` succeeded; what follows a failure is
 * not. `can` comes before cancel. */
struct conf_probe_calls {
  void *with;
  int32_t (*configured)(void *with); /* is there such a service, and not disabled? */
  int32_t (*manager)(void *with);    /* CoCreateInstance */
  int32_t (*job)(void *with);        /* CreateJob */
  int32_t (*file)(void *with);       /* AddFile */
  uint32_t (*can)(void *with);       /* enum conf_can */
  int32_t (*cancel)(void *with);
};

struct conf_probe {
  bool usable;
  int32_t hresult;    /* the first failure, or S_OK */
  const char *call;   /* that failed: "CreateJob"; NULL */
  uint32_t can;       /* 0 unless usable */
  char sentence[240]; /* why not, without the final stop; "" when usable */
};

void conf_probe_with(const struct conf_probe_calls *calls, struct conf_probe *probe);

/* BITS, or another manager class, on this machine. Enters COM for the time of the call. */
void conf_probe_service(const char *clsid, struct conf_probe *probe);

#endif
