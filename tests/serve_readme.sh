#!/bin/sh
# The lines of the README by which a program meets bitsnotify serve, as they stand there: pasted into a
# shell, in a prefix that is made for it, they say what the README shows.
. "${srcdir:=.}/tests/tap.sh"
test "${LOADER:-}" = wine || tap_skip_all 'its lines are for a build for Windows, under Wine'

place=$(mktemp -d) || exit 1
trap 'WINEPREFIX=$place/prefix wineserver -k; WINEPREFIX=$place/prefix wineserver -w; rm -rf "$place"' EXIT

# block NAME: the indented lines between <!-- NAME --> and <!-- end -->.
block() {
  tr -d '\r' <"$srcdir/README.md" | sed -n "/^<!-- $1 -->/,/^<!-- end -->/p" | sed -n 's/^    //p'
}
block callbacks >"$place/lines"
block 'called back' >"$place/shown"
tap_check 'the README has about ten lines to paste' "$(test "$(wc -l <"$place/lines")" -ge 8 || cat "$place/lines")"
tap_check 'the first is the build that is here, and names the client' "$(
  head -n 1 "$place/lines" | grep -vx './bootstrap --host=x86_64-w64-mingw32 && make all tests/win/plain_client.exe')"

mkdir -p "$place/tests/win"
cp ./bitsnotify.exe "$place/" && cp tests/win/plain_client.exe "$place/tests/win/"
sed 1d "$place/lines" >"$place/script"
(cd "$place" && timeout 300 "${SHELL:-sh}" ./script) >>"$place/said" 2>&1 </dev/null
tap_check 'the others say what is shown' "$(
  tr -d '\r' <"$place/said" | grep -xFf "$place/shown" | diff "$place/shown" - >"$place/differs" ||
    cat "$place/differs" "$place/said")"
tap_done
