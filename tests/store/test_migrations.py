"""A ledger of every schema that there was is brought forward with all that it holds."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from counterclaim.ledger import Ledger
from counterclaim.ledger.provenance import new_run
from counterclaim.ledger.report_rows import report_rows
from counterclaim.model import encode
from counterclaim.store import Row, postgres, sqlite
from counterclaim.store.opening import open_store
from tests.ledger.test_views import reports
from tests.review.test_review import captured


def _scripts(folder: str) -> list[str]:
    found = resources.files("counterclaim.store") / folder
    return [
        p.read_text(encoding="utf-8") for p in sorted(found.iterdir(), key=lambda p: p.name) if p.name.endswith(".sql")
    ]


FILE, SERVER = _scripts("migrations"), _scripts("migrations_postgres")


def _old_rows(scripts: list[str]) -> list[Row]:
    """What a program of that time wrote: the rows of the tables that there were."""
    tables = set(re.findall(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", " ".join(scripts)))
    run = new_run(None)
    rows = [run.row(), Row("linkings", (run.id,))]
    for number, reading in enumerate(reports(5, 12)):
        rows += report_rows(captured(reading)[0], reading, run.id, f"r{number}")
    return [row for row in rows if row.table in tables]


@pytest.mark.parametrize("schema", range(1, len(FILE) + 1))
def test_a_file_of_any_schema_is_brought_forward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schema: int) -> None:
    """Chain, rows and what they come to are kept; reports that were never compared are made good by the next run."""
    with monkeypatch.context() as patched:
        patched.setattr(sqlite, "_migrations", lambda: FILE[:schema])
        with open_store(tmp_path / "old.db") as old:
            old.append(_old_rows(FILE[:schema]))
            head = old.head()
    _is_whole(str(tmp_path / "old.db"), head)


@pytest.mark.parametrize("schema", range(1, len(SERVER) + 1))
def test_a_server_of_any_schema_is_brought_forward(
    postgres_database: str, monkeypatch: pytest.MonkeyPatch, schema: int
) -> None:
    """The same on a server."""
    with monkeypatch.context() as patched:
        patched.setattr(postgres, "_migrations", lambda: SERVER[:schema])
        with open_store(postgres_database) as old:
            old.append(_old_rows(SERVER[:schema]))
            head = old.head()
    _is_whole(postgres_database, head)


def _is_whole(address: str, head: str) -> None:
    with Ledger(address, read_only=True) as ledger:
        assert ledger.verify(head)[1] == head
        assert ledger.lists.totals().reports == 12
        assert [encode(i) for i in ledger.incidents()] == [encode(i) for i in ledger.incidents_anew()]
    with Ledger(address) as ledger:
        ledger.add_read([captured(reading) for reading in reports(6, 3)])
        assert ledger.store.unlinked() == {}
        assert [encode(i) for i in ledger.incidents()] == [encode(i) for i in ledger.incidents_anew()]
        assert ledger.verify(head)[0] > 60
