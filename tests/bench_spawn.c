/* Runs a command, its output thrown away, and prints what it cost: wall milliseconds, processor
 * milliseconds and peak KiB. POSIX only; `make bench` builds it. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

static void become(char **command)
{
  int null = open("/dev/null", O_WRONLY);

  if (null >= 0)
    (void)dup2(null, STDOUT_FILENO);
  execvp(command[0], command);
  perror(command[0]);
  _exit(127);
}

static double milliseconds(struct timeval time)
{
  return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

int main(int count, char **arguments)
{
  struct rusage usage;
  uint64_t start = uv_hrtime();
  pid_t child;
  int status;

  if (count < 2)
    return 2;
  child = fork();
  if (child == 0)
    become(arguments + 1);
  if (child < 0 || wait4(child, &status, 0, &usage) != child)
    return EXIT_FAILURE;
  printf("%.1f %.1f %ld\n", (double)(uv_hrtime() - start) / 1e6,
         milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime), usage.ru_maxrss);
  return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}
