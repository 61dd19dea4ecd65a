#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Faults at random on real processes; see --help.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd -P)
. "$top/e2e/main.sh"
compile_e2e
# --keep may name a folder from here.
here=$PWD
cd "$top/e2e"
exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx1g \
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Dkezuri.here="$here" -cp "$class_path" dev.kezuri.e2e.chaos.ChaosMain "$@"
