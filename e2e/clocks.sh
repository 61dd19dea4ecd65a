#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Sidecars whose clock jumps, stands, or is wrong: e2e/clocks.sh --help.
set -eu
. "$(dirname "$0")/faults/env.sh"
need_python
need_dist
exec python3 "$top/e2e/faults/clocks.py" --dist "$dist" "$@"
