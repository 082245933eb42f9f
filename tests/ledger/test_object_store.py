"""Archives in an object store are read, and readings kept in one, as on a disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from counterclaim.cli.app import app
from counterclaim.engines import Engine
from counterclaim.errors import StoreError
from counterclaim.ingest import Captured, Rejected, read_inputs
from counterclaim.ingest.files import files_of, opened, removed, sent
from counterclaim.ledger import Ledger, read_partitions
from counterclaim.ledger.partition_file import Form
from tests.ledger.test_partitions import archive_in, direct, finished, told
from tests.object_store import object_store, put_folder

pytest.importorskip("zstandard", reason="the extra archives is not installed")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with object_store(monkeypatch) as there:
        yield there


def kept_in(folder: str) -> dict[str, bytes]:
    out = {}
    for path in files_of(folder, deep=True):
        with opened(path) as found:
            out[path.removeprefix(folder)] = found.read()
    return out


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_an_archive_in_a_store_gives_the_ledger_that_it_gives_directly(tmp_path: Path, bucket: str, form: Form) -> None:
    """WARC and tables read from the store into the store: nothing is read twice, a lost marker's file is, to the same bytes."""
    put_folder(archive_in(tmp_path), f"{bucket}/2019/05")
    archive, readings = f"{bucket}/2019", f"{bucket}/readings/"
    names = ["a.warc", "b.jsonl", "c.jsonl", "d.txt"]
    assert finished(list(read_partitions([archive], readings, form=form))) == [(name, True) for name in names]
    kept = kept_in(readings)
    assert len(kept) == 8
    lost = next(path for path in files_of(readings, deep=False) if "/c.jsonl" in path and path.endswith(".done.json"))
    removed(lost)
    again = finished(list(read_partitions([archive], readings, engine=Engine("local", 2), form=form)))
    assert sorted(again) == [(name, name == "c.jsonl") for name in names]
    assert kept_in(readings) == kept
    with Ledger(tmp_path / "parts.db") as ledger:
        came = ledger.add_partitions(readings)
        assert (came.seen, came.new, len(came.rejected)) == (16, 14, 2)
        assert ledger.add_partitions(readings).new == 0
    assert told(tmp_path / "parts.db") == direct(archive, tmp_path / "direct.db")


def test_parquet_in_a_store_is_read_by_its_columns(tmp_path: Path, bucket: str) -> None:
    """A table of another's making, its text called body: the reports of the same rows in a file on the disk."""
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table = pa.table({"body": ["Jets bombed Sabla on Friday, the mayor said."] * 3, "outlet": ["A", "B", "C"]})
    pq.write_table(table, tmp_path / "rows.parquet")
    sent(tmp_path / "rows.parquet", f"{bucket}/news/rows.parquet")
    ledger = ["--ledger", str(tmp_path / "a.db"), "--columns", "text=body"]
    taken = CliRunner().invoke(app, ["ingest", f"{bucket}/news/", *ledger])
    assert "3 new reports" in taken.output, taken.output
    assert "0 new reports" in CliRunner().invoke(app, ["ingest", str(tmp_path / "rows.parquet"), *ledger]).output


def test_what_is_not_there_is_named(tmp_path: Path, bucket: str) -> None:
    """No such object, no such bucket, an altered file of readings, nobody at the address: each is named with what to do."""
    [missing] = read_inputs([f"{bucket}/none.warc"])
    assert isinstance(missing, Rejected)
    assert missing.error.message == f"there is no {bucket}/none.warc; check the path"
    archive = archive_in(tmp_path)
    with pytest.raises(StoreError, match="there is no bucket s3://nobody"):
        list(read_partitions([str(archive)], "s3://nobody/readings"))
    list(read_partitions([str(archive / "c.jsonl")], f"{bucket}/readings"))
    [rows] = [path for path in files_of(f"{bucket}/readings", deep=True) if path.endswith(".zst")]
    (tmp_path / "other").write_bytes(b"something else")
    sent(tmp_path / "other", rows)
    with Ledger(tmp_path / "parts.db") as ledger:
        [altered] = ledger.add_partitions(f"{bucket}/readings").rejected
    assert "has no readings beside it, or they were altered; give the command with --output again" in str(altered.error)


def test_a_store_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens there: a rejection, not a crash."""
    pytest.importorskip("pyarrow", reason="the extra archives is not installed")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    [found] = read_inputs(["s3://archive/a.warc"])
    assert isinstance(found, Rejected)
    assert "s3://archive/a.warc cannot be read" in found.error.message
    with pytest.raises(StoreError, match="cannot be written"):
        list(read_partitions(["s3://archive/a.warc"], "s3://archive/readings"))


def test_a_packed_archive_in_a_store_is_unpacked_as_it_comes(tmp_path: Path, bucket: str) -> None:
    """A WARC packed by gzip gives from the store what it gives from the disk."""
    import gzip

    from tests.ingest.test_archives import RECORDS

    (tmp_path / "a.warc.gz").write_bytes(b"".join(gzip.compress(record) for record in RECORDS))
    sent(tmp_path / "a.warc.gz", f"{bucket}/a.warc.gz")
    here, there = (
        [found.document for found in read_inputs([path]) if isinstance(found, Captured)]
        for path in (str(tmp_path / "a.warc.gz"), f"{bucket}/a.warc.gz")
    )
    assert here == there
    assert here
