#!/bin/sh
# Virtual time costs none: hours of retries are played without one call that sleeps.
. "${srcdir:=.}/tests/tap.sh"
sleeping=nanosleep,clock_nanosleep,poll,ppoll,select,pselect6,epoll_wait,epoll_pwait,pause,rt_sigtimedwait

test -z "${LOADER:-}" || tap_skip_all "$LOADER's own calls would be counted"
command -v strace >/dev/null 2>&1 || tap_skip_all 'no strace here'
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT

# sleeps COMMAND...: the calls that slept, one a line, in $place/calls.
sleeps() {
  strace -f -qq -o "$place/calls" -e "trace=$sleeping" -e signal=none "$@" >"$place/said" 2>&1
}

# A tracer that sees nothing proves nothing.
sleeps sleep 0.001
grep -q nanosleep "$place/calls" || tap_skip_all "strace cannot trace here: $(head -n 1 "$place/said")"

cat >"$place/retry.json" <<'END'
{
  "title": "A handler fails three times, ten minutes apart",
  "rules": ["NOTIFY-RETRY-1"],
  "apps": { "updater": { "objects": { "watcher": { "handlers": { "JobTransferred": [
    { "do": [{ "return": "E_FAIL" }] }, { "do": [{ "return": "E_FAIL" }] }, { "do": [{ "return": "E_FAIL" }] },
    { "do": [{ "return": "S_OK" }] }
  ] } } } } },
  "files": { "a.bin": { "size": 65536 } },
  "steps": [
    { "app": "updater", "call": "CreateJob", "job": "j" },
    { "app": "updater", "call": "AddFile", "job": "j", "file": "a.bin" },
    { "app": "updater", "call": "SetMinimumRetryDelay", "job": "j", "seconds": 600 },
    { "app": "updater", "call": "SetNotifyInterface", "job": "j", "object": "watcher" },
    { "app": "updater", "call": "Resume", "job": "j" },
    { "expect": "JobTransferred", "at": "updater.watcher", "job": "j", "exactly": 4, "within": 1800000 }
  ]
}
END
sleeps ./bitsnotify"$EXEEXT" run "--json=$place/json" "$place/retry.json"
tap_check 'three redeliveries after ten minutes each are played' \
  "$(grep -q '"verdict":"pass".*"virtual_ms":1800000' "$place/json" || cat "$place/said" "$place/json")"
tap_check 'without one sleeping system call' "$(cat "$place/calls")"
sleeps ./bitsnotify"$EXEEXT" run --quiet "$srcdir/fixtures"
tap_check 'and so is the whole suite' "$(cat "$place/calls")"
tap_done
