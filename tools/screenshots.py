"""Makes the pictures of the README: pages of the demonstration ledger in Debian's Chromium, each a PNG under 200 KB.

    python tools/screenshots.py [FOLDER]

needs the extra ``dev`` and ``apt-get install chromium``; without FOLDER they go to ``docs/pictures``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from importlib import resources
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from counterclaim.ingest import read_inputs
from counterclaim.ledger import Ledger
from counterclaim.web import create_app
from counterclaim.web.serving import served

_MOST_BYTES = 200_000
_DESKTOP, _PHONE = (1200, 680), (390, 844)


def main() -> int:
    """Write the pictures; the exit code is 1 where one is too large or there is no Chromium."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "docs" / "pictures"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("no chromium on this machine: apt-get install chromium", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as driver:
        path = Path(scratch) / "demo.db"
        shown = _demo_ledger(path)
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        with served(create_app(path)) as address:
            made = [
                _picture(browser, f"{address}/", folder / "incidents.png", _DESKTOP),
                _picture(browser, f"{address}/incidents/{shown}", folder / "incident.png", _DESKTOP),
                _picture(browser, f"{address}/incidents/{shown}", folder / "incident-phone.png", _PHONE),
            ]
        browser.close()
    large = [picture for picture in made if picture.stat().st_size > _MOST_BYTES]
    for picture in made:
        print(f"{picture}  {picture.stat().st_size // 1000} KB{'  too large' if picture in large else ''}")
    return int(bool(large))


def _demo_ledger(path: Path) -> str:
    """Read the packaged reports; the id of the contested incident that most of them tell."""
    reports = resources.files("counterclaim.lexicon") / "demo" / "reports.jsonl"
    with resources.as_file(reports) as file, Ledger(path) as ledger:
        ledger.add(read_inputs([str(file)]))
        found = [incident for incident in ledger.incidents() if incident.contested]
    return max(found, key=lambda incident: (incident.reports, incident.id)).id


def _picture(browser: Browser, address: str, path: Path, size: tuple[int, int]) -> Path:
    """What a person sees first, once the map is drawn."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme="light")
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    page.screenshot(path=path)
    context.close()
    return path


if __name__ == "__main__":
    sys.exit(main())
