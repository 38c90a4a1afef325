/* conformance/sha256.h - SHA-256 (FIPS 180-4), which ties a trace to the bytes of its scenario. */
#ifndef CONF_SHA256_H
#define CONF_SHA256_H

#include <stddef.h>

/* The digest of `length` bytes, as 64 lower-case hexadecimal digits and a NUL. */
void conf_sha256(const void *bytes, size_t length, char hex[65]);

#endif
