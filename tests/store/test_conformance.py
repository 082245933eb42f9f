"""What every store must do; each test runs on a file and on a server."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest

from counterclaim.errors import LedgerAltered, StoreError
from counterclaim.ledger import Ledger
from counterclaim.model import MergedIncident, encode
from counterclaim.store import FailureRow, Row, RunRow, SqlStore, Wanted, open_store
from tests.ledger.test_views import reports, same_as_pure
from tests.review.test_review import captured


def _run(name: str) -> Row:
    return RunRow(name, "2020-01-01", "1", "{}", "").row()


def test_rows_are_written_once_and_chained(address: str) -> None:
    """A row that is there already is left as it is; the chain closes over the rest."""
    with open_store(address) as store:
        assert store.append([_run("n1"), _run("n2")]) == 2
        assert store.append([_run("n2"), _run("n3")]) == 1
        assert store.verify() == 3
        head = store.head()
    with open_store(address, read_only=True) as store:
        assert store.head() == head
        assert [row.id for row in store.in_order()] == ["n1", "n2", "n3"]


def test_no_row_is_changed_or_removed(address: str) -> None:
    """The store itself refuses UPDATE and DELETE, whoever asks."""
    with open_store(address) as store:
        store.append([_run("n1")])
        for statement in ("UPDATE runs SET program = '2'", "DELETE FROM runs", "DELETE FROM chain"):
            with pytest.raises(Exception, match="append-only"):
                store._db.execute(statement)
        assert store.verify() == 1


def test_what_gets_round_the_triggers_is_named(address: str) -> None:
    """A row that is smuggled in is found, and the table is named."""
    with open_store(address) as store:
        store.append([_run("n1")])
        store._db.execute("INSERT INTO runs VALUES ('n9', '', '', '', '')")
        with pytest.raises(LedgerAltered, match="runs holds 1 rows"):
            store.verify()


def _write(address: str, writer: int) -> None:
    with open_store(address) as store:
        for k in range(10):
            store.append([_run(f"w{writer}-{k}"), _run(f"shared-{k}")])


def test_several_writers_lose_and_double_nothing(address: str) -> None:
    """Three processes that write at once leave every row once, under one chain."""
    open_store(address).close()
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write, args=(address, k)) for k in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with open_store(address) as store:
        assert store.verify() == 3 * 10 + 10


def test_incidents_search_map_and_review_are_the_same(address: str) -> None:
    """Lists in stretches, words, windows and decisions give on a server what they give in a file."""
    with Ledger(address) as ledger:
        told = reports(5, 16)
        ledger.add_read([captured(r) for r in told[:10]])
        ledger.add_read([captured(r) for r in told[10:]])
        same_as_pure(ledger)
        first = ledger.incidents()[0]
        ledger.review.correct(first.claims[0].id, "killed", (1, 2), by="a", why="w")
        ledger.review.party("medic 1", "Ministry", by="a", why="w")
        same_as_pure(ledger)
        seen: list[MergedIncident] = []
        cursor = None
        while True:
            page = ledger.page(cursor=cursor, limit=2)
            seen += page.incidents
            cursor = page.next
            if cursor is None:
                break
        assert sorted(i.id for i in seen) == sorted(i.id for i in ledger.incidents())
        found = ledger.page(Wanted(q="strike thâr", bbox=(24.0, 12.0, 26.0, 14.0))).incidents
        assert {i.place.name for i in found if i.place} == {"Tharba"}
        for hostile in ("' | x", "\\", ":*", "!&|", "a'b\\c"):
            ledger.page(Wanted(q=hostile))
        assert encode(ledger.incident(first.id)) != encode(first)
        ledger.verify()
        lines = list(ledger.dump())
    with Ledger(address, read_only=True) as again:
        assert list(again.dump()) == lines


def test_what_no_text_column_holds_is_replaced(address: str) -> None:
    """A NUL in a title or a subject, which a server refuses, becomes the replacement character; the chain closes over it."""
    with open_store(address) as store:
        store.append([_run("n1"), FailureRow("n1", "ingest", "a\x00b.html", "no \x00text").row()])
        ((_, _, _, subject, detail),) = store.rows("failures")
        assert (subject, detail) == ("a\ufffdb.html", "no \ufffdtext")
        assert store.verify() == 2


def test_a_lost_connection_loses_nothing_acknowledged(postgres: str, tmp_path: Path) -> None:
    """A server that drops us between transactions is asked anew; in the midst of one, nothing of it is written."""
    import psycopg

    name = f"dropped_{abs(hash(str(tmp_path))):x}"
    with psycopg.connect(f"{postgres}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")

        def drop(store: SqlStore) -> None:
            admin.execute("SELECT pg_terminate_backend(%s, 5000)", (store._db.raw.info.backend_pid,))

        with open_store(f"{postgres}/{name}") as store:
            store.append([_run("n1")])
            drop(store)
            assert store.append([_run("n2")]) == 1
            drop(store)
            assert store.ids("runs") == {"n1", "n2"}

            def cut_off() -> Iterator[Row]:
                yield _run("n3")
                drop(store)
                yield _run("n4")

            with pytest.raises(StoreError, match="nothing was written"):
                store.append(cut_off())
            assert store.append([_run("n4")]) == 1
            assert store.ids("runs") == {"n1", "n2", "n4"}
            assert store.verify() == 3
