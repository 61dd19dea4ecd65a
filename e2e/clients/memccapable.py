# SPDX-License-Identifier: Apache-2.0
"""libmemcached's conformance test: the cases that an ID server can pass."""
import subprocess

import sidecars

CASES = [
    *("ascii version", "ascii quit", "ascii verbosity", "ascii stat"),
    *("binary noop", "binary quit", "binary quitq", "binary version", "binary stat"),
]
# They store a value and want it back. A pass would mean that this test cannot fail.
STORING = ["ascii flush", "binary flush", "ascii set", "binary get"]


def run(rig):
    # All in one run, as "ascii quit" by itself (-T) fails on memcached 1.6 too.
    said = _said(rig, rig.issuing.port)
    failed = [case for case in CASES if not _passed(case, said)]
    assert not failed, f"failed: {failed} of\n{said}"
    passed = [case for case in STORING if _passed(case, said)]
    assert not passed, f"passed, and must not: {passed} of\n{said}"
    nothing = _said(rig, sidecars.free_port())
    assert not any(_passed(case, nothing) for case in CASES), nothing
    return []


def _said(rig, port):
    """Its exit code says only whether all 54 cases passed."""
    command = [rig.tools["memccapable"], "-h", "127.0.0.1", "-p", str(port)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120).stdout


def _passed(case, said):
    return f"{case:40}[pass]\n" in said
