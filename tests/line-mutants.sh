#!/bin/sh
# make line-mutants: mutates lines of sim/*.c (tests/line-mutants.awk) and asks the tests of the model.
#
# A mutant is noticed when it does not compile, when a scenario ends otherwise, when rules --coverage
# misses a rule, when a question gets the wrong answer, or when a Check program of the model fails. One that stays is listed and fails, unless
# tests/line-mutants.known gives its reason; a reason whose mutant is noticed or is no more fails too.
# COUNT mutants (20; 0: all) are chosen by SEED (1); WHERE is what their names begin with.
srcdir=${srcdir:-.}
known=$srcdir/tests/line-mutants.known
generator=$srcdir/tests/line-mutants.awk
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
. "$srcdir/tests/playing.sh"

play_base "./bitsnotify$EXEEXT" "$scratch/base"

# The reasons: a name, and below it, indented, a sentence.
if ! awk '
  /^(#|$)/ { next }
  /^ / { if (!named || $0 !~ /^  [A-Z].*\.$/) { print FILENAME ":" FNR ": no sentence below a name"; wrong = 1 } named = 0; next }
  { if (named) { print FILENAME ":" FNR - 1 ": no reason"; wrong = 1 } named = 1; print >names }
  END { exit wrong }' names="$scratch/known" "$known"; then
  exit 1
fi
touch "$scratch/known"

# sound.c is left out: it says what every state keeps, and every state keeps it.
awk -v seed="${SEED:-1}" -f "$generator" $(ls "$srcdir"/sim/*.c | grep -v '/sound\.c$') >"$scratch/all"
cut -f 2 "$scratch/all" >"$scratch/names"

# wrong SENTENCE: says it at once, and keeps it for the count.
wrong() {
  echo "$1" | tee -a "$scratch/wrong"
}
: >"$scratch/wrong"
grep -vxFf "$scratch/names" "$scratch/known" >"$scratch/gone"
while read -r name; do
  wrong "no longer there: $name"
done <"$scratch/gone"
grep -E "^[0-9]+	${WHERE:-}" "$scratch/all" | LC_ALL=C sort >"$scratch/some"
test "${COUNT:=20}" -gt 0 || COUNT=$(wc -l <"$scratch/some")
head -n "$COUNT" "$scratch/some" | cut -f 2 >"$scratch/chosen"

# noticed: compiles mutant.c, links the tests of the model with it, and asks them in turn.
noticed() {
  # Word splitting is meant for what make has passed on.
  $MUTANT_COMPILE -w -O1 -fsanitize=undefined -fsanitize-undefined-trap-on-error -c "$scratch/mutant.c" \
    -o "$scratch/mutant.o" 2>"$scratch/errors" || {
    uncompiled=$((uncompiled + 1))
    return 0
  }
  $MUTANT_LINK -o "$scratch/bitsnotify" $MUTANT_PROGRAM "$scratch/mutant.o" $MUTANT_PROGRAM_LIBS || exit 1
  play "$scratch/bitsnotify" "$scratch/played" || return 0
  cmp -s "$scratch/base" "$scratch/played" || return 0
  timeout 30 "$scratch/bitsnotify" rules --coverage "$srcdir/fixtures" >/dev/null 2>&1 || return 0
  PROGRAM=$scratch/bitsnotify $SHELL "$srcdir/tests/questions.sh" >/dev/null 2>&1 || return 0
  for object in $MUTANT_TESTS; do
    $MUTANT_LINK -o "$scratch/test" "$object" "$scratch/mutant.o" $MUTANT_TEST_LIBS || exit 1
    BN_WALK_STEPS=5000 timeout 60 "$scratch/test" >/dev/null 2>&1 || return 0
  done
  return 1
}

# What is no mutant is not noticed: the tests are asked, and they can pass.
uncompiled=0
cp "$srcdir/sim/settle.c" "$scratch/mutant.c"
if noticed; then
  echo 'line-mutants: the model itself does not get through' >&2
  cat "$scratch/errors" >&2
  exit 1
fi

explained=0
count=0
while read -r name; do
  count=$((count + 1))
  WANT=$name awk -f "$generator" "$srcdir/sim/${name%% *}" >"$scratch/mutant.c" || {
    echo "line-mutants: there is no mutant $name" >&2
    exit 1
  }
  if noticed; then
    grep -qxF -e "$name" "$scratch/known" && wrong "no longer true, it is noticed: $name"
  elif grep -qxF -e "$name" "$scratch/known"; then
    explained=$((explained + 1))
  else
    wrong "survivor: $name"
  fi
done <"$scratch/chosen"

count_wrong=$(wc -l <"$scratch/wrong")
echo "$count line mutants of $(wc -l <"$scratch/names") (SEED=${SEED:-1}): $((count - explained - $(grep -c ^survivor "$scratch/wrong"))) noticed ($uncompiled do not compile), $explained explained, $((count_wrong)) wrong"
test "$count" -gt 0 && test "$count_wrong" -eq 0
