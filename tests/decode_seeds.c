#include <assert.h>
#include <stdio.h>

#include "sim/model.h"

/* decode_seeds FOLDER: the encoded states of one job's life, a corpus for fuzz_decode. */

static struct bn_world world(void)
{
  struct bn_world w = bn_documented();

  w.users = w.apps = w.objects = w.files = w.programs = 1;
  w.app[0].running = 1;
  w.object[0].level = 2;
  w.file[0].answers = 1;
  w.file[0].answer[0] = (struct bn_answer){.status = 404};
  for (bn_knob k = 0; k < BN_KNOBS; k++)
    w.knob[k] = bn_knob_row(k)->usual;
  return w;
}

static void write_state(const char *folder, unsigned number, const struct bn_state *s)
{
  uint8_t bytes[BN_ENCODED_MAX];
  size_t length = bn_encode(s, bytes);
  char path[512];
  FILE *file;

  snprintf(path, sizeof path, "%s/state-%02u", folder, number);
  file = fopen(path, "wb");
  assert(file != NULL);
  assert(fwrite(bytes, 1, length, file) == length);
  fclose(file);
}

int main(int argc, char **argv)
{
  static const struct bn_input script[] = {
      {.kind = BN_IN_CALL, .method = BN_CreateJob},
      {.kind = BN_IN_CALL, .method = BN_AddFile},
      {.kind = BN_IN_CALL, .method = BN_SetNotifyFlags, .value = 0x1b},
      {.kind = BN_IN_CALL, .method = BN_SetNotifyInterface},
      {.kind = BN_IN_CALL, .method = BN_SetNotifyCmdLine},
      {.kind = BN_IN_CALL, .method = BN_Resume},
      {.kind = BN_IN_RETURN, .hresult = BN_HR_E_FAIL},
      {.kind = BN_IN_RETURN, .call = 1, .hresult = BN_HR_E_FAIL},
      {.kind = BN_IN_APP_END},
      {.kind = BN_IN_STOP},
  };
  struct bn_world w = world();
  struct bn_state s = bn_start(&w);
  struct bn_actions actions;
  struct bn_effects fx;
  unsigned number = 0;
  bn_knob asked;

  assert(argc == 2);
  for (unsigned i = 0; i < sizeof script / sizeof script[0]; i++) {
    bn_input(&w, &s, &script[i], &fx, &asked);
    write_state(argv[1], number++, &s);
    while (bn_enabled(&w, &s, &actions, &asked) == BN_DONE && actions.count > 0) {
      bn_fire(&w, &s, actions.item[0], &fx, &asked);
      write_state(argv[1], number++, &s);
    }
  }
  return 0;
}
