#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Stories on a real node: containers, kubelet, controllers, the shipped images and chart; see --help.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd -P)

usage() {
  cat <<END
Usage: e2e/node.sh [--core | --all | --only STORY...] [--keep] [--list]

Brings up a Kubernetes node in namespaces of its own, installs Kezuri by its chart with the images
that ./kezuri images makes, and runs stories on it, several at the same time. In each, a program with
a real memcached client draws IDs in the application's container all through, and in the end it is
asked whether an ID came twice or lies outside the windows of its pod, whether windows overlap, and
what kubectl kezuri audit says. Then all is taken down.

  --core      the stories that CI runs; the default
  --all       all of them
  --only A B  only these
  --list      their names, and what each tells
  --keep      leave the node up until Ctrl-C, and say how to reach it

A line a story: seconds, the longest time that a client was refused, how many IDs. Exit 1 if one
failed; what pods, operator and node wrote is then in e2e/target/node, until the next run. Needs root
on Linux (local/node/up.sh --help says what else); the first run builds what it needs.
END
}

for word; do
  case $word in
  -h | --help) usage; exit 0 ;;
  esac
done
. "$top/e2e/main.sh"
cd "$top"

draw_program
compile_e2e
case " $* " in
*' --list '*) ;;
*) ./kezuri images --if-older >&2 ;;
esac
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx1g -XX:TieredStopAtLevel=1 \
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Dkezuri.top="$top" -Dkezuri.draw="$draw" -Dkezuri.version="$(./kezuri version)" \
  -cp "$class_path" dev.kezuri.e2e.node.NodeMain "$@"
