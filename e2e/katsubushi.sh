#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Puts to katsubushi what e2e/chaos.sh puts to Kezuri: e2e/katsubushi.sh --help.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
export PYTHONDONTWRITEBYTECODE=1
command -v python3 >/dev/null || { echo "$0: needs python3 (Debian: python3)" >&2; exit 69; }
case " $* " in *' --help '* | *' -h '*) exec python3 "$here/faults/katsubushi.py" --help ;; esac
found=$("$here/../config/tools.sh" katsubushi redis)
exec python3 "$here/faults/katsubushi.py" \
  --katsubushi "$(echo "$found" | sed -n 's/^katsubushi=//p')" --redis "$(echo "$found" | sed -n 's/^redis=//p')" "$@"
