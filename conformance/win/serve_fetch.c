#include "conformance/win/serve_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <winhttp.h>

/* A HEAD and a GET, as BITS asks, with WinHTTP: it is there on every Windows and under Wine, so
 * nothing has to be shipped. What comes of it is the model's to judge: here statuses and faults of
 * the transport only get their names. */

enum { URL_MAX = 2200, REDIRECTIONS = 10 };

struct request {
  HINTERNET session, connection, request;
  struct conf_serve_fetch *fetch;
  HANDLE file;
  WCHAR url[URL_MAX]; /* where it is now */
  DWORD heard;        /* bytes of the response before its body */
  DWORD status;
  UINT64 length; /* of this body */
  bool has_length;
};

static uint8_t condition_of(const struct request *r, DWORD error)
{
  switch (error) {
  case ERROR_WINHTTP_INVALID_SERVER_RESPONSE:
  case ERROR_WINHTTP_INVALID_HEADER:
    return r->heard > 0 ? BN_GARBAGE : BN_ABORT; /* a connection that ends is no answer */
  case ERROR_WINHTTP_NAME_NOT_RESOLVED:
  case ERROR_WINHTTP_INVALID_URL:
  case ERROR_WINHTTP_UNRECOGNIZED_SCHEME:
    return BN_UNRESOLVED;
  case ERROR_WINHTTP_CANNOT_CONNECT:
    return BN_REFUSE;
  }
  return BN_ABORT;
}

/* Two threads may want to. */
static void close_once(HINTERNET *handle)
{
  HINTERNET open = InterlockedExchangePointer(handle, NULL);

  if (open != NULL)
    WinHttpCloseHandle(open);
}

/* The connection stands once the origin has said something. */
static void CALLBACK watch(HINTERNET handle, DWORD_PTR with, DWORD status, LPVOID information,
                           DWORD size)
{
  struct request *r = (struct request *)with;

  (void)handle;
  if (r == NULL || status != WINHTTP_CALLBACK_STATUS_RESPONSE_RECEIVED || size != sizeof(DWORD))
    return;
  if (r->heard == 0 && *(DWORD *)information > 0)
    conf_serve_connected(r->fetch);
  r->heard += *(DWORD *)information;
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

static bool connect_to(struct request *r, URL_COMPONENTS *parts)
{
  WCHAR host[256];

  *parts = (URL_COMPONENTS){.dwStructSize = sizeof *parts};
  parts->dwHostNameLength = parts->dwUrlPathLength = (DWORD)-1;
  if (!WinHttpCrackUrl(r->url, 0, 0, parts) || parts->dwHostNameLength >= 256)
    return failed(r, BN_UNRESOLVED);
  memcpy(host, parts->lpszHostName, parts->dwHostNameLength * sizeof *host);
  host[parts->dwHostNameLength] = 0;
  r->connection = WinHttpConnect(r->session, host, parts->nPort, 0);
  return r->connection != NULL || failed(r, condition_of(r, GetLastError()));
}

static bool open_request(struct request *r, const WCHAR *verb)
{
  DWORD disable = WINHTTP_DISABLE_REDIRECTS | WINHTTP_DISABLE_KEEP_ALIVE;
  DWORD_PTR with = (DWORD_PTR)r;
  URL_COMPONENTS parts;

  r->heard = 0;
  if (!connect_to(r, &parts))
    return false;
  r->request =
      WinHttpOpenRequest(r->connection, verb, parts.dwUrlPathLength == 0 ? L"/" : parts.lpszUrlPath,
                         NULL, WINHTTP_NO_REFERER, WINHTTP_DEFAULT_ACCEPT_TYPES,
                         parts.nScheme == INTERNET_SCHEME_HTTPS ? WINHTTP_FLAG_SECURE : 0);
  if (r->request == NULL)
    return failed(r, condition_of(r, GetLastError()));
  (void)WinHttpSetOption(r->request, WINHTTP_OPTION_DISABLE_FEATURE, &disable, sizeof disable);
  (void)WinHttpSetOption(r->request, WINHTTP_OPTION_CONTEXT_VALUE, &with, sizeof with);
  (void)WinHttpSetStatusCallback(r->request, watch, WINHTTP_CALLBACK_STATUS_RESPONSE_RECEIVED, 0);
  return true;
}

static bool send_request(struct request *r)
{
  WCHAR range[64];

  (void)WinHttpSetTimeouts(r->request, 0, 60000, 60000, 0); /* an origin may hold for long */
  if (r->fetch->offset > 0) {
    swprintf(range, 64, L"Range: bytes=%llu-", (unsigned long long)r->fetch->offset);
    (void)WinHttpAddRequestHeaders(r->request, range, (DWORD)-1, WINHTTP_ADDREQ_FLAG_ADD);
  }
  if (!WinHttpSendRequest(r->request, WINHTTP_NO_ADDITIONAL_HEADERS, 0, NULL, 0, 0, (DWORD_PTR)r))
    return failed(r, condition_of(r, GetLastError()));
  return true;
}

static bool read_header(struct request *r)
{
  DWORD size = sizeof r->status;
  WCHAR text[32];

  if (!WinHttpReceiveResponse(r->request, NULL))
    return failed(r, condition_of(r, GetLastError()));
  if (!WinHttpQueryHeaders(r->request, WINHTTP_QUERY_STATUS_CODE | WINHTTP_QUERY_FLAG_NUMBER, NULL,
                           &r->status, &size, NULL))
    return failed(r, BN_GARBAGE);
  size = sizeof text;
  r->has_length =
      WinHttpQueryHeaders(r->request, WINHTTP_QUERY_CONTENT_LENGTH, NULL, text, &size, NULL);
  r->length = r->has_length ? _wcstoui64(text, NULL, 10) : 0;
  return true;
}

static void hang_up(struct request *r)
{
  close_once(&r->request);
  if (r->connection != NULL)
    WinHttpCloseHandle(r->connection);
  r->connection = NULL;
}

/* Whoever waits for the origin gets an error. */
void conf_front_cancel(void *with, struct conf_serve_fetch *fetch)
{
  (void)with;
  close_once(&((struct request *)fetch->front)->request);
}

/* ---- redirections ---- */

/* The part of the URL that the new path replaces: all of it, all behind the host, or the last word.
 */
static size_t kept_of(const WCHAR *url, const WCHAR *location)
{
  const WCHAR *host = wcsstr(url, L"://"), *path, *last;

  if (wcsstr(location, L"://") != NULL || host == NULL)
    return 0;
  path = wcschr(host + 3, L'/');
  if (location[0] == L'/' || path == NULL)
    return path == NULL ? wcslen(url) : (size_t)(path - url);
  last = wcsrchr(path, L'/');
  return (size_t)(last + 1 - url);
}

/* True: r->url is where the answer points to. Without a place, or with too many, it stays an
 * answer. */
static bool redirected(struct request *r)
{
  WCHAR location[URL_MAX / 2];
  DWORD size = sizeof location;
  size_t kept;

  switch (r->status) {
  case HTTP_STATUS_MOVED:
  case HTTP_STATUS_REDIRECT:
  case HTTP_STATUS_REDIRECT_METHOD:
  case HTTP_STATUS_REDIRECT_KEEP_VERB:
  case 308:
    break;
  default:
    return false;
  }
  if (!WinHttpQueryHeaders(r->request, WINHTTP_QUERY_LOCATION, NULL, location, &size, NULL))
    return false;
  kept = kept_of(r->url, location);
  if (kept + wcslen(location) >= URL_MAX)
    return false;
  wcscpy(r->url + kept, location);
  return true;
}

static bool ask(struct request *r, const WCHAR *verb)
{
  for (unsigned left = REDIRECTIONS;; left--) {
    if (!open_request(r, verb) || !send_request(r) || !read_header(r))
      return false;
    if (left == 0 || !redirected(r))
      return true;
    hang_up(r);
  }
}

/* ---- the body ---- */

/* Only the rest goes behind what is there; a failure's text must not spoil it. */
static bool open_file(struct request *r)
{
  WCHAR *path = conf_com_wide(r->fetch->temporary);
  bool rest = r->status == HTTP_STATUS_PARTIAL_CONTENT && r->fetch->offset > 0;
  LARGE_INTEGER at = {.QuadPart = (LONGLONG)r->fetch->offset};

  r->file = CreateFileW(path, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
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

/* An abandoned download may wake up late, when another one writes the file: it must not write. */
static bool take(struct request *r, const char *bytes, DWORD count)
{
  UINT64 before = r->status == HTTP_STATUS_PARTIAL_CONTENT ? r->fetch->offset : 0;
  DWORD written = count;

  if (!conf_serve_progress(r->fetch, r->fetch->received + count,
                           r->has_length ? r->length + before : 0))
    return failed(r, BN_ABORT);
  return r->file == INVALID_HANDLE_VALUE ||
         (WriteFile(r->file, bytes, count, &written, NULL) && written == count) ||
         failed(r, BN_ABORT);
}

static bool read_body(struct request *r)
{
  char bytes[16384];
  UINT64 total = 0;
  DWORD count;

  for (;;) {
    if (!WinHttpReadData(r->request, bytes, sizeof bytes, &count))
      return failed(r, condition_of(r, GetLastError()));
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

static bool open_session(struct request *r)
{
  WCHAR *url = conf_com_wide(r->fetch->remote);

  _snwprintf(r->url, URL_MAX - 1, L"%ls", url);
  free(url);
  r->session = WinHttpOpen(L"bitsnotify", WINHTTP_ACCESS_TYPE_NO_PROXY, NULL, NULL, 0);
  return r->session != NULL || failed(r, condition_of(r, GetLastError()));
}

/* Only a file that the answer to a HEAD promises is asked for; any other answer is the last. False:
 * the transport failed. */
static bool download(struct request *r)
{
  if (!ask(r, L"HEAD"))
    return false;
  if (r->status >= 300 || !r->has_length)
    return true;
  hang_up(r);
  return ask(r, L"GET") && conf_serve_progress(r->fetch, r->fetch->offset, 0) && keep_body(r);
}

void conf_front_fetch(void *with, struct conf_serve_fetch *fetch)
{
  struct request r = {.fetch = fetch, .file = INVALID_HANDLE_VALUE};

  (void)with;
  conf_serve_begun(fetch, &r);
  if (open_session(&r) && download(&r))
    fetch->answer = (struct bn_answer){
        .condition = r.status == HTTP_STATUS_OK && !r.has_length ? BN_NO_LENGTH : BN_STATUS,
        .status = (uint16_t)r.status,
        .no_range = fetch->offset > 0 && r.status == HTTP_STATUS_OK,
    };
  conf_serve_begun(fetch, NULL);
  hang_up(&r);
  if (r.session != NULL)
    WinHttpCloseHandle(r.session);
}
