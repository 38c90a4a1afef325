# tests/tap.sh - TAP for scripts; sourced. A name says what holds; why it does not follows as comments.
#
#   . "$srcdir/tests/tap.sh"
#   tap_check 'the core is pure' "$impure"     (holds when the second word is empty)
#   tap_skip 'the pages render' 'no groff here'
#   tap_done

tap_count=0
tap_failed=0

tap_ok() {
  tap_count=$((tap_count + 1))
  printf 'ok %d - %s\n' "$tap_count" "$1"
}

tap_not_ok() {
  tap_count=$((tap_count + 1))
  tap_failed=$((tap_failed + 1))
  printf 'not ok %d - %s\n' "$tap_count" "$1"
  printf '%s\n' "$2" | sed 's/^/# /'
}

tap_check() {
  if test -z "$2"; then tap_ok "$1"; else tap_not_ok "$1" "$2"; fi
}

tap_skip() {
  tap_count=$((tap_count + 1))
  printf 'ok %d - %s # SKIP %s\n' "$tap_count" "$1" "$2"
}

tap_skip_all() {
  printf '1..0 # SKIP %s\n' "$1"
  exit 0
}

# The plan comes last, so that a script that stops half-way is an error.
tap_done() {
  printf '1..%d\n' "$tap_count"
  test "$tap_failed" -eq 0
  exit
}
