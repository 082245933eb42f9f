"""How long the ledger takes as it grows: one more report, look-up, search, map window. ``python -m benchmarks.store_growth 1000``."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.synthetic import synthetic_reports
from counterclaim.ledger import Ledger
from counterclaim.store import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable

_TIMES = 40


def p95_ms(ask: Callable[[int], object]) -> float:
    """The 95th percentile of the time of an action, in milliseconds."""
    took = []
    for number in range(_TIMES):
        began = time.perf_counter()
        ask(number)
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)[int(_TIMES * 0.95) - 1]


def main(incidents: int) -> None:
    """Fill a ledger and print the figures."""
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "grown.db") as ledger:
        began = time.monotonic()
        ledger.add_read(synthetic_reports(incidents))
        print(
            f"{incidents} incidents in {time.monotonic() - began:.0f} s, {Path(ledger.store.path).stat().st_size >> 20} MiB"
        )
        more = [[pair] for pair in synthetic_reports(_TIMES, seed=1)]
        ids = [incident.id for incident in ledger.page(limit=_TIMES).incidents]
        actions: dict[str, Callable[[int], object]] = {
            "one more report": lambda n: ledger.add_read(more[n]),
            "one incident": lambda n: ledger.incident(ids[n % len(ids)]),
            "search": lambda _: ledger.page(Wanted(q="strike kat")),
            "map window": lambda n: ledger.page(Wanted(bbox=(22.0 + n / 4, 12.0, 24.0 + n / 4, 20.0))),
        }
        for name, ask in actions.items():
            print(f"{name:16s} p95 {p95_ms(ask):6.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
