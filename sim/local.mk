# Strict C11 without extensions: the model compiles anywhere.
noinst_LIBRARIES += %D%/libsim.a
%C%_libsim_a_CFLAGS = $(AM_CFLAGS) -std=c11 -pedantic
%C%_libsim_a_SOURCES = \
  %D%/actions.c \
  %D%/calls.c \
  %D%/debts.c \
  %D%/encode.c \
  %D%/getters.c \
  %D%/internal.h \
  %D%/knobs.c \
  %D%/knobs.h \
  %D%/ladder.c \
  %D%/limits.h \
  %D%/methods.c \
  %D%/model.c \
  %D%/model.h \
  %D%/names.c \
  %D%/names.h \
  %D%/objects.c \
  %D%/registration.c \
  %D%/rules.c \
  %D%/rules.h \
  %D%/run.c \
  %D%/service.c \
  %D%/settle.c \
  %D%/sound.c \
  %D%/state.h \
  %D%/transfer.c
