/* Both ends of the runner's pipe in one process: what a thread writes arrives on the loop. */
#include <stdio.h>
#include <string.h>

#include "conformance/channel.h"
#include "conformance/processes.h"
#include "tests/harness.h"

enum { MESSAGES = 20000 }; /* far more than a pipe holds */

static uv_loop_t loop;
static uv_pipe_t server;
static struct conf_channel runner, agent;
static uv_connect_t connection;
static uv_fs_t folder;
static unsigned heard;
static bool ended, written;

/* ---- the pipe ---- */

static void on_message(struct conf_channel *channel, struct conf_message *message)
{
  (void)channel;
  ck_assert_uint_eq(message->kind, CONF_MSG_DYING);
  heard++;
}

static void on_end(struct conf_channel *channel, const char *why)
{
  (void)channel;
  ck_assert_msg(why == NULL, "%s", why);
  ended = true;
}

static void on_connection(uv_stream_t *stream, int status)
{
  ck_assert_int_eq(status, 0);
  ck_assert_int_eq(uv_accept(stream, (uv_stream_t *)&runner.pipe), 0);
}

static void on_connected(uv_connect_t *request, int status)
{
  ck_assert_int_eq(status, 0);
  request->data = &agent;
}

static void connect_them(void)
{
  char temporary[500], pattern[540], address[200];
  size_t size = sizeof temporary;

  ck_assert_int_eq(uv_os_tmpdir(temporary, &size), 0);
  (void)snprintf(pattern, sizeof pattern, "%s/bitsnotify-channel-XXXXXX", temporary);
  ck_assert_int_eq(uv_fs_mkdtemp(NULL, &folder, pattern, NULL), 0);
  conf_process_address(folder.path, strrchr(folder.path, '-') + 1, address);
  (void)uv_loop_init(&loop);
  conf_channel_init(&runner, &loop);
  conf_channel_init(&agent, &loop);
  runner.from_agent = true;
  runner.on_message = agent.on_message = on_message;
  runner.on_end = agent.on_end = on_end;
  (void)uv_pipe_init(&loop, &server, 0);
  ck_assert_int_eq(uv_pipe_bind(&server, address), 0);
  ck_assert_int_eq(uv_listen((uv_stream_t *)&server, 1, on_connection), 0);
  uv_pipe_connect(&connection, &agent.pipe, address, on_connected);
  while (connection.data == NULL || !uv_is_readable((uv_stream_t *)&runner.pipe))
    (void)uv_run(&loop, UV_RUN_ONCE);
  conf_channel_start(&agent);
}

static void close_them(void)
{
  uv_fs_t request;

  conf_channel_close(&agent);
  conf_channel_close(&runner);
  uv_close((uv_handle_t *)&server, NULL);
  (void)uv_run(&loop, UV_RUN_DEFAULT);
  ck_assert_int_eq(uv_loop_close(&loop), 0);
  (void)uv_fs_rmdir(NULL, &request, folder.path, NULL);
  uv_fs_req_cleanup(&folder);
}

/* ---- writing ---- */

static bool write_one(uint32_t number)
{
  struct conf_message message = {
      .kind = CONF_MSG_DYING, .number = number, .has = CONF_HAS(AT), .at_us = 1};
  struct conf_text line = {0};
  bool went;

  conf_message_write(&line, &message);
  went = conf_channel_write(&agent, line.bytes, line.length);
  conf_text_free(&line);
  return went;
}

static void write_all(void *with)
{
  uint32_t number = 1;

  (void)with;
  while (number <= MESSAGES && write_one(number))
    number++;
  written = number > MESSAGES;
}

/* ---- tests ---- */

START_TEST(a_thread_that_writes_waits_for_room)
{
  uv_thread_t writer;

  ck_assert_int_eq(uv_thread_create(&writer, write_all, NULL), 0);
  conf_channel_start(&runner);
  while (!ended && heard < MESSAGES)
    (void)uv_run(&loop, UV_RUN_ONCE);
  (void)uv_thread_join(&writer);
  ck_assert_uint_eq(heard, MESSAGES);
  ck_assert(written);
}
END_TEST

START_TEST(who_hung_up_is_written_to_in_vain)
{
  ck_assert(write_one(1));
  conf_channel_close(&runner);
  (void)uv_run(&loop, UV_RUN_NOWAIT);
  ck_assert(!write_one(2));
}
END_TEST

int main(void)
{
  TCase *tests = harness_case("channel");

  tcase_add_checked_fixture(tests, connect_them, close_them);
  tcase_add_test(tests, a_thread_that_writes_waits_for_room);
  tcase_add_test(tests, who_hung_up_is_written_to_in_vain);
  return harness_run(tests);
}
