#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The images made by ./kezuri images, looked into and run without a container runtime:
# e2e/images.sh [FOLDER-OF-TARBALLS]; without one they are made. Needs root (chroot), python3, unshare.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd -P)
export PYTHONDONTWRITEBYTECODE=1
for program in python3 unshare; do
  command -v $program >/dev/null || { echo "$0: needs $program" >&2; exit 69; }
done
[ "$(id -u)" = 0 ] || { echo "$0: needs root, to run an image's files as its user in a chroot" >&2; exit 69; }
[ $# -gt 0 ] || { "$top/kezuri" images && set -- "$top/dist/images"; }
exec python3 "$top/e2e/images/run.py" "$1"
