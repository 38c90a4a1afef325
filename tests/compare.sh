#!/bin/sh
# compare: two runs side by side; the status is 1 only when something got worse.
. "${srcdir:=.}/tests/tap.sh"
program=$PWD/bitsnotify$EXEEXT
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
cp -R "$srcdir/fixtures" "$place/fixtures" && chmod -R u+w "$place" && cd "$place" || exit 1

# compared SENTENCE STATUS TEXT A B: the status, and that a line has this text ("": any).
compared() {
  says=$("$program" compare "$4" "$5" 2>&1)
  got=$?
  if test "$got" -eq "$2" && printf '%s\n' "$says" | grep -qF -- "$3"; then
    tap_ok "$1"
  else
    tap_not_ok "$1" "exit $got, not $2, or it does not say \"$3\":
$says"
  fi
}

# --- Results --------------------------------------------------------------------------------------

play() {
  name=$1
  shift
  "$program" run --quiet --json="$name.json" --record="$name" "$@" >"$name.txt" 2>&1
}
play good fixtures/precedence
play bad --set=latched.set.gone=paid fixtures/precedence
play fewer fixtures/precedence/living-object-wins-over-clsid.json
question=fixtures/class/question-does-another-class-displace-the-object.json
play answers --set=registration.activated.other-class=cleared "$question"
play usual "$question"

compared 'a run and itself are the same' 0 'scenarios: ' good.json good.json
compared 'and nothing else is said' 0 ': 1 the same' fewer.json fewer.json
tap_check 'one line only' "$(test "$("$program" compare good.json good.json | wc -l)" -eq 1 || echo more)"
compared 'a failure is worse' 1 'pass, now fail at ' good.json bad.json
compared 'with its step and its rule' 1 'now: step ' good.json bad.json
tap_check 'the rule is named' "$("$program" compare good.json bad.json | grep -q 'now: .*, by [A-Z]*-[A-Z]*-[0-9]' || cat bad.txt)"
compared 'the other way round it is better' 0 'fail, now pass' bad.json good.json
compared 'a scenario that is gone is worse' 1 'pass, now gone' good.json fewer.json
compared 'a new one that passes is not' 0 'new, pass' fewer.json good.json
compared 'another answer is different, not worse' 0 'now: the answer is cleared' usual.json answers.json

# edited SENTENCE TEXT SCRIPT: a results file through sed is refused.
edited() {
  sed "$3" good.json >edited.json
  compared "$1" 2 "$2" good.json edited.json
}
edited 'a file without its footer is refused' 'edited.json has no footer: it is not whole' 's/^"footer".*/"feet":0}/'
edited 'a file whose results were taken out is refused' 'has a footer that counts otherwise' '/^{"path".*,$/{
d
}'
edited 'a file whose verdict was changed is refused' 'has a footer that counts otherwise' 's/"verdict":"fail"/"verdict":"pass"/;s/"verdict":"pass"/"verdict":"known"/'
edited 'a verdict that is none is refused' 'without its path or verdict' 's/"verdict":"pass"/"verdict":"fine"/'
edited 'a file that was cut is refused' 'edited.json:' '$d'
sed 's/"partial":false/"partial":true/' good.json >partial.json
compared 'a partial file says so' 0 'partial.json is partial: ' good.json partial.json
compared 'what is no file of results is refused' 2 'holds no results of bitsnotify' good.json fixtures/skips.json
compared 'what is not there is refused' 2 'nowhere.json does not exist' good.json nowhere.json
compared 'a recording and results do not compare' 2 'one is a recording and the other is not' good.json good
compared 'nothing in common is no success' 3 'no scenario is on both sides' fewer.json usual.json
"$program" compare good.json >one.txt 2>&1
tap_check 'it takes two' "$(test $? -eq 2 || cat one.txt)"

# --- Recordings -----------------------------------------------------------------------------------

compared 'a recording and itself are the same' 0 'the same' good good
compared 'the first event that differs is shown, with its step and rule' 0 'differs' good bad
tap_check 'both ways' "$("$program" compare good bad | grep -q 'was: .*, by ' || "$program" compare good bad)"
cp -R good cut
name=precedence/living-object-wins-over-clsid.jsonl
trace=cut/$name
sed '/"kind":"end"/d' "good/$name" >"$trace"
compared 'a recording that lost its end is worse' 1 'now: nothing more' good cut
rm "$trace"
compared 'one that is gone is worse' 1 "$name: gone" good cut
compared 'a new one is not' 0 "$name: new" cut good
sed '3s/.*/garbage/' "good/$name" >"$trace"
compared 'one that cannot be read is refused' 2 "$trace:3:1" good cut
sed -e '1s/"virtual"/"real"/' -e 's/"at_us":0/"at_us":77/' -e '/"kind":"rule"/d' -e '/"kind":"state"/d' "good/$name" >"$trace"
compared 'time and what only the model knows do not count against a real clock' 0 ': 1 the same' "good/$name" "$trace"
sed -e 's/"at_us":0/"at_us":77/' "good/$name" >"$trace"
compared 'but they do on two virtual ones' 0 'at 0.077 ms' "good/$name" "$trace"
tap_done
