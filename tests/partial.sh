#!/bin/sh
# A run that is killed in the middle leaves valid reports that say they are partial.
. "${srcdir:=.}/tests/tap.sh"
program=$PWD/bitsnotify$EXEEXT
place=$(mktemp -d) || exit 1
run=
trap 'test -z "$run" || kill -9 "$run" 2>/dev/null; rm -rf "$place"' EXIT
cp -R "$srcdir/fixtures" "$place/fixtures" && chmod -R u+w "$place" && cd "$place" || exit 1
planned=$("$program" run --format=tap fixtures 2>&1 | sed -n 's/^1\.\.//p')

# Each scenario so often that the whole would take minutes.
"$program" run --repeat=20000 --json=r.json --junit=r.xml --format=tap fixtures >r.tap 2>r.err </dev/null &
run=$!

# reached FILE PATTERN: it is there and holds this.
reached() {
  grep -q "$2" "$1" 2>/dev/null
}
tries=0
until reached r.json '"scenarios":\([3-9]\|[1-9][0-9]\)' && reached r.xml 'tests="\([3-9]\|[1-9][0-9]\)"'; do
  tries=$((tries + 1))
  if test $tries -gt 6000 || ! kill -0 "$run" 2>/dev/null; then break; fi
  sleep 0.02 # between two looks
done
kill -9 "$run"
wait "$run" 2>/dev/null
status=$?
run=
tap_check 'it was killed in the middle' "$(test "$status" -eq 137 || echo "exit $status"; cat r.err)"

says=$("$program" compare r.json r.json 2>&1)
tap_check 'the JSON is whole, its counts agree, and it is labelled' \
  "$(printf '%s\n' "$says" | grep -q "^r.json is partial: [1-9][0-9]* of $planned scenarios\$" || printf '%s\n' "$says")"

if command -v xmllint >/dev/null 2>&1; then
  tests=$(xmllint --xpath 'string(/testsuites/@tests)' r.xml 2>&1)
  cases=$(xmllint --xpath 'count(//testcase)' r.xml 2>&1)
  tap_check 'the JUnit XML is whole and its counts agree' "$(test "$tests" -gt 0 && test "$tests" = "$cases" || echo "tests $tests, cases $cases")"
  tap_check 'and it is labelled' "$(test "$(xmllint --xpath 'string(//property[@name="partial"]/@value)' r.xml)" = true || head r.xml)"
else
  tap_skip 'the JUnit XML is whole and its counts agree' 'no xmllint here'
  tap_skip 'and it is labelled' 'no xmllint here'
fi

points=$(grep -c '^ok ' r.tap)
tap_check 'the TAP holds what was played, under its plan' \
  "$(test "$points" -ge "$(grep -c '"path"' r.json)" && test "$points" -lt "$planned" && grep -qx "1\.\.$planned" r.tap || cat r.tap)"
if command -v prove >/dev/null 2>&1; then
  prove -e cat r.tap >prove.txt 2>&1
  tap_check 'prove does not take it for a whole one' "$(test $? -ne 0 && grep -q 'Bad plan' prove.txt || cat prove.txt)"
else
  tap_skip 'prove does not take it for a whole one' 'no prove here'
fi
tap_check 'the suite that comes after it is whole' "$("$program" run --quiet --json=r.json fixtures 2>&1 | grep -v ' passed$'
  "$program" compare r.json r.json | grep partial)"
tap_done
