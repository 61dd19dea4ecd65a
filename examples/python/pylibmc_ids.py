#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""IDs with pylibmc: pylibmc_ids.py HOST:PORT [binary]; loop.py says what it reads."""
import sys

import pylibmc

import loop

# After a failure, and SERVER_ERROR is one to libmemcached, it leaves the server alone for
# retry_timeout seconds (2; at least 1) and raises ServerDown; after failure_limit of them for
# longer. One client is one connection, and not for several threads: ThreadMappedPool is.
client = pylibmc.Client(
    [sys.argv[1]],
    binary=sys.argv[2:] == ["binary"],
    behaviors={"tcp_nodelay": True, "retry_timeout": 1, "failure_limit": 2**31 - 1},
)


def next_id():
    value = client.get("id")
    if value is None:
        # With the text protocol the first refusal looks like a miss. Never take it for one.
        raise LookupError("the server sent no ID")
    return int(value)


def next_ids(count):
    # Each key brings one ID, in the keys' order. Keys must differ, as the answer is a dict.
    keys = [f"id{i}" for i in range(count)]
    values = client.get_multi(keys)
    if len(values) != count:
        raise LookupError(f"{len(values)} IDs came, not {count}")
    return [int(values[key]) for key in keys]


def stats():
    [(_, values)] = client.get_stats()
    return {name: value.decode() for name, value in values.items()}


loop.serve(next_id, next_ids, lambda: stats()["version"], stats)
