# SPDX-License-Identifier: Apache-2.0
"""Clients that behave, and that notice an ID too many."""

import socket
import threading
import time

from sidecar import check


class Drawing(threading.Thread):
    """Draws IDs on one connection until told to stop; keeps what it saw.

    `ids` are all IDs of whole VALUE lines in the order received, also those of an answer that was
    cut off. `refusals` are (time, text). `slowest_s` is the longest that a command took.
    """

    def __init__(self, sidecar, keys=10, pause_s=0.002, keep=True):
        super().__init__(daemon=True)
        self.sidecar = sidecar
        self.command = b"get" + b" k" * keys + b"\r\n"
        self.pause_s = pause_s
        self.keep = keep
        self.ids = []
        self.count = 0
        self.last = 0
        self.refusals = []
        self.slowest_s = 0.0
        self.broken = None
        self.lost = None
        self.ending = threading.Event()

    def run(self):
        try:
            with self.sidecar.connect() as client:
                while not self.ending.is_set():
                    self.draw(client)
                    self.ending.wait(self.pause_s)
        except OSError as error:
            self.lost = error

    def draw(self, client):
        begin = time.monotonic()
        client.sendall(self.command)
        answer = b""
        try:
            while not answer.endswith((b"END\r\n", b"ERROR\r\n")) and not (
                answer.startswith(b"SERVER_ERROR") and answer.endswith(b"\r\n")
            ):
                part = client.recv(262144)
                if not part:
                    raise ConnectionResetError("closed")
                answer += part
        finally:
            self.take(answer)
        self.slowest_s = max(self.slowest_s, time.monotonic() - begin)

    def take(self, answer):
        if answer.startswith(b"SERVER_ERROR"):
            self.refusals.append((time.time(), answer.decode().strip()))
            return
        lines = answer.split(b"\r\n")
        # The last line is what comes after the last line end: part of one, or nothing.
        for head, value in zip(lines[0:-1:2], lines[1:-1:2]):
            if not head.startswith(b"VALUE k 0 "):
                self.broken = self.broken or f"{head!r} in an answer"
                return
            number = int(value)
            if number <= self.last:
                self.broken = self.broken or f"{number} after {self.last} on one connection"
            self.last = number
            self.count += 1
            if self.keep:
                self.ids.append(number)

    def stop(self):
        self.ending.set()
        self.join(30)
        check(not self.is_alive(), "a client is stuck")
        return self

    def verify(self):
        check(self.broken is None, self.broken)
        check(self.lost is None, f"connection lost: {self.lost}")
        return self


class Drawers:
    """Several of them at once: what they got together is unique."""

    def __init__(self, sidecar, count=4, keys=10, pause_s=0.002):
        self.all = [Drawing(sidecar, keys, pause_s) for _ in range(count)]

    def __enter__(self):
        for one in self.all:
            one.start()
        return self

    def __exit__(self, *_):
        for one in self.all:
            one.ending.set()
        for one in self.all:
            one.join(30)

    def stop(self):
        for one in self.all:
            one.ending.set()
        for one in self.all:
            one.stop()
        return self

    def count(self):
        return sum(one.count for one in self.all)

    def refusals(self):
        return sorted(refusal for one in self.all for refusal in one.refusals)

    def slowest_s(self):
        return max(one.slowest_s for one in self.all)

    def ids(self, above=0):
        """All IDs, each above `above`; Failed if one came twice or not in order."""
        for one in self.all:
            check(one.broken is None, one.broken)
        ids = [number for one in self.all for number in one.ids]
        check(len(set(ids)) == len(ids), f"{len(ids) - len(set(ids))} of {len(ids)} IDs came twice")
        low = min(ids, default=above + 1)
        check(low > above, f"{low} is not above {above}, which an earlier life had issued")
        return ids


def open_many(sidecar, count):
    """So many connections; those that the machine refuses are left out."""
    clients = []
    for _ in range(count):
        try:
            clients.append(sidecar.connect(5))
        except OSError:
            break
    return clients


def reset(client):
    """Closes by a reset instead of an end."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    client.close()
