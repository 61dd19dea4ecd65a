#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Clients and signals that must do no harm: e2e/limits.sh --help.
set -eu
. "$(dirname "$0")/faults/env.sh"
need_python
need_dist
exec python3 "$top/e2e/faults/limits.py" --dist "$dist" "$@"
