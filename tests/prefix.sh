#!/bin/sh
# What tests/wine.sh leaves behind: nothing, however it ends.
. "${srcdir:=.}/tests/tap.sh"
test -n "$LOADER" || tap_skip_all 'this build does not run under Wine'
test -r /proc/self/environ || tap_skip_all 'no /proc here to see processes in'
unset BITSNOTIFY_INSIDE_WINE WINEPREFIX
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
TMPDIR=$place
READY=$place/ready
export TMPDIR READY

# Processes whose environment names something in our place, by their ids.
processes() {
  grep -lsF "WINEPREFIX=$place" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3
}

# Holds for so many tenths of a second at most: processes that were told to end may take a moment.
within() {
  tenths=$1
  shift
  while test "$tenths" -gt 0; do
    if "$@"; then return 0; fi
    sleep 0.1
    tenths=$((tenths - 1))
  done
  return 1
}

nothing_runs() {
  test -z "$(processes)"
}

is_ready() {
  test -e "$READY"
}

left() {
  within 100 nothing_runs || echo "processes: $(processes | tr '\n' ' ')"
  ls "$place" | grep -v '^ready$'
}

"$SHELL" "$srcdir/tests/wine.sh" wine cmd /c exit 7 </dev/null
status=$?
tap_check 'the status is that of the command' "$(test "$status" -eq 7 || echo "$status")"
tap_check 'after its end nothing is left' "$(left)"

# INT is ignored behind & in a shell without job control.
for signal in HUP TERM; do
  rm -f "$READY"
  "$SHELL" "$srcdir/tests/wine.sh" sh -c ': >"$READY"; exec sleep 600' </dev/null >/dev/null 2>&1 &
  pid=$!
  within 600 is_ready || echo '# it does not start'
  kill -s "$signal" "$pid"
  wait "$pid" 2>/dev/null
  status=$?
  tap_check "$signal ends it" "$(test "$status" -gt 128 || echo "status $status")"
  tap_check "after $signal nothing is left" "$(left)"
done

rm -f "$READY"
"$SHELL" "$srcdir/tests/wine.sh" sh -c ': >"$READY"; exec sleep 5' </dev/null >/dev/null 2>&1 &
pid=$!
within 600 is_ready || echo '# it does not start'
kill -s KILL "$pid"
wait "$pid" 2>/dev/null
tap_check 'killed, it leaves no process that goes on' "$(within 200 nothing_runs || processes)"
tap_done
