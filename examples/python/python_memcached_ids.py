#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""IDs with python-memcached: python_memcached_ids.py HOST:PORT; loop.py says what it reads."""
import sys

import memcache

import loop


class IdClient(memcache.Client):
    """Raises when the server may issue no ID.

    The library has no option for that: its get() takes SERVER_ERROR for a miss, and get_multi()
    waits for its timeout, returns {} and leaves the server alone for dead_retry (30) seconds.
    """

    def _expectvalue(self, server, line=None, raise_exception=False):
        line = line or server.readline(raise_exception)
        if line.startswith(b"SERVER_ERROR"):
            raise RuntimeError(line.decode())
        return super()._expectvalue(server, line, raise_exception)


# A server that could not be reached is left alone for dead_retry seconds, and all calls are misses
# until then; 0 tries each time. The client keeps a connection for each thread.
client = IdClient([sys.argv[1]], dead_retry=0, socket_timeout=5)


def next_id():
    value = client.get("id")
    if value is None:
        raise LookupError("the server sent no ID, or was not reached")
    return int(value)


def next_ids(count):
    # Each key brings one ID, in the keys' order. Keys must differ, as the answer is a dict.
    keys = [f"id{i}" for i in range(count)]
    values = client.get_multi(keys)
    if len(values) != count:
        raise LookupError(f"{len(values)} IDs came, not {count}")
    return [int(values[key]) for key in keys]


def stats():
    for _, values in client.get_stats():
        return values
    raise LookupError("the server was not reached")


loop.serve(next_id, next_ids, lambda: stats()["version"], stats)
