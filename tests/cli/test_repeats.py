from __future__ import annotations

import datetime as dt

from rich.console import Console

from counterclaim.assess import merged_incidents
from counterclaim.cli.repeats import counts_of, print_repeats
from counterclaim.merge import links_for
from counterclaim.model import MergedIncident
from tests.reports import reading_of

DAY = dt.date(2018, 9, 11)
BODY = "Mortar shells hit the girls' school of Wadi Qasim on Tuesday as lessons began and wounded six pupils, headmistress Najla Haddar said in the yard."


def told(name: str, outlet: str, text: str, **said: object) -> dict[str, object]:
    incident = {"place": "Wadi Qasim", "at": [15.92, 44.31, 4.0], "days": [DAY], "claims": [said]}
    return {"id": name, "outlet": outlet, "published": DAY, "title": "School of Wadi Qasim shelled", "text": text, "incidents": [incident]}  # fmt: skip


def school() -> MergedIncident:
    """Four reports: one repeats the wire, and two cite each other."""
    rows = [
        told("wire", "Sahel Wire", f"WADI QASIM (Sahel Wire) - {BODY}", source="Najla Haddar", injured=[6, 6]),
        told("post", "Daily Post", f"{BODY} With material from Sahel Wire.", source="Najla Haddar", injured=[6, 6]),
        told("star", "Evening Star", "The girls' school of Wadi Qasim was shelled, the Harbour Gazette reports.", source="officer", via=["Harbour Gazette"], injured=[6, 6]),
        told("gazette", "Harbour Gazette", "Shells fell on the girls' school of Wadi Qasim, writes the Evening Star.", source="officer", via=["Evening Star"], injured=[6, 6]),
    ]  # fmt: skip
    readings = [reading_of(row) for row in rows]
    (incident,) = merged_incidents(readings, links_for(readings))
    return incident


def test_the_tree_shows_who_repeats_whom_and_why() -> None:
    """A reprint stands under what it repeats with the reason; outlets that cite each other round about are flagged."""
    incident = school()
    console = Console(width=160, highlight=False)
    with console.capture() as shown:
        print_repeats(console, incident, ["m123"])
    lines = shown.get().splitlines()
    wire = next(number for number, line in enumerate(lines) if "Sahel Wire, 2018-09-11" in line)
    assert "Daily Post, 2018-09-11  repeats it: 84% of the shorter text's passages" in lines[wire + 1]
    assert "Circular: Evening Star, Harbour Gazette cite each other" in shown.get()
    assert "Najla Haddar  one source, by whatever name" in shown.get()
    assert "Could be the same as m123" in shown.get()


def test_reports_are_counted_with_their_repetitions_folded() -> None:
    """A count of reports stands beside that of outlets with a report of their own and that of sources."""
    assert counts_of(school()) == "4 reports, 3 outlets' own, 2 independent sources"
