# SPDX-License-Identifier: Apache-2.0
"""The loads, and what of their results is compared."""

import dataclasses


def cpu_ns(result):
    """Server CPU time an ID, ns: utime + stime of all its threads, by its CPU clock."""
    return result["server_cpu_ns"] / max(1, result["ids"])


def ids_per_s(result):
    return result["ids"] / result["seconds"]


def p99_us(result):
    return result["p99_us"]


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    what: str
    flags: str
    value: object = cpu_ns
    unit: str = "ns CPU"
    goal: float = 1.0
    higher_is_better: bool = False
    ids_per_unit: int = 1
    rate: float = 0  # IDs a second, all connections; 0: closed loop
    ceiling: float = 0  # compared with this instead of memcached
    half_of: str = ""  # the rate is half of what memcached reached in that case

    def arguments(self, rate):
        units = ["--rate", str(rate / self.ids_per_unit)] if rate else []
        return self.flags.split() + units


CASES = (
    Case("multi-get", "100-key gets, 2M IDs/s, 10 connections", "--connections 10 --keys 100",
         goal=0.5, ids_per_unit=100, rate=2e6),
    Case("single", "single gets, 60k/s, 50 connections", "--connections 50", goal=0.9, rate=60e3),
    Case("closed", "single gets, closed loop, 1 connection", "--connections 1", goal=1.0),
    Case("burst", "bursts of 50 pipelined gets, 50k/s, 1 connection", "--connections 1 --burst 50",
         goal=0.11, ids_per_unit=50, rate=50e3),
    Case("binary", "binary, 50 GETKQ and a NOOP, 1M IDs/s, 10 connections",
         "--connections 10 --keys 50 --binary", goal=0.6, ids_per_unit=50, rate=1e6),
    Case("throughput", "single gets, 50 connections, as many as go", "--connections 50",
         value=ids_per_s, unit="IDs/s", goal=1.0, higher_is_better=True),
    Case("deep", "100-key gets, 200 under way on each of 4 connections",
         "--connections 4 --keys 100 --depth 200", value=ids_per_s, unit="IDs/s", goal=0.97,
         higher_is_better=True, ceiling=4_096_000),
    Case("p99", "p99 of single gets, 50 connections, half of memcached's throughput",
         "--connections 50", value=p99_us, unit="µs", goal=1.0, half_of="throughput"),
)
