#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Random bytes of all protocols: e2e/fuzz.sh --help.
set -eu
. "$(dirname "$0")/faults/env.sh"
need_python
need_dist
exec python3 "$top/e2e/faults/fuzz.py" --dist "$dist" "$@"
