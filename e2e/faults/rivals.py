# SPDX-License-Identifier: Apache-2.0
"""katsubushi and Redis as processes, the link between them, and clients that come again."""

import os
import re
import selectors
import socket
import subprocess
import threading

from draw import Drawing
from sidecar import check, free_port, until

TTL_S = 600  # katsubushi's cmd/katsubushi/main.go sets raus.LockExpires to it


_given = set()
_giving = threading.Lock()


def own_port():
    """One that no other process of this run gets: those that ask Redis first listen seconds later."""
    with _giving:
        port = free_port()
        while port in _given:
            port = free_port()
        _given.add(port)
        return port


def timestamp_ms(number):
    return number >> 22


def worker_id(number):
    return number >> 12 & 1023


class Process:
    def __init__(self, home, name, command):
        self.name = name
        self.log_path = os.path.join(home, name + ".log")
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    def log(self):
        with open(self.log_path) as file:
            return file.read()

    def alive(self):
        return self.process.poll() is None

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        if self.alive():
            self.process.kill()
        self.process.wait()

    def logged(self, pattern, seconds=40):
        """Waits for a line; Failed if the process ends without it."""

        def found():
            alive = self.alive()
            line = re.search(pattern, self.log())
            check(line or alive, f"{self.name} ended with {self.process.returncode}: {self.log()[-400:]}")
            return line

        return until(found, seconds, f"{self.name}: no line {pattern}")

    def ends_within(self, seconds):
        try:
            self.process.wait(seconds)
            return True
        except subprocess.TimeoutExpired:
            return False


class Katsubushi(Process):
    def __init__(self, program, home, name, args, clock=None):
        self.port = own_port()
        command = [program, f"-port={self.port}", "-idle-timeout=0", *args]
        self.clock = clock
        super().__init__(home, name, clock.command(command) if clock else command)
        if clock:
            try:
                clock.take(self.pid)
            except BaseException:
                self.kill()
                raise

    def worker_id(self):
        """Once it listens."""
        return int(self.logged(r"Worker ID = (\d+)").group(1))

    def connect(self):
        # Longer than a process stays stopped: what was asked before is answered after.
        client = socket.create_connection(("127.0.0.1", self.port), TTL_S + 120)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client


class Caller(Drawing):
    """A client that connects again when its connection is lost, and goes on."""

    def __init__(self, process, pause_s, retry_s):
        super().__init__(process, keys=10, pause_s=pause_s)
        self.retry_s = retry_s

    def run(self):
        while not self.ending.is_set():
            super().run()
            self.ending.wait(self.retry_s)

    def take(self, answer):
        if answer == b"ERROR\r\n":
            self.refusals.append(answer)
        else:
            super().take(answer)


class Pool:
    """Clients that draw from one process without pause until told to stop."""

    def __init__(self, process, pause_s=0.05, retry_s=0.1):
        self.process = process
        self.all = [Caller(process, pause_s, retry_s) for _ in range(4)]

    def __enter__(self):
        for one in self.all:
            one.start()
        return self

    def __exit__(self, *_):
        for one in self.all:
            one.ending.set()
        # Nothing else ends the wait for an answer that does not come.
        self.process.kill()
        for one in self.all:
            one.stop()
            check(one.broken is None, one.broken)
        drawn = {worker_id(number) for number in self.ids()}
        check(drawn <= {self.process.worker_id()}, f"{self.process.name} drew from workers {drawn}")

    def count(self):
        return sum(one.count for one in self.all)

    def newest_ms(self):
        return timestamp_ms(max(one.last for one in self.all))

    def ids(self, since_ms=0):
        return [n for one in self.all for n in one.ids if timestamp_ms(n) >= since_ms]

    def refusals(self):
        return sum(len(one.refusals) for one in self.all)

    def draw(self, more=1000):
        """Waits until so many more IDs have come."""
        goal = self.count() + more
        until(lambda: self.count() >= goal, 60, f"{self.process.name}: {more} more IDs")


class Redis(Process):
    """Keeps nothing on disk, so that a restart loses every key."""

    def __init__(self, program, home, port=None):
        self.port = port or own_port()
        super().__init__(home, "redis", [
            program, "--bind", "127.0.0.1", "--port", str(self.port), "--dir", home,
            "--save", "", "--appendonly", "no",
        ])
        self.logged("Ready to accept connections")

    def ask(self, command):
        """The one line that is answered."""
        with socket.create_connection(("127.0.0.1", self.port), 20) as client:
            client.sendall(command.encode() + b"\r\n")
            with client.makefile("rb") as lines:
                return lines.readline().decode().strip()

    def url(self, port=None):
        return f"redis://127.0.0.1:{port or self.port}/0"


class Link(threading.Thread):
    """A way to Redis that can be cut and mended. While cut, it takes what is sent and says nothing."""

    def __init__(self, to):
        super().__init__(daemon=True)
        self.to = to
        self.whole = threading.Event()
        self.whole.set()
        self.ending = False
        self.other = {}
        self.selector = selectors.DefaultSelector()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.selector.register(self.listener, selectors.EVENT_READ)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.ending = True
        self.join(30)
        for end in list(self.other):
            end.close()
        self.listener.close()

    def run(self):
        while not self.ending:
            for key, _ in self.selector.select(0.1):
                self.accept() if key.fileobj is self.listener else self.pass_on(key.fileobj)

    def accept(self):
        near, _ = self.listener.accept()
        try:
            far = socket.create_connection(("127.0.0.1", self.to), 5)
        except OSError:
            near.close()
            return
        for end, other in ((near, far), (far, near)):
            self.other[end] = other
            self.selector.register(end, selectors.EVENT_READ)

    def pass_on(self, end):
        if end not in self.other:
            return
        try:
            part = end.recv(65536)
            if part and self.whole.is_set():
                self.other[end].sendall(part)
        except OSError:
            part = b""
        if not part:
            for gone in (self.other.pop(end), end):
                self.other.pop(gone, None)
                self.selector.unregister(gone)
                gone.close()
