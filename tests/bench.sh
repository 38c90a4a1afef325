#!/bin/sh
# What it costs to play scenarios, on one core; `make bench` runs it. Fails when a bar is exceeded:
# a bench is asked for by a person who knows the machine, and no part of `make check`.
set -eu
program=$PWD/bitsnotify$EXEEXT
spawn=$PWD/tests/bench_spawn
parse=$PWD/tests/bench_parse
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
one_core=
if taskset -c 0 true 2>/dev/null; then one_core='taskset -c 0'; fi

# generate COUNT FOLDER: scenarios of about 1 KB, a hundred in each topic.
generate() {
  mkdir -p "$2"
  awk -v count="$1" -v folder="$2" '
    function job(name) {
      return "    { \"app\": \"updater\", \"call\": \"CreateJob\", \"job\": \"" name "\" },\n" \
        "    { \"app\": \"updater\", \"call\": \"AddFile\", \"job\": \"" name "\", \"file\": \"a.bin\" },\n" \
        "    { \"app\": \"updater\", \"call\": \"SetNotifyInterface\", \"job\": \"" name "\", \"object\": \"watcher\" },\n" \
        "    { \"app\": \"updater\", \"call\": \"Resume\", \"job\": \"" name "\" },\n" \
        "    { \"expect\": \"JobTransferred\", \"at\": \"updater.watcher\", \"job\": \"" name "\" },\n" \
        "    { \"app\": \"updater\", \"call\": \"Complete\", \"job\": \"" name "\", \"returns\": \"S_OK\" }"
    }
    BEGIN {
      for (i = 0; i < count; i++) {
        topic = sprintf("%s/topic-%03d", folder, i / 100)
        if (i % 100 == 0)
          system("mkdir -p " topic)
        file = sprintf("%s/scenario-%05d.json", topic, i)
        printf "{\n  \"title\": \"Scenario %d: two jobs are transferred and completed\",\n", i > file
        print "  \"rules\": [\"JOB-STATE-1\"]," > file
        print "  \"apps\": { \"updater\": { \"objects\": { \"watcher\": {} } } }," > file
        print "  \"files\": { \"a.bin\": { \"size\": 65536 } },\n  \"steps\": [" > file
        print job("first") ",\n" job("second") "\n  ]\n}" > file
        close(file)
      }
    }'
}

# cost FOLDER: wall milliseconds, processor milliseconds, peak KiB of playing it.
cost() {
  $one_core "$spawn" "$program" run "$1" || {
    echo "bench: the generated scenarios do not pass:" >&2
    "$program" run "$1" | tail -n 20 >&2
    exit 1
  }
}

# best FOLDER: the least of each over three plays.
best() {
  for i in 1 2 3; do cost "$1"; done | awk '
    { for (i = 1; i <= 3; i++) if (NR == 1 || $i < least[i]) least[i] = $i }
    END { print least[1], least[2], least[3] }'
}

generate 10000 "$place/many"
generate 100 "$place/few"
generate 1 "$place/one"
bytes=$(find "$place/many" -name '*.json' -exec cat {} + | wc -c)

cost "$place/many" >"$place/cost" # once before, so that the files are in memory
best "$place/many" >"$place/cost"
best "$place/few" >"$place/cost.few"
for i in 1 2 3 4 5 6 7 8 9 10 11; do cost "$place/one"; done | sort -n | sed -n 6p >"$place/cost.one"
parse_ms=$(find "$place/many" -name '*.json' | $one_core "$parse")

read -r wall cpu peak <"$place/cost"
read -r wall_few cpu_few peak_few <"$place/cost.few"
read -r wall_one rest <"$place/cost.one"
awk -v bytes="$bytes" -v wall="$wall" -v cpu="$cpu" -v peak="$peak" -v peak_few="$peak_few" \
  -v parse="$parse_ms" -v one="$wall_one" -v failed="$place/failed" 'BEGIN {
    printf "suite: 10,000 scenarios of %d bytes: read, played, judged and reported in %d ms (bar: 1000), %d ms of processor\n", \
      bytes / 10000, wall, cpu
    printf "suite: peak %d KiB, with 100 scenarios %d KiB: %.2f times (bar: 1.10)\n", peak, peak_few, peak / peak_few
    printf "suite: bare cJSON parsing takes %d ms, %.0f %% of it\n", parse, 100 * parse / wall
    printf "suite: cold start to the first verdict %.1f ms (median of 11)\n", one
    if (wall > 1000 || peak > 1.1 * peak_few)
      print "bench: a bar is exceeded" >failed
  }'
tests/bench_model
if test -e "$place/failed"; then
  cat "$place/failed" >&2
  exit 1
fi
