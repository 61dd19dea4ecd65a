# SPDX-License-Identifier: Apache-2.0
"""A real sidecar as a process of its own."""
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import time

EPOCH = 1420070400  # 2015-01-01, the default layout's first second
START_SECONDS = 20
POD = "a-pod"


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
    def __init__(self, dist, folder, name, worker_id, arguments):
        self.worker_id = worker_id
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.log = os.path.join(folder, name + ".log")
        self.state = os.path.join(folder, name)
        self._command = [
            os.path.join(dist, "bin", "kezuri-sidecar"),
            *("--listen", self.address, "--admin-listen", "off", "--allow-tmpfs"),
            *("--state-dir", self.state, *arguments),
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

    def revive(self):
        """Starts it if it does not run."""
        if self._process.poll() is not None:
            self.start()

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
    return Sidecar(dist, folder, "issuing", worker_id, ["--worker-id", str(worker_id)])


class InPod(Sidecar):
    """In a pod whose lease has not come: it listens, and issues nothing until it has."""

    def __init__(self, dist, folder, worker_id):
        self.has_lease = False
        self._lease = os.path.join(folder, "lease.json")
        message = os.path.join(folder, "last-word")
        flags = ["--pod-uid", POD, "--lease", self._lease, "--termination-message", message]
        super().__init__(dist, folder, "in-pod", worker_id, flags)

    def grant(self):
        lease = {
            "v": 1,
            "generator": "e2e/clients",
            "podUid": POD,
            "workerId": self.worker_id,
            "notBefore": "2020-01-01T00:00:00.000Z",
            "notAfter": "2080-01-01T00:00:00.000Z",
            "turn": 0,
            "layout": {
                "epoch": "2015-01-01T00:00:00.000Z",
                "timestampBits": 41,
                "workerBits": 10,
                "sequenceBits": 12,
            },
        }
        with open(self._lease + ".new", "w", encoding="utf-8") as file:
            json.dump(lease, file)
        os.replace(self._lease + ".new", self._lease)
        self.has_lease = True

    def begin_anew(self):
        """As the sidecar of another pod, without a lease, at the same port."""
        self.kill()
        os.remove(self._lease)
        self.has_lease = False
        shutil.rmtree(self.state)
        self.start()


def worker_id_of(id_):
    return id_ >> 12 & 1023


def seconds_of(id_):
    return (id_ >> 22) / 1000 + EPOCH
