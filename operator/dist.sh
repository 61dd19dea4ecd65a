#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes an operator that needs no Java: operator/dist.sh OUTDIR, after `./mvnw package`.
# OUTDIR gets bin/kezuri-operator, lib/ (jars) and runtime/ (jlink). The folder can be moved.
# KEZURI_TARGET_JDK names the JDK of another machine, for which it is made then.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
. "$here/../config/jdk.sh"
[ $# -eq 1 ] || { echo "usage: $0 OUTDIR" >&2; exit 2; }
jar=$(ls "$here"/target/kezuri-operator-*.jar 2>/dev/null | grep -v -e -tests -e -sources | head -n 1) || true
[ -n "$jar" ] && [ -d "$here/target/lib" ] || { echo "$0: run ./mvnw package first" >&2; exit 1; }

# The heap is a share of the container's memory, so that one figure, its limit, sets both.
flags='-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:MaxRAMPercentage=60'
# The quick compiler alone: an operator rests most of its time, and in a burst the other one would
# take more CPU than all the grants (docs/figures.md).
flags="$flags -XX:TieredStopAtLevel=1"
# What the compiler has used and freed goes back to the system.
flags="$flags -XX:TrimNativeHeapInterval=10000"
flags="$flags -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError"

mkdir -p "$1"
out=$(cd "$1" && pwd -P)
rm -rf "$out/bin" "$out/lib" "$out/runtime"
mkdir -p "$out/bin" "$out/lib"
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.xml
modules=$modules,jdk.httpserver,jdk.jfr,jdk.unsupported
target=${KEZURI_TARGET_JDK:-}
[ -z "$target" ] || [ -d "$target/jmods" ] || {
  echo "$0: KEZURI_TARGET_JDK=$target has no jmods folder: take a JDK that comes with it" >&2
  exit 1
}
"$JAVA_HOME/bin/jlink" --add-modules "$modules" ${target:+--module-path "$target/jmods"} \
  --strip-java-debug-attributes --no-header-files --no-man-pages --compress=zip-6 \
  --output "$out/runtime"
# As for the sidecar: 5 MB of names of the JVM's functions.
if command -v strip >/dev/null && [ -z "$target" ]; then
  strip --strip-unneeded "$out/runtime/lib/server/libjvm.so"
fi
class_path=
for file in "$jar" "$here"/target/lib/*.jar; do
  cp -p "$file" "$out/lib/"
  class_path=$class_path${class_path:+:}\$lib/$(basename "$file")
done
sed -e "s|@JVM_FLAGS@|$flags|" -e "s|@CLASS_PATH@|\"$class_path\"|" \
  "$here/src/dist/kezuri-operator" >"$out/bin/kezuri-operator"
chmod 755 "$out/bin/kezuri-operator"
[ -n "$target" ] || "$out/bin/kezuri-operator" --help >/dev/null
