#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Worlds of operators, nodes and sidecars in virtual time, each from one seed: --help.
set -eu
. "$(dirname "$0")/mutants/env.sh"
exec "$JAVA_HOME/bin/java" -XX:+UseParallelGC -Xmx2g --sun-misc-unsafe-memory-access=allow \
  -cp "$class_path" dev.kezuri.e2e.sim.SimulateMain "$@"
