# SPDX-License-Identifier: Apache-2.0
"""The servers that are compared: how each is started, filled, measured and ended."""

import pathlib
import signal
import socket
import subprocess
import time

KEYS = 100
VALUE_LENGTH = 18


class Server:
    """One running process, pinned to a core if one is given."""

    def __init__(self, name, port, command, core, log, unique):
        self.name = name
        self.port = port
        self.unique = unique
        pin = ["taskset", "-c", str(core)] if core is not None else []
        with open(log, "ab") as out:
            self.process = subprocess.Popen(pin + command, stdout=out, stderr=out)
        self.pid = self.process.pid
        self.log = log

    def connect(self):
        """Waits until one value, or memcached's miss, is answered."""
        for _ in range(1000):
            if self.process.poll() is not None:
                break
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=5) as client:
                    client.sendall(b"get id\r\n")
                    if client.recv(100).startswith((b"VALUE", b"END")):
                        return self
            except OSError:
                pass
            time.sleep(0.01)
        self.stop()
        raise SystemExit(f"bench: {self.name} does not answer; its output is in {self.log}")

    def fill(self):
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as client:
            for i in range(KEYS):
                value = str(10 ** (VALUE_LENGTH - 1) + i).encode()
                client.sendall(b"set key%02d 0 0 %d\r\n%s\r\n" % (i, VALUE_LENGTH, value))
                if client.recv(100) != b"STORED\r\n":
                    raise SystemExit("bench: memcached did not store")
        return self

    def memory_mb(self, field):
        """Rss or Pss of the process now, in MiB, as the kernel counts pages."""
        for line in pathlib.Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
        raise SystemExit(f"bench: no {field} in smaps_rollup")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Fleet:
    """Makes servers and ends them all at the end."""

    NAMES = ("kezuri", "memcached", "katsubushi")

    def __init__(self, tools, work, first_port, realtime):
        self.tools = tools
        self.first = ["chrt", "-r", "1"] if realtime else []
        self.work = work
        self.next_port = first_port
        self.servers = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for server in self.servers:
            server.stop()

    def command(self, name, port, state="state"):
        if name == "memcached":
            return [self.tools[name], "-t", "1", "-u", "root", "-l", "127.0.0.1", "-U", "0", "-p", str(port)]
        if name == "katsubushi":
            return [self.tools[name], "-worker-id", "3", "-log-level", "error", "-port", str(port)]
        return [
            f"{self.tools['kezuri']}/bin/kezuri-sidecar", "--worker-id", "17",
            "--listen", f"127.0.0.1:{port}", "--admin-listen", f"127.0.0.1:{port + 1}",
            "--state-dir", str(self.work / state), "--allow-tmpfs",
        ]

    def port(self):
        self.next_port += 2
        return self.next_port - 2

    def start(self, name, core=None, state="state"):
        port = self.port()
        log = self.work / f"{name}.log"
        server = Server(name, port, self.first + self.command(name, port, state), core, log, name != "memcached")
        self.servers.append(server)
        server.connect()
        return server.fill() if name == "memcached" else server
