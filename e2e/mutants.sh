#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Takes one rule of the guarantee away at a time, and says which check notices: --help.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd -P)
. "$top/e2e/main.sh"
compile_e2e
cd "$top/e2e"
exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx1g \
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "$class_path" dev.kezuri.e2e.mutants.MutantsMain "$@"
