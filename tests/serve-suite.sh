#!/bin/sh
# make serve-suite: the suite over COM. Every scenario is played against bitsnotify serve, with processes
# that really die: none may fail, and none be inconclusive. What is skipped is counted by its reason.
# Takes about eleven minutes; TOPICS="class retry" plays some of it, RECORD=DIR keeps the traces.
. "${srcdir:=.}/tests/tap.sh"
test "${LOADER:-}" = wine || tap_skip_all 'COM is Windows'\'', and another service than BITS is for Wine'

place=$(mktemp -d) || exit 1
trap 'tell stop >/dev/null; rm -rf "$place"' EXIT
program=./bitsnotify.wine
fixtures=$srcdir/fixtures
test "$srcdir" != . || fixtures=fixtures # so are scenarios called in what is recorded
mkfifo "$place/says"

tell() {
  "$program" serve "--tell=$1" 2>&1 </dev/null
}

# play NAME OPTIONS PATH: results in $place/NAME.json. The options are for the service and the run.
play() {
  "$program" serve --pause=50 $2 >"$place/says" 2>"$place/errors" </dev/null &
  read -r line <"$place/says"
  timeout 1200 "$program" run --on=bits '--service={7C3A54E1-0B6D-4E0C-9A52-5B1D6E0F4A10}' $2 "--json=$place/$1.json" \
    ${RECORD:+"--record=$RECORD"} "$3" >"$place/$1.txt" 2>&1 </dev/null
  tell stop >/dev/null
  wait
}

# What went wrong; nothing: all was played to its end, and passed or was skipped.
wrong() {
  grep -q '"footer":{"partial":false' "$place/$1.json" || tail -n 5 "$place/$1.txt" "$place/errors"
  grep -E -A 12 '^[^ ].* (fail|inconclusive|broken|crash|flaky): ' "$place/$1.txt"
}

cd "$fixtures" || exit 1
topics=${TOPICS:-$(for folder in */; do echo "${folder%/}"; done | grep -vxE 'profiles|recorded')}
assuming=$(for topic in $topics; do grep -l '"assumes"' "$topic"/*.json; done)
cd - >/dev/null || exit 1

for topic in $topics; do
  play "$topic" '' "$fixtures/$topic"
  tap_check "$topic: $(tail -n 1 "$place/$topic.txt")" "$(wrong "$topic")"
done
cat "$place"/*.json | sed -n 's/.*"verdict":"skip","reason":"\([^"]*\)".*/\1/p' | grep -v '^it assumes ' | LC_ALL=C sort | uniq -c |
  sed 's/^ *//' >"$place/skipped"
sed -n 's/^| \([0-9][0-9]*\) | \(.*\) |$/\1 \2/p' "$fixtures/profiles/zoo/README.md" | LC_ALL=C sort -k 2 >"$place/known"
if test -z "${TOPICS:-}"; then
  tap_check 'what is skipped is what fixtures/profiles/zoo/README.md says' "$(diff "$place/known" "$place/skipped")"
else
  cut -d ' ' -f 2- "$place/known" >"$place/reasons"
  tap_check 'nothing is skipped for a reason of its own' "$(cut -d ' ' -f 2- "$place/skipped" | grep -vxFf "$place/reasons")"
fi
sort -rn "$place/skipped" | sed 's/^/# skipped: /'

# What a scenario assumes is told to the service, and to the run.
for scenario in $assuming; do
  sets=$(sed -n 's/^ *"assumes": {\(.*\)}.*/\1/p' "$fixtures/$scenario" | tr -d '" ' | tr ':,' '=\n' | sed 's/^/--set=/')
  play assumed "$sets" "$fixtures/$scenario"
  tap_check "$scenario: $(tail -n 1 "$place/assumed.txt")" "$(wrong assumed)$(grep '"verdict":"skip"' "$place/assumed.json")"
done
tap_done
