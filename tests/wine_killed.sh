#!/bin/sh
# A runner that is killed at any moment leaves nothing that the next start does not take away: no
# agent, job, class, file or port. What others have in the same prefix stays as it is. Twenty moments,
# half of them against Wine's own BITS and half against serve, where classes are activated.
# SEED=N KILLS=N chooses them.
. "${srcdir:=.}/tests/tap.sh"
test -n "${BITSNOTIFY_INSIDE_WINE:-}" || tap_skip_all 'it needs Wine'
seed=${SEED:-$$}
kills=${KILLS:-20}
model='{7C3A54E1-0B6D-4E0C-9A52-5B1D6E0F4A10}'
foreign='{5D3C1E70-0F4A-4B6C-8E21-6A9B0C1D2E3F}'
place=$(mktemp -d) || exit 1
serve=
runner=

# What still runs is ours, and ends before the folder goes.
leave() {
  exec 5>&- 6>&-
  for process in $runner $serve; do kill -9 "$process" 2>/dev/null; done
  wait
  rm -rf "$place"
}
trap leave EXIT

bitsnotify() {
  wine ./bitsnotify.exe "$@" </dev/null 5>&- 6>&-
}

# --- What others have -----------------------------------------------------------------------------

# FILE PATTERN: the line comes, or two minutes are over.
comes() {
  looks=0
  until grep -q "$2" "$1" 2>/dev/null; do
    looks=$((looks + 1))
    test $looks -lt 6000 || return 1
    sleep 0.02 # between two looks
  done
}

bitsnotify serve >"$place/serve" 2>&1 &
serve=$!
comes "$place/serve" serving || tap_not_ok 'the model serves' "$(cat "$place/serve")"

mkfifo "$place/in5" "$place/in6"
wine tests/win/bystander.exe <"$place/in5" >"$place/out5" 2>&1 &
bystander5=$!
exec 5>"$place/in5"
wine tests/win/bystander.exe "$model" <"$place/in6" >"$place/out6" 2>&1 5>&- &
bystander6=$!
exec 6>"$place/in6"
comes "$place/out5" holding || tap_not_ok 'a bystander holds a job of BITS' "$(cat "$place/out5")"
comes "$place/out6" holding || tap_not_ok 'a bystander holds a job of serve' "$(cat "$place/out6")"

temporary=$(find "$WINEPREFIX/drive_c/users" -type d -name Temp -path "*$(id -un)*" | head -n 1)
mkdir "$temporary/bitsnotify-diary"
wine reg add "HKLM\\Software\\Classes\\CLSID\\$foreign" /ve /d 'bitsnotify of somebody else' /f >/dev/null

# --- What is left ---------------------------------------------------------------------------------

# Processes of this prefix whose command line matches.
processes() {
  grep -lzxF "WINEPREFIX=$WINEPREFIX" /proc/[0-9]*/environ 2>/dev/null | while IFS=/ read -r _ _ process _; do
    tr '\0' ' ' 2>/dev/null <"/proc/$process/cmdline" | grep -q "$1" && echo "$process"
  done
}

agents() {
  processes 'bitsnotify.exe agent' | sed 's/^/an agent: /'
}

# The bystander at this number counts jobs beside its own.
jobs() {
  before=$(wc -l <"$place/out$1")
  echo >&"$1"
  looks=0
  until test "$(wc -l <"$place/out$1")" -gt "$before" || test $looks -gt 6000; do
    looks=$((looks + 1))
    sleep 0.02 # between two looks
  done
  tail -n 1 "$place/out$1" | tr -d '\r' | grep -v '^untouched, 0 others$' | sed "s/^/jobs: /"
}

folders() {
  find "$temporary" -name 'bitsnotify-*' ! -name bitsnotify-diary ! -path '*/bitsnotify-*/*' | sed 's/^/a folder: /'
}

classes() {
  rm -f "$place/classes"
  wine reg export 'HKLM\Software\Classes\CLSID' "Z:$place/classes" /y >/dev/null 2>&1
  iconv -f utf-16 -t utf-8 "$place/classes" | grep -a '"bitsnotify' | grep -av 'of somebody else' |
    sed 's/^/a class: /'
}

# Ports that a process of this prefix listens on.
ports() {
  awk '$4 == "0A" { print $10 " " $2 }' /proc/net/tcp | while read -r inode address; do
    for process in $(processes .); do
      find "/proc/$process/fd" -lname "socket:\[$inode\]" 2>/dev/null | grep -q . && echo "a port: $address"
    done
  done
}

left() {
  agents
  jobs "$1"
  folders
  classes
  ports
}

# A restart takes the jobs of everybody: Wine keeps none.
scenarios() {
  grep -L '"restart"' "$srcdir/$1"/*.json
}

# --- Kill after kill ------------------------------------------------------------------------------

alive=0
dirty=0
rest=
for moment in $(awk -v seed="$seed" -v n="$kills" 'BEGIN { srand(seed); while (n-- > 0) printf "%.2f\n", 0.1 + 4.4 * rand() }'); do
  number=$((${number:-0} + 1))
  if test $((number % 2)) -eq 0; then
    set -- --service="$model"
    suite=fixtures/class
    bystander=6
  else
    set --
    suite=fixtures/states
    bystander=5
  fi
  wine ./bitsnotify.exe run --on=bits --quiet --patience=100 "$@" $(scenarios $suite) >"$place/said" 2>&1 </dev/null 5>&- 6>&- &
  runner=$!
  sleep "$moment" # not a wait: the moment is what is tried
  kill -9 "$runner"
  wait "$runner" 2>/dev/null
  test $? -eq 137 && alive=$((alive + 1))
  runner=
  test -z "$(folders)" || dirty=$((dirty + 1))

  bitsnotify run --on=bits "$@" "$srcdir/fixtures/registration/unknown-flag-is-refused.json" >"$place/said" 2>&1 ||
    rest="$rest
after $moment s: the next start: $(cat "$place/said")"
  found=$(left $bystander)
  test -z "$found" || rest="$rest
after $moment s ($suite): $found"
done
echo "# SEED=$seed: $alive of $kills runners were killed at work, $dirty of them had left a folder"
tap_check 'every runner was killed' "$(test "$alive" -eq "$kills" || echo "$alive of $kills")"
tap_check 'some had something to leave' "$(test "$dirty" -gt 0 || echo 'no folder was ever left')"
tap_check 'the next start takes away agents, jobs, classes, folders and ports' "$rest"

# --- What others have is as it was ----------------------------------------------------------------

exec 5>&- 6>&-
wait "$bystander5"
tap_check "somebody else's job of BITS is untouched" "$(test $? -eq 0 || cat "$place/out5")"
wait "$bystander6"
tap_check "somebody else's job of serve is untouched" "$(test $? -eq 0 || cat "$place/out6")"
tap_check "somebody else's folder is there" "$(test -d "$temporary/bitsnotify-diary" || ls "$temporary")"
tap_check "somebody else's class is there" \
  "$(wine reg query "HKLM\\Software\\Classes\\CLSID\\$foreign" /ve | grep -q 'of somebody else' || echo gone)"
bitsnotify serve --tell=stop >/dev/null 2>&1
wait "$serve"
tap_check 'serve has lived through all of it' "$(test $? -eq 0 || cat "$place/serve")"
serve=
tap_done
