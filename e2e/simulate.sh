#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Worlds of operators, nodes and sidecars in virtual time, each from one seed: --help.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd -P)
. "$top/e2e/main.sh"
compile_e2e
exec "$JAVA_HOME/bin/java" -XX:+UseParallelGC -Xmx2g --sun-misc-unsafe-memory-access=allow \
  -cp "$class_path" dev.kezuri.e2e.sim.SimulateMain "$@"
