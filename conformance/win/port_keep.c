#include <stdlib.h>

#include "conformance/run_mark.h"
#include "conformance/win/port_parts.h"

/* A job that was never resumed, with a file that is never fetched. */
static HRESULT make(struct conf_port *port, GUID *id)
{
  char name[CONF_RUN_NAME];
  IBackgroundCopyJob *job;
  WCHAR *wide;
  HRESULT made;

  conf_run_name("kept", name); /* a sweep knows it, should this process die in here */
  wide = conf_com_wide(name);
  made = conf_job_create(port, wide, id);
  free(wide);
  if (SUCCEEDED(made))
    made = conf_job_as(port, id, 1, false, &job);
  if (SUCCEEDED(made))
    made = IBackgroundCopyJob_AddFile(job, L"http://localhost/kept", L"C:\\kept");
  return made;
}

/* The references are never given back. */
static void keep_files(IBackgroundCopyJob *job)
{
  IEnumBackgroundCopyFiles *files;
  IBackgroundCopyFile *file;
  IUnknown *wider;
  ULONG fetched;

  if (FAILED(IBackgroundCopyJob_EnumFiles(job, &files)) ||
      IEnumBackgroundCopyFiles_Next(files, 1, &file, &fetched) != S_OK)
    return;
  (void)IBackgroundCopyFile_QueryInterface(file, &IID_IBackgroundCopyFile2, (void **)&wider);
  (void)IBackgroundCopyFile_QueryInterface(file, &CONF_IID_File3, (void **)&wider);
}

void conf_port_keep(struct conf_port *port)
{
  IBackgroundCopyJob *job, *wider;
  IEnumBackgroundCopyJobs *jobs;
  GUID id;

  if (!conf_com_is_wine() || FAILED(make(port, &id)))
    return;
  for (unsigned version = 2; version < CONF_JOB_VERSIONS; version++)
    (void)conf_job_as(port, &id, version, false, &wider);
  if (SUCCEEDED(conf_job_as(port, &id, 1, false, &job))) {
    keep_files(job);
    (void)IBackgroundCopyJob_Cancel(job); /* the object stays, the job does not */
  }
  (void)IBackgroundCopyManager_EnumJobs(port->mta.manager, 0, &jobs);
}
