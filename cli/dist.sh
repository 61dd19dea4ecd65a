#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes a kubectl-kezuri that needs no Java: cli/dist.sh OUTDIR, after `./mvnw package`.
# OUTDIR gets bin/kubectl-kezuri and bin/kubectl_complete-kezuri, lib/ (jars, AOT cache) and runtime/ (jlink).
# The folder can be moved, copied and linked to. Needs a JDK 25, no network and no container.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
. "$here/../config/jdk.sh"
[ $# -eq 1 ] || { echo "usage: $0 OUTDIR" >&2; exit 2; }
jar=$(ls "$here"/target/kezuri-cli-*.jar 2>/dev/null | grep -v -e -tests -e -sources | head -n 1) || true
[ -n "$jar" ] && [ -d "$here/target/lib" ] || { echo "$0: run ./mvnw package first" >&2; exit 1; }

# A command lives for a moment: one compiler, one collector thread, no hsperfdata file.
flags='-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+UseCompactObjectHeaders -XX:-UsePerfData'

mkdir -p "$1"
out=$(cd "$1" && pwd -P)
rm -rf "$out/bin" "$out/lib" "$out/runtime"
mkdir -p "$out/bin" "$out/lib"
work=$(mktemp -d)
server=
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

"$JAVA_HOME/bin/jlink" --add-modules java.base,java.net.http,java.logging,jdk.unsupported \
  --strip-debug --no-header-files --no-man-pages --compress zip-6 --output "$out/runtime"

# The order and the times of the jars are part of the cache.
class_path=
real_path=
for file in "$jar" "$here"/target/lib/*.jar; do
  cp -p "$file" "$out/lib/"
  class_path=$class_path${class_path:+:}\$home/lib/$(basename "$file")
  real_path=$real_path${real_path:+:}$out/lib/$(basename "$file")
done
sed -e "s|@JVM_FLAGS@|$flags|" -e "s|@CLASS_PATH@|$class_path|" \
  "$here/src/dist/kubectl-kezuri" >"$out/bin/kubectl-kezuri"
cp "$here/src/dist/kubectl_complete-kezuri" "$out/bin/"
chmod 755 "$out/bin/kubectl-kezuri" "$out/bin/kubectl_complete-kezuri"

# The training run asks a static web server, which ends with this script.
: >"$work/www.log"
"$JAVA_HOME/bin/jwebserver" -b 127.0.0.1 -p 0 -d "$here/src/dist/www" >"$work/www.log" 2>&1 &
server=$!
tries=0
until grep -q '^URL http' "$work/www.log"; do
  tries=$((tries + 1))
  if [ $tries -gt 300 ] || ! kill -0 $server 2>/dev/null; then
    cat "$work/www.log" >&2
    echo "$0: the web server for the training run did not start" >&2
    exit 1
  fi
  sleep 0.1
done
address=$(sed -n 's,^URL http://\([^/]*\)/.*,\1,p' "$work/www.log")
sed "s,@ADDRESS@,$address," "$here/src/dist/kubeconfig.yaml" >"$work/kubeconfig"
# shellcheck disable=SC2086
"$out/runtime/bin/java" -XX:AOTCacheOutput="$out/lib/cli.aot" $flags -cp "$real_path" \
  dev.kezuri.cli.TrainingRun "$work/kubeconfig" >"$work/log" 2>&1 && [ -s "$out/lib/cli.aot" ] || {
  cat "$work/log" >&2
  echo "$0: the training run failed" >&2
  exit 1
}
"$out/bin/kubectl-kezuri" --version >/dev/null
