#!/bin/sh
# The traces of fixtures/recorded/serve, taken from bitsnotify serve under Wine, are judged here as they
# were there: passed. A trace whose scenario was changed since is skipped, and says so.
. "${srcdir:=.}/tests/tap.sh"
program=$PWD/bitsnotify$EXEEXT
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
cd "$srcdir/fixtures" || exit 1

for topic in recorded/serve/*/; do
  topic=$(basename "$topic")
  scenarios=$(cd "recorded/serve/$topic" && ls ./*.jsonl | sed "s|^\./|$topic/|; s|jsonl$|json|")
  # Word splitting is meant.
  "$program" run --on=recorded:recorded/serve "--json=$place/$topic.json" $scenarios >"$place/$topic.txt" 2>&1
  tap_check "$topic: as recorded" "$(
    test -s "$place/$topic.json" || cat "$place/$topic.txt"
    grep -E '(fail|inconclusive|broken|crash|flaky): ' "$place/$topic.txt")"
done
tap_check 'most of them are still of today'\''s scenarios' "$(
  passed=$(cat "$place"/*.json | grep -c '"verdict":"pass"')
  all=$(find recorded/serve -name '*.jsonl' | wc -l)
  test "$((passed * 2))" -gt "$all" || echo "$passed of $all")"

# --- Another service than the one of --allow ------------------------------------------------------
#
# serve does what is documented, so whatever it does otherwise than Wine is told, and nothing that came
# is said not to have come.

"$program" run --on=recorded:recorded/serve --allow=wine-8.0 "--json=$place/allow" . >"$place/allow.txt" 2>&1
told() {
  grep -F "$1" "$place/allow" | grep -qF "$2" || grep -F "$1" "$place/allow" || echo "no $1"
}
tap_check 'a service that is not that of --allow fails nowhere, and deviates nowhere as that one does' "$(
  grep -E '(known|fail|broken|crash|flaky): ' "$place/allow.txt")"
tap_check 'what is missed there and came in time is told beside the pass' "$(
  told command-line/a-program-set-after-the-object-was-found-dead-runs-at-once '"predicted":"wine-8.0: ')"
tap_check 'what is missed there and came later is not known' "$(
  told retry/the-minimum-retry-delay-is-a-property-of-the-job '"verdict":"inconclusive"')"
tap_check 'nor is it unexpected' "$(
  told command-line/a-program-set-while-the-object-waits '"verdict":"inconclusive"')"
tap_check 'the report for people lists both' "$(
  grep -q '^Passed, though the profile of --allow misses something:$' "$place/allow.txt" &&
    grep -q ' came in the end, though wine-8.0 misses it' "$place/allow.txt" || cat "$place/allow.txt")"
tap_done
