#include "conformance/channel.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

/* libuv's pipes are local sockets that do not block. */
static bool wait_for_room(int pipe)
{
  struct pollfd room = {.fd = pipe, .events = POLLOUT};

  return poll(&room, 1, -1) > 0 || errno == EINTR;
}

bool conf_channel_write(const struct conf_channel *channel, const char *bytes, size_t length)
{
  while (length > 0) {
    ssize_t sent = send(channel->end, bytes, length, MSG_NOSIGNAL);

    if (sent >= 0) {
      bytes += sent;
      length -= (size_t)sent;
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (!wait_for_room(channel->end))
        return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}
