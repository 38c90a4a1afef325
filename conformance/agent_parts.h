/* conformance/agent_parts.h - what the files of the agent share. Nothing here is for others.
 *
 *   agent.c        the main thread: the pipe, hello, the orders to die
 *   agent_work.c   the worker, which makes the script's calls, and the callbacks
 */
#ifndef CONF_AGENT_PARTS_H
#define CONF_AGENT_PARTS_H

#include "conformance/channel.h"
#include "conformance/port.h"
#include "sim/limits.h"

struct conf_order {
  struct conf_order *next;
  struct conf_message message; /* owned */
};

/* First in, first out. */
struct conf_orders {
  struct conf_order *first, *last;
};

/* A callback that is inside its handler; it lives on that thread's stack. */
struct conf_inside {
  struct conf_inside *next;
  uint32_t number;
  struct conf_orders orders;
};

struct conf_agent {
  uv_loop_t loop;
  struct conf_channel channel;
  uv_timer_t later; /* the class object is registered then */
  uv_connect_t connect;
  uv_thread_t worker;
  const char *app, *job, *runner;
  bool embedded;

  /* Told before `open`; not changed afterwards. */
  struct conf_port_object object[BN_OBJECTS];
  unsigned objects;
  char clsid[CONF_GUID_TEXT]; /* "": no class */
  int class_object;
  int32_t creates;
  uint32_t after;
  bool never, stays;

  uint32_t exit_code;
  enum conf_port_death death;
  bool exits; /* with exit_code */

  uv_mutex_t lock; /* for all below */
  uv_cond_t news;
  uint32_t sent;
  struct conf_orders orders; /* of the worker */
  struct conf_inside *inside;
  uint32_t callbacks;
  unsigned alive; /* activated objects */
  bool leaving;   /* said that it dies */
  struct conf_port *port;
};

/* From any thread: numbers and sends. */
void conf_agent_post(struct conf_agent *agent, struct conf_message *message);
/* From any thread, once: the last words. */
void conf_agent_post_dying(struct conf_agent *agent);
uint64_t conf_agent_now_us(void);

/* agent_work.c: takes the message over, for the worker or for the callback that it names. */
void conf_agent_order(struct conf_agent *agent, struct conf_message *message);
/* The worker's thread. */
void conf_agent_work(void *agent);

#endif
