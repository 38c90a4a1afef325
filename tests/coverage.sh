#!/bin/sh
# Every rule that the catalogue calls modelled is cited by a scenario that passes and in which the rule fired.
. "${srcdir:=.}/tests/tap.sh"

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

./bitsnotify"$EXEEXT" rules --coverage "$srcdir/fixtures" | tr -d '\r' >"$scratch/said" 2>&1
sed -n 's/.*"id": "\([^"]*\)".*"standing": "modelled".*/\1/p' "$srcdir/fixtures/rules.json" >"$scratch/modelled"

# One line a rule: its id, a tab, and what is wrong with it.
awk '
  NR == FNR { modelled[++count] = $1; next }
  NF == 4 && $1 != "rule" { line[$1] = 1; cited[$1] = $2; fired[$1] = $3; covered[$1] = $4 }
  END {
    for (i = 1; i <= count; i++) {
      id = modelled[i]
      wrong = ""
      if (!(id in line))
        wrong = "rules --coverage does not list it"
      else if (covered[id] + 0 == 0)
        wrong = "cited by " cited[id] ", fires in " fired[id] ", both at once in none that passes"
      print id "\t" wrong
    }
  }' "$scratch/modelled" "$scratch/said" >"$scratch/rules"

tap_check 'rules --coverage ends with its count' "$(tail -n 1 "$scratch/said" |
  grep -qE '^[0-9]+ of [0-9]+ modelled rules are covered by [0-9]+ scenarios' || tail -n 5 "$scratch/said")"
tap_check 'the catalogue models rules' "$(test -s "$scratch/modelled" || echo 'none was found')"
tab=$(printf '\t')
while IFS=$tab read -r id wrong; do
  tap_check "$id is shown by a scenario" "$wrong"
done <"$scratch/rules"
tap_done
