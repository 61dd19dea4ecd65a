# SPDX-License-Identifier: Apache-2.0
"""Puts to katsubushi what docs/chaos.md puts to Kezuri, as far as it can be put to it.

A line a case: what was done, what was seen, how many IDs were drawn, how many of them came twice
(all are compared), how many requests were refused. Nothing that katsubushi does is a failure: the
exit status is 1 only if a case could not be seen through.

Its lock in Redis lasts 600 s, and three cases are about what happens after that. They wait for it,
all side by side: 11 minutes. With --hurry the lock is expired in Redis instead: half a minute.
"""

import argparse
import concurrent.futures
import signal
import sys
import time
import traceback

from rivals import TTL_S, Link
from room import Room, first_ms, of, span_ms
from sidecar import Failed, check, until
from wallclock import WallClock

BACK_S = 3
APART_S = 10
STOPPED = 5


def one_flag(room):
    pools = [room.pool(room.katsubushi(name, "-worker-id=7"), pause_s=0.002) for name in "ab"]
    for pool in pools:
        pool.draw(10_000)
    return room.told("two processes started with -worker-id=7, both serve")


def by_redis(room):
    redis = room.redis()
    pools = room.all_of(redis, 8)
    ttl = redis.ask("TTL raus:id:1")
    for pool in pools:
        pool.draw()
    ninth = room.katsubushi("ninth", *of(8, redis.url()))
    check(ninth.ends_within(60), "a ninth process for 8 numbers goes on")
    return room.told(
        f"8 processes at once by -redis for 8 numbers: each its own, TTL {ttl[1:]} s,"
        f" a ninth ends with exit code {ninth.process.returncode}"
    )


def fate(process, seconds):
    """How a process got on within so many seconds after its number turned out to be shared."""
    if not process.ends_within(seconds):
        return f"still runs {seconds} s later"
    word = "unexpected uuid" if "unexpected uuid" in process.log() else process.log()[-200:]
    return f"ends with exit code {process.process.returncode} ({word})"


def successor(room, redis, first):
    """Another takes the number of the first, whose lock is gone; it has drawn when this returns."""
    second = room.katsubushi("second", *of(2, redis.url()))
    number = first.process.worker_id()
    check(second.worker_id() == number, f"{second.worker_id()} given, not {number}")
    pool = room.pool(second, pause_s=0.002)
    pool.draw()
    return pool


def stopped(room):
    redis = room.redis()
    # One goes on, so that a successor hears that its number is taken.
    *stopping, _ = room.all_of(redis, STOPPED + 1)
    for pool in stopping:
        pool.draw()
        pool.process.signal(signal.SIGSTOP)
    firsts = {pool.process.worker_id(): pool for pool in stopping}
    for number in firsts:
        room.expire(redis, number)
    rivals = [room.katsubushi(f"successor{n}", *of(STOPPED + 1, redis.url())) for n in range(STOPPED)]
    seconds = {one.worker_id(): room.pool(one, pause_s=0.002) for one in rivals}
    check(seconds.keys() == firsts.keys(), f"{seconds.keys()} given, not {firsts.keys()}")
    late, fates = zip(*(wake(firsts[number], second) for number, second in seconds.items()))
    return room.told(
        f"{STOPPED} stopped by SIGSTOP until their locks expired, others took the numbers, SIGCONT,"
        f" one after another: each issues {listed(len(ids) for ids in late)} IDs more, within"
        f" {listed(map(span_ms, late))} ms; then it {listed(first for first, _ in fates)}, the"
        f" other {listed(second for _, second in fates)}"
    )


def wake(first, second):
    """Lets a process go on whose number another has; its IDs from then on, what became of both."""
    second.draw()
    first.process.signal(signal.SIGCONT)
    fates = fate(first.process, 10), fate(second.process, 10)
    return first.ids(since_ms=first_ms(second)), fates


def listed(values):
    """Each value once."""
    return " or ".join(sorted({str(value) for value in values}))


def cut_off(room):
    redis = room.redis()
    link = room.enter_context(Link(redis.port))
    first, _ = room.all_of(redis, 2, link.port)
    first.draw()
    link.whole.clear()
    room.expire(redis, first.process.worker_id())
    second = successor(room, redis, first)
    since = first_ms(second)
    until(lambda: first.newest_ms() - since > 5000, 60, "5 s of both")
    link.whole.set()
    fates = fate(first.process, 20), fate(second.process, 20)
    return room.told(
        "one cut off from Redis until its lock expired, another took the number, cut off for 5 s"
        f" more: both issue for {span_ms(first.ids(since))} ms; mended, the first {fates[0]}, the"
        f" second {fates[1]}"
    )


def redis_lost(room):
    redis = room.redis()
    args = of(3, redis.url())
    rivals = [room.katsubushi(name, *args) for name in ("first", "other")]
    held = {one.worker_id() for one in rivals}
    pools = [room.pool(one) for one in rivals]
    redis.kill()
    away_s = 3 if room.options.hurry else TTL_S + 5
    before = [pool.newest_ms() for pool in pools]
    until(
        lambda: time.sleep(0.2) or all(p.newest_ms() - b > away_s * 1000 for p, b in zip(pools, before)),
        away_s + 60,
        "IDs without Redis",
    )
    room.redis(redis.port)
    third = room.katsubushi("third", *args)
    third_number = third.worker_id()
    pool = room.pool(third)
    pool.draw()
    ended = [fate(one, 3) for one in rivals if not one.alive()]
    return room.told(
        f"Redis away for {away_s} s and back without keys, a third started at once: the two issue"
        f" all the while, the third gets number {third_number} ({sorted(held)} are held),"
        f" ended: {ended or 'none'}"
    )


def restarts(room):
    last, gaps = 0, []
    times = room.options.restarts
    for life in range(times):
        process = room.katsubushi(f"life{life}", "-worker-id=7")
        pool = room.pool(process, pause_s=0, retry_s=0.001)
        pool.draw(room.random.choice([1, 100, 2000]))
        process.kill()
        pool.__exit__()
        if life:
            gaps.append(first_ms(pool) - last)
        last = pool.newest_ms()
    return room.told(
        f"kill -9 under load and started at once with its number, {times} lives: the first ID of a"
        f" life is {min(gaps)} ms or more after the last seen of the life before"
    )


def clock_back(room):
    clock = WallClock()
    process = room.katsubushi("first", "-worker-id=7", clock=clock)
    first = room.pool(process, pause_s=0.002)
    first.draw(5000)
    before = first.newest_ms()
    clock.shift(-BACK_S)
    first.draw(5000)
    on = first.newest_ms() > before and first.refusals() == 0
    process.kill()
    second = room.pool(room.katsubushi("second", "-worker-id=7", clock=WallClock(-BACK_S)), pause_s=0.002)
    until(lambda: second.count() and second.newest_ms() > first.newest_ms(), 60, "IDs beyond the first's")
    back = first.newest_ms() - first_ms(second)
    return room.told(
        f"wall clock set back by {BACK_S} s: the living process {'goes on' if on else 'does not go on'}"
        f" without a refusal; killed and started, its timestamps begin {back} ms below its last"
    )


def clocks_apart(room):
    redis = room.redis()
    first, _ = room.all_of(redis, 2, clock=WallClock(APART_S))
    first.draw(5000)
    first.process.signal(signal.SIGTERM)
    check(first.process.ends_within(60), "still runs after SIGTERM")
    second = successor(room, redis, first)
    until(lambda: second.newest_ms() > first.newest_ms(), 60, "IDs beyond the first's")
    return room.told(
        f"one whose clock is {APART_S} s ahead ends by SIGTERM, another takes its number: its"
        f" timestamps begin {first.newest_ms() - first_ms(second)} ms below the first's last"
    )


CASES = [
    ("one number twice by flag", one_flag),
    ("numbers by Redis", by_redis),
    ("stopped", stopped),
    ("cut off", cut_off),
    ("Redis lost", redis_lost),
    ("restarts", restarts),
    ("clock set back", clock_back),
    ("clocks apart", clocks_apart),
]


def main():
    parser = argparse.ArgumentParser(
        prog="e2e/katsubushi.sh", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--katsubushi", required=True, help="the program")
    parser.add_argument("--redis", required=True, help="redis-server")
    parser.add_argument("--hurry", action="store_true", help="expire locks instead of waiting 600 s")
    parser.add_argument("--restarts", type=int, default=100, help="lives of the case of that name [100]")
    parser.add_argument("--seed", type=int, default=1, help="of the moments of kill -9 [1]")
    parser.add_argument("--only", default="", help="run the cases that have this in their name")
    options = parser.parse_args()
    if options.restarts < 2:
        parser.error("--restarts: 2 or more")
    chosen = [case for case in CASES if options.only in case[0]]
    if not chosen:
        parser.error(f"no case has '{options.only}' in its name")
    with concurrent.futures.ThreadPoolExecutor(len(chosen)) as side_by_side:
        done = list(side_by_side.map(lambda case: run(options, *case), chosen))
    seen = [case for case in done if case]
    ids, twice = (sum(case[i] for case in seen) for i in (0, 1))
    failed = len(chosen) - len(seen)
    print(f"katsubushi: cases {len(chosen)}, IDs {ids}, duplicates {twice}, not seen through {failed}")
    sys.exit(1 if failed else 0)


def run(options, name, case):
    begin = time.monotonic()
    try:
        with Room(options) as room:
            text, *figures = case(room)
        verdict = "ran"
    except (Failed, OSError) as error:
        verdict, text, figures = "FAILED", str(error), None
        if not isinstance(error, Failed):
            traceback.print_exc()
    print(f"{verdict:6} katsubushi: {name}: {text} ({time.monotonic() - begin:.1f} s)", flush=True)
    return figures


if __name__ == "__main__":
    main()
