#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Faults at random on real processes; see --help.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd -P)
. "$top/e2e/main.sh"
compile_e2e
# --keep may name a folder from here.
here=$PWD

main=dev.kezuri.e2e.chaos.ChaosMain draw='' version=''
case " $* " in
*' -h '* | *' --help '*) ;;
*' --control-plane=node '* | *' --control-plane node '*)
  main=dev.kezuri.e2e.node.ChaosMain
  draw_program
  "$top/kezuri" images --if-older >&2
  version=$("$top/kezuri" version)
  ;;
esac
cd "$top/e2e"
exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx1g \
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Dkezuri.here="$here" -Dkezuri.top="$top" -Dkezuri.draw="$draw" \
  -Dkezuri.version="$version" -cp "$class_path" "$main" "$@"
