# SPDX-License-Identifier: Apache-2.0
"""What a case of katsubushi.py starts, and what its clients got."""

import contextlib
import random
import time

from rivals import TTL_S, Katsubushi, Pool, Redis, timestamp_ms
from sidecar import Home, check, until


class Room(contextlib.ExitStack):
    """What one case starts, and the IDs of all its pools."""

    def __init__(self, options):
        super().__init__()
        self.options = options
        self.random = random.Random(options.seed)
        self.home = self.enter_context(Home())
        self.pools = []

    def katsubushi(self, name, *args, clock=None):
        program = self.options.katsubushi
        return self.enter_context(Katsubushi(program, self.home, name, args, clock))

    def redis(self, port=None):
        return self.enter_context(Redis(self.options.redis, self.home, port))

    def pool(self, process, **how):
        self.pools.append(self.enter_context(Pool(process, **how)))
        return self.pools[-1]

    def all_of(self, redis, count, port=None, clock=None):
        """Holders of all numbers of a range; the first by way of `port` and by `clock`."""
        first = self.katsubushi("first", *of(count, redis.url(port)), clock=clock)
        rest = [self.katsubushi(f"next{n}", *of(count, redis.url())) for n in range(1, count)]
        numbers = {one.worker_id() for one in (first, *rest)}
        check(numbers == set(range(1, count + 1)), f"they hold {numbers} from the start")
        return [self.pool(one) for one in (first, *rest)]

    def expire(self, redis, number):
        """Until the lock of a number that nobody renews is gone."""
        key = f"raus:id:{number}"
        if self.options.hurry:
            redis.ask(f"PEXPIRE {key} 1")
        until(lambda: lapsed(redis, key), TTL_S + 60, f"{key} expires")

    def told(self, saw):
        """To be called at the end; the line, IDs, duplicates."""
        self.close()
        ids = [number for pool in self.pools for number in pool.ids()]
        twice = len(ids) - len(set(ids))
        refused = sum(pool.refusals() for pool in self.pools)
        return f"{saw}: IDs {len(ids)}, duplicates {twice}, refusals {refused}", len(ids), twice


def of(count, url):
    return f"-redis={url}", "-min-worker-id=1", f"-max-worker-id={count}"


def lapsed(redis, key):
    if redis.ask(f"EXISTS {key}") == ":0":
        return True
    time.sleep(0.5)
    return False


def span_ms(ids):
    """How far their timestamps reach."""
    return timestamp_ms(max(ids)) - timestamp_ms(min(ids)) + 1 if ids else 0


def first_ms(pool):
    return timestamp_ms(min(pool.ids()))
