from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from counterclaim.errors import NotFound, OptionError
from counterclaim.ingest import Captured
from counterclaim.ledger import Ledger, writing
from counterclaim.model import Place, Reading, Review, encode
from counterclaim.review import alpha_of, standing
from counterclaim.review.values import value_from
from tests.reports import reading_of

TEXT = "Rebels said that nine people were killed in Tharba. The army denied any strike on the village near {town}."


def captured(reading: Reading) -> tuple[Captured, Reading]:
    raw = reading.document.text.encode()
    return Captured(reading.document, reading.document.id, "text/plain", hashlib.sha256(raw).hexdigest(), raw), reading


def report(name: str, day: dt.date = dt.date(2024, 3, 3), **told: Any) -> Reading:
    """A report of the strike on Tharba: nine killed say the rebels, none by us says the army."""
    rebels = {"source": "rebels", "perpetrator": "army", "killed": [9, 9], "quote": "nine people were killed"} | told
    army = {"source": "army", "stance": "denies", "about": ["perpetrator"], "quote": "The army denied any strike"}
    incident = {
        "days": [day],
        "place": "Tharba",
        "at": [13.0, 25.0, 5],
        "claims": [rebels, army],
    }
    text = TEXT.format(town=name)
    return reading_of({"id": name, "text": text, "published": day + dt.timedelta(days=1), "incidents": [incident]})


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "review.db") as opened:
        opened.add_read([captured(report("one")), captured(report("two"))])
        yield opened
        opened.verify()


def rebels_claim(ledger: Ledger) -> str:
    return next(c.id for i in ledger.incidents() for c in i.claims if c.source == "rebels")


def test_a_correction_stands_beside_the_machines_value(ledger: Ledger) -> None:
    """A person's toll is what the matrix shows; the machine's, who, when and why stand beside it; undo brings it back."""
    before = [encode(i) for i in ledger.incidents()]
    claim = rebels_claim(ledger)
    made = ledger.review.correct(claim, "killed", (8, 9), by="Amal", why="the ninth died elsewhere")
    home = next(i for i in ledger.incidents() if any(c.id == claim for c in i.claims))
    assert next(c for c in home.claims if c.id == claim).killed == (8, 9)
    (shown,) = home.corrections
    assert (shown.by, shown.value, shown.was, shown.now, shown.differs) == ("Amal", (8, 9), (9, 9), (9, 9), False)
    assert shown.why == "the ninth died elsewhere"
    assert ledger.review.withdraw(made.id[:8], by="Amal", why="a mistake").subject == made.id
    assert [encode(i) for i in ledger.incidents()] == before
    assert [r.kind for r in ledger.review.all()] == ["correct", "withdraw"]


def test_a_newer_reading_does_not_overwrite_a_person(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a newer program reads the report again, the person's value holds and the new reading is shown beside it."""
    claim = next(c for r in ledger.readings() if r.document.id_given == "one" for c in r.claims if c.source == "rebels")
    ledger.review.correct(claim.id, "killed", (8, 9), by="Amal", why="counted twice")
    monkeypatch.setattr(writing, "program_version", lambda: "99.0")
    newer = report("one", killed=[19, 19])
    other = msgspec.structs.replace(newer.claims[0], id="c-of-the-newer-program")
    newer = msgspec.structs.replace(newer, claims=(other, *newer.claims[1:]))
    ledger.add_read([captured(newer)])
    home = next(i for i in ledger.incidents() if any(c.id == other.id for c in i.claims))
    assert next(c for c in home.claims if c.id == other.id).killed == (8, 9)
    (shown,) = home.corrections
    assert (shown.was, shown.now, shown.differs, shown.found) == ((9, 9), (19, 19), True, True)


def test_a_corrected_claim_that_is_read_no_longer_is_kept(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the newer program misses the claim, the one that a person reviewed stands in for it, and says so."""
    claim = next(c for r in ledger.readings() if r.document.id_given == "one" for c in r.claims if c.source == "rebels")
    ledger.review.correct(claim.id, "killed", (8, 9), by="Amal", why="counted twice")
    monkeypatch.setattr(writing, "program_version", lambda: "99.0")
    newer = report("one")
    ledger.add_read([captured(msgspec.structs.replace(newer, claims=newer.claims[1:]))])
    home = next(i for i in ledger.incidents() if any(c.id == claim.id for c in i.claims))
    assert next(c for c in home.claims if c.id == claim.id).killed == (8, 9)
    assert [(c.found, c.differs) for c in home.corrections] == [(False, True)]


def test_claims_are_rejected_and_added_with_their_words(ledger: Ledger) -> None:
    """A rejected claim leaves its incident; an added one needs words that stand in the report."""
    claim = rebels_claim(ledger)
    home = next(i for i in ledger.incidents() if any(c.id == claim for c in i.claims))
    ledger.review.reject(claim, by="Ben", why="the rebels said no such thing")
    left = ledger.incident(home.id)
    assert claim not in {c.id for c in left.claims}
    document = left.documents[0].id
    with pytest.raises(OptionError, match="does not stand"):
        ledger.review.add(home.id, document, "ten died", source="rebels", by="Ben", why="missed")
    ledger.review.add(home.id, document, "nine people", source="AUTHOR", by="Ben", why="missed", killed=(9, 9))
    added = next(c for c in ledger.incident(home.id).claims if c.trace == ("added by Ben",))
    assert (added.killed, added.about, added.evidence[0].text) == ((9, 9), ("killed",), "nine people")
    assert {c.kind for c in ledger.incident(home.id).corrections} == {"reject", "add"}


def test_people_merge_and_split(ledger: Ledger) -> None:
    """What a person parts stays apart whatever the machine thinks, and what a person joins is one; both can be undone."""
    whole = ledger.incidents()
    assert [len(i.members) for i in whole] == [2]
    (parted,) = ledger.review.split(whole[0].id, (whole[0].documents[1].id,), by="Ben", why="another strike")
    assert [len(i.members) for i in ledger.incidents()] == [1, 1]
    one, other = (i.id for i in ledger.incidents())
    ledger.review.withdraw(parted.id, by="Ben", why="the same after all")
    assert [i.id for i in ledger.incidents()] == [whole[0].id]
    with pytest.raises((NotFound, OptionError)):
        ledger.review.merge(one, other, by="Ben", why="joined already")


def test_sources_reports_places_and_days_are_put_right(ledger: Ledger) -> None:
    """A source is put to its party, a report marked as a reprint, an incident moved and dated."""
    incident = ledger.incidents()[0]
    ledger.review.party("Rebels", "Tharba Front", by="Amal", why="its own spokesman")
    ledger.review.reprint(incident.documents[1].id, incident.documents[0].id, by="Amal", why="word for word")
    ledger.review.correct(incident.id, "place", Place("Tharba", lat=13.5, lon=25.5), by="Amal", why="the other Tharba")
    ledger.review.correct(incident.id, "date", "2024-03-02/2024-03-03", by="Amal", why="over night")
    ledger.review.note(incident.id, "ask the hospital", by="Amal")
    found = ledger.incidents()[0]
    assert {c.side for c in found.claims if c.source == "rebels"} == {"Tharba Front"}
    assert found.own_reports == 1
    assert found.place is not None
    assert found.place.lat == 13.5
    assert (found.date_start, found.date_end) == (dt.date(2024, 3, 2), dt.date(2024, 3, 3))
    assert {c.kind for c in found.corrections} == {"party", "reprint", "correct", "note"}


def test_two_coders_code_blind(ledger: Ledger) -> None:
    """A coder's list leaves the others' codings out; agreement is reported by facet."""
    incident = ledger.incidents()[0].id
    ledger.review.code(incident, "perpetrator", "army", by="Amal")
    ledger.review.code(incident, "perpetrator", "Army ", by="Ben")
    assert [r.by for r in ledger.review.all(coder="Ben")] == ["Ben"]
    (found,) = ledger.review.agreement()
    assert (found.facet, found.level, found.units, found.coders) == ("perpetrator", "nominal", 1, ("Amal", "Ben"))


def test_alpha_is_that_of_krippendorffs_own_example() -> None:
    """Krippendorff (2011), section C: four observers, twelve units, values missing: nominal 0.743, interval 0.849."""
    told: list[list[int | None]] = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    units = list(zip(*told, strict=True))
    assert alpha_of(units, "nominal") == pytest.approx(0.743, abs=0.001)
    assert alpha_of(units, "interval") == pytest.approx(0.849, abs=0.001)
    assert alpha_of([["a", "a"], ["a", "a"]]) is None


def test_a_withdrawal_can_be_withdrawn() -> None:
    """Undo of an undo brings the decision back."""
    first = Review.of("note", "x", by="a", at="2024-01-01", why="w")
    undo = Review.of("withdraw", first.id, by="a", at="2024-01-02", why="w")
    redo = Review.of("withdraw", undo.id, by="a", at="2024-01-03", why="w")
    assert standing([redo, undo, first]) == (first,)
    assert standing([undo, first]) == ()


@pytest.mark.parametrize(
    ("field", "words", "value"),
    [
        ("killed", "3", (3, 3)),
        ("killed", "3-5", (3, 5)),
        ("killed", "12+", (12, None)),
        ("injured", "up to 20", (None, 20)),
        ("perpetrator", "none", None),
        ("place", "Tharba @ 13.5,25.5, 2 km", Place("Tharba", lat=13.5, lon=25.5, radius_km=2.0)),
        ("date", "2024-03-02/2024-03-03", "2024-03-02/2024-03-03"),
    ],
)
def test_values_are_written_as_people_write_them(field: str, words: str, value: object) -> None:
    """Tolls, places and days have short forms."""
    assert value_from(field, words) == value


@pytest.mark.parametrize(
    ("field", "words"),
    [("killed", "many"), ("killed", "9-3"), ("date", "yesterday"), ("stance", "lies"), ("place", "")],
)
def test_a_value_that_makes_no_sense_is_refused(field: str, words: str) -> None:
    """The message shows the form that is wanted."""
    with pytest.raises(OptionError):
        value_from(field, words)


def test_an_earlier_day_does_not_know_of_later_decisions(ledger: Ledger) -> None:
    """As of the day of the reports nobody had decided anything; as of today the decision stands."""
    claim = rebels_claim(ledger)
    ledger.review.correct(claim, "killed", (8, 9), by="Amal", why="the ninth died elsewhere")

    def killed(day: dt.date) -> Any:
        return next(c.killed for i in ledger.incidents(as_of=day) for c in i.claims if c.id == claim)

    assert killed(dt.date(2024, 3, 10)) == (9, 9)
    assert killed(dt.datetime.now(dt.UTC).date()) == (8, 9)
