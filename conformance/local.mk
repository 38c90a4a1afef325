# The program is main.c and the library; the tests link the library.
noinst_LIBRARIES += %D%/libconf.a
%C%_libconf_a_CPPFLAGS = $(AM_CPPFLAGS) -DCONF_DATADIR='"$(pkgdatadir)"'
%C%_libconf_a_SOURCES = \
  %D%/driver.h \
  %D%/profile.h \
  %D%/report.h \
  %D%/result.h \
  %D%/runner.h \
  %D%/scenario.h \
  %D%/sha256.c \
  %D%/sha256.h \
  %D%/trace.h
