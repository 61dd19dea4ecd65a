# SPDX-License-Identifier: Apache-2.0
"""A relay before a sidecar that lets each answer come alone."""
import contextlib
import socket
import socketserver
import threading
import time

GAP_SECONDS = 0.005
BINARY = b"\x81"
HEADER = 24  # bytes, four of them the body's length


class Apart(socketserver.ThreadingTCPServer):
    """Answers sent one after the other mostly come together, but not always on a busy machine. Here
    they never do, so that a client that leaves some of them unread is found out in every run."""

    daemon_threads = True

    def __init__(self, sidecar):
        super().__init__(("127.0.0.1", 0), _Relay)
        self.sidecar = sidecar
        self.address = f"127.0.0.1:{self.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.05,)).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class _Relay(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        with socket.create_connection(("127.0.0.1", self.server.sidecar.port)) as sidecar:
            threading.Thread(target=_pass_on, args=(self.request, sidecar), daemon=True).start()
            with contextlib.suppress(ConnectionError):  # a client may end as it likes
                for answer in _answers(sidecar):
                    self.request.sendall(answer)
                    time.sleep(GAP_SECONDS)


def _pass_on(client, sidecar):
    sidecar.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
    with contextlib.suppress(OSError):  # the connection ended, and so does the other thread
        while asked := client.recv(65536):
            sidecar.sendall(asked)
        sidecar.shutdown(socket.SHUT_WR)


def _answers(sidecar):
    held = b""
    while came := sidecar.recv(65536):
        held += came
        while length := _length_of_first(held):
            yield held[:length]
            held = held[length:]
    yield held


def _length_of_first(held):
    """Of a binary answer or a line of text; 0 if it has not come whole."""
    if held[:1] != BINARY:
        return held.find(b"\n") + 1
    length = HEADER + int.from_bytes(held[8:12], "big")
    return length if HEADER <= len(held) and length <= len(held) else 0
