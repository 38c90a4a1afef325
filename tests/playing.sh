# tests/playing.sh - plays the suite and keeps what every scenario came to; sourced by the mutation scripts.
#
#   play PROGRAM FILE [OPTION...]    FILE gets one line a scenario, "PATH VERDICT ANSWER"; the status is
#                                    false when the run crashed, hung or wrote no results
play() {
  play_program=$1
  play_to=$2
  shift 2
  rm -f "$scratch/play.json"
  {
    timeout 30 "$play_program" run --quiet "--json=$scratch/play.json" "$@" "$srcdir/fixtures" >"$scratch/play.said" 2>&1
    play_status=$?
  } 2>/dev/null # what the shell says of a crash
  test "$play_status" -lt 4 || return 1 # 2: a mutant may act for ever at one instant, which is broken
  test -s "$scratch/play.json" || return 1
  sed -n 's/^{"path":"\([^"]*\)".*"verdict":"\([a-z]*\)"/\1 \2 /p' "$scratch/play.json" |
    sed 's/^\([^ ]* [a-z]* \).*"answer":"\([^"]*\)".*/\1\2/; t
         s/^\([^ ]* [a-z]* \).*/\1/' | LC_ALL=C sort >"$play_to"
  test -s "$play_to"
}

# The same for the suite as it stands, which has to pass: ends the script otherwise.
play_base() {
  play "$1" "$2" || {
    tail -n 5 "$scratch/play.said" >&2
    echo 'the suite cannot be played as it stands' >&2
    exit 1
  }
  if grep -v '^[^ ]* pass ' "$2" >&2; then
    echo 'the suite does not pass as it stands' >&2
    exit 1
  fi
}
