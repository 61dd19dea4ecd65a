# SPDX-License-Identifier: Apache-2.0
"""The results as one markdown table."""

import os
import time

import cases

FOOTPRINT = (
    ("first ID", "first ID after exec", "ms", 250),
    ("RSS idle", "RSS idle, 10 s after the first ID", "MB", 48),
    ("RSS loaded", "RSS after all loads above, 10 s later", "MB", 60),
    ("PSS of ten", "mean PSS of ten on one machine, idle", "MB", 30),
    ("size", "size on disk", "MB", 60),
)


def number(value):
    if value is None:
        return "–"
    if value >= 10000:
        return f"{value / 1e6:.3f}M" if value >= 1e6 else f"{value / 1e3:.1f}k"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def verdict(reached):
    return "–" if reached is None else "yes" if reached else "no"


def short_of_load(case, rounds, name):
    """Says the rate reached where a server could not take the load."""
    results = rounds.results.get((case.name, name), [])
    rate = rounds.rate(case)
    if not results or not rate:
        return ""
    reached = sorted(cases.ids_per_s(result) for result in results)[len(results) // 2]
    return f" (at {number(reached)}/s)" if reached < 0.97 * rate else ""


def case_row(case, rounds):
    ours, theirs, katsubushi = (rounds.median(case, n) for n in ("kezuri", "memcached", "katsubushi"))
    base = case.ceiling or theirs
    ratio = ours / base if ours is not None and base else None
    reached = None if ratio is None else ratio >= case.goal if case.higher_is_better else ratio <= case.goal
    sign = "≥" if case.higher_is_better else "≤"
    of = " of 4.096M" if case.ceiling else ""
    cells = [f"{number(value)}{short_of_load(case, rounds, name)}" for value, name in
             ((ours, "kezuri"), (theirs, "memcached"), (katsubushi, "katsubushi"))]
    rate = f" ({number(rounds.rate(case))}/s)" if case.half_of else ""
    return [case.what + rate, case.unit, *cells, "–" if ratio is None else f"{ratio:.2f}",
            f"{sign} {case.goal}{of}", verdict(reached)]


def footprint_row(row, measured):
    key, what, unit, goal = row
    ours = measured.get((key, "kezuri"))
    cells = [number(measured.get((key, n))) for n in ("kezuri", "memcached", "katsubushi")]
    return [what, unit, *cells, "", f"≤ {goal} {unit}", verdict(None if ours is None else ours <= goal)]


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = [line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo", encoding="ascii")
             if line.startswith("model name")]
    return f"{os.cpu_count()} cores ({model[0] if model else os.uname().machine}), {memory:.0f} GB, Linux {os.uname().release.split('-')[0]}"


def render(options, wanted, rounds, measured):
    rows = [["case", "unit", "Kezuri", "memcached -t 1", "katsubushi", "ratio", "goal", "reached"],
            ["---"] * 8]
    rows += [case_row(case, rounds) for case in wanted]
    rows += [footprint_row(row, measured) for row in FOOTPRINT if (row[0], "kezuri") in measured]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines += ["", f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC; {machine()}. "
              f"Medians of {options.rounds} interleaved rounds of {options.seconds:g} s, "
              f"each server warmed by {options.warm:g} s of the case's load"
              + (", before all else that ran (chrt -r)." if options.realtime else ".")]
    lines += [f"- {case}, {name}: {why}" for (case, name), why in rounds.failures.items()]
    return "\n".join(lines)
