# SPDX-License-Identifier: Apache-2.0
"""Runs the cases in interleaved rounds and prints one table; called by run.sh."""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import cases
import footprint
import servers
import table


def arguments():
    parser = argparse.ArgumentParser(prog="bench/run.sh", description=(
        "Compares the sidecar with memcached -t 1 and katsubushi in one run, and prints a table. "
        "Servers run on one core, the client on another. Takes about 12 minutes; do nothing else."))
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each case and server (5)")
    parser.add_argument("--seconds", type=float, default=2, help="measured time of a round (2)")
    parser.add_argument("--warm", type=float, default=5, help="load before a case's first round, s (5)")
    parser.add_argument("--quick", action="store_true", help="one short round: does it work?")
    parser.add_argument("--only", action="append", metavar="CASE",
                        choices=[case.name for case in cases.CASES] + ["footprint"],
                        help="only this case (repeatable): %(choices)s")
    parser.add_argument("--out", type=pathlib.Path, help="write the table to this file, too")
    parser.add_argument("--json", type=pathlib.Path, help="write each round's numbers to this file")
    parser.add_argument("--port", type=int, default=21000, help="first of about 60 ports used (21000)")
    parser.add_argument("--realtime", action="store_true", help=(
        "servers and client before all else that runs (chrt, as root): on a machine that is busy"))
    parser.add_argument("--dist", help="measure this sidecar, not dist/kezuri-sidecar built anew")
    for tool in ("memcached", "katsubushi", "load", "first-id"):
        parser.add_argument(f"--{tool}", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.seconds, options.warm = 1, 0.5, 0.5
    return options


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


class Rounds:
    """Results by case and server."""

    def __init__(self, options, cores):
        self.options = options
        self.cores = cores
        self.results = {}
        self.failures = {}

    def load(self, case, server, warm, seconds, rate):
        first = ["chrt", "-r", "2"] if self.options.realtime else []
        command = [*first, "taskset", "-c", str(self.cores[1]), self.options.load,
                   "--port", str(server.port), "--pid", str(server.pid),
                   "--warm", str(warm), "--seconds", str(seconds)]
        command += ["--unique"] if server.unique else []
        done = subprocess.run(command + case.arguments(rate), capture_output=True, text=True,
                              timeout=warm + seconds + 60, check=False)
        if done.returncode != 0:
            self.failures[case.name, server.name] = done.stderr.strip()
            say(f"{case.name}: {server.name}: {done.stderr.strip()}")
            return None
        return json.loads(done.stdout)

    def median(self, case, name):
        values = [case.value(result) for result in self.results.get((case.name, name), [])]
        return statistics.median(values) if values else None

    def rate(self, case):
        if not case.half_of:
            return case.rate
        other = next(c for c in cases.CASES if c.name == case.half_of)
        half = self.median(other, "memcached")
        return round(half / 2, -3) if half else 40e3

    def run(self, case, running):
        rate = self.rate(case)
        for server in running:
            if self.load(case, server, 0, max(self.options.warm, 0.3), rate) is None:
                continue
            self.results[case.name, server.name] = []
        for _ in range(self.options.rounds):
            for server in running:
                if (case.name, server.name) not in self.results:
                    continue
                result = self.load(case, server, 0.3, self.options.seconds, rate)
                if result is not None:
                    self.results[case.name, server.name].append(result)
        say(f"{case.name}: " + ", ".join(
            f"{server.name} {table.number(self.median(case, server.name))}" for server in running)
            + f" {case.unit}")


def main():
    options = arguments()
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        raise SystemExit("bench: needs two cores, one for the server and one for the client")
    tools = {"kezuri": options.dist, "memcached": options.memcached, "katsubushi": options.katsubushi}
    wanted = [case for case in cases.CASES if not options.only or case.name in options.only]
    measured = {}
    # In the tree: a state folder wants a disk, and /tmp may be memory.
    with tempfile.TemporaryDirectory(prefix="bench-", dir=os.environ["KEZURI_BENCH_WORK"]) as work, \
            servers.Fleet(tools, pathlib.Path(work), options.port, options.realtime) as fleet:
        rounds = Rounds(options, cores)
        with_footprint = not options.only or "footprint" in options.only
        if with_footprint:
            measured.update(footprint.idle(fleet, options, say))
        running = [fleet.start(name, cores[0]) for name in fleet.NAMES] if wanted else []
        for case in wanted:
            rounds.run(case, running)
        if with_footprint and wanted:
            measured.update(footprint.loaded(running))
    text = table.render(options, wanted, rounds, measured)
    print(text)
    if options.out:
        options.out.write_text(text + "\n")
    if options.json:
        options.json.write_text(json.dumps({" ".join(k): v for k, v in rounds.results.items()}, indent=1))
    if any(name == "kezuri" for _, name in rounds.failures):
        raise SystemExit("bench: the sidecar gave a wrong answer or none; see above")


main()
