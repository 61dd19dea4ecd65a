# SPDX-License-Identifier: Apache-2.0
"""A real sidecar as a process of its own."""
import os
import random
import signal
import socket
import subprocess
import time

EPOCH = 1420070400  # 2015-01-01, the default layout's first second
START_SECONDS = 20


def free_port():
    """A port below those that the kernel hands out to outgoing connections."""
    for _ in range(100):
        port = random.randrange(20000, 32000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port below 32000")


class Sidecar:
    def __init__(self, dist, folder, name, arguments):
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.log = os.path.join(folder, name + ".log")
        self._command = [
            os.path.join(dist, "bin", "kezuri-sidecar"),
            *("--listen", self.address, "--admin-listen", "off", "--allow-tmpfs"),
            *("--state-dir", os.path.join(folder, name), *arguments),
        ]
        self._process = None

    @property
    def pid(self):
        return self._process.pid

    def start(self):
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        with open(self.log, encoding="utf-8") as log:
            raise RuntimeError(f"the sidecar does not listen:\n{log.read()}")

    def kill(self):
        """As a crash does."""
        self._end(signal.SIGKILL)

    def stop(self):
        if self._process is not None and self._process.poll() is None:
            self._end(signal.SIGTERM)

    def _end(self, sign):
        self._process.send_signal(sign)
        self._process.wait(timeout=START_SECONDS)


def issuing(dist, folder, worker_id):
    return Sidecar(dist, folder, "issuing", ["--worker-id", str(worker_id)])


def refusing(dist, folder):
    """In a pod whose lease has not come: it listens, and issues nothing."""
    message = os.path.join(folder, "last-word")
    lease = os.path.join(folder, "no-lease.json")
    flags = ["--pod-uid", "a-pod", "--lease", lease, "--termination-message", message]
    return Sidecar(dist, folder, "refusing", flags)


def worker_id_of(id_):
    return id_ >> 12 & 1023


def seconds_of(id_):
    return (id_ >> 22) / 1000 + EPOCH
