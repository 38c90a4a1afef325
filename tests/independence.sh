#!/bin/sh
# The suite gives the same bytes wherever, under whatever settings and at whatever addresses it is played.
. "${srcdir:=.}/tests/tap.sh"
program=$PWD/bitsnotify$EXEEXT
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT

# play NAME FOLDER [COMMAND...]: the results of the suite in FOLDER go to NAME.json and NAME.txt.
play() {
  name=$1
  folder=$2
  shift 2
  (cd "$folder" && "$@" "$program" run "--json=$place/$name.json" fixtures >"$place/$name.txt" 2>&1 </dev/null)
  echo "exit $?" >>"$place/$name.txt"
}

# same NAME SENTENCE: NAME's bytes are those of the first play.
same() {
  tap_check "$2" "$(cmp "$place/first.json" "$place/$1.json" 2>&1
    cmp "$place/first.txt" "$place/$1.txt" 2>&1)"
}

here=$place/here
elsewhere=$place/a/longer/path/elsewhere
mkdir -p "$here" "$elsewhere/fixtures"
cp -R "$srcdir/fixtures" "$here/"
# File by file and from the end, so that the folders list their entries in another order.
(cd "$srcdir" && find fixtures -type f | LC_ALL=C sort -r) | while read -r file; do
  mkdir -p "$elsewhere/$(dirname "$file")"
  cp "$srcdir/$file" "$elsewhere/$file"
done

play first "$here" env LC_ALL=C TZ=UTC0
tap_check 'the suite can be played' "$(test -s "$place/first.json" || cat "$place/first.txt")"

play again "$here" env LC_ALL=C TZ=UTC0
same again 'again: the same bytes'

play elsewhere "$elsewhere" env LC_ALL=C TZ=UTC0
same elsewhere 'in another folder, its files in another order: the same bytes'

play zone "$here" env LC_ALL=C TZ=Asia/Kathmandu-5:45
same zone 'in another time zone: the same bytes'

locale=$(locale -a 2>/dev/null | grep -Eim 1 '^(de|fr|tr|cs|ru)_')
if test -z "$locale" && localedef -i de_DE -f UTF-8 "$place/de_DE.UTF-8" >/dev/null 2>&1; then
  made=LOCPATH=$place
  locale=de_DE.UTF-8
fi
# A library of the system keeps what it read of LOCPATH; leaks are looked for in the other plays.
if test -n "$locale"; then
  play locale "$here" env ${made:+"$made" ASAN_OPTIONS=detect_leaks=0} LC_ALL="$locale" TZ=UTC0
  same locale "in the locale $locale: the same bytes"
else
  tap_skip 'in another locale: the same bytes' 'only the C locales here'
fi

if setarch -R true 2>/dev/null; then
  play fixed "$here" setarch -R env LC_ALL=C TZ=UTC0
  same fixed 'at other addresses: the same bytes'
else
  tap_skip 'at other addresses: the same bytes' 'setarch -R is not allowed here'
fi
tap_done
