/* tests/scene.h - a scenario from a string, played on the model as documented.
 *
 *   struct scene s = scene_play(SCENE_STEPS("{ \"expect\": ... }"));
 *   ck_assert_int_eq(s.result.verdict, CONF_FAIL);
 *   scene_free(&s);
 *
 * The cast: updater with the objects watcher (answers S_OK), slow (waits for "gate" in
 * JobTransferred), failing (E_FAIL, then S_OK) and mortal (its process dies in JobTransferred);
 * helper with a class that creates sink; the program notify. File a.bin answers 200, bad.bin
 * 404. */
#ifndef TESTS_SCENE_H
#define TESTS_SCENE_H

#include "conformance/result.h"

struct scene {
  struct conf_scenario *scenario;
  struct conf_trace trace;
  struct conf_result result;
};

/* The steps, comma separated, with the quotes of JSON written '. Fails the test when they cannot be
 * read. */
struct scene scene_play(const char *steps);

/* The same with a job "j" of a.bin before them whose object is `object` and which is resumed. */
struct scene scene_play_job(const char *object, const char *steps);

/* A whole scenario, quotes written '. */
struct scene scene_play_whole(const char *text);
struct conf_scenario *scene_read(const char *text);

void scene_free(struct scene *scene);

#endif
