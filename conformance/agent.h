/* conformance/agent.h - one client process of BITS, led by a runner.
 *
 *   bitsnotify agent --runner=ADDRESS --app=NAME [--job=NAME] [-Embedding]
 *
 * Started by the runner, by COM as a class server, or by BITS as a command-line program. It says
 * hello, is told what it is (objects, class, service), opens the port, makes calls and reports what
 * its objects are told; inside a callback it waits for orders on the callback's thread. Nothing is
 * decided here. It ends by itself when the runner is gone. */
#ifndef CONF_AGENT_H
#define CONF_AGENT_H

/* argv[0] is "agent". The exit status; usually the process ends inside. */
int conf_agent_main(int argc, char **argv);

#endif
