# SPDX-License-Identifier: Apache-2.0
"""What clients and signals may do to a sidecar without harm. See --help."""

import http.client
import select
import socket
import threading
import time

from cases import Cases
from draw import Drawers, open_many
from sidecar import Home, Sidecar, check, lease, read_to_end, until

HOUR = 3_600_000
BIG_GET = b"get" + b" k" * 30_000 + b"\r\n"

# Generous: the machine may be busy with other things.
PATIENCE_S = 5.0


def deaf(sidecar):
    """A connection that asks for much and reads nothing, as far as the kernels take it."""
    client = sidecar.connect()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.setblocking(False)
    return client


def push(clients, data, seconds):
    """Sends as much of `data`, again and again, as each takes without waiting."""
    left = {client: b"" for client in clients}
    end = time.monotonic() + seconds
    sent = 0
    while time.monotonic() < end:
        _, writable, _ = select.select([], list(left), [], 0.05)
        if not writable:
            break
        for client in writable:
            try:
                part = left[client] or data
                count = client.send(part)
                left[client] = part[count:]
                sent += count
            except BlockingIOError:
                continue
            except OSError:
                del left[client]
    return sent


def probe_ok(sidecar):
    for path in ("/healthz", "/readyz"):
        status, body = sidecar.page(path, PATIENCE_S)
        check(status == 200, f"{path} says {status} {body}")


def deaf_clients(dist):
    with Home() as home, Sidecar(dist, home) as sidecar:
        sidecar.await_ready()
        with Drawers(sidecar) as warm:
            until(lambda: warm.count() > 20_000, 20, "warm-up")
            warm.stop()
        sidecar.heap_kb()
        before = sidecar.rss_kb()
        clients = [deaf(sidecar) for _ in range(20)]
        push(clients, BIG_GET, 20)
        with Drawers(sidecar) as others:
            until(lambda: others.count() >= 2000, 20, "IDs for others")
            probe_ok(sidecar)
            others.stop()
        others.ids()
        check(others.slowest_s() < PATIENCE_S, f"others waited {others.slowest_s():.2f} s")
        sidecar.heap_kb()
        grown = sidecar.rss_kb() - before
        check(grown < 30_000, f"{grown} KiB more for 20 clients that do not read")
        held = sidecar.metric("kezuri_written_bytes_total") / 20
        for client in clients:
            client.close()
        until(lambda: int(sidecar.stats()["curr_connections"]) == 1, 10, "closed")
        return (
            f"{grown} KiB more, {held / 1024:.0f} KiB answered each until the kernel was full,"
            f" others waited {others.slowest_s() * 1000:.0f} ms at most"
        )


def stalled_write(dist):
    with Home() as home, Sidecar(dist, home, ["--idle-timeout", "2s"]) as sidecar:
        sidecar.await_ready()
        client = deaf(sidecar)
        push([client], BIG_GET, 10)
        begin = time.monotonic()
        until(lambda: int(sidecar.stats()["curr_connections"]) == 1, 10, "the stalled one closed")
        waited = time.monotonic() - begin
        client.close()
        check(waited > 0.5, f"closed after {waited:.1f} s, before the 2 s were over")
        return f"closed {waited:.1f} s after the last byte went, idle timeout 2 s"


def no_file_descriptors(dist):
    with Home() as home, Sidecar(dist, home, open_files=64) as sidecar:
        sidecar.await_ready()
        own = sidecar.fds()
        accepted = sidecar.connect()
        clients = open_many(sidecar, 100)
        until(lambda: sidecar.fds() >= 64, 10, "no descriptor left")
        ticks, begin = sidecar.cpu_s(), time.monotonic()
        answered = 0
        while time.monotonic() - begin < 4:
            accepted.sendall(b"get a\r\n")
            check(accepted.recv(4096).startswith(b"VALUE"), "an accepted one is not served")
            answered += 1
            time.sleep(0.05)
        share = (sidecar.cpu_s() - ticks) / (time.monotonic() - begin)
        check(sidecar.alive(), f"ended: {sidecar.err()[-500:]}")
        check(share < 0.3, f"takes {share:.0%} of a core while it cannot accept")
        lines = len(sidecar.err().splitlines())
        check(lines < 60, f"{lines} lines in the log, e.g. {sidecar.err()[-300:]}")
        for client in clients:
            client.close()
        until(lambda: "VALUE" in sidecar.ask("get a", 5), 10, "served again")
        until(lambda: sidecar.fds() <= own + 3, 10, "descriptors given back")
        probe_ok(sidecar)
        accepted.close()
        return f"{own} of 64 its own; {share:.1%} of a core, accepted one answered {answered} times, {lines} log lines; serves again"


def connection_limit(dist):
    with Home() as home, Sidecar(dist, home, ["--max-connections", "50"]) as sidecar:
        sidecar.await_ready()
        with Drawers(sidecar, count=4) as accepted:
            until(lambda: accepted.count() > 100, 10, "IDs")
            rest = open_many(sidecar, 46)
            for client in rest:
                client.sendall(b"version\r\n")
                check(client.recv(100).startswith(b"VERSION"), "not served below the limit")
            for number in range(300):
                with sidecar.connect() as over:
                    text = read_to_end(over)
                    check(
                        text == b"SERVER_ERROR too many open connections\r\n",
                        f"connection {51 + number} got {text!r}",
                    )
            before = accepted.count()
            until(lambda: accepted.count() > before + 1000, 10, "IDs for those accepted")
            probe_ok(sidecar)
            accepted.stop()
        accepted.ids()
        check(all(one.lost is None for one in accepted.all), "an accepted one was cut off")
        check(accepted.slowest_s() < PATIENCE_S, f"accepted waited {accepted.slowest_s():.2f} s")
        rest[0].close()
        until(lambda: "VERSION" in sidecar.ask("version"), 5, "a place is free again")
        return f"300 over the limit told so, accepted ones waited {accepted.slowest_s() * 1000:.0f} ms at most"


def used_up_millisecond(dist):
    """4 sequence bits: 16 IDs a ms, asked for by 8 clients with 1,000 keys a get."""
    now = int(time.time() * 1000)
    held = lease(now - HOUR, now + 24 * HOUR, sequence_bits=4)
    with Home() as home, Sidecar(dist, home, lease=held) as sidecar:
        sidecar.await_ready()
        with Drawers(sidecar, count=8, keys=1000, pause_s=0) as hungry:
            until(lambda: hungry.count() > 16_000, 20, "IDs")
            ticks, count, begin = sidecar.cpu_s(), hungry.count(), time.monotonic()
            slowest, rounds = 0.0, 0
            with sidecar.connect() as other:
                while time.monotonic() - begin < 4:
                    asked = time.monotonic()
                    other.sendall(b"version\r\n")
                    check(other.recv(100).startswith(b"VERSION"), "version not answered")
                    probe_ok(sidecar)
                    slowest = max(slowest, time.monotonic() - asked)
                    rounds += 1
                    time.sleep(0.02)
                other.sendall(b"get a\r\n")
                check(other.recv(100).startswith(b"VALUE"), "a small get is not served")
            seconds = time.monotonic() - begin
            share = (sidecar.cpu_s() - ticks) / seconds
            rate = (hungry.count() - count) / seconds / 1000
            hungry.stop()
        ids = hungry.ids()
        check(not hungry.refusals(), f"refused: {hungry.refusals()[:1]}")
        check(rate <= 16.5, f"{rate:.1f} IDs a ms, of a layout with 16")
        check(rate > 4, f"only {rate:.1f} IDs a ms")
        check(share < 0.5, f"takes {share:.0%} of a core while it waits for milliseconds")
        check(slowest < PATIENCE_S, f"others waited {slowest:.2f} s")
        return (
            f"{rate:.1f} of 16 IDs a ms, {share:.0%} of a core; {rounds} rounds of version and"
            f" probes, {slowest * 1000:.0f} ms at most; {len(ids)} IDs, none twice"
        )


def term_answers(dist):
    now = int(time.time() * 1000)
    held = lease(now - HOUR, now + 24 * HOUR)
    with Home() as home, Sidecar(dist, home, lease=held) as sidecar:
        sidecar.await_ready()
        clients = open_many(sidecar, 50)
        for client in clients:
            client.sendall(b"get a b\r\n" * 20 + b"get c")
        sidecar.term()
        whole = 0
        for client in clients:
            text = read_to_end(client)
            whole += text.count(b"END\r\n") == 20 and text.count(b"VALUE ") == 40 and text.endswith(b"END\r\n")
        code = sidecar.wait(10)
        check(whole == 50, f"{50 - whole} of 50 connections did not get all their answers")
        check(code == 0, f"exit code {code}")
        with open(home + "/message") as file:
            message = file.read()
        check("17" in message, f"no resignation: {message!r}")
        return "20 pipelined gets on 50 connections answered, half a command not; exit 0, resigned"


def second_term(dist):
    with Home() as home, Sidecar(dist, home) as sidecar:
        sidecar.await_ready()
        client = deaf(sidecar)
        push([client], BIG_GET, 10)
        sidecar.term()
        until(lambda: "event=stopping" in sidecar.err(), 10, "stopping")
        begin = time.monotonic()
        sidecar.term()
        code = sidecar.wait(10)
        took = time.monotonic() - begin
        client.close()
        check(code == 15, f"exit code {code}")
        check(took < 1.5, f"took {took:.1f} s")
        return f"exit 15 after {took * 1000:.0f} ms, while a client did not read"


def browser(dist):
    with Home() as home, Sidecar(dist, home) as sidecar:
        sidecar.await_ready()
        first = int(sidecar.ask("get a").split("\r\n")[1])
        for _ in range(20):
            with sidecar.connect() as client:
                client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                client.shutdown(socket.SHUT_WR)
                check(read_to_end(client).startswith(b"HTTP/1.1 "), "no HTTP answer")
        connection = http.client.HTTPConnection("127.0.0.1", sidecar.port, timeout=5)
        connection.request("GET", "/")
        status = connection.getresponse().status
        connection.close()
        check(sidecar.alive(), "it ended")
        check(int(sidecar.ask("get a").split("\r\n")[1]) > first, "no more IDs")
        check(int(sidecar.stats()["cmd_get"]) == 2, f"IDs drawn: {sidecar.stats()['cmd_get']}")
        return f"GET / and its empty line 21 times: HTTP {status}, no ID drawn, alive"


def amplification(dist):
    """1 MiB of one-byte keys in one go, ten times over; others are served in between."""
    line = b"get" + b" k" * 1000 + b"\r\n"
    burst = line * (1 + (1 << 20) // len(line))
    with Home() as home, Sidecar(dist, home) as sidecar:
        sidecar.await_ready()
        sidecar.heap_kb()
        before = sidecar.rss_kb()
        got = [0] * 10

        def greedy(number):
            with sidecar.connect() as client:
                sender = threading.Thread(target=client.sendall, args=(burst,), daemon=True)
                sender.start()
                while got[number] < burst.count(b"\n") * (1000 * 35 + 5):
                    part = client.recv(262144)
                    if not part:
                        return
                    got[number] += len(part)
                sender.join()

        threads = [threading.Thread(target=greedy, args=(n,), daemon=True) for n in range(10)]
        with Drawers(sidecar) as others:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
            others.stop()
        others.ids()
        want = burst.count(b"\n") * (1000 * 35 + 5)
        check(got == [want] * 10, f"answers of {got} bytes, not {want}")
        check(others.slowest_s() < PATIENCE_S, f"others waited {others.slowest_s():.2f} s")
        sidecar.heap_kb()
        grown = sidecar.rss_kb() - before
        check(grown < 40_000, f"{grown} KiB more")
        return (
            f"{sum(got) >> 20} MiB of answers for 10 MiB; others waited"
            f" {others.slowest_s() * 1000:.0f} ms at most; {grown} KiB more"
        )


CASES = [
    ("20 clients that do not read", deaf_clients),
    ("a write that stalls", stalled_write),
    ("no file descriptor left", no_file_descriptors),
    ("connection limit", connection_limit),
    ("a millisecond used up", used_up_millisecond),
    ("small keys, large answers", amplification),
    ("SIGTERM", term_answers),
    ("a second SIGTERM", second_term),
    ("GET / HTTP/1.1", browser),
]

if __name__ == "__main__":
    Cases("limits", __doc__).run(CASES)
