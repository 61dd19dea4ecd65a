# SPDX-License-Identifier: Apache-2.0
"""Runs the clients; called by e2e/clients.sh."""
import argparse
import os
import subprocess
import sys
import tempfile
import time
import traceback

import cases
import sidecars
from checks import Check

WORKER_ID = 423


def main():
    parser = argparse.ArgumentParser(prog="e2e/clients.sh")
    parser.add_argument("--top", required=True)
    parser.add_argument("--jdk", required=True)
    parser.add_argument("--dist", required=True)
    parser.add_argument("--only", action="append", default=[])
    options = parser.parse_args()
    known = cases.clients()
    chosen = options.only or list(known)
    for name in chosen:
        if name not in known:
            sys.exit(f"e2e/clients.sh: no such client: {name}; there are {' '.join(known)}")
    tools = install(options.top, {known[name][0] for name in chosen})
    with tempfile.TemporaryDirectory(prefix="kezuri-clients-") as folder:
        os.makedirs(os.path.join(folder, "classes"))
        kitchen = cases.Kitchen(options.top, tools, folder, options.jdk)
        issuing = sidecars.issuing(options.dist, folder, WORKER_ID)
        refusing = sidecars.refusing(options.dist, folder)
        try:
            issuing.start()
            refusing.start()
            failed = sum(
                not passes(known[name][1], kitchen, issuing, refusing, name) for name in chosen
            )
        finally:
            issuing.stop()
            refusing.stop()
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


def install(top, names):
    script = os.path.join(top, "config", "tools.sh")
    done = subprocess.run([script, *sorted(names)], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(done.returncode)
    return dict(line.split("=", 1) for line in done.stdout.splitlines())


ALL_IDS = {}


def passes(make, kitchen, issuing, refusing, name):
    start = time.monotonic()
    try:
        ids = Check(make(kitchen), issuing, refusing, WORKER_ID).run()
        for id_ in ids:
            assert id_ not in ALL_IDS, f"{id_} came to {ALL_IDS[id_]} before"
            ALL_IDS[id_] = name
        problem = None
    except (AssertionError, OSError, RuntimeError, ValueError):
        problem = traceback.format_exc()
    result = f"ok {len(ids)} IDs" if problem is None else "FAILED"
    print(f"{name:24} {result:16} {time.monotonic() - start:5.1f} s", flush=True)
    if problem:
        print(problem, end="", flush=True)
    return problem is None


if __name__ == "__main__":
    sys.exit(main())
