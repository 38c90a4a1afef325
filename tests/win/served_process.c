#include "tests/win/served_process.h"

#include <stdio.h>
#include <string.h>

bool served_process_launch(WCHAR *line, HANDLE output, HANDLE *process)
{
  STARTUPINFOW startup = {.cb = sizeof startup,
                          .dwFlags = STARTF_USESTDHANDLES,
                          .hStdInput = GetStdHandle(STD_INPUT_HANDLE),
                          .hStdOutput = output,
                          .hStdError = GetStdHandle(STD_ERROR_HANDLE)};
  PROCESS_INFORMATION started;

  for (unsigned attempt = 0; attempt < 5; attempt++) {
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &started))
      continue;
    CloseHandle(started.hThread);
    *process = started.hProcess;
    return true;
  }
  return false;
}

/* Reads until a whole line has come; an end of the output is no line. */
static bool serves(HANDLE output)
{
  char line[100];
  DWORD length = 0, count;

  while (length < sizeof line - 1 && ReadFile(output, line + length, 1, &count, NULL) && count == 1)
    if (line[length++] == '\n')
      break;
  line[length] = '\0';
  return strncmp(line, "serving ", 8) == 0;
}

bool served_process_start(struct served_process *served, const WCHAR *options)
{
  SECURITY_ATTRIBUTES inherited = {.nLength = sizeof inherited, .bInheritHandle = TRUE};
  WCHAR line[400];
  HANDLE output;

  *served = (struct served_process){0};
  if (FAILED(CoCreateGuid(&served->clsid)) || !CreatePipe(&served->output, &output, &inherited, 0))
    return false;
  (void)SetHandleInformation(served->output, HANDLE_FLAG_INHERIT, 0);
  conf_com_guid_text(&served->clsid, served->text);
  swprintf(line, 400, L"bitsnotify.exe serve --clsid=%hs %ls", served->text, options);
  if (!served_process_launch(line, output, &served->process)) {
    CloseHandle(output);
    return false;
  }
  CloseHandle(output);
  return serves(served->output);
}

void served_process_kill(struct served_process *served)
{
  if (served->process != NULL) {
    TerminateProcess(served->process, 1);
    WaitForSingleObject(served->process, INFINITE); /* and its number stays taken */
  }
  CloseHandle(served->output);
}

int served_process_tell(const struct served_process *served, const WCHAR *words)
{
  WCHAR line[400];
  HANDLE process;
  DWORD status = 99;

  swprintf(line, 400, L"bitsnotify.exe serve --clsid=%hs \"--tell=%ls\"", served->text, words);
  if (!served_process_launch(line, GetStdHandle(STD_ERROR_HANDLE), &process))
    return 99;
  WaitForSingleObject(process, INFINITE);
  GetExitCodeProcess(process, &status);
  CloseHandle(process);
  return (int)status;
}
