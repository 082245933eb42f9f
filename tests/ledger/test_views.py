from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from counterclaim.errors import OptionError
from counterclaim.ledger import Ledger
from counterclaim.model import MergedIncident, Reading, decode, encode
from counterclaim.store import Wanted
from tests.reports import reading_of
from tests.review.test_review import captured

TOWNS = [("Tharba", 13.0, 25.0), ("Omdur", 15.6, 32.4), ("Zalin", 12.9, 23.4), ("Kutmar", 14.2, 24.6)]


def reports(seed: int, count: int) -> list[Reading]:
    """Reports of strikes on four towns in one week, told by several outlets."""
    chance = random.Random(seed)
    out = []
    for number in range(count):
        town, lat, lon = chance.choice(TOWNS)
        day = dt.date(2024, 3, chance.randint(1, 7))
        killed = chance.randint(1, 30)
        text = (
            f"An air strike on the market of {town} killed {killed} people, medic {number % 5} said. Report {number}."
        )
        said = {"source": f"medic {number % 5}", "killed": [killed, killed], "quote": f"killed {killed} people"}
        told = {"days": [day], "place": town, "at": [lat, lon, 5], "claims": [said]}
        out.append(
            reading_of({"id": f"r{number}", "title": f"Strike on {town}", "text": text, "outlet": f"Desk {number % 3}",
                        "published": day + dt.timedelta(days=1), "incidents": [told]})
        )  # fmt: skip
    return out


def same_as_pure(ledger: Ledger) -> None:
    """The views hold what the pure function gives, to the byte."""
    ledger.views.refresh()
    pure = [encode(i) for i in ledger.incidents_anew()]
    assert list(ledger.store.views.bodies()) == pure
    assert [encode(i) for i in ledger.incidents()] == pure


@pytest.mark.parametrize("seed", range(4))
def test_views_kept_up_step_by_step_are_the_pure_function(tmp_path: Path, seed: int) -> None:
    """After every append and every decision the derived tables equal what all reports give from nothing."""
    chance = random.Random(seed)
    told = reports(seed, 24)
    with Ledger(tmp_path / "a.db") as ledger:
        while told:
            portion, told = told[:4], told[4:]
            ledger.add_read([captured(r) for r in portion])
            same_as_pure(ledger)
            found = ledger.incidents()
            many = [i for i in found if len(i.members) > 1]
            if many:
                split = chance.choice(many)
                ledger.review.split(split.id, (split.members[0],), by="a", why="w")
                same_as_pure(ledger)
            if len(found) > 2:
                ledger.review.merge(found[0].id, found[-1].id, by="a", why="w")
                same_as_pure(ledger)
            claim = chance.choice([c for i in found for c in i.claims])
            ledger.review.correct(claim.id, "killed", (1, 2), by="a", why="w")
            same_as_pure(ledger)
            ledger.review.withdraw(chance.choice(ledger.review.standing()).id, by="a", why="w")
            same_as_pure(ledger)
        ledger.review.party("medic 1", "Health Ministry", by="a", why="w")
        same_as_pure(ledger)
        ledger.views.rebuild()
        same_as_pure(ledger)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    opened = Ledger(tmp_path / "a.db")
    opened.add_read([captured(r) for r in reports(7, 30)])
    return opened


@pytest.mark.parametrize("sort", ["date", "-date", "sources", "reports"])
def test_a_list_is_read_in_stretches(ledger: Ledger, sort: str) -> None:
    """Cursors lead through every incident once, in the order asked for, whatever the length of a stretch."""
    everything: list[MergedIncident] = []
    cursor = None
    while True:
        page = ledger.page(Wanted(sort=sort), cursor=cursor, limit=3)
        everything += page.incidents
        cursor = page.next
        if cursor is None:
            break
    assert len(everything) == page.total == len(ledger.incidents())
    assert len({i.id for i in everything}) == page.total
    if sort in ("sources", "reports"):
        counts = [i.independent_sources if sort == "sources" else i.reports for i in everything]
        assert counts == sorted(counts, reverse=True)
    else:
        days = [i.date_start for i in everything if i.date_start]
        assert days == sorted(days, reverse=sort == "-date")
    ledger.close()


def test_words_windows_and_days_are_found(ledger: Ledger) -> None:
    """Search takes words of the reports, a map window may cross the 180th meridian, signs of a query language are words."""

    def found(wanted: Wanted) -> set[str]:
        return {i.place.name for i in ledger.page(wanted).incidents if i.place}

    assert found(Wanted(q="strike thar")) == {"Tharba"}
    assert found(Wanted(place="omdur")) == {"Omdur"}
    assert found(Wanted(bbox=(32.0, 15.0, 33.0, 16.0))) == {"Omdur"}
    assert found(Wanted(bbox=(170.0, 0.0, 24.0, 20.0))) == {"Zalin"}
    assert found(Wanted(party="medic")) == {name for name, _, _ in TOWNS}
    assert all(i.date_start == dt.date(2024, 3, 7) for i in ledger.page(Wanted(since=dt.date(2024, 3, 7))).incidents)
    for hostile in ('" OR 1', "NEAR(", "words:x", "*", "'; DROP TABLE runs"):
        ledger.page(Wanted(q=hostile))
    with pytest.raises(OptionError, match="cursor"):
        ledger.page(cursor="nonsense")
    one = ledger.page(limit=1).incidents[0]
    assert ledger.incident(one.members[0]) == one
    assert decode(encode(one), MergedIncident) == one
    ledger.close()


def test_a_report_with_exact_and_open_tolls_is_kept(tmp_path: Path) -> None:
    """Three killed, three or more, and up to three: open ends, which no order of numbers has a place for, are kept too."""
    tolls = [[3, 3], [3, -1], [-1, 3]]
    claims = [{"source": f"medic {n}", "killed": toll, "quote": "killed 3 people"} for n, toll in enumerate(tolls)]
    told = {"days": [dt.date(2024, 3, 1)], "place": "Zalin", "at": [12.9, 23.4, 5], "claims": claims}
    reading = reading_of({"id": "open", "title": "Strike on Zalin", "text": "An air strike killed 3 people in Zalin.", "outlet": "Desk",
                          "published": dt.date(2024, 3, 2), "incidents": [told]})  # fmt: skip
    with Ledger(tmp_path / "open.db") as ledger:
        ledger.add_read([captured(reading)])
        same_as_pure(ledger)
