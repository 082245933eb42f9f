from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from counterclaim.cli.app import app
from counterclaim.cli.progress import expected
from counterclaim.cli.run_verbs import _state
from counterclaim.engines import Engine
from counterclaim.ingest import Captured, Rejected, SetAside, read_inputs
from counterclaim.ledger import Ledger, RunCounts
from counterclaim.ledger.provenance import new_run
from tests.cli.test_commands import REPORT


def broken_tagger(*_: object) -> object:
    raise OSError("the weights could not be read from the disk")


def ledger_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger whose first run met a disk that failed under the tagger, and a file in another encoding."""
    (tmp_path / "good.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "late.txt").write_bytes(b"\xff")
    with monkeypatch.context() as patch, Ledger(tmp_path / "a.db") as ledger:
        patch.setattr("counterclaim.pipeline.attributions_in", broken_tagger)
        ledger.ingest([str(tmp_path / "good.txt"), str(tmp_path / "late.txt"), str(tmp_path / "none.txt")])
    return tmp_path / "a.db"


def test_a_run_is_told_with_what_came_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports, failures by stage and rate of a finished run; one that was cut off is told from it."""
    path = ledger_of(tmp_path, monkeypatch)
    with Ledger(path) as ledger:
        ledger.store.append([new_run(None).row()])
        done, cut = ledger.run_counts()
    assert (done.reports, done.finished, cut.finished) == (1, True, False)
    assert done.failures == {"attributions": 1, "ingest": 2}
    assert done.rate is not None
    assert done.rate == pytest.approx(1 / (done.seconds or 0))
    assert cut.rate is None
    shown = CliRunner().invoke(app, ["runs", "--ledger", str(path)])
    assert f"failed in {done.id[:8]}: 1 attributions, 2 ingest\n" in shown.output
    rows = CliRunner().invoke(app, ["runs", "--ledger", str(path), "--format", "jsonl"]).output.splitlines()
    assert [json.loads(row)["finished"] for row in rows] == [True, False]


def test_a_run_at_work_says_how_long_it_will_take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the inputs are counted, what is left and the time for it at the run's own rate; a finished run says neither."""
    monkeypatch.setattr("counterclaim.ledger.writing._MARK_EVERY", -1.0)
    rows = [json.dumps({"text": REPORT.replace("Kidal", town)}) for town in ("Gao", "Menaka", "Timbuktu", "Mopti")]
    (tmp_path / "four.jsonl").write_text("\n".join(rows), encoding="utf-8")
    said: list[RunCounts] = []

    def watched() -> Iterator[Captured | Rejected | SetAside]:
        yield from read_inputs([str(tmp_path / "four.jsonl")])
        said.extend(ledger.run_counts())

    monkeypatch.setattr("counterclaim.engines.ordered.BATCH", 1)
    with Ledger(tmp_path / "a.db") as ledger:
        ledger.add(watched(), engine=Engine(codebook="acled"), expected=10)
        [done] = ledger.run_counts()
    [run] = said
    assert (run.left, run.reports, run.finished) == (6, 4, False)
    assert run.rate is not None
    assert run.seconds_left == pytest.approx(6 / run.rate)
    assert (done.finished, done.left, done.seconds_left, done.codebook) == (True, None, None, "acled")
    assert "at work, 6 inputs left, about 1 min" in _state(msgspec.structs.replace(run, seconds_left=70.0))


def test_only_inputs_that_can_be_counted_are(tmp_path: Path) -> None:
    """Pages and lines of tables are counted; an archive hides how many pages it has."""
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "b.csv").write_text("text,outlet\nx,y\nz,w\n", encoding="utf-8")
    assert expected([str(tmp_path)]) == 3
    (tmp_path / "c.warc.gz").write_bytes(b"")
    assert expected([str(tmp_path)]) is None


def test_rejected_inputs_are_read_by_the_codebook_of_their_run(tmp_path: Path) -> None:
    """Dozens are 12 by ACLED: a page that was mended later is read by that, as the rest of its run was."""
    (tmp_path / "late.txt").write_bytes(b"\xff")
    with Ledger(tmp_path / "a.db") as ledger:
        ledger.ingest([str(tmp_path / "late.txt")], engine=Engine(codebook="acled"))
        text = "Jets bombed the market of Gao on Friday, killing dozens of people, the mayor said."
        (tmp_path / "late.txt").write_text(text, encoding="utf-8")
        assert ledger.retry().inputs.new == 1
        [killed] = {claim.killed for reading in ledger.readings() for claim in reading.claims if claim.killed}
    assert killed == (12, 12)


def test_what_failed_is_read_again_and_nothing_else_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the disk is sound, the report gets a whole reading beside the failed one, and the mended file is read."""
    path = ledger_of(tmp_path, monkeypatch)
    (tmp_path / "late.txt").write_text(REPORT.replace("Kidal", "Gao"), encoding="utf-8")
    with Ledger(path) as ledger:
        kept = list(ledger.dump())
        done = ledger.retry()
        assert (done.reports, done.mended, done.inputs.new) == (1, 1, 1)
        assert done.missing == (str(tmp_path / "none.txt"),)
        assert list(ledger.dump())[: len(kept)] == kept
        assert len(list(ledger.store.rows("readings"))) == 3
        assert all(r.attributions and not r.failures for r in ledger.readings())
        ledger.verify()
        again = ledger.retry()
        assert (again.reports, again.inputs.new) == (0, 0)


def test_one_stage_alone_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its stage only that is read again; where it fails as before, no reading is added and the command exits with 1."""
    path = ledger_of(tmp_path, monkeypatch)
    with Ledger(path) as ledger, monkeypatch.context() as patch:
        patch.setattr("counterclaim.pipeline.attributions_in", broken_tagger)
        assert ledger.retry("claims").reports == 0
        done = ledger.retry("attributions")
        assert (done.reports, done.mended, done.inputs.seen) == (1, 0, 0)
        assert len(list(ledger.store.rows("readings"))) == 1
    only = CliRunner().invoke(app, ["retry", "--ledger", str(path), "--stage", "ingest"])
    assert only.exit_code == 1
    assert "0 reports read again" in only.output
    assert CliRunner().invoke(app, ["retry", "--ledger", str(path), "--stage", "attributions"]).exit_code == 0
