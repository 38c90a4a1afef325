# The program is main.c and the library; the tests link the library.
noinst_LIBRARIES += %D%/libconf.a
%C%_libconf_a_CPPFLAGS = $(AM_CPPFLAGS) -DCONF_DATADIR='"$(pkgdatadir)"'
%C%_libconf_a_SOURCES = \
  %D%/agent.c \
  %D%/agent.h \
  %D%/agent_parts.h \
  %D%/agent_work.c \
  %D%/answers.c \
  %D%/attempts.c \
  %D%/attempts.h \
  %D%/await.c \
  %D%/capability.c \
  %D%/capability.h \
  %D%/bits.c \
  %D%/bits.h \
  %D%/catalogue.c \
  %D%/catalogue.h \
  %D%/cmd_explain.c \
  %D%/cmd_lint.c \
  %D%/cmd_rules.c \
  %D%/cmd_run.c \
  %D%/cmd_serve.c \
  %D%/channel.c \
  %D%/channel.h \
  %D%/classes.h \
  %D%/command.h \
  %D%/compare.c \
  %D%/compare.h \
  %D%/compare_results.c \
  %D%/compare_traces.c \
  %D%/driver.h \
  %D%/driver_recorded.c \
  %D%/driver_recorded.h \
  %D%/driver_sim.c \
  %D%/driver_sim.h \
  %D%/escape.c \
  %D%/escape.h \
  %D%/expect.c \
  %D%/expect.h \
  %D%/explain.c \
  %D%/explain.h \
  %D%/explain_json.c \
  %D%/explain_mermaid.c \
  %D%/explain_parts.h \
  %D%/explain_text.c \
  %D%/failure.c \
  %D%/failure_call.c \
  %D%/files.c \
  %D%/files.h \
  %D%/handlers.c \
  %D%/handlers.h \
  %D%/help.c \
  %D%/implementation.c \
  %D%/implementation.h \
  %D%/json.c \
  %D%/json.h \
  %D%/json_strict.c \
  %D%/json_strict.h \
  %D%/json_string.c \
  %D%/json_string.h \
  %D%/life.h \
  %D%/lint.c \
  %D%/lint.h \
  %D%/lint_expects.c \
  %D%/lint_parts.h \
  %D%/lint_requires.c \
  %D%/lint_unused.c \
  %D%/live.c \
  %D%/live.h \
  %D%/live_calls.c \
  %D%/live_driver.c \
  %D%/live_fit.c \
  %D%/live_handlers.c \
  %D%/live_messages.c \
  %D%/live_parts.h \
  %D%/live_peers.c \
  %D%/misses.c \
  %D%/misses.h \
  %D%/nearest.c \
  %D%/nearest.h \
  %D%/options.c \
  %D%/options.h \
  %D%/origin.c \
  %D%/origin.h \
  %D%/origin_body.c \
  %D%/origin_http.c \
  %D%/origin_log.c \
  %D%/origin_parts.h \
  %D%/origin_range.c \
  %D%/output.c \
  %D%/output.h \
  %D%/platform.h \
  %D%/port.h \
  %D%/play.c \
  %D%/play.h \
  %D%/probe.c \
  %D%/probe.h \
  %D%/problems.c \
  %D%/problems.h \
  %D%/processes.h \
  %D%/profile.c \
  %D%/profile.h \
  %D%/profile_nearest.c \
  %D%/protocol.c \
  %D%/protocol.h \
  %D%/reader.c \
  %D%/reader.h \
  %D%/record.c \
  %D%/record.h \
  %D%/recorded.c \
  %D%/report.c \
  %D%/report.h \
  %D%/report_github.c \
  %D%/report_json.c \
  %D%/report_junit.c \
  %D%/report_summary.c \
  %D%/report_tap.c \
  %D%/report_text.c \
  %D%/report_text.h \
  %D%/result.c \
  %D%/result.h \
  %D%/root.c \
  %D%/root.h \
  %D%/run_mark.c \
  %D%/run_mark.h \
  %D%/runner.c \
  %D%/runner.h \
  %D%/runner_parts.h \
  %D%/scenario.c \
  %D%/scenario.h \
  %D%/scenario_apps.c \
  %D%/scenario_calls.c \
  %D%/scenario_expects.c \
  %D%/scenario_question.c \
  %D%/scenario_reader.h \
  %D%/scenario_receivers.c \
  %D%/scenario_responses.c \
  %D%/scenario_steps.c \
  %D%/scenario_values.c \
  %D%/scenario_world.c \
  %D%/serve/calls.c \
  %D%/serve/control.c \
  %D%/serve/control.h \
  %D%/serve/effects.c \
  %D%/serve/faults.c \
  %D%/serve/faults.h \
  %D%/serve/front.h \
  %D%/serve/host.c \
  %D%/serve/journal.c \
  %D%/serve/offline.c \
  %D%/serve/offline.h \
  %D%/serve/parts.h \
  %D%/serve/restart.c \
  %D%/serve/serve.h \
  %D%/serve/slots.c \
  %D%/serve/tell.c \
  %D%/serve/transfers.c \
  %D%/serve/work.c \
  %D%/service.h \
  %D%/session.c \
  %D%/session.h \
  %D%/sha256.c \
  %D%/sha256.h \
  %D%/sim_agents.c \
  %D%/sim_events.c \
  %D%/skips.c \
  %D%/skips.h \
  %D%/sweep.c \
  %D%/sweep.h \
  %D%/site.c \
  %D%/site.h \
  %D%/text.c \
  %D%/text.h \
  %D%/trace.c \
  %D%/trace.h \
  %D%/trace_notation.c \
  %D%/trace_notation.h \
  %D%/trace_read.c \
  %D%/trace_write.c \
  %D%/walk.c \
  %D%/walk.h \
  %D%/words.c \
  %D%/words.h \
  %D%/words_world.c

# The platform choice of the whole project: twins with the same file name.
if HOST_WINDOWS
%C%_libconf_a_SOURCES += \
  %D%/win/bits_extra.h \
  %D%/win/com.c \
  %D%/win/com.h \
  %D%/win/channel.c \
  %D%/win/classes.c \
  %D%/win/platform.c \
  %D%/win/port.c \
  %D%/win/port_apartment.c \
  %D%/win/port_call.c \
  %D%/win/port_class.c \
  %D%/win/port_death.c \
  %D%/win/port_files.c \
  %D%/win/port_jobs.c \
  %D%/win/port_keep.c \
  %D%/win/port_object.c \
  %D%/win/port_parts.h
%C%_libconf_a_SOURCES += %D%/win/life.c %D%/win/probe.c %D%/win/service.c %D%/win/sweep.c
%C%_libconf_a_SOURCES += %D%/win/processes.c
%C%_libconf_a_SOURCES += %D%/win/serve.c %D%/win/serve_doors.c %D%/win/serve_enum.c \
  %D%/win/serve_fetch.c %D%/win/serve_file.c %D%/win/serve_job.c %D%/win/serve_job_rest.c \
  %D%/win/serve_manager.c %D%/win/serve_parts.h
PLATFORM_LIBS = -lwinhttp -lole32 -luuid -ladvapi32 -lws2_32
if HAVE_WIDL
%C%_libconf_a_SOURCES += %D%/win/proxies.c
include %D%/win/proxies.mk
else
%C%_libconf_a_SOURCES += %D%/win/no_proxies.c
endif
else
PLATFORM_LIBS =
%C%_libconf_a_SOURCES += %D%/posix/life.c %D%/posix/probe.c %D%/posix/service.c %D%/posix/sweep.c
%C%_libconf_a_SOURCES += %D%/posix/channel.c %D%/posix/classes.c %D%/posix/platform.c %D%/posix/port.c
%C%_libconf_a_SOURCES += %D%/posix/processes.c
%C%_libconf_a_SOURCES += %D%/posix/serve.c
endif
EXTRA_DIST += %D%/README.md %D%/win/bits.idl %D%/win/unknwn.idl

bin_PROGRAMS += bitsnotify
bitsnotify_SOURCES = %D%/main.c
bitsnotify_LDFLAGS = $(AM_LDFLAGS) $(PROGRAM_LDFLAGS)
bitsnotify_LDADD = %D%/libconf.a sim/libsim.a $(MICROHTTPD_LIBS) $(UV_LIBS) $(CJSON_LIBS) $(PLATFORM_LIBS)

dist_man1_MANS += \
  %D%/man/bitsnotify.1 \
  %D%/man/bitsnotify-compare.1 \
  %D%/man/bitsnotify-explain.1 \
  %D%/man/bitsnotify-lint.1 \
  %D%/man/bitsnotify-rules.1 \
  %D%/man/bitsnotify-run.1 \
  %D%/man/bitsnotify-serve.1
