#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Brings up a Kubernetes node of its own on this machine; see --help.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
top=$(cd "$here/../.." && pwd -P)
. "$here/lib.sh"

usage() {
  cat <<EOF
Usage: local/node/up.sh [--check]

Brings up etcd, kube-apiserver, kube-controller-manager, kube-scheduler, containerd, kubelet and
CNI in namespaces of their own: mounts, network, processes, IPC, host name. Nothing in there can
reach a network. Prints the folder of the run once pods can be made; in it:

  kubeconfig   for this machine; the API server has a free port of 127.0.0.1
  in           FOLDER/in COMMAND... runs a command in the namespaces: the same files, the node's
               network and programs
  log/         of each program

local/node/down.sh FOLDER ends it; so does the next up.sh after its owner was killed.
local/node/daemon.sh FOLDER start|kill|term|runs NAME is for one program.

  --check   only looks whether a node can run here, installs what it needs, and ends

Environment:
  KEZURI_BIN      folders of the programs, as in PATH  [those that ./kezuri binaries --node names]
  KEZURI_IMAGES   tarballs of images to import, one a line
  KEZURI_KUBELET  more lines of the KubeletConfiguration
  KEZURI_OWNER    process without which the run is stale  [none]
  KEZURI_LOGS     where log/ is copied before it goes, at the end of the run  [nowhere]

Needs root on Linux with cgroups v1 or v2, and the Debian packages that config/tools.sh node
installs. Tried on cgroup v1 (hybrid) only.
EOF
}

only_check=
case ${1-} in
'') ;;
--check) only_check=yes ;;
--help | -h) usage; exit 0 ;;
*) echo "up.sh: no such argument: $1; see --help" >&2; exit 2 ;;
esac

unfit() {
  echo "up.sh: a node cannot run here: $*" >&2
  exit 69
}

[ "$(uname)" = Linux ] || unfit 'this is not Linux'
[ "$(id -u)" = 0 ] || unfit 'it needs root; try: sudo -E env "PATH=$PATH" ./kezuri up --control-plane=node'
unshare --mount --net --pid --ipc --uts --fork true 2>/dev/null ||
  unfit 'no namespaces may be made (unshare fails); in a container, it has to be privileged'
hierarchies=$(hierarchies)
[ -n "$hierarchies" ] || unfit 'no cgroups are mounted below /sys/fs/cgroup'
for hierarchy in $hierarchies; do
  [ -w "$hierarchy" ] || unfit "$hierarchy is read-only; in a container, it has to be privileged"
done
cni=$("$top/config/tools.sh" node)
cni=${cni#node=}
[ -z "$only_check" ] || exit 0
bin=${KEZURI_BIN:-}
if [ -z "$bin" ]; then
  table=$("$top/kezuri" binaries --node)
  bin=$(echo "$table" | awk 'NR > 1 { sub("/[^/]*$", "", $4); printf "%s:", $4 }')
fi
PATH=${bin%:}:$PATH
for program in etcd kube-apiserver kube-controller-manager kube-scheduler kubelet kubectl; do
  command -v "$program" >/dev/null || fail "no $program in $bin"
done

# --- what earlier runs left --------------------------------------------------------------------
mkdir -p "$runs"
for old in "$runs"/run-*; do
  [ -d "$old" ] && ! alive "$old/owner" || continue
  echo "up.sh: removing what an earlier run left: $old" >&2
  KEZURI_LOGS='' "$here/down.sh" --if-stale "$old" || fail "cannot remove it; see above"
done

# --- the run, and what it changes outside of its namespaces --------------------------------------
# Under the lock, so that the last of several runs puts back what the first found.
exec 9>"$runs/lock"
flock 9
folder=$(mktemp -d "$runs/run-XXXXXX")
identity ${KEZURI_OWNER:-$$} >"$folder/owner" || fail "KEZURI_OWNER: no process ${KEZURI_OWNER-}"
up=
end() {
  exec 9>&-
  [ -n "$up" ] || "$here/down.sh" "$folder" >&2
}
trap end EXIT
trap 'exit 130' INT TERM HUP
chmod 700 "$folder"
if [ ! -e "$runs/machine" ]; then
  # The kubelet sets these for the whole machine.
  for key in vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops \
    kernel.keys.root_maxkeys kernel.keys.root_maxbytes; do
    file=/proc/sys/$(echo "$key" | tr . /)
    [ ! -e "$file" ] || echo "sysctl $file $(cat "$file")"
  done >"$runs/machine.new"
  mv "$runs/machine.new" "$runs/machine"
fi
# Paths that programs have built in; inside, each is hidden under a tmpfs.
for path in /var/log/containers /var/lib/kubelet /var/lib/cni; do
  [ -d "$path" ] || { mkdir -p "$path" && echo "folder $path" >>"$runs/machine"; }
done
cgroup=$(cgroup_of "$folder")
for hierarchy in $hierarchies; do
  if [ -e "$hierarchy/cgroup.controllers" ]; then
    for controller in cpu cpuset memory pids; do
      grep -qw $controller "$hierarchy/cgroup.controllers" || fail "cgroup v2 here lacks $controller"
      grep -qw $controller "$hierarchy/cgroup.subtree_control" || {
        echo +$controller >"$hierarchy/cgroup.subtree_control"
        echo "controller $hierarchy/cgroup.subtree_control -$controller" >>"$runs/machine"
      }
    done
  fi
  mkdir -p "$hierarchy/$cgroup"
  if [ -e "$hierarchy/cpuset.cpus" ] && [ ! -e "$hierarchy/cgroup.controllers" ]; then
    for file in cpuset.cpus cpuset.mems; do
      cat "$hierarchy/$file" >"$hierarchy/$cgroup/$file"
    done
  fi
done
exec 9>&-

# --- keys, tokens, configuration -----------------------------------------------------------------
mkdir "$folder/pki" "$folder/run" "$folder/log" "$folder/log/pods" "$folder/kubelet"
"$here/keys.sh" "$folder/pki"
# kubeconfig USER URL
kubeconfig() {
  cat <<EOF
apiVersion: v1
kind: Config
current-context: kezuri-node
contexts:
- name: kezuri-node
  context: {cluster: kezuri-node, user: me, namespace: default}
clusters:
- name: kezuri-node
  cluster: {server: "$2", certificate-authority-data: $(base64 -w0 <"$folder/pki/ca.crt")}
users:
- name: me
  user: {token: $(sed -n "s/^\([^,]*\),$1,.*/\1/p" "$folder/pki/tokens.csv")}
EOF
}
umask 077
url=https://127.0.0.1:$api_port
kubeconfig admin $url >"$folder/pki/admin.conf"
kubeconfig system:kube-controller-manager $url >"$folder/pki/controller-manager.conf"
kubeconfig system:kube-scheduler $url >"$folder/pki/scheduler.conf"
kubeconfig system:node:$node $url >"$folder/pki/kubelet.conf"
umask 022

# --- namespaces ------------------------------------------------------------------------------------
# Its first process reaps, and waits to be killed; with it goes all that is in there.
busybox=$(command -v busybox)
# shellcheck disable=SC2016
setsid unshare --mount --net --pid --ipc --uts --propagation private --mount-proc --fork --kill-child=KILL \
  "$busybox" sh -c 'trap "" INT TERM HUP; sleep 2147483647 & wait' "$folder" \
  </dev/null >"$folder/log/namespaces.log" 2>&1 &
unshare=$!
first() {
  pid=$(cat "/proc/$unshare/task/$unshare/children" 2>/dev/null) && pid=${pid%% *} && [ -n "$pid" ] &&
    [ "$(readlink "/proc/$pid/exe")" = "$(readlink -f "$busybox")" ]
}
within 10 first || fail "no namespaces: $(cat "$folder/log/namespaces.log")"
identity "$pid" >"$folder/first"
cat >"$folder/in" <<EOF
#!/bin/sh
# in COMMAND...: runs it in the namespaces of this node.
exec nsenter -t $pid -m -n -p -i -u -- env -C "\$PWD" PATH="$PATH" KUBECONFIG="$folder/pki/admin.conf" "\$@"
EOF
chmod 755 "$folder/in"
"$folder/in" "$here/inside.sh"

# --- containerd's and the kubelet's configuration ------------------------------------------------------
# An overlay on an overlay, as in a container, is refused.
snapshotter=native
mkdir -p "$folder/try/lower" "$folder/try/upper" "$folder/try/work" "$folder/try/merged"
if "$folder/in" sh -c "cd '$folder/try' && mount -t overlay -o lowerdir=lower,upperdir=upper,workdir=work none merged && umount merged" 2>/dev/null; then
  snapshotter=overlayfs
fi
rm -rf "$folder/try"
mkdir -p "$folder/etc/cni"
fill() {
  sed "s,@FOLDER@,$folder,g; s,@CNI@,$cni,g; s,@SNAPSHOTTER@,$snapshotter,g; s,@CGROUP@,$cgroup,g; s,@IP@,$node_ip,g" "$here/etc/$1"
}
fill containerd.toml >"$folder/etc/containerd.toml"
fill cni.conflist >"$folder/etc/cni/10-kezuri.conflist"
{ fill kubelet.yaml && echo "${KEZURI_KUBELET:-}"; } >"$folder/etc/kubelet.yaml"
echo 'nameserver 127.0.0.1' >"$folder/etc/resolv.conf"

# --- programs -------------------------------------------------------------------------------------------
start() { "$here/daemon.sh" "$folder" start "$1"; }
start etcd
start containerd
start kube-apiserver
start api
# The other end: a free port of this machine, which socat tells once it listens.
(cd "$folder/run" && exec setsid socat -d -d TCP-LISTEN:0,bind=127.0.0.1,fork UNIX-CONNECT:api.sock) \
  </dev/null >"$folder/log/port.log" 2>&1 &
identity $! >"$folder/port"
listening() {
  port=$(sed -n 's/.* listening on .*127\.0\.0\.1:\([0-9]*\)$/\1/p' "$folder/log/port.log") && [ -n "$port" ]
}
within 10 listening || fail "no port for the API server: $(cat "$folder/log/port.log")"
(umask 077 && kubeconfig admin "https://127.0.0.1:$port" >"$folder/kubeconfig")
export KUBECONFIG="$folder/kubeconfig"

ctr() { "$folder/in" ctr -a /run/kezuri/containerd.sock -n k8s.io "$@"; }
containerd_answers() { ctr version >/dev/null 2>&1; }
within 30 containerd_answers || fail "containerd does not answer: $(tail -n 5 "$folder/log/containerd.log")"
"$here/images.sh" "$folder/images"
printf '%s\n' "$folder"/images/*.tar "${KEZURI_IMAGES:-}" | while IFS= read -r tarball; do
  [ -z "$tarball" ] || ctr images import "$tarball" >>"$folder/log/images.log" 2>&1 ||
    fail "cannot import $tarball: $(tail -n 3 "$folder/log/images.log")"
done
rm -rf "$folder/images"

# reached WHAT NAME COMMAND...: waits for WHAT, as long as the program NAME runs.
reached() {
  what=$1 name=$2
  shift 2
  tries=300
  until "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    if [ $tries -eq 0 ] || ! "$here/daemon.sh" "$folder" runs "$name"; then
      tail -n 10 "$folder/log/$name.log" >&2
      fail "$what: not reached, see above for the last lines of $name"
    fi
    sleep 0.2
  done
}
ready() { kubectl wait --for=condition=Ready --timeout=1s "node/$node"; }
pods_can_be_made() {
  kubectl get serviceaccount default && kubectl get configmap kube-root-ca.crt
}
reached 'API server ready' kube-apiserver kubectl get --raw /readyz
start kube-controller-manager
start kube-scheduler
start kubelet
reached 'node Ready' kubelet ready
reached 'default service account' kube-controller-manager pods_can_be_made

# Without an owner it lasts as long as its namespaces.
[ -n "${KEZURI_OWNER:-}" ] || cp "$folder/first" "$folder/owner"
up=yes
echo "$folder"
