/* conformance/win/no_proxies.c - built where configure found no widl: enough on Windows, which has
 * proxies for every interface of BITS; under Wine some interfaces will be missing. */

/* The interface ids, which widl's files define otherwise: libuuid has none of BITS's. */
#include <initguid.h>

#include "conformance/win/com.h"

HRESULT conf_com_register_proxies(void)
{
  return S_OK;
}
