#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Kills a sidecar under load, with its clock set back in between: e2e/restarts.sh --help.
set -eu
. "$(dirname "$0")/faults/env.sh"
need_python
need_dist
exec python3 "$top/e2e/faults/restarts.py" --dist "$dist" "$@"
