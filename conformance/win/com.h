/* conformance/win/com.h - entering COM as a client of BITS, or as its stand-in, has to. */
#ifndef CONF_WIN_COM_H
#define CONF_WIN_COM_H

#include <stdbool.h>

#include "conformance/win/bits_extra.h"

/* The calling thread joins the multi-threaded apartment, and the process gets the security that
 * callbacks need (field notes: authentication CONNECT, impersonation IMPERSONATE). Under Wine our
 * own proxies are registered for this process; nothing is written to the registry. Again in the
 * same process: only the apartment. A failure changes nothing. */
HRESULT conf_com_enter(void);
void conf_com_leave(void);

/* Whether this is Wine, whose COM needs proxies and other care. */
bool conf_com_is_wine(void);

/* Registers the proxies of bits.idl for this process; twins proxies.c and no_proxies.c, the second
 * for a build without widl, which Windows itself does not miss. */
HRESULT conf_com_register_proxies(void);

/* Under Wine a process hangs when the last stub of an interface goes away inside a call, so one of
 * each is never given back: that of an object that is nobody's and is never asked for anything. */
void conf_com_anchor(void *object, REFIID iid);

/* "{8-4-4-4-12}" both ways; capacity 39 at least. False: not a GUID. */
void conf_com_guid_text(const GUID *guid, char text[39]);
bool conf_com_guid_read(const char *text, GUID *guid);

/* UTF-8 as UTF-16, NULL for NULL; bytes that are no UTF-8 become U+FFFD. The caller frees it. */
WCHAR *conf_com_wide(const char *text);

/* UTF-16 as UTF-8 in text, cut to capacity at a whole character; "" for NULL. */
void conf_com_narrow(const WCHAR *wide, char *text, int capacity);

#endif
