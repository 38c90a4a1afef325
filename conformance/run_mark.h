/* conformance/run_mark.h - what a run leaves in the world carries its mark, so that a later run can
 * tell what is left of dead ones (sweep.h).
 *
 * The mark is the process number of the runner and when it started: "4711-132f9b0c2a1e". */
#ifndef CONF_RUN_MARK_H
#define CONF_RUN_MARK_H

#include <stdbool.h>

enum {
  CONF_RUN = 32,       /* bytes of a mark, NUL included */
  CONF_RUN_NAME = 256, /* of a marked name: BITS takes no longer ones */
  CONF_RUN_PATH = 1024,
};

/* The mark of this process. */
void conf_run_mark(char mark[CONF_RUN]);

/* The name of a job or a class: "bitsnotify MARK WHAT", cut where it would be too long. */
void conf_run_name(const char *what, char name[CONF_RUN_NAME]);

/* Whose name is it, that of a job or of a folder? False: nobody's of ours. */
bool conf_run_of(const char *name, char mark[CONF_RUN]);

/* Does that run go on? What cannot be told counts as a life. */
bool conf_run_lives(const char *mark);

/* This run's folder for downloads, below the user's folder for temporary files; made when it is not
 * there. False with a sentence. */
bool conf_run_folder(char path[CONF_RUN_PATH], char why[240]);

/* Notes in the folder what has to be undone if this run dies: a process of ours that others than
 * this one may have started; a CLSID before it is registered. False with a sentence. */
bool conf_run_note_process(unsigned process, char why[240]);
bool conf_run_note_class(const char *clsid, char why[240]);

#endif
