#!/bin/sh
# make mutation: sets every cell of the tables to each of its other values and plays the suite.
#
# A scenario notices the mutant when its verdict or its answer is another one than on the model as
# documented. Each mutant must be noticed, and besides by a scenario that does not name its cell (in
# "assumes" or "answers"): a question is asked to show the cell, so it proves little about its use.
# What stays is listed and fails, unless tests/mutants.known gives a reason for it; a reason that
# nothing needs any more fails too.
srcdir=${srcdir:-.}
known=$srcdir/tests/mutants.known
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

. "$srcdir/tests/playing.sh"
program=./bitsnotify$EXEEXT
play_base "$program" "$scratch/base"

# The reasons: "CELL=VALUE unnoticed|named: sentence".
grep -vE '^(#|$)' "$known" >"$scratch/known"
if grep -vE '^[^ =]+=[^ =]+ (unnoticed|named): [A-Z].*\.$' "$scratch/known"; then
  echo "mutation: these lines of $known are not CELL=VALUE unnoticed: Sentence." >&2
  exit 1
fi

"$program" rules --knobs | tr -d '\r' | awk -F '\t' '
  NR > 1 { n = split($4, value, " "); for (i = 1; i <= n; i++) print $1, value[i] }' >"$scratch/mutants"

while read -r cell value; do
  play "$program" "$scratch/mutant" --set "$cell=$value" || {
    tail -n 5 "$scratch/play.said"
    echo "mutation: the program crashed with --set $cell=$value"
    exit 1
  } >&2
  grep -rlF --include='*.json' "\"$cell\":" "$srcdir/fixtures" >"$scratch/naming"
  LC_ALL=C comm -13 "$scratch/base" "$scratch/mutant" 2>/dev/null | cut -d ' ' -f 1 >"$scratch/noticed"
  all=$(wc -l <"$scratch/noticed")
  free=$(grep -vxFc -f "$scratch/naming" "$scratch/noticed")
  echo "$cell=$value $((all)) $free $(head -n 1 "$scratch/noticed")"
done <"$scratch/mutants" >"$scratch/outcome" || exit 1

awk '
  FILENAME == ARGV[1] { kind = $2; sub(/:$/, "", kind); reason[$1] = kind; next }
  {
    mutants++
    found = $2 == 0 ? "unnoticed" : $3 == 0 ? "named" : ""
    if (found == "" && !($1 in reason))
      noticed++
    else if (found == reason[$1])
      explained++
    else if (found == "unnoticed")
      wrong[++count] = "survivor: --set " $1 ": no scenario notices"
    else if (found == "named")
      wrong[++count] = "survivor: --set " $1 ": noticed only where the cell is named (" $4 ")"
    else
      wrong[++count] = "no longer true: " $1 " is called " reason[$1] ", and " $4 " notices it"
    seen[$1] = 1
  }
  END {
    for (mutant in reason)
      if (!(mutant in seen))
        wrong[++count] = "no longer there: " mutant " is no cell and value"
    for (i = 1; i <= count; i++)
      print wrong[i]
    printf "%d mutants of the tables: %d noticed, %d explained, %d wrong\n", mutants, noticed, explained, count
    exit count > 0 || mutants == 0
  }' "$scratch/known" "$scratch/outcome"
