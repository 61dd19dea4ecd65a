# SPDX-License-Identifier: Apache-2.0
# Sourced by simulate.sh and mutants.sh: sets top, JAVA_HOME and class_path, and builds what is old.
top=$(cd "$(dirname "$0")/.." && pwd -P)
. "$top/config/jdk.sh"
made=$top/e2e/target/simulate/class-path

# True if no source is newer than what was built of them.
built() {
  [ -f "$made" ] || return 1
  for module in core crds operator sidecar cli local e2e; do
    [ -z "$(cd "$top" && find pom.xml "$module/pom.xml" "$module/src" -newer "$made" -name '*[a-z]' |
      grep -E 'pom.xml|[.]java$' | head -n 1)" ] || return 1
  done
}

if ! built; then
  (cd "$top" && ./mvnw -q -pl e2e -am test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/test-class-path -Dmdep.includeScope=test) >&2
  mkdir -p "$top/e2e/target/simulate"
  mv "$top/e2e/target/test-class-path" "$made"
fi
class_path=$top/e2e/target/test-classes:$(cat "$made")
