#include <string.h>

#include "conformance/scenario_reader.h"

enum { ITEM_WAIT, ITEM_DIE, ITEM_RETURN, ITEM_EXIT };
static const char *const item_keys[] = {"wait", "die", "return", "exit"};

enum { RESPONSE_DO, RESPONSE_RETURN, RESPONSE_EXIT };
static const char *const response_keys[] = {"do", "return", "exit"};

static const struct {
  const char *name;
} deaths[] = {{"exit"}, {"kill"}, {"crash"}};

static struct conf_do *add_do(struct scenario_reader *r, const cJSON *node, uint8_t kind)
{
  struct conf_scenario *scenario = r->scenario;
  struct conf_do *item;

  if (scenario->dos == CONF_DOS) {
    conf_reader_refuse(&r->in, node, "too many items in all responses: at most %d", CONF_DOS);
    return NULL;
  }
  item = &scenario->do_[scenario->dos++];
  *item = (struct conf_do){.kind = kind, .gate = BN_NONE, .app = BN_NONE};
  item->place = conf_json_place(&r->in.json, node);
  return item;
}

static struct conf_response *add_response(struct scenario_reader *r, const cJSON *node)
{
  struct conf_scenario *scenario = r->scenario;
  struct conf_response *response;

  if (scenario->responses == CONF_RESPONSES) {
    conf_reader_refuse(&r->in, node, "too many responses: at most %d", CONF_RESPONSES);
    return NULL;
  }
  response = &scenario->response[scenario->responses++];
  *response = (struct conf_response){.first = scenario->dos};
  response->place = conf_json_place(&r->in.json, node);
  return response;
}

/* {"return": "E_FAIL"}, {"exit": 1}: the end of a handler or program, whichever stands in `found`.
 */
static void read_end(struct scenario_reader *r, const cJSON *returns, const cJSON *exit)
{
  struct conf_do *item = add_do(r, returns != NULL ? returns : exit, CONF_DO_RETURN);
  int32_t hresult = 0;
  uint64_t code = 0;

  if (returns != NULL)
    conf_reader_hresult(&r->in, returns, &hresult);
  else if (conf_reader_whole(&r->in, exit, 0, CONF_CODE_MAX, &code))
    hresult = (int32_t)code;
  if (item != NULL)
    item->hresult = hresult;
}

static void read_item_call(struct scenario_reader *r, const cJSON *node, struct call_site site)
{
  struct conf_do *item = add_do(r, node, CONF_DO_CALL);

  if (item != NULL)
    conf_scenario_read_call(r, node, site, &item->call, &item->app);
}

/* An item of "do"; true when it ends the response. */
static bool read_item(struct scenario_reader *r, const cJSON *node, struct call_site site)
{
  uint32_t allowed = KEYS(item_keys) & ~(site.where == IN_PROGRAM ? KEY(ITEM_DIE) | KEY(ITEM_RETURN)
                                                                  : KEY(ITEM_EXIT));
  const cJSON *found[COUNT(item_keys)];
  const cJSON *only;
  struct conf_do *item;
  unsigned death;

  if (cJSON_IsObject(node) && cJSON_GetObjectItemCaseSensitive(node, "call") != NULL) {
    read_item_call(r, node, site);
    return false;
  }
  if (!conf_reader_keys(&r->in, node, "an item", item_keys, COUNT(item_keys), allowed, 0, found))
    return false;
  only = node->child;
  if (only == NULL || only->next != NULL) {
    conf_reader_refuse(&r->in, node, "an item is one of %s",
                       site.where == IN_PROGRAM ? "\"call\", \"wait\" and \"exit\""
                                                : "\"call\", \"wait\", \"die\" and \"return\"");
    return false;
  }
  if (found[ITEM_RETURN] != NULL || found[ITEM_EXIT] != NULL) {
    read_end(r, found[ITEM_RETURN], found[ITEM_EXIT]);
    return true;
  }
  item = found[ITEM_WAIT] != NULL  ? add_do(r, node, CONF_DO_WAIT)
         : found[ITEM_DIE] != NULL ? add_do(r, node, CONF_DO_DIE)
                                   : NULL;
  if (item == NULL)
    return false;
  conf_scenario_gate(r, found[ITEM_WAIT], &item->gate);
  if (conf_reader_word(&r->in, found[ITEM_DIE], "death", CONF_ALL_WORDS(deaths), &death))
    item->death = (uint8_t)death;
  return found[ITEM_DIE] != NULL;
}

static void read_do(struct scenario_reader *r, const cJSON *list, struct call_site site)
{
  bool ended = false;

  if (!conf_reader_list(&r->in, list, 1, CONF_DOS, "items"))
    return;
  for (const cJSON *item = list->child; item != NULL; item = item->next) {
    if (ended) {
      conf_reader_refuse(&r->in, item, "nothing comes after \"%s\"", item->prev->child->string);
      return;
    }
    ended = read_item(r, item, site);
  }
}

static void read_response(struct scenario_reader *r, const cJSON *node, struct call_site site)
{
  uint32_t allowed =
      KEY(RESPONSE_DO) | KEY(site.where == IN_PROGRAM ? RESPONSE_EXIT : RESPONSE_RETURN);
  const cJSON *found[COUNT(response_keys)];
  struct conf_response *response;

  if (!conf_reader_keys(&r->in, node, "a response", response_keys, COUNT(response_keys), allowed, 0,
                        found))
    return;
  if (node->child == NULL || node->child->next != NULL) {
    conf_reader_refuse(&r->in, node, "a response is either \"do\" or \"%s\"",
                       site.where == IN_PROGRAM ? "exit" : "return");
    return;
  }
  response = add_response(r, node);
  if (response == NULL)
    return;
  if (found[RESPONSE_DO] != NULL)
    read_do(r, found[RESPONSE_DO], site);
  else if (found[RESPONSE_RETURN] != NULL || found[RESPONSE_EXIT] != NULL)
    read_end(r, found[RESPONSE_RETURN], found[RESPONSE_EXIT]);
  response->count = (uint8_t)(r->scenario->dos - response->first);
}

void conf_scenario_read_responses(struct scenario_reader *r, const cJSON *list,
                                  struct call_site site, uint8_t *first, uint8_t *count)
{
  *first = r->scenario->responses;
  if (!conf_reader_list(&r->in, list, 1, CONF_RESPONSES, "responses"))
    return;
  for (const cJSON *node = list->child; node != NULL; node = node->next)
    read_response(r, node, site);
  *count = (uint8_t)(r->scenario->responses - *first);
}

void conf_scenario_read_exits(struct scenario_reader *r, const cJSON *list, uint8_t *first,
                              uint8_t *count)
{
  struct conf_response *response;

  if (!conf_reader_list(&r->in, list, 1, CONF_EXIT_CODES, "exit codes"))
    return;
  *first = r->scenario->responses;
  for (const cJSON *node = list->child; node != NULL; node = node->next) {
    response = add_response(r, node);
    if (response == NULL)
      return;
    read_end(r, NULL, node);
    response->count = (uint8_t)(r->scenario->dos - response->first);
  }
  *count = (uint8_t)(r->scenario->responses - *first);
}
