#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Packs the plugin for krew, and writes its manifest: cli/krew.sh OUTDIR [--uri URL], after
# `./kezuri build`. For the system and processor that it runs on, whose runtime is in the archive.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
top=$(dirname "$here")
usage() {
  echo "usage: $0 OUTDIR [--uri URL]" >&2
  exit 2
}
[ $# -eq 1 ] || [ $# -eq 3 ] || usage
out=$1
uri=${3:-}
[ $# -eq 1 ] || [ "$2" = --uri ] || usage
case $uri in
  '' | https://*) ;;
  *) echo "$0: --uri must begin with https://: $uri" >&2; exit 2 ;;
esac
case $uri in
  *[!A-Za-z0-9._~:/?=%@+-]*) echo "$0: --uri must be plain: $uri" >&2; exit 2 ;;
esac
[ -x "$top/dist/kezuri/bin/kubectl-kezuri" ] || { echo "$0: run ./kezuri build first" >&2; exit 1; }
case $(uname -s) in
  Linux) os=linux ;;
  Darwin) os=darwin ;;
  *) echo "$0: krew has no name for $(uname -s) here" >&2; exit 1 ;;
esac
case $(uname -m) in
  x86_64 | amd64) arch=amd64 ;;
  aarch64 | arm64) arch=arm64 ;;
  *) echo "$0: krew has no name for $(uname -m) here" >&2; exit 1 ;;
esac
version=$("$top/kezuri" version)
name=kezuri-$version-$os-$arch.tar.gz
mkdir -p "$out"
# With their times, which are part of the AOT cache.
tar --owner=0 --group=0 --numeric-owner -cf - -C "$top" LICENSE -C dist/kezuri bin lib runtime |
  gzip -n -9 >"$out/$name"
sum=$(sha256sum "$out/$name" | cut -d ' ' -f 1)
note='Its uri is where the archive was said to be.'
if [ -z "$uri" ]; then
  note='No archive is published: install it with --archive.'
  uri=https://archive.invalid/$name
fi
sed -e "s|@VERSION@|$version|" -e "s|@OS@|$os|" -e "s|@ARCH@|$arch|" \
  -e "s|@URI@|$uri|" -e "s|@SHA256@|$sum|" -e "s|@NOTE@|$note|" \
  "$top/deploy/krew/kezuri.yaml.in" >"$out/kezuri.yaml"
echo "$out/kezuri.yaml and $out/$name"
