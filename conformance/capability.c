#include "conformance/capability.h"

static const struct {
  const char *name;
} capabilities[] = {{"notification-clsid"},
                    {"callback2"},
                    {"command-line"},
                    {"validation"},
                    {"restart"},
                    {"sessions"},
                    {"network"},
                    {"maximum-download-time"},
                    {"notification-interval"},
                    {"take-ownership"},
                    {"coexisting-users"}};

const char *conf_capability_read(struct conf_reader *reader, const cJSON *node, unsigned *index)
{
  return conf_reader_word(reader, node, "capability", CONF_ALL_WORDS(capabilities), index)
             ? capabilities[*index].name
             : NULL;
}
