#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""IDs with meta-memcache, which sends meta commands: meta_memcache_ids.py HOST:PORT; loop.py says
what it reads."""
import logging
import sys

from meta_memcache import CacheClient, Key, ServerAddress, connection_pool_factory_builder

import loop

# A refusal is an exception, whose text does not have the reason; the connection is dropped, and the
# library logs it all. raise_on_server_error=False would make misses of them.
logging.getLogger("meta_memcache").setLevel(logging.CRITICAL)
host, port = sys.argv[1].rsplit(":", 1)
# After a connection was refused the server is left alone for mark_down_period_s, 5 by default. The
# client is for any number of threads; each call takes one of max_pool_size connections. Do not put
# the library's hot cache in front: callers would share IDs.
pools = connection_pool_factory_builder(mark_down_period_s=0.1, recv_timeout=5)
client = CacheClient.cache_client_from_servers([ServerAddress(host, int(port))], pools)


def next_id():
    value = client.get(Key("id"))
    if value is None:
        raise LookupError("the server sent no ID")
    return int(value)


def next_ids(count):
    # Each key brings one ID, in the keys' order. Keys must differ, as the answer is a dict.
    keys = [Key(f"id{i}") for i in range(count)]
    values = client.multi_get(keys)
    return [int(values[key]) for key in keys]


def none():
    raise NotImplementedError("the library does not ask the server for that")


loop.serve(next_id, next_ids, none, none)
