#!/bin/sh
# What is written for people is in step with the program: the manual, the help, the README.
. "${srcdir:=.}/tests/tap.sh"
program=./bitsnotify$EXEEXT
pages=$srcdir/conformance/man
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT

# --- The manual -----------------------------------------------------------------------------------

"$program" help | tr -d '\r' | sed -n 's/^  bitsnotify \([a-z]*\) .*/\1/p' >"$place/commands"
tap_check 'there are commands' "$(test "$(wc -l <"$place/commands")" -ge 6 || "$program" help)"
while read -r command; do
  "$program" help "$command" >"$place/help" 2>&1 || echo "exit $?" >>"$place/help"
  tr -d '\r' <"$place/help" | grep -oE '^  --[a-z-]+(=[^ ]+)?' | sed 's/^  //' | grep -v '^--help$' | LC_ALL=C sort >"$place/has"
  tap_check "help $command says what it does" "$(grep -q "^bitsnotify $command.*: [a-z]" "$place/help" || cat "$place/help")"
  tap_check "bitsnotify.1 names $command" "$(tr -d '\r' <"$pages/bitsnotify.1" | grep -qx "\.B $command" || echo missing)"
  case $command in help | version) continue ;; esac
  page=$pages/bitsnotify-$command.1
  if test -e "$page"; then
    # .B \-\-set=\fIKNOB\fR=\fIVALUE\fR
    sed -n '/^\.SH OPTIONS/,/^\.SH [^O]/p' "$page" | sed -n 's/^\.B \(\\-\\-[a-z].*\)/\1/p' | tr -d '\r' | sed 's/\\-/-/g; s/\\f[IRB]//g; s/"//g' | grep -v '^--help$' | LC_ALL=C sort >"$place/says"
    tap_check "the man page of $command has all options, and no others" "$(diff "$place/has" "$place/says")"
    tap_check "and its synopsis" "$(tr -d '\r' <"$page" | grep -q "^\.B bitsnotify $command" || echo missing)"
  else
    tap_not_ok "$command has a man page" "$page"
  fi
  tap_check "the README has $command" "$(grep -q "^| .bitsnotify $command" "$srcdir/README.md" || echo missing)"
done <"$place/commands"

# --- The README -----------------------------------------------------------------------------------

# Indented lines of the README between two lines that begin so, their numbers all the same.
shown() {
  tr -d '\r' <"$srcdir/README.md" | sed -n "/^$1/,/^$2/p" | sed -n 's/^    //p' | sed 's/[0-9][0-9]*/N/g'
}
here=$PWD
(cd "$srcdir" && "$here/bitsnotify$EXEEXT" run fixtures) 2>&1 | tr -d '\r' | sed 's/[0-9][0-9]*/N/g' >"$place/run"
shown 'installs what is missing' 'runs all tests' | grep -v -e '^\.\.\.' -e '^make check' -e '^$' >"$place/readme"
tap_check 'the README shows a run' "$(test "$(wc -l <"$place/readme")" -ge 10 || cat "$place/readme")"
tap_check 'its lines are those of a real one, numbers apart' "$(grep -vxFf "$place/run" "$place/readme")"
tap_check 'and no folder is left out' "$(grep '^  fixtures/' "$place/run" | grep -vxFf "$place/readme")"

explained=$(sed -n 's/^<!-- explain \(.*\) -->$/\1/p' "$srcdir/README.md" | tr -d '\r')
"$program" explain "$srcdir/$explained" 2>&1 | tr -d '\r' >"$place/explain"
tr -d '\r' <"$srcdir/README.md" | sed -n '/^<!-- explain/,/^<!-- end -->/p' | sed -n 's/^    //p' | grep . | grep -vx ' *(\.\.\.)' >"$place/readme"
tap_check 'the README shows an explanation' "$(test "$(wc -l <"$place/readme")" -ge 5 || echo "of \"$explained\"")"
tap_check 'its lines are those of a real one' "$(grep -vxFf "$place/explain" "$place/readme")"

# block NAME: the indented lines between <!-- NAME --> and <!-- end -->.
block() {
  tr -d '\r' <"$srcdir/README.md" | sed -n "/^<!-- $1 -->/,/^<!-- end -->/p" | sed -n 's/^    //p'
}
block compare >"$place/commands"
tap_check 'the README compares two runs' "$(test "$(wc -l <"$place/commands")" -eq 4 || cat "$place/commands")"
mkdir "$place/tree" && cp -R "$srcdir/fixtures" "$place/tree/" && chmod -R u+w "$place/tree"
sed "s|^./bitsnotify|'$here/bitsnotify$EXEEXT'|" "$place/commands" >"$place/script"
(cd "$place/tree" && sh ../script) 2>&1 | tr -d '\r' | sed 's/[0-9][0-9]*/N/g' >"$place/compared"
tap_check 'its commands say what is shown, numbers apart' "$(block compared | grep . | grep -v '^\.\.\.' | sed 's/[0-9][0-9]*/N/g' |
  grep -vxFf "$place/compared"
  grep -q ' worse$' "$place/compared" || cat "$place/compared")"
tap_done
