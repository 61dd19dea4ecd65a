# SPDX-License-Identifier: Apache-2.0
"""Random bytes of all protocols, right ones and faulty ones, cut at random places.

Two thirds of the time go to the connection handler inside one JVM, where the same bytes must get
the same answer however they are cut, no buffer may be lost and no exception may escape; one third
to a real sidecar over sockets, which must stay alive, answer its probes and give everything back.
A finding prints its seed and writes its bytes as a transcript, to be completed and put into
sidecar/src/test/resources/WireTest; `--seed S --cases 1` plays it again.
"""

import argparse
import glob
import os
import random
import subprocess
import sys
import time

from draw import Drawers
from sidecar import DEFAULT_DIST, TOP, Failed, Home, Sidecar, check, tests_jar, until


def java(main, *args):
    """Runs a main class of the sidecar's test jar; its last line, or Failed with all it said."""
    target = os.path.join(TOP, "sidecar", "target")
    jar = tests_jar().replace("-tests.jar", ".jar")
    libs = sorted(glob.glob(os.path.join(target, "lib", "*.jar")))
    command = [os.path.join(os.environ["JAVA_HOME"], "bin", "java"), "-Xmx384m", "-XX:+UseSerialGC"]
    command += ["--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
    command += ["-cp", os.pathsep.join([tests_jar(), jar, *libs])]
    command += [f"dev.kezuri.sidecar.fuzz.{main}", *args]
    done = subprocess.run(command, capture_output=True, text=True)
    text = done.stdout.strip()
    check(done.returncode == 0, f"exit code {done.returncode}\n{text}\n{done.stderr[-2000:]}")
    return text.splitlines()[-1]


def transcripts():
    return os.path.join(TOP, "sidecar", "src", "test", "resources", "WireTest")


def in_process(options, seconds):
    args = [transcripts(), options.out, str(seconds), str(options.seed)]
    return java("FuzzMain", *args, *([str(options.cases)] if options.cases else []))


def over_sockets(options, seconds):
    with Home() as home, Sidecar(options.dist, home) as sidecar:
        sidecar.await_ready()
        args = [transcripts(), options.out, "3", str(options.seed + 1_000_000)]
        java("SocketFuzzMain", *args, str(sidecar.port))
        settle(sidecar)
        before = sidecar.fds(), sidecar.threads(), sidecar.rss_kb()
        args[2:] = [str(seconds), str(options.seed)]
        line = java("SocketFuzzMain", *args, str(sidecar.port))
        check(sidecar.alive(), f"the sidecar ended: {sidecar.err()[-1000:]}")
        settle(sidecar)
        for path in ("/healthz", "/readyz"):
            status, body = sidecar.page(path)
            check(status == 200, f"{path} says {status} {body}")
        with Drawers(sidecar) as drawers:
            until(lambda: drawers.count() > 1000, 10, "IDs")
            drawers.stop()
        drawers.ids()
        errors = int(sidecar.stats()["internal_errors"])
        check(errors == 0, f"{errors} internal errors: {sidecar.err()[-2000:]}")
        settle(sidecar)
        after = sidecar.fds(), sidecar.threads(), sidecar.rss_kb()
        check(after[0] <= before[0] + 1, f"{before[0]} file descriptors before, {after[0]} after")
        check(after[1] <= before[1] + 1, f"{before[1]} threads before, {after[1]} after")
        grown = after[2] - before[2]
        check(grown < 32_000, f"{grown} KiB more")
        return f"{line}; alive, ready, {after[0]} file descriptors, {grown:+} KiB RSS"


def settle(sidecar):
    """Until only the one that asks is connected; memory after a collection."""
    until(lambda: int(sidecar.stats()["curr_connections"]) == 1, 20, "connections closed")
    sidecar.heap_kb()


def main():
    parser = argparse.ArgumentParser(
        prog="e2e/fuzz.sh", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dist", default=DEFAULT_DIST, help="a sidecar made by sidecar/dist.sh")
    parser.add_argument("--minutes", type=float, default=60, help="how long, in all [60]")
    parser.add_argument("--seed", type=int, help="of the first case; the next has the next number")
    parser.add_argument("--cases", type=int, help="so many cases inside the JVM, none over sockets")
    out = os.path.join(TOP, "e2e", "target", "fuzz")
    parser.add_argument("--out", default=out, help="folder for findings [e2e/target/fuzz]")
    options = parser.parse_args()
    if options.seed is None:
        options.seed = random.randrange(1 << 40)
    seconds = options.minutes * 60
    parts = [("in one JVM", in_process, max(1, round(seconds * 2 / 3)))]
    if not options.cases:
        parts.append(("over sockets", over_sockets, max(1, round(seconds / 3))))
    failed = False
    for name, function, share in parts:
        begin = time.monotonic()
        try:
            verdict, text = "ok", function(options, share)
        except (Failed, OSError) as error:
            verdict, text, failed = "FAILED", str(error), True
        print(f"{verdict:6} fuzz: {name}: {text} ({time.monotonic() - begin:.1f} s)", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
