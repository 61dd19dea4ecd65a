#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The short forms of what must not harm a sidecar, each with its figures: limits, clocks, restarts,
# fuzz, soak; about 4 minutes. Exit 1 if a case failed; the cases after it still run.
set -eu
case ${1:-} in
  '') ;;
  -h | --help) sed -n '3,4s/^# //p' "$0"; exit 0 ;;
  *) echo "$0: takes no arguments; --help" >&2; exit 2 ;;
esac
. "$(dirname "$0")/faults/env.sh"
need_python
need_dist
failed=
run() {
  name=$1
  shift
  python3 "$top/e2e/faults/$name.py" --dist "$dist" "$@" || failed="$failed $name"
}
run limits
run clocks
run restarts --times 20
run fuzz --minutes 1
run soak --minutes 1
[ -z "$failed" ] || { echo "e2e/faults.sh: failed:$failed" >&2; exit 1; }
