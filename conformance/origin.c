#include "conformance/origin_parts.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/text.h"

/* ---- answers ---- */

bool conf_origin_is_body(const struct conf_file_answer *answer)
{
  switch (answer->condition) {
  case BN_STATUS:
    return answer->status == 200 || answer->status == 206;
  case BN_ABORT:
    return answer->drop_after > 0;
  default:
    return answer->condition == BN_NO_LENGTH;
  }
}

/* A drop comes before the last byte, whatever its number says. */
uint64_t conf_origin_stop(const struct conf_file_answer *answer, uint64_t size)
{
  if (answer->condition != BN_ABORT || size == 0)
    return size;
  return answer->drop_after < size ? answer->drop_after : size - 1;
}

static void move_on(struct conf_origin *o, uint8_t file)
{
  struct conf_origin_file *f = &o->file[file];

  f->spent_ns = 0;
  if (f->changed || f->next + 1 >= o->scenario->file[file].answers)
    return;
  f->next++;
  f->released = f->released_next;
  f->released_next = 0;
}

struct conf_file_answer conf_origin_present(struct conf_origin *o, uint8_t file)
{
  struct conf_origin_file *f = &o->file[file];

  if (f->spent_ns != 0 && uv_hrtime() - f->spent_ns >= o->again_ns)
    move_on(o, file);
  return f->changed ? f->answer : o->scenario->file[file].answer[f->next];
}

void conf_origin_spend(struct conf_origin *o, uint8_t file, bool failed)
{
  struct conf_origin_file *f = &o->file[file];

  if (!failed)
    move_on(o, file);
  else if (f->spent_ns == 0)
    f->spent_ns = uv_hrtime();
}

void conf_origin_release(struct conf_origin *o, uint8_t file)
{
  assert(file < o->scenario->files);
  uv_mutex_lock(&o->mutex);
  if (o->file[file].spent_ns != 0)
    o->file[file].released_next = 1;
  else
    o->file[file].released = 1;
  uv_cond_broadcast(&o->changed);
  uv_mutex_unlock(&o->mutex);
}

void conf_origin_answer(struct conf_origin *o, uint8_t file, const struct conf_file_answer *answer)
{
  struct conf_origin_file *f = &o->file[file];

  assert(file < o->scenario->files);
  uv_mutex_lock(&o->mutex);
  f->changed = 1;
  f->released = f->released_next = 0;
  f->spent_ns = 0;
  f->answer = *answer;
  uv_cond_broadcast(&o->changed);
  uv_mutex_unlock(&o->mutex);
}

void conf_origin_hold(struct conf_origin *o, uint8_t file)
{
  o->file[file].waiting++;
  uv_cond_broadcast(&o->changed);
  uv_cond_wait(&o->changed, &o->mutex);
  o->file[file].waiting--;
}

bool conf_origin_await_hold(struct conf_origin *o, uint8_t file, unsigned ms)
{
  uint64_t end = uv_hrtime() + (uint64_t)ms * 1000000, now;
  bool waits;

  uv_mutex_lock(&o->mutex);
  while (o->file[file].waiting == 0 && (now = uv_hrtime()) < end)
    (void)uv_cond_timedwait(&o->changed, &o->mutex, end - now);
  waits = o->file[file].waiting > 0;
  uv_mutex_unlock(&o->mutex);
  return waits;
}

/* ---- addresses ---- */

static void make_token(struct conf_origin *o)
{
  uint8_t byte[(CONF_TOKEN - 1) / 2];
  int error = uv_random(NULL, NULL, byte, sizeof byte, 0, NULL);

  assert(error == 0);
  (void)error;
  for (size_t i = 0; i < sizeof byte; i++)
    (void)snprintf(o->token + 2 * i, 3, "%02x", byte[i]);
}

/* A port that is ours and where nobody listens: a connection to it is refused. */
static unsigned bind_deaf(struct conf_origin *o)
{
  struct sockaddr_in address;
  int length = (int)sizeof address;

  (void)uv_ip4_addr("127.0.0.1", 0, &address);
  if (uv_tcp_bind(&o->deaf, (const struct sockaddr *)&address, 0) != 0 ||
      uv_tcp_getsockname(&o->deaf, (struct sockaddr *)&address, &length) != 0)
    return 0;
  return ntohs(address.sin_port);
}

static void make_url(struct conf_origin *o, uint8_t file, unsigned port, unsigned deaf)
{
  const char *name = o->scenario->file[file].name;
  char *url = o->file[file].url;
  int length;

  switch (o->scenario->file[file].answer[0].condition) {
  case BN_UNRESOLVED:
    length = snprintf(url, CONF_URL, "http://%s.invalid/%s", o->token, name);
    break;
  case BN_REFUSE:
    length = snprintf(url, CONF_URL, "http://127.0.0.1:%u/%s/%s", deaf, o->token, name);
    break;
  default:
    length = snprintf(url, CONF_URL, "http://127.0.0.1:%u/%s/%s", port, o->token, name);
  }
  assert(length < CONF_URL);
  (void)length;
}

const char *conf_origin_url(const struct conf_origin *o, uint8_t file)
{
  assert(file < o->scenario->files);
  return o->file[file].url;
}

uint8_t conf_origin_file(const struct conf_origin *o, const char *url)
{
  for (uint8_t file = 0; file < o->scenario->files; file++)
    if (strcmp(o->file[file].url, url) == 0)
      return file;
  return BN_NONE;
}

/* ---- from start to end ---- */

static bool start_daemon(struct conf_origin *o)
{
  struct sockaddr_in address;

  (void)uv_ip4_addr("127.0.0.1", 0, &address);
  o->daemon = MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD, 0,
                               NULL, NULL, conf_origin_serve, o, MHD_OPTION_SOCK_ADDR,
                               (const struct sockaddr *)&address, MHD_OPTION_NOTIFY_COMPLETED,
                               conf_origin_served, o, MHD_OPTION_END);
  return o->daemon != NULL;
}

static struct conf_origin *allocate(const struct conf_scenario *scenario, unsigned again_ms)
{
  struct conf_origin *o = conf_text_grow(NULL, sizeof *o);

  memset(o, 0, sizeof *o);
  o->scenario = scenario;
  o->again_ns = (uint64_t)again_ms * 1000000;
  o->request = conf_text_grow(NULL, (CONF_REQUESTS + 1) * sizeof *o->request);
  o->told = conf_text_grow(NULL, CONF_REQUESTS * sizeof *o->told);
  memset(o->told, 0, CONF_REQUESTS * sizeof *o->told);
  if (uv_mutex_init(&o->mutex) != 0 || uv_cond_init(&o->changed) != 0 ||
      uv_loop_init(&o->loop) != 0 || uv_tcp_init(&o->loop, &o->deaf) != 0)
    abort(); /* without memory for a lock nothing of ours can go on */
  return o;
}

struct conf_origin *conf_origin_open(const struct conf_scenario *scenario, unsigned again_ms,
                                     char why[240])
{
  struct conf_origin *o = allocate(scenario, again_ms);
  unsigned deaf = bind_deaf(o), port;

  make_token(o);
  if (deaf == 0 || !start_daemon(o)) {
    (void)snprintf(why, 240, "the origin cannot listen on 127.0.0.1");
    conf_origin_close(o);
    return NULL;
  }
  port = MHD_get_daemon_info(o->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
  uv_mutex_lock(&o->mutex);
  for (uint8_t file = 0; file < scenario->files; file++)
    make_url(o, file, port, deaf);
  uv_mutex_unlock(&o->mutex);
  return o;
}

void conf_origin_close(struct conf_origin *o)
{
  if (o == NULL)
    return;
  uv_mutex_lock(&o->mutex);
  o->closing = true;
  uv_cond_broadcast(&o->changed);
  uv_mutex_unlock(&o->mutex);
  if (o->daemon != NULL)
    MHD_stop_daemon(o->daemon);
  uv_close((uv_handle_t *)&o->deaf, NULL);
  (void)uv_run(&o->loop, UV_RUN_DEFAULT);
  (void)uv_loop_close(&o->loop);
  uv_cond_destroy(&o->changed);
  uv_mutex_destroy(&o->mutex);
  free(o->told);
  free(o->request);
  free(o);
}
