#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# daemon.sh FOLDER start|kill|term|runs NAME: one program of a node that up.sh has brought up.
# NAME: etcd containerd kube-apiserver kube-controller-manager kube-scheduler kubelet api
# start returns at once; kill (-9) and term return when it is gone; runs only looks.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
. "$here/lib.sh"
folder=$1 what=$2 name=$3
pki=$folder/pki
pid=$folder/run/$name.pid

# Becomes the program, inside the node's namespaces.
become() {
  case $name in
  etcd)
    exec etcd --data-dir "$folder/etcd" --unsafe-no-fsync --log-level warn \
      --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
      --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
      --initial-cluster default=http://127.0.0.1:2380
    ;;
  containerd) exec containerd --config "$folder/etc/containerd.toml" ;;
  kube-apiserver)
    # shellcheck disable=SC2046
    exec kube-apiserver --etcd-servers=http://127.0.0.1:2379 \
      --bind-address=0.0.0.0 --secure-port=$api_port --advertise-address=$node_ip \
      --tls-cert-file="$pki/apiserver.crt" --tls-private-key-file="$pki/apiserver.key" \
      --client-ca-file="$pki/ca.crt" --token-auth-file="$pki/tokens.csv" \
      --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
      --allow-privileged=true --service-cluster-ip-range=10.0.0.0/24 \
      --service-account-issuer=https://kubernetes.default.svc \
      --service-account-key-file="$pki/sa.pub" --service-account-signing-key-file="$pki/sa.key" \
      --kubelet-client-certificate="$pki/kubelet-client.crt" \
      --kubelet-client-key="$pki/kubelet-client.key" \
      --kubelet-preferred-address-types=InternalIP --profiling=false
    ;;
  kube-controller-manager)
    # With an account for each controller, the first pod could be made 5 s later.
    exec kube-controller-manager --kubeconfig="$pki/controller-manager.conf" \
      --bind-address=127.0.0.1 --leader-elect=false --use-service-account-credentials=false \
      --service-account-private-key-file="$pki/sa.key" --root-ca-file="$pki/ca.crt"
    ;;
  kube-scheduler)
    exec kube-scheduler --kubeconfig="$pki/scheduler.conf" --bind-address=127.0.0.1 \
      --leader-elect=false
    ;;
  kubelet)
    exec kubelet --config="$folder/etc/kubelet.yaml" --kubeconfig="$pki/kubelet.conf" \
      --root-dir="$folder/kubelet" --cert-dir="$folder/kubelet/pki" \
      --hostname-override=$node --node-ip=$node_ip --v=2
    ;;
  # The machine's end of this socket is a port of its loopback.
  api) cd "$folder/run" && exec socat UNIX-LISTEN:api.sock,fork,unlink-early,mode=600 TCP:127.0.0.1:$api_port ;;
  *) fail "no such program: $name" ;;
  esac
}

# Numbers of processes inside the namespaces are not those outside: all that follows is said inside.
inside() {
  case $1 in
  become) become ;;
  start)
    ! alive "$pid" || fail "$name runs already"
    setsid "$0" "$folder" become "$name" </dev/null >>"$folder/log/$name.log" 2>&1 &
    within 5 identity $! >"$pid" || fail "$name ended at once; see $folder/log/$name.log"
    ;;
  runs) alive "$pid" ;;
  KILL | TERM)
    alive "$pid" || return 0
    kill -"$1" "$(cut -d ' ' -f 1 "$pid")"
    within 90 gone "$pid" || fail "$name does not end"
    ;;
  esac
}

case $what in
inside) inside "$4" ;;
become) become ;;
start | runs) exec "$folder/in" "$0" "$folder" inside "$name" "$what" ;;
kill) exec "$folder/in" "$0" "$folder" inside "$name" KILL ;;
term) exec "$folder/in" "$0" "$folder" inside "$name" TERM ;;
*) fail "start, kill, term or runs, not $what" ;;
esac
