"""How fast the desk of incidents is in Chromium over many: ``python -m benchmarks.pages 100000 [LEDGER]``.

The incidents of 200 invented reports stand in the derived tables again and again, each time at another place, on another
day and under another id; what lists, map and time line ask does not read further than these tables. A ledger that is named
and is there already is taken as it is. First the processor's time of each answer, which other work on the machine does not
change; then the clock of the browser, with a pause after each action as a person makes one.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from playwright.sync_api import Page, sync_playwright
from starlette.testclient import TestClient

from benchmarks.synthetic import synthetic_reports
from counterclaim.ledger import Ledger
from counterclaim.ledger.incident_row import row_of
from counterclaim.web import create_app
from counterclaim.web.serving import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from counterclaim.model import MergedIncident

_TIMES = 20
#: Waits until the list was replaced and drawn, then makes a pause.
_DONE = """async () => { const before = document.getElementById('list'); const began = performance.now(); %s;
  while (document.getElementById('list') === before) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame); const took = performance.now() - began;
  await new Promise(done => setTimeout(done, 700)); return took; }"""
#: What the page asks of the server: the list, its filters, the map and the time line.
_WINDOW = "bbox=20,10,50,40&degrees=1"
_QUESTIONS = {
    "list": "/?part=list", "list by status": "/?part=list&status=contested", "list by sources": "/?part=list&status=contested&sort=sources",
    "list by grade": "/?part=list&grade=airwars/harm/fair", "list by deaths": "/?part=list&grade=ucdp/best/10%2B",
    "list of a period": "/?part=list&since=2015-01-01&until=2015-06-01", "search, a word of all": "/?part=list&q=strike",
    "search, a beginning": "/?part=list&q=kat", "map": f"/api/v1/map?{_WINDOW}", "map by status": f"/api/v1/map?{_WINDOW}&status=contested",
    "map by grade": f"/api/v1/map?{_WINDOW}&grade=airwars/harm/fair", "map of a search": f"/api/v1/map?{_WINDOW}&q=strike",
    "days": "/api/v1/counts?only=days", "days by status": "/api/v1/counts?only=days&status=contested", "feed": "/feed.atom",
}  # fmt: skip


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


def main(incidents: int, kept: str | None) -> None:
    """Fill, serve, measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(kept or Path(folder) / "many.db")
        if not path.exists():
            began = time.monotonic()
            fill(path, incidents)
            print(f"{incidents} incidents, filled in {time.monotonic() - began:.0f} s, {path.stat().st_size >> 20} MiB")
        _answers(path)
        _in_browser(path)


def _answers(path: Path) -> None:
    """The processor's time of each answer; every time of a server that has not answered it before."""
    print("milliseconds of the processor, median / most of 5")
    for name, question in _QUESTIONS.items():
        took = []
        for _ in range(5):
            with TestClient(create_app(path)) as client:
                # Templates are read and compiled by the first page, once for a server.
                client.get("/?q=warm")
                began = time.process_time()
                client.get(question).raise_for_status()
                took.append((time.process_time() - began) * 1000)
        print(f"{name:24s} {sorted(took)[2]:6.0f} / {max(took):.0f}")


def _in_browser(path: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    print(f"milliseconds by the clock of Chromium, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with served(create_app(path)) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        first = sorted(_first_paint(page, address) for _ in range(5))
        print(f"{'first contentful paint':24s} {first[2]:6.0f} (median of 5), most {first[-1]:.0f}")
        for name, act in _actions(page).items():
            took = sorted(act(n) for n in range(_TIMES))
            print(
                f"{name:24s} {took[_TIMES // 2]:6.0f} / {took[int(_TIMES * 0.95) - 1]:.0f} (median / 95th percentile of {_TIMES})"
            )
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

    grades = ("airwars/harm/fair", "ucdp/best/10+", "airwars/strike status/contested strike", "")
    return {
        "filter by grade": lambda n: ask(f"document.querySelector('[name=grade]').value = '{grades[n % 4]}'; {submit}"),
        "filter by status": lambda n: ask(f"document.querySelector('[name=status]').value = '{statuses[n % 4]}'; {submit}"),
        "search": lambda n: ask(f"document.querySelector('[name=q]').value = '{('kat', 'strike', 'rebels', '')[n % 4]}'; {submit}"),
        "a frame of a dragged map": moved,
    }  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.argv[2] if len(sys.argv) > 2 else None)
