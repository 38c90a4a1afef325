#include <stdlib.h>

#include "conformance/win/port_parts.h"

/* What a method is given and gives: the job as the version of the interface that has it. */
struct question {
  struct conf_port *port;
  const struct conf_port_call *call;
  struct conf_port_answer *answer;
  const WCHAR *text, *parameters, *remote, *local;
};

typedef HRESULT method(IBackgroundCopyJob *job, const struct question *q);

#define AS(version, job) ((IBackgroundCopyJob##version *)(job))

/* --- methods without a parameter, with one number, and those that give one --- */

#define PLAIN(name)                                                                                \
  static HRESULT name(IBackgroundCopyJob *job, const struct question *q)                           \
  {                                                                                                \
    (void)q;                                                                                       \
    return IBackgroundCopyJob_##name(job);                                                         \
  }
#define NUMBER(version, name, type)                                                                \
  static HRESULT name(IBackgroundCopyJob *job, const struct question *q)                           \
  {                                                                                                \
    return IBackgroundCopyJob##version##_##name(AS(version, job), (type)q->call->value);           \
  }
#define GIVES(name, type)                                                                          \
  static HRESULT name(IBackgroundCopyJob *job, const struct question *q)                           \
  {                                                                                                \
    type value = 0;                                                                                \
    HRESULT hresult = IBackgroundCopyJob_##name(job, &value);                                      \
    q->answer->value = (uint32_t)value;                                                            \
    return hresult;                                                                                \
  }

PLAIN(Resume)
PLAIN(Suspend)
PLAIN(Cancel)
PLAIN(Complete)
PLAIN(TakeOwnership)
NUMBER(, SetNotifyFlags, ULONG)
NUMBER(, SetPriority, BG_JOB_PRIORITY)
NUMBER(, SetMinimumRetryDelay, ULONG)
NUMBER(, SetNoProgressTimeout, ULONG)
NUMBER(4, SetMaximumDownloadTime, ULONG)
GIVES(GetState, BG_JOB_STATE)
GIVES(GetErrorCount, ULONG)
GIVES(GetNotifyFlags, ULONG)
GIVES(GetMinimumRetryDelay, ULONG)
GIVES(GetNoProgressTimeout, ULONG)
GIVES(GetPriority, BG_JOB_PRIORITY)

/* --- the others --- */

static HRESULT AddFile(IBackgroundCopyJob *job, const struct question *q)
{
  return IBackgroundCopyJob_AddFile(job, q->remote, q->local);
}

static HRESULT SetDisplayName(IBackgroundCopyJob *job, const struct question *q)
{
  return IBackgroundCopyJob_SetDisplayName(job, q->text);
}

static HRESULT SetNotifyInterface(IBackgroundCopyJob *job, const struct question *q)
{
  struct conf_object *object = &q->port->objects[q->call->object];
  IUnknown *unknown = NULL;
  HRESULT hresult = S_OK;

  if (q->call->object != CONF_PORT_NO_OBJECT)
    hresult = conf_object_in(object, conf_apartment_here(q->port), &unknown);
  if (SUCCEEDED(hresult))
    hresult = IBackgroundCopyJob_SetNotifyInterface(job, unknown);
  if (unknown != NULL)
    IUnknown_Release(unknown);
  return hresult;
}

static HRESULT GetNotifyInterface(IBackgroundCopyJob *job, const struct question *q)
{
  IUnknown *unknown = NULL;
  HRESULT hresult = IBackgroundCopyJob_GetNotifyInterface(job, &unknown);

  if (SUCCEEDED(hresult) && unknown != NULL) {
    q->answer->object = conf_object_number(q->port, unknown);
    IUnknown_Release(unknown);
  }
  return hresult;
}

static HRESULT SetNotifyCmdLine(IBackgroundCopyJob *job, const struct question *q)
{
  return IBackgroundCopyJob2_SetNotifyCmdLine(AS(2, job), q->text, q->parameters);
}

static HRESULT GetNotifyCmdLine(IBackgroundCopyJob *job, const struct question *q)
{
  WCHAR *program = NULL, *parameters = NULL;
  HRESULT hresult = IBackgroundCopyJob2_GetNotifyCmdLine(AS(2, job), &program, &parameters);

  conf_com_narrow(program, q->answer->text, CONF_PORT_TEXT);
  CoTaskMemFree(program);
  CoTaskMemFree(parameters);
  return hresult;
}

static HRESULT SetProperty(IBackgroundCopyJob *job, const struct question *q)
{
  BITS_JOB_PROPERTY_VALUE value = {0};

  if (q->call->property != BN_PROPERTY_NOTIFICATION_CLSID)
    value.Dword = q->call->value;
  else if (q->call->text != NULL && !conf_com_guid_read(q->call->text, &value.ClsID))
    return CO_E_CLASSSTRING;
  return IBackgroundCopyJob5_SetProperty(AS(5, job), (BITS_JOB_PROPERTY_ID)q->call->property,
                                         value);
}

static HRESULT GetProperty(IBackgroundCopyJob *job, const struct question *q)
{
  BITS_JOB_PROPERTY_VALUE value = {0};
  HRESULT hresult =
      IBackgroundCopyJob5_GetProperty(AS(5, job), (BITS_JOB_PROPERTY_ID)q->call->property, &value);

  if (q->call->property == BN_PROPERTY_NOTIFICATION_CLSID)
    conf_com_guid_text(&value.ClsID, q->answer->text);
  else
    q->answer->value = value.Dword;
  return hresult;
}

static HRESULT GetError(IBackgroundCopyJob *job, const struct question *q)
{
  IBackgroundCopyError *error = NULL;
  HRESULT hresult = IBackgroundCopyJob_GetError(job, &error);

  if (FAILED(hresult) || error == NULL)
    return hresult;
  hresult = conf_error_read(error, &q->answer->error, &q->answer->context, NULL);
  IBackgroundCopyError_Release(error);
  return hresult;
}

static HRESULT SetValidationState(IBackgroundCopyJob *job, const struct question *q)
{
  return conf_file_set_validation(job, q->remote, q->call->value != 0);
}

static HRESULT GetValidationState(IBackgroundCopyJob *job, const struct question *q)
{
  return conf_file_get_validation(job, q->remote, &q->answer->value);
}

/* --- the table --- */

static const struct {
  method *make;
  unsigned version;
} methods[BN_METHOD_COUNT] = {
    [BN_AddFile] = {AddFile, 1},
    [BN_Resume] = {Resume, 1},
    [BN_Suspend] = {Suspend, 1},
    [BN_Cancel] = {Cancel, 1},
    [BN_Complete] = {Complete, 1},
    [BN_TakeOwnership] = {TakeOwnership, 1},
    [BN_SetNotifyInterface] = {SetNotifyInterface, 1},
    [BN_SetNotifyFlags] = {SetNotifyFlags, 1},
    [BN_SetNotifyCmdLine] = {SetNotifyCmdLine, 2},
    [BN_SetProperty] = {SetProperty, 5},
    [BN_SetPriority] = {SetPriority, 1},
    [BN_SetDisplayName] = {SetDisplayName, 1},
    [BN_SetMinimumRetryDelay] = {SetMinimumRetryDelay, 1},
    [BN_SetNoProgressTimeout] = {SetNoProgressTimeout, 1},
    [BN_SetMaximumDownloadTime] = {SetMaximumDownloadTime, 4},
    [BN_SetValidationState] = {SetValidationState, 1},
    [BN_GetValidationState] = {GetValidationState, 1},
    [BN_GetState] = {GetState, 1},
    [BN_GetError] = {GetError, 1},
    [BN_GetErrorCount] = {GetErrorCount, 1},
    [BN_GetNotifyInterface] = {GetNotifyInterface, 1},
    [BN_GetNotifyFlags] = {GetNotifyFlags, 1},
    [BN_GetNotifyCmdLine] = {GetNotifyCmdLine, 2},
    [BN_GetProperty] = {GetProperty, 5},
    [BN_GetMinimumRetryDelay] = {GetMinimumRetryDelay, 1},
    [BN_GetNoProgressTimeout] = {GetNoProgressTimeout, 1},
    [BN_GetPriority] = {GetPriority, 1},
};

/* --- the port's function --- */

static HRESULT create(const struct question *q)
{
  GUID job;
  HRESULT hresult = conf_job_create(q->port, q->text, &job);

  if (SUCCEEDED(hresult))
    conf_com_guid_text(&job, q->answer->text);
  return hresult;
}

static HRESULT make(const struct question *q, const GUID *id, bool anew)
{
  IBackgroundCopyJob *job;
  HRESULT hresult = conf_job_as(q->port, id, methods[q->call->method].version, anew, &job);

  return SUCCEEDED(hresult) ? methods[q->call->method].make(job, q) : hresult;
}

/* A held proxy of an earlier run of the service is replaced, unless that one was asked for. */
static HRESULT perform(const struct question *q)
{
  GUID id;
  HRESULT hresult;

  if (q->call->method == BN_CreateJob)
    return create(q);
  if (q->call->job == NULL || !conf_com_guid_read(q->call->job, &id))
    return E_INVALIDARG;
  if (q->call->method == BN_GetJob)
    return conf_job_find(q->port, &id);
  if (methods[q->call->method].make == NULL)
    return E_NOTIMPL;
  hresult = make(q, &id, false);
  return conf_job_is_gone(hresult) && !q->call->kept ? make(q, &id, true) : hresult;
}

void conf_port_call(struct conf_port *port, const struct conf_port_call *call,
                    struct conf_port_answer *answer)
{
  WCHAR *text = conf_com_wide(call->text);
  WCHAR *parameters = conf_com_wide(call->parameters);
  WCHAR *remote = conf_com_wide(call->remote);
  WCHAR *local = conf_com_wide(call->local);
  struct question question = {port, call, answer, text, parameters, remote, local};

  *answer = (struct conf_port_answer){.object = CONF_PORT_NO_OBJECT};
  answer->hresult = perform(&question);
  free(text);
  free(parameters);
  free(remote);
  free(local);
}
