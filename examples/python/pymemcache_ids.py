#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""IDs with pymemcache: pymemcache_ids.py HOST:PORT; loop.py says what it reads."""
import sys

from pymemcache.client.base import Client

import loop

# One client is one connection, and not for several threads: PooledClient is. Leave ignore_exc
# alone: it turns "no ID may be issued" into None. A HashClient over several sidecars gives IDs
# that are unique, but not ordered, and some of them from another pod.
client = Client(sys.argv[1], connect_timeout=1, timeout=5, no_delay=True)


def next_id():
    value = client.get("id")
    if value is None:
        raise LookupError("the server sent no ID")
    return int(value)


def next_ids(count):
    # Each key brings one ID, in the keys' order. Keys must differ, as the answer is a dict.
    keys = [f"id{i}" for i in range(count)]
    values = client.get_many(keys)
    if len(values) != count:
        raise LookupError(f"{len(values)} IDs came, not {count}")
    return [int(values[key]) for key in keys]


def stats():
    found = client.stats().items()
    return {name.decode(): v.decode() if isinstance(v, bytes) else v for name, v in found}


loop.serve(next_id, next_ids, lambda: client.version().decode(), stats)
