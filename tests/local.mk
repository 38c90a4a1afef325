# A new unit test is one word: tests/test_NAME.c is found by its name. So is a new script.
check_PROGRAMS += \
  %D%/test_json \
  %D%/test_ladder \
  %D%/test_cells \
  %D%/test_channel \
  %D%/test_effects \
  %D%/test_encoding \
  %D%/test_events \
  %D%/test_expect \
  %D%/test_kept \
  %D%/test_live \
  %D%/test_malformed \
  %D%/test_probe \
  %D%/test_protocol \
  %D%/test_origin \
  %D%/test_origin_turns \
  %D%/test_real \
  %D%/test_overtaken \
  %D%/test_refusals \
  %D%/test_scenario \
  %D%/test_serve \
  %D%/test_serve_faults \
  %D%/test_sha256 \
  %D%/test_sweep \
  %D%/test_tables \
  %D%/test_trace \
  %D%/test_walk

if HOST_WINDOWS
check_PROGRAMS += %D%/win/test_clsid_path %D%/win/test_port %D%/win/test_serve_enum %D%/win/test_serve_kill %D%/win/test_serve_numbers
%C%_win_test_serve_enum_SOURCES = %D%/win/test_serve_enum.c %D%/win/served_process.c %D%/win/served_process.h
%C%_win_test_serve_kill_SOURCES = %D%/win/test_serve_kill.c %D%/win/served_process.c %D%/win/served_process.h
%C%_win_test_serve_numbers_SOURCES = %D%/win/test_serve_numbers.c %D%/win/served_process.c %D%/win/served_process.h
%C%_win_test_clsid_path_SOURCES = %D%/win/test_clsid_path.c %D%/win/class_server.c %D%/win/class_server.h
endif

check_LIBRARIES += %D%/libharness.a
%C%_libharness_a_SOURCES = %D%/harness.c %D%/harness.h %D%/http_client.c %D%/http_client.h \
  %D%/playing.c %D%/playing.h %D%/same_state.c %D%/same_state.h \
  %D%/scene.c %D%/scene.h %D%/served.c %D%/served.h %D%/serving.c %D%/serving.h
LDADD += %D%/libharness.a conformance/libconf.a sim/libsim.a $(CHECK_LIBS) $(MICROHTTPD_LIBS) $(UV_LIBS) $(CJSON_LIBS) $(PLATFORM_LIBS)

dist_check_SCRIPTS += \
  %D%/catalogue.sh \
  %D%/compare.sh \
  %D%/coverage.sh \
  %D%/documents.sh \
  %D%/green.sh \
  %D%/independence.sh \
  %D%/install.sh \
  %D%/ladder.sh \
  %D%/nosleep.sh \
  %D%/options.sh \
  %D%/partial.sh \
  %D%/prefix.sh \
  %D%/purity.sh \
  %D%/questions.sh \
  %D%/recorded.sh \
  %D%/recorded-serve.sh \
  %D%/recorded-wine.sh \
  %D%/schema.sh \
  %D%/serve.sh \
  %D%/serve_readme.sh \
  %D%/tidy.sh \
  %D%/versions.sh \
  %D%/wine_killed.sh \
  %D%/zoo.sh
# Those with several threads: what ThreadSanitizer is for.
THREADED = %D%/test_channel %D%/test_live %D%/test_origin %D%/test_origin_turns %D%/test_serve %D%/test_serve_faults %D%/test_sweep
.PHONY: check-threads
check-threads:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(THREADED)' check_PROGRAMS='$(THREADED)' dist_check_SCRIPTS=
EXTRA_DIST += %D%/tsan.supp
EXTRA_DIST += %D%/tap.sh %D%/schema.js %D%/everything.json %D%/malformed

# Every test speaks TAP.
TESTS = $(check_PROGRAMS) $(dist_check_SCRIPTS)
TEST_EXTENSIONS = .sh
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = $(LOG_COMPILER) $(SHELL)
AM_TESTS_ENVIRONMENT = \
  srcdir='$(srcdir)'; MAKE='$(MAKE)'; NM='$(NM)'; EXEEXT='$(TESTS_EXEEXT)'; BUILT_EXEEXT='$(EXEEXT)'; LOADER='$(LOADER)'; SAN_CFLAGS='$(SAN_CFLAGS)'; \
  BITSNOTIFY_WINE_SECONDS=$${BITSNOTIFY_WINE_SECONDS:-900}; \
  TSAN_OPTIONS=$${TSAN_OPTIONS:-suppressions=$(abs_top_srcdir)/%D%/tsan.supp}; export TSAN_OPTIONS; \
  export srcdir MAKE NM EXEEXT BUILT_EXEEXT LOADER SAN_CFLAGS BITSNOTIFY_WINE_SECONDS;

# A program for Windows is run by Wine here, each test in a prefix of its own. bitsnotify.wine is the
# program as a command of this system.
EXTRA_DIST += %D%/wine.sh
if UNDER_WINE
LOG_COMPILER = $(SHELL) $(srcdir)/%D%/wine.sh
TESTS_EXEEXT = .wine
LOADER = wine
noinst_SCRIPTS += bitsnotify.wine
bitsnotify.wine: Makefile
	$(AM_V_GEN)printf '#!/bin/sh\nexec %s "%s" "%s" "$$@"\n' '$(SHELL)' \
	  '$(abs_top_srcdir)/%D%/wine.sh' '$(abs_top_builddir)/bitsnotify.exe' >$@ && chmod +x $@
CLEANFILES += bitsnotify.wine
else
LOG_COMPILER =
TESTS_EXEEXT = $(EXEEXT)
LOADER =
endif

# Built only when asked for.
EXTRA_PROGRAMS += %D%/bench_model %D%/bench_parse %D%/bench_spawn
EXTRA_DIST += %D%/bench.sh %D%/bench_bits.sh %D%/mutation.sh %D%/mutants.known %D%/playing.sh \
  %D%/line-mutants.sh %D%/line-mutants.awk %D%/line-mutants.known
.PHONY: bench
bench: bitsnotify$(EXEEXT) %D%/bench_model %D%/bench_parse %D%/bench_spawn
	@$(AM_TESTS_ENVIRONMENT) $(SHELL) $(srcdir)/%D%/bench.sh

fuzzers = %D%/fuzz_decode %D%/fuzz_scenario %D%/fuzz_trace
EXTRA_PROGRAMS += $(fuzzers) %D%/decode_seeds
EXTRA_DIST += %D%/fuzz.sh
%C%_fuzz_decode_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_scenario_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_fuzz_trace_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
.PHONY: fuzz
if FUZZERS
fuzz: $(fuzzers) %D%/decode_seeds bitsnotify$(EXEEXT)
	@$(AM_TESTS_ENVIRONMENT) $(SHELL) $(srcdir)/%D%/fuzz.sh
else
fuzz:
	@echo 'make fuzz needs: configure --enable-fuzzers --enable-sanitizers CC=clang' >&2; exit 1
endif

.PHONY: mutation
mutation: bitsnotify$(EXEEXT)
	@$(AM_TESTS_ENVIRONMENT) $(SHELL) $(srcdir)/%D%/mutation.sh

EXTRA_DIST += %D%/serve-zoo.sh %D%/serve-suite.sh
.PHONY: serve-zoo serve-suite
serve-zoo: all
	@$(AM_TESTS_ENVIRONMENT) $(LOG_COMPILER) $(SHELL) $(srcdir)/%D%/serve-zoo.sh
serve-suite: all
	@$(AM_TESTS_ENVIRONMENT) BITSNOTIFY_WINE_SECONDS=3600 $(LOG_COMPILER) $(SHELL) $(srcdir)/%D%/serve-suite.sh

line_mutant_tests = %D%/test_encoding.$(OBJEXT) %D%/test_overtaken.$(OBJEXT) %D%/test_refusals.$(OBJEXT) %D%/test_kept.$(OBJEXT) %D%/test_events.$(OBJEXT) %D%/test_cells.$(OBJEXT) %D%/test_tables.$(OBJEXT) %D%/test_effects.$(OBJEXT) %D%/test_ladder.$(OBJEXT) %D%/test_real.$(OBJEXT) %D%/test_walk.$(OBJEXT)
.PHONY: line-mutants
line-mutants: bitsnotify$(EXEEXT) $(line_mutant_tests) %D%/libharness.a conformance/libconf.a sim/libsim.a
	@$(AM_TESTS_ENVIRONMENT) \
	MUTANT_COMPILE='$(CC) -I$(srcdir) $(AM_CPPFLAGS) $(CPPFLAGS) -std=c11 $(CFLAGS)' \
	MUTANT_LINK='$(CCLD) $(AM_CFLAGS) $(CFLAGS) $(AM_LDFLAGS) $(LDFLAGS)' \
	MUTANT_PROGRAM='$(bitsnotify_OBJECTS)' MUTANT_PROGRAM_LIBS='$(bitsnotify_LDADD) $(LIBS)' \
	MUTANT_TESTS='$(line_mutant_tests)' MUTANT_TEST_LIBS='$(LDADD) $(LIBS)' \
	SEED='$(SEED)' COUNT='$(COUNT)' WHERE='$(WHERE)' SHELL='$(SHELL)' $(SHELL) $(srcdir)/%D%/line-mutants.sh

# An origin by itself, and clients of BITS that nothing of ours is linked to.
EXTRA_PROGRAMS += %D%/serve_file
.PHONY: bench-bits
if HOST_WINDOWS
EXTRA_PROGRAMS += %D%/win/bystander %D%/win/plain_client
%C%_win_bystander_LDADD = -lole32 -luuid
%C%_win_plain_client_LDADD = -lole32 -luuid
%D%/wine_killed.log: %D%/win/bystander$(EXEEXT)
%D%/serve.log: %D%/win/plain_client$(EXEEXT) %D%/serve_file$(EXEEXT)
%D%/serve_readme.log: %D%/win/plain_client$(EXEEXT)
bench-bits: bitsnotify$(EXEEXT) %D%/serve_file$(EXEEXT) %D%/win/plain_client$(EXEEXT)
	@$(AM_TESTS_ENVIRONMENT) $(LOG_COMPILER) $(SHELL) $(srcdir)/%D%/bench_bits.sh
CLEANFILES += %D%/win/bystander$(EXEEXT) %D%/win/plain_client$(EXEEXT) %D%/serve_file$(EXEEXT)
else
bench-bits:
	@echo 'make bench-bits needs: configure --host=x86_64-w64-mingw32' >&2; exit 1
endif

# Its own agents, on a port without COM.
%C%_test_live_SOURCES = %D%/test_live.c %D%/fake_port.c %D%/puppet.c %D%/puppet.h

# What a test of the service leaves when it fails in the middle.
clean-local:
	-rm -rf serve-??????
