# SPDX-License-Identifier: Apache-2.0
"""Start-up, memory and size of each server. MB are 2^20 bytes."""

import pathlib
import statistics
import subprocess
import time

STARTS = 11
SIDE_BY_SIDE = 10
IDLE_S = 10


def idle(fleet, options, say):
    """Start, memory 10 s after the first value, ten at once, size on disk; by (row, server)."""
    found = {}
    starts = 3 if options.quick else STARTS
    for name in fleet.NAMES:
        first = [first_id_ms(fleet, options, name) for _ in range(starts)]
        found["first ID", name] = statistics.median(first)
        server = fleet.start(name)
        time.sleep(IDLE_S)
        found["RSS idle", name] = server.memory_mb("Rss")
        server.stop()
        fleet.servers.remove(server)
        found["PSS of ten", name] = ten(fleet, name)
        found["size", name] = size_mb(fleet.tools[name])
        say(f"footprint: {name}: " + ", ".join(
            f"{row} {found[row, name]:.1f}" for row in ("first ID", "RSS idle", "PSS of ten", "size")))
    return found


def loaded(running):
    """Memory of the servers that have had all the loads."""
    time.sleep(IDLE_S)
    return {("RSS loaded", server.name): server.memory_mb("Rss") for server in running}


def first_id_ms(fleet, options, name):
    port = fleet.port()
    miss = ["--or-miss"] if name == "memcached" else []
    command = [*fleet.first, options.first_id, *miss, str(port), *fleet.command(name, port)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def ten(fleet, name):
    """Mean share of memory of ten, each after one value."""
    group = [fleet.start(name, state=f"state-{i}") for i in range(SIDE_BY_SIDE)]
    time.sleep(IDLE_S)
    mean = statistics.mean(server.memory_mb("Pss") for server in group)
    for server in group:
        server.stop()
        fleet.servers.remove(server)
    return mean


def size_mb(path):
    top = pathlib.Path(path).resolve()
    files = [f for f in top.rglob("*") if f.is_file()] if top.is_dir() else [top]
    return sum(f.stat().st_size for f in files) / 2**20
