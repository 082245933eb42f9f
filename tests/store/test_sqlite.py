from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from counterclaim.errors import LedgerAltered, LedgerVersion, StoreError
from counterclaim.store import Row, RunRow, SqliteStore


def _run(name: str) -> Row:
    return RunRow(name, "2020-01-01", "1", "{}", "").row()


def test_rows_are_written_once(tmp_path: Path) -> None:
    """A row that is there already is left as it is and not counted."""
    store = SqliteStore(tmp_path / "a.db")
    assert store.append([_run("n1"), _run("n2")]) == 2
    assert store.append([_run("n2"), _run("n3")]) == 1
    assert store.verify() == 3
    store.close()


def test_a_ledger_refuses_to_change_or_lose_a_row(tmp_path: Path) -> None:
    """The tables are append-only: an UPDATE or DELETE is refused by the file itself."""
    SqliteStore(tmp_path / "a.db").append([_run("n1")])
    db = sqlite3.connect(tmp_path / "a.db")
    for statement in ("UPDATE runs SET program = '2'", "DELETE FROM runs", "DELETE FROM chain"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute(statement)
    db.close()


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE runs SET program = '2' WHERE id = 'n2'", "runs n2"),
        ("DELETE FROM runs WHERE id = 'n3'", "runs n3"),
        ("DELETE FROM chain WHERE id = 'n2'", "runs n3"),
        ("INSERT INTO runs VALUES ('n9', '', '', '', '')", "runs"),
    ],
)
def test_verify_names_the_first_broken_row(tmp_path: Path, statement: str, named: str) -> None:
    """Whoever gets round the triggers is found out: altered, removed and smuggled rows alike."""
    store = SqliteStore(tmp_path / "a.db")
    store.append([_run(f"n{k}") for k in range(1, 5)])
    store.close()
    db = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    for table in ("runs", "chain"):
        for verb in ("update", "delete"):
            db.execute(f"DROP TRIGGER {table}_no_{verb}")
    db.execute(statement)
    db.close()
    again = SqliteStore(tmp_path / "a.db")
    with pytest.raises(LedgerAltered) as caught:
        again.verify()
    assert caught.value.subject == named
    again.close()


def _write(path: str, writer: int) -> None:
    store = SqliteStore(path)
    for k in range(20):
        store.append([_run(f"w{writer}-{k}"), _run(f"shared-{k}")])
    store.close()


def test_several_writers_lose_and_double_nothing(tmp_path: Path) -> None:
    """Three processes that write at once leave every row once, under one chain."""
    path = str(tmp_path / "a.db")
    SqliteStore(path).close()
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write, args=(path, k)) for k in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    store = SqliteStore(path, read_only=True)
    assert store.verify() == 3 * 20 + 20
    store.close()


def test_another_file_is_no_ledger(tmp_path: Path) -> None:
    """An SQLite file of somebody else's is left alone; so is a ledger of a newer program, and a missing folder."""
    other = tmp_path / "other.db"
    db = sqlite3.connect(other)
    db.execute("CREATE TABLE x (y)")
    db.commit()
    db.close()
    with pytest.raises(StoreError, match="no ledger"):
        SqliteStore(other)
    newer = tmp_path / "newer.db"
    SqliteStore(newer).close()
    db = sqlite3.connect(newer)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(LedgerVersion, match="newer"):
        SqliteStore(newer)
    with pytest.raises(StoreError, match="cannot be opened"):
        SqliteStore(tmp_path / "none" / "a.db")


def test_a_ledger_of_the_first_schema_is_brought_forward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows written under an older schema are kept, and the chain over them still closes."""
    from counterclaim.store import sqlite

    with monkeypatch.context() as patched:
        first = sqlite._migrations()[:1]
        patched.setattr(sqlite, "_migrations", lambda: first)
        old = SqliteStore(tmp_path / "a.db")
        old.append([_run("n1"), _run("n2")])
        head = old.head()
        old.close()
    store = SqliteStore(tmp_path / "a.db")
    assert store.head() == head
    assert store.append([Row("linkings", ("n1",))]) == 1
    assert store.verify() == 3
    store.close()
