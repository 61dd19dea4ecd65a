# SPDX-License-Identifier: Apache-2.0
"""A tarball of `docker save`'s form, unpacked; and a process in it, as a pod would have it."""

import io
import json
import os
import pathlib
import signal
import stat
import subprocess
import tarfile

USER = 65532
WAIT_S = 60

# In a mount namespace of its own: the image read-only, /proc, /dev, and the folders of a pod.
ENTER = """
set -eu
root=$1 pod=$2 user=$3 path=$4
shift 4
mount --bind "$root" "$root"
mount -t tmpfs -o mode=755 kezuri "$root/dev"
for device in null random urandom; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
: >"$root/dev/termination-log"
mount --bind "$pod/termination-log" "$root/dev/termination-log"
mount -t proc kezuri "$root/proc"
mount -t tmpfs kezuri "$root/tmp"
mount --bind "$pod/kezuri" "$root/kezuri"
mount -o remount,ro,bind "$root"
chroot=$(command -v chroot)
PATH=$path
exec "$chroot" --userspec="$user" "$root" "$@"
"""


class Image:
    """The files of all layers in `root`, and the image's configuration."""

    def __init__(self, tarball, folder):
        self.root = pathlib.Path(folder) / "root"
        self.root.mkdir()
        with tarfile.open(tarball) as outer:
            read = lambda name: outer.extractfile(name).read()
            manifest = json.loads(read("manifest.json"))[0]
            self.tags = manifest["RepoTags"]
            self.config = json.loads(read(manifest["Config"]))
            self.layers = []
            for name in manifest["Layers"]:
                with tarfile.open(fileobj=io.BytesIO(read(name))) as layer:
                    layer.extractall(self.root, numeric_owner=True)
                    self.layers.append([m.name for m in layer.getmembers() if m.isfile()])
        self.files = [f for f in self.root.rglob("*") if not f.is_symlink() and f.is_file()]
        self.folders = [f for f in self.root.rglob("*") if f.is_dir()]

    def size_mb(self):
        return sum(f.stat().st_size for f in self.files) / 2**20

    def writable(self):
        """What its user may write, or that gives it another user's rights."""
        found = []
        for path in self.files + self.folders:
            state = path.stat()
            if state.st_uid or state.st_gid or state.st_mode & (stat.S_IWGRP | stat.S_IWOTH | stat.S_ISUID | stat.S_ISGID):
                found.append("/" + str(path.relative_to(self.root)))
        return found


class Pod:
    """What a kubelet gives a container: /kezuri with the lease, a file for the last word."""

    def __init__(self, image, folder):
        self.image = image
        self.folder = pathlib.Path(folder) / "pod"
        for name in ("lease", "state"):
            (self.folder / "kezuri" / name).mkdir(parents=True)
        os.chown(self.folder / "kezuri/state", USER, USER)
        self.message = self.folder / "termination-log"
        self.message.touch()
        self.message.chmod(0o666)
        for name in ("dev", "proc", "kezuri"):
            (image.root / name).mkdir(exist_ok=True)

    def command(self, command, env, entry=None):
        """Runs as the image's user with the image's environment and nothing else."""
        settings = dict(pair.split("=", 1) for pair in self.image.config["config"]["Env"]) | env
        enter = ["unshare", "--mount", "--pid", "--fork", "--kill-child=SIGTERM", "/bin/sh", "-c", ENTER]
        user = self.image.config["config"]["User"]
        mounts = [str(self.image.root), str(self.folder), user, settings["PATH"]]
        chosen = ["/usr/bin/env", "-i", *(f"{k}={v}" for k, v in settings.items())]
        # Last a PATH for the tools of ENTER, which sets the container's at its end.
        outer = [*chosen, "PATH=/usr/sbin:/usr/bin:/sbin:/bin", *enter, "enter", *mounts]
        return outer + (entry or self.image.config["config"]["Entrypoint"]) + command

    def run(self, *command, entry=None, **env):
        line = self.command(list(command), env, entry)
        return subprocess.run(line, capture_output=True, text=True, timeout=WAIT_S)

    def start(self, *command, **env):
        return subprocess.Popen(self.command(list(command), env), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def terminate(process):
    """TERM to the container's first process, as a kubelet sends it; its exit code."""
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True).stdout.split()
    os.kill(int(children[0]), signal.SIGTERM)
    return process.wait(timeout=WAIT_S)
