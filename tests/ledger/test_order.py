"""Reports may come in any order, years after they came out: the ledger holds the same at the end."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from counterclaim.export.tables import TABLES, table_lines
from counterclaim.ledger import Ledger
from counterclaim.model import Reading, encode
from tests.reports import cases_in, reading_of
from tests.review.test_review import captured

CASES = [reading_of(row) for _, case in cases_in("merge") for row in case["reports"]]
#: More than the reports that one is compared with, so that later ones push earlier comparisons out.
CROWD = 56


def crowd() -> list[Reading]:
    """Strikes on one town within three days by many desks, so alike that each shares keys with all the others."""
    chance = random.Random(3)
    names = ["Rasun", "Mirwal", "Tobek", "Hadur", "Senaf", "Lomar"]
    out = []
    for number in range(CROWD):
        day = dt.date(2017, 5, 2) + dt.timedelta(days=number % 3)
        seen = chance.sample(names, 3)
        killed = chance.randint(2, 40)
        words = " ".join(chance.sample(["quay", "silo", "mill", "depot", "chapel", "arcade", "kiln", "dairy"], 3))
        text = f"Shells hit Qasr Lumar near {words} and {killed} died, {' and '.join(seen)} said."
        told = {"place": "Qasr Lumar", "at": [15.1, 44.2, 5.0], "days": [day], "claims": [{"killed": [killed, killed]}]}
        out.append(
            reading_of({"id": f"w{number}", "published": day, "title": "Qasr Lumar", "text": text, "incidents": [told]})
        )
    return out


def held(path: Path, order: list[Reading], step: int) -> tuple[list[bytes], list[bytes], list[str]]:
    """A ledger that took reports in an order, some at a time: its incidents, those of its lists, and its export."""
    with Ledger(path) as ledger:
        for start in range(0, len(order), step):
            ledger.add_read([captured(reading) for reading in order[start : start + step]])
        kept = ledger.kept()
        export = [line for table in TABLES for line in table_lines(table, kept)]
        return [encode(i) for i in ledger.incidents()], list(ledger.store.views.bodies()), export


@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_reports_gives_the_same_ledger(tmp_path: Path, seed: int) -> None:
    """Backfilled, shuffled or in the order of publication: incidents, lists and exports are the same to the letter."""
    reports = CASES + crowd()
    ordered = sorted(reports, key=lambda reading: (reading.document.published or dt.date.min, reading.document.id))
    wanted = held(tmp_path / "ordered.db", ordered, len(ordered))
    order = ordered[::-1] if seed == 0 else random.Random(seed).sample(ordered, len(ordered))
    found = held(tmp_path / "shuffled.db", order, 17)
    assert found[0] == wanted[0]
    assert found[1] == wanted[1] == wanted[0]
    assert found[2] == wanted[2]


def test_what_was_known_by_a_day_is_a_ledger_of_the_reports_until_then(tmp_path: Path) -> None:
    """As of a day, what came out later leaves no trace: neither a link nor a comparison that it took the place of."""
    reports = crowd()
    random.Random(9).shuffle(reports)
    first = dt.date(2017, 5, 2)
    with Ledger(tmp_path / "all.db") as ledger:
        ledger.add_read([captured(reading) for reading in reports])
        for day in (first, first + dt.timedelta(days=1)):
            known = [r for r in reports if r.document.published is not None and r.document.published <= day]
            with Ledger(tmp_path / f"{day}.db") as then:
                then.add_read([captured(reading) for reading in known])
                assert ledger.incidents(as_of=day) == then.incidents()
