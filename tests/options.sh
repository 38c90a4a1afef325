#!/bin/sh
# What the options of run do: --repeat, --allow, --time-scale, --timings, --set, --quiet, --verbose.
. "${srcdir:=.}/tests/tap.sh"
program=$PWD/bitsnotify$EXEEXT
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
cp -R "$srcdir/fixtures" "$place/fixtures" && chmod -R u+w "$place" && cd "$place" || exit 1
some=fixtures/retry

# says SENTENCE STATUS TEXT ARGUMENT...: the status of run, and that it says this.
says() {
  sentence=$1 wanted=$2 text=$3
  shift 3
  said=$("$program" run "$@" 2>&1 </dev/null)
  status=$?
  if test "$status" -eq "$wanted" && printf '%s\n' "$said" | grep -qF -- "$text"; then
    tap_ok "$sentence"
  else
    tap_not_ok "$sentence" "exit $status, not $wanted, or it does not say \"$text\":
$(printf '%s\n' "$said" | head -n 30)"
  fi
}

# --- --repeat -------------------------------------------------------------------------------------

one=fixtures/precedence/living-object-wins-over-clsid.json
name=precedence/living-object-wins-over-clsid
says 'repeated attempts that agree pass' 0 '1 passed' --repeat=3 --record=kept --json=three.json "$one"
tap_check 'the results say how many there were' "$(grep -q '"verdict":"pass".*"attempts":3,"agreeing":3' three.json || cat three.json)"
tap_check 'the trace of every attempt is kept' "$(cmp "kept/$name.jsonl" "kept/$name.2.jsonl" 2>&1
  cmp "kept/$name.jsonl" "kept/$name.3.jsonl" 2>&1)"
sed '/"result".*"Complete"/s/"S_OK"/"E_FAIL"/' "kept/$name.jsonl" >"kept/$name.2.jsonl"
says 'attempts that disagree are flaky, and that fails' 1 '1 flaky' --on=recorded:kept --repeat=3 --record=again --json=flaky.json --junit=flaky.xml "$one"
says 'how many agree, and how the others ended' 1 '2 of 3 attempts agree; the first was pass, attempt 2 was fail: ' --on=recorded:kept --repeat=3 "$one"
tap_check 'the results count them' "$(grep -q '"verdict":"flaky".*"attempts":3,"agreeing":2' flaky.json && grep -q '"flaky":1}}' flaky.json || cat flaky.json)"
tap_check 'JUnit calls it a failure' "$(grep -q '<failure type="flaky"' flaky.xml || cat flaky.xml)"
tap_check 'each of their traces is kept' "$(for n in '' .2 .3; do test -s "again/$name$n.jsonl" || echo "$name$n.jsonl"; done
  grep -q '"Complete".*"E_FAIL"' "again/$name.2.jsonl" || echo 'not that of attempt 2')"
says 'TAP shows it' 1 'not ok 1 - ' --on=recorded:kept --repeat=3 --format=tap "$one"
for wrong in 0 -1 x 1.5 1000001 ''; do
  says "--repeat=$wrong is refused" 2 '--repeat' "--repeat=$wrong" "$one"
done

# --- --allow --------------------------------------------------------------------------------------

says 'a faulty service fails' 1 ' failed' --quiet --as=zoo/never-retries "$some"
says 'as the profile of --allow it is known, which does no harm' 0 ' known' --quiet --as=zoo/never-retries --allow=zoo/never-retries --json=known.json --junit=known.xml "$some"
says 'another profile excuses nothing' 1 ' failed' --quiet --as=zoo/never-retries --allow=zoo/forgets-the-class "$some"
says 'only what it shares' 1 ' known' --as=zoo/never-retries --set=registration.class.restart=cleared --allow=zoo/never-retries "$some" fixtures/restart
tap_check 'the reason names the profile' "$(grep -q '"verdict":"known".*, as zoo/never-retries does"' known.json || head known.json)"
tap_check 'all formats count the same' "$(
  known=$(sed -n 's/^"footer".*"known":\([0-9]*\).*/\1/p' known.json)
  test "$known" -gt 0 || tail -n 1 known.json
  grep -q "<property name=\"known\" value=\"$known\"/>" known.xml || head known.xml
  points=$("$program" run --format=tap --as=zoo/never-retries --allow=zoo/never-retries "$some" | grep -c '^not ok .* # TODO known: ')
  test "$points" -eq "$known" || echo "TAP: $points, JSON: $known")"
says 'a profile that is not there is refused' 2 'there is no profile of this name' --allow=zoo/nothing "$some"

# --- Time -----------------------------------------------------------------------------------------

"$program" run --json=first.json --record=first "$some" >first.txt 2>&1
"$program" run --json=scaled.json --record=scaled --time-scale=7.5 "$some" >scaled.txt 2>&1
tap_check 'the model has no clock that --time-scale could change' "$(cmp first.json scaled.json 2>&1
  cmp first.txt scaled.txt 2>&1
  diff -r first scaled 2>&1)"
for wrong in 0 -1 x 1001 ''; do
  says "--time-scale=$wrong is refused" 2 '--time-scale' "--time-scale=$wrong" "$one"
done
tap_check 'no real time is in the results' "$(grep -oE '"(took_us|steps)":' first.json)"
"$program" run --timings --json=timed.json "$some" >timed.txt 2>&1
tap_check 'but with --timings' "$(test "$(grep -c '"took_us":[0-9]*,"steps":\[{"step":"1","took_us":' timed.json)" -eq "$(grep -c '"path":' timed.json)" || cat timed.txt)"

# --- What is shown --------------------------------------------------------------------------------

tap_check '--quiet says the last line only' "$(test "$("$program" run --quiet "$some" | wc -l)" -eq 1 || "$program" run --quiet "$some")"
count=$("$program" run --quiet "$some" | sed 's/ .*//')
tap_check '--verbose has a line for every scenario' "$(test "$("$program" run --verbose "$some" | grep -c "$some/.*json")" -eq "$count" || "$program" run --verbose "$some" | tail -n 5)"
says 'both exclude each other' 2 '--quiet and --verbose exclude each other' --quiet --verbose "$some"
says 'a mistyped option is told its nearest name' 2 'did you mean --repeat?' --repaet=3 "$some"
says 'a mistyped implementation is told its nearest name' 2 'did you mean recorded?' --on=recorded2 "$some"
says 'a mistyped cell is told its nearest name' 2 'did you mean' --set=latched.set.gon=paid "$some"
tap_done
