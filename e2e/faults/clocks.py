# SPDX-License-Identifier: Apache-2.0
"""What a sidecar does when its wall clock jumps, stands or is wrong. See --help."""

import time

from cases import Cases
from draw import Drawers
from sidecar import EPOCH_MS, Clock, Home, Sidecar, check, lease, until

HOUR = 3_600_000
YEAR = 365 * 24 * HOUR
LEAP_MS = 1483228800000  # 2017-01-01T00:00:00Z: the last leap second was just before


def refused(sidecar):
    """How many commands it says it refused, of any reason, in stats and in the metrics alike."""
    by_reason = {k: int(v) for k, v in sidecar.stats().items() if k.startswith("refused_")}
    check(by_reason, "no refused_* in stats")
    in_stats = sum(by_reason.values())
    in_metrics = sidecar.metric("kezuri_refusals_total")
    check(in_stats == in_metrics, f"stats say {in_stats} refusals, metrics {in_metrics}")
    return in_stats


def behind_ms(sidecar):
    """How far it says the clock is behind the IDs, in stats and in the metrics alike."""
    metric = sidecar.metric("kezuri_clock_behind_seconds") * 1000
    stat = int(sidecar.stats()["clock_behind_ms"])
    check(abs(stat - metric) < 1000, f"stats say {stat} ms behind, metrics {metric}")
    return metric


def draw_for(drawers, seconds):
    """Some time with IDs all through it: at least 20 in each quarter of a second."""
    for _ in range(round(seconds * 4)):
        before = drawers.count()
        until(lambda before=before: drawers.count() >= before + 20, 5, "IDs")
        time.sleep(0.25)


def jumps(name, moves, behind):
    """A case: the clock makes these moves; then it is `behind` (from, to) ms behind the IDs."""

    def standalone(dist):
        return run(dist, None)

    def in_pod(dist):
        now = int(time.time() * 1000)
        return run(dist, lease(now - HOUR, now + 24 * HOUR))

    def run(dist, held):
        with Home() as home:
            clock = Clock(home + "/clock")
            with Sidecar(dist, home, clock=clock, lease=held) as sidecar:
                sidecar.await_ready()
                with Drawers(sidecar) as drawers:
                    draw_for(drawers, 0.5)
                    for move in moves:
                        move(clock)
                        draw_for(drawers, 0.75)
                    low, high = behind[0 if held is None else 1]
                    said = behind_ms(sidecar)
                    drawers.stop()
                ids = drawers.ids()
                check(not drawers.refusals(), f"refused: {drawers.refusals()[:1]}")
                check(refused(sidecar) == 0, "says that it refused")
                check(low <= said <= high, f"says {said:.0f} ms behind, not {low} to {high}")
                return f"{len(ids)} IDs, 0 refused, {said:.0f} ms behind"

    return [(f"{name}, standalone", standalone), (f"{name}, in a pod", in_pod)]


def back(ms):
    return lambda clock: clock.move(-ms)


def forward(ms):
    return lambda clock: clock.move(ms)


def stand(clock):
    clock.stand_still()


def leap_second(dist):
    """23:59:59 comes twice, as POSIX clocks have it; the year is one that had one."""
    with Home() as home:
        clock = Clock(home + "/clock")
        clock.set(LEAP_MS - 4000)
        with Sidecar(dist, home, clock=clock) as sidecar:
            sidecar.await_ready()
            clock.set(LEAP_MS - 1000)
            with Drawers(sidecar) as drawers:
                until(lambda: clock.wall_ms() >= LEAP_MS, 3, "midnight")
                before = drawers.count()
                clock.move(-1000)
                until(lambda: clock.wall_ms() >= LEAP_MS, 3, "midnight again")
                second = drawers.count() - before
                draw_for(drawers, 0.5)
                said = behind_ms(sidecar)
                drawers.stop()
            drawers.ids()
            check(second > 0, "no ID in the second that was repeated")
            check(not drawers.refusals() and refused(sidecar) == 0, "refused")
            check(said <= 1000, f"says {said:.0f} ms behind")
            return f"{drawers.count()} IDs, {second} of them in the repeated second, 0 refused"


def refuses_before(dist):
    """A clock an hour before the window: no ID, said; IDs once it is right."""
    now = int(time.time() * 1000)
    with Home() as home:
        clock = Clock(home + "/clock")
        clock.move(-2 * HOUR)
        with Sidecar(dist, home, clock=clock, lease=lease(now - HOUR, now + HOUR)) as sidecar:
            sidecar.await_ready()
            with Drawers(sidecar, pause_s=0.05) as drawers:
                until(lambda: len(drawers.refusals()) >= 20, 10, "refusals")
                check(drawers.count() == 0, "an ID before the window")
                status, body = sidecar.page("/readyz")
                check(status == 503 and "clock" in body, f"/readyz says {status} {body}")
                clock.offset(0)
                until(lambda: drawers.count() > 20, 5, "IDs once the clock is right")
                drawers.stop()
            drawers.ids()
            text = drawers.refusals()[0][1]
            check("clock is before" in text, text)
            seen, said = len(drawers.refusals()), refused(sidecar)
            check(seen == said, f"{seen} refusals seen, {said} said")
            check(sidecar.page("/readyz")[0] == 200, "not ready")
            return f"{seen} refused as counted, then {drawers.count()} IDs"


def late(ids, end_ms):
    """How many of them have a timestamp at or behind it."""
    return sum(1 for one in ids if (one >> 22) + EPOCH_MS >= end_ms)


def refuses_after(dist):
    """The window ends while the clock is right: no ID behind it; IDs once it is extended."""
    now = int(time.time() * 1000)
    end = now + 4000
    with Home() as home:
        clock = Clock(home + "/clock")
        with Sidecar(dist, home, clock=clock, lease=lease(now - HOUR, end)) as sidecar:
            sidecar.await_ready()
            with Drawers(sidecar, pause_s=0.02) as drawers:
                until(lambda: len(drawers.refusals()) >= 20, 10, "refusals")
                count = drawers.count()
                check(late(drawers.ids(), end) == 0, "an ID behind the window's end")
                first = min(when for when, _ in drawers.refusals()) * 1000
                check(first >= end - 1, f"refused {end - first:.0f} ms before the window's end")
                sidecar.write_lease(lease(now - HOUR, now + 24 * HOUR))
                until(lambda: drawers.count() > count + 20, 10, "IDs in the longer window")
                drawers.stop()
            ids = drawers.ids()
            text = drawers.refusals()[0][1]
            check("run out" in text, text)
            seen, said = len(drawers.refusals()), refused(sidecar)
            check(seen == said, f"{seen} refusals seen, {said} said")
            check(count > 0, "no ID before the window's end")
            return f"{seen} refused as counted, {len(ids)} IDs, {late(ids, end)} after the renewal"


def cases():
    anything = (0, 2000)
    hour_behind = (HOUR - 5000, HOUR + 5000)
    all_cases = []
    all_cases += jumps("back 1 s", [back(1000)], (anything, anything))
    all_cases += jumps("back 1 h", [back(HOUR)], (hour_behind, hour_behind))
    all_cases += jumps("forward 1 h", [forward(HOUR)], (anything, anything))
    # A year ahead is outside a pod's window, so it is not adopted there; without a lease it is.
    year_behind = (YEAR - 5000, YEAR + 5000)
    all_cases += jumps(
        "forward a year and back", [forward(YEAR), back(YEAR)], (year_behind, anything)
    )
    all_cases += jumps("frozen", [stand], ((100, 2000), (100, 2000)))
    all_cases.append(("leap second", leap_second))
    all_cases.append(("clock before the window", refuses_before))
    all_cases.append(("window runs out", refuses_after))
    return all_cases


if __name__ == "__main__":
    Cases("clocks", __doc__).run(cases())
