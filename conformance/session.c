#include "conformance/session.h"

#include <stdio.h>
#include <string.h>

#include "conformance/command.h"
#include "conformance/escape.h"

int conf_session_complain(const char *path, const struct conf_problem *problem)
{
  conf_escape(stderr, path, CONF_ESCAPE_TERMINAL);
  if (problem->place.line > 0)
    fprintf(stderr, ":%u:%u", problem->place.line, problem->place.column);
  fputs(": ", stderr);
  conf_escape(stderr, problem->text, CONF_ESCAPE_TERMINAL);
  fputc('\n', stderr);
  return 2;
}

static int load_catalogue(struct conf_session *session, const char *near_path)
{
  struct conf_problem problem;

  session->rooted = conf_root_find(&session->root, near_path);
  if (!session->rooted && strcmp(session->command, "serve") == 0)
    return 0; /* it reads no scenario */
  if (!session->rooted) {
    fprintf(stderr,
            "bitsnotify %s: there is no rules.json above %s and none is installed: the ids that "
            "scenarios cite are not checked\n",
            session->command, near_path[0] == '\0' ? "this folder" : near_path);
    return 0;
  }
  if (!conf_catalogue_load(&session->catalogue, near_path, &problem))
    return conf_session_complain(session->catalogue.path, &problem);
  return 0;
}

static int load_profile(const struct conf_session *session, const char *name,
                        struct conf_profile *profile)
{
  struct conf_problem problem;
  char folder[CONF_PATH_MAX], path[512] = "";

  conf_root_file(&session->root, "profiles", folder);
  if (!conf_profile_load(profile, folder, name, &problem, path))
    return conf_session_complain(path[0] == '\0' ? name : path, &problem);
  return 0;
}

static void append(char *text, size_t size, const char *before, const char *word)
{
  size_t used = strlen(text);

  snprintf(text + used, size - used, "%s%s", before, word);
}

static int load_profiles(struct conf_session *session, const struct conf_options *options)
{
  char why[240];

  if (load_profile(session, options->as == NULL ? "documented" : options->as, &session->as) != 0 ||
      (options->allow != NULL && load_profile(session, options->allow, &session->allow) != 0))
    return 2;
  snprintf(session->profile, sizeof session->profile, "%s", session->as.name);
  for (unsigned i = 0; i < options->sets; i++) {
    if (!conf_profile_set(&session->as, options->set[i], why))
      return conf_complain(session->command, why);
    append(session->profile, sizeof session->profile, i == 0 ? " with " : ", ", options->set[i]);
  }
  return 0;
}

static void repeat_options(struct conf_session *session, const struct conf_options *options)
{
  char *again = session->again;
  size_t size = sizeof session->again;

  if (options->on != NULL)
    append(again, size, " --on=", options->on);
  if (options->as != NULL)
    append(again, size, " --as=", options->as);
  if (options->allow != NULL)
    append(again, size, " --allow=", options->allow);
  if (options->service != NULL)
    append(again, size, " --service=", options->service);
  for (unsigned i = 0; i < options->sets; i++)
    append(again, size, " --set=", options->set[i]);
}

int conf_session_open(struct conf_session *session, const char *command,
                      const struct conf_options *options)
{
  *session = (struct conf_session){.command = command};
  if (load_catalogue(session, options->paths == 0 ? "" : options->path[0]) != 0)
    return 2;
  repeat_options(session, options);
  return load_profiles(session, options);
}

void conf_session_free(struct conf_session *session)
{
  conf_catalogue_free(&session->catalogue);
}

int conf_session_play(const struct conf_session *session, const struct conf_options *options,
                      struct conf_play *play)
{
  char why[240];

  *play = (struct conf_play){
      .manner = {.as = &session->as,
                 .allow = options->allow == NULL ? NULL : &session->allow,
                 .root = &session->root,
                 .time_scale = options->time_scale,
                 .speed = options->speed,
                 .patience = options->patience,
                 .service = options->service},
      .allow = options->allow == NULL ? NULL : &session->allow,
      .catalogue = session->rooted ? &session->catalogue : NULL,
      .repeat = options->repeat,
      .options = session->again,
  };
  play->implementation = conf_implementation_named(options->on == NULL ? "sim" : options->on,
                                                   &play->manner.argument, why);
  return play->implementation == NULL ? conf_complain(session->command, why) : 0;
}
