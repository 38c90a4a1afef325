#!/bin/sh
# The house is tidy: formatted, short files, short functions, no line about one machine.
. "${srcdir:=.}/tests/tap.sh"
cd "$srcdir" || exit 1

sources=$(find sim conformance tests fixtures -name '*.[ch]' | LC_ALL=C sort)
written=$(find sim conformance fixtures tests -type f ! -name '*.png' ! -name '*.o' ! -name '*.a' \
  ! -name '*.trs' ! -name '*.log' ! -name '*.Po' ! -name '*.exe' ! -perm -u+x | LC_ALL=C sort
  ls README.md configure.ac Makefile.am bootstrap .ci/* .github/*/* tests/*.sh 2>/dev/null)

if clang-format --version >/dev/null 2>&1; then
  # Word splitting is meant: no file of ours has a space in its name.
  tap_check 'clang-format would change nothing' \
    "$(clang-format --dry-run $sources 2>&1 | grep ': warning:' | cut -d: -f1 | uniq -c)"
else
  tap_skip 'clang-format would change nothing' 'no clang-format here'
fi

tap_check 'no file of C is longer than 500 lines' \
  "$(wc -l $sources | awk '$2 != "total" && $1 > 500 { print $2 ": " $1 " lines" }')"

# A function starts at its name in the first column and ends at a brace there.
tap_check 'no function is longer than 60 lines' "$(awk '
  FNR == 1 { start = 0; inside = 0 }
  !inside && /^[A-Za-z_].*\(/ { start = FNR; name = $0 }
  /^\{/ { inside = 1 }
  /^\}/ && inside {
    if (start && FNR - start + 1 > 60)
      printf "%s:%d: %d lines: %s\n", FILENAME, start, FNR - start + 1, name
    start = 0
    inside = 0
  }' $sources)"

tap_check 'no path of one machine is written down' \
  "$(grep -nE '(^|[^A-Za-z0-9_.$}/])/(work|home|root|Users)/' $written)"

tap_check 'no line ends in blanks or a carriage return' \
  "$(grep -nE "[[:blank:]]$|$(printf '\r')" $(printf '%s\n' $written | grep -v '^fixtures/.*\.raw$') | cut -c1-100)"
tap_done
