#!/bin/sh
# Every behaviour that this simulator was asked for: its scenarios are there and pass on the model,
# and the rules that it rests on were really used there.
. "${srcdir:=.}/tests/tap.sh"

ladder="$srcdir/fixtures/ladder.json"
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

tap_check 'the ladder has one claim a line' "$(awk '
  FNR == 1 { if ($0 != "{\"notation\": 1, \"claims\": [") print "1: " $0; next }
  $0 == "]}" { ended = 1; next }
  ended || $0 !~ /^ \{"claim": "[A-Z][^"]*\.", "rules": \[("[^"]*"(, )?)+\], "scenarios": \[("[^"]*"(, )?)+\], "fires": \[("[^"]*"(, )?)+\]\},?$/ {
    print FNR ": " substr($0, 1, 60)
  }
  END { if (!ended) print "no last line" }' "$ladder")"

paths=$(sed -n 's/.*"scenarios": \[\([^]]*\)\].*/\1/p' "$ladder" | tr ',' '\n' | tr -d '" ' |
  LC_ALL=C sort -u)
missing=$(for path in $paths; do test -f "$srcdir/fixtures/$path" || echo "$path"; done)
tap_check 'every scenario of the ladder is there' "$missing"

./bitsnotify"$EXEEXT" run --json="$scratch/results.json" \
  $(for path in $paths; do test -f "$srcdir/fixtures/$path" && echo "$srcdir/fixtures/$path"; done) \
  >"$scratch/said" 2>&1
test -s "$scratch/results.json" || {
  tap_not_ok 'the scenarios of the ladder can be run' "$(tail -n 20 "$scratch/said")"
  tap_done
}

# One line a claim: its sentence, a tab, and what is wrong with it.
awk -v root="$srcdir/fixtures/" '
  function words(line, key, into, text, count, i) {
    text = line
    if (!match(text, "\"" key "\": ?\\["))
      return 0
    text = substr(text, RSTART + RLENGTH)
    sub(/\].*/, "", text)
    gsub(/[" ]/, "", text)
    return split(text, into, ",")
  }
  function value(line, key) {
    if (!match(line, "\"" key "\": ?\""))
      return ""
    line = substr(line, RSTART + RLENGTH)
    sub(/".*/, "", line)
    return line
  }
  FILENAME == ARGV[1] { # the catalogue
    if (value($0, "id") != "")
      known[value($0, "id")] = 1
    next
  }
  FILENAME == ARGV[2] { # the results
    path = value($0, "path")
    if (path == "")
      next
    sub(/^.*\/fixtures\//, "", path)
    verdict[path] = value($0, "verdict")
    count = words($0, "fired", fired)
    for (i = 1; i <= count; i++)
      used[path, fired[i]] = 1
    next
  }
  value($0, "claim") != "" {
    wrong = ""
    rules = words($0, "rules", rule)
    scenarios = words($0, "scenarios", scenario)
    fires = words($0, "fires", fire)
    delete cited
    for (i = 1; i <= rules; i++) {
      cited[rule[i]] = 1
      if (!(rule[i] in known))
        wrong = wrong "; " rule[i] " is not in the catalogue"
    }
    for (s = 1; s <= scenarios; s++) {
      some = 0
      for (i = 1; i <= fires; i++)
        some += (scenario[s], fire[i]) in used
      if (verdict[scenario[s]] != "pass")
        wrong = wrong "; " scenario[s] ": " (scenario[s] in verdict ? verdict[scenario[s]] : "not run")
      else if (!some)
        wrong = wrong "; " scenario[s] " used none of the rules"
    }
    for (i = 1; i <= fires; i++) {
      some = 0
      for (s = 1; s <= scenarios; s++)
        some += (scenario[s], fire[i]) in used
      if (!some)
        wrong = wrong "; " fire[i] " was used in none of the scenarios"
      if (!(fire[i] in cited))
        wrong = wrong "; " fire[i] " is not one of the rules of the claim"
    }
    print value($0, "claim") "\t" substr(wrong, 3)
  }' "$srcdir/fixtures/rules.json" "$scratch/results.json" "$ladder" >"$scratch/claims"

tap_check 'the ladder holds claims' "$(test -s "$scratch/claims" || echo 'none was found')"
tab=$(printf '\t')
while IFS=$tab read -r claim wrong; do
  tap_check "$claim" "$wrong"
done <"$scratch/claims"
tap_done
