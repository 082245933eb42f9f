"""How fast the desk of incidents is in Chromium over many: ``python -m benchmarks.pages 100000``.

The incidents of 200 invented reports stand in the derived tables again and again, each time at another place, on another
day and under another id; what lists, map and time line ask does not read further than these tables.
"""

from __future__ import annotations

import datetime as dt
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from playwright.sync_api import Page, sync_playwright

from benchmarks.synthetic import synthetic_reports
from counterclaim.ledger import Ledger
from counterclaim.ledger.incident_row import row_of
from counterclaim.web import create_app
from counterclaim.web.serving import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from counterclaim.model import MergedIncident

_TIMES = 20
#: Waits until the list was replaced and the map has drawn what it was given.
_DONE = """async (act) => { const before = document.getElementById('list'); const began = performance.now(); %s;
  while (document.getElementById('list') === before) await new Promise(requestAnimationFrame);
  return performance.now() - began; }"""


def fill(path: Path, incidents: int) -> None:
    """A ledger whose derived tables hold so many incidents."""
    with Ledger(path) as ledger:
        ledger.add_read(synthetic_reports(70))
        seeds = ledger.incidents()
        store = ledger.store
        with store.transaction():
            for incident in _copies(seeds, incidents - len(seeds)):
                store.views.put(row_of(incident))


def _copies(seeds: tuple[MergedIncident, ...], number: int) -> Iterator[MergedIncident]:
    chance = random.Random(7)  # noqa: S311 - invented incidents
    for n in range(number):
        seed = seeds[n % len(seeds)]
        day = dt.date(2012, 1, 1) + dt.timedelta(days=chance.randrange(4380))
        place = seed.place and msgspec.structs.replace(
            seed.place, lat=round(chance.uniform(12, 37), 3), lon=round(chance.uniform(22, 48), 3)
        )
        yield msgspec.structs.replace(
            seed, id=f"m{n:019x}", members=(f"i{n:019x}",), date_start=day, date_end=day, place=place
        )


def main(incidents: int) -> None:
    """Fill, serve, measure and print."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.db"
        began = time.monotonic()
        fill(path, incidents)
        print(f"{incidents} incidents, filled in {time.monotonic() - began:.0f} s, {path.stat().st_size >> 20} MiB")
        with served(create_app(path)) as address, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            first = [_first_paint(page, address) for _ in range(5)]
            print(f"{'first contentful paint':24s} {sorted(first)[2]:6.0f} ms (median of 5)")
            for name, act in _actions(page).items():
                took = sorted(act(n) for n in range(_TIMES))
                print(f"{name:24s} {took[int(_TIMES * 0.95) - 1]:6.0f} ms (95th percentile of {_TIMES})")
            browser.close()


def _first_paint(page: Page, address: str) -> float:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return float(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))


def _actions(page: Page) -> dict[str, Callable[[int], float]]:
    statuses = ("contested", "corroborated", "single-source", "")

    def ask(script: str) -> float:
        return float(page.evaluate(_DONE % script, None))

    submit = "document.getElementById('filters').requestSubmit()"

    def moved(n: int) -> float:
        """The longest time between two frames while the map is dragged."""
        script = """async (n) => { const c = document.getElementById('map'), b = c.getBoundingClientRect(); let worst = 0, last = performance.now();
          const send = (t, x, y) => c.dispatchEvent(new PointerEvent(t, {clientX: b.left + x, clientY: b.top + y, pointerId: 1, bubbles: true}));
          c.setPointerCapture = () => {}; send('pointerdown', 300, 200);
          for (let k = 1; k < 20; k++) { send('pointermove', 300 + 6 * k * (n % 2 ? 1 : -1), 200 + 2 * k); await new Promise(requestAnimationFrame);
            const now = performance.now(); worst = Math.max(worst, now - last); last = now; }
          send('pointerup', 420, 240); return worst; }"""
        return float(page.evaluate(script, n))

    return {
        "filter by status": lambda n: ask(f"document.querySelector('[name=status]').value = '{statuses[n % 4]}'; {submit}"),
        "search": lambda n: ask(f"document.querySelector('[name=q]').value = '{('kat', 'strike', 'rebels', '')[n % 4]}'; {submit}"),
        "a frame of a dragged map": moved,
    }  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
