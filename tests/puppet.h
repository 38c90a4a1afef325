/* tests/puppet.h - the program of test_live as an agent: a good one on the fake port, or a hostile
 * one, as BITSNOTIFY_PUPPET says. */
#ifndef TESTS_PUPPET_H
#define TESTS_PUPPET_H

/* argv[0] is "agent". */
int puppet_main(int argc, char **argv);

#endif
