"""What is asked of an earlier state, or of one incident, is answered from its neighbourhood as it would be from everything."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import msgspec
import pytest

from counterclaim.assess import could_be_same, merged_incidents
from counterclaim.errors import NotFound
from counterclaim.ledger import Ledger, writing
from counterclaim.ledger.history import changes_between
from counterclaim.model import Reading, content_id, decode, encode
from counterclaim.review import links_of
from tests.ledger.test_order import CASES, crowd
from tests.ledger.test_views import reports, same_as_pure
from tests.review.test_review import captured


def filled(path: Path, seed: int) -> Ledger:
    """Cases, a crowd and invented strikes in any order, with a few decisions of people."""
    every = [*CASES, *crowd()[:20], *reports(seed, 30)]
    ledger = Ledger(path)
    ledger.add_read([captured(reading) for reading in random.Random(seed).sample(every, len(every))])
    found = ledger.incidents()
    many = [one for one in found if len(one.members) > 2]
    ledger.review.split(many[0].id, (many[0].members[0],), by="a", why="w")
    ledger.review.merge(found[0].id, found[-1].id, by="a", why="w")
    return ledger


@pytest.mark.parametrize("seed", range(2))
def test_an_incident_of_a_day_is_that_of_the_list_of_the_day(tmp_path: Path, seed: int) -> None:
    """Each incident of a list as of a day is found by its id as of that day, the same to the letter; no other is."""
    with filled(tmp_path / "a.db", seed) as ledger:
        days = sorted({r.document.published for r in ledger.readings() if r.document.published})
        now = {one.id for one in ledger.incidents()}
        for day in days[2 :: max(1, len(days) // 6)]:
            then = ledger.incidents(as_of=day)
            for incident in then:
                assert encode(ledger.incident(incident.id, as_of=day)) == encode(incident)
            for other in sorted(now - {name for one in then for name in (one.id, *one.members)})[:3]:
                try:
                    assert ledger.incident(other, as_of=day) in then
                except NotFound:
                    assert not any(other in one.members for one in then)


@pytest.mark.parametrize("seed", range(2))
def test_what_an_incident_could_be_the_same_as_is_asked_of_it_alone(tmp_path: Path, seed: int) -> None:
    """The incidents that undecided links tie to one are those that a look at all incidents and links gives."""
    with filled(tmp_path / "a.db", seed) as ledger:
        found = ledger.incidents()
        wanted = could_be_same(found, (*ledger.links(), *links_of(ledger.review.standing())))
        assert {one.id: ledger.could_be_same(one) for one in found if ledger.could_be_same(one)} == wanted
        assert wanted


def reread(reading: Reading, chance: random.Random) -> Reading:
    """The report as a newer program reads it: with another incident, another place, no claim, or the same."""
    kind = chance.randrange(4)
    if kind == 0:
        return reading
    if kind == 1:
        return msgspec.structs.replace(reading, incidents=(), claims=())
    incidents = [msgspec.structs.replace(i, id=content_id("i", i.id)) if kind == 2 else i for i in reading.incidents]
    moved = [msgspec.structs.replace(i, place=None) if kind == 3 else i for i in incidents]
    claims = [msgspec.structs.replace(c, incident=moved[0].id, killed=(7, 7)) for c in reading.claims]
    return msgspec.structs.replace(reading, incidents=tuple(moved), claims=tuple(claims))


@pytest.mark.parametrize("seed", range(3))
def test_a_newer_program_changes_what_it_reads_otherwise_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Reports read again, some otherwise: lists hold the newest readings, and a diff names what a look at all would."""
    told = reports(seed, 40)
    with Ledger(tmp_path / "a.db") as ledger:
        ledger.add_read([captured(reading) for reading in told])
        before = ledger.runs()[0].program
        for module in (writing, "counterclaim.ledger.provenance"):
            name = module if isinstance(module, str) else module.__name__
            monkeypatch.setattr(f"{name}.program_version", lambda: "99.0")
        chance = random.Random(seed)
        ledger.add_read([captured(reread(reading, chance)) for reading in chance.sample(told, 9)])
        same_as_pure(ledger)
        runs = {run.id: run.program for run in ledger.runs()}
        rows = [(runs[str(row[2])], decode(bytes(row[3]), Reading)) for row in ledger.store.rows("readings") if isinstance(row[3], bytes)]  # fmt: skip
        states = [
            {r.document.id: r for program, r in rows if program in wanted} for wanted in ({before}, {before, "99.0"})
        ]
        old, new = (merged_incidents(state.values(), ledger.links()) for state in states)
        assert ledger.diff(before) == changes_between(old, new) != ()


def test_a_day_before_everything_has_no_incident(tmp_path: Path) -> None:
    """An incident that nobody had told of by a day is not there on that day."""
    with filled(tmp_path / "a.db", 0) as ledger, pytest.raises(NotFound, match="known by that day, 1990-01-01"):
        ledger.incident(ledger.incidents()[0].id, as_of=dt.date(1990, 1, 1))
