#!/bin/sh
# `make fuzz`: each fuzzer for FUZZ_SECONDS (60), from seeds of its own kind. An input that brings
# one down is left in the current folder as crash-*.
set -eu
seconds=${FUZZ_SECONDS:-60}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
mkdir "$place/new" "$place/json" "$place/states" "$place/traces"

# All scenarios, well formed and not, and the encoded states of one job's life.
number=0
find "$srcdir/fixtures" "$srcdir/tests" -name '*.json' | LC_ALL=C sort >"$place/list"
while read -r file; do
  number=$((number + 1))
  cp "$file" "$place/json/$number.json"
done <"$place/list"
tests/decode_seeds "$place/states"

# The trace of a scenario with many kinds of events, as the model plays it and as it might.
FUZZ_SCENARIO=$srcdir/fixtures/command-line/object-class-and-program-are-tried-in-this-order.json
export FUZZ_SCENARIO
for set in latched.set.failed=class latched.set.gone=again file.set.failed=paid shape.serial-files=no \
  registration.class.restart=cleared event.latched.late=drop; do
  ./bitsnotify run --quiet "--set=$set" "--record=$place/$set" "$FUZZ_SCENARIO" >"$place/said" 2>&1 || :
  find "$place/$set" -name '*.jsonl' -exec cp {} "$place/traces/$set.jsonl" \;
  test -s "$place/traces/$set.jsonl" || { cat "$place/said"; exit 1; }
  sed -e '1s/"virtual"/"real"/' -e '/"kind":"rule"/d' "$place/traces/$set.jsonl" >"$place/traces/$set.real.jsonl"
done

fuzz() {
  echo "$1: $seconds s from $(ls "$2" | wc -l) seeds"
  rm -rf "$place/new"
  mkdir "$place/new"
  "tests/$1" -max_total_time="$seconds" -max_len="$3" -timeout=10 -rss_limit_mb=1024 -verbosity=0 \
    -print_final_stats=1 "$place/new" "$2"
}

fuzz fuzz_scenario "$place/json" 65536
fuzz fuzz_decode "$place/states" 4096
fuzz fuzz_trace "$place/traces" 65536
