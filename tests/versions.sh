#!/bin/sh
# The older versions of BITS: what they lack is skipped, as often as skips.json says, and the rest passes.
. "${srcdir:=.}/tests/tap.sh"

for version in 1.5 5.0 10.3; do
  said=$(./bitsnotify"$EXEEXT" run --quiet --as="bits-$version" "$srcdir/fixtures" 2>&1)
  status=$?
  tap_check "bits-$version plays all that it can" "$(
    test $status -eq 0 || printf 'exit %s\n%s\n' "$status" "$said")"
done
tap_done
