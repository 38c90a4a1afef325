#!/bin/sh
# What Wine 8.0's own BITS did, kept under fixtures/recorded/wine-8.0, is judged as it was when it was
# taken. After a change of its scenarios take them again, from a cross build:
#   ./bitsnotify.wine run --on=bits --allow=wine-8.0 --record=fixtures/recorded/wine-8.0 fixtures
. "${srcdir:=.}/tests/tap.sh"
program=$PWD/bitsnotify$EXEEXT
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$srcdir" || exit 1
recorded=fixtures/recorded/wine-8.0

"$program" run --on=recorded:$recorded --allow=wine-8.0 --json="$scratch/json" fixtures >"$scratch/said" 2>&1
status=$?
verdicts() {
  grep -cE "\"verdict\":\"($1)\"" "$scratch/json"
}

tap_check 'no scenario fails that Wine was asked for' "$(test "$status" -eq 0 || {
  echo "exit $status"
  grep -E '^fixtures.*: (fail|inconclusive|crash|broken):' "$scratch/said" | head -n 20
})"
# A scenario that was changed since is skipped.
tap_check 'at least 40 recordings are played, and some go on without a deviation' "$(
  test "$(verdicts 'pass|known')" -ge 40 && test "$(verdicts pass)" -ge 10 || tail -n 3 "$scratch/said")"
tap_check 'each says that it was Wine' "$(find $recorded -name '*.jsonl' | while read -r trace; do
  head -n 1 "$trace" | grep -q '"host":"Wine 8\.0' || echo "$trace"
done)"

"$program" run --on=recorded:$recorded --json="$scratch/json" fixtures >"$scratch/said" 2>&1
# A miss that was predicted was not waited for, so that without the prediction it decides nothing.
tap_check 'without the profile nothing of this is excused' "$(
  test "$(verdicts 'fail|inconclusive')" -ge 30 || tail -n 3 "$scratch/said")"

# Each cell of the profile, taken out alone: its scenario is excused no more. A scenario that only asks
# a question cannot fail; there the trace holds the result that the cell gives a method.
cells=$(sed -n 's/^    "\([^"]*\)": { "value": "\([^"]*\)", "shown-by": "\([^"]*\)".*/\1 \2 \3/p' fixtures/profiles/wine-8.0.json)
tap_check 'each cell of the profile is shown by its scenario' "$(
  test "$(echo "$cells" | wc -l)" -ge 20 || echo "few cells: $cells"
  echo "$cells" | while read -r cell value shown; do
    sed -e "/^    \"$cell\": /d" fixtures/profiles/wine-8.0.json | # and a comma that was before the last one
      sed -e ':all' -e '$!{N;b all' -e '}' -e 's/},\(\n  }\)/}\1/' >"$scratch/without.json"
    "$program" run --on=recorded:$recorded --allow="$scratch/without.json" --json="$scratch/json" "fixtures/$shown" >"$scratch/said" 2>&1
    test "$(verdicts 'fail|inconclusive')" -eq 1 ||
      grep -q "\"kind\":\"result\".*\"hresult\":\"$value\"" "$recorded/${shown%.json}.jsonl" ||
      { echo "$cell, by $shown:"; tail -n 3 "$scratch/said"; }
  done)"
tap_done
