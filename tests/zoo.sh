#!/bin/sh
# Faulty services are found out: each row of fixtures/profiles/zoo/README.md is a profile, the scenario
# that catches it and the rule that the failure names. The faithful model has no finding.
. "${srcdir:=.}/tests/tap.sh"

zoo=$srcdir/fixtures/profiles/zoo
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# Lines of: profile, scenario, rule.
sed -n 's/^| \[\([^]]*\)\](\1\.json) |[^|]*| \([^ ]*\) | \([^ ]*\) |[^|]*|$/\1 \2 \3/p' "$zoo/README.md" \
  >"$scratch/rows"
tap_check 'the table has at least 20 rows' \
  "$(test "$(wc -l <"$scratch/rows")" -ge 20 || cat "$scratch/rows")"
tap_check 'every profile has one row and every row its profile' "$(
  (cd "$zoo" && ls ./*.json | sed 's|^\./||; s|\.json$||') | LC_ALL=C sort >"$scratch/profiles"
  cut -d ' ' -f 1 "$scratch/rows" | LC_ALL=C sort | diff "$scratch/profiles" -)"

# What a play of $2 as $1 came to: the verdict, and the rule that it names.
play() {
  ./bitsnotify"$EXEEXT" run --as="$1" --json="$scratch/results" "$srcdir/fixtures/$2" \
    >"$scratch/said" 2>&1
  sed -n 's/.*"verdict":"\([a-z]*\)".*/\1/p' "$scratch/results" | tr -d '\n'
  sed -n 's/.*"verdict":.*"rule":"\([^"]*\)".*/ \1/p' "$scratch/results" | tr -d '\n'
}

tap_check 'a mistyped profile is told its nearest name' "$(
  ./bitsnotify"$EXEEXT" run --as=never-retrys "$srcdir/fixtures/retry" 2>&1 |
    grep -Fv 'did you mean "zoo/never-retries"?')"

while read -r profile scenario rule; do
  found=$(play "zoo/$profile" "$scenario")
  faithful=$(play documented "$scenario")
  tap_check "$profile is caught" "$(
    test "$found" = "fail $rule" || echo "$scenario: $found, not: fail $rule"
    test "$faithful" = pass || echo "$scenario on the faithful model: $faithful"
    grep -q "\"$scenario\"" "$zoo/$profile.json" || echo "$profile.json names another scenario")"
done <"$scratch/rows"
tap_done
