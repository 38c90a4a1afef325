#include "conformance/probe.h"

#include <stdio.h>
#include <string.h>

#define HR(code) ((int32_t)UINT32_C(code))

static const struct {
  int32_t hresult;
  const char *sentence;
} reason[] = {
    {HR(0x80040154), "there is no such service here: its class is not registered"},
    {HR(0x80070424), "there is no such service here: no service is named BITS"},
    {HR(0x80070422),
     "the service is disabled; 'sc config bits start= demand', as an administrator, "
     "lets it start"},
    {HR(0x80080005), "the service does not start, as a policy may want it"},
    {HR(0x800704DD),
     "this user is not logged on, and BITS transfers nothing for a user who is not; "
     "run it in a desktop session of the same user"},
    {HR(0x80200014),
     "the service takes no jobs from a remote session; run it on the machine itself"},
    {HR(0x80070005),
     "the service refuses this process: its elevation, its integrity level or a "
     "restricted token"},
    {HR(0x80200049), "this user has too many jobs in the service; 'bitsadmin /list' names them"},
    {HR(0x80200050), "there are too many jobs in the service on this machine"},
    {HR(0x800706BA), "the service ended while it was asked"},
    {HR(0x800706BE), "the service ended while it was asked"},
    {HR(0x8020006E),
     "the service does nothing for packaged apps; run it from outside of a package"},
    {HR(0x80004002), "what answers is no BITS: an interface is missing"},
};

static const char *sentence_of(int32_t hresult)
{
  for (unsigned i = 0; i < sizeof reason / sizeof *reason; i++)
    if (reason[i].hresult == hresult)
      return reason[i].sentence;
  return "the service cannot be used";
}

const char *conf_probe_can_name(unsigned i)
{
  static const char *const name[CONF_CANS] = {
      "IBackgroundCopyJob2",  "IBackgroundCopyJob3",   "IBackgroundCopyJob4",
      "IBackgroundCopyJob5",  "IBackgroundCopyFile2",  "IBackgroundCopyFile3",
      "IBackgroundCopyFile4", "IBackgroundCopyFile5",  "IBackgroundCopyFile6",
      "FileTransferred",      "FileRangesTransferred",
  };

  return i < CONF_CANS ? name[i] : NULL;
}

/* Success, or the first failure put into words. */
static bool went(struct conf_probe *probe, const char *call, int32_t hresult)
{
  if (hresult >= 0)
    return true;
  if (probe->hresult >= 0) {
    probe->hresult = hresult;
    probe->call = call;
    (void)snprintf(probe->sentence, sizeof probe->sentence, "%s (%s: 0x%08X)", sentence_of(hresult),
                   call, (unsigned)hresult);
  }
  return false;
}

void conf_probe_with(const struct conf_probe_calls *c, struct conf_probe *probe)
{
  memset(probe, 0, sizeof *probe);
  if (!went(probe, "QueryServiceConfig", c->configured(c->with)) ||
      !went(probe, "CoCreateInstance", c->manager(c->with)) ||
      !went(probe, "CreateJob", c->job(c->with)))
    return;
  if (went(probe, "AddFile", c->file(c->with)))
    probe->can = c->can(c->with);
  (void)went(probe, "Cancel", c->cancel(c->with));
  probe->usable = probe->hresult >= 0;
  if (!probe->usable)
    probe->can = 0;
}
