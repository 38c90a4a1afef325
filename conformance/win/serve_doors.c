#include "conformance/win/serve_parts.h"

#include <stdlib.h>

/* A client's callback object. The pointers are asked for once: under Wine QueryInterface on an
 * object of a dead process answers as if it had never known the interface. */
struct thing {
  LONG references;
  IUnknown *identity;
  IBackgroundCopyCallback *callback;   /* NULL: it has no such interface */
  IBackgroundCopyCallback2 *callback2; /* NULL: nor this one */
  HANDLE process;                      /* see hold_process; not its own */
};

/* ---- things ---- */

/* Wine knows a process by its number and confuses it with a later one of the same number: calls go
 * to objects of the dead one, and a connection to it is used for the next. So each number that was
 * met stays taken as long as the service lives, and an open handle keeps it. */
struct held {
  DWORD number;
  HANDLE process;
  struct held *next;
};

static HANDLE hold_number(DWORD number)
{
  static SRWLOCK lock = SRWLOCK_INIT;
  static struct held *all;
  struct held *held;

  AcquireSRWLockExclusive(&lock);
  for (held = all; held != NULL && held->number != number; held = held->next)
    ;
  if (held == NULL && (held = calloc(1, sizeof *held)) != NULL) {
    *held = (struct held){number, OpenProcess(SYNCHRONIZE, FALSE, number), all};
    all = held;
  }
  ReleaseSRWLockExclusive(&lock);
  return held == NULL ? NULL : held->process;
}

/* The number is in the object reference that COM sends. */
static HANDLE hold_process(IUnknown *proxy)
{
  enum { OXID_AT = 4 + 4 + 16 + 4 + 4 }; /* "MEOW", kind, IID, flags, references */
  LARGE_INTEGER start = {.QuadPart = 0};
  ULONGLONG oxid = 0;
  IUnknown *again;
  IStream *stream;
  HGLOBAL memory;
  BYTE *bytes;

  if (!conf_com_is_wine() || FAILED(CreateStreamOnHGlobal(NULL, TRUE, &stream)))
    return NULL;
  if (SUCCEEDED(
          CoMarshalInterface(stream, &IID_IUnknown, proxy, MSHCTX_LOCAL, NULL, MSHLFLAGS_NORMAL))) {
    if (SUCCEEDED(GetHGlobalFromStream(stream, &memory)) && GlobalSize(memory) >= OXID_AT + 8 &&
        (bytes = GlobalLock(memory)) != NULL) {
      memcpy(&oxid, bytes + OXID_AT, sizeof oxid);
      GlobalUnlock(memory);
    }
    /* What was marshalled holds the object; releasing the data of a proxy does not let it go. */
    (void)IStream_Seek(stream, start, STREAM_SEEK_SET, NULL);
    if (SUCCEEDED(CoUnmarshalInterface(stream, &IID_IUnknown, (void **)&again)))
      IUnknown_Release(again);
  }
  IStream_Release(stream);
  return hold_number((DWORD)(oxid >> 32));
}

static uint8_t level_of(IUnknown *object, struct thing *thing)
{
  IUnknown *callback3 = NULL;

  (void)IUnknown_QueryInterface(object, &IID_IBackgroundCopyCallback, (void **)&thing->callback);
  (void)IUnknown_QueryInterface(object, &IID_IBackgroundCopyCallback2, (void **)&thing->callback2);
  (void)IUnknown_QueryInterface(object, &CONF_IID_Callback3, (void **)&callback3);
  if (callback3 != NULL)
    IUnknown_Release(callback3);
  if (callback3 != NULL && thing->callback2 != NULL)
    return 3;
  if (thing->callback2 != NULL)
    return 2;
  return thing->callback != NULL;
}

HRESULT conf_front_thing(IUnknown *object, struct conf_serve_thing *made)
{
  struct thing *thing = calloc(1, sizeof *thing);
  HRESULT asked;

  if (thing == NULL)
    return E_OUTOFMEMORY;
  asked = IUnknown_QueryInterface(object, &IID_IUnknown, (void **)&thing->identity);
  if (FAILED(asked)) {
    free(thing);
    return asked;
  }
  thing->references = 1;
  *made = (struct conf_serve_thing){.thing = thing, .identity = thing->identity};
  made->level = level_of(object, thing);
  thing->process = hold_process(thing->identity);
  return S_OK;
}

void conf_front_keep(void *with, void *thing)
{
  (void)with;
  InterlockedIncrement(&((struct thing *)thing)->references);
}

void conf_front_release(void *with, void *what)
{
  struct thing *thing = what;

  (void)with;
  if (InterlockedDecrement(&thing->references) > 0)
    return;
  if (thing->callback2 != NULL)
    IBackgroundCopyCallback2_Release(thing->callback2);
  if (thing->callback != NULL)
    IBackgroundCopyCallback_Release(thing->callback);
  IUnknown_Release(thing->identity);
  free(thing);
}

/* Known under Wine only, where the process is held. */
bool conf_front_lives(void *with, void *thing)
{
  HANDLE process = ((struct thing *)thing)->process;

  (void)with;
  return process == NULL || WaitForSingleObject(process, 0) != WAIT_OBJECT_0;
}

IUnknown *conf_front_unknown(void *what)
{
  struct thing *thing = what;

  IUnknown_AddRef(thing->identity);
  return thing->identity;
}

/* ---- telling ---- */

static HRESULT tell_error(struct conf_front *front, IBackgroundCopyCallback *callback,
                          IBackgroundCopyJob *job, const struct conf_serve_notice *notice)
{
  IBackgroundCopyError *error = conf_front_error(front, notice->job, notice->epoch, notice->error,
                                                 notice->context, notice->file);
  HRESULT told;

  if (error == NULL)
    return E_OUTOFMEMORY;
  told = IBackgroundCopyCallback_JobError(callback, job, error);
  IBackgroundCopyError_Release(error);
  return told;
}

static HRESULT tell_file(struct conf_front *front, IBackgroundCopyCallback2 *callback,
                         IBackgroundCopyJob *job, const struct conf_serve_notice *notice)
{
  IBackgroundCopyFile *file;
  HRESULT told;

  if (callback == NULL)
    return E_NOINTERFACE;
  file = conf_front_file(front, notice->job, notice->epoch, notice->file);
  if (file == NULL)
    return E_OUTOFMEMORY;
  told = IBackgroundCopyCallback2_FileTransferred(callback, job, file);
  IBackgroundCopyFile_Release(file);
  return told;
}

static HRESULT tell(struct conf_front *front, const struct thing *thing, IBackgroundCopyJob *job,
                    const struct conf_serve_notice *notice)
{
  if (thing->callback == NULL)
    return E_NOINTERFACE;
  switch ((enum bn_event)notice->event) {
  case BN_JOB_TRANSFERRED:
    return IBackgroundCopyCallback_JobTransferred(thing->callback, job);
  case BN_JOB_ERROR:
    return tell_error(front, thing->callback, job, notice);
  case BN_JOB_MODIFICATION:
    return IBackgroundCopyCallback_JobModification(thing->callback, job, 0);
  case BN_FILE_TRANSFERRED:
    return tell_file(front, thing->callback2, job, notice);
  case BN_EVENT_COUNT:
    break;
  }
  return E_UNEXPECTED;
}

int32_t conf_front_notify(void *with, void *thing, const struct conf_serve_notice *notice)
{
  IBackgroundCopyJob *job = conf_front_job(with, notice->job, notice->epoch);
  HRESULT told;

  if (job == NULL)
    return E_OUTOFMEMORY;
  told = tell(with, thing, job, notice);
  IBackgroundCopyJob_Release(job);
  return told;
}

/* ---- activating and launching ---- */

int32_t conf_front_activate(void *with, const char *clsid, struct conf_serve_thing *made)
{
  IUnknown *object = NULL;
  HRESULT activated;
  CLSID class;

  (void)with;
  if (!conf_com_guid_read(clsid, &class))
    return REGDB_E_CLASSNOTREG;
  activated = CoCreateInstance(&class, NULL, CLSCTX_LOCAL_SERVER, &IID_IUnknown, (void **)&object);
  if (FAILED(activated))
    return activated;
  activated = conf_front_thing(object, made);
  IUnknown_Release(object);
  return activated;
}

struct running {
  struct conf_serve *serve;
  uint8_t call;
  uint32_t ticket;
  HANDLE process, wait;
};

static void CALLBACK exited(void *with, BOOLEAN timed_out)
{
  struct running *running = with;
  DWORD code = 1;

  (void)timed_out;
  (void)GetExitCodeProcess(running->process, &code);
  conf_serve_exited(running->serve, running->call, running->ticket, code);
  CloseHandle(running->process);
  (void)UnregisterWait(running->wait);
  free(running);
}

static HRESULT start(const char *program, const char *parameters, PROCESS_INFORMATION *process)
{
  STARTUPINFOW startup = {.cb = sizeof startup};
  WCHAR *name = conf_com_wide(program), *line = conf_com_wide(parameters);
  BOOL started = CreateProcessW(name, line[0] == 0 ? NULL : line, NULL, NULL, FALSE,
                                CREATE_NO_WINDOW, NULL, NULL, &startup, process);
  HRESULT result = started ? S_OK : HRESULT_FROM_WIN32(GetLastError());

  free(name);
  free(line);
  return result;
}

int32_t conf_front_launch(void *with, const char *program, const char *parameters, uint8_t call,
                          uint32_t ticket)
{
  struct conf_front *front = with;
  struct running *running = calloc(1, sizeof *running);
  PROCESS_INFORMATION process;
  HRESULT started;

  if (running == NULL)
    return E_OUTOFMEMORY;
  started = start(program, parameters, &process);
  if (FAILED(started)) {
    free(running);
    return started;
  }
  CloseHandle(process.hThread);
  *running = (struct running){front->serve, call, ticket, process.hProcess, NULL};
  if (!RegisterWaitForSingleObject(&running->wait, process.hProcess, exited, running, INFINITE,
                                   WT_EXECUTEONLYONCE | WT_EXECUTELONGFUNCTION))
    abort();
  return S_OK;
}
