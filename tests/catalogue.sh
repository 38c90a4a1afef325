#!/bin/sh
# fixtures/rules.json and the tables of the model say the same; scenarios cite only what it holds.
. "${srcdir:=.}/tests/tap.sh"

catalogue="$srcdir/fixtures/rules.json"
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# One rule a line is what the checks below rest on, so it comes first.
tap_check 'the catalogue has one rule a line' "$(awk '
  FNR == 1 { if ($0 != "{\"notation\": 1, \"rules\": [") print "1: " $0; next }
  $0 == "]}" { ended = 1; next }
  ended || $0 !~ /^ \{"id": "[A-Z]+(-[A-Z]+)?-[0-9]+b?", .*\},?$/ { print FNR ": " substr($0, 1, 60) }
  END { if (!ended) print "no last line" }' "$catalogue")"

# The words between "KEY": " and the next quote, with the id before them.
field() {
  sed -n 's/^ {"id": "\([^"]*\)".*"'"$1"'": "\([^"]*\)".*/\1 \2/p' "$catalogue"
}

ids() {
  sed -n 's/^ {"id": "\([^"]*\)".*/\1/p' "$catalogue"
}

ids | LC_ALL=C sort >"$scratch/ids"
tap_check 'every id stands once' "$(uniq -d <"$scratch/ids")"

counted="$(grep -c '"class": "[ABC]"' "$catalogue") $(grep -c '"question": "' "$catalogue") $(grep -c '"ruling": "' "$catalogue")"
test "$counted" = '268 74 30' && counted=
tap_check '268 rules, 74 questions, 30 rulings' "$counted"

sed -n 's/^ *X([A-Za-z0-9_]*, "\([A-Z0-9b-]*\)").*/\1/p' "$srcdir/sim/rules.h" | LC_ALL=C sort >"$scratch/model"
field standing | sed -n 's/ modelled$//p' | LC_ALL=C sort >"$scratch/modelled"
tap_check 'what is called modelled is what the model names' \
  "$(test -s "$scratch/model" || echo 'no rule in sim/rules.h'
    LC_ALL=C comm -3 "$scratch/model" "$scratch/modelled" |
    sed 's/^	\(.*\)/\1: modelled, and not in sim\/rules.h/; t
         s/$/: in sim\/rules.h, and not modelled/')"

tap_check 'what is not modelled says why' \
  "$(grep -E '"standing": "(structural|not yet)"' "$catalogue" | grep -vE '"why": "[A-Z][^"]+\."' | cut -c1-40
    grep '"standing": ' "$catalogue" | grep -vE '"standing": "(modelled|structural|not yet)"' | cut -c1-40)"

tap_check 'every link leads to a page of Microsoft' \
  "$(field link | grep -vE '^[A-Za-z0-9-]+ https://learn\.microsoft\.com/en-us/[a-z0-9_/.()=-]+$')"

# The ids that scenarios cite; a scenario writes its list on one line.
find "$srcdir/fixtures" -name "*.json" -exec grep -h '^  "rules": \[' {} + |
  grep -oE '"[A-Z]+(-[A-Z]+)?-[0-9]+b?"' | tr -d '"' | LC_ALL=C sort -u >"$scratch/cited"
tap_check 'scenarios cite only ids of the catalogue' \
  "$(test -s "$scratch/cited" || echo 'no scenario cites anything'
    LC_ALL=C comm -23 "$scratch/cited" "$scratch/ids")"
tap_done
