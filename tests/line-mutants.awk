# The line mutants of C files: a negated condition, a dropped statement, a number or a comparison off by one.
#
#   awk -v seed=1 -f line-mutants.awk FILE...      one line a mutant: rank, a tab, its name
#   WANT=NAME awk -f line-mutants.awk FILE         the file with that mutant in it
#
# bn_because and because_of_... are left alone: they only name the rule of what happens, and rules --coverage asks that a rule fires where
# it is cited, not that it fires everywhere.
#
# A name is FILE FUNCTION: OLD => NEW, with (2), (3) ... behind it where a function has several alike.
# The rank depends on the seed and the name alone, so that a change elsewhere leaves a choice as it was.

function rank(text, hash, i) {
  hash = 7919 * (seed + 1)
  for (i = 1; i <= length(text); i++)
    hash = (hash * 131 + index(alphabet, substr(text, i, 1)) + 1) % 2147483647
  return (hash * 48271) % 2147483647
}

function squeezed(text) {
  gsub(/[ \t\n]+/, " ", text)
  sub(/^ /, "", text)
  sub(/ $/, "", text)
  return text
}

function mutant(first, last, old, new, replacement, name, short, i) {
  short = short_name " " where[first] ": " squeezed(old) " => " squeezed(new)
  name = alike[short]++ ? short " (" alike[short] ")" : short
  if (want == "") {
    printf "%010d\t%s\n", rank(name), name
  } else if (name == want) {
    for (i = 1; i <= lines; i++) {
      if (i == first)
        print replacement
      else if (i < first || i > last)
        print line[i]
    }
    found = 1
  }
}

# The line on which the brackets that open on line i are closed, 0 when that is far away; `whole` is the text so far.
function closed(i, depth, n, text) {
  whole = ""
  depth = 0
  for (n = i; n < i + 8 && n <= lines; n++) {
    whole = whole (n > i ? "\n" : "") line[n]
    text = line[n]
    gsub(/'.'|"[^"]*"/, "", text)
    depth += gsub(/\(/, "", text) - gsub(/\)/, "", text)
    if (depth <= 0)
      return n
  }
  return 0
}

# `if (CONDITION)` with what follows on its last line; not where it only chooses a reason.
function negate(i, last, start, at, depth, c, condition) {
  last = closed(i)
  if (!last || !match(whole, /if \(/) || line[last + 1] ~ /^ +(bn_)?because/)
    return
  start = RSTART + RLENGTH
  depth = 1
  for (at = start; at <= length(whole) && depth > 0; at++) {
    c = substr(whole, at, 1)
    depth += (c == "(") - (c == ")")
  }
  if (depth > 0)
    return
  condition = substr(whole, start, at - 1 - start)
  mutant(i, last, "if (" condition ")", "if (!(" condition "))",
         substr(whole, 1, start - 1) "!(" condition "))" substr(whole, at))
}

# A statement that starts on line i; its last line ends in a semicolon.
function drop(i, n, text) {
  if (line[i] !~ /^ +[A-Za-z_*(]/ || line[i] ~ /^ +(if|else|for|while|switch|case|default|do|assert|goto|static|const|struct|enum|unsigned|bool|char|int|int32_t|uint8_t|uint16_t|uint32_t|uint64_t|size_t|bn_value|bn_knob|void|_Static_assert)[^A-Za-z_]/)
    return
  if (line[i] ~ /^ +(else$|(bn_)?because|effect->rule = |\(void\))/)
    return
  if (line[i] ~ /^ +return;$/ && line[i - 1] ~ /run->refusal = /) # what a refused step did is thrown away
    return
  if (line[i] ~ /^ +break;$/ && (line[i + 1] ~ /^ +}/ || line[i + 1] ~ /case/ && line[i + 2] ~ /^ +break;$/))
    return
  if (line[i] ~ /^ +return [^;]/) # what comes back then is nobody's guess
    return
  if (line[i - 1] !~ /([;{}:)]|else|\*\/)$/ && line[i - 1] != "")
    return
  if (line[i - 1] ~ /^ +(for|while) .*[;]$/ || line[i] ~ /[{:,]$/ || line[i] ~ /^ *[A-Z_0-9a-z]+(\([^()]*\))?,/)
    return
  text = line[i]
  for (n = i; line[n] !~ /;( *\/\*.*\*\/)?$/; n++) {
    if (n >= i + 6 || line[n] ~ /[{}]$/)
      return
    text = text "\n" line[n + 1]
  }
  mutant(i, n, text, ";", "    ;")
}

# Every place in line i where `old` stands becomes `new`.
function each(i, old, new, text, before, at) {
  text = line[i]
  before = ""
  while ((at = index(text, old)) > 0) {
    before = before substr(text, 1, at - 1)
    text = substr(text, at + length(old))
    if (index(before, "/*"))
      return
    mutant(i, i, before old text, before new text, before new text)
    before = before old
  }
}

function numbers(i, text, before, number, at, tail) {
  text = line[i]
  before = ""
  while (match(text, /[ (]([2-9]|[1-9][0-9]+)[;,) ]/)) {
    at = RSTART
    number = substr(text, at + 1, RLENGTH - 2)
    tail = substr(text, at + 1 + length(number))
    before = before substr(text, 1, at)
    if (index(before, "/*"))
      return
    mutant(i, i, before number tail, before (number + 1) tail, before (number + 1) tail)
    before = before number
    text = tail
  }
}

function visit(i) {
  if (where[i] ~ /^because_of/ || line[i] ~ /^ +(bn_)?because/ || line[i + 1] ~ /^ +(bn_)?because/ && line[i] ~ /(if|else) /)
    return
  if (line[i] ~ /^#|\\$|^ *(\/?\*|\/\/)|assert/)
    return
  if (line[i] ~ /(^|[ }])if \(/)
    negate(i)
  if (inside[i])
    drop(i)
  if (line[i] ~ /"/)
    return
  if (line[i] ~ /^ *for \(/) { # behind the end lies another field, and to look there is not defined
    each(i, " = 0;", " = 1;")
    return
  }
  each(i, " < ", " <= ")
  each(i, " <= ", " < ")
  each(i, " > ", " >= ")
  each(i, " >= ", " > ")
  each(i, " + 1", "")
  each(i, " - 1", "")
  if (line[i] !~ /^ *case /)
    numbers(i)
}

function finish(i) {
  for (i = 1; i <= lines; i++)
    visit(i)
}

BEGIN {
  want = ENVIRON["WANT"]
  for (i = 32; i < 127; i++)
    alphabet = alphabet sprintf("%c", i)
}
FNR == 1 {
  if (lines)
    finish()
  lines = 0
  function_name = "table"
  is_inside = 0
  short_name = FILENAME
  sub(/^.*\//, "", short_name)
}
/^[A-Za-z_].*\(/ && !/;$/ {
  function_name = $0
  sub(/\(.*/, "", function_name)
  sub(/^.*[ *]/, "", function_name)
}
/^\{/ { is_inside = 1 }
{
  line[++lines] = $0
  where[lines] = function_name
  inside[lines] = is_inside
}
/^\}/ {
  is_inside = 0
  function_name = "table"
}
END {
  finish()
  if (want != "" && !found)
    exit 1
}
