"""How merging grows at twenty incidents a day: seconds to block, compare and group. ``python -m benchmarks.merge_growth 300 1000``."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, TypeVar

from benchmarks.synthetic import synthetic_reports
from counterclaim.merge import clusters_of, judged, profiles_in, reprints_in
from counterclaim.merge.blocking import candidate_pairs

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
#: A dense war: all sizes are told at this rate, so that a larger one is a longer one.
_INCIDENTS_A_DAY = 20
_SIZES = (300, 1000, 3000, 10000)


def timed(action: Callable[[], T]) -> tuple[float, T]:
    """What an action gives, and the seconds of the processor it took: others at work on the machine do not count."""
    began = time.process_time()
    out = action()
    return time.process_time() - began, out


def growth(incidents: int, days: int) -> dict[str, float]:
    """Seconds of each step, and how many pairs were compared, on invented reports."""
    readings = [reading for _, reading in synthetic_reports(incidents, days=days)]
    telling, tellings = timed(lambda: profiles_in(readings))
    blocking, pairs = timed(lambda: candidate_pairs(tellings))
    comparing, links = timed(lambda: [judged(pair.newer, pair.older) for pair in pairs])
    apart = {told.id: told.document for told in tellings}
    grouping, groups = timed(lambda: clusters_of(apart, links, apart))
    reprinting, _ = timed(lambda: reprints_in(readings))
    return {
        "incidents": incidents,
        "days": days,
        "reports": len(readings),
        "pairs a report": len(pairs) / len(tellings),
        "tell s": telling,
        "block s": blocking,
        "compare s": comparing,
        "group s": grouping,
        "reprints s": reprinting,
        "found": len(groups),
    }


def main(sizes: list[int]) -> None:
    """Print a row for each size, and how much more it took than the one before, size for size."""
    before: dict[str, float] = {}
    for size in sizes:
        row = growth(size, max(1, size // _INCIDENTS_A_DAY))
        print(
            "  ".join(f"{name} {value:.{0 if value == int(value) else 2}f}" for name, value in row.items()), flush=True
        )
        if before:
            steps = ("block s", "compare s", "group s", "reprints s")
            ratios = (f"{name} x{row[name] / before[name]:.1f}" for name in steps)
            print(f"    incidents x{size / before['incidents']:.1f}  {'  '.join(ratios)}", flush=True)
        before = row


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(_SIZES))
