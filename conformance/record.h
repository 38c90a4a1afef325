/* conformance/record.h - traces kept as files, for --record. */
#ifndef CONF_RECORD_H
#define CONF_RECORD_H

#include "conformance/root.h"
#include "conformance/trace.h"

struct conf_record {
  const char *folder;
  const struct conf_root *root; /* scenarios keep their place below it */
};

/* Where the trace of an attempt, from 1, at the scenario of this path is kept: as it lies below the
 * root, or else as its path says, which never leads out of the folder ("../x" is kept in "up/x").
 * False when the name would be too long. */
bool conf_record_name(const struct conf_record *record, const char *path, unsigned attempt,
                      char name[CONF_PATH_MAX]);

/* Writes late/x.json's trace to FOLDER/late/x.jsonl, attempt 2 to FOLDER/late/x.2.jsonl. with: a
 * struct conf_record. False with a sentence. */
bool conf_record_keep(void *with, const char *path, unsigned attempt,
                      const struct conf_trace *trace, char why[240]);

#endif
