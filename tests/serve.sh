#!/bin/sh
# bitsnotify serve as its users meet it: behind COM, told what shall go wrong, killed, played against.
. "${srcdir:=.}/tests/tap.sh"

if test "${LOADER:-}" != wine; then
  says=$(./bitsnotify"$EXEEXT" serve 2>&1 </dev/null)
  status=$?
  case $says in
  *"COM is Windows'"*) test "$status" -eq 2 && tap_ok 'without COM it says so' ;;
  *) tap_skip_all "a service of BITS's class is only put up in a Wine prefix" ;;
  esac
  tap_skip 'the rest' 'COM is Windows'\'''
  tap_done
fi

: "${MAKE:=make}"
place=$(mktemp -d) || exit 1
service=
trap 'test -z "$service" || kill "$service" 2>/dev/null; rm -rf "$place"' EXIT
program=./bitsnotify.wine
disk=$WINEPREFIX/drive_c
mkfifo "$place/says"

# start OPTION...: returns once clients can come; what went wrong is in $place/started.
start() {
  "$program" serve "$@" >"$place/says" 2>"$place/errors" </dev/null &
  service=$!
  read -r line <"$place/says"
  case $line in serving*) : ;; *) echo "$line"; cat "$place/errors" ;; esac >"$place/started"
}

tell() {
  "$program" serve --tell="$1" 2>&1 </dev/null
}

# client N: downloads to got-N.bin.
client() {
  wine tests/win/plain_client.exe http://offline.example/a.bin "C:\\got-$1.bin" 2>&1 </dev/null | tr -d '\r'
}

"$MAKE" tests/win/plain_client.exe >"$place/log" 2>&1
tap_check 'a client that knows nothing of us is built' "$(test -e tests/win/plain_client.exe || tail "$place/log")"

start --replace --offline --speed=1000
tap_check 'it serves' "$(cat "$place/started")"
tap_check 'a plain client of BITS downloads and is called back' "$(
  client 1 | grep -vx JobTransferred
  test -s "$disk/got-1.bin" || echo 'no file')"
tap_check 'a fault is used once' "$(
  tell 'answer Resume E_ACCESSDENIED'
  client 2 | grep -q 0x80070005 || echo 'the client was not refused'
  client 3 | grep -vx JobTransferred)"
tap_check 'the origin fails as it is told' "$(
  tell 'origin 404'
  client 4 | grep -q 0x80190194 || echo 'no JobError')"
tap_check 'a retry brings the file' "$(
  tell 'origin 503'
  client 5 | grep -vx JobTransferred)"
tap_check 'a notification that is held comes when it is let go' "$(
  tell 'hold JobTransferred'
  client 6 >"$place/client" &
  until tell status | grep -q TRANSFERRED; do :; done
  test ! -s "$place/client" || echo 'it came at once'
  tell release
  wait
  grep -vx JobTransferred "$place/client")"
tap_check 'an order that makes no sense is refused' "$(
  tell 'loose any' | grep -q 'did you mean lose' || echo 'no suggestion'
  tell 'lose any 0' | grep -q 'how often' || echo 'no number of times')"
tap_check 'a second service of the class is refused' "$(
  "$program" serve 2>&1 </dev/null | grep -q 'in use' || echo 'it was not')"
tap_check 'it ends when it is told' "$(tell stop)"
wait "$service"
tap_check 'and says so to nobody else' "$(tell status | grep -q 'no service listens' || echo 'somebody listens')"
service=
tap_done
