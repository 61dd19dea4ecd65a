#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Checks a model of leases and windows, whole and with each rule removed; see --help.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
model=$here/model/kezuri.pml
variants=$here/model/variants.txt

usage() {
  cat <<EOF
Usage: e2e/model.sh [--list | --trace VARIANT | VARIANT...]

Checks e2e/model/kezuri.pml, a model of the protocol of leases and windows, with Spin: with all rules
it must hold in every state that can be reached within the bounds; with any one rule removed, there
must be a way to break it. Without arguments: all variants of e2e/model/variants.txt.

  --list            prints the variants: what is expected, the bounds, what is removed
  --trace VARIANT   prints a way in which that variant breaks, in plain words: a shortest one, but for
                    those marked DEEP

One line a variant: what came out, states looked at, seconds. Exit status 0: all as expected; 1: one
is not, or was not finished; 69: no Spin. Two run at a time, with up to 4 GB of memory each.
Spin and gcc are those on PATH, or installed by config/tools.sh.
EOF
}

misused() {
  echo "e2e/model.sh: $* (--help says more)" >&2
  exit 64
}

# All lines of variants.txt that are one.
all() { grep -v '^#' "$variants" | grep '|'; }

# field LINE NUMBER
field() { printf '%s\n' "$1" | cut -d'|' -f"$2" | sed 's/^ *//; s/ *$//'; }

# The line of one variant.
line() {
  all | grep "^$1 |" || misused "no such variant: $1"
}

# flags LINE: what the model is made with.
flags() {
  for bound in $(field "$1" 3); do
    printf -- '-D%s ' "$bound"
  done
  [ "$(field "$1" 2)" = proven ] || printf -- '-DVARIANT=%s ' "$(field "$1" 1)"
}

# search LINE: makes the checker and runs it in the present folder. Every state is kept whole: nothing
# is left to chance. What is to hold is searched depth first, which keeps fewer states; what is to
# break breadth first, so that what it finds is a shortest way, unless that would take too long (DEEP).
search() {
  case "$(field "$1" 2) $(field "$1" 3)" in
  proven* | *DEEP*)
    how='-O1 -DNOFAIR'
    depth=1000000
    ;;
  *)
    how='-O0 -DBFS'
    depth=10000
    ;;
  esac
  # shellcheck disable=SC2046 # the flags are words
  "$spin" $(flags "$1") -a "$model" >spin.log 2>&1 || {
    cat spin.log >&2
    exit 1
  }
  # shellcheck disable=SC2086
  gcc -w $how -DSAFETY -DNOREDUCE -DNOBOUNDCHECK -DMEMLIM=4096 -o pan pan.c
  # Its exit status says nothing of what it found.
  ./pan -n "-m$depth" -w22 >pan.log 2>&1 || true
}

# replay LINE: the way that search has found, in words.
replay() {
  # shellcheck disable=SC2046
  "$spin" $(flags "$1") -t -k kezuri.pml.trail "$model" | sed 's/^ *//; /^BROKEN/q; /^spin:/d'
}

# The claim that a way on standard input ends with.
broken() {
  case $(grep BROKEN) in
  *'issued before'*) echo twice ;;
  *'never gave'*) echo outside ;;
  *overlap*) echo overlap ;;
  *'one number'*) echo number ;;
  *'state lost'*) echo lost ;;
  *) echo unknown ;;
  esac
}

# check VARIANT: prints its line; ends well if it is as expected.
check() {
  line=$(line "$1")
  expected=$(field "$line" 2)
  start=$(date +%s.%N)
  search "$line"
  states=$(sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' pan.log)
  if [ -e kezuri.pml.trail ]; then
    found=$(replay "$line" | broken)
    said="refuted ($found)"
  elif grep -q 'errors: 0' pan.log && ! grep -q 'Search not completed\|memory bound\|too small' pan.log; then
    found=proven
    said=proven
  else
    # What ran out of memory is no proof.
    cat pan.log >&2
    found=unfinished
    said=unfinished
  fi
  seconds=$(echo "$(date +%s.%N) $start" | awk '{printf "%.1f", $1 - $2}')
  note=
  [ "$found" = "$expected" ] || note="WRONG, expected $expected: "
  printf '%-31s %-18s %9s states %6s s  %s%s\n' "$1" "$said" "${states:-?}" "$seconds" "$note" "$(field "$line" 4)"
  [ -z "$note" ]
}

trace() {
  line=$(line "$1")
  search "$line"
  echo "$(field "$line" 4):"
  if [ -e kezuri.pml.trail ]; then
    replay "$line"
  else
    echo 'no way to break it was found'
  fi
}

in_a_folder_of_its_own() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM
  cd "$work"
}

find_spin() {
  if command -v spin >/dev/null && command -v gcc >/dev/null; then
    spin=spin
  else
    spin=$("$here/../config/tools.sh" spin | sed -n 's/^spin=//p')
    [ -x "$spin" ] || {
      echo 'e2e/model.sh: no spin: run config/tools.sh spin, or have Spin 6 and gcc on PATH' >&2
      exit 69
    }
  fi
}

case ${1-} in
--help | -h)
  usage
  exit 0
  ;;
--list)
  all
  exit 0
  ;;
--trace | --check) # --check is how this script calls itself, to run two at once
  [ $# = 2 ] || misused "one variant must follow $1"
  line "$2" >/dev/null
  find_spin
  in_a_folder_of_its_own
  "${1#--}" "$2"
  exit
  ;;
-*) misused "no such argument: $1" ;;
esac

for name in "$@"; do line "$name" >/dev/null; done
[ $# -gt 0 ] || {
  # shellcheck disable=SC2046
  set -- $(all | cut -d'|' -f1)
}
find_spin
start=$(date +%s)
if printf '%s\n' "$@" | xargs -P 2 -n 1 "$here/model.sh" --check; then
  echo "e2e/model.sh: $# variants, all as expected, $(($(date +%s) - start)) s"
else
  echo "e2e/model.sh: not all variants are as expected, $(($(date +%s) - start)) s" >&2
  exit 1
fi
