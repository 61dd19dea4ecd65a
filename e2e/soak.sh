#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Clients of the worst manners, thousands of them: e2e/soak.sh --help.
set -eu
. "$(dirname "$0")/faults/env.sh"
need_python
need_dist
exec python3 "$top/e2e/faults/soak.py" --dist "$dist" "$@"
