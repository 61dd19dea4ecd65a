# SPDX-License-Identifier: Apache-2.0
"""A real sidecar as a process, its clock, and what can be seen of it from outside."""

import calendar
import http.client
import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DEFAULT_DIST = os.path.join(TOP, "e2e", "target", "sidecar")
POD = "3f8e0b0a-0000-4000-8000-000000000017"
EPOCH_MS = 1420070400000
TICK = os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """A case that did not hold; the text says what was seen."""


def check(rule, text):
    if not rule:
        raise Failed(text)


def free_port():
    """Below the range that outgoing connections take their ports from."""
    for _ in range(200):
        port = 20000 + int.from_bytes(os.urandom(2), "big") % 12000
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise Failed("no free port below 32000")


def until(condition, seconds, what):
    """Waits for a condition; its value, or Failed."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        check(time.monotonic() < end, f"{what}: not within {seconds} s")
        time.sleep(0.01)


class Clock:
    """The file of FileClockMain: the machine's time and so many ms, or a time that stands."""

    def __init__(self, path):
        self.path = path
        with open(path, "wb") as file:
            file.write(struct.pack("<qq", 0, 0))
        self.file = open(path, "r+b", buffering=0)

    def _put(self, at, value):
        os.pwrite(self.file.fileno(), struct.pack("<q", value), at)

    def _get(self, at):
        return struct.unpack("<q", os.pread(self.file.fileno(), 8, at))[0]

    def wall_ms(self):
        return self._get(8) or int(time.time() * 1000) + self._get(0)

    def move(self, by_ms):
        self._put(0, self._get(0) + by_ms)

    def set(self, wall_ms):
        self._put(0, wall_ms - int(time.time() * 1000))

    def offset(self, ms):
        self._put(0, ms)

    def stand_still(self):
        self._put(8, self.wall_ms())

    def run(self):
        self._put(8, 0)


def utc(ms):
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(ms // 1000))
    return f"{whole}.{ms % 1000:03d}Z"


class Sidecar:
    """One life of a sidecar. `home` outlives it: state folder, lease, clock."""

    def __init__(self, dist, home, args=(), clock=None, lease=None, open_files=None, java_opts=""):
        self.home = home
        self.port = free_port()
        self.admin = free_port()
        self.err_path = os.path.join(home, "stderr")
        command = [launcher(dist, clock is not None)]
        if clock is not None:
            command.append(clock.path)
        if lease is None:
            command += ["--worker-id", "17"]
        else:
            os.makedirs(os.path.join(home, "lease"), exist_ok=True)
            command += ["--pod-uid", POD, "--lease", os.path.join(home, "lease", "lease.json")]
            command += ["--termination-message", os.path.join(home, "message")]
            self.write_lease(lease)
        command += ["--state-dir", os.path.join(home, "state"), "--allow-tmpfs"]
        command += ["--listen", f"127.0.0.1:{self.port}"]
        command += ["--admin-listen", f"127.0.0.1:{self.admin}", *args]
        if open_files:
            command = ["sh", "-c", f'ulimit -n {open_files}; exec "$@"', "sh", *command]
        env = {k: v for k, v in os.environ.items() if not k.startswith("KEZURI_")}
        env["KEZURI_JAVA_OPTS"] = java_opts
        with open(self.err_path, "wb") as err, open(os.path.join(home, "stdout"), "wb") as out:
            self.started = time.time()
            self.process = subprocess.Popen(command, stdout=out, stderr=err, env=env)
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def write_lease(self, lease):
        path = os.path.join(self.home, "lease", "lease.json")
        with open(path + ".new", "w") as file:
            json.dump(lease, file)
        os.rename(path + ".new", path)

    def err(self):
        with open(self.err_path) as file:
            return file.read()

    def alive(self):
        return self.process.poll() is None

    def await_ready(self, seconds=30):
        def ready():
            check(self.alive(), f"ended with {self.process.returncode}: {self.err()[-800:]}")
            with open(os.path.join(self.home, "stdout")) as file:
                return " ready " in file.read()

        until(ready, seconds, "ready line")
        return self

    def listening_at(self):
        """When its log says that it listens, in s since 1970; None before."""
        line = re.search(r"^(\S+)Z level=\S+ event=listening", self.err(), re.M)
        if not line:
            return None
        whole, ms = line.group(1).split(".")
        parts = time.strptime(whole, "%Y-%m-%dT%H:%M:%S")


        return calendar.timegm(parts) + int(ms) / 1000

    def connect(self, timeout=20):
        client = socket.create_connection(("127.0.0.1", self.port), timeout)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client

    def ask(self, text, timeout=20):
        """What is answered to `text` and quit."""
        with self.connect(timeout) as client:
            client.sendall(text.encode("latin-1") + b"\r\nquit\r\n")
            return read_to_end(client).decode("latin-1")

    def stats(self):
        lines = self.ask("stats").split("\r\n")
        return {p[1]: p[2] for p in (line.split(" ", 2) for line in lines) if p[0] == "STAT"}

    def page(self, path, timeout=10):
        """Status and body of a page of the admin port."""
        connection = http.client.HTTPConnection("127.0.0.1", self.admin, timeout=timeout)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def metric(self, name):
        """The sum over all labels of a metric; None if there is none of this name."""
        found = re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", self.page("/metrics")[1], re.M)
        return sum(float(value) for value in found) if found else None

    # What Linux tells about the process.

    def fds(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def threads(self):
        return len(os.listdir(f"/proc/{self.pid}/task"))

    def rss_kb(self):
        with open(f"/proc/{self.pid}/status") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1))

    def cpu_s(self):
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def heap_kb(self):
        """Heap in use after a full collection."""
        self.jcmd("GC.run")
        used = re.search(r"total \d+K, used (\d+)K.*?total \d+K, used (\d+)K", self.jcmd("GC.heap_info"), re.S)
        check(used, "GC.heap_info says no usage")
        return int(used.group(1)) + int(used.group(2))

    def jcmd(self, *what):
        tool = os.path.join(os.environ["JAVA_HOME"], "bin", "jcmd")
        done = subprocess.run([tool, str(self.pid), *what], capture_output=True, text=True, timeout=60)
        check(done.returncode == 0, f"jcmd {what}: {done.stdout}{done.stderr}")
        return done.stdout

    def term(self):
        self.process.send_signal(signal.SIGTERM)

    def kill(self):
        if self.alive():
            self.process.kill()
        self.process.wait()

    def wait(self, seconds=30):
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Failed(f"still runs after {seconds} s: {self.err()[-800:]}") from None


def read_to_end(client):
    parts = []
    while True:
        part = client.recv(65536)
        if not part:
            return b"".join(parts)
        parts.append(part)


def launcher(dist, with_clock):
    """The dist's start script, or the same with FileClockMain of the test jar."""
    script = os.path.join(dist, "bin", "kezuri-sidecar")
    if not with_clock:
        return script
    clocked = script + "-file-clock"
    with open(script) as file:
        text = file.read()
    changed = text.replace("dev.kezuri.sidecar.SidecarMain", "dev.kezuri.sidecar.FileClockMain")
    # Behind the others: the AOT cache holds for a class path that begins as the one it was made for.
    changed = re.sub(r'(?m)^(\s*-cp "[^"]*)"', lambda m: f'{m.group(1)}:{tests_jar()}"', changed)
    check("FileClockMain" in changed and tests_jar() in changed, f"{script} has another form")
    if not os.path.exists(clocked) or open(clocked).read() != changed:
        with open(clocked + ".new", "w") as file:
            file.write(changed)
        os.chmod(clocked + ".new", 0o755)
        os.rename(clocked + ".new", clocked)
    return clocked


def tests_jar():
    target = os.path.join(TOP, "sidecar", "target")
    jars = [n for n in os.listdir(target) if re.fullmatch(r"kezuri-sidecar-.*-tests\.jar", n)]
    check(len(jars) == 1, f"not one test jar in sidecar/target: {jars}")
    return os.path.join(target, jars[0])


def lease(not_before_ms, not_after_ms, turn=0, sequence_bits=12, worker_id=17):
    return {
        "v": 1,
        "generator": "shop/orders",
        "podUid": POD,
        "workerId": worker_id,
        "notBefore": utc(not_before_ms),
        "notAfter": utc(not_after_ms),
        "turn": turn,
        "layout": {
            "epoch": utc(EPOCH_MS),
            "timestampBits": 41,
            "workerBits": 10,
            "sequenceBits": sequence_bits,
        },
    }


class Home:
    """A folder of its own for one case."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="kezuri-faults-")
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)
