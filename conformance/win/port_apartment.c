#include "conformance/win/port_parts.h"

#include <assert.h>

/* --- the thread of a single-threaded apartment --- */

static struct conf_request *take(struct conf_apartment *apartment)
{
  struct conf_request *request;

  AcquireSRWLockExclusive(&apartment->port->lock);
  request = apartment->first;
  if (request != NULL)
    apartment->first = request->next;
  ReleaseSRWLockExclusive(&apartment->port->lock);
  return request;
}

static void pump(void)
{
  MSG message;

  while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE)) {
    TranslateMessage(&message);
    DispatchMessageW(&message);
  }
}

static void end_here(struct conf_apartment *apartment)
{
  conf_jobs_release(apartment);
  CoUninitialize();
}

/* Serves calls and requests until the request that ends it, which `done` of its is set after. */
static void serve(struct conf_apartment *apartment)
{
  struct conf_request *request;

  for (;;) {
    MsgWaitForMultipleObjects(1, &apartment->wake, FALSE, INFINITE, QS_ALLINPUT);
    pump();
    while ((request = take(apartment)) != NULL) {
      bool last = request->run == NULL;
      if (last)
        end_here(apartment);
      else
        request->result = request->run(request->with);
      SetEvent(request->done);
      if (last)
        return;
    }
  }
}

static DWORD WINAPI live(void *with)
{
  HRESULT entered = CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);

  assert(SUCCEEDED(entered)); /* a new thread */
  if (conf_com_is_wine())     /* whose class objects belong to an apartment, that of proxies too */
    (void)conf_com_register_proxies();
  serve(with);
  return 0;
}

bool conf_apartment_start(struct conf_apartment *apartment)
{
  apartment->sta = true;
  apartment->wake = CreateEventW(NULL, FALSE, FALSE, NULL);
  apartment->thread = CreateThread(NULL, 0, live, apartment, 0, &apartment->thread_id);
  return apartment->thread != NULL;
}

struct conf_apartment *conf_apartment_here(struct conf_port *port)
{
  DWORD here = GetCurrentThreadId();

  for (unsigned i = 0; i < port->count; i++)
    if (port->apartments[i].sta && port->apartments[i].thread_id == here)
      return &port->apartments[i];
  return &port->mta;
}

/* --- doing something elsewhere --- */

static bool append(struct conf_apartment *apartment, struct conf_request *request)
{
  struct conf_request **at = &apartment->first;
  bool ended;

  AcquireSRWLockExclusive(&apartment->port->lock);
  ended = apartment->ended;
  if (!ended) {
    while (*at != NULL)
      at = &(*at)->next;
    *at = request;
    apartment->ended = request->run == NULL;
  }
  ReleaseSRWLockExclusive(&apartment->port->lock);
  return !ended;
}

static HRESULT send_to(struct conf_apartment *apartment, HRESULT (*run)(void *), void *with)
{
  struct conf_request request = {.run = run, .with = with};

  request.done = CreateEventW(NULL, FALSE, FALSE, NULL);
  if (append(apartment, &request)) {
    SetEvent(apartment->wake);
    WaitForSingleObject(request.done, INFINITE);
  } else {
    request.result = CO_E_OBJNOTCONNECTED;
  }
  CloseHandle(request.done);
  return request.result;
}

static DWORD WINAPI run_outside(void *with)
{
  struct conf_request *request = with;

  request->result = CoInitializeEx(NULL, COINIT_MULTITHREADED);
  if (SUCCEEDED(request->result)) {
    request->result = request->run(request->with);
    CoUninitialize();
  }
  return 0;
}

/* The multi-threaded apartment, from a thread that is not in it. */
static HRESULT send_outside(HRESULT (*run)(void *), void *with)
{
  struct conf_request request = {.run = run, .with = with};
  HANDLE thread = CreateThread(NULL, 0, run_outside, &request, 0, NULL);

  if (thread == NULL)
    return HRESULT_FROM_WIN32(GetLastError());
  WaitForSingleObject(thread, INFINITE);
  CloseHandle(thread);
  return request.result;
}

HRESULT conf_apartment_run(struct conf_apartment *apartment, HRESULT (*run)(void *), void *with)
{
  if (conf_apartment_here(apartment->port) == apartment)
    return run(with);
  return apartment->sta ? send_to(apartment, run, with) : send_outside(run, with);
}

HRESULT conf_apartment_end(struct conf_apartment *apartment)
{
  HRESULT sent;

  if (!apartment->sta)
    return E_NOTIMPL; /* it is everybody's */
  if (GetCurrentThreadId() == apartment->thread_id)
    return RPC_E_CANTCALLOUT_ININPUTSYNCCALL; /* inside a call that it would end under */
  sent = send_to(apartment, NULL, NULL);
  if (SUCCEEDED(sent))
    WaitForSingleObject(apartment->thread, INFINITE);
  return sent;
}
