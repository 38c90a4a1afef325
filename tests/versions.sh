#!/bin/sh
# The older versions of BITS: what they lack is skipped, as often as skips.json says, and the rest passes.
. "${srcdir:=.}/tests/tap.sh"

for version in 1.5 5.0 10.3; do
  said=$(./bitsnotify"$EXEEXT" run --quiet --as="bits-$version" "$srcdir/fixtures" 2>&1)
  status=$?
  tap_check "bits-$version plays all that it can" "$(
    test $status -eq 0 || printf 'exit %s\n%s\n' "$status" "$said")"
done

said=$(./bitsnotify"$EXEEXT" run --as=wine-8.0 "$srcdir/fixtures" 2>&1)
listed=$(echo "$said" | sed -n '/^Skipped:/,/^$/s/^ *\([0-9][0-9]*\)  .*/\1/p' | awk '{ sum += $1 } END { print NR, sum }')
tap_check 'every scenario that is skipped is listed with its reason' "$(
  skipped=$(echo "$said" | sed -n 's/^[0-9]* scenarios: .* \([0-9]*\) skipped.*/\1/p')
  test "${listed#* }" = "$skipped" && test "${listed% *}" -gt 16 || echo "reasons and scenarios: $listed; skipped: $skipped")"
tap_done
