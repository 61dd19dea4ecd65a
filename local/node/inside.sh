#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Furnishes the namespaces of a node; up.sh runs it in there.
set -eu
. "$(dirname "$0")/lib.sh"
# Mounts of volumes have to reach containers; the namespace itself is private.
mount --make-rshared /
for path in /run /var/log/containers /var/lib/kubelet /var/lib/cni; do
  mount -t tmpfs -o mode=755 tmpfs "$path"
done
mkdir -p /run/lock /run/netns /run/kezuri
hostname "$node"
echo 1 >/proc/sys/net/ipv4/ip_forward
[ ! -e /proc/sys/net/ipv6 ] || echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
ip link set lo up
ip link add kezuri0 type bridge
ip addr add $node_ip/24 dev kezuri0
ip link set kezuri0 up
# In place of kube-proxy, for the one Service that every cluster has.
ip route add 10.0.0.0/24 dev kezuri0
for chain in PREROUTING OUTPUT; do
  iptables -t nat -A $chain -d 10.0.0.1/32 -p tcp --dport 443 -j DNAT --to-destination $node_ip:$api_port
done
