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

# The order and the times of the jars are part of the cache; so are stack maps.
class_path=
real_path=
for file in "$jar" "$here"/target/lib/*.jar; do
  case $(basename "$file") in
    picocli-*) "$JAVA_HOME/bin/java" "$here/src/dist/StackMaps.java" "$file" "$out/lib/$(basename "$file")" ;;
    *) cp -p "$file" "$out/lib/" ;;
  esac
  class_path=$class_path${class_path:+:}\$home/lib/$(basename "$file")
  real_path=$real_path${real_path:+:}$out/lib/$(basename "$file")
done
sed -e "s|@JVM_FLAGS@|$flags|" -e "s|@CLASS_PATH@|$class_path|" \
  "$here/src/dist/kubectl-kezuri" >"$out/bin/kubectl-kezuri"
cp "$here/src/dist/kubectl_complete-kezuri" "$out/bin/"
chmod 755 "$out/bin/kubectl-kezuri" "$out/bin/kubectl_complete-kezuri"

# The training run asks a server on localhost, which ends with this script.
"$JAVA_HOME/bin/keytool" -genkeypair -alias training -dname CN=training -ext san=ip:127.0.0.1 \
  -keyalg RSA -keysize 2048 -validity 2 -storetype PKCS12 -storepass training \
  -keystore "$work/keys" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
ca=$("$JAVA_HOME/bin/keytool" -exportcert -rfc -alias training -storepass training \
  -keystore "$work/keys" 2>/dev/null | base64 | tr -d '\n')
: >"$work/www.log"
"$JAVA_HOME/bin/java" "$here/src/dist/TrainingServer.java" "$here/src/dist/www" "$work/keys" \
  training >"$work/www.log" 2>&1 &
server=$!
tries=0
until grep -q '^URL https' "$work/www.log"; do
  tries=$((tries + 1))
  if [ $tries -gt 300 ] || ! kill -0 $server 2>/dev/null; then
    cat "$work/www.log" >&2
    echo "$0: the server for the training run did not start" >&2
    exit 1
  fi
  sleep 0.1
done
address=$(sed -n 's,^URL https://\([^/]*\)/.*,\1,p' "$work/www.log")
sed -e "s,@ADDRESS@,$address," -e "s,@CA@,$ca," "$here/src/dist/kubeconfig.yaml" >"$work/kubeconfig"
# shellcheck disable=SC2086
"$out/runtime/bin/java" -XX:AOTCacheOutput="$out/lib/cli.aot" $flags -cp "$real_path" \
  dev.kezuri.cli.TrainingRun "$work/kubeconfig" >"$work/log" 2>&1 && [ -s "$out/lib/cli.aot" ] || {
  cat "$work/log" >&2
  echo "$0: the training run failed" >&2
  exit 1
}
"$out/bin/kubectl-kezuri" --version >/dev/null
