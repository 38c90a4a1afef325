#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/files.h"
#include "conformance/json.h"
#include "conformance/problems.h"
#include "conformance/serve/parts.h"

/* {"journal": 1, "state": "hex", "jobs": [...], "files": [...], "classes":
 * [...]}
 *
 * The state is the model's own encoding, the lists say who stands behind its numbers. Written to a
 * new file, flushed and renamed before anybody sees what the turn did; so a kill leaves this turn
 * or the one before it. */

enum { JOURNAL_VERSION = 1, JOURNAL_BYTES = 1 << 20 };

/* ---- writing ---- */

static void add_state(struct conf_text *text, const struct bn_state *state)
{
  uint8_t bytes[BN_ENCODED_MAX];
  size_t count = bn_encode(state, bytes);

  for (size_t i = 0; i < count; i++)
    conf_text_format(text, "%02x", bytes[i]);
}

static void open_item(struct conf_text *text, bool *some, unsigned number)
{
  conf_text_format(text, "%s\n  {\"number\": %u", *some ? "," : "", number);
  *some = true;
}

static void add_field(struct conf_text *text, const char *name, const char *value)
{
  conf_text_format(text, ", \"%s\": ", name);
  conf_text_quote(text, value);
}

static void add_jobs(struct conf_text *text, const struct conf_serve *serve)
{
  bool some = false;

  for (unsigned j = 0; j < BN_JOBS; j++) {
    if (serve->state.job[j].state == BN_NO_JOB)
      continue;
    open_item(text, &some, j);
    add_field(text, "id", serve->job[j].id);
    add_field(text, "name", serve->job[j].name);
    add_field(text, "description", serve->job[j].description);
    if (serve->job[j].program != NULL) {
      add_field(text, "program", serve->job[j].program);
      add_field(text, "parameters", serve->job[j].parameters);
    }
    conf_text_format(text, ", \"order\": %llu}", (unsigned long long)serve->job[j].order);
  }
}

static void add_files(struct conf_text *text, const struct conf_serve *serve)
{
  bool some = false;

  for (unsigned f = 0; f < BN_FILES; f++) {
    if (serve->file[f].remote == NULL)
      continue;
    open_item(text, &some, f);
    add_field(text, "remote", serve->file[f].remote);
    add_field(text, "local", serve->file[f].local);
    add_field(text, "temporary", serve->file[f].temporary);
    conf_text_format(text, ", \"size\": %llu}", (unsigned long long)serve->file[f].size);
  }
}

static void add_classes(struct conf_text *text, const struct conf_serve *serve)
{
  bool some = false;

  for (unsigned c = 0; c < BN_CLASSES; c++) {
    if (serve->clsid[c] == NULL)
      continue;
    open_item(text, &some, c);
    add_field(text, "clsid", serve->clsid[c]);
    conf_text_add(text, "}");
  }
}

static char *compose(const struct conf_serve *serve)
{
  struct conf_text text = {0};

  conf_text_format(&text, "{\"journal\": %d,\n \"state\": \"", JOURNAL_VERSION);
  add_state(&text, &serve->state);
  conf_text_add(&text, "\",\n \"jobs\": [");
  add_jobs(&text, serve);
  conf_text_add(&text, "],\n \"files\": [");
  add_files(&text, serve);
  conf_text_add(&text, "],\n \"classes\": [");
  add_classes(&text, serve);
  conf_text_add(&text, "]}\n");
  return text.bytes;
}

static bool write_all(const char *path, const char *bytes)
{
  uv_buf_t buffer = uv_buf_init((char *)(uintptr_t)bytes, (unsigned)strlen(bytes));
  uv_fs_t request;
  bool written;
  uv_file file =
      uv_fs_open(NULL, &request, path, UV_FS_O_CREAT | UV_FS_O_TRUNC | UV_FS_O_WRONLY, 0666, NULL);

  uv_fs_req_cleanup(&request);
  if (file < 0)
    return false;
  written = uv_fs_write(NULL, &request, file, &buffer, 1, 0, NULL) == (int)buffer.len;
  uv_fs_req_cleanup(&request);
  written = uv_fs_fsync(NULL, &request, file, NULL) == 0 && written;
  uv_fs_req_cleanup(&request);
  uv_fs_close(NULL, &request, file, NULL);
  uv_fs_req_cleanup(&request);
  return written;
}

bool serve_journal_write(struct conf_serve *serve)
{
  struct conf_text path = {0};
  uv_fs_t request;
  char *bytes;
  bool written;

  if (serve->options.journal == NULL)
    return true;
  bytes = compose(serve);
  if (serve->journalled != NULL && strcmp(serve->journalled, bytes) == 0) {
    free(bytes);
    return true;
  }
  conf_text_format(&path, "%s.new", serve->options.journal);
  written = write_all(path.bytes, bytes);
  if (written) {
    written = uv_fs_rename(NULL, &request, path.bytes, serve->options.journal, NULL) == 0;
    uv_fs_req_cleanup(&request);
  }
  conf_text_free(&path);
  free(serve->journalled);
  serve->journalled = bytes;
  return written;
}

/* ---- reading ---- */

static const char *text_of(const cJSON *item, const char *name)
{
  const cJSON *field = cJSON_GetObjectItemCaseSensitive(item, name);

  return cJSON_IsString(field) ? field->valuestring : NULL;
}

/* False for anything that is not a whole number below the limit. */
static bool number_of(const cJSON *item, const char *name, double limit, double *number)
{
  const cJSON *field = cJSON_GetObjectItemCaseSensitive(item, name);

  if (!cJSON_IsNumber(field) || !(field->valuedouble >= 0 && field->valuedouble < limit))
    return false;
  *number = field->valuedouble;
  return true;
}

static bool read_state(const cJSON *root, struct bn_state *state)
{
  const char *hex = text_of(root, "state");
  uint8_t bytes[BN_ENCODED_MAX];
  size_t count = 0;

  for (; hex != NULL && hex[0] != '\0'; hex += 2) {
    unsigned byte;
    if (count == sizeof bytes || strspn(hex, "0123456789abcdef") < 2 ||
        sscanf(hex, "%2x", &byte) != 1)
      return false;
    bytes[count++] = (uint8_t)byte;
  }
  return hex != NULL && bn_decode(bytes, count, state);
}

static bool read_job(struct conf_serve *serve, const cJSON *item, unsigned number)
{
  struct serve_job *job = &serve->job[number];
  const char *id = text_of(item, "id"), *name = text_of(item, "name"),
             *description = text_of(item, "description"), *program = text_of(item, "program"),
             *parameters = text_of(item, "parameters");
  double order;

  if (id == NULL || strlen(id) + 1 != CONF_GUID_TEXT || name == NULL || description == NULL ||
      job->name != NULL || !number_of(item, "order", 9e15, &order))
    return false;
  snprintf(job->id, sizeof job->id, "%s", id);
  job->name = conf_text_copy(name);
  job->description = conf_text_copy(description);
  if (program != NULL && parameters != NULL) {
    job->program = conf_text_copy(program);
    job->parameters = conf_text_copy(parameters);
  }
  job->order = (uint64_t)order;
  if (job->order > serve->orders)
    serve->orders = job->order;
  return true;
}

static bool read_file(struct conf_serve *serve, const cJSON *item, unsigned number)
{
  struct serve_file *file = &serve->file[number];
  const char *remote = text_of(item, "remote"), *local = text_of(item, "local"),
             *temporary = text_of(item, "temporary");
  double size;

  if (remote == NULL || local == NULL || temporary == NULL || file->remote != NULL ||
      !number_of(item, "size", 9e15, &size))
    return false;
  *file = (struct serve_file){.remote = conf_text_copy(remote),
                              .local = conf_text_copy(local),
                              .temporary = conf_text_copy(temporary),
                              .size = (uint64_t)size,
                              .received = (uint64_t)size,
                              .hold = 0xff};
  return true;
}

static bool read_class(struct conf_serve *serve, const cJSON *item, unsigned number)
{
  const char *clsid = text_of(item, "clsid");

  if (clsid == NULL || strlen(clsid) + 1 != CONF_GUID_TEXT || serve->clsid[number] != NULL)
    return false;
  serve->clsid[number] = conf_text_copy(clsid);
  return true;
}

static bool read_list(struct conf_serve *serve, const cJSON *root, const char *name, unsigned count,
                      bool (*read)(struct conf_serve *, const cJSON *, unsigned))
{
  const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, name), *item;
  double number;

  if (!cJSON_IsArray(list))
    return false;
  for (item = list->child; item != NULL; item = item->next) {
    if (!number_of(item, "number", count, &number) || !read(serve, item, (unsigned)number))
      return false;
  }
  return true;
}

/* Everything that the state speaks of has a name. */
static bool is_complete(const struct conf_serve *serve)
{
  for (unsigned j = 0; j < BN_JOBS; j++) {
    const struct bn_job *job = &serve->state.job[j];
    if (job->state == BN_NO_JOB)
      continue;
    if (serve->job[j].name == NULL ||
        (job->class_ != BN_NONE && serve->clsid[job->class_] == NULL) ||
        (job->program != BN_NONE && serve->job[j].program == NULL))
      return false;
    for (unsigned f = 0; f < job->files; f++) {
      if (serve->file[job->file[f].file].remote == NULL)
        return false;
    }
  }
  return true;
}

static bool take_over(struct conf_serve *serve, const cJSON *root)
{
  double version;

  return number_of(root, "journal", JOURNAL_VERSION + 1, &version) && version == JOURNAL_VERSION &&
         read_state(root, &serve->state) && read_list(serve, root, "jobs", BN_JOBS, read_job) &&
         read_list(serve, root, "files", BN_FILES, read_file) &&
         read_list(serve, root, "classes", BN_CLASSES, read_class) && is_complete(serve);
}

bool serve_journal_read(struct conf_serve *serve, char why[240])
{
  struct conf_problem problem;
  struct conf_json json;
  size_t length;
  char *bytes;
  bool taken;

  if (conf_file_kind(serve->options.journal) == CONF_NO_FILE)
    return true;
  bytes = conf_file_load(serve->options.journal, JOURNAL_BYTES, &length, why);
  if (bytes == NULL)
    return false;
  if (!conf_json_read(&json, bytes, length, &problem)) {
    snprintf(why, 240, "%.100s:%u:%u: %.100s", serve->options.journal, problem.place.line,
             problem.place.column, problem.text);
    free(bytes);
    return false;
  }
  taken = take_over(serve, json.root);
  conf_json_free(&json);
  free(bytes);
  if (!taken) {
    snprintf(why, 240, "%.120s is no journal of this version of bitsnotify",
             serve->options.journal);
    return false;
  }
  serve_wake_up(serve);
  return true;
}
