#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Plays the wire's transcripts to a real memcached; see --help.
set -eu

usage() {
  cat <<EOF
Usage: e2e/wire.sh

Plays the transcripts of sidecar/src/test/resources/WireTest to memcached 1.6, so that what they
and docs/wire.md say of its answers is true. The same files are played to the sidecar by ./mvnw
verify. Fails on the first difference that is not written down. Some seconds, once built.

memcached is the one on PATH, or installed by config/tools.sh.
EOF
}

case ${1-} in
  -h | --help)
    usage
    exit 0
    ;;
  '') ;;
  *)
    echo "e2e/wire.sh: it takes no arguments; see --help" >&2
    exit 64
    ;;
esac

cd "$(dirname "$0")/.."
memcached=$(command -v memcached) || memcached=$(config/tools.sh memcached | sed -n 's/^memcached=//p')
[ -x "$memcached" ] || {
  echo "e2e/wire.sh: no memcached: run config/tools.sh memcached, or have 1.6 on PATH" >&2
  exit 69
}
echo "$("$memcached" --version) at $memcached"
exec ./mvnw -q -pl sidecar -am test -Dtest=MemcachedWire -DexcludedGroups= -Dmemcached="$memcached" \
  -Dsurefire.failIfNoSpecifiedTests=false
