# SPDX-License-Identifier: Apache-2.0
# Shared by the scripts of this folder. A process is told by its number and its start, since numbers
# come back.
runs=${XDG_CACHE_HOME:-$HOME/.cache}/kezuri/node
node=kezuri-node
node_ip=10.244.0.1
api_port=7443

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

# identity PID: prints "PID START"; fails if it has ended, or is a zombie.
identity() {
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # After the name, which may hold anything: state, 18 more, start.
  # shellcheck disable=SC2086
  set -- "$1" ${stat##*) }
  [ "$2" != Z ] && [ "$2" != X ] || return 1
  shift 20
  echo "${stat%% *} $1"
}

# alive FILE: whether the process whose identity is in FILE still is.
alive() {
  [ -s "$1" ] || return 1
  recorded=$(cat "$1")
  [ "$(identity "${recorded%% *}")" = "$recorded" ]
}

# within SECONDS COMMAND...: tries until it succeeds.
within() {
  tries=$(($1 * 10))
  shift
  until "$@"; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 0.1
  done
}

gone() { ! alive "$1"; }

# The folders below which a run needs a cgroup: one with cgroup v2, one a hierarchy with v1.
hierarchies() {
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    echo /sys/fs/cgroup
  else
    for hierarchy in /sys/fs/cgroup/*; do
      case $hierarchy in */unified) continue ;; esac
      [ ! -e "$hierarchy/cgroup.procs" ] || echo "$hierarchy"
    done
  fi
}

cgroup_of() { echo "kezuri-node-$(basename "$1")"; }
