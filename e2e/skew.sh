#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Operators and sidecars of the version before beside those of this one; see --help.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd -P)
builds=${KEZURI_CACHE:-$HOME/.cache/kezuri}/previous

usage() {
  cat <<END
Usage: e2e/skew.sh [--previous COMMIT]

Runs the stories of PreviousVersionIT on a real etcd and kube-apiserver with what is shipped now: its
operator over sidecars of the version before, the reverse, an update in place and back, and both
operators at once.

  --previous COMMIT   the version before; config/previous-version names the usual one

The other version is built of its commit outside this tree, once, into
\$KEZURI_CACHE/previous/COMMIT (~/.cache/kezuri), by its own ./mvnw.
END
}

fail() {
  echo "e2e/skew.sh: $*" >&2
  exit 69
}

misused() {
  echo "e2e/skew.sh: $* (--help says more)" >&2
  exit 2
}

# jars MODULE: what a class path of it needs.
jars() {
  mkdir -p "$work/made/$1"
  for jar in "$work/tree/$1/target/kezuri-$1"-*.jar "$work/tree/$1/target/class-path"/*.jar; do
    case $jar in
    "$work/tree/$1/target"/*-tests.jar) ;;
    *) cp "$jar" "$work/made/$1/" ;;
    esac
  done
}

build() {
  work=$(mktemp -d)
  trap 'rm -rf "$work" "$made.$$"' EXIT
  trap 'exit 130' INT TERM
  start=$(date +%s)
  git -C "$top" log -1 --format='e2e/skew.sh: building %h (%s), a minute or two' "$commit" >&2
  # No worktree: of that, something stays in .git when this script is killed.
  git -C "$top" archive -o "$work/tree.tar" "$commit"
  mkdir "$work/tree"
  tar -xf "$work/tree.tar" -C "$work/tree"
  # The tests are compiled, not run: modules need each other's.
  (cd "$work/tree" && ./mvnw -q -DskipTests -pl operator,sidecar -am package \
    dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/class-path) \
    >"$work/log" 2>&1 </dev/null || {
    tail -n 20 "$work/log" >&2
    fail "$commit cannot be built; the end of Maven's output is above"
  }
  jars operator
  jars sidecar
  mkdir -p "$builds"
  # Whole or not at all, also where two build at once.
  rm -rf "$made.$$"
  cp -R "$work/made" "$made.$$"
  [ -d "$made" ] || mv "$made.$$" "$made"
  rm -rf "$work" "$made.$$"
  echo "e2e/skew.sh: built in $(($(date +%s) - start)) s, into $made" >&2
}

previous=$(sed '/^#/d' "$top/config/previous-version")
while [ $# -gt 0 ]; do
  case $1 in
  --help | -h) usage; exit 0 ;;
  --previous)
    [ $# -ge 2 ] || misused 'a commit must follow --previous'
    previous=$2
    shift
    ;;
  *) misused "no such argument: $1" ;;
  esac
  shift
done

command -v git >/dev/null || fail 'git is missing'
commit=$(git -C "$top" rev-parse --verify --quiet "$previous^{commit}") ||
  fail "$previous is no commit here; if this clone is shallow: git fetch --unshallow"
made=$builds/$commit
[ -d "$made" ] || build
git -C "$top" log -1 --format='e2e/skew.sh: the version before is %h (%s)' "$commit" >&2
cd "$top"
./mvnw -q -pl e2e -am test -Dtest=PreviousVersionIT -DexcludedGroups= -Dkezuri.previous="$made" \
  -Dsurefire.failIfNoSpecifiedTests=false
