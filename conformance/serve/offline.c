#include "conformance/serve/offline.h"

#include <fcntl.h>

#include "conformance/serve/parts.h"

static bool scripted(struct conf_serve *serve, struct bn_answer *answer)
{
  struct conf_fault fault;
  bool found;

  uv_mutex_lock(&serve->lock);
  found = conf_faults_take(&serve->faults, CONF_FAULT_ORIGIN, CONF_FAULT_ANY, &fault);
  uv_mutex_unlock(&serve->lock);
  *answer = (struct bn_answer){.status = 200};
  if (found && fault.number >= 1000)
    answer->condition = (uint8_t)(fault.number - 1000);
  else if (found)
    answer->status = (uint16_t)fault.number;
  return found;
}

static void write_body(const char *path)
{
  static char text[] = "bitsnotify serve --offline\n";
  uv_buf_t body = uv_buf_init(text, sizeof text - 1);
  uv_fs_t request;
  uv_file file =
      uv_fs_open(NULL, &request, path, UV_FS_O_CREAT | UV_FS_O_TRUNC | UV_FS_O_WRONLY, 0666, NULL);

  uv_fs_req_cleanup(&request);
  if (file < 0)
    return;
  uv_fs_write(NULL, &request, file, &body, 1, 0, NULL);
  uv_fs_req_cleanup(&request);
  uv_fs_close(NULL, &request, file, NULL);
  uv_fs_req_cleanup(&request);
}

void conf_serve_offline(void *with, struct conf_serve_fetch *fetch)
{
  (void)with;
  if (scripted(fetch->serve, &fetch->answer) &&
      (fetch->answer.condition == BN_REFUSE || fetch->answer.condition == BN_UNRESOLVED))
    return;
  conf_serve_connected(fetch);
  if (fetch->answer.condition != BN_STATUS || fetch->answer.status != 200)
    return;
  write_body(fetch->temporary);
  conf_serve_progress(fetch, 27, 27);
}
