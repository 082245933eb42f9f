"""An archive read file by file into a folder gives the ledger that reading it straight in gives, whatever is cut off."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from counterclaim.cli.app import app
from counterclaim.engines import Engine
from counterclaim.errors import OptionError, StoreError
from counterclaim.export.tables import TABLES, table_lines
from counterclaim.ingest import InputOptions, Rejected
from counterclaim.ledger import Ledger, Partition, read_partitions
from counterclaim.ledger.partition_file import Form
from counterclaim.model import Reading, decode
from tests.engines.conformance import TOWNS
from tests.ingest.test_archives import RECORDS

pytest.importorskip("zstandard", reason="the extra archives is not installed")


def archive_in(folder: Path) -> Path:
    """An archive of web pages, two tables of which one has a bad line and a report of the other, and a file in no encoding."""
    archive = folder / "archive"
    archive.mkdir()
    (archive / "a.warc").write_bytes(b"".join(RECORDS))
    rows = [
        {
            "text": f"Jets bombed the market of {TOWNS[k % 4]} on Friday, killing {k + 2} people, the mayor said. The army denied it.",
            "published": f"2019-05-{k + 1:02d}",
            "outlet": f"Outlet {k % 3}",
        }
        for k in range(12)
    ]
    lines = [json.dumps(row) for row in rows]
    (archive / "b.jsonl").write_text("\n".join([*lines[:8], "{no row}"]), encoding="utf-8")
    (archive / "c.jsonl").write_text("\n".join(lines[6:]), encoding="utf-8")
    (archive / "d.txt").write_bytes(b"\xff\xfa")
    return archive


def told(path: Path) -> tuple[list[str], list[list[str]]]:
    """The tables of a ledger's export, and its rows without what each run gives anew: its number and times."""
    with Ledger(path) as ledger:
        kept = ledger.kept()
        tables = [line for table in TABLES for line in table_lines(table, kept)]
        known = {run.id for run in ledger.runs()}
        rows = [
            sorted(str([v for v in row if v not in known][drop:]) for row in ledger.store.rows(name))
            for name, drop in (
                ("documents", 0),
                ("captures", 0),
                ("readings", 0),
                ("claims", 0),
                ("links", 0),
                ("fetches", 1),
            )
        ]
    return tables, rows


def direct(archive: str | Path, path: Path) -> tuple[list[str], list[list[str]]]:
    with Ledger(path) as ledger:
        ledger.ingest([str(archive)])
    return told(path)


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def finished(found: list[Partition | Rejected]) -> list[tuple[str, bool]]:
    return [(Path(one.marker.input).name, one.read) for one in found if isinstance(one, Partition)]


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
@pytest.mark.parametrize("engine", [Engine(), Engine("local", 2)], ids=["one process", "two processes"])
def test_partitions_give_the_ledger_that_the_files_give(tmp_path: Path, engine: Engine, form: Form) -> None:
    """Export and rows are the same to the letter, a second time nothing is read, and nothing is written twice."""
    archive, readings = archive_in(tmp_path), tmp_path / "readings"
    found = list(read_partitions([str(archive)], readings, engine=engine, form=form))
    assert finished(found) == [("a.warc", True), ("b.jsonl", True), ("c.jsonl", True), ("d.txt", True)]
    markers = [one.marker for one in found if isinstance(one, Partition)]
    assert [(m.reports, m.rejected) for m in markers] == [(2, 0), (8, 1), (6, 0), (0, 1)]
    assert markers[0].set_aside == {"answer 404": 1}
    kept = files_in(readings)
    assert [read for _, read in finished(list(read_partitions([str(archive)], readings, form=form)))] == [False] * 4
    assert files_in(readings) == kept
    with Ledger(tmp_path / "parts.db") as ledger:
        came = ledger.add_partitions(readings)
        again = ledger.add_partitions(readings)
    assert (came.seen, came.new, len(came.rejected), came.aside) == (16, 14, 2, {"answer 404": 1})
    assert (again.seen, again.new) == (16, 0)
    assert told(tmp_path / "parts.db") == direct(archive, tmp_path / "direct.db")


def test_claims_stand_in_parquet_as_columns(tmp_path: Path) -> None:
    """Whoever asks the files finds each claim with its incident, place and words; in another form they are written anew."""
    pq = pytest.importorskip("pyarrow.parquet")
    archive, readings = archive_in(tmp_path), tmp_path / "readings"
    found = list(read_partitions([str(archive / "c.jsonl")], readings, form="parquet"))
    assert finished(found) == [("c.jsonl", True)]
    [path] = readings.glob("*.readings.parquet")
    rows = pq.read_table(path, columns=["outlet", "published", "claims", "reading"]).to_pylist()
    for row in rows:
        reading = decode(row["reading"], Reading)
        assert row["published"] == reading.document.published
        assert [c["id"] for c in row["claims"]] == [c.id for c in reading.claims]
    asserting, denying = (
        next(c for row in rows for c in row["claims"] if c["stance"] == s) for s in ("asserts", "denies")
    )
    assert (asserting["killed_min"], asserting["source"], asserting["event_type"]) == (
        8,
        "mayor",
        "Explosions/Remote violence",
    )
    assert asserting["evidence"][0]["text"].startswith("Jets bombed the market")
    assert denying["source_kind"] == "military"
    list(read_partitions([str(archive / "c.jsonl")], readings))
    assert [name.split(".")[-2:] for name in sorted(files_in(readings))] == [["done", "json"], ["jsonl", "zst"]]


def test_any_order_of_partitions_and_repeats_give_the_same_ledger(tmp_path: Path) -> None:
    """Files named in another order and twice, each in a folder of its own: the incidents are the same."""
    archive = archive_in(tmp_path)
    paths = [str(path) for path in sorted(archive.iterdir())] * 2
    random.Random(5).shuffle(paths)
    with Ledger(tmp_path / "parts.db") as ledger:
        for number, path in enumerate(paths):
            list(read_partitions([path, path], tmp_path / str(number)))
            ledger.add_partitions(tmp_path / str(number))
    tables, _ = told(tmp_path / "parts.db")
    assert tables == direct(archive, tmp_path / "direct.db")[0]


def test_a_run_that_is_killed_goes_on_with_what_is_not_finished(tmp_path: Path) -> None:
    """Killed in the middle of a file, a run leaves no marker of it; the next reads that and what follows, to the same bytes."""
    archive, readings = archive_in(tmp_path), tmp_path / "readings"
    names = [str(archive / name) for name in ("a.warc", "b.jsonl", "c.jsonl", "d.txt")]
    slow = (
        "import itertools, sys, time; from pathlib import Path; from counterclaim.ledger import partitions as p\n"
        "read = p.read_inputs\n"
        "def slowly(paths, options):\n"
        "    for number, found in enumerate(read(paths, options)):\n"
        "        if paths[0].endswith('c.jsonl') and number == 3:\n"
        "            time.sleep(60)\n"
        "        yield found\n"
        "p.read_inputs = slowly\n"
        "import counterclaim.engines.ordered as o; o.BATCH = 1\n"
        "for done in p.read_partitions(sys.argv[2:], Path(sys.argv[1])): pass\n"
    )
    run = subprocess.Popen([sys.executable, "-c", slow, str(readings), *names])
    for _ in range(600):
        if list(readings.glob(".c.jsonl*.partial")):
            break
        time.sleep(0.1)
    run.send_signal(signal.SIGKILL)
    run.wait()
    left = sorted(name.split(".")[0] for name in files_in(readings) if name.endswith(".done.json"))
    assert left == ["a", "b"]
    assert list(readings.glob(".c.jsonl*.partial"))
    assert finished(list(read_partitions(names, readings))) == [
        ("a.warc", False), ("b.jsonl", False), ("c.jsonl", True), ("d.txt", True),
    ]  # fmt: skip
    list(read_partitions(names, tmp_path / "whole"))
    assert files_in(readings) == files_in(tmp_path / "whole")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in its place, or a full disk in the middle: an error with advice; what was finished stays, no half file does."""
    archive, readings = archive_in(tmp_path), tmp_path / "readings"
    with pytest.raises(StoreError, match="cannot be written"):
        list(read_partitions([str(archive)], archive / "b.jsonl"))
    names = [str(archive / "d.txt"), str(archive / "b.jsonl")]
    source = read_partitions(names, readings)
    next(source)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match="No space left on device; make room"):
        list(source)
    assert sorted(path.name.split(".")[0] for path in readings.iterdir()) == ["d", "d"]


def test_what_changed_is_read_again(tmp_path: Path) -> None:
    """Another input, other options, altered readings or a marker of another version: that partition is read anew."""
    archive, readings = archive_in(tmp_path), tmp_path / "readings"
    paths = [str(archive / "a.warc"), str(archive / "b.jsonl")]
    list(read_partitions(paths, readings))
    (archive / "a.warc").write_bytes(b"".join(RECORDS[:2]))
    assert finished(list(read_partitions(paths, readings))) == [("b.jsonl", False), ("a.warc", True)]
    options = InputOptions(outlet="The Coast")
    assert all(read for _, read in finished(list(read_partitions(paths, readings, options))))
    assert all(read for _, read in finished(list(read_partitions(paths, readings, options, Engine(codebook="acled")))))
    [marker] = readings.glob("a.warc*.done.json")
    marker.write_text(marker.read_text(encoding="utf-8").replace('"program": "', '"program": "0'), encoding="utf-8")
    [altered] = readings.glob("b.jsonl*.zst")
    altered.write_bytes(altered.read_bytes()[:-1])
    with Ledger(tmp_path / "parts.db") as ledger:
        came = ledger.add_partitions(readings)
    assert came.seen == 0
    assert [rejected.error.message.split(";")[1] for rejected in came.rejected] == [
        " give the command with --output again, which reads that input anew"
    ] * 2
    assert all(read for _, read in finished(list(read_partitions(paths, readings, options, Engine(codebook="acled")))))


def test_the_commands_say_what_is_finished(tmp_path: Path) -> None:
    """`read --output` tells each file; `ingest` takes the folder, and rejects what is not finished by name."""
    archive, readings = archive_in(tmp_path), tmp_path / "archive" / "readings"
    command = ["read", str(archive), "-o", str(readings)]
    first = CliRunner().invoke(app, [*command, str(tmp_path / "none.txt")])
    assert first.exit_code == 1
    assert f"2 of 4: {archive / 'b.jsonl'}: 8 reports with" in first.output
    assert " left\n3 of 4" in first.output
    assert f"{tmp_path / 'none.txt'} cannot be read" in first.output
    again = CliRunner().invoke(app, command)
    assert again.exit_code == 0
    assert "4 files were finished before" in again.output
    [marker] = readings.glob("c.jsonl*.done.json")
    marker.unlink()
    ledger = ["--ledger", str(tmp_path / "a.db")]
    taken = CliRunner().invoke(app, ["ingest", str(readings), *ledger])
    assert taken.exit_code == 1
    assert "10 new reports" in taken.output
    assert "is not finished; give the command with --output again" in taken.output
    wrongs = (
        ["ingest", str(readings), str(archive), *ledger],
        ["read", "-", "-o", str(readings)],
        ["read", str(archive), "--format", "parquet"],
    )
    for wrong in wrongs:
        assert isinstance(CliRunner().invoke(app, wrong).exception, OptionError)
