/* conformance/files.h - reading files and asking what they are, through libuv. */
#ifndef CONF_FILES_H
#define CONF_FILES_H

#include <stdbool.h>
#include <stddef.h>

/* Reads a whole file of at most `most` bytes into `bytes` (room for most + 1: a NUL follows). False
 * with a sentence for anything else. */
bool conf_file_read(const char *path, char *bytes, size_t most, size_t *length, char why[240]);

/* The same into memory that the caller frees; NULL with a sentence. */
char *conf_file_load(const char *path, size_t most, size_t *length, char why[240]);

enum conf_file_kind { CONF_NO_FILE, CONF_FILE, CONF_FOLDER, CONF_OTHER_FILE };
enum conf_file_kind conf_file_kind(const char *path);

/* Creates the folders above a file; false with a sentence. */
bool conf_file_make_folders(const char *path, char why[240]);

#endif
