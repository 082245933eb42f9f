"""``demo``: a ledger of the packaged reports, what it found, and what to run next."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from importlib import resources
from pathlib import Path

from rich.console import Console

from counterclaim.cli.listing import listing_of
from counterclaim.cli.progress import counted, expected, gazetteer_ready
from counterclaim.cli.serve_verbs import serve_ledger
from counterclaim.ingest import read_inputs
from counterclaim.ledger import Ledger


def run_demo(path: Path | None) -> None:
    """Build the demonstration ledger, print what it found, and on a terminal show it in the browser."""
    console = Console(highlight=False)
    kept = path or Path(tempfile.mkdtemp(prefix="counterclaim-")) / "demo.db"
    reports = resources.files("counterclaim.lexicon") / "demo" / "reports.jsonl"
    gazetteer_ready()
    console.print("Reading 36 reports by invented outlets on seven real, contested incidents ...")
    began = time.monotonic()
    with resources.as_file(reports) as file, Ledger(kept) as ledger:
        ledger.add(counted(read_inputs([str(file)]), expected([str(file)])))
        found = ledger.incidents()
        readings = ledger.readings()
    told = sorted((i for i in found if i.reports > 1), key=lambda i: (-i.reports, i.id))
    claims = sum(len(r.claims) for r in readings)
    contested = sum(len(i.contested) for i in found)
    console.print(
        f"{len(readings)} reports, {claims} claims, {len(found)} incidents, {contested} contested facets, in {time.monotonic() - began:.0f} s.\n"
        "Incidents told by more than one report (a count of reports is no corroboration: `sources` counts independent ones):"
    )
    console.print(listing_of(tuple(told), console.width))
    # Straight from `make demo` the command is not on the path yet.
    command = "counterclaim" if shutil.which("counterclaim") else sys.argv[0]
    flagship = next((i for i in told if i.status == "contested"), told[0] if told else None)
    if flagship is not None:
        console.print("See who claims and who denies what, with the sentences:")
        console.print(f"  {command} show {flagship.id[:8]} --ledger {kept}", soft_wrap=True)
    console.print("All incidents, or those of a day as they were known then:")
    console.print(f"  {command} incidents --ledger {kept} --as-of 2018-06-19", soft_wrap=True)
    console.print("Read a report of your own:")
    console.print(f"  {command} read report.txt --published 2018-06-18 --outlet CGTN", soft_wrap=True)
    if console.is_terminal and not os.environ.get("DEMO_NO_BROWSER"):
        serve_ledger(kept, host="127.0.0.1", port=0, browse=True, options={})
    else:
        console.print("Look at it in the browser:")
        console.print(f"  {command} serve --ledger {kept}", soft_wrap=True)
