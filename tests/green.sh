#!/bin/sh
# Nothing is green by accident: what was not looked at, not found or not counted is an error.
. "${srcdir:=.}/tests/tap.sh"
program=$PWD/bitsnotify$EXEEXT
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
cp -R "$srcdir/fixtures" "$place/fixtures" && chmod -R u+w "$place" && cd "$place" || exit 1

# scenario TITLE STEPS [APPS]: one on standard output. The usual steps lead to a transferred job.
updater='"updater": { "objects": { "watcher": {} } }'
begin='{ "app": "updater", "call": "CreateJob", "job": "j" },
    { "app": "updater", "call": "AddFile", "job": "j", "file": "a.bin" },
    { "app": "updater", "call": "SetNotifyInterface", "job": "j", "object": "watcher" },
    { "app": "updater", "call": "Resume", "job": "j" }'
told='{ "expect": "JobTransferred", "at": "updater.watcher", "job": "j" }'
not_told='{ "expect": "JobError", "at": "updater.watcher", "job": "j"'
scenario() {
  printf '{ "title": "%s",\n  "rules": ["NOTIFY-REG-1"],%s\n  "apps": { %s },\n' "$1" "$4" "${3:-$updater}"
  printf '  "files": { "a.bin": { "size": 65536 } },\n  "steps": [\n    %s\n  ] }\n' "$2"
}

# ends SENTENCE STATUS TEXT ARGUMENT...: the program's status, and that it says this.
ends() {
  sentence=$1 wanted=$2 text=$3
  shift 3
  says=$("$program" "$@" 2>&1 </dev/null)
  status=$?
  if test "$status" -eq "$wanted" && printf '%s\n' "$says" | grep -qF -- "$text"; then
    tap_ok "$sentence"
  else
    tap_not_ok "$sentence" "exit $status, not $wanted, or it does not say \"$text\":
$says"
  fi
}

# --- What was not found or not looked at ----------------------------------------------------------

mkdir empty one
ends 'a filter that matches nothing' 3 'no path of a scenario holds "nonsense"' run --only=nonsense fixtures
ends 'a folder without a scenario' 3 'there is no scenario below empty' run empty
ends 'a folder without a scenario among others' 3 'there is no scenario below empty' run empty fixtures
ends 'a path that is not there' 2 'nowhere does not exist' run nowhere
ends 'no path at all' 2 'which scenarios?' run

scenario 'Nothing expected' "$begin" >one/x.json
ends 'a scenario without an expectation' 2 'no step expects anything' run one
scenario 'No steps' '' >one/x.json
ends 'a scenario without a step' 2 'broken' run one
scenario 'A rule that is none' "$begin, $told" | sed 's/NOTIFY-REG-1"/NOTIFY-REG-1000"/' >one/x.json
ends 'a rule that the catalogue does not know' 2 'NOTIFY-REG-1000' run one

handler='"updater": { "objects": { "watcher": { "handlers": {
    "JobError": [{ "do": [{ "call": "Cancel", "job": "j", "returns": "S_OK" }] }] } } } }'
scenario 'A handler that nobody calls' "$begin, $told" "$handler" >one/x.json
ends 'an expectation that was never evaluated' 3 'no handler came to this Cancel, whose result is expected' run one

scenario 'A callback that nobody expects' "$begin, { \"app\": \"updater\", \"call\": \"GetState\", \"job\": \"j\", \"returns\": \"S_OK\" }" >one/x.json
ends 'a callback that is left over' 1 'and no step expected it' run one

scenario 'What was awaited may come later' "$begin, $told, $not_told, \"otherwise\": \"inconclusive\" }" >one/x.json
ends 'an inconclusive scenario' 3 '1 inconclusive' run one

# --- Skips and profiles ---------------------------------------------------------------------------

cat >old.json <<'END'
{ "title": "Old", "base": "documented", "lacks": ["callback2"], "cells": {} }
END
ends 'skips that are not written down' 1 'which is not written for sim as old' run --quiet --as=old.json fixtures
cp fixtures/skips.json skips.kept
count=$("$program" run --quiet --as=old.json fixtures 2>&1 | sed -n 's/.*fixtures.skips.json:1:1: \([0-9]*\) scenarios were skipped because.*/\1/p')
pin() {
  printf '{ "notation": 1, "skips": [{ "on": "sim", "as": "old", "skipped": { "old lacks callback2": %d } }] }\n' "$1" >fixtures/skips.json
}
pin "$count"
"$program" run --quiet --as=old.json fixtures >pinned.txt 2>&1
tap_check 'skips that are written down do no harm' "$(grep -F skips.json pinned.txt)"
pin $((count + 1))
ends 'another number of skips' 1 "$count scenarios were skipped because \"old lacks callback2\", not $((count + 1))" run --quiet --as=old.json fixtures
printf '{ "notation": 1, "skips": [{ "on": "sim", "as": "documented", "skipped": { "a reason of old": 3 } }] }\n' >fixtures/skips.json
ends 'a skip that nothing shows any more' 1 '0 scenarios were skipped because "a reason of old", not 3' run --quiet fixtures
mv skips.kept fixtures/skips.json
scenario 'Needs a class' "$begin, $told" '' ' "requires": ["callback2"],' >one/x.json
ends 'all was skipped' 3 '1 skipped' run --as=old.json one

sed 's/callback2/callbck2/' old.json >typo.json
ends 'a profile that lacks what nobody knows' 2 'did you mean "callback2"?' run --as=typo.json one

# What each cell of a profile says is shown by its scenario: set alone, or left out of its profile, something happens
# otherwise.
find fixtures/profiles -name '*.json' | LC_ALL=C sort | while read -r profile; do
  tr -d '\n' <"$profile" |
    grep -oE '"[a-z0-9A-Z_.-]+": *\{ *"value": *"[^"]*", *"shown-by": *"[^"]*"' |
    sed -E 's/^"([^"]*)".*"value": *"([^"]*)".*"shown-by": *"([^"]*)"$/\1=\2 \3/' | sed "s|^|$profile |"
done >cells
tap_check 'profiles have cells' "$(test "$(wc -l <cells)" -ge 20 || wc -l <cells)"
tap_check 'and each names the scenario that shows it' "$(
  grep -o '"value"' -r fixtures/profiles | wc -l | grep -vx "$(wc -l <cells)")"
"$program" rules --knobs | tr -d '\r' | awk -F'\t' '{ print $1 "=" $2 }' >usual
# happens FOLDER SCENARIO OPTION...: what a client could see of it.
happens() {
  folder=$1 file=fixtures/$2
  shift 2
  rm -rf "$folder"
  "$program" run --quiet "--record=$folder" "$@" "$file" >/dev/null 2>&1
  find "$folder" -name '*.jsonl' -exec grep -v -e '"kind":"rule"' -e '^{"trace"' {} + | sed 's/,"rule":"[^"]*"//'
}
tap_check 'no cell of a profile is stale' "$(while read -r profile set scenario; do
  happens played "$scenario" >usual.txt
  happens played "$scenario" "--set=$set" >alone.txt
  test -s usual.txt && test -s alone.txt || echo "$profile: $scenario cannot be played"
  cmp -s usual.txt alone.txt || continue
  happens played "$scenario" "--as=$profile" >whole.txt
  happens played "$scenario" "--as=$profile" "--set=$(grep "^${set%%=*}=" usual)" >without.txt
  cmp -s whole.txt without.txt && echo "$profile: $scenario does not show $set"
done <cells)"

# --- Counts and exit statuses ---------------------------------------------------------------------

for count in 1 255 256 257; do
  mkdir "fail-$count"
  scenario 'It fails' "$begin, $told, $not_told }" >"fail-$count/0.json"
  number=1
  while test $number -lt $count; do
    cp "fail-$count/0.json" "fail-$count/$number.json"
    number=$((number + 1))
  done
  ends "$count failing scenarios: exit 1" 1 "$count failed" run --quiet "fail-$count"
done

# One of every verdict that the model can give, with names that hurt.
mkdir 'odd'
# Windows has no names with <, >, ", \ or control characters.
hurt=$(printf 'a]]>b &<c> "d" #e \\ \001\033[31m \360\237\230\200')
shown=$(printf 'a]]>b &<c> "d" #e \\ \\u0001\\u001b[31m \360\237\230\200')
if test -n "$EXEEXT"; then
  hurt=$(printf 'a]]b & #e \360\237\230\200')
  shown=$hurt
fi
title='t ]]> &<x> # TODO \\u0007 \\u001b[31m \\ud83d\\ude00 \\\\'
scenario "$title" "$begin, $told" >"odd/$hurt pass.json"
scenario "$title" "$begin, $told, $not_told }" >"odd/$hurt fail.json"
scenario "$title" "$begin, $told, $not_told, \"otherwise\": \"inconclusive\" }" >"odd/$hurt inconclusive.json"
scenario "$title" "$begin" >"odd/$hurt broken.json"
scenario "$title" "$begin, $told" '' ' "requires": ["callback2"],' >"odd/$hurt skip.json"
"$program" run --as=old.json --json=odd.json --junit=odd.xml odd >odd.txt 2>&1
status=$?
"$program" run --as=old.json --format=tap odd >odd.tap 2>&1
tap_check 'the highest status counts' "$(test $status -eq 2 || echo "exit $status")"
tap_check 'the text counts them' "$(tail -n 1 odd.txt |
  grep -qx '5 scenarios: 1 passed, 1 failed, 1 skipped, 1 inconclusive, 1 broken' || cat odd.txt)"
tap_check 'no control character reaches the terminal' "$(tr -d '\n' <odd.txt | tr -d '[:print:]\200-\377' | od -c | head -n 2 | grep -v '^0000000$')"
tap_check 'the JSON counts them' "$(grep -qx '"footer":{"partial":false,"scenarios":5,"pass":1,"known":0,"fail":1,"skip":1,"inconclusive":1,"broken":1,"crash":0,"flaky":0}}' odd.json || tail -n 1 odd.json
  "$program" compare odd.json odd.json | grep -vx '5 scenarios: 5 the same')"
tap_check 'the TAP counts them' "$(tail -n 1 odd.tap | grep -qx '# 5 scenarios: 1 passed, 1 failed, 1 skipped, 1 inconclusive, 1 broken' || cat odd.tap)"
if command -v prove >/dev/null 2>&1; then
  prove -v -e cat odd.tap >prove.txt 2>&1
  tap_check 'prove reads the same counts' "$(grep -q 'Failed 3/5 subtests' prove.txt && grep -q 'less 1 skipped subtest: 1 okay' prove.txt || cat prove.txt)"
else
  tap_skip 'prove reads the same counts' 'no prove here'
fi
if command -v xmllint >/dev/null 2>&1; then
  of() { xmllint --xpath "$1" odd.xml 2>&1; }
  tap_check 'xmllint reads the same counts' "$(
    test "$(of 'count(//testcase)') $(of 'count(//failure)') $(of 'count(//error)') $(of 'count(//skipped)')" = '5 1 2 1' || cat odd.xml
    test "$(of 'concat(/testsuites/@tests, " ", /testsuites/@failures, " ", /testsuites/@errors, " ", /testsuites/@skipped)')" = '5 1 2 1' || cat odd.xml)"
  tap_check 'and the same names' "$(of 'string(//testcase[1]/@name)' |
    grep -qF "$shown broken.json" || of 'string(//testcase[1]/@name)')"
else
  tap_skip 'xmllint reads the same counts' 'no xmllint here'
  tap_skip 'and the same names' 'no xmllint here'
fi
GITHUB_ACTIONS=true "$program" run --quiet --as=old.json odd >github.txt 2>&1
tap_check 'GitHub gets one annotation for each that went wrong' "$(test "$(grep -c '^::error' github.txt)" -eq 3 || cat github.txt)"
GITHUB_ACTIONS=true "$program" run --quiet fail-257 >github.txt 2>&1
tap_check 'nine at most, and then how many more' "$(test "$(grep -c '^::error' github.txt)" -le 10 && grep -q '^::error.*248 more' github.txt || grep '^::' github.txt)"
tap_done
