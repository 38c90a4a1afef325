#include "conformance/probe.h"

#include <string.h>

void conf_probe_service(const char *clsid, struct conf_probe *probe)
{
  (void)clsid;
  memset(probe, 0, sizeof *probe);
  probe->hresult = (int32_t)UINT32_C(0x80040154); /* REGDB_E_CLASSNOTREG */
  probe->call = "CoCreateInstance";
  strcpy(probe->sentence, "there is no COM here: a BITS service needs Windows or Wine");
}
