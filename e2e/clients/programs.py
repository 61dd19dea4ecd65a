# SPDX-License-Identifier: Apache-2.0
"""A program that answers each line of its input with a line, as all examples do."""
import os
import select
import subprocess
import time


class Program:
    def __init__(self, command):
        self._command = command
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._held = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def ask(self, request, seconds=30):
        """Returns the answer, or fails if there is none in time."""
        self._process.stdin.write(request.encode() + b"\n")
        self._process.stdin.flush()
        deadline = time.monotonic() + seconds
        output = self._process.stdout.fileno()
        while b"\n" not in self._held:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([output], [], [], left)[0]:
                self._process.kill()
                raise AssertionError(f"no answer to {request!r} in {seconds} s{self._rest()}")
            some = os.read(output, 65536)
            if not some:
                raise AssertionError(f"ended at {request!r}{self._rest()}")
            self._held += some
        line, self._held = self._held.split(b"\n", 1)
        return line.decode().strip()

    def _rest(self):
        text = self._held.decode(errors="replace").strip()
        return f": {' '.join(self._command)}" + (f", having said {text!r}" if text else "")
