#!/bin/sh
# make serve-zoo: the zoo as processes. Each row of fixtures/profiles/zoo/README.md is played over COM: its
# scenario must fail against bitsnotify serve with the row's profile, and name the rule; against the
# faithful service it must not fail. Takes about five seconds a row; ROWS=NAME plays one.
. "${srcdir:=.}/tests/tap.sh"
test "${LOADER:-}" = wine || tap_skip_all 'COM is Windows'\'', and another service than BITS is for Wine'

place=$(mktemp -d) || exit 1
trap 'tell stop >/dev/null; rm -rf "$place"' EXIT
program=./bitsnotify.wine
service='{7C3A54E1-0B6D-4E0C-9A52-5B1D6E0F4A10}'
mkfifo "$place/says"

tell() {
  "$program" serve "--tell=$1" 2>&1 </dev/null
}

# play PROFILE SCENARIO SPEED: the verdict, and the rule that it names.
play() {
  "$program" serve --profile="$1" "--speed=$3" --pause=20 >"$place/says" 2>"$place/errors" </dev/null &
  read -r line <"$place/says"
  timeout 300 "$program" run --on=bits "--service=$service" "--speed=$3" --patience=40 "--json=$place/results" \
    "$srcdir/fixtures/$2" >"$place/said" 2>&1 </dev/null
  tell stop >/dev/null
  wait
  sed -n 's/.*"verdict":"\([a-z]*\)".*/\1/p' "$place/results" | tr -d '\n'
  sed -n 's/.*"verdict":.*"rule":"\([^"]*\)".*/ \1/p' "$place/results" | tr -d '\n'
}

sed -n 's/^| \[\([^]]*\)\](\1\.json) |[^|]*| \([^ ]*\) | \([^ ]*\) | \([^|]*\) |$/\1 \2 \3 \4/p' \
  "$srcdir/fixtures/profiles/zoo/README.md" | grep "${ROWS:-.}" >"$place/rows"
test -s "$place/rows" || tap_not_ok 'there are rows to play' "ROWS=${ROWS:-}"
while read -r profile scenario rule outcome; do
  if test "$outcome" != caught; then
    tap_skip "$profile is caught over COM" "$outcome"
    continue
  fi
  # In real time what comes too late is late; only what takes too long is played faster.
  speed=1
  found=$(play "zoo/$profile" "$scenario" 1)
  case $found in
  skip*)
    speed=100
    found=$(play "zoo/$profile" "$scenario" 100)
    ;;
  esac
  case $found in
  skip*)
    tap_skip "$profile is caught over COM" "$(sed -n 's/.*"reason":"\([^"]*\)".*/\1/p' "$place/results" | head -n 1)"
    continue
    ;;
  esac
  faithful=$(play documented "$scenario" "$speed")
  tap_check "$profile is caught over COM" "$(
    test "$found" = "fail $rule" || { echo "$scenario: $found, not: fail $rule"; grep -v '^ *again' "$place/said" | head -n 12; }
    test "$faithful" = pass || echo "$scenario on the faithful service: $faithful")"
done <"$place/rows"
tap_done
