#!/bin/sh
# --on=recorded: a trace taken earlier is judged as the run that took it was; a broken one never passes.
. "${srcdir:=.}/tests/tap.sh"
program=$PWD/bitsnotify$EXEEXT
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
cp -R "$srcdir/fixtures" "$place/fixtures" && chmod -R u+w "$place" && cd "$place" || exit 1
rm -rf fixtures/recorded

# --- The whole suite ------------------------------------------------------------------------------

# told FILE: its results without what differs between a run and its recording by name.
told() {
  sed -e '/^"implementation":/d' -e '/^"profile":/d' -e 's/,"reproduce":"[^"]*"//' -e 's/,"decided":\[[^]]*\]//' "$1"
}

# same NAME OPTION...: what is played with these options and recorded is judged as it was.
same() {
  name=$1
  shift
  "$program" run --quiet "$@" "--record=$name" "--json=$name.json" fixtures >"$name.txt" 2>&1
  first=$?
  "$program" run --quiet "--on=recorded:$name" "--record=$name.again" "--json=$name.again.json" fixtures >"$name.again.txt" 2>&1
  second=$?
  told "$name.json" >"$name.told"
  told "$name.again.json" >"$name.again.told"
  tap_check "$name: the same results, step by step" "$(test -s "$name.told" || cat "$name.txt"
    test "$first" -eq "$second" || echo "exit $first, then $second"
    diff "$name.told" "$name.again.told" 2>&1 | head -n 10)"
  tap_check "$name: recorded once more, the same bytes" "$(diff -r "$name" "$name.again" 2>&1 | head -n 10)"
}

same documented
same mutant --set=latched.set.handled=class
tap_check 'mutant: something failed there' "$(grep -q '"fail":[1-9]' mutant.json || tail -n 1 mutant.json)"

# --- One trace, broken in several ways ------------------------------------------------------------

mkdir one traces
cat >one/told.json <<'END'
{
  "title": "The object is told once",
  "rules": ["NOTIFY-REG-1"],
  "apps": { "updater": { "objects": { "watcher": {} } } },
  "files": { "a.bin": { "size": 65536 } },
  "steps": [
    { "app": "updater", "call": "CreateJob", "job": "j" },
    { "app": "updater", "call": "AddFile", "job": "j", "file": "a.bin" },
    { "app": "updater", "call": "SetNotifyInterface", "job": "j", "object": "watcher" },
    { "app": "updater", "call": "Resume", "job": "j" },
    { "expect": "JobTransferred", "at": "updater.watcher", "job": "j" },
    { "app": "updater", "call": "Complete", "job": "j", "returns": "S_OK" }
  ]
}
END
cp one/told.json kept.json
"$program" run --quiet --record=traces one >/dev/null 2>&1
mv traces/one/told.jsonl kept.jsonl
tap_check 'the scenario was recorded' "$(test -s kept.jsonl || echo 'no trace')"

# judged SENTENCE STATUS TEXT [OPTION...]: the run on traces/ ends with this status and says this.
judged() {
  sentence=$1 status=$2 text=$3
  shift 3
  says=$("$program" run --on=recorded:traces --format=tap "$@" one 2>&1)
  got=$?
  if test "$got" -eq "$status" && printf '%s\n' "$says" | grep -qF -- "$text"; then
    tap_ok "$sentence"
  else
    tap_not_ok "$sentence" "exit $got, not $status, or it does not say \"$text\":
$says"
  fi
}

judged 'no trace: skipped' 3 'told once # SKIP there is no recording of it' --record=skipped
tap_check 'and no trace of that is kept' "$(find skipped -type f 2>/dev/null)"
cp kept.jsonl traces/one/told.jsonl
judged 'as it was: passed' 0 'ok 1 - one/told.json: The object is told once'
sed 's/told once/told at least once/' kept.json >one/told.json
judged 'another version of the scenario: skipped' 3 '# SKIP its recording is of another version of the scenario'
cp kept.json one/told.json

# broken SENTENCE STATUS TEXT SCRIPT: the trace through sed.
broken() {
  sed "$4" kept.jsonl >traces/one/told.jsonl
  if cmp -s kept.jsonl traces/one/told.jsonl; then
    tap_not_ok "$1" 'the script changed nothing'
  else
    judged "$1" "$2" "$3"
  fi
}

broken 'events of unknown kinds are counted' 3 'inconclusive at 0:0: 2 events of the trace are of a kind' \
  '/"kind":"end"/{
i\
{"kind":"telemetry","at_us":0}\
{"kind":"telemetry","at_us":0,"x":[1]}
}'
broken 'without its end' 3 'the recording has no end: it was cut short behind line' '/"kind":"end"/d'
broken 'cut in the middle of a line' 3 'traces/one/told.jsonl:2:' '2,$s/,"method.*//'
broken 'no JSON at all' 3 'traces/one/told.jsonl:3:1: ' '3s/.*/garbage/'
broken 'of another notation' 3 'the first line must say "trace": 1' '1s/"trace":1/"trace":2/'
broken 'the callback is gone' 1 'JobTransferred of "j" at updater.watcher did not come' '/"begin"/d;/"kind":"return"/d'
broken 'the callback comes after all was over' 1 'came at the end, and no step expected it' \
  '/"kind":"end"/{
i\
{"kind":"begin","at_us":0,"number":9,"app":"updater","object":"updater.watcher","event":"JobError","job":"j"}
}'
broken 'a call returns something else' 1 'Complete' '/"result".*"Complete"/s/"S_OK"/"0x80200002"/'
broken 'a call never returns' 3 'the recording holds no result of Complete here' '/"result".*"Complete"/d'
broken 'a step is missing' 3 'the recording holds no result of Resume here' '/"Resume"/d'
broken 'something from a later time' 3 'events of the recording were not looked at' \
  '/"kind":"end"/{
i\
{"kind":"begin","at_us":5000,"number":9,"app":"updater","object":"updater.watcher","event":"JobError","job":"j"}
}'

# --- Real time ------------------------------------------------------------------------------------

# really BEGIN-US END-US: as if a real service had called at that time, and the run listened to the end.
really() {
  sed -e '1s/"virtual"/"real"/' -e '1s/"host":null/"host":"a machine"/' -e '/"kind":"rule"/d' \
    -e "/\"begin\"/,\$s/\"at_us\":0/\"at_us\":$1/" -e "/\"kind\":\"end\"/{
i\\
{\"kind\":\"quiet\",\"at_us\":$2,\"ms\":1000}
s/:$1/:$2/
}" kept.jsonl >traces/one/told.jsonl
}

really 2000000 3000123
judged 'in its window: passed' 0 'ok 1 - one/told.json: The object is told once'
"$program" run --quiet --on=recorded:traces --record=again one >/dev/null
tap_check 'recorded once more, the same bytes' "$(cmp traces/one/told.jsonl again/one/told.jsonl 2>&1)"
sed '1b;/"kind":"end"/b;s/.*"at_us":\([0-9]*\)\(,"step":"[0-9]*"\)*.*/{"kind":"request","at_us":\1\2,"file":"a.bin","text":"HEAD: 200"}\
&/' traces/one/told.jsonl >asked.jsonl && mv asked.jsonl traces/one/told.jsonl
judged 'with a request of the origin between all events: passed' 0 'ok 1 - one/told.json: The object is told once'
"$program" run --quiet --on=recorded:traces --record=again one >/dev/null
tap_check 'recorded once more, the same bytes, requests and all' "$(cmp traces/one/told.jsonl again/one/told.jsonl 2>&1)"

really 11000000 14000123
judged 'in the grace: inconclusive' 3 'came late, behind its window'
judged 'with more time: passed' 0 'ok 1 - one/told.json: The object is told once' --time-scale=2
really 31000000 32000123
judged 'behind the grace: failed' 1 'did not come'
judged 'with much more time: the recording did not listen so long' 3 'it was not listened until' --time-scale=10

# What the scenario writes is scaled, too.
sed 's/"at": "updater.watcher", "job": "j" }/"at": "updater.watcher", "job": "j", "within": 4000 }/' kept.json >one/told.json
"$program" run --quiet --record=traces one >/dev/null 2>&1
mv traces/one/told.jsonl kept.jsonl
really 15000000 19000123
judged '"within" and the window on top of it are over, the grace is not' 3 'came late, behind its window'
judged '"within" is longer with more time' 0 'ok 1 - one/told.json: The object is told once' --time-scale=1.5
sed 's/{ "expect"/{ "world": "advance", "ms": 3000 },\
    &/' kept.json >one/told.json
"$program" run --quiet --record=traces one >/dev/null 2>&1
sed -e '1s/"virtual"/"real"/' -e '/"kind":"rule"/d' -e 's/"at_us":3000000/"at_us":5000000/' -e '/"kind":"end"/i\
{"kind":"quiet","at_us":7000000,"ms":1000}' traces/one/told.jsonl | sed '/"kind":"end"/s/5000000/7000000/' >real.jsonl && mv real.jsonl traces/one/told.jsonl
judged 'an advance is as long as it is written' 0 'ok 1 - one/told.json: The object is told once'
judged 'or longer with more time' 0 'ok 1 - one/told.json: The object is told once' --time-scale=1.5
judged 'and than the recording listened' 3 'it was not listened until 6000 ms' --time-scale=2

# --- Scenarios without a root ---------------------------------------------------------------------

mkdir -p here/a here/b
cp one/told.json here/a/same.json
sed 's/told once/told at least once/' one/told.json >here/b/same.json
(cd here && "$program" run --quiet --record=../two a b ../one/../one "$place/one/../kept.json") >two.txt 2>&1
tap_check 'two of one name both keep their trace' "$(ls two/a/same.jsonl two/b/same.jsonl 2>&1 >/dev/null)"
tap_check 'and no path leads out of the folder' "$(ls two/up/one/up/one/told.jsonl 2>&1 >/dev/null
  find two -name kept.jsonl | grep -q . || ls -R two)"

# --- Folders of recordings ------------------------------------------------------------------------

"$program" run --on=recorded fixtures/precedence >none.txt 2>&1
tap_check 'without a folder of recordings all is skipped' "$(test $? -eq 3 && grep -qF 'there is no folder of recordings' none.txt || cat none.txt)"
mkdir -p fixtures/recorded/one/precedence fixtures/recorded/two
cp -R documented/precedence fixtures/recorded/two/
"$program" run --on=recorded fixtures/precedence >two.txt 2>&1
tap_check 'every folder of recorded/ is looked into' "$(test $? -eq 0 && ! grep -q skipped two.txt || cat two.txt)"
for trace in fixtures/recorded/two/precedence/*; do
  sed '/"kind":"end"/d' "$trace" >fixtures/recorded/one/precedence/"${trace##*/}"
done
"$program" run --on=recorded fixtures/precedence >both.txt 2>&1
tap_check 'the worst of several recordings counts' "$(test $? -eq 3 && grep -qF 'on one, the recording has no end' both.txt || cat both.txt)"
# --- What comes behind its time -------------------------------------------------------------------
#
# Where --allow has a profile that never calls again, a repeat is not waited for; it is seen in the end.

rm -rf one traces
mkdir one traces
late() { # late EXPECTATION: it has to wait for a repeat, 5 s
  cat >one/late.json <<END
{
  "title": "The object is told twice",
  "rules": ["NOTIFY-RETRY-1"],
  "apps": { "updater": { "objects": {
    "watcher": { "handlers": { "JobTransferred": [{ "return": "E_FAIL" }, { "return": "S_OK" }] } },
    "other": {} } } },
  "files": { "a.bin": {} },
  "steps": [
    { "app": "updater", "call": "CreateJob", "job": "j" },
    { "app": "updater", "call": "AddFile", "job": "j", "file": "a.bin" },
    { "app": "updater", "call": "SetMinimumRetryDelay", "job": "j", "seconds": 5 },
    { "app": "updater", "call": "SetNotifyInterface", "job": "j", "object": "watcher" },
    { "app": "updater", "call": "Resume", "job": "j" },
    { "expect": "JobTransferred", "at": "updater.watcher", "job": "j" },
    { "app": "updater", "call": "CreateJob", "job": "k" },
    { "app": "updater", "call": "AddFile", "job": "k", "file": "a.bin" },
    { "app": "updater", "call": "SetNotifyInterface", "job": "k", "object": "other" },
    { "app": "updater", "call": "Resume", "job": "k" },
    $1
  ]
}
END
  "$program" run --quiet --record=traces one >late.txt 2>&1
  sed -i 's/"clock":"virtual"/"clock":"jumping"/; $s/"at_us":[0-9]*/"at_us":99000000/' traces/one/late.jsonl
  "$program" run --on=recorded:traces --allow=fixtures/profiles/wine-8.0.json one >>late.txt 2>&1
}
of_j='{ "expect": "JobTransferred", "at": "updater.watcher", "job": "j" }'
of_k='{ "expect": "JobTransferred", "at": "updater.other", "job": "k" }'
error='{ "expect": "JobError", "at": "updater.watcher", "job": "j" }'
for kind in in-order any-order; do
  late "{ \"expect\": \"$kind\", \"within\": 20000, \"of\": [$of_k, $of_j] }"
  tap_check "$kind: the first came in time and the second in the end, which is not known" "$(
    grep -q 'inconclusive: .*updater.other.* came in the end, though wine-8.0 misses it' late.txt || cat late.txt)"
done
late "$of_k, { \"expect\": \"one-of\", \"within\": 20000, \"of\": [$error, $of_j] }"
tap_check 'one-of: one came in the end' "$(grep -q 'inconclusive: .* came in the end' late.txt || cat late.txt)"
late "$of_k, { \"expect\": \"any-order\", \"within\": 20000, \"of\": [$error, $of_j] }"
tap_check 'of all that are awaited one is not enough' "$(grep -q 'came in the end' late.txt && cat late.txt)"
tap_done
