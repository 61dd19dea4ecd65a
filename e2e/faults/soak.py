# SPDX-License-Identifier: Apache-2.0
"""Clients of the worst manners, thousands of them; then everything must be as it was.

They come and go, speak half a command, stall, reset, speak other protocols, ask for much and read
nothing. Two clients that behave draw IDs all the time: none twice, no command over 5 s. Afterwards
connections, file descriptors, threads, heap after a collection and direct memory must be what they
were after a first ten seconds of the same.
"""

import argparse
import random
import resource
import socket
import sys
import time

from draw import Drawers, reset
from sidecar import DEFAULT_DIST, Failed, Home, Sidecar, check, until

OPEN = 700
PATIENCE_S = 5.0
BIG_GET = b"get" + b" k" * 20_000 + b"\r\n"

# What a client begins with; some of it is never finished.
SPEECHES = [
    b"",
    b"get",
    b"get a",
    b"get a b c\r\n",
    b"get a\r\n" * 50 + b"get",
    b"gets " + b"k" * 250 + b"\r\n",
    b"stats\r\nversion\r\n",
    b"set a 0 0 1000\r\nhalf of it",
    b"set a 0 0 4\r\nabcd\r\n",
    b"mg k v c\r\nmn\r\n",
    b"mg k",
    BIG_GET,
    BIG_GET * 8,
    b"x" * 70_000,
    b"\r\n" * 5,
    # memcached's binary protocol: a get, half a header, a length of 4 GiB
    b"\x80\x0c\0\1\0\0\0\0\0\0\0\1" + b"\0" * 12 + b"k",
    b"\x80\x0c\0\1",
    b"\x80\x01\0\1\x08\0\0\0\xff\xff\xff\xff" + b"\0" * 12,
    # HTTP, right, half, with a body that never comes
    b"GET /id HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /id HTTP/1.1\r\nHost: loc",
    b"POST /id HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nx",
    b"GET / HTTP/1.1\r\nX: " + b"y" * 30_000,
    # others: TLS, HTTP/2, Redis, PostgreSQL, SSH, SOCKS
    b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03" + bytes(range(200)),
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"*1\r\n$4\r\nPING\r\n",
    b"\0\0\0\x08\x04\xd2\x16\x2f",
    b"SSH-2.0-OpenSSH_9.6\r\n",
    b"\x05\x01\0",
]


class Churn:
    """Keeps up to OPEN bad connections, each with one of the speeches and one of the ends."""

    def __init__(self, sidecar, seed):
        self.sidecar = sidecar
        self.random = random.Random(seed)
        self.open = []
        self.count = 0
        self.refused = 0
        self.most = 0

    def come(self):
        client = socket.socket()
        client.settimeout(30)
        if self.random.random() < 0.3:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        try:
            client.connect(("127.0.0.1", self.sidecar.port))
            client.setblocking(False)
            if self.random.random() < 0.05:
                client.send(self.random.randbytes(self.random.randrange(2000)))
            else:
                client.send(self.random.choice(SPEECHES))
        except (BlockingIOError, ConnectionResetError, BrokenPipeError):
            self.refused += 1
        self.count += 1
        self.open.append(client)
        self.most = max(self.most, len(self.open))

    def go(self):
        at = self.random.randrange(len(self.open))
        self.open[at], self.open[-1] = self.open[-1], self.open[at]
        client = self.open.pop()
        manner = self.random.random()
        try:
            if manner < 0.3:
                reset(client)
            elif manner < 0.5:
                client.recv(100)
            elif manner < 0.6:
                client.send(b"\r\n")
            elif manner < 0.8:
                client.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the sidecar may have closed it before
        client.close()

    def run(self, seconds, watch=lambda: None):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for _ in range(self.random.randrange(1, 40)):
                if len(self.open) < OPEN:
                    self.come()
            for _ in range(self.random.randrange(1, 40)):
                if self.open:
                    self.go()
            if self.random.random() < 0.02:
                while self.open:
                    self.go()
            watch()
            time.sleep(0.005)

    def end(self):
        while self.open:
            self.go()


def at_rest(sidecar):
    """What the process holds when only the one that asks is connected."""
    until(lambda: int(sidecar.stats()["curr_connections"]) == 1, 30, "connections closed")
    heap = sidecar.heap_kb()
    stats = sidecar.stats()
    return {
        "file descriptors": sidecar.fds(),
        "threads": sidecar.threads(),
        "KiB heap": heap,
        "KiB direct": int(stats["direct_memory_bytes"]) // 1024,
        "KiB RSS": sidecar.rss_kb(),
    }


# How much more is no loss: a compiler thread, a cached chunk, classes loaded late.
SLACK = {
    "file descriptors": 1,
    "threads": 1,
    "KiB heap": 1500,
    "KiB direct": 4096,
    "KiB RSS": 24_000,
}


def run(dist, seconds, seed):
    with Home() as home, Sidecar(dist, home, ["--idle-timeout", "15s"]) as sidecar:
        sidecar.await_ready()
        churn = Churn(sidecar, seed)
        with Drawers(sidecar, count=2) as warm:
            churn.run(10)
            churn.end()
            warm.stop()
        before = at_rest(sidecar)
        peak = [0]

        def watch():
            peak[0] = max(peak[0], sidecar.rss_kb())
            check(sidecar.alive(), f"the sidecar ended: {sidecar.err()[-1000:]}")

        with Drawers(sidecar, count=2, pause_s=0.01) as drawers:
            churn.run(seconds, watch)
            status, body = sidecar.page("/readyz")
            check(status == 200, f"/readyz says {status} {body}")
            drawers.stop()
            churn.end()
        ids = drawers.ids()
        lost = [one.lost for one in drawers.all if one.lost]
        check(not lost, f"a client that behaves was cut off: {lost}")
        check(not drawers.refusals(), f"refused: {drawers.refusals()[:1]}")
        check(drawers.slowest_s() < PATIENCE_S, f"a command took {drawers.slowest_s():.2f} s")
        after = at_rest(sidecar)
        for what, slack in SLACK.items():
            more = after[what] - before[what]
            check(more <= slack, f"{before[what]} {what} before, {after[what]} after")
        errors = int(sidecar.stats()["internal_errors"])
        check(errors == 0, f"{errors} internal errors: {sidecar.err()[-2000:]}")
        held = ", ".join(f"{before[what]} -> {after[what]} {what}" for what in before)
        return (
            f"{churn.count} bad connections, {churn.most} at a time; {held}; peak"
            f" {peak[0]} KiB RSS; {len(ids)} IDs, none twice, slowest command"
            f" {drawers.slowest_s() * 1000:.0f} ms"
        )


def main():
    parser = argparse.ArgumentParser(
        prog="e2e/soak.sh", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dist", default=DEFAULT_DIST, help="a sidecar made by sidecar/dist.sh")
    parser.add_argument("--minutes", type=float, default=60, help="how long, in all [60]")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30), help="of the clients")
    options = parser.parse_args()
    files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files[1], files[1]))
    begin = time.monotonic()
    try:
        verdict, text = "ok", run(options.dist, max(5, options.minutes * 60 - 15), options.seed)
    except (Failed, OSError) as error:
        verdict, text = "FAILED", str(error)
    seconds = time.monotonic() - begin
    print(f"{verdict:6} soak: {text} (seed {options.seed}, {seconds:.1f} s)", flush=True)
    sys.exit(0 if verdict == "ok" else 1)


if __name__ == "__main__":
    main()
