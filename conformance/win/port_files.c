#include "conformance/win/port_parts.h"

#include <wchar.h>

void conf_file_remote_name(IBackgroundCopyFile *file, char name[CONF_PORT_TEXT])
{
  WCHAR *wide = NULL;

  if (FAILED(IBackgroundCopyFile_GetRemoteName(file, &wide)))
    wide = NULL;
  conf_com_narrow(wide, name, CONF_PORT_TEXT);
  CoTaskMemFree(wide);
}

static bool is_named(IBackgroundCopyFile *file, const WCHAR *remote)
{
  WCHAR *name = NULL;
  bool is = SUCCEEDED(IBackgroundCopyFile_GetRemoteName(file, &name)) && name != NULL &&
            wcscmp(name, remote) == 0;

  CoTaskMemFree(name);
  return is;
}

/* The file of that name, with a reference. */
static HRESULT find(IBackgroundCopyJob *job, const WCHAR *remote, IBackgroundCopyFile **file)
{
  IEnumBackgroundCopyFiles *files;
  HRESULT got = IBackgroundCopyJob_EnumFiles(job, &files);
  ULONG fetched; /* the wire wants it */

  if (FAILED(got))
    return got;
  while ((got = IEnumBackgroundCopyFiles_Next(files, 1, file, &fetched)) == S_OK &&
         !is_named(*file, remote))
    IBackgroundCopyFile_Release(*file);
  IEnumBackgroundCopyFiles_Release(files);
  return got == S_FALSE ? HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND) : got;
}

static HRESULT find_3(IBackgroundCopyJob *job, const WCHAR *remote, IBackgroundCopyFile3 **file3)
{
  IBackgroundCopyFile *file;
  HRESULT got = find(job, remote, &file);

  if (FAILED(got))
    return got;
  got = IBackgroundCopyFile_QueryInterface(file, &CONF_IID_File3, (void **)file3);
  IBackgroundCopyFile_Release(file);
  return got;
}

HRESULT conf_file_set_validation(IBackgroundCopyJob *job, const WCHAR *remote, bool valid)
{
  IBackgroundCopyFile3 *file;
  HRESULT got = find_3(job, remote, &file);

  if (FAILED(got))
    return got;
  got = file->lpVtbl->SetValidationState(file, valid);
  file->lpVtbl->Release(file);
  return got;
}

HRESULT conf_file_get_validation(IBackgroundCopyJob *job, const WCHAR *remote, uint32_t *valid)
{
  IBackgroundCopyFile3 *file;
  WINBOOL state = FALSE;
  HRESULT got = find_3(job, remote, &file);

  if (FAILED(got))
    return got;
  got = file->lpVtbl->GetValidationState(file, &state);
  *valid = state != FALSE;
  file->lpVtbl->Release(file);
  return got;
}

HRESULT conf_error_read(IBackgroundCopyError *error, int32_t *code, uint8_t *context, char *file)
{
  BG_ERROR_CONTEXT where = BG_ERROR_CONTEXT_NONE;
  HRESULT what = S_OK;
  HRESULT got = IBackgroundCopyError_GetError(error, &where, &what);
  IBackgroundCopyFile *which = NULL;

  *code = what;
  *context = (uint8_t)where;
  if (file != NULL && SUCCEEDED(IBackgroundCopyError_GetFile(error, &which)) && which != NULL) {
    conf_file_remote_name(which, file);
    IBackgroundCopyFile_Release(which);
  }
  return got;
}
