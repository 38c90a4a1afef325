#include "conformance/win/serve_parts.h"

#include <sddl.h>
#include <stdio.h>
#include <stdlib.h>

/* A client's pointer to a job. What the model knows goes to it; the rest is looked up, or is not
 * there (serve_job_rest.c). */

typedef IBackgroundCopyJob5 Job;

struct job {
  struct conf_front_object object;
  struct conf_front *front;
  uint32_t epoch;
  char id[CONF_GUID_TEXT];
};

static struct job *of(Job *This)
{
  return (struct job *)This;
}

/* ---- asking the service ---- */

static HRESULT ask(Job *This, struct conf_serve_call call, struct conf_serve_answer *answer)
{
  call.job = of(This)->id;
  call.epoch = of(This)->epoch;
  conf_serve_call(of(This)->front->serve, &call, answer);
  return answer->hresult;
}

static HRESULT order(Job *This, struct conf_serve_call call)
{
  struct conf_serve_answer answer;

  return ask(This, call, &answer);
}

static HRESULT set(Job *This, uint8_t method, uint32_t value)
{
  return order(This, (struct conf_serve_call){.method = method, .value = value});
}

static HRESULT get(Job *This, uint8_t method, void *out)
{
  struct conf_serve_answer answer;
  HRESULT asked;

  if (out == NULL)
    return E_INVALIDARG;
  asked = ask(This, (struct conf_serve_call){.method = method}, &answer);
  if (SUCCEEDED(asked))
    memcpy(out, &answer.value, sizeof answer.value);
  return asked;
}

static HRESULT look(Job *This, struct conf_serve_view *view)
{
  return conf_serve_look(of(This)->front->serve, of(This)->id, of(This)->epoch, view);
}

/* ---- files ---- */

static HRESULT STDMETHODCALLTYPE add_file(Job *This, LPCWSTR remote, LPCWSTR local)
{
  char from[CONF_PORT_TEXT], to[CONF_PORT_TEXT];

  if (remote == NULL || local == NULL || remote[0] == 0 || local[0] == 0)
    return E_INVALIDARG;
  conf_com_narrow(remote, from, sizeof from);
  conf_com_narrow(local, to, sizeof to);
  return order(This, (struct conf_serve_call){.method = BN_AddFile, .remote = from, .local = to});
}

/* All that come before one that is refused are added. */
static HRESULT STDMETHODCALLTYPE add_file_set(Job *This, ULONG count, BG_FILE_INFO *files)
{
  HRESULT added = S_OK;

  if (files == NULL)
    return E_INVALIDARG;
  for (ULONG i = 0; i < count && SUCCEEDED(added); i++)
    added = add_file(This, files[i].RemoteName, files[i].LocalName);
  return added;
}

static HRESULT STDMETHODCALLTYPE enum_files(Job *This, IEnumBackgroundCopyFiles **files)
{
  struct conf_serve_view view;
  HRESULT looked;

  if (files == NULL)
    return E_INVALIDARG;
  *files = NULL;
  looked = look(This, &view);
  if (FAILED(looked))
    return looked;
  *files = conf_front_enum_files(of(This)->front, of(This)->id, of(This)->epoch, view.files);
  return *files == NULL ? E_OUTOFMEMORY : S_OK;
}

/* ---- states ---- */

static HRESULT STDMETHODCALLTYPE suspend(Job *This)
{
  return set(This, BN_Suspend, 0);
}

static HRESULT STDMETHODCALLTYPE resume(Job *This)
{
  return set(This, BN_Resume, 0);
}

static HRESULT STDMETHODCALLTYPE cancel(Job *This)
{
  return set(This, BN_Cancel, 0);
}

static HRESULT STDMETHODCALLTYPE complete(Job *This)
{
  return set(This, BN_Complete, 0);
}

static HRESULT STDMETHODCALLTYPE take_ownership(Job *This)
{
  return set(This, BN_TakeOwnership, 0);
}

static HRESULT STDMETHODCALLTYPE get_state(Job *This, BG_JOB_STATE *state)
{
  return get(This, BN_GetState, state);
}

static HRESULT STDMETHODCALLTYPE get_error(Job *This, IBackgroundCopyError **error)
{
  struct conf_serve_answer answer;
  HRESULT asked;

  if (error == NULL)
    return E_INVALIDARG;
  *error = NULL;
  asked = ask(This, (struct conf_serve_call){.method = BN_GetError}, &answer);
  if (FAILED(asked))
    return asked;
  *error = conf_front_error(of(This)->front, of(This)->id, of(This)->epoch, answer.error,
                            answer.context, answer.file);
  return *error == NULL ? E_OUTOFMEMORY : asked;
}

static HRESULT STDMETHODCALLTYPE get_error_count(Job *This, ULONG *count)
{
  return get(This, BN_GetErrorCount, count);
}

/* ---- what is looked up ---- */

static HRESULT STDMETHODCALLTYPE get_id(Job *This, GUID *id)
{
  struct conf_serve_view view;
  HRESULT looked;

  if (id == NULL)
    return E_INVALIDARG;
  looked = look(This, &view);
  if (looked != BN_HR_RPC_S_SERVER_UNAVAILABLE)
    conf_com_guid_read(of(This)->id, id);
  return looked == BN_HR_BG_E_NOT_FOUND ? S_OK
                                        : looked; /* a pointer knows its job's name for ever */
}

static HRESULT STDMETHODCALLTYPE get_type(Job *This, BG_JOB_TYPE *type)
{
  struct conf_serve_view view;

  if (type == NULL)
    return E_INVALIDARG;
  *type = BG_JOB_TYPE_DOWNLOAD;
  return look(This, &view);
}

static HRESULT STDMETHODCALLTYPE get_progress(Job *This, BG_JOB_PROGRESS *progress)
{
  struct conf_serve_view view;
  HRESULT looked;

  if (progress == NULL)
    return E_INVALIDARG;
  looked = look(This, &view);
  if (FAILED(looked))
    return looked;
  *progress = (BG_JOB_PROGRESS){.FilesTotal = view.files, .FilesTransferred = view.done};
  for (unsigned f = 0; f < view.files; f++) {
    progress->BytesTransferred += view.file[f].received;
    if (view.file[f].size == 0 && !view.file[f].done)
      progress->BytesTotal = BG_SIZE_UNKNOWN;
    else if (progress->BytesTotal != BG_SIZE_UNKNOWN)
      progress->BytesTotal += view.file[f].size;
  }
  return S_OK;
}

/* The user that the service runs as: every client counts as that one. */
static HRESULT STDMETHODCALLTYPE get_owner(Job *This, LPWSTR *owner)
{
  BYTE buffer[256];
  DWORD size;
  HANDLE token;
  LPSTR sid;
  HRESULT given = E_FAIL;

  (void)This;
  if (owner == NULL)
    return E_INVALIDARG;
  *owner = NULL;
  if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
    return HRESULT_FROM_WIN32(GetLastError());
  if (GetTokenInformation(token, TokenUser, buffer, sizeof buffer, &size) &&
      ConvertSidToStringSidA(((TOKEN_USER *)(void *)buffer)->User.Sid, &sid)) {
    given = conf_front_give(sid, owner);
    LocalFree(sid);
  }
  CloseHandle(token);
  return given;
}

static HRESULT STDMETHODCALLTYPE set_display_name(Job *This, LPCWSTR name)
{
  char text[CONF_PORT_TEXT];

  if (name == NULL)
    return E_INVALIDARG;
  if (wcslen(name) > 256)
    return BN_HR_BG_E_STRING_TOO_LONG;
  conf_com_narrow(name, text, sizeof text);
  return order(This, (struct conf_serve_call){.method = BN_SetDisplayName, .text = text});
}

static HRESULT STDMETHODCALLTYPE get_display_name(Job *This, LPWSTR *name)
{
  struct conf_serve_view view;
  HRESULT looked;

  if (name == NULL)
    return E_INVALIDARG;
  *name = NULL;
  looked = look(This, &view);
  return FAILED(looked) ? looked : conf_front_give(view.name, name);
}

/* Kept, but no modification to the model. */
static HRESULT STDMETHODCALLTYPE set_description(Job *This, LPCWSTR description)
{
  char text[CONF_PORT_TEXT];
  struct conf_serve_view view;
  HRESULT looked;

  if (description == NULL)
    return E_INVALIDARG;
  if (wcslen(description) > 1024)
    return BN_HR_BG_E_STRING_TOO_LONG;
  looked = look(This, &view);
  if (FAILED(looked))
    return looked;
  conf_com_narrow(description, text, sizeof text);
  conf_serve_describe(of(This)->front->serve, of(This)->id, text);
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE get_description(Job *This, LPWSTR *description)
{
  struct conf_serve_view view;
  HRESULT looked;

  if (description == NULL)
    return E_INVALIDARG;
  *description = NULL;
  looked = look(This, &view);
  return FAILED(looked) ? looked : conf_front_give(view.description, description);
}

/* ---- settings ---- */

#define SETTING(name, type)                                                                        \
  static HRESULT STDMETHODCALLTYPE set_##name(Job *This, type value)                               \
  {                                                                                                \
    return set(This, SET_##name, (uint32_t)value);                                                 \
  }                                                                                                \
  static HRESULT STDMETHODCALLTYPE get_##name(Job *This, type *value)                              \
  {                                                                                                \
    return get(This, GET_##name, value);                                                           \
  }

enum {
  SET_priority = BN_SetPriority,
  GET_priority = BN_GetPriority,
  SET_flags = BN_SetNotifyFlags,
  GET_flags = BN_GetNotifyFlags,
  SET_retry_delay = BN_SetMinimumRetryDelay,
  GET_retry_delay = BN_GetMinimumRetryDelay,
  SET_no_progress = BN_SetNoProgressTimeout,
  GET_no_progress = BN_GetNoProgressTimeout,
};
SETTING(priority, BG_JOB_PRIORITY)
SETTING(flags, ULONG)
SETTING(retry_delay, ULONG)
SETTING(no_progress, ULONG)

static HRESULT STDMETHODCALLTYPE set_download_time(Job *This, ULONG seconds)
{
  return set(This, BN_SetMaximumDownloadTime, seconds);
}

/* ---- registrations ---- */

static HRESULT STDMETHODCALLTYPE set_interface(Job *This, IUnknown *object)
{
  struct conf_serve_thing thing;
  HRESULT made;

  if (object == NULL)
    return set(This, BN_SetNotifyInterface, 0);
  made = conf_front_thing(object, &thing);
  if (FAILED(made))
    return made;
  return order(This, (struct conf_serve_call){.method = BN_SetNotifyInterface, .thing = &thing});
}

static HRESULT STDMETHODCALLTYPE get_interface(Job *This, IUnknown **object)
{
  struct conf_serve_answer answer;
  HRESULT asked;

  if (object == NULL)
    return E_INVALIDARG;
  *object = NULL;
  asked = ask(This, (struct conf_serve_call){.method = BN_GetNotifyInterface}, &answer);
  if (answer.thing != NULL) {
    *object = conf_front_unknown(answer.thing);
    conf_front_release(of(This)->front, answer.thing);
  }
  return asked;
}

static HRESULT STDMETHODCALLTYPE set_command_line(Job *This, LPCWSTR program, LPCWSTR parameters)
{
  char text[CONF_PORT_TEXT], rest[CONF_PORT_TEXT];
  struct conf_serve_call call = {.method = BN_SetNotifyCmdLine, .parameters = rest};

  if (program == NULL && parameters != NULL)
    return E_INVALIDARG;
  conf_com_narrow(program, text, sizeof text);
  conf_com_narrow(parameters, rest, sizeof rest);
  call.text = program == NULL ? NULL : text;
  return order(This, call);
}

static HRESULT STDMETHODCALLTYPE get_command_line(Job *This, LPWSTR *program, LPWSTR *parameters)
{
  struct conf_serve_answer answer;
  HRESULT asked;

  if (program == NULL || parameters == NULL)
    return E_INVALIDARG;
  *program = *parameters = NULL;
  asked = ask(This, (struct conf_serve_call){.method = BN_GetNotifyCmdLine}, &answer);
  if (FAILED(asked) || answer.text[0] == '\0')
    return asked;
  asked = conf_front_give(answer.text, program);
  return FAILED(asked) ? asked : conf_front_give(answer.parameters, parameters);
}

static HRESULT STDMETHODCALLTYPE set_property(Job *This, BITS_JOB_PROPERTY_ID id,
                                              BITS_JOB_PROPERTY_VALUE value)
{
  static const GUID null;
  char clsid[CONF_GUID_TEXT];
  struct conf_serve_call call = {.method = BN_SetProperty, .property = (uint8_t)id};

  if (id == BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS) {
    call.value = value.Dword;
    return order(This, call);
  }
  if (id != BITS_JOB_PROPERTY_NOTIFICATION_CLSID)
    return E_NOTIMPL;
  conf_com_guid_text(&value.ClsID, clsid);
  call.text = IsEqualGUID(&value.ClsID, &null) ? NULL : clsid;
  return order(This, call);
}

static HRESULT STDMETHODCALLTYPE get_property(Job *This, BITS_JOB_PROPERTY_ID id,
                                              BITS_JOB_PROPERTY_VALUE *value)
{
  struct conf_serve_answer answer;
  HRESULT asked;

  if (value == NULL)
    return E_INVALIDARG;
  memset(value, 0, sizeof *value);
  if (id != BITS_JOB_PROPERTY_NOTIFICATION_CLSID &&
      id != BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS)
    return E_NOTIMPL;
  asked = ask(This, (struct conf_serve_call){.method = BN_GetProperty, .property = (uint8_t)id},
              &answer);
  if (FAILED(asked))
    return asked;
  if (id == BITS_JOB_PROPERTY_MINIMUM_NOTIFICATION_INTERVAL_MS)
    value->Dword = answer.value;
  else if (answer.text[0] != '\0')
    conf_com_guid_read(answer.text, &value->ClsID);
  return asked;
}

/* ---- the table ---- */

static IBackgroundCopyJob5Vtbl vtbl = {
    .QueryInterface = (HRESULT(STDMETHODCALLTYPE *)(Job *, REFIID, void **))conf_front_query,
    .AddRef = (ULONG(STDMETHODCALLTYPE *)(Job *))conf_front_add_ref,
    .Release = (ULONG(STDMETHODCALLTYPE *)(Job *))conf_front_release_object,
    .AddFileSet = add_file_set,
    .AddFile = add_file,
    .EnumFiles = enum_files,
    .Suspend = suspend,
    .Resume = resume,
    .Cancel = cancel,
    .Complete = complete,
    .GetId = get_id,
    .GetType = get_type,
    .GetProgress = get_progress,
    .GetState = get_state,
    .GetError = get_error,
    .GetOwner = get_owner,
    .SetDisplayName = set_display_name,
    .GetDisplayName = get_display_name,
    .SetDescription = set_description,
    .GetDescription = get_description,
    .SetPriority = set_priority,
    .GetPriority = get_priority,
    .SetNotifyFlags = set_flags,
    .GetNotifyFlags = get_flags,
    .SetNotifyInterface = set_interface,
    .GetNotifyInterface = get_interface,
    .SetMinimumRetryDelay = set_retry_delay,
    .GetMinimumRetryDelay = get_retry_delay,
    .SetNoProgressTimeout = set_no_progress,
    .GetNoProgressTimeout = get_no_progress,
    .GetErrorCount = get_error_count,
    .TakeOwnership = take_ownership,
    .SetNotifyCmdLine = set_command_line,
    .GetNotifyCmdLine = get_command_line,
    .SetMaximumDownloadTime = set_download_time,
    .SetProperty = set_property,
    .GetProperty = get_property,
};

IBackgroundCopyJob *conf_front_job(struct conf_front *front, const char *id, uint32_t epoch)
{
  static const IID *const iids[] = {&IID_IUnknown,
                                    &IID_IBackgroundCopyJob,
                                    &IID_IBackgroundCopyJob2,
                                    &IID_IBackgroundCopyJob3,
                                    &IID_IBackgroundCopyJob4,
                                    &IID_IBackgroundCopyJob5,
                                    NULL};
  struct job *job = conf_front_new(sizeof *job, &vtbl, iids);

  conf_front_job_rest(&vtbl);
  if (job == NULL)
    return NULL;
  job->front = front;
  job->epoch = epoch;
  snprintf(job->id, sizeof job->id, "%s", id);
  return (IBackgroundCopyJob *)job;
}
