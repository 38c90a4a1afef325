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
tap_done
