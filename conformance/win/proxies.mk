# What widl makes of bits.idl, in a folder and a library of its own because it is neither tidy nor
# free of warnings. -Oif: interpreted; the other kind needs exception handling that mingw-w64's gcc
# lacks.
noinst_LIBRARIES += proxies/libproxies.a
nodist_proxies_libproxies_a_SOURCES = proxies/bits_p.c proxies/bits_dlldata.c proxies/bits_iids.c
proxies_libproxies_a_CPPFLAGS = -Iproxies -DENTRY_PREFIX=conf_proxy_ \
  '-DPROXY_CLSID_IS={0x6b1d5a10,0x51b5,0x4a5e,{0x9b,0x10,0x6e,0x1b,0x17,0x5c,0x0a,0x01}}'
proxies_libproxies_a_CFLAGS = -w
PLATFORM_LIBS += proxies/libproxies.a -lrpcrt4

proxies/bits_p.c: %D%/bits.idl %D%/unknwn.idl
	$(AM_V_GEN)mkdir -p proxies && $(WIDL) --win64 -I$(srcdir)/%D% -Oif -h -p -u \
	  -H proxies/bits_proxy.h -P $@ -U proxies/bits_iids.c $(srcdir)/%D%/bits.idl
proxies/bits_iids.c: proxies/bits_p.c
	@touch $@
proxies/bits_dlldata.c: %D%/bits.idl
	$(AM_V_GEN)mkdir -p proxies && $(WIDL) --win64 --dlldata-only --dlldata=$@ bits

CLEANFILES += proxies/bits_p.c proxies/bits_proxy.h proxies/bits_iids.c proxies/bits_dlldata.c
