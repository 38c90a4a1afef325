/* tests/win/served_process.h - bitsnotify serve as a process of a test, with a class of its own
 * each time: under Wine the class of a server that was killed cannot be asked for again. */
#ifndef TESTS_WIN_SERVED_PROCESS_H
#define TESTS_WIN_SERVED_PROCESS_H

#include <stdbool.h>

#include "conformance/win/com.h"

struct served_process {
  HANDLE process, output;
  CLSID clsid;
  char text[39]; /* the class */
};

/* Starts .\bitsnotify.exe and waits until it says that it serves. */
bool served_process_start(struct served_process *served, const WCHAR *options);
/* Ends it by force, if it has not ended, and waits. No later process has its number as long as the
 * test runs: under Wine the test's connections to the dead one would be used for that one, and its
 * first calls fail with 0x800706BF. */
void served_process_kill(struct served_process *served);
/* Starts a command line with the input and the errors of the test. CreateProcess fails now and then
 * on a busy machine, so it is tried again. The process is the caller's to close. */
bool served_process_launch(WCHAR *line, HANDLE output, HANDLE *process);
/* bitsnotify serve --tell="WORDS": its exit status. */
int served_process_tell(const struct served_process *served, const WCHAR *words);

#endif
