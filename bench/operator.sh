#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The operator beside a real API server, in one table: bench/operator.sh --help.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
top=$(dirname "$here")
work=$here/target/operator

usage() {
  cat <<EOF
Usage: bench/operator.sh [--quick] [--rounds N] [--only CASE]...

Starts etcd, kube-apiserver with all of deploy/, and the operator as in its pod: its launcher and
flags, the memory limit and the service account of deploy/. Pods are made and ended as a kubelet
would. Prints one table, goal and reached. The operator's requests are counted from the audit log.

  burst     1,000 pods at once, by turns with the bare writes alone; a lone pod
  actions   writes a grant, when started, a renewal, a release
  idle      what it asks for at rest with 10 generators and 100 pods
  memory    100 generators with 100 pods each

  --quick      little of each, to see that it works: under a minute, once built
  --rounds N   of the burst; 5, or 1 with --quick; goes after it
  --only CASE  this case only

Ends with 1 if a result is wrong: a pod without a lease or with another's number, a write too many.
A goal of time that is missed is said in the table and no failure. 15 minutes without --quick.
Logs are in bench/target/operator.
EOF
}

for arg; do
  case $arg in
  -h | --help)
    usage
    exit 0
    ;;
  --quick | --only | --rounds | [0-9]* | burst | actions | idle | memory) ;;
  *)
    echo "bench/operator.sh: unknown argument $arg; see --help" >&2
    exit 2
    ;;
  esac
done
. "$top/config/jdk.sh"

# True if no source is newer than what was built of them.
built() {
  jar=$(ls "$here"/target/kezuri-bench-*.jar 2>/dev/null | head -n 1)
  [ -n "$jar" ] && [ -d "$here/target/lib" ] && [ -d "$top/operator/target/lib" ] || return 1
  cd "$top"
  for module in core crds operator sidecar cli local bench; do
    [ -z "$(find pom.xml $module/pom.xml $module/src/main -newer "$jar" | head -n 1)" ] || return 1
  done
}

mkdir -p "$work"
cd "$top"
built || ./mvnw -q -DskipTests -pl bench -am package >&2
operator/dist.sh "$work/dist"
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Dlogback.configurationFile=dev/kezuri/operator/logback.xml \
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -cp "$(ls "$here"/target/kezuri-bench-*.jar | head -n 1):$here/target/lib/*" \
  dev.kezuri.bench.operator.OperatorBench "$top" "$work" "$work/dist/bin/kezuri-operator" "$@"
