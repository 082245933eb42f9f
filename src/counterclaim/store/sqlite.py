"""The ledger in one SQLite file: WAL, append-only by trigger, several writers at once."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from counterclaim.errors import LedgerVersion, StoreError
from counterclaim.store.sql import SqlStore
from counterclaim.store.sqlite_lists import SqliteLists
from counterclaim.store.sqlite_profiles import SqliteProfiles
from counterclaim.store.sqlite_views import SqliteViews

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: "CCLM": marks a file as a ledger of ours (SQLite's application_id).
APPLICATION = 0x43434C4D
_BUSY_MS = 30_000
#: Memory for pages in KiB. A report touches some hundred of them, strewn over the file, and SQLite's own 2 MiB do not hold
#: the rows that one list or map of 100,000 incidents walks: a question takes twice as long.
_CACHE_KIB = 64 * 1024
#: Pages in the write-ahead log before they are put into the file (64 MiB): each time holds one writer up.
_LOG_PAGES = 16_384
#: What SQLite says of a file whose pages make no sense, or that cannot be read.
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR)


class _Cursor(sqlite3.Cursor):
    """A cursor that tells a damaged file apart from everything else that can go wrong."""

    def execute(self, *given: Any) -> _Cursor:
        """Run a statement.

        Raises:
            StoreError: the file is damaged.
        """
        try:
            return super().execute(*given)
        except sqlite3.DatabaseError as error:
            _tell_damage(error, self.connection)
            raise

    def __next__(self) -> Any:
        """The next row.

        Raises:
            StoreError: the file is damaged.
        """
        try:
            return super().__next__()
        except sqlite3.DatabaseError as error:
            _tell_damage(error, self.connection)
            raise

    def fetchone(self) -> Any:
        """The next row or ``None``.

        Raises:
            StoreError: the file is damaged.
        """
        try:
            return super().fetchone()
        except sqlite3.DatabaseError as error:
            _tell_damage(error, self.connection)
            raise


class _Connection(sqlite3.Connection):
    """A connection whose statements tell damage, by the path of the file."""

    path = ""

    def execute(self, *given: Any) -> _Cursor:
        """Run a statement."""
        return self.cursor(_Cursor).execute(*given)


def _tell_damage(error: sqlite3.DatabaseError, connection: sqlite3.Connection) -> None:
    """Raise the error of a damaged file, where it is one.

    Raises:
        StoreError: pages make no sense, or text is none.
    """
    # The lowest byte of a code is its kind, what stands above it says more. Text that is none has no code at all.
    code = getattr(error, "sqlite_errorcode", None)
    if code is None or code & 0xFF in _DAMAGED:
        path = getattr(connection, "path", "")
        raise StoreError(
            f"{path} is no ledger or is damaged ({error}): take a copy, restore the last good one and compare their heads",
            subject=path,
        ) from error


class SqliteStore(SqlStore):
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
                uri,
                uri=True,
                timeout=_BUSY_MS / 1000,
                isolation_level=None,
                check_same_thread=False,
                factory=_Connection,
            )
            self._db.path = self.path
            self._db.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            if not read_only:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = FULL")
                self._db.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
                self._migrate()
            elif self._check_version() < len(_migrations()):
                # What is only read is brought forward as well: its rows stay, its look-ups are added.
                SqliteStore(path).close()
        except sqlite3.Error as error:
            raise StoreError(
                f"{self.path} cannot be opened as a ledger: {error}; check the path and its permissions",
                subject=self.path,
            ) from error

    @property
    def views(self) -> SqliteViews:
        """The derived tables as they are kept up."""
        return SqliteViews(self._db)

    @property
    def profiles(self) -> SqliteProfiles:
        """The reports as they are compared."""
        return SqliteProfiles(self._db)

    @property
    def lists(self) -> SqliteLists:
        """The derived tables as they are read."""
        return SqliteLists(self._db)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is written, or nothing; one inside another is a part of it.

        Raises:
            StoreError: nothing was written; the message says why.
        """
        if self._db.in_transaction:
            yield
            return
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


@lru_cache(maxsize=1)
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
