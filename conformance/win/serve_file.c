#include "conformance/win/serve_parts.h"

#include <stdio.h>
#include <stdlib.h>

typedef IBackgroundCopyFile3 File;

/* A file of a job, or an error with the file that it fell on. */
struct part {
  struct conf_front_object object;
  struct conf_front *front;
  uint32_t epoch;
  uint8_t file; /* index in the job; BN_NONE: an error without one */
  uint8_t context;
  int32_t code;
  char job[CONF_GUID_TEXT];
};

static struct part *of(File *This)
{
  return (struct part *)This;
}

static struct part *new_part(struct conf_front *front, const void *vtbl, const IID *const *iids,
                             const char *job, uint32_t epoch, uint8_t file)
{
  struct part *part = conf_front_new(sizeof *part, vtbl, iids);

  if (part == NULL)
    return NULL;
  part->front = front;
  part->epoch = epoch;
  part->file = file;
  snprintf(part->job, sizeof part->job, "%s", job);
  return part;
}

/* ---- names ---- */

enum name { REMOTE, LOCAL, TEMPORARY };

static HRESULT give_name(File *This, enum name which, LPWSTR *name)
{
  char text[3][CONF_PORT_TEXT];
  HRESULT looked;

  if (name == NULL)
    return E_INVALIDARG;
  *name = NULL;
  looked = conf_serve_file_names(of(This)->front->serve, of(This)->job, of(This)->epoch,
                                 of(This)->file, text[REMOTE], text[LOCAL], text[TEMPORARY]);
  return FAILED(looked) ? looked : conf_front_give(text[which], name);
}

static HRESULT STDMETHODCALLTYPE get_remote_name(File *This, LPWSTR *name)
{
  return give_name(This, REMOTE, name);
}

static HRESULT STDMETHODCALLTYPE get_local_name(File *This, LPWSTR *name)
{
  return give_name(This, LOCAL, name);
}

static HRESULT STDMETHODCALLTYPE get_temporary_name(File *This, LPWSTR *name)
{
  return give_name(This, TEMPORARY, name);
}

/* ---- progress and validation ---- */

static HRESULT STDMETHODCALLTYPE get_progress(File *This, BG_FILE_PROGRESS *progress)
{
  struct conf_serve_view view;
  HRESULT looked;
  uint8_t f = of(This)->file;

  if (progress == NULL)
    return E_INVALIDARG;
  looked = conf_serve_look(of(This)->front->serve, of(This)->job, of(This)->epoch, &view);
  if (FAILED(looked))
    return looked;
  if (f >= view.files)
    return BN_HR_BG_E_NOT_FOUND;
  progress->BytesTransferred = view.file[f].received;
  progress->Completed = view.file[f].done;
  progress->BytesTotal =
      view.file[f].size == 0 && !view.file[f].done ? BG_SIZE_UNKNOWN : view.file[f].size;
  return S_OK;
}

static HRESULT validation(File *This, uint8_t method, uint32_t value,
                          struct conf_serve_answer *answer)
{
  struct conf_serve_call call = {.method = method,
                                 .job = of(This)->job,
                                 .epoch = of(This)->epoch,
                                 .file = of(This)->file,
                                 .value = value};

  conf_serve_call(of(This)->front->serve, &call, answer);
  return answer->hresult;
}

static HRESULT STDMETHODCALLTYPE set_validation(File *This, WINBOOL valid)
{
  struct conf_serve_answer answer;

  return validation(This, BN_SetValidationState, valid != FALSE, &answer);
}

static HRESULT STDMETHODCALLTYPE get_validation(File *This, WINBOOL *valid)
{
  struct conf_serve_answer answer;
  HRESULT asked;

  if (valid == NULL)
    return E_INVALIDARG;
  asked = validation(This, BN_GetValidationState, 0, &answer);
  *valid = SUCCEEDED(asked) && answer.value != 0;
  return asked;
}

/* ---- what the model does not cover ---- */

static HRESULT STDMETHODCALLTYPE get_ranges(File *This, DWORD *count, BG_FILE_RANGE **ranges)
{
  (void)This;
  if (count != NULL)
    *count = 0;
  *ranges = NULL;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE set_remote_name(File *This, LPCWSTR name)
{
  (void)This;
  (void)name;
  return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE is_from_peer(File *This, WINBOOL *peer)
{
  (void)This;
  *peer = FALSE;
  return S_OK;
}

static const IBackgroundCopyFile3Vtbl vtbl = {
    .QueryInterface = (HRESULT(STDMETHODCALLTYPE *)(File *, REFIID, void **))conf_front_query,
    .AddRef = (ULONG(STDMETHODCALLTYPE *)(File *))conf_front_add_ref,
    .Release = (ULONG(STDMETHODCALLTYPE *)(File *))conf_front_release_object,
    .GetRemoteName = get_remote_name,
    .GetLocalName = get_local_name,
    .GetProgress = get_progress,
    .GetFileRanges = get_ranges,
    .SetRemoteName = set_remote_name,
    .GetTemporaryName = get_temporary_name,
    .SetValidationState = set_validation,
    .GetValidationState = get_validation,
    .IsDownloadedFromPeer = is_from_peer,
};

IBackgroundCopyFile *conf_front_file(struct conf_front *front, const char *job, uint32_t epoch,
                                     uint8_t file)
{
  static const IID *const iids[] = {&IID_IUnknown, &IID_IBackgroundCopyFile,
                                    &IID_IBackgroundCopyFile2, &CONF_IID_File3, NULL};

  return (IBackgroundCopyFile *)new_part(front, &vtbl, iids, job, epoch, file);
}

/* ---- errors ---- */

static struct part *error_of(IBackgroundCopyError *This)
{
  return (struct part *)This;
}

static HRESULT STDMETHODCALLTYPE get_error(IBackgroundCopyError *This, BG_ERROR_CONTEXT *context,
                                           HRESULT *code)
{
  if (context == NULL || code == NULL)
    return E_INVALIDARG;
  *context = (BG_ERROR_CONTEXT)error_of(This)->context;
  *code = error_of(This)->code;
  return S_OK;
}

static HRESULT STDMETHODCALLTYPE get_file(IBackgroundCopyError *This, IBackgroundCopyFile **file)
{
  struct part *error = error_of(This);

  if (file == NULL)
    return E_INVALIDARG;
  *file = NULL;
  if (error->file == BN_NONE)
    return (HRESULT)0x8020000Eu; /* BG_E_FILE_NOT_AVAILABLE */
  *file = conf_front_file(error->front, error->job, error->epoch, error->file);
  return *file == NULL ? E_OUTOFMEMORY : S_OK;
}

static HRESULT STDMETHODCALLTYPE describe_error(IBackgroundCopyError *This, DWORD language,
                                                LPWSTR *text)
{
  const char *name = bn_hresult_text(error_of(This)->code);
  char words[80];

  (void)language;
  if (text == NULL)
    return E_INVALIDARG;
  snprintf(words, sizeof words, "%s (0x%08X)", name == NULL ? "error" : name,
           (unsigned)error_of(This)->code);
  return conf_front_give(words, text);
}

static HRESULT STDMETHODCALLTYPE describe_context(IBackgroundCopyError *This, DWORD language,
                                                  LPWSTR *text)
{
  const char *name = bn_context_text(error_of(This)->context);

  (void)language;
  if (text == NULL)
    return E_INVALIDARG;
  return conf_front_give(name == NULL ? "UNKNOWN" : name, text);
}

static HRESULT STDMETHODCALLTYPE get_protocol(IBackgroundCopyError *This, LPWSTR *protocol)
{
  (void)This;
  if (protocol == NULL)
    return E_INVALIDARG;
  return conf_front_give("http", protocol);
}

static const IBackgroundCopyErrorVtbl error_vtbl = {
    (HRESULT(STDMETHODCALLTYPE *)(IBackgroundCopyError *, REFIID, void **))conf_front_query,
    (ULONG(STDMETHODCALLTYPE *)(IBackgroundCopyError *))conf_front_add_ref,
    (ULONG(STDMETHODCALLTYPE *)(IBackgroundCopyError *))conf_front_release_object,
    get_error,
    get_file,
    describe_error,
    describe_context,
    get_protocol,
};

IBackgroundCopyError *conf_front_error(struct conf_front *front, const char *job, uint32_t epoch,
                                       int32_t code, uint8_t context, uint8_t file)
{
  static const IID *const iids[] = {&IID_IUnknown, &IID_IBackgroundCopyError, NULL};
  struct part *error = new_part(front, &error_vtbl, iids, job, epoch, file);

  if (error == NULL)
    return NULL;
  error->code = code;
  error->context = context;
  return (IBackgroundCopyError *)error;
}
