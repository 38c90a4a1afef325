/* conformance/words.h - how things of a scenario are called in sentences and traces. */
#ifndef CONF_WORDS_H
#define CONF_WORDS_H

#include "conformance/text.h"
#include "conformance/trace.h"

/* "S_OK", "BG_E_HTTP_ERROR_404", "0x80190001"; the text is in `buffer` or a constant. */
const char *conf_words_hresult(int32_t hresult, char buffer[24]);

/* Appends: updater.watcher, helper.sink#2 (instance 0: none). */
void conf_words_object(struct conf_text *text, const struct conf_scenario *scenario, uint8_t object,
                       uint8_t instance);

/* Appends what an "at" says; "anywhere" without one. */
void conf_words_receiver(struct conf_text *text, const struct conf_scenario *scenario,
                         struct conf_receiver at);

/* Appends a method with what was passed: SetNotifyInterface of "j" to updater.watcher. */
void conf_words_call(struct conf_text *text, const struct conf_scenario *scenario,
                     const struct conf_event *event);

/* Appends what a receiver was told: JobTransferred of "j" at updater.watcher. */
void conf_words_event(struct conf_text *text, const struct conf_scenario *scenario,
                      const struct conf_event *event);

/* Appends what an expectation asks for, its window left out. */
void conf_words_expect(struct conf_text *text, const struct conf_scenario *scenario,
                       const struct conf_expect *expect);

/* Appends "kill updater", "advance 600000 ms" and the like. */
void conf_words_world(struct conf_text *text, const struct conf_scenario *scenario,
                      const struct conf_world_event *event);

/* Appends the flags by name, joined by " | "; "none" for 0. */
void conf_words_flags(struct conf_text *text, uint32_t flags);

/* Appends "step 7" or "step 7, lane 1, step 2"; "at the end" for the drain. */
void conf_words_step(struct conf_text *text, const uint8_t number[3]);

#endif
