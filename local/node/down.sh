#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# down.sh FOLDER: ends a node that up.sh brought up, or what there is of it, and looks whether
# anything is left. Copies its logs to $KEZURI_LOGS before, if set. A second call does nothing.
# down.sh --if-stale FOLDER: only if its owner is gone.
set -u
here=$(cd "$(dirname "$0")" && pwd -P)
. "$here/lib.sh"
only_stale=
[ "${1-}" != --if-stale ] || { only_stale=yes && shift; }
case ${1:---help} in
--help | -h) echo 'Usage: local/node/down.sh FOLDER, the one that up.sh printed'; exit 0 ;;
"$runs"/run-*) folder=$1 ;;
*) echo "down.sh: no folder of a node: $1; they are in $runs" >&2; exit 2 ;;
esac
[ -d "$runs" ] || exit 0
exec 9>"$runs/lock"
flock 9
[ -d "$folder" ] || exit 0
[ -z "$only_stale" ] || ! alive "$folder/owner" || exit 0
cgroup=$(cgroup_of "$folder")
left=0

left() {
  echo "down.sh: left: $*" >&2
  left=1
}

# --- processes, and with them mounts, network and rules -------------------------------------------
namespace=
if alive "$folder/first"; then
  first=$(cut -d ' ' -f 1 "$folder/first")
  namespace=$(readlink "/proc/$first/ns/net")
  kill -KILL "$first"
  within 20 gone "$folder/first" || left "process $first, the first of the namespaces"
fi
if alive "$folder/port"; then
  port=$(cut -d ' ' -f 1 "$folder/port")
  # In a session of its own, children too.
  kill -KILL "-$port"
  within 5 gone "$folder/port" || left "process $port, which offers the API server's port"
fi

# --- cgroups: a killed container's may need a moment ---------------------------------------------
removed() {
  find "$1" -depth -type d -exec rmdir {} \; 2>/dev/null
  [ ! -d "$1" ]
}
# Also where up.sh made none: the kubelet makes one in the unified hierarchy beside those of v1.
for made in "/sys/fs/cgroup/$cgroup" /sys/fs/cgroup/*/"$cgroup"; do
  [ ! -d "$made" ] || within 10 removed "$made" || left "$made"
done

# --- files ---------------------------------------------------------------------------------------
if [ -n "${KEZURI_LOGS:-}" ] && [ -d "$folder/log" ]; then
  mkdir -p "$KEZURI_LOGS" && cp -r "$folder/log/." "$KEZURI_LOGS/" || left "logs: cannot copy them to $KEZURI_LOGS"
fi
mounts=$(grep " $folder/" /proc/self/mounts) && left "mounts: $mounts"
[ "$left" = 1 ] || rm -rf "$folder" || left "$folder"
if [ -n "$namespace" ]; then
  for process in /proc/[0-9]*; do
    [ "$(readlink "$process/ns/net" 2>/dev/null)" != "$namespace" ] || left "process ${process#/proc/} in the node's network"
  done
fi

# --- the machine, by the last run -------------------------------------------------------------------
if [ -e "$runs/machine" ] && ! ls -d "$runs"/run-* >/dev/null 2>&1; then
  while read -r kind path value; do
    case $kind in
    sysctl) [ "$(cat "$path")" = "$value" ] || echo "$value" >"$path" || left "$path: $(cat "$path"), was $value" ;;
    folder) [ ! -d "$path" ] || rmdir "$path" || left "$path" ;;
    controller) echo "$value" >"$path" || left "$path without $value" ;;
    esac
  done <"$runs/machine"
  rm -f "$runs/machine"
fi
exit $left
