#!/bin/sh
# make bench-bits: from Resume to the verdict, against the BITS of this prefix, beside a client that
# anybody would write (tests/win/plain_client.c). Seven times in turn each makes six downloads with a
# process of its own: the first is cold, the others are warm. The verdict on the callback is there when
# its step is over (--timings).
set -eu
: "${srcdir:=.}"
bar=1.5
test -n "${BITSNOTIFY_INSIDE_WINE:-}" || {
  echo 'bench-bits needs a build for Windows, under Wine'
  exit 1
}
place=$(mktemp -d)
trap 'exec 7>&-; rm -rf "$place"' EXIT
cp -R "$srcdir/fixtures/profiles" "$srcdir/fixtures/rules.json" "$place/"

# --- Ours: a scenario of six downloads ------------------------------------------------------------

download() {
  printf '%s\n' "$1" | sed 's/.*/    { "app": "client", "call": "CreateJob", "job": "&" },\
    { "app": "client", "call": "AddFile", "job": "&", "file": "a.bin" },\
    { "app": "client", "call": "SetPriority", "job": "&", "priority": "FOREGROUND" },\
    { "app": "client", "call": "SetNotifyFlags", "job": "&", "flags": ["JOB_TRANSFERRED", "JOB_ERROR"] },\
    { "app": "client", "call": "SetNotifyInterface", "job": "&", "object": "callback" },\
    { "app": "client", "call": "Resume", "job": "&" },\
    { "expect": "JobTransferred", "at": "client.callback", "job": "&" },\
    { "app": "client", "call": "Complete", "job": "&", "returns": "S_OK" }/'
}

{
  echo '{ "title": "Downloads, one after the other", "rules": ["NOTIFY-EVT-1"],'
  echo '  "apps": { "client": { "objects": { "callback": { "interface": "IBackgroundCopyCallback" } } } },'
  echo '  "files": { "a.bin": { "size": 1024 } }, "steps": ['
  for job in a b c d e f; do
    download $job | sed "$(test $job = f || echo '$s/$/,/')"
  done
  echo '] }'
} >"$place/one.json"

# From the call of Resume to the verdict, in milliseconds, in order: the 6th and 7th of 8 steps a job.
ours() {
  wine ./bitsnotify.exe run --on=bits --quiet --timings "--json=$place/results" "$place/one.json" </dev/null 7>&- >"$place/said" ||
    cat "$place/said"
  grep -o '"step":"[0-9]*","took_us":[0-9]*' "$place/results" | sed 's/[^0-9:]//g' |
    awk -F: '$2 % 8 == 6 { resume = $3 } $2 % 8 == 7 { printf "%d %.2f\n", ++n, (resume + $3) / 1000 }'
}

# --- The plain client -----------------------------------------------------------------------------

mkfifo "$place/hold"
wine tests/serve_file.exe 1024 <"$place/hold" >"$place/url" &
server=$!
exec 7>"$place/hold"
until test -s "$place/url"; do
  kill -0 "$server" || exit 1
  sleep 0.02 # between two looks
done

plain() {
  wine tests/win/plain_client.exe "$(tr -d '\r' <"$place/url")" "C:\\bench-a.bin" 6 </dev/null 7>&- |
    sed -n 's/^JobTransferred after \([0-9.]*\) ms.*/\1/p' | awk '{ print NR " " $1 }'
}

for round in 1 2 3 4 5 6 7; do
  ours >>"$place/ours"
  plain >>"$place/plain"
done
exec 7>&-
wait "$server"

# --- The table ------------------------------------------------------------------------------------

median() {
  sort -n | awk '{ v[NR] = $1 } END { if (NR) printf "%.2f", v[int((NR + 1) / 2)] }'
}
warm() {
  awk '$1 > 1 { print $2 }' "$1" | head -n 30
}
cold() {
  awk '$1 == 1 { print $2 }' "$1"
}
for side in ours plain; do
  test "$(warm "$place/$side" | wc -l)" -eq 30 || {
    echo "bench-bits: $side: $(warm "$place/$side" | wc -l) downloads instead of 30" >&2
    exit 1
  }
done
ours=$(warm "$place/ours" | median)
plain=$(warm "$place/plain" | median)
echo "Resume to verdict, warm, median of 30: $ours ms; plain client: $plain ms"
echo "cold, median of 7: $(cold "$place/ours" | median) ms; plain client: $(cold "$place/plain" | median) ms"
awk -v ours="$ours" -v plain="$plain" -v bar="$bar" 'BEGIN {
  printf "%.2f times the plain client; the bar is %s\n", ours / plain, bar
  exit !(ours <= plain * bar) }'
