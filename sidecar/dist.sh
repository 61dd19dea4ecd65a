#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes a sidecar that needs no Java: sidecar/dist.sh OUTDIR, after `./mvnw package`.
# OUTDIR gets bin/kezuri-sidecar, lib/ (jars, epoll's library, AOT cache) and runtime/ (jlink).
# The folder can be moved and copied. KEZURI_AOT=off leaves the cache out,
# KEZURI_JFR=off what /debug/jfr needs. KEZURI_TARGET_JDK names the JDK of another machine, for
# which it is made then, without a cache: that can only be trained where it is to run.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
. "$here/../config/jdk.sh"
[ $# -eq 1 ] || { echo "usage: $0 OUTDIR" >&2; exit 2; }
jar=$(ls "$here"/target/kezuri-sidecar-*.jar | grep -v -e -tests -e -sources | head -n 1) || true
[ -n "$jar" ] && [ -d "$here/target/lib" ] || { echo "$0: run ./mvnw package first" >&2; exit 1; }

target=${KEZURI_TARGET_JDK:-}
machine=$(uname -m)
if [ -n "$target" ]; then
  [ -d "$target/jmods" ] && [ -r "$target/release" ] || {
    echo "$0: KEZURI_TARGET_JDK=$target has no jmods folder: take a JDK that comes with it" >&2
    exit 1
  }
  machine=$(sed -n 's/^OS_ARCH="\(.*\)"$/\1/p' "$target/release")
  KEZURI_AOT=off
fi
case $machine in
  x86_64 | amd64) arch=x86_64 ;;
  aarch64 | arm64) arch=aarch_64 ;;
  *) arch=none ;;
esac

# Small heap and code cache: a sidecar is one of many on its node. No hsperfdata file.
flags="-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xms6m -Xmx48m -Xss512k"
# Young objects get room to die young: what waits a ms for an ID would else fill the old generation,
# which is not to grow ahead of its need.
flags="$flags -Xmn3m -XX:SurvivorRatio=1 -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20"
flags="$flags -XX:ReservedCodeCacheSize=24m -XX:MaxDirectMemorySize=64m -XX:MaxMetaspaceSize=48m"
# One small arena of buffers for the one loop.
flags="$flags -Dio.netty.allocator.type=pooled -Dio.netty.allocator.numDirectArenas=1"
flags="$flags -Dio.netty.allocator.numHeapArenas=0 -Dio.netty.allocator.maxOrder=5"
# Netty's events of buffers for JFR: their annotations would cost each start 90 ms.
flags="$flags -Dio.netty.jfr.enabled=false"
# The cache at its own address: its pages stay clean, and all sidecars of a node share them.
flags="$flags -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"
# What the compilers have used and freed goes back to the system.
flags="$flags -XX:TrimNativeHeapInterval=4000"
# The program sets up its logs by itself: nothing to be read from the runtime's file.
flags="$flags -Djava.util.logging.config.file=/dev/null"
flags="$flags -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError"
flags="$flags --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"

mkdir -p "$1"
out=$(cd "$1" && pwd -P)
rm -rf "$out/bin" "$out/lib" "$out/runtime"
mkdir -p "$out/bin" "$out/lib"
work=$(mktemp -d)
pid=
finish() {
  [ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# jdk.jfr is for /debug/jfr; it takes 0.9 MB of disk.
modules=java.base,java.logging,jdk.unsupported
[ "${KEZURI_JFR:-on}" = off ] || modules=$modules,jdk.jfr
# Out: what belongs to TLS, to tools and to sorting large arrays fast, and the classes of unused.txt:
# TLS, certificates, ciphers, URLs, charsets of other systems, names of characters and countries. It
# has no peer but its own machine. jlink wants each package to keep a class.
files='**/cacerts,**/public_suffix_list.dat,**/keytool,**/jrt-fs.jar,**/classlist,**/libsimdsort.so'
files="$files,**/jexec,**/libjsig.so"
"$JAVA_HOME/bin/jlink" --add-modules "$modules" ${target:+--module-path "$target/jmods"} \
  --strip-java-debug-attributes --no-header-files --no-man-pages --compress=zip-6 \
  --exclude-files "$files" --exclude-resources=@"$here/src/dist/unused.txt" --output "$out/runtime"
# Of its providers SUN alone is still whole.
sed -i -e '/^#/d' -e '/^$/d' -e '/^security\.provider\.[2-9]/d' -e '/^security\.provider\.1[0-9]/d' \
  "$out/runtime/conf/security/java.security"
# What the JVM does not need to run: 5 MB of names of its functions, and 2 MB by which C++ exceptions
# find their way, which it does not throw.
if command -v objcopy >/dev/null && [ -z "$target" ]; then
  objcopy --strip-unneeded -R .eh_frame -R .eh_frame_hdr -R .gcc_except_table -R .note.stapsdt \
    "$out/runtime/lib/server/libjvm.so"
fi

cp -p "$jar" "$out/lib/"
class_path='"$lib/'$(basename "$jar")
real_path=$out/lib/$(basename "$jar")
for file in "$here"/target/lib/*.jar; do
  name=$(basename "$file")
  case $name in
    # Loading a library from a file of its own needs no writable /tmp, as from a jar it would.
    netty-transport-native-epoll-*-linux-"$arch".jar)
      (cd "$work" && "$JAVA_HOME/bin/jar" xf "$file" META-INF/native)
      cp "$work"/META-INF/native/*.so "$out/lib/"
      ;;
    netty-transport-native-epoll-*) ;;
    *)
      cp -p "$file" "$out/lib/"
      class_path=$class_path:'$lib/'$name
      real_path=$real_path:$out/lib/$name
      ;;
  esac
done
sed -e "s|@JVM_FLAGS@|$flags|" -e "s|@CLASS_PATH@|$class_path\"|" \
  "$here/src/dist/kezuri-sidecar" >"$out/bin/kezuri-sidecar"
chmod 755 "$out/bin/kezuri-sidecar"
# One time for all files, so that equal files make equal images.
find "$out" -exec touch -h -d "$(sed -n 's,.*<project.build.outputTimestamp>\(.*\)<.*,\1,p' "$here/../pom.xml")" {} +
[ "${KEZURI_AOT:-on}" = on ] || exit 0

# The cache is trained by a sidecar with a lease, under load, ended by TERM.
mkdir "$work/lease"
cat >"$work/lease/lease.json" <<'LEASE'
{"v":1,"generator":"dist/training","podUid":"training","workerId":1,"notBefore":"2020-01-01T00:00:00.000Z","notAfter":"2080-01-01T00:00:00.000Z","turn":0,"layout":{"epoch":"2015-01-01T00:00:00.000Z","timestampBits":41,"workerBits":10,"sequenceBits":12}}
LEASE
# shellcheck disable=SC2086
# Without the compilers' profiles: they would be 2 MB in each sidecar, and save nothing at the start.
# Without compiled adapters, 0.4 MB, for the same reason.
"$out/runtime/bin/java" -XX:AOTCacheOutput="$out/lib/sidecar.aot" $flags -XX:-AOTRecordTraining \
  -XX:-AOTAdapterCaching -XX:-AOTStubCaching \
  -Djava.library.path="$out/lib" -cp "$real_path" dev.kezuri.sidecar.SidecarMain \
  --pod-uid training --lease "$work/lease/lease.json" --state-dir "$work/state" --allow-tmpfs \
  --listen 127.0.0.1:0 --admin-listen 127.0.0.1:0 --termination-message "$work/message" \
  >"$work/stdout" 2>"$work/stderr" &
pid=$!
tries=0
until grep -q ready "$work/stdout"; do
  tries=$((tries + 1))
  if [ $tries -gt 300 ] || ! kill -0 $pid 2>/dev/null; then
    cat "$work/stdout" "$work/stderr" >&2
    echo "$0: the sidecar to be trained did not start" >&2
    exit 1
  fi
  sleep 0.1
done
port() { sed -n "s/.* $1=127.0.0.1:\([0-9]*\).*/\1/p" "$work/stdout" | head -n 1; }
"$JAVA_HOME/bin/java" "$here/src/dist/TrainingLoad.java" "$(port listen)" "$(port admin)" 2000
kill -TERM $pid
wait $pid || { cat "$work/stderr" >&2; echo "$0: the trained sidecar did not end well" >&2; exit 1; }
pid=
# It starts other programs, as the JVM just did to make the cache, and the sidecar never does.
rm -f "$out/runtime/lib/jspawnhelper"
[ -s "$out/lib/sidecar.aot" ] || { cat "$work/stdout" >&2; echo "$0: no AOT cache came" >&2; exit 1; }
