/* conformance/sweep.h - takes away what dead runs left: at the start of a run, and at its end what
 * is its own.
 *
 * Left are processes, jobs of a BITS service, registered classes, and folders for downloads. All of
 * them carry the mark of their run (run_mark.h), and what carries no mark of ours, or that of a run
 * which goes on, is not touched. Whatever cannot be taken away stays noted for the next sweep. */
#ifndef CONF_SWEEP_H
#define CONF_SWEEP_H

#include <stdbool.h>

struct conf_swept {
  unsigned processes, jobs, classes, folders; /* taken away */
};

/* own: what this run has left counts as left, too. service: another manager class than BITS's;
 * NULL: BITS's. False with the first sentence when something of ours could not be taken away; the
 * rest was tried. */
bool conf_sweep(const char *service, bool own, struct conf_swept *swept, char why[240]);

/* The same only for folders below `temporary` and what is noted there. */
bool conf_sweep_folders(const char *temporary, bool own, struct conf_swept *swept, char why[240]);

/* ---- twins in posix/ and win/ ---- */

/* Jobs of this user with the mark of a dead run. True where there is no COM. */
bool conf_sweep_jobs(const char *service, bool own, unsigned *jobs, char why[240]);

/* Takes back the registration of a class that a dead run noted; true when there is none (any
 * more). */
bool conf_sweep_class(const char *clsid, unsigned *classes, char why[240]);

/* Is the mark that of a run to be swept? */
bool conf_sweep_due(const char *mark, bool own);

#endif
