#include "conformance/channel.h"

/* The lowest bit of the event keeps the end of the write from the loop's completion port:
 * https://learn.microsoft.com/windows/win32/api/ioapiset/nf-ioapiset-getqueuedcompletionstatus */
static bool write_some(HANDLE pipe, HANDLE event, const char *bytes, DWORD length, DWORD *written)
{
  OVERLAPPED overlapped = {.hEvent = (HANDLE)((ULONG_PTR)event | 1)};

  if (!WriteFile(pipe, bytes, length, NULL, &overlapped) && GetLastError() != ERROR_IO_PENDING)
    return false;
  return GetOverlappedResult(pipe, &overlapped, written, TRUE);
}

bool conf_channel_write(const struct conf_channel *channel, const char *bytes, size_t length)
{
  static HANDLE event; /* of all channels, of which one writes at a time */
  DWORD written;

  if (event == NULL && (event = CreateEventW(NULL, TRUE, FALSE, NULL)) == NULL)
    return false;
  for (; length > 0; bytes += written, length -= written)
    if (!write_some(channel->end, event, bytes, (DWORD)length, &written))
      return false;
  return true;
}
