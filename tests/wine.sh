#!/bin/sh
# tests/wine.sh COMMAND [ARGUMENT...] - runs a command in a Wine prefix of its own, headless and
# quiet, and takes everything away afterwards, also after a signal. A COMMAND that is an .exe is run by
# Wine. Inside such a command it only runs what it is given, in the same prefix.
#
# The prefix is a copy of one that is made once for each version of Wine and kept below
# ~/.cache/bitsnotify (or BITSNOTIFY_CACHE); what Wine brought there is linked, not copied. One
# process is kept alive in it, because services end soon after the last. BITSNOTIFY_WINE_SECONDS, when
# it is set, is how long the command may take before it is ended (status 124).
set -u

WINEDEBUG=${BITSNOTIFY_WINEDEBUG:--all}
WINEDLLOVERRIDES='mscoree,mshtml='
export WINEDEBUG WINEDLLOVERRIDES
unset DISPLAY WAYLAND_DISPLAY

case ${1:?COMMAND is missing} in
*.exe) set -- wine "$@" ;;
esac
if test -n "${BITSNOTIFY_INSIDE_WINE:-}"; then
  exec "$@"
fi

# Wine sees only the names of files that the locale can spell.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
'' | C | POSIX)
  LC_ALL=C.UTF-8
  export LC_ALL
  ;;
esac

# --- The prefix that is copied --------------------------------------------------------------------

cache=${BITSNOTIFY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/bitsnotify}
template=$cache/$(wine --version | tr -cs 'A-Za-z0-9.\n' '-' | sed 's/-$//')

# Two may make it at once: the first one to be ready counts.
make_template() {
  mkdir -p "$cache"
  new=$(mktemp -d "$cache/new.XXXXXX") || return
  WINEPREFIX=$new wineboot -i >"$new.log" 2>&1 </dev/null
  WINEPREFIX=$new wineserver -w
  if test -e "$new/system.reg"; then
    mv -T "$new" "$template" 2>/dev/null || rm -rf "$new"
  else
    cat "$new.log" >&2
    rm -rf "$new"
  fi
  rm -f "$new.log"
}

test -e "$template/system.reg" || make_template
test -e "$template/system.reg" || {
  echo "wine.sh: Wine cannot make a prefix here" >&2
  exit 99
}

# --- The copy -------------------------------------------------------------------------------------

place=$(mktemp -d) || exit 99
WINEPREFIX=$place/prefix
TMPDIR=$place/tmp # Wine leaves folders there
BITSNOTIFY_INSIDE_WINE=yes
export WINEPREFIX TMPDIR BITSNOTIFY_INSIDE_WINE
child=
hold=

leave() {
  trap '' HUP INT TERM
  test -z "$child" || kill "$child" 2>/dev/null
  exec 9>&-
  test -z "$hold" || { kill "$hold"; wait "$hold"; } 2>/dev/null # it may be just starting
  wineserver -k 2>/dev/null
  wineserver -w
  rm -rf "$place"
}
trap leave EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir -p "$TMPDIR" "$WINEPREFIX/drive_c"
for part in "$template"/* "$template"/.update-timestamp; do
  test "$part" = "$template/drive_c" || cp -a "$part" "$WINEPREFIX/"
done
for part in "$template"/drive_c/*; do
  case $part in
  */windows) cp -as "$part" "$WINEPREFIX/drive_c/" ;;
  *) cp -a "$part" "$WINEPREFIX/drive_c/" ;;
  esac
done

# --- The command ----------------------------------------------------------------------------------

# The one that is kept alive: it reads until this shell ends, however it ends. Wine's services keep
# the standard output of whoever was first in the prefix. So the command waits until this one was:
# nobody who reads what the command says would see its end otherwise.
mkfifo "$place/hold"
exec 9<>"$place/hold"
wine cmd <"$place/hold" >"$place/prompt" 2>/dev/null 9>&- &
hold=$!
looks=0
until test -s "$place/prompt" || test $looks -eq 3000 || ! kill -0 "$hold" 2>/dev/null; do
  looks=$((looks + 1))
  sleep 0.02 # between two looks
done

if test -n "${BITSNOTIFY_WINE_SECONDS:-}"; then
  set -- timeout -k 5 "$BITSNOTIFY_WINE_SECONDS" "$@"
fi
"$@" <&0 9>&- &
child=$!
wait "$child"
status=$?
child=
exit "$status"
