from __future__ import annotations

import datetime as dt
import random
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

import counterclaim
from counterclaim.errors import NotFound
from counterclaim.ingest import Captured, read_inputs
from counterclaim.ledger import Ledger
from counterclaim.ledger.neighbours import Neighbours
from counterclaim.model import Reading, decode, encode

STORY = """An air strike killed nine people in the village of Tharba on Sunday, the rebels said, and blamed the Sudanese army.

"None of our aircraft flew over the area," said Colonel Idris Salih, a spokesman for the Sudanese army.

Residents told AFP that 12 people had died."""


@pytest.fixture(scope="module")
def captures() -> list[Captured]:
    """Eight of the demonstration reports, of two incidents."""
    reports = resources.files("counterclaim.lexicon") / "demo" / "reports.jsonl"
    with resources.as_file(reports) as path:
        found = [c for c in read_inputs([str(path)]) if isinstance(c, Captured)]
    return [c for c in found if (c.document.id_given or "").startswith(("alhari-0", "kunduz-0"))][:8]


def test_one_report_gives_rival_claims() -> None:
    """A report of a strike gives the accusation, the denial and each toll to its source, with the words that say so."""
    reading = counterclaim.read(STORY, published="2018-06-18", outlet="Desk", title="Strike kills nine, army denies it")
    by_stance = {c.stance for c in reading.claims}
    assert {"asserts", "denies"} <= by_stance
    denial = next(c for c in reading.claims if c.stance == "denies")
    assert "Salih" in denial.source
    assert denial.side == "Sudan"
    assert {(9, 9), (12, 12)} <= {c.killed for c in reading.claims}
    assert "perpetrator" in reading.incidents[0].contested
    assert reading.incidents[0].date_start == dt.date(2018, 6, 17)


def test_every_span_is_the_text_that_it_names(captures: list[Captured]) -> None:
    """Every value has evidence: a span of the frozen text, to the letter; and the JSON form gives it back."""
    for captured in captures:
        reading = next(iter(counterclaim.read_documents([captured.document])))
        spans = [s for c in reading.claims for s in c.evidence] + [
            s for a in reading.attributions for s in (a.source, a.cue, *a.content) if s is not None
        ]
        for span in spans:
            assert reading.document.field(span.field)[span.start : span.end] == span.text
        assert all(c.evidence for c in reading.claims)
        assert decode(encode(reading), Reading) == reading


def test_any_order_gives_the_same_ledger(captures: list[Captured], tmp_path: Path) -> None:
    """Reports read in another order, in other portions, or twice give the same incidents."""
    shuffled = list(captures)
    random.Random(3).shuffle(shuffled)
    with Ledger(tmp_path / "a.db") as first, Ledger(tmp_path / "b.db") as second:
        first.add(captures)
        second.add(shuffled[:3])
        second.add(shuffled[3:])
        again = second.add(shuffled)
        assert (again.new, again.claims, again.links) == (0, 0, 0)
        assert [encode(i) for i in first.incidents()] == [encode(i) for i in second.incidents()]
        first.verify()
        second.verify()


def test_incidents_are_found_by_what_they_say(captures: list[Captured], tmp_path: Path) -> None:
    """Filters by place, day, party and status, and the state of knowledge of an earlier day."""
    with Ledger(tmp_path / "a.db") as ledger:
        ledger.add(captures)
        everything = ledger.incidents()
        kunduz = ledger.incidents(place="kunduz")
        assert kunduz
        assert len(kunduz) < len(everything)
        assert all(
            i.date_end is None or i.date_end >= dt.date(2018, 1, 1) for i in ledger.incidents(since=dt.date(2018, 1, 1))
        )
        known = ledger.incidents(as_of=dt.date(2015, 12, 31))
        assert {d.published.year for i in known for d in i.documents if d.published} == {2015}
        one = ledger.incident(everything[0].id[:10])
        assert one.id == everything[0].id
        with pytest.raises(NotFound, match="no incident"):
            ledger.incident("nothing")


def test_a_stage_that_fails_leaves_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost: an error inside one stage is a row beside the results, and the report is still there."""
    from counterclaim import pipeline
    from counterclaim.engines import shared_reader
    from counterclaim.model import Document

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bad sentence")

    monkeypatch.setattr(pipeline, "dates_in", broken)
    reading = shared_reader().read(Document.of(STORY))
    assert [(f.stage, f.detail) for f in reading.failures] == [("dates", "ZeroDivisionError: a bad sentence")]
    assert reading.claims


def test_a_run_that_was_cut_off_leaves_nothing_uncompared(
    captures: list[Captured], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A report is written with its links or not at all, so that the next run has only the rest to do."""
    judge, judged = Neighbours.links_of, iter(range(len(captures)))

    def cut_off(near: Neighbours, reading: Reading) -> Any:
        if next(judged) == 5:
            raise KeyboardInterrupt
        return judge(near, reading)

    with Ledger(tmp_path / "whole.db") as whole:
        whole.add(captures)
        wanted = [encode(i) for i in whole.incidents()]
    with Ledger(tmp_path / "cut.db") as cut:
        with monkeypatch.context() as patched:
            patched.setattr(Neighbours, "links_of", cut_off)
            with pytest.raises(KeyboardInterrupt):
                cut.add(captures)
        assert cut.store.unlinked() == {}
        assert cut.add(captures).new == 3
        assert [encode(i) for i in cut.incidents()] == wanted
        cut.verify()


def test_what_an_older_program_left_uncompared_is_compared_once(captures: list[Captured], tmp_path: Path) -> None:
    """A ledger whose runs were cut off before they compared: the next run does it, and closes each of them."""
    with Ledger(tmp_path / "whole.db") as whole, Ledger(tmp_path / "old.db") as old:
        whole.add(captures)
        left = [row for row in whole.store.in_order() if row.table not in ("links", "linkings")]
        old.store.append(left)
        assert {len(reports) for reports in old.store.unlinked().values()} == {len(captures)}
        assert old.add(captures).links == len(whole.store.ids("links"))
        assert old.store.unlinked() == {}
        assert old.add(captures).links == 0
        assert [encode(i) for i in old.incidents_anew()] == [encode(i) for i in whole.incidents()]
        assert list(old.store.views.bodies()) == [encode(i) for i in old.incidents_anew()]
        old.verify()
