# SPDX-License-Identifier: Apache-2.0
"""A wall clock for one process that no library can reach."""

import ctypes
import os
import platform
import signal
import struct
import sys

from sidecar import Failed, check


class WallClock:
    """The machine's wall clock and so many seconds, for one process; its steady clock is left alone.

    A Go program asks the vDSO, which no library can replace. So what the process has mapped of it,
    a copy once written to, gets other code before the program's first instruction: the system call,
    and `seconds` added if it was for CLOCK_REALTIME.
    """

    LAUNCH = (
        "import ctypes, os, sys\n"
        "if ctypes.CDLL(None).ptrace(0, 0, None, None): sys.exit('PTRACE_TRACEME refused')\n"
        "os.execv(sys.argv[1], sys.argv[1:])\n"
    )
    # mov eax, 228 (clock_gettime); syscall; test edi, edi; jne +7; add qword [rsi], imm32; ret
    CODE = bytes.fromhex("b8e4000000 0f05 85ff 7507 488106") + b"%b" + b"\xc3"
    SECONDS_AT = 14
    PTRACE_DETACH = 17

    def __init__(self, seconds=0):
        check(
            sys.platform == "linux" and platform.machine() == "x86_64",
            "a clock for one process needs Linux on x86-64",
        )
        self.seconds = seconds

    def command(self, command):
        return [sys.executable, "-c", self.LAUNCH, *command]

    def take(self, pid):
        """Of a child of this thread that LAUNCH has started."""
        _, status = os.waitpid(pid, 0)
        check(os.WIFSTOPPED(status) and os.WSTOPSIG(status) == signal.SIGTRAP, f"not traced: {status:#x}")
        vdso = ctypes.CDLL("linux-vdso.so.1")
        mine = ctypes.cast(vdso["__vdso_clock_gettime"], ctypes.c_void_p).value
        self.at = mine - vdso_base("self") + vdso_base(pid)
        self.pid = pid
        self._write(self.at, self.CODE % struct.pack("<i", self.seconds))
        libc = ctypes.CDLL(None, use_errno=True)
        check(
            libc.ptrace(self.PTRACE_DETACH, pid, None, None) == 0,
            f"PTRACE_DETACH: {os.strerror(ctypes.get_errno())}",
        )

    def shift(self, seconds):
        self.seconds = seconds
        self._write(self.at + self.SECONDS_AT, struct.pack("<i", seconds))

    def _write(self, at, what):
        with open(f"/proc/{self.pid}/mem", "r+b", buffering=0) as memory:
            memory.seek(at)
            memory.write(what)


def vdso_base(pid):
    with open(f"/proc/{pid}/maps") as maps:
        for line in maps:
            if line.rstrip().endswith("[vdso]"):
                return int(line.split("-")[0], 16)
    raise Failed(f"process {pid} has no vDSO")
