#!/bin/sh
# What is installed runs from where it is, and uninstalling leaves nothing.
. "${srcdir:=.}/tests/tap.sh"
: "${MAKE:=make}"
unset MAKEFLAGS MFLAGS MAKELEVEL DESTDIR

place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
prefix=/usr/local
settings="DESTDIR=$place prefix=$prefix exec_prefix=$prefix bindir=$prefix/bin datarootdir=$prefix/share \
datadir=$prefix/share pkgdatadir=$prefix/share/bitsnotify mandir=$prefix/share/man man1dir=$prefix/share/man/man1"

# Word splitting is meant.
if "$MAKE" install $settings >"$place.log" 2>&1; then
  tap_ok 'make install puts it under DESTDIR'
else
  tap_not_ok 'make install puts it under DESTDIR' "$(tail -n 20 "$place.log")"
fi

shipped=$(cd "$srcdir/fixtures" && find . -name '*.json' | LC_ALL=C sort)
arrived=$(cd "$place$prefix/share/bitsnotify/fixtures" && find . -name '*.json' | LC_ALL=C sort)
if test -n "$shipped" && test "$shipped" = "$arrived"; then
  tap_ok 'every fixture arrives'
else
  tap_not_ok 'every fixture arrives' "shipped: $(echo "$shipped" | wc -l), installed: $(echo "$arrived" | wc -l)"
fi

says=$(cd "$place" && ${LOADER:-} ".$prefix/bin/bitsnotify${BUILT_EXEEXT:-}" run ".$prefix/share/bitsnotify/fixtures" 2>&1 </dev/null)
status=$?
if test "$status" -eq 0; then
  tap_ok 'the installed program plays the installed fixtures'
else
  tap_not_ok 'the installed program plays the installed fixtures' "exit $status
$(echo "$says" | tail -n 10)"
fi

pages=$(find "$place$prefix/share/man" -name '*.1' 2>/dev/null | LC_ALL=C sort)
if test -z "$pages"; then
  tap_not_ok 'the manual is installed' 'no page'
elif command -v groff >/dev/null 2>&1; then
  tap_check 'the pages render without a warning' "$(for page in $pages; do
    (cd "$(dirname "$page")" && groff -man -ww -Tutf8 -z "$(basename "$page")" 2>&1)
  done)"
else
  tap_skip 'the pages render without a warning' 'no groff here'
fi

"$MAKE" uninstall $settings >"$place.log" 2>&1 || tail -n 5 "$place.log" | sed 's/^/# /'
tap_check 'make uninstall leaves nothing' "$(cd "$place" && find . -type f -o -name 'bitsnotify*')"
rm -f "$place.log"
tap_done
