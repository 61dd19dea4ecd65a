#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# up.sh, and down.sh when standard input ends: for a program that is to leave nothing behind, even
# if it is killed. Prints what up.sh prints. TERM while it comes up takes down what there is.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
folder=$(mktemp)
trap 'rm -f "$folder"' EXIT
"$here/up.sh" >"$folder" </dev/null &
up=$!
trap 'kill -TERM "$up" 2>/dev/null' TERM
# A signal ends the first wait, not the program.
wait "$up" || wait "$up"
trap '' INT HUP TERM PIPE
# Whoever would read this may be gone by now; then input has ended, too.
cat "$folder" 2>/dev/null || :
cat >/dev/null
"$here/down.sh" "$(cat "$folder")"
