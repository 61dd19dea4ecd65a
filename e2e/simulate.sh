#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Worlds of operators, nodes and sidecars in virtual time, each from one seed: --help.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd -P)
here=$top/e2e
. "$top/config/jdk.sh"

# True if no source is newer than what was built of them.
built() {
  [ -f "$here/target/simulate/class-path" ] || return 1
  cd "$top"
  for module in core crds operator sidecar cli local e2e; do
    [ -z "$(find pom.xml $module/pom.xml $module/src/main $module/src/test/java \
      -newer "$here/target/simulate/class-path" 2>/dev/null | head -n 1)" ] || return 1
  done
}

cd "$top"
if ! built; then
  ./mvnw -q -pl e2e -am test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/test-class-path -Dmdep.includeScope=test >&2
  mkdir -p "$here/target/simulate"
  mv "$here/target/test-class-path" "$here/target/simulate/class-path"
fi
exec "$JAVA_HOME/bin/java" -XX:+UseParallelGC -Xmx2g --sun-misc-unsafe-memory-access=allow \
  -cp "$here/target/test-classes:$(cat "$here/target/simulate/class-path")" \
  dev.kezuri.e2e.sim.SimulateMain "$@"
