# What widl makes of bits.idl, in a library of its own because it is not warning-free.
# -Oif: interpreted; the other kind needs exception handling that mingw-w64's gcc lacks.
noinst_LIBRARIES += %D%/libproxies.a
nodist_%C%_libproxies_a_SOURCES = %D%/bits_p.c %D%/bits_dlldata.c %D%/bits_iids.c
%C%_libproxies_a_CPPFLAGS = -I%D% -DENTRY_PREFIX=conf_proxy_ \
  '-DPROXY_CLSID_IS={0x6b1d5a10,0x51b5,0x4a5e,{0x9b,0x10,0x6e,0x1b,0x17,0x5c,0x0a,0x01}}'
%C%_libproxies_a_CFLAGS = -w
PLATFORM_LIBS += %D%/libproxies.a -lrpcrt4

%D%/bits_p.c: %D%/bits.idl %D%/unknwn.idl
	$(AM_V_GEN)mkdir -p %D% && $(WIDL) --win64 -I$(srcdir)/%D% -Oif -h -p -u \
	  -H %D%/bits_proxy.h -P $@ -U %D%/bits_iids.c $(srcdir)/%D%/bits.idl
%D%/bits_iids.c: %D%/bits_p.c
	@touch $@
%D%/bits_dlldata.c: %D%/bits.idl
	$(AM_V_GEN)mkdir -p %D% && $(WIDL) --win64 --dlldata-only --dlldata=$@ bits

CLEANFILES += %D%/bits_p.c %D%/bits_proxy.h %D%/bits_iids.c %D%/bits_dlldata.c
