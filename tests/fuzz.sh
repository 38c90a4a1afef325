#!/bin/sh
# `make fuzz`: each fuzzer for FUZZ_SECONDS (60), from seeds of its own kind. An input that brings
# one down is left in the current folder as crash-*.
set -eu
seconds=${FUZZ_SECONDS:-60}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
mkdir "$place/new" "$place/json" "$place/states"

# All scenarios, well formed and not, and the encoded states of one job's life.
number=0
find "$srcdir/fixtures" "$srcdir/tests" -name '*.json' | LC_ALL=C sort >"$place/list"
while read -r file; do
  number=$((number + 1))
  cp "$file" "$place/json/$number.json"
done <"$place/list"
tests/decode_seeds "$place/states"

fuzz() {
  echo "$1: $seconds s from $(ls "$2" | wc -l) seeds"
  rm -rf "$place/new"
  mkdir "$place/new"
  "tests/$1" -max_total_time="$seconds" -max_len="$3" -timeout=10 -rss_limit_mb=1024 -verbosity=0 \
    -print_final_stats=1 "$place/new" "$2"
}

fuzz fuzz_scenario "$place/json" 65536
fuzz fuzz_decode "$place/states" 4096
