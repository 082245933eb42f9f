"""The ledger on a PostgreSQL server, for teams (extra ``postgres``): the same tables, chain and views as in a file."""

from __future__ import annotations

import re
import unicodedata
from contextlib import contextmanager
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from counterclaim.errors import LedgerVersion, OptionError, StoreError
from counterclaim.store.rows import TABLES
from counterclaim.store.sql import SqlStore
from counterclaim.store.sqlite_lists import SqliteLists
from counterclaim.store.sqlite_profiles import SqliteProfiles
from counterclaim.store.sqlite_views import IncidentRow, SqliteViews

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from counterclaim.store.wanted import Wanted

_PASSWORD = re.compile(r"(//[^:/@]*):[^@]*@")
#: "CCLM": the advisory lock under which the schema is made.
_LOCK = 0x43434C4D


class _Connection:
    """A connection that takes the SQL of the other store: ``?`` for values, ``INSERT OR IGNORE``."""

    def __init__(self, url: str, *, read_only: bool) -> None:
        try:
            import psycopg
        except ImportError as error:
            raise OptionError("this needs psycopg: pip install 'counterclaim[postgres]'", subject="--ledger") from error
        self.errors = psycopg.Error
        self._idle = psycopg.pq.TransactionStatus.IDLE
        self._url, self._read_only = url, read_only

        def connected() -> Any:
            return psycopg.connect(url, autocommit=True, connect_timeout=10)

        self._open: Callable[[], Any] = connected
        self.raw = self._open()
        self._set()

    def _set(self) -> None:
        if self._read_only:
            self.raw.execute("SET default_transaction_read_only = on")

    def execute(self, statement: str, values: Iterable[Any] = ()) -> Any:
        """Run a statement; a connection that was lost between transactions is opened anew, and the statement run there."""
        given = _dialect(statement), list(values) or None
        idle = self.raw.closed or self.raw.info.transaction_status == self._idle
        if not self.raw.closed:
            try:
                return self.raw.execute(*given)
            except self.errors:
                # That a server went away shows only in the next answer; what stood in a transaction is lost with it.
                if not (idle and self.raw.closed):
                    raise
        self.raw = self._open()
        self._set()
        return self.raw.execute(*given)

    def executemany(self, statement: str, rows: Iterable[Iterable[Any]]) -> None:
        """Run a statement for each of several rows."""
        with self.raw.cursor() as cursor:
            cursor.executemany(_dialect(statement), [tuple(row) for row in rows])

    def close(self) -> None:
        """Close the connection."""
        self.raw.close()


class PostgresStore(SqlStore):
    """One ledger in one database."""

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        """Connect, and bring the schema to the newest.

        Raises:
            StoreError: the server cannot be reached; the message leaves the password out.
            LedgerVersion: it was written by a newer version of the program.
            OptionError: psycopg is not installed.
        """
        self._url = url
        self.path = _PASSWORD.sub(r"\1@", url)
        try:
            self._db = _Connection(url, read_only=read_only)
        except OptionError:
            raise
        except Exception as error:
            raise StoreError(f"{self.path} cannot be reached: {_PASSWORD.sub(chr(92) + '1@', str(error)).strip()}; check that the server runs and the address is right", subject=self.path) from error  # fmt: skip
        try:
            self._migrate(read_only=read_only)
        except self._db.errors as error:
            raise StoreError(f"{self.path} cannot be opened as a ledger: {error}", subject=self.path) from error

    @property
    def views(self) -> SqliteViews:
        """The derived tables as they are kept up."""
        return PostgresViews(self._db)

    @property
    def profiles(self) -> SqliteProfiles:
        """The reports as they are compared."""
        return SqliteProfiles(self._db)

    @property
    def lists(self) -> SqliteLists:
        """The derived tables as they are read."""
        return PostgresLists(self._db)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is written, or nothing; other writers wait.

        Raises:
            StoreError: nothing was written; the message says why.
        """
        try:
            self._db.execute("SELECT 1")
            with self._db.raw.transaction():
                self._db.execute("LOCK TABLE chain IN EXCLUSIVE MODE")
                yield
        except self._db.errors as error:
            raise StoreError(
                f"nothing was written to {self.path}: {error}; check the server and run the same again",
                subject=self.path,
            ) from error

    def _migrate(self, *, read_only: bool) -> None:
        scripts = _migrations()
        there = self._db.execute("SELECT to_regclass('counterclaim_schema')").fetchone()[0]
        version = (
            int(self._db.execute("SELECT max(version) FROM counterclaim_schema").fetchone()[0] or 0) if there else 0
        )
        if version > len(scripts):
            raise LedgerVersion(f"{self.path} was written by a newer Counterclaim (schema {version}); upgrade the program", subject=self.path)  # fmt: skip
        if version == len(scripts) or read_only:
            if version < len(scripts):
                PostgresStore(self._url).close()
            return
        with self._db.raw.transaction():
            self._db.execute(f"SELECT pg_advisory_xact_lock({_LOCK})")
            self._db.execute("CREATE TABLE IF NOT EXISTS counterclaim_schema (version INTEGER PRIMARY KEY)")
            held = int(self._db.execute("SELECT max(version) FROM counterclaim_schema").fetchone()[0] or 0)
            for number, script in enumerate(scripts[held:], held + 1):
                self._db.raw.execute(script)
                for table in (*TABLES, "chain") if number == 1 else ():
                    self._db.execute(f"CREATE TRIGGER {table}_only_append BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()")  # fmt: skip
                self._db.execute("INSERT INTO counterclaim_schema VALUES (?)", (number,))


class PostgresViews(SqliteViews):
    """The derived tables on a server as they are kept up; words stand in a ``tsvector``, without diacritics."""

    def advance(self, seq: int) -> None:
        """Say up to which row of the chain the views hold."""
        self._db.execute(
            "INSERT INTO view_state VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET seq = EXCLUDED.seq", (seq,)
        )

    def _put_words(self, number: int, row: IncidentRow) -> None:
        statement = "INSERT INTO view_words VALUES (?, to_tsvector('simple', ?), to_tsvector('simple', ?), to_tsvector('simple', ?))"
        every = " ".join((row.words, row.where, row.party))
        self._db.execute(statement, (number, *(_plain(words) for words in (every, row.where, row.party))))


class PostgresLists(SqliteLists):
    """The derived tables on a server as they are read."""

    def _floor(self, number: str) -> str:
        return f"floor({number})"

    def _match(self, wanted: Wanted) -> tuple[str, list[str]] | None:
        clauses, values = [], []
        for column, words in (("every", wanted.q), ("place", wanted.place), ("party", wanted.party)):
            terms = [f"'{_quoted(word)}':*" for word in _plain(words).split() if any(c.isalnum() for c in word)]
            if terms:
                clauses.append(f"{column} @@ to_tsquery('simple', ?)")
                values.append(" & ".join(terms))
        return (" AND ".join(clauses), values) if clauses else None


def _plain(words: str) -> str:
    """Without diacritics, as the other store's index has it, and without the one character that a server refuses."""
    parted = unicodedata.normalize("NFKD", words.replace("\x00", " "))
    return "".join(c for c in parted if not unicodedata.combining(c))


def _quoted(word: str) -> str:
    return word.replace("\\", "\\\\").replace("'", "''")


def _dialect(statement: str) -> str:
    marked = statement.replace("?", "%s")
    if marked.startswith("INSERT OR IGNORE"):
        return f"{marked.replace('INSERT OR IGNORE', 'INSERT', 1)} ON CONFLICT DO NOTHING"
    return marked


@lru_cache(maxsize=1)
def _migrations() -> list[str]:
    folder = resources.files("counterclaim.store") / "migrations_postgres"
    return [
        p.read_text(encoding="utf-8") for p in sorted(folder.iterdir(), key=lambda p: p.name) if p.name.endswith(".sql")
    ]
