# SPDX-License-Identifier: Apache-2.0
"""Kills a sidecar under load, again and again, and sets its clock back in between.

Each life of the sidecar has the state folder of the one before. All its IDs must be above all that
the lives before it issued, and its first ID must come within 300 ms of the process saying that it
listens, or within 1 s of its start. Starts during which other processes took more than a quarter of
the machine are reported, and not held to that.
"""

import argparse
import os
import random
import statistics
import sys
import time

from draw import Drawers, Drawing
from sidecar import DEFAULT_DIST, TICK, Clock, Failed, Home, Sidecar, check, lease

HOUR = 3_600_000
LISTEN_MS = 300
START_MS = 1000
OTHERS = 0.25


def set_clock(clock, random_):
    """Back by up to an hour, mostly; now and then right again, or an hour ahead."""
    moved = random_.choice([-1000, -60_000, -HOUR, -HOUR, 0, None, HOUR])
    if moved is None:
        clock.offset(0)
    else:
        clock.move(round(moved * random_.random()))


def first_id(sidecar, above):
    """Asks from the start on until an ID comes; (ms since it listened, ms since its start)."""
    end = time.monotonic() + 30
    first = Drawing(sidecar, keys=1)
    while first.count == 0:
        check(time.monotonic() < end, f"no ID within 30 s: {first.refusals[-1:]}")
        check(sidecar.alive(), f"ended with {sidecar.process.returncode}: {sidecar.err()[-500:]}")
        try:
            with sidecar.connect(5) as client:
                while first.count == 0 and time.monotonic() < end:
                    first.draw(client)
                    if first.count == 0:
                        time.sleep(0.001)
        except ConnectionRefusedError:
            time.sleep(0.002)
    now = time.time()
    check(first.last > above, f"{first.last} is not above {above}, issued in an earlier life")
    listening = sidecar.listening_at()
    check(listening, "it answers, and its log does not say that it listens")
    return first.last, (now - listening) * 1000, (now - sidecar.started) * 1000


def machine():
    """When it is, and the processor time used so far by all, and by this process; seconds."""
    with open("/proc/stat") as file:
        ticks = [int(field) for field in file.readline().split()[1:9]]
    me = os.times()
    return time.monotonic(), (sum(ticks) - ticks[3] - ticks[4]) / TICK, me.user + me.system


def others_share(begin, end, sidecar_s):
    """The part of the machine that others took: neither this script nor the sidecar."""
    passed, busy, me = (b - a for a, b in zip(begin, end))
    return max(0.0, busy - me - sidecar_s) / (passed * os.cpu_count())


def life(dist, home, clock, held, above, random_):
    """One life, ended by kill -9; (highest ID, IDs seen, ms since it listened, since its start)."""
    begin = machine()
    with Sidecar(dist, home, clock=clock, lease=held) as sidecar:
        if random_.random() < 0.1:
            # Some do not live to see their first command.
            time.sleep(random_.random() * 0.6)
            sidecar.kill()
            return above, 0, None
        above, listened, started = first_id(sidecar, above)
        others = others_share(begin, machine(), sidecar.cpu_s())
        with Drawers(sidecar, count=4, keys=random_.choice([1, 10, 100, 1000]), pause_s=0) as drawers:
            left = random_.random() ** 2 * 2
            if random_.random() < 0.3:
                time.sleep(left / 2)
                set_clock(clock, random_)
                left /= 2
            time.sleep(left)
            sidecar.kill()
            drawers.stop()
        ids = drawers.ids(above)
        check(not drawers.refusals(), f"refused: {drawers.refusals()[:1]}")
        return max(ids, default=above), len(ids) + 1, (listened, started, others)


def percentiles(values):
    return f"p50 {statistics.median(values):.0f}, max {max(values):.0f} ms"


def run(dist, times, seed):
    random_ = random.Random(seed)
    above, count, waits = 0, 0, []
    now = int(time.time() * 1000)
    with Home() as home:
        clock = Clock(home + "/clock")
        # Half of the runs with a lease, as in a pod; the window reaches over all the jumps.
        held = lease(now - 24 * HOUR, now + 720 * HOUR) if seed % 2 else None
        for number in range(times):
            if number:
                set_clock(clock, random_)
            try:
                above, seen, wait = life(dist, home, clock, held, above, random_)
            except Failed as failure:
                raise Failed(f"life {number + 1}: {failure}") from None
            count += seen
            if wait:
                waits.append(wait)
    check(waits, "no life had time for an ID: give it more times")
    judged = [w for w in waits if w[2] <= OTHERS]
    late = [w for w in judged if w[0] > LISTEN_MS and w[1] > START_MS]
    figures = (
        f"{times} lives, {count} IDs, none twice, each life above the one before;"
        f" first ID after listening: {percentiles([w[0] for w in waits])},"
        f" after the start: {percentiles([w[1] for w in waits])};"
        f" {len(waits) - len(judged)} of {len(waits)} starts on a machine that others kept busy"
    )
    check(not late, f"first ID too late in {len(late)} lives; {figures}")
    return figures


def main():
    parser = argparse.ArgumentParser(prog="e2e/restarts.sh", description=__doc__)
    parser.add_argument("--dist", default=DEFAULT_DIST, help="a sidecar made by sidecar/dist.sh")
    parser.add_argument("--times", type=int, default=200, help="lives [200]")
    parser.add_argument("--seed", type=int, help="of the moments and clocks; odd ones have a lease")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(1 << 30)
    begin = time.monotonic()
    try:
        verdict = "ok", run(options.dist, options.times, seed)
    except (Failed, OSError) as error:
        verdict = "FAILED", str(error)
    seconds = time.monotonic() - begin
    print(f"{verdict[0]:6} restarts: {verdict[1]} (seed {seed}, {seconds:.1f} s)", flush=True)
    sys.exit(0 if verdict[0] == "ok" else 1)


if __name__ == "__main__":
    main()
