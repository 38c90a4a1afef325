#!/bin/sh
# fixtures/scenario.schema.json accepts what the reader accepts and refuses what it refuses: all
# scenarios, and tests/malformed but for JSON itself (json-*), references (name-*), totals
# (total-*) and order (order-*), which a schema cannot tell and must therefore accept. What the
# reader says to these files is the business of test_malformed.
. "${srcdir:=.}/tests/tap.sh"

ajv=ajv@8.17.1
cache=${XDG_CACHE_HOME:-$HOME/.cache}/bitsnotify/$ajv

command -v node >/dev/null 2>&1 || tap_skip_all 'no node here'
if ! test -d "$cache/node_modules/ajv"; then
  command -v npm >/dev/null 2>&1 || tap_skip_all 'no npm here to fetch the validator with'
  mkdir -p "$cache" || tap_skip_all "$cache cannot be written"
  # Node brings authorities of its own; a machine may trust others as well, and keeps them here.
  store=/etc/ssl/certs/ca-certificates.crt
  test ! -r "$store" || export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$store}"
  npm install --prefix "$cache" --silent --no-audit --no-fund "$ajv" >/dev/null 2>&1 ||
    tap_skip_all 'the validator cannot be fetched'
fi

judge() {
  NODE_PATH=$cache/node_modules node "$srcdir/tests/schema.js" "$srcdir" "$@" 2>&1 ||
    echo "schema.js $*: failed"
}

tap_check 'the schema accepts every scenario' "$(judge accepts fixtures/ tests/everything.json)"
tap_check 'the schema refuses the malformed' "$(judge refuses tests/malformed/shape-)"
tap_check 'the schema accepts what only the reader can refuse' \
  "$(judge accepts tests/malformed/name- tests/malformed/total- tests/malformed/order-)"
tap_check 'the schema knows the words of the model' "$(judge words)"

# Results: of the suite, of failures that are known or not, of files that are broken, of attempts.
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
run() {
  name=$1
  shift
  ./bitsnotify"$EXEEXT" run "--json=$place/$name.json" "$@" >"$place/said" 2>&1 || :
  test -s "$place/$name.json" || cat "$place/said"
}
tap_check 'there are results' "$(run suite "$srcdir/fixtures"
  run timed --timings --repeat=2 "$srcdir/fixtures/retry"
  run failed --as=zoo/never-retries "$srcdir/fixtures/retry"
  run known --as=zoo/never-retries --allow=zoo/never-retries "$srcdir/fixtures/retry"
  run skipped --on=recorded:"$place" "$srcdir/fixtures/retry"
  run broken "$srcdir/tests/malformed")"
tap_check 'results are as their schema says' "$(judge results "$place"/*.json)"
for change in 's/"verdict":"pass"/"verdict":"passed"/' 's/"verdict":"pass"/"verdict":"fail"/' 's/"footer"/"feet"/' \
  's/"path":/"file":/' 's/"notation":1/"notation":2/' 's/"partial":false/"partial":0/'; do
  sed "$change" "$place/suite.json" >"$place/changed"
  tap_check "but not after $change" "$(judge results "$place/changed" | grep -q . || echo accepted)"
done
tap_done
