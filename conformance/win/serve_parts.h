/* conformance/win/serve_parts.h - what the files of the COM front share. Nothing here is for
 * others.
 *
 *   serve.c           opening, the class object
 *   serve_manager.c   IBackgroundCopyManager
 *   serve_job.c       IBackgroundCopyJob to Job5; serve_job_rest.c: what the model does not cover
 *   serve_file.c      IBackgroundCopyFile to File3, IBackgroundCopyError
 *   serve_enum.c      the enumerators
 *   serve_doors.c     callback objects, activation, programs
 *   serve_fetch.c     downloads
 */
#ifndef CONF_WIN_SERVE_PARTS_H
#define CONF_WIN_SERVE_PARTS_H

#include "conformance/serve/front.h"
#include "conformance/win/com.h"

struct conf_front {
  struct conf_front_options options;
  struct conf_serve *serve; /* once registered */
  CLSID clsid;
  DWORD cookie[3]; /* of the classes it is found under; 0: not under that one */
};

/* Objects that clients hold: a pointer to a job is its GUID and the service run in which the client
 * got it. Made with one reference; NULL without memory. */
IBackgroundCopyManager *conf_front_manager(struct conf_front *front);
IBackgroundCopyJob *conf_front_job(struct conf_front *front, const char *job, uint32_t epoch);
IBackgroundCopyFile *conf_front_file(struct conf_front *front, const char *job, uint32_t epoch,
                                     uint8_t file);
IBackgroundCopyError *conf_front_error(struct conf_front *front, const char *job, uint32_t epoch,
                                       int32_t code, uint8_t context, uint8_t file);
/* The jobs, or the files of one, as they are now. */
IEnumBackgroundCopyJobs *conf_front_enum_jobs(struct conf_front *front);
IEnumBackgroundCopyFiles *conf_front_enum_files(struct conf_front *front, const char *job,
                                                uint32_t epoch, uint8_t files);

/* serve_job_rest.c: fills in the methods that answer E_NOTIMPL. */
void conf_front_job_rest(IBackgroundCopyJob5Vtbl *vtbl);
/* serve_doors.c: a client's callback object; S_OK with thing NULL for NULL. */
HRESULT conf_front_thing(IUnknown *object, struct conf_serve_thing *thing);
/* One more reference to what stands behind a thing. */
IUnknown *conf_front_unknown(void *thing);
int32_t conf_front_notify(void *with, void *thing, const struct conf_serve_notice *notice);
int32_t conf_front_activate(void *with, const char *clsid, struct conf_serve_thing *made);
void conf_front_release(void *with, void *thing);
void conf_front_keep(void *with, void *thing);
bool conf_front_lives(void *with, void *thing);
int32_t conf_front_launch(void *with, const char *program, const char *parameters, uint8_t call,
                          uint32_t ticket);
/* serve_fetch.c */
void conf_front_fetch(void *with, struct conf_serve_fetch *fetch);
void conf_front_cancel(void *with, struct conf_serve_fetch *fetch);

/* UTF-8 as memory of COM for an [out] string. An HRESULT. */
HRESULT conf_front_give(const char *text, LPWSTR *out);

/* IUnknown of the objects above: the first three of their methods. */
struct conf_front_object {
  const void *vtbl; /* first: COM's pointer is ours */
  LONG references;
  const IID *const *iids; /* what it answers to, NULL at the end */
};
HRESULT STDMETHODCALLTYPE conf_front_query(void *This, REFIID iid, void **object);
ULONG STDMETHODCALLTYPE conf_front_add_ref(void *This);
ULONG STDMETHODCALLTYPE conf_front_release_object(void *This);
/* Zeroed memory of `size` bytes that begins with a struct conf_front_object; NULL without memory.
 */
void *conf_front_new(size_t size, const void *vtbl, const IID *const *iids);

#endif
