/* conformance/platform.h - what the program itself needs of the platform; twins in posix/ and win/.
 */
#ifndef CONF_PLATFORM_H
#define CONF_PLATFORM_H

/* Standard output and error take bytes as they are. */
void conf_platform_start(void);

/* A path as reports show it: with forward slashes only. In place. */
void conf_platform_slashes(char *path);

#endif
