"""How long the ledger takes as it grows: one more report, look-up, search, map, counts, matrix.

usage: python -m benchmarks.store_growth [--keep FILE] [--times N] INCIDENTS

Fills a ledger with the reports of so many incidents (eight claims to each) and asks each question many times; prints the
median and the 95th percentile in milliseconds. With --keep the filled file stays, and is asked again where it is there.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.filled import fill
from benchmarks.synthetic import synthetic_stories
from counterclaim.ledger import Ledger
from counterclaim.store import Wanted
from counterclaim.web.matrix import matrix_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from counterclaim.ingest import Captured
    from counterclaim.model import Reading


def percentiles(ask: Callable[[int], object], times: int) -> tuple[float, float]:
    """The median and the 95th percentile of the time of an action, in milliseconds."""
    took = []
    for number in range(times):
        began = time.perf_counter()
        ask(number)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return took[len(took) // 2], took[max(0, int(len(took) * 0.95) - 1)]


def questions(ledger: Ledger, incidents: int) -> dict[str, Callable[[int], object]]:
    """What is asked, each with the number of the time."""
    chance, lists = random.Random(1), ledger.lists  # noqa: S311 - places to look at, not secrets
    marks = lists.marks(limit=2000)
    ids = [mark.id for mark in chance.sample(marks, min(500, len(marks)))]
    windows = [(mark.lon or 0.0, mark.lat or 0.0) for mark in chance.sample(marks, min(500, len(marks)))]
    more = later_reports(incidents)

    def window(number: int, side: float) -> Wanted:
        lon, lat = windows[number % len(windows)]
        return Wanted(bbox=(lon - side, lat - side, lon + side, lat + side))

    names = [found.place for found in marks[:500] if found.place]
    return {
        "one incident": lambda n: ledger.incident(ids[n % len(ids)]),
        "matrix": lambda n: matrix_of(ledger.incident(ids[n % len(ids)])),
        "list": lambda _: lists.page(),
        "list, contested": lambda _: lists.page(Wanted(contested=True, sort="sources")),
        "search, a name": lambda n: lists.page(Wanted(q=names[n % len(names)])),
        "search, a common word": lambda _: lists.page(Wanted(q="killed")),
        "search, two words and a year": lambda n: lists.page(Wanted(q=f"denied {names[n % len(names)]}")),
        "map window of 1 degree": lambda n: lists.marks(window(n, 0.5), limit=2000),
        "map, cells of the whole war": lambda _: lists.cells(degrees=0.5),
        "counts by kind": lambda _: lists.counts("kind"),
        "days": lambda _: lists.days(),
        "choices": lambda _: lists.choices("party"),
        "queue": lambda _: lists.queue(),
        "one more report": lambda _: ledger.add_read([next(more)]),
    }


def later_reports(incidents: int) -> Iterator[tuple[Captured, Reading]]:
    """Reports of the days after the ledger's last, in the same war."""
    for story in synthetic_stories(20_000, days=1000, first=incidents):
        yield from story.reports()


def main() -> None:
    """Fill a ledger, or take the one that is kept, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("incidents", type=int)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.keep or Path(folder) / "grown.db"
        there = path.exists()
        with Ledger(path) as ledger:
            if not there:
                fill(ledger, chosen.incidents, said=lambda words: print(words, file=sys.stderr, flush=True))
            totals = ledger.lists.totals()
            print(f"{totals} {path.stat().st_size >> 20} MiB", flush=True)
            found = {name: percentiles(ask, chosen.times) for name, ask in questions(ledger, chosen.incidents).items()}
    if chosen.json:
        print(json.dumps({name: {"p50": round(p50, 1), "p95": round(p95, 1)} for name, (p50, p95) in found.items()}))
        return
    for name, (p50, p95) in found.items():
        print(f"{name:30s} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms")


if __name__ == "__main__":
    main()
