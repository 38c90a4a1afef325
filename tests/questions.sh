#!/bin/sh
# A question tells its answers apart: on the model set to what an answer shows, the run gives that answer.
. "${srcdir:=.}/tests/tap.sh"

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# One line an answer: path, a tab, the words of the answer, a tab, the options that set the model to it.
find "$srcdir/fixtures" -name '*.json' -exec grep -l '^  "question": ' {} + | LC_ALL=C sort >"$scratch/paths"
while read -r path; do
  tr -d '\n\r' <"$path" | grep -oE '"shows": *\{[^}]*\}' | sed 's/"shows": *{ *//; s/ *}$//' |
    awk -v path="$path" '{
      n = split($0, part, /, */)
      options = words = ""
      for (i = 1; i <= n; i++) {
        split(part[i], word, "\"")
        options = options " --set " word[2] "=" word[4]
        words = words (i > 1 ? ", " : "") word[4]
      }
      print path "\t" words "\t" options
    }'
done <"$scratch/paths" >"$scratch/answers"

tap_check 'there are 15 questions or more' \
  "$(test "$(wc -l <"$scratch/paths")" -ge 15 || wc -l <"$scratch/paths")"
tap_check 'every question has two answers or more' "$(while read -r path; do
  test "$(grep -cF "$path	" "$scratch/answers")" -ge 2 || echo "$path"
done <"$scratch/paths")"

tab=$(printf '\t')
while IFS=$tab read -r path words options; do
  # Word splitting is meant.
  "${PROGRAM:-./bitsnotify$EXEEXT}" run --quiet --json="$scratch/json" $options "$path" >"$scratch/said" 2>&1
  got=$(sed -n 's/.*"verdict":"pass".*"answer":"\([^"]*\)".*/\1/p' "$scratch/json")
  tap_check "${path#"$srcdir"/fixtures/}: $words" "$(test "$got" = "$words" || {
    echo "run$options gives: ${got:-no answer}"
    head -n 20 "$scratch/said"
  })"
done <"$scratch/answers"
tap_done
