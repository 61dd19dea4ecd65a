#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# keys.sh FOLDER: makes a cluster's certificates, keys and tokens.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$1"
umask 077

key() { openssl ecparam -genkey -name prime256v1 -noout -out "$1"; }

# certificate NAME SUBJECT EXTENSIONS
certificate() {
  key "$1.key"
  openssl req -new -key "$1.key" -subj "$2" -out "$1.csr"
  echo "$3" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -extfile "$1.ext" \
    -out "$1.crt" 2>/dev/null
  rm "$1.csr" "$1.ext"
}

token() { openssl rand -hex 16; }

key ca.key
openssl req -x509 -new -key ca.key -subj /CN=kezuri-node-ca -days 365 -out ca.crt \
  -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,digitalSignature
names=$(printf 'DNS:%s,' localhost kubernetes kubernetes.default kubernetes.default.svc kubernetes.default.svc.cluster.local)
certificate apiserver /CN=kube-apiserver "subjectAltName=${names}IP:127.0.0.1,IP:10.0.0.1,IP:$node_ip"
certificate kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client extendedKeyUsage=clientAuth
key sa.key
openssl ec -in sa.key -pubout -out sa.pub 2>/dev/null
cat >tokens.csv <<EOF
$(token),admin,admin,"system:masters"
$(token),system:kube-controller-manager,kube-controller-manager,"system:masters"
$(token),system:kube-scheduler,kube-scheduler
$(token),system:node:$node,kubelet,"system:nodes"
EOF
