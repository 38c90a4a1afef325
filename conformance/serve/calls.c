#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/serve/parts.h"

/* A method of a client as an input of the model. What is beyond the model's capacities is refused
 * with the HRESULT of a full BITS. */

enum {
  TOO_MANY_JOBS = (int32_t)0x80200049u, /* BG_E_TOO_MANY_JOBS_PER_USER */
};

static bool refuse(struct conf_serve_answer *answer, int32_t hresult)
{
  answer->hresult = hresult;
  return false;
}

/* ---- what the method takes ---- */

static bool take_file(struct conf_serve *serve, const struct conf_serve_call *call,
                      struct bn_input *input, struct conf_serve_answer *answer)
{
  struct serve_file *file;
  char *temporary;
  int32_t hresult;

  if (serve->state.job[input->job].files == BN_JOB_FILES)
    return refuse(answer, BN_HR_BG_E_TOO_MANY_FILES);
  input->file = serve_new_file(serve);
  if (input->file == BN_NONE)
    return refuse(answer, BN_HR_BG_E_TOO_MANY_FILES);
  hresult = serve_make_temporary(call->local, &temporary);
  if (hresult < 0)
    return refuse(answer, hresult);
  file = &serve->file[input->file];
  file->remote = conf_text_copy(call->remote);
  file->local = conf_text_copy(call->local);
  file->temporary = temporary;
  return true;
}

static bool take_property(struct conf_serve *serve, const struct conf_serve_call *call,
                          struct bn_input *input, struct conf_serve_answer *answer)
{
  input->class_ = BN_NONE;
  if (call->property != BN_PROPERTY_NOTIFICATION_CLSID || call->text == NULL)
    return true;
  input->class_ = serve_class_of(serve, call->text);
  return input->class_ != BN_NONE || refuse(answer, BN_HR_E_OUTOFMEMORY);
}

static bool take_validated(struct conf_serve *serve, const struct conf_serve_call *call,
                           struct bn_input *input, struct conf_serve_answer *answer)
{
  const struct bn_job *job = &serve->state.job[input->job];

  if (call->file >= job->files)
    return refuse(answer, BN_HR_BG_E_NOT_FOUND);
  input->file = job->file[call->file].file;
  return true;
}

static bool take_arguments(struct conf_serve *serve, const struct conf_serve_call *call,
                           struct bn_input *input, struct conf_serve_answer *answer)
{
  switch (call->method) {
  case BN_AddFile:
    return take_file(serve, call, input, answer);
  case BN_SetProperty:
    return take_property(serve, call, input, answer);
  case BN_SetValidationState:
  case BN_GetValidationState:
    return take_validated(serve, call, input, answer);
  case BN_SetNotifyInterface:
    input->object = BN_NONE;
    if (call->thing != NULL)
      input->object = serve_object_of(serve, call->thing);
    return call->thing == NULL || input->object != BN_NONE || refuse(answer, BN_HR_E_OUTOFMEMORY);
  case BN_SetNotifyCmdLine:
    input->program = call->text == NULL ? BN_NONE : SERVE_PROGRAM;
    return true;
  }
  return true;
}

/* ---- what it gives ---- */

static void give_program(const struct serve_job *job, struct conf_serve_answer *answer)
{
  if (job->program == NULL)
    return;
  snprintf(answer->text, sizeof answer->text, "%s", job->program);
  snprintf(answer->parameters, sizeof answer->parameters, "%s", job->parameters);
}

static void give_object(struct conf_serve *serve, uint8_t job, uint8_t object,
                        struct conf_serve_answer *answer)
{
  const struct serve_ref *ref;

  if (object == BN_NONE)
    return;
  ref = serve_ref_of(serve, object, serve->state.job[job].slot.ref.instance);
  if (ref == NULL)
    return;
  serve->doors.keep(serve->doors.with, ref->what.thing);
  answer->thing = ref->what.thing;
}

static void give_results(struct conf_serve *serve, const struct conf_serve_call *call,
                         const struct bn_input *input, struct conf_serve_answer *answer)
{
  const struct bn_effect *result = &serve->result;

  answer->hresult = result->hresult;
  answer->value = result->value;
  answer->error = result->error;
  answer->context = result->context;
  answer->file = call->method == BN_GetError ? serve->state.job[input->job].error_file : BN_NONE;
  if (bn_failed(answer->hresult))
    return;
  if (call->method == BN_GetNotifyCmdLine && result->program != BN_NONE)
    give_program(&serve->job[input->job], answer);
  else if (call->method == BN_GetNotifyInterface)
    give_object(serve, input->job, result->object, answer);
  else if (call->method == BN_GetProperty && result->class_ != BN_NONE)
    snprintf(answer->text, sizeof answer->text, "%s", serve->clsid[result->class_]);
  else if (call->method == BN_CreateJob)
    snprintf(answer->text, sizeof answer->text, "%s", serve->job[input->job].id);
}

/* ---- the call ---- */

static bool take_name(struct conf_serve *serve, const struct conf_serve_call *call,
                      struct bn_input *input, struct conf_serve_answer *answer)
{
  if (call->method == BN_CreateJob) {
    input->job = serve_new_job(serve);
    if (input->job == BN_NONE)
      return refuse(answer, TOO_MANY_JOBS);
    input->value = BN_PRIORITY_NORMAL;
    serve->job[input->job].name = conf_text_copy(call->text);
    serve->job[input->job].description = conf_text_copy("");
    return true;
  }
  input->job = serve_job_of(serve, call->job);
  return input->job != BN_NONE || refuse(answer, BN_HR_BG_E_NOT_FOUND);
}

static void undo(struct conf_serve *serve, const struct conf_serve_call *call,
                 const struct bn_input *input)
{
  uv_fs_t request;

  if (call->method != BN_AddFile)
    return;
  uv_fs_unlink(NULL, &request, serve->file[input->file].temporary, NULL);
  uv_fs_req_cleanup(&request);
  serve_free_file(&serve->file[input->file]);
}

static void replace_text(char **text, const char *by)
{
  free(*text);
  *text = by == NULL ? NULL : conf_text_copy(by);
}

/* What the model knows only the number of. To it there is one program: what it is called is the
 * job's. */
static void keep_texts(struct serve_job *job, const struct conf_serve_call *call)
{
  if (call->method == BN_SetDisplayName) {
    replace_text(&job->name, call->text);
  } else if (call->method == BN_SetNotifyCmdLine) {
    replace_text(&job->program, call->text);
    replace_text(&job->parameters, call->text == NULL ? NULL : call->parameters);
  }
}

static void call_model(struct conf_serve *serve, const struct conf_serve_call *call,
                       struct conf_serve_answer *answer)
{
  struct bn_input input = {.kind = BN_IN_CALL,
                           .app = SERVE_CLIENTS,
                           .method = call->method,
                           .property = call->property,
                           .value = call->value};

  if (!take_name(serve, call, &input, answer) || !take_arguments(serve, call, &input, answer))
    return;
  serve->result.hresult = BN_HR_E_UNEXPECTED;
  if (!serve_take(serve, &input)) {
    serve_log(serve, "%s was refused: %s", bn_method_text(call->method), serve->refusal);
    answer->hresult = BN_HR_E_UNEXPECTED;
  } else {
    give_results(serve, call, &input, answer);
  }
  if (bn_failed(answer->hresult))
    undo(serve, call, &input);
  else
    keep_texts(&serve->job[input.job], call);
  serve_go_on(serve);
}

static bool is_stale(const struct conf_serve *serve, uint32_t epoch)
{
  return epoch != 0 && epoch != serve->epoch;
}

void conf_serve_call(struct conf_serve *serve, const struct conf_serve_call *call,
                     struct conf_serve_answer *answer)
{
  struct conf_fault fault;

  *answer = (struct conf_serve_answer){.context = 0, .file = BN_NONE};
  uv_mutex_lock(&serve->lock);
  serve_wait_unless_stalled(serve);
  answer->epoch = serve->epoch;
  if (conf_faults_take(&serve->faults, CONF_FAULT_ANSWER, call->method, &fault))
    answer->hresult = fault.hresult;
  else if (is_stale(serve, call->epoch))
    answer->hresult = BN_HR_RPC_S_SERVER_UNAVAILABLE;
  else
    call_model(serve, call, answer);
  uv_mutex_unlock(&serve->lock);
}

/* ---- what the model does not know ---- */

/* BN_NONE with the HRESULT. */
static uint8_t find(struct conf_serve *serve, const char *id, uint32_t epoch, int32_t *hresult)
{
  uint8_t j;

  *hresult = BN_HR_RPC_S_SERVER_UNAVAILABLE;
  if (is_stale(serve, epoch))
    return BN_NONE;
  j = serve_job_of(serve, id);
  *hresult = j == BN_NONE ? BN_HR_BG_E_NOT_FOUND : BN_HR_S_OK;
  return j;
}

static void view_files(const struct conf_serve *serve, uint8_t j, struct conf_serve_view *view)
{
  const struct bn_job *job = &serve->state.job[j];
  const struct conf_serve_fetch *fetch = serve->job[j].fetch;

  for (uint8_t f = 0; f < job->files; f++) {
    const struct serve_file *file = &serve->file[job->file[f].file];
    bool runs = fetch != NULL && serve->job[j].fetching == f;
    view->file[f].done = job->file[f].done;
    view->file[f].size = runs ? fetch->size : file->size;
    view->file[f].received = runs ? fetch->received : file->received;
    view->done = (uint8_t)(view->done + job->file[f].done);
  }
}

int32_t conf_serve_look(struct conf_serve *serve, const char *id, uint32_t epoch,
                        struct conf_serve_view *view)
{
  int32_t hresult;
  uint8_t j;

  *view = (struct conf_serve_view){0};
  uv_mutex_lock(&serve->lock);
  serve_wait_unless_stalled(serve);
  j = find(serve, id, epoch, &hresult);
  if (j != BN_NONE) {
    const struct bn_job *job = &serve->state.job[j];
    view->state = job->state;
    view->priority = job->priority;
    view->files = job->files;
    view->errors = job->errors;
    snprintf(view->name, sizeof view->name, "%s", serve->job[j].name);
    snprintf(view->description, sizeof view->description, "%s", serve->job[j].description);
    view_files(serve, j, view);
  }
  uv_mutex_unlock(&serve->lock);
  return hresult;
}

int32_t conf_serve_file_names(struct conf_serve *serve, const char *id, uint32_t epoch, uint8_t f,
                              char remote[CONF_PORT_TEXT], char local[CONF_PORT_TEXT],
                              char temporary[CONF_PORT_TEXT])
{
  int32_t hresult;
  uint8_t j;

  uv_mutex_lock(&serve->lock);
  j = find(serve, id, epoch, &hresult);
  if (j != BN_NONE && f >= serve->state.job[j].files)
    hresult = BN_HR_BG_E_NOT_FOUND;
  if (hresult == BN_HR_S_OK) {
    const struct serve_file *file = &serve->file[serve->state.job[j].file[f].file];
    snprintf(remote, CONF_PORT_TEXT, "%s", file->remote);
    snprintf(local, CONF_PORT_TEXT, "%s", file->local);
    snprintf(temporary, CONF_PORT_TEXT, "%s", file->temporary);
  }
  uv_mutex_unlock(&serve->lock);
  return hresult;
}

void conf_serve_describe(struct conf_serve *serve, const char *id, const char *description)
{
  uint8_t j;

  uv_mutex_lock(&serve->lock);
  j = serve_job_of(serve, id);
  if (j != BN_NONE) {
    free(serve->job[j].description);
    serve->job[j].description = conf_text_copy(description);
    serve_journal_write(serve);
  }
  uv_mutex_unlock(&serve->lock);
}

unsigned conf_serve_jobs(struct conf_serve *serve, char id[BN_JOBS][CONF_GUID_TEXT])
{
  unsigned count = 0;
  uint64_t after = 0;

  uv_mutex_lock(&serve->lock);
  for (;;) {
    uint8_t next = BN_NONE;
    for (uint8_t j = 0; j < BN_JOBS; j++) {
      if (serve->state.job[j].state < BN_ACKNOWLEDGED && serve->job[j].order > after &&
          (next == BN_NONE || serve->job[j].order < serve->job[next].order))
        next = j;
    }
    if (next == BN_NONE)
      break;
    after = serve->job[next].order;
    memcpy(id[count++], serve->job[next].id, CONF_GUID_TEXT);
  }
  uv_mutex_unlock(&serve->lock);
  return count;
}

uint32_t conf_serve_epoch(struct conf_serve *serve)
{
  uint32_t epoch;

  uv_mutex_lock(&serve->lock);
  epoch = serve->epoch;
  uv_mutex_unlock(&serve->lock);
  return epoch;
}

void conf_serve_exited(struct conf_serve *serve, uint8_t call, uint32_t ticket, uint32_t code)
{
  struct bn_input input = {.kind = BN_IN_EXIT, .call = call, .value = code};

  uv_mutex_lock(&serve->lock);
  serve_wait_unless_stalled(serve);
  if (serve->ticket[call] == ticket)
    serve_turn(serve, &input);
  uv_mutex_unlock(&serve->lock);
}
