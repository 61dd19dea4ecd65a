#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Draws IDs from a real sidecar with the memcached clients people use; see --help.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
top=$(dirname "$here")

usage() {
  cat <<'EOF'
Usage: e2e/clients.sh [--only NAME]... [--dist DIR]

Runs the programs in examples/ against a sidecar that issues IDs and one that may not. Each client
draws 10,000 IDs over four connections, asks for version and stats, goes on after its sidecar was
killed and started again, and must report an error where no ID may be issued. All IDs of a run
must be different. Then memccapable, and what docs/migrating-from-katsubushi.md says. Prints a line
a case, and what went wrong; exits with 1 if anything did.

  --only NAME   this case; may be given several times. A wrong name prints all
  --dist DIR    what to test, as ./kezuri build makes it [dist, built first if a source changed]

config/tools.sh installs the clients. Needs python3, and a JDK 25.
EOF
}

fail() {
  echo "e2e/clients.sh: $*" >&2
  exit 2
}

dist=
only=
while [ $# -gt 0 ]; do
  case $1 in
  --help | -h) usage; exit 0 ;;
  --only | --dist) [ $# -ge 2 ] || fail "$1 needs a value" ;;
  *) fail "no such option: $1; see --help" ;;
  esac
  case $1 in
  --only) only="$only --only $2" ;;
  --dist) dist=$(cd "$2" && pwd -P) || fail "no such folder: $2" ;;
  esac
  shift 2
done

. "$top/config/jdk.sh"
command -v python3 >/dev/null || fail 'python3 is missing'
if [ -z "$dist" ]; then
  "$top/kezuri" build
  dist=$top/dist
fi
for program in kezuri-sidecar/bin/kezuri-sidecar kezuri/bin/kubectl-kezuri; do
  [ -x "$dist/$program" ] || fail "no $program in $dist: ./kezuri build makes it"
done
# shellcheck disable=SC2086
exec python3 -B "$here/clients/run.py" --top "$top" --jdk "$JAVA_HOME" --dist "$dist" $only
