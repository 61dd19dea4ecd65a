# SPDX-License-Identifier: Apache-2.0
"""Runs the cases; called by e2e/clients.sh."""
import argparse
import dataclasses
import os
import subprocess
import sys
import tempfile
import time
import traceback

import cases
import katsubushi
import memccapable
import sidecars
from checks import Check

WORKER_ID = 423


@dataclasses.dataclass
class Rig:
    """What a case may use."""

    dist: str  # has kezuri-sidecar and kezuri
    folder: str  # of this run
    tools: dict  # paths by the names of config/tools.sh
    kitchen: cases.Kitchen
    issuing: sidecars.Sidecar
    in_pod: sidecars.InPod


def all_cases():
    """Name of each -> the tools it needs, and what runs it: Rig to the IDs it drew."""
    found = {}
    for name, (tool, make) in cases.clients().items():
        found[name] = ([tool], lambda rig, make=make: Check(make(rig.kitchen), rig).run())
    found["memccapable"] = (["memccapable"], memccapable.run)
    found["katsubushi"] = (["katsubushi", "katsubushi-dump", "curl", "nc"], katsubushi.run)
    return found


def main():
    parser = argparse.ArgumentParser(prog="e2e/clients.sh")
    parser.add_argument("--top", required=True)
    parser.add_argument("--jdk", required=True)
    parser.add_argument("--dist", required=True)
    parser.add_argument("--only", action="append", default=[])
    options = parser.parse_args()
    known = all_cases()
    chosen = options.only or list(known)
    for name in chosen:
        if name not in known:
            sys.exit(f"e2e/clients.sh: no such case: {name}; there are {' '.join(known)}")
    tools = install(options.top, {tool for name in chosen for tool in known[name][0]})
    with tempfile.TemporaryDirectory(prefix="kezuri-clients-") as folder:
        sidecar = os.path.join(options.dist, "kezuri-sidecar")
        rig = Rig(
            options.dist,
            folder,
            tools,
            cases.Kitchen(options.top, tools, folder, options.jdk),
            sidecars.issuing(sidecar, folder, WORKER_ID),
            sidecars.InPod(sidecar, folder, WORKER_ID + 1),
        )
        failed = run(rig, {name: known[name][1] for name in chosen})
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


def install(top, names):
    script = os.path.join(top, "config", "tools.sh")
    done = subprocess.run([script, *sorted(names)], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(done.returncode)
    return dict(line.split("=", 1) for line in done.stdout.splitlines())


def run(rig, chosen):
    """Returns how many failed."""
    seen = {}
    try:
        rig.issuing.start()
        rig.in_pod.start()
        return sum(not passes(name, case, rig, seen) for name, case in chosen.items())
    finally:
        rig.issuing.stop()
        rig.in_pod.stop()


def passes(name, case, rig, seen):
    start = time.monotonic()
    problem = None
    try:
        rig.issuing.revive()
        if rig.in_pod.has_lease:
            rig.in_pod.begin_anew()
        ids = case(rig)
        for id_ in ids:
            assert id_ not in seen, f"{id_} came to {seen[id_]} before"
            seen[id_] = name
    except (AssertionError, OSError, RuntimeError, ValueError, subprocess.SubprocessError):
        problem = traceback.format_exc()
    result = "FAILED" if problem else f"ok {len(ids):6} IDs"
    print(f"{name:24} {result:14} {time.monotonic() - start:5.1f} s", flush=True)
    if problem:
        print(problem, end="", flush=True)
    return not problem


if __name__ == "__main__":
    sys.exit(main())
