"""The ledger in one SQLite file: WAL, append-only by trigger, several writers at once."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from importlib import resources
from typing import TYPE_CHECKING

from counterclaim.errors import LedgerAltered, LedgerVersion, StoreError
from counterclaim.store.rows import TABLES, Row, chained, row_digest
from counterclaim.store.sqlite_views import SqliteViews

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: "CCLM": marks a file as a ledger of ours (SQLite's application_id).
APPLICATION = 0x43434C4D
_BUSY_MS = 30_000
_GENESIS = "0" * 64


class SqliteStore:
    """One ledger file. Every write is one transaction; a row that is there already is left as it is."""

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        """Open, or create, and bring to the newest schema.

        Raises:
            StoreError: the file cannot be opened, is no ledger, or is damaged.
            LedgerVersion: it was written by a newer version of the program.
        """
        self.path = str(path)
        try:
            uri = f"file:{self.path.replace('?', '%3f').replace('#', '%23')}{'?mode=ro' if read_only else ''}"
            self._db = sqlite3.connect(
                uri, uri=True, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False
            )
            self._db.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
            self._db.execute("PRAGMA foreign_keys = ON")
            if not read_only:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = FULL")
                self._migrate()
            elif self._check_version() < len(_migrations()):
                # What is only read is brought forward as well: its rows stay, its look-ups are added.
                SqliteStore(path).close()
        except sqlite3.Error as error:
            raise StoreError(
                f"{self.path} cannot be opened as a ledger: {error}; check the path and its permissions",
                subject=self.path,
            ) from error

    def __enter__(self) -> SqliteStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def views(self) -> SqliteViews:
        """The derived tables."""
        return SqliteViews(self._db)

    def close(self) -> None:
        """Close the file; the store cannot be used after."""
        self._db.close()

    def append(self, rows: Iterable[Row]) -> int:
        """Write rows in one transaction and chain them; returns how many were new.

        Raises:
            StoreError: nothing was written; the message says why.
        """
        new = 0
        with self.transaction():
            previous = self._head()
            for row in rows:
                columns = TABLES[row.table]
                marks = ", ".join("?" * len(columns))
                statement = f"INSERT OR IGNORE INTO {row.table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names from TABLES
                if self._db.execute(statement, row.values).rowcount < 1:
                    continue
                content = row_digest(row)
                previous = chained(previous, row.table, row.id, content)
                self._db.execute(
                    "INSERT INTO chain (kind, id, content_sha256, hash) VALUES (?, ?, ?, ?)",
                    (row.table, row.id, content, previous),
                )
                new += 1
        return new

    def ids(self, table: str) -> set[str]:
        """The ids of a table's rows."""
        return {row[0] for row in self._db.execute(f"SELECT id FROM {_known(table)}")}  # noqa: S608 - checked name

    def unlinked(self, run: str) -> set[str]:
        """The reports that a run read, and those read by runs that were cut off before they linked what they read."""
        statement = "SELECT document FROM readings WHERE run = ? OR run NOT IN (SELECT id FROM linkings)"
        return {row[0] for row in self._db.execute(statement, (run,))}

    def bodies(self, table: str) -> Iterator[bytes]:
        """The JSON of a table's rows in the order in which they were written."""
        statement = (
            f"SELECT t.body FROM {_known(table)} AS t JOIN chain AS c ON c.kind = ? AND c.id = t.id ORDER BY c.seq"  # noqa: S608 - checked name
        )
        for (body,) in self._db.execute(statement, (table,)):
            yield body if isinstance(body, bytes) else body.encode("utf-8")

    def rows(self, table: str) -> Iterator[tuple[str | bytes | None, ...]]:
        """A table's rows, columns as in :data:`TABLES`, in the order in which they were written."""
        columns = ", ".join(f"t.{c}" for c in TABLES[table])
        statement = f"SELECT {columns} FROM {table} AS t JOIN chain AS c ON c.kind = ? AND c.id = t.id ORDER BY c.seq"  # noqa: S608 - names from TABLES
        yield from self._db.execute(statement, (table,))

    def in_order(self) -> Iterator[Row]:
        """Every row of every table in the order of the chain."""
        for kind, row_id in self._db.execute("SELECT kind, id FROM chain ORDER BY seq"):
            columns = ", ".join(TABLES[kind])
            found = self._db.execute(f"SELECT {columns} FROM {kind} WHERE id = ?", (row_id,)).fetchone()  # noqa: S608 - names from TABLES
            yield Row(kind, found)

    def head(self) -> str:
        """The hash at the end of the chain: who keeps it can check later that nothing before it changed."""
        return self._head()

    def verify(self) -> int:
        """Check the whole chain against the rows; returns how many rows were checked.

        Raises:
            LedgerAltered: names the first row that was altered, removed or added outside the chain.
        """
        previous, count = _GENESIS, 0
        seen: dict[str, int] = dict.fromkeys(TABLES, 0)
        for seq, kind, row_id, content, found in self._db.execute(
            "SELECT seq, kind, id, content_sha256, hash FROM chain ORDER BY seq"
        ):
            where = f"{kind} {row_id}"
            if kind not in TABLES or seq != count + 1:
                raise LedgerAltered(f"row {seq} of the chain was removed or added ({where})", subject=where)
            columns = ", ".join(TABLES[kind])
            row = self._db.execute(f"SELECT {columns} FROM {kind} WHERE id = ?", (row_id,)).fetchone()  # noqa: S608 - names from TABLES
            if row is None:
                raise LedgerAltered(f"{where} is in the chain (row {seq}) and no longer in its table", subject=where)
            if row_digest(Row(kind, row)) != content or chained(previous, kind, row_id, content) != found:
                raise LedgerAltered(f"{where} (row {seq} of the chain) was altered", subject=where)
            previous, count = found, count + 1
            seen[kind] += 1
        for table, number in seen.items():
            there = self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - names from TABLES
            if there != number:
                raise LedgerAltered(f"{table} holds {there - number} rows that are not in the chain", subject=table)
        return count

    def _head(self) -> str:
        row = self._db.execute("SELECT hash FROM chain ORDER BY seq DESC LIMIT 1").fetchone()
        return str(row[0]) if row else _GENESIS

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is written, or nothing.

        Raises:
            StoreError: nothing was written; the message says why.
        """
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise StoreError(
                f"nothing was written to {self.path}: {error}; check that the disk has room and may be written",
                subject=self.path,
            ) from error
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _check_version(self) -> int:
        application = self._db.execute("PRAGMA application_id").fetchone()[0]
        version = int(self._db.execute("PRAGMA user_version").fetchone()[0])
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and application != APPLICATION:
            raise StoreError(f"{self.path} is an SQLite file but no ledger; name another path", subject=self.path)
        if version > len(_migrations()):
            raise LedgerVersion(
                f"{self.path} was written by a newer Counterclaim (schema {version}); upgrade the program",
                subject=self.path,
            )
        return version

    def _migrate(self) -> None:
        version = self._check_version()
        for number, script in enumerate(_migrations()[version:], version + 1):
            self._db.executescript(
                f"BEGIN IMMEDIATE; {script} {_guards(script)} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {number}; COMMIT;"
            )


def _migrations() -> list[str]:
    """The scripts that lead from an empty file to the newest schema, in order."""
    folder = resources.files("counterclaim.store") / "migrations"
    return [
        p.read_text(encoding="utf-8") for p in sorted(folder.iterdir(), key=lambda p: p.name) if p.name.endswith(".sql")
    ]


def _guards(script: str) -> str:
    """Triggers that refuse to change or remove a row of any table that a script creates."""
    tables = [
        line.split()[2]
        for line in script.splitlines()
        if line.startswith("CREATE TABLE ") and not line.startswith("CREATE TABLE IF")
    ]
    return " ".join(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;"
        for table in tables
        for verb in ("UPDATE", "DELETE")
    )


def _known(table: str) -> str:
    if table not in TABLES:
        raise StoreError(f"a ledger has no table {table!r}")
    return table
