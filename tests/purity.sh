#!/bin/sh
# The model calls nothing but itself, memory moves, string compares and assert, and keeps no variable.
. "${srcdir:=.}/tests/tap.sh"
test -z "$SAN_CFLAGS" || tap_skip_all 'an instrumented build calls its instruments'
: "${NM:=nm}" "${LIBRARY:=sim/libsim.a}"

allowed='bn_.*|mem(cpy|move|set|cmp|chr)|str(n?cmp|len|chr)|__assert.*|_assert|__stack_chk_fail|___chkstk_ms|_GLOBAL_OFFSET_TABLE_'
symbols=$("$NM" -f posix "$LIBRARY") || exit 1

impure=$(printf '%s\n' "$symbols" | awk '$2 == "U" { print $1 }' | sort -u |
  grep -Evx "(__imp_)?_?($allowed)")
tap_check 'the model calls nothing outside itself' "$impure"

# Constant tables of strings lie in .data.rel.ro, where the loader writes once and nobody after it.
variables=$("$NM" -f sysv "$LIBRARY" | awk -F '|' '
  { gsub(/ /, "", $1); gsub(/ /, "", $7) }
  $7 ~ /^\.(data|bss|tdata|tbss)/ && $7 !~ /^\.data\.rel\.ro/ && $1 !~ /^\./ || $7 ~ /COM/ { print $1 " in " $7 }')
tap_check 'the model keeps no variable' "$variables"

foreign=$(printf '%s\n' "$symbols" | awk '$2 ~ /^[TDBRC]$/ && $1 !~ /^_?bn_/ { print $1 }')
tap_check 'every name that the model gives away starts with bn_' "$foreign"

includes=$(grep -n '^ *# *include' "$srcdir"/sim/*.[ch] |
  grep -Ev '"sim/[a-z_]+\.h"|<(assert|stdbool|stddef|stdint|string)\.h>')
tap_check 'the model includes only itself and the language' "$includes"
tap_done
