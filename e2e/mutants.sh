#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Breaks one rule at a time in a copy, and has the simulation find it: --help.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd -P)
. "$top/e2e/main.sh"

usage() {
  cat <<END
Usage: e2e/mutants.sh [--seeds N] [NAME]...

Each patch in e2e/mutants takes one rule away, as a mistake might. It is applied to a copy of the
source it names, which is compiled and put before the rest on the class path of the simulation.
Prints a line each: the name, the seed that found it, and what was broken; or that it survived.

  --seeds N   how many small worlds at the most; 500
  NAME        this patch only, without .patch

Exit status 1 if one survives, 2 if one does not apply or compile any more.
END
}

seeds=500
names=
while [ $# -gt 0 ]; do
  case $1 in
  -h | --help) usage; exit 0 ;;
  --seeds)
    [ $# -ge 2 ] || { echo "e2e/mutants.sh: a number must follow --seeds" >&2; exit 2; }
    seeds=$2
    shift
    ;;
  -*) echo "e2e/mutants.sh: unknown argument $1; see --help" >&2; exit 2 ;;
  *) names="$names $1" ;;
  esac
  shift
done
compile_e2e
if [ -z "$names" ]; then
  for patch in "$top"/e2e/mutants/*.patch; do
    names="$names $(basename "$patch" .patch)"
  done
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

broken() {
  echo "e2e/mutants.sh: $1" >&2
  exit 2
}

survived=0
all=0
for name in $names; do
  patch=$top/e2e/mutants/$name.patch
  [ -f "$patch" ] || broken "there is no $patch"
  rm -rf "$work/tree" "$work/classes"
  mkdir -p "$work/classes"
  sources=$(sed -n 's|^+++ b/||p' "$patch")
  for source in $sources; do
    mkdir -p "$work/tree/$(dirname "$source")"
    cp "$top/$source" "$work/tree/$source"
  done
  (cd "$work/tree" && git apply "$patch") || broken "$name does not apply any more"
  (cd "$work/tree" && "$JAVA_HOME/bin/javac" -nowarn -proc:none -d "$work/classes" \
    -cp "$class_path" $sources) || broken "$name does not compile any more"
  all=$((all + 1))
  status=0
  "$JAVA_HOME/bin/java" -XX:+UseParallelGC -Xmx2g --sun-misc-unsafe-memory-access=allow \
    -cp "$work/classes:$class_path" dev.kezuri.e2e.sim.SimulateMain \
    --seeds "$seeds" --small --fail-fast >"$work/out" 2>&1 || status=$?
  if [ "$status" -eq 0 ]; then
    survived=$((survived + 1))
    echo "$name: survives $seeds worlds"
  else
    grep -m 1 ' is broken: ' "$work/out" | sed "s/^/$name: /" | grep . ||
      broken "$name: the simulation ended with $status: $(tail -n 1 "$work/out")"
  fi
done
echo "mutants $all, survived $survived"
[ "$survived" -eq 0 ]
