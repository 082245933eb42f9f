"""What lists answer, in a file and on a server, is what the pure function of all rows gives."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from counterclaim.assess import grades_under
from counterclaim.errors import NotFound, OptionError
from counterclaim.ledger import Ledger
from counterclaim.model import IncidentSummary, MergedIncident, decode
from counterclaim.store import GradeWanted, Wanted, sqlite_lists
from tests.ledger.test_views import reports
from tests.reports import reading_of
from tests.review.test_review import captured

WEEK = dt.date(2024, 3, 4)
REPORTS = 20
#: What one report tells, in which nothing is contested.
LONE = reading_of(
    {"id": "lone", "text": "Gunmen killed 3 people in Yelwa.", "published": dt.date(2021, 5, 2),
     "incidents": [{"kind": "Attack", "days": [dt.date(2021, 5, 1)], "claims": [{"killed": [3, 3], "quote": "killed 3 people"}]}]}
)  # fmt: skip


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    with Ledger(address) as opened:
        opened.add_read([captured(r) for r in [*reports(7, REPORTS - 1), LONE]])
        told = opened.incidents()
        opened.review.correct(told[0].claims[0].id, "killed", (1, 2), by="a", why="w")
        opened.review.note(told[1].id, "seen", by="a")
        yield opened


def grade(incident: MergedIncident, codebook: str, axis: str) -> str:
    """What a codebook makes of an incident on one axis."""
    return next(g.grade for g in grades_under(incident, codebook) if g.axis == axis)


CASES: list[tuple[Wanted, Callable[[MergedIncident], bool]]] = [
    (Wanted(), bool),
    (Wanted(status="contested"), lambda i: i.status == "contested"),
    (Wanted(contested=False), lambda i: not i.contested),
    (Wanted(reviewed=True), lambda i: bool(i.corrections)),
    (Wanted(since=WEEK), lambda i: i.date_end is not None and i.date_end >= WEEK),
    (Wanted(until=WEEK, min_sources=1), lambda i: i.date_start is not None and i.date_start <= WEEK and i.independent_sources >= 1),
    (Wanted(place="thar"), lambda i: i.place is not None and i.place.name == "Tharba"),
    (Wanted(bbox=(23.0, 12.0, 26.0, 14.5)), lambda i: i.place is not None and i.place.name != "Omdur"),
    (Wanted(grade=GradeWanted("airwars", "harm", "weak")), lambda i: grade(i, "airwars", "harm") == "weak"),
    (Wanted(grade=GradeWanted("ucdp", "best", "", 3), since=WEEK), lambda i: int(grade(i, "ucdp", "best")) >= 3 and i.date_end is not None and i.date_end >= WEEK),
    (Wanted(grade=GradeWanted("airwars", "strike status", "likely strike"), status="contested"),
     lambda i: i.status == "contested" and grade(i, "airwars", "strike status") == "likely strike"),
    (Wanted(kind="Air/drone strike", q="strike omdur"), lambda i: i.place is not None and i.place.name == "Omdur"),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "fits"), CASES)
def test_every_answer_counts_the_incidents_that_fit(
    ledger: Ledger, wanted: Wanted, fits: Callable[[MergedIncident], bool]
) -> None:
    """A stretch, its total, the marks, the cells, the days and the numbers of kinds and statuses all speak of the same incidents."""
    pure = [i for i in ledger.incidents_anew() if fits(i)]
    ids = {i.id for i in pure}
    lists = ledger.lists
    page = lists.page(wanted, limit=500)
    assert {i.id for i in page.incidents} == ids
    assert page.total == lists.count(wanted) == len(pure) > 0
    assert [decode(body, IncidentSummary) for body in page.bodies] == list(page.incidents)
    assert {i.id: i for i in page.incidents} == {i.id: IncidentSummary.of(i) for i in pure}
    assert {mark.id for mark in lists.marks(wanted)} == ids
    assert sum(cell.incidents for cell in lists.cells(wanted, degrees=2)) == sum(i.place is not None for i in pure)
    assert dict(lists.days(wanted)) == Counter(i.date_start for i in pure)
    assert dict(lists.counts("status", wanted)) == Counter(i.status for i in pure)
    assert dict(lists.counts("kind", wanted)) == Counter(i.sub_event_type for i in pure)


def test_what_many_have_is_found_in_the_same_order(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """What most incidents have, a word, a status or a grade, is searched another way, with the same stretches."""
    every = (
        Wanted(q="killed", sort="date"), Wanted(status="contested", sort="sources"),
        Wanted(grade=GradeWanted("airwars", "strike status", "likely strike")), Wanted(kind="Air/drone strike", sort="reports"),
    )  # fmt: skip
    narrow = [ledger.lists.page(wanted, limit=3) for wanted in every]
    monkeypatch.setattr(sqlite_lists, "_BROAD", 0)
    assert [ledger.lists.page(wanted, limit=3) for wanted in every] == narrow
    assert narrow[0].total == len(ledger.incidents_anew())
    assert min(page.total for page in narrow) > 0


def test_choices_and_totals_follow_every_change(ledger: Ledger) -> None:
    """What a list can be narrowed to, and what the ledger holds, is as all incidents give it, also after a merge and its undo."""

    def same() -> None:
        pure, totals = ledger.incidents_anew(), ledger.lists.totals()
        assert (totals.incidents, totals.contested) == (len(pure), sum(bool(i.contested) for i in pure))
        assert (totals.reports, totals.claims) == (REPORTS, sum(len(i.claims) for i in pure))
        said = ({w for c in i.claims for w in (c.source, c.side, c.perpetrator) if w and w != "AUTHOR"} for i in pure)
        assert dict(ledger.lists.choices("party")) == Counter(word for words in said for word in words)
        assert dict(ledger.lists.choices("status")) == Counter(i.status for i in pure)

    same()
    first, second = ledger.incidents_anew()[:2]
    made = ledger.review.merge(first.id, second.id, by="a", why="w")
    same()
    ledger.review.withdraw(made.id, by="a", why="w")
    same()
    ledger.views.rebuild()
    same()


def test_the_queue_has_first_what_nobody_decided_on(ledger: Ledger) -> None:
    """In stretches: undecided before decided, of these the contested, the most told first."""
    walked: list[str] = []
    cursor = None
    while cursor is not None or not walked:
        page = ledger.lists.page(Wanted(sort="queue"), cursor=cursor, limit=3)
        walked += [i.id for i in page.incidents]
        cursor = page.next
    pure = sorted(ledger.incidents_anew(), key=lambda i: (bool(i.corrections), not i.contested, -i.reports, i.id))
    assert walked == [i.id for i in pure]


def test_the_beginning_of_an_id_leads_to_its_incident(ledger: Ledger) -> None:
    """An id, a member's id and their beginnings lead to one incident; what begins several is refused."""
    one = ledger.incidents_anew()[0]
    for name in (one.id, one.id[:12], one.members[0], one.members[0][:12]):
        assert ledger.incident(name).id == one.id
    for wrong in ("nothing", one.id[:1], "%", "_"):
        with pytest.raises(NotFound, match="begins"):
            ledger.incident(wrong)


def test_what_makes_no_sense_is_refused(ledger: Ledger) -> None:
    """A limit, an order, a cursor or a cell that is none is named."""
    asked: dict[str, Callable[[], object]] = {
        "limit": lambda: ledger.lists.page(limit=501),
        "sort": lambda: ledger.lists.page(Wanted(sort="up")),
        "cursor": lambda: ledger.lists.page(cursor="WzEsMl0"),
        "degrees": lambda: ledger.lists.cells(degrees=0),
    }
    for name, ask in asked.items():
        with pytest.raises(OptionError, match=name):
            ask()
