#include "conformance/win/port_parts.h"

#include <stdlib.h>

/* On a thread of its own: inside a call COM would catch the fault, and the process would live. */
static DWORD WINAPI fault(void *with)
{
  *(volatile int *)with = 0;
  return 0;
}

static LONG WINAPI end_without_a_word(EXCEPTION_POINTERS *exception)
{
  TerminateProcess(GetCurrentProcess(), exception->ExceptionRecord->ExceptionCode);
  return EXCEPTION_EXECUTE_HANDLER;
}

static void crash(void)
{
  SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX);
  SetUnhandledExceptionFilter(end_without_a_word);
  if (CreateThread(NULL, 0, fault, NULL, 0, NULL) != NULL)
    Sleep(INFINITE);
}

/* Wine never forgets the class of a process that ended by force, and the next activation would be
 * sent to the dead one; on Windows COM sees to it. */
_Noreturn void conf_port_die(enum conf_port_death how)
{
  if (how != CONF_PORT_EXIT && conf_com_is_wine())
    conf_class_revoke_all();
  if (how == CONF_PORT_CRASH)
    crash();
  if (how == CONF_PORT_EXIT)
    ExitProcess(0);
  TerminateProcess(GetCurrentProcess(), 1);
  abort();
}
