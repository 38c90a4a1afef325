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

place=$(mktemp -d) || exit 1
service=
trap 'exec 7>&-; test -z "$service" || kill "$service" 2>/dev/null; rm -rf "$place"' EXIT
program=./bitsnotify.wine
disk=$WINEPREFIX/drive_c
mkfifo "$place/says"

# start OPTION...: returns once clients can come; what went wrong is in $place/started.
start() {
  "$program" serve "$@" >"$place/says" 2>"$place/errors" </dev/null 7>&- &
  service=$!
  read -r line <"$place/says"
  case $line in serving*) : ;; *) echo "$line"; cat "$place/errors" ;; esac >"$place/started"
}

tell() {
  "$program" serve --tell="$1" 2>&1 </dev/null
}

# client N [URL]: downloads to got-N.bin, as a program that knows nothing of us.
client() {
  wine tests/win/plain_client.exe "${2:-http://offline.example/a.bin}" "C:\\got-$1.bin" 2>&1 </dev/null 7>&- | tr -d '\r'
}

# --- The same program, from Wine's own BITS and from ours ------------------------------------------

mkfifo "$place/hold"
wine tests/serve_file.exe 300000 <"$place/hold" >"$place/url" 2>&1 &
exec 7>"$place/hold"
until test -s "$place/url"; do sleep 0.02; done # between two looks
url=$(tr -d '\r' <"$place/url")

tap_check 'a plain client of BITS downloads from Wine'\''s own BITS and is called back' "$(
  tell status | grep -q 'no service listens' || echo 'ours is there'
  client wine "$url" | grep -vx JobTransferred
  test "$(wc -c <"$disk/got-wine.bin")" -eq 300000 || echo 'not the whole file')"
tap_check 'while that one runs ours would be found by nobody, and says so' "$(
  "$program" serve --replace 2>&1 </dev/null 7>&- | grep -q 'wine net stop bits' || echo 'it did not')"
wine net stop bits >/dev/null 2>&1 </dev/null 7>&-
start --replace
tap_check 'it serves in the place of BITS' "$(cat "$place/started")"
tap_check 'the same program downloads the same bytes from it and is called back' "$(
  client ours "$url" | grep -vx JobTransferred
  cmp "$disk/got-wine.bin" "$disk/got-ours.bin" 2>&1
  tell status | grep -q 'notifications delivered 1,' || tell status)"
tell stop >/dev/null 7>&-
wait "$service"
tap_check 'it gives the place back when it ends' "$(
  client back "$url" | grep -vx JobTransferred
  cmp "$disk/got-wine.bin" "$disk/got-back.bin" 2>&1)"
wine net stop bits >/dev/null 2>&1 </dev/null 7>&-
exec 7>&-

# --- Faults on demand -----------------------------------------------------------------------------

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

# --- Killed ---------------------------------------------------------------------------------------

registry() {
  wine reg export 'HKLM\Software\Classes' "C:\\$1.reg" /y >/dev/null 2>&1 </dev/null
  wine reg export HKCU "C:\\$1-user.reg" /y >/dev/null 2>&1 </dev/null
}
registry before
start --replace --offline
kill -9 "$service"
wait "$service" 2>/dev/null
registry after
tap_check 'one that is killed leaves nothing in the registry' "$(
  test -s "$disk/before.reg" && test -s "$disk/before-user.reg" || echo 'no registry'
  cmp "$disk/before.reg" "$disk/after.reg" 2>&1
  cmp "$disk/before-user.reg" "$disk/after-user.reg" 2>&1)"
tap_check 'Wine leads clients to it still, which the next one says' "$(
  "$program" serve --replace --offline 2>&1 </dev/null | grep -q 'wine net stop RpcSs' || echo 'it did not')"
tap_check 'whatever its own class' "$(
  "$program" serve --replace --offline '--clsid={7C3A54E1-0B6D-4E0C-9A52-5B1D6E0F4A20}' 2>&1 </dev/null |
    grep -q 'wine net stop RpcSs' || echo 'it did not')"
wine net stop RpcSs >/dev/null 2>&1 </dev/null
start --replace --offline
tap_check 'and that helps' "$(
  cat "$place/started"
  client 7 | grep -vx JobTransferred)"
tell stop >/dev/null
wait "$service"
service=
tap_done
