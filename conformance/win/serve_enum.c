#include <stdlib.h>
#include <string.h>

#include "conformance/win/serve_parts.h"

/* Both enumerators: what they list was decided when they were made. */

struct list {
  struct conf_front_object object;
  struct conf_front *front;
  ULONG count, next;
  uint32_t epoch;
  char id[BN_JOBS][CONF_GUID_TEXT]; /* of files: only the first, their job */
};

static HRESULT skip(struct list *list, ULONG count)
{
  ULONG left = list->count - list->next;

  list->next += count < left ? count : left;
  return count <= left ? S_OK : S_FALSE;
}

static struct list *copy_of(const struct list *list)
{
  struct list *copy = malloc(sizeof *copy);

  if (copy == NULL)
    return NULL;
  *copy = *list;
  copy->object.references = 1;
  return copy;
}

static IUnknown *item(const struct list *list, ULONG i, bool files)
{
  if (files)
    return (IUnknown *)conf_front_file(list->front, list->id[0], list->epoch, (uint8_t)i);
  return (IUnknown *)conf_front_job(list->front, list->id[i], list->epoch);
}

static HRESULT next(struct list *list, ULONG count, IUnknown **items, ULONG *fetched, bool files)
{
  ULONG one;

  if (items == NULL || (fetched == NULL && count != 1))
    return E_INVALIDARG;
  if (fetched == NULL)
    fetched = &one;
  *fetched = 0;
  while (*fetched < count && list->next < list->count) {
    items[*fetched] = item(list, list->next, files);
    if (items[*fetched] == NULL)
      return E_OUTOFMEMORY;
    list->next++;
    (*fetched)++;
  }
  return *fetched == count ? S_OK : S_FALSE;
}

/* The methods of one enumerator, by its type and that of what it lists. */
#define METHODS(prefix, Enum, Item, files)                                                         \
  static HRESULT STDMETHODCALLTYPE prefix##_next(Enum *This, ULONG count, Item **items,            \
                                                 ULONG *fetched)                                   \
  {                                                                                                \
    return next((struct list *)This, count, (IUnknown **)items, fetched, files);                   \
  }                                                                                                \
  static HRESULT STDMETHODCALLTYPE prefix##_skip(Enum *This, ULONG count)                          \
  {                                                                                                \
    return skip((struct list *)This, count);                                                       \
  }                                                                                                \
  static HRESULT STDMETHODCALLTYPE prefix##_reset(Enum *This)                                      \
  {                                                                                                \
    ((struct list *)This)->next = 0;                                                               \
    return S_OK;                                                                                   \
  }                                                                                                \
  static HRESULT STDMETHODCALLTYPE prefix##_clone(Enum *This, Enum **copy)                         \
  {                                                                                                \
    if (copy == NULL)                                                                              \
      return E_INVALIDARG;                                                                         \
    *copy = (Enum *)copy_of((struct list *)This);                                                  \
    return *copy == NULL ? E_OUTOFMEMORY : S_OK;                                                   \
  }                                                                                                \
  static HRESULT STDMETHODCALLTYPE prefix##_count(Enum *This, ULONG *count)                        \
  {                                                                                                \
    if (count == NULL)                                                                             \
      return E_INVALIDARG;                                                                         \
    *count = ((struct list *)This)->count;                                                         \
    return S_OK;                                                                                   \
  }                                                                                                \
  static const Enum##Vtbl prefix##_vtbl = {                                                        \
      (HRESULT(STDMETHODCALLTYPE *)(Enum *, REFIID, void **))conf_front_query,                     \
      (ULONG(STDMETHODCALLTYPE *)(Enum *))conf_front_add_ref,                                      \
      (ULONG(STDMETHODCALLTYPE *)(Enum *))conf_front_release_object,                               \
      prefix##_next,                                                                               \
      prefix##_skip,                                                                               \
      prefix##_reset,                                                                              \
      prefix##_clone,                                                                              \
      prefix##_count,                                                                              \
  }

METHODS(jobs, IEnumBackgroundCopyJobs, IBackgroundCopyJob, false);
METHODS(files, IEnumBackgroundCopyFiles, IBackgroundCopyFile, true);

IEnumBackgroundCopyJobs *conf_front_enum_jobs(struct conf_front *front)
{
  static const IID *const iids[] = {&IID_IUnknown, &IID_IEnumBackgroundCopyJobs, NULL};
  struct list *list = conf_front_new(sizeof *list, &jobs_vtbl, iids);

  if (list == NULL)
    return NULL;
  list->front = front;
  list->epoch = conf_serve_epoch(front->serve);
  list->count = conf_serve_jobs(front->serve, list->id);
  return (IEnumBackgroundCopyJobs *)list;
}

IEnumBackgroundCopyFiles *conf_front_enum_files(struct conf_front *front, const char *job,
                                                uint32_t epoch, uint8_t files)
{
  static const IID *const iids[] = {&IID_IUnknown, &IID_IEnumBackgroundCopyFiles, NULL};
  struct list *list = conf_front_new(sizeof *list, &files_vtbl, iids);

  if (list == NULL)
    return NULL;
  list->front = front;
  list->epoch = epoch;
  list->count = files;
  strncpy(list->id[0], job, CONF_GUID_TEXT - 1);
  return (IEnumBackgroundCopyFiles *)list;
}
