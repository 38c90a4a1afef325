/* conformance/serve/offline.h - downloads that are not: the fetch door of `serve --offline`. */
#ifndef CONF_OFFLINE_H
#define CONF_OFFLINE_H

#include "conformance/serve/serve.h"

/* Answers 200 and leaves a few bytes, or as a pending `origin` fault says. */
void conf_serve_offline(void *with, struct conf_serve_fetch *fetch);

#endif
