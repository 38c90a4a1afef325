#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/agent_parts.h"

/* ---- orders ---- */

static void append(struct conf_orders *orders, struct conf_order *order)
{
  if (orders->first == NULL)
    orders->first = order;
  else
    orders->last->next = order;
  orders->last = order;
}

/* Waits for one; with the lock held. */
static struct conf_order *next_order(struct conf_agent *agent, struct conf_orders *orders)
{
  struct conf_order *order;

  while (orders->first == NULL)
    uv_cond_wait(&agent->news, &agent->lock);
  order = orders->first;
  orders->first = order->next;
  return order;
}

static void done(struct conf_order *order)
{
  conf_message_free(&order->message);
  free(order);
}

static struct conf_orders *orders_of(struct conf_agent *agent, const struct conf_message *message)
{
  if ((message->has & CONF_HAS(INSIDE)) == 0)
    return &agent->orders;
  for (struct conf_inside *inside = agent->inside; inside != NULL; inside = inside->next)
    if (inside->number == message->inside)
      return &inside->orders;
  return NULL;
}

void conf_agent_order(struct conf_agent *agent, struct conf_message *message)
{
  struct conf_order *order = conf_text_grow(NULL, sizeof *order);
  struct conf_orders *orders;

  *order = (struct conf_order){.message = *message};
  *message = (struct conf_message){0};
  uv_mutex_lock(&agent->lock);
  orders = orders_of(agent, &order->message);
  if (orders != NULL)
    append(orders, order);
  uv_cond_broadcast(&agent->news);
  uv_mutex_unlock(&agent->lock);
  if (orders == NULL)
    done(order); /* that callback has returned: the runner will see it */
}

/* ---- calls ---- */

static void reply(struct conf_agent *agent, const struct conf_message *order,
                  const struct conf_port_answer *answer)
{
  struct conf_message message = {
      .kind = CONF_MSG_REPLY,
      .has = CONF_HAS(TO) | CONF_HAS(HRESULT) | CONF_HAS(AT) | CONF_HAS(VALUE),
      .to = order->number,
      .hresult = answer->hresult,
      .value = answer->value,
      .at_us = conf_agent_now_us(),
  };

  if (order->kind == CONF_MSG_CALL && order->method == BN_GetError) {
    message.has |= CONF_HAS(ERROR) | CONF_HAS(CONTEXT);
    message.error = answer->error;
    message.context = answer->context;
  }
  if (order->kind == CONF_MSG_CALL && order->method == BN_GetNotifyInterface) {
    message.has |= CONF_HAS(OBJECT);
    message.object = answer->object;
  }
  if (answer->text[0] != '\0') {
    message.has |= CONF_HAS(TEXT);
    message.text = answer->text;
  }
  conf_agent_post(agent, &message);
}

static void call(struct conf_agent *agent, const struct conf_message *order)
{
  struct conf_port_call call = {
      .method = (uint8_t)order->method,
      .job = order->job,
      .kept = order->kept,
      .text = order->text,
      .parameters = order->parameters,
      .remote = order->remote,
      .local = order->local,
      .object = order->has & CONF_HAS(OBJECT) ? order->object : CONF_PORT_NO_OBJECT,
      .property = (uint8_t)order->property,
      .value = order->value,
  };
  struct conf_port_answer answer = {.object = CONF_PORT_NO_OBJECT};

  conf_port_call(agent->port, &call, &answer);
  reply(agent, order, &answer);
}

static void simple(struct conf_agent *agent, const struct conf_message *order, int32_t hresult)
{
  struct conf_port_answer answer = {.hresult = hresult};

  reply(agent, order, &answer);
}

/* ---- what BITS tells ---- */

static void post_begin(struct conf_agent *agent, uint32_t number,
                       const struct conf_port_callback *callback)
{
  struct conf_message message = {
      .kind = CONF_MSG_BEGIN,
      .has = CONF_HAS(INSIDE) | CONF_HAS(OBJECT) | CONF_HAS(EVENT) | CONF_HAS(JOB) |
             CONF_HAS(THREAD) | CONF_HAS(STA) | CONF_HAS(INSTANCE) | CONF_HAS(AT),
      .inside = number,
      .object = callback->object,
      .instance = callback->instance,
      .event = callback->event,
      .job = callback->job,
      .thread = callback->thread,
      .sta = callback->sta,
      .at_us = conf_agent_now_us(),
  };

  if (callback->remote != NULL) {
    message.has |= CONF_HAS(REMOTE);
    message.remote = callback->remote;
  }
  if (callback->event == BN_JOB_ERROR) {
    message.has |= CONF_HAS(ERROR) | CONF_HAS(CONTEXT);
    message.error = callback->error;
    message.context = callback->context;
  }
  conf_agent_post(agent, &message);
}

static void post_returned(struct conf_agent *agent, uint32_t number, int32_t hresult)
{
  struct conf_message message = {
      .kind = CONF_MSG_RETURNED,
      .has = CONF_HAS(INSIDE) | CONF_HAS(HRESULT) | CONF_HAS(AT),
      .inside = number,
      .hresult = hresult,
      .at_us = conf_agent_now_us(),
  };

  conf_agent_post(agent, &message);
}

static void enter(struct conf_agent *agent, struct conf_inside *inside)
{
  uv_mutex_lock(&agent->lock);
  inside->number = ++agent->callbacks;
  inside->next = agent->inside;
  agent->inside = inside;
  uv_mutex_unlock(&agent->lock);
}

static void leave(struct conf_agent *agent, struct conf_inside *inside)
{
  struct conf_inside **at = &agent->inside;

  uv_mutex_lock(&agent->lock);
  while (*at != inside)
    at = &(*at)->next;
  *at = inside->next;
  uv_mutex_unlock(&agent->lock);
}

/* Inside a callback, on its thread: calls, until the order to return. */
static int32_t told(void *with, const struct conf_port_callback *callback)
{
  struct conf_agent *agent = with;
  struct conf_inside inside = {0};
  int32_t hresult;

  enter(agent, &inside);
  post_begin(agent, inside.number, callback);
  for (;;) {
    struct conf_order *order;
    bool returns;

    uv_mutex_lock(&agent->lock);
    order = next_order(agent, &inside.orders);
    uv_mutex_unlock(&agent->lock);
    returns = order->message.kind == CONF_MSG_RETURN;
    hresult = order->message.hresult;
    if (!returns)
      call(agent, &order->message);
    done(order);
    if (returns)
      break;
  }
  leave(agent, &inside);
  post_returned(agent, inside.number, hresult);
  return hresult;
}

static int32_t created(void *with, int object, unsigned instance)
{
  struct conf_agent *agent = with;
  struct conf_message message = {
      .kind = CONF_MSG_CREATED,
      .has = CONF_HAS(OBJECT) | CONF_HAS(INSTANCE) | CONF_HAS(HRESULT) | CONF_HAS(AT),
      .object = object,
      .instance = instance,
      .hresult = agent->creates,
      .at_us = conf_agent_now_us(),
  };

  uv_mutex_lock(&agent->lock);
  agent->alive += !bn_failed(agent->creates);
  uv_mutex_unlock(&agent->lock);
  conf_agent_post(agent, &message);
  return agent->creates;
}

/* A class server that COM started goes with its last object. Nobody is given its class any more
 * once that one was let go of, lest it is asked for another while it ends. */
static void released(void *with, int object, unsigned instance)
{
  struct conf_agent *agent = with;
  bool last;

  (void)object;
  (void)instance;
  uv_mutex_lock(&agent->lock);
  agent->alive -= agent->alive > 0;
  last = agent->alive == 0;
  uv_mutex_unlock(&agent->lock);
  if (!last || !agent->embedded || agent->stays)
    return;
  (void)conf_port_revoke_class(agent->port);
  conf_agent_post_dying(agent);
}

/* ---- the worker ---- */

static bool serve_class(struct conf_agent *agent, char why[240])
{
  int32_t hresult = conf_port_serve_class(agent->port, agent->clsid, agent->class_object);

  if (bn_failed(hresult))
    snprintf(why, 240, "its class object cannot be registered: 0x%08lX",
             (unsigned long)(uint32_t)hresult);
  return !bn_failed(hresult);
}

static void open_port(struct conf_agent *agent, const struct conf_message *order)
{
  struct conf_message message = {.kind = CONF_MSG_READY};
  struct conf_port_ears ears = {agent, told, created, released};
  char why[240] = "";

  agent->port = conf_port_open(order->service, agent->object, agent->objects, ears, why);
  if (agent->port != NULL && strcmp(agent->app, CONF_OBSERVER) == 0)
    conf_port_keep(agent->port); /* it lives as long as the run */
  if (agent->port != NULL && agent->clsid[0] != '\0' && !agent->never && agent->after == 0)
    (void)serve_class(agent, why);
  if (why[0] != '\0') {
    message.has = CONF_HAS(WHY);
    message.why = why;
  }
  conf_agent_post(agent, &message);
}

static void carry_out(struct conf_agent *agent, const struct conf_message *order)
{
  char why[240];

  if (order->kind == CONF_MSG_OPEN)
    open_port(agent, order);
  else if (agent->port == NULL)
    fputs("bitsnotify agent: an order without an open port\n", stderr);
  else if (order->kind == CONF_MSG_CLASS)
    (void)serve_class(agent, why);
  else if (order->kind == CONF_MSG_DISCONNECT)
    simple(agent, order, conf_port_disconnect(agent->port, order->object));
  else if (order->kind == CONF_MSG_END_APARTMENT)
    simple(agent, order, conf_port_end_apartment(agent->port, order->object));
  else
    call(agent, order);
}

void conf_agent_work(void *with)
{
  struct conf_agent *agent = with;

  for (;;) {
    struct conf_order *order;

    uv_mutex_lock(&agent->lock);
    order = next_order(agent, &agent->orders);
    uv_mutex_unlock(&agent->lock);
    carry_out(agent, &order->message);
    done(order);
  }
}
