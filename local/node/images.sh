#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# images.sh FOLDER: makes the images that come from no build of ours, out of busybox-static, as
# tarballs for ctr images import: registry.k8s.io/pause:3.10 and kezuri.test/busybox:1.
set -eu
mkdir -p "$1"
cd "$1"
busybox=$(readlink -f "$(command -v busybox)")
mkdir -p root/bin root/tmp root/etc
chmod 1777 root/tmp
cp "$busybox" root/bin/busybox
chmod 755 root/bin/busybox
for applet in $("$busybox" --list); do
  [ "$applet" = busybox ] || ln -s busybox "root/bin/$applet"
done
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -C root -cf layer.tar .
layer=$(sha256sum layer.tar | cut -d ' ' -f 1)
case $(uname -m) in aarch64) architecture=arm64 ;; *) architecture=amd64 ;; esac

# image FILE NAME COMMAND, as a JSON list
image() {
  cat >config.json <<EOF
{"architecture": "$architecture", "os": "linux", "config": {"Env": ["PATH=/bin"], "Cmd": $3},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$layer"]}}
EOF
  echo "[{\"Config\": \"config.json\", \"RepoTags\": [\"$2\"], \"Layers\": [\"layer.tar\"]}]" >manifest.json
  tar -cf "$1.tar.new" manifest.json config.json layer.tar
}

image busybox kezuri.test/busybox:1 '["sh"]'
# A sandbox's first process: waits for the end, and reaps where a pod shares its processes.
image pause registry.k8s.io/pause:3.10 '["sh", "-c", "trap '"'exit 0'"' TERM INT; sleep 2147483647 & wait"]'
rm -r root layer.tar config.json manifest.json
for made in *.tar.new; do mv "$made" "${made%.new}"; done
