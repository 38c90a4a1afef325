#include "conformance/win/serve_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <winhttp.h>

/* One GET with WinHTTP: it is there on every Windows and under Wine, so nothing has to be shipped.
 * What comes of it is the model's to judge: here statuses and faults of the transport only get
 * their names. */

struct request {
  HINTERNET session, connection, request;
  struct conf_serve_fetch *fetch;
  HANDLE file;
  DWORD status;
  UINT64 length; /* of this body */
  bool has_length;
};

static uint8_t condition_of(DWORD error)
{
  switch (error) {
  case ERROR_WINHTTP_NAME_NOT_RESOLVED:
  case ERROR_WINHTTP_INVALID_URL:
  case ERROR_WINHTTP_UNRECOGNIZED_SCHEME:
    return BN_UNRESOLVED;
  case ERROR_WINHTTP_CANNOT_CONNECT:
    return BN_REFUSE;
  case ERROR_WINHTTP_INVALID_SERVER_RESPONSE:
  case ERROR_WINHTTP_INVALID_HEADER:
    return BN_GARBAGE;
  }
  return BN_ABORT;
}

/* Always false. */
static bool failed(struct request *r, uint8_t condition)
{
  r->fetch->answer = (struct bn_answer){
      .condition = condition,
      .bytes = condition == BN_ABORT && r->fetch->received > r->fetch->offset,
  };
  return false;
}

/* ---- asking ---- */

static bool connect_to(struct request *r, const WCHAR *url, URL_COMPONENTS *parts)
{
  WCHAR host[256];

  parts->dwStructSize = sizeof *parts;
  parts->dwHostNameLength = parts->dwUrlPathLength = parts->dwExtraInfoLength = (DWORD)-1;
  if (!WinHttpCrackUrl(url, 0, 0, parts) || parts->dwHostNameLength >= 256)
    return failed(r, BN_UNRESOLVED);
  memcpy(host, parts->lpszHostName, parts->dwHostNameLength * sizeof *host);
  host[parts->dwHostNameLength] = 0;
  r->session = WinHttpOpen(L"bitsnotify", WINHTTP_ACCESS_TYPE_NO_PROXY, NULL, NULL, 0);
  if (r->session == NULL)
    return failed(r, condition_of(GetLastError()));
  r->connection = WinHttpConnect(r->session, host, parts->nPort, 0);
  return r->connection != NULL || failed(r, condition_of(GetLastError()));
}

static bool open_request(struct request *r)
{
  WCHAR *url = conf_com_wide(r->fetch->remote);
  URL_COMPONENTS parts = {0};
  bool opened = connect_to(r, url, &parts);

  if (opened) {
    DWORD secure = parts.nScheme == INTERNET_SCHEME_HTTPS ? WINHTTP_FLAG_SECURE : 0;
    r->request = WinHttpOpenRequest(r->connection, L"GET",
                                    parts.dwUrlPathLength == 0 ? L"/" : parts.lpszUrlPath, NULL,
                                    WINHTTP_NO_REFERER, WINHTTP_DEFAULT_ACCEPT_TYPES, secure);
    opened = r->request != NULL || failed(r, condition_of(GetLastError()));
  }
  free(url);
  return opened;
}

static bool send_request(struct request *r)
{
  WCHAR range[64];

  (void)WinHttpSetTimeouts(r->request, 0, 60000, 60000, 0); /* an origin may hold for long */
  if (r->fetch->offset > 0) {
    swprintf(range, 64, L"Range: bytes=%llu-", (unsigned long long)r->fetch->offset);
    (void)WinHttpAddRequestHeaders(r->request, range, (DWORD)-1, WINHTTP_ADDREQ_FLAG_ADD);
  }
  if (!WinHttpSendRequest(r->request, WINHTTP_NO_ADDITIONAL_HEADERS, 0, NULL, 0, 0, 0))
    return failed(r, condition_of(GetLastError()));
  conf_serve_connected(r->fetch);
  return true;
}

static bool read_header(struct request *r)
{
  DWORD size = sizeof r->status;
  WCHAR text[32];

  if (!WinHttpReceiveResponse(r->request, NULL))
    return failed(r, condition_of(GetLastError()));
  if (!WinHttpQueryHeaders(r->request, WINHTTP_QUERY_STATUS_CODE | WINHTTP_QUERY_FLAG_NUMBER, NULL,
                           &r->status, &size, NULL))
    return failed(r, BN_GARBAGE);
  size = sizeof text;
  r->has_length =
      WinHttpQueryHeaders(r->request, WINHTTP_QUERY_CONTENT_LENGTH, NULL, text, &size, NULL);
  r->length = r->has_length ? _wcstoui64(text, NULL, 10) : 0;
  return true;
}

/* ---- the body ---- */

/* Only the rest goes behind what is there; a failure's text must not spoil it. */
static bool open_file(struct request *r)
{
  WCHAR *path = conf_com_wide(r->fetch->temporary);
  bool rest = r->status == HTTP_STATUS_PARTIAL_CONTENT && r->fetch->offset > 0;
  LARGE_INTEGER at = {.QuadPart = (LONGLONG)r->fetch->offset};

  r->file = CreateFileW(path, GENERIC_WRITE, FILE_SHARE_READ, NULL,
                        rest ? OPEN_ALWAYS : CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
  free(path);
  if (r->file == INVALID_HANDLE_VALUE)
    return failed(r, BN_ABORT);
  if (rest)
    (void)SetFilePointerEx(r->file, at, NULL, FILE_BEGIN);
  else
    r->fetch->received = 0;
  return true;
}

static bool take(struct request *r, const char *bytes, DWORD count)
{
  struct conf_serve_fetch *fetch = r->fetch;
  UINT64 size = r->has_length
                    ? r->length + (r->status == HTTP_STATUS_PARTIAL_CONTENT ? fetch->offset : 0)
                    : 0;
  DWORD written = count;

  if (r->file != INVALID_HANDLE_VALUE &&
      (!WriteFile(r->file, bytes, count, &written, NULL) || written != count))
    return failed(r, BN_ABORT);
  return conf_serve_progress(fetch, fetch->received + count, size) || failed(r, BN_ABORT);
}

static bool read_body(struct request *r)
{
  char bytes[16384];
  UINT64 total = 0;
  DWORD count;

  for (;;) {
    if (!WinHttpReadData(r->request, bytes, sizeof bytes, &count))
      return failed(r, condition_of(GetLastError()));
    if (count == 0)
      break;
    total += count;
    if (!take(r, bytes, count))
      return false;
  }
  return !r->has_length || total >= r->length || failed(r, BN_ABORT);
}

static bool keep_body(struct request *r)
{
  bool kept = r->status < 300 || r->fetch->offset == 0 ? open_file(r) : true;

  kept = kept && read_body(r);
  if (r->file != INVALID_HANDLE_VALUE) {
    (void)FlushFileBuffers(r->file);
    CloseHandle(r->file);
  }
  return kept;
}

void conf_front_fetch(void *with, struct conf_serve_fetch *fetch)
{
  struct request r = {.fetch = fetch, .file = INVALID_HANDLE_VALUE};

  (void)with;
  if (open_request(&r) && send_request(&r) && read_header(&r) && keep_body(&r))
    fetch->answer = (struct bn_answer){
        .condition = r.status == HTTP_STATUS_OK && !r.has_length ? BN_NO_LENGTH : BN_STATUS,
        .status = (uint16_t)r.status,
        .no_range = fetch->offset > 0 && r.status == HTTP_STATUS_OK,
    };
  if (r.request != NULL)
    WinHttpCloseHandle(r.request);
  if (r.connection != NULL)
    WinHttpCloseHandle(r.connection);
  if (r.session != NULL)
    WinHttpCloseHandle(r.session);
}
