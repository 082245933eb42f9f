"""What every store does alike: append under the chain, read in order, verify. A store adds its connection and dialect."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from counterclaim.errors import LedgerAltered, StoreError
from counterclaim.store.rows import TABLES, ReadingRef, Row, chained, row_digest, storable

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from counterclaim.store.sqlite_lists import SqliteLists
    from counterclaim.store.sqlite_profiles import SqliteProfiles
    from counterclaim.store.sqlite_views import SqliteViews

_GENESIS = "0" * 64


class SqlStore(ABC):
    """One ledger. Every write is one transaction; a row that is there already is left as it is."""

    path: str
    _db: Any

    def __enter__(self) -> SqlStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    @abstractmethod
    def views(self) -> SqliteViews:
        """The derived tables as they are kept up."""

    @property
    @abstractmethod
    def profiles(self) -> SqliteProfiles:
        """The reports as they are compared."""

    @property
    @abstractmethod
    def lists(self) -> SqliteLists:
        """The derived tables as they are read."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside is written, or nothing; other writers wait. One inside another is a part of it.

        Raises:
            StoreError: nothing was written; the message says why.
        """

    def close(self) -> None:
        """Close the connection; the store cannot be used after."""
        self._db.close()

    def append(self, rows: Iterable[Row]) -> int:
        """Write rows in one transaction and chain them; returns how many were new.

        Raises:
            StoreError: nothing was written; the message says why.
        """
        new = 0
        with self.transaction():
            seq, previous = self._end()
            for row in map(storable, rows):
                columns = TABLES[row.table]
                marks = ", ".join("?" * len(columns))
                statement = f"INSERT OR IGNORE INTO {row.table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names from TABLES
                if self._db.execute(statement, row.values).rowcount < 1:
                    continue
                content = row_digest(row)
                previous = chained(previous, row.table, row.id, content)
                new += 1
                self._db.execute(
                    "INSERT INTO chain (seq, kind, id, content_sha256, hash) VALUES (?, ?, ?, ?, ?)",
                    (seq + new, row.table, row.id, content, previous),
                )
        return new

    def ids(self, table: str) -> set[str]:
        """The ids of a table's rows."""
        return {row[0] for row in self._db.execute(f"SELECT id FROM {_known(table)}")}  # noqa: S608 - checked name

    def documents(self) -> list[str]:
        """The reports that were read, in the order of their ids."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT document FROM readings ORDER BY document")]

    def published_by(self, day: dt.date, documents: Iterable[str]) -> bool:
        """True where all of some reports came out by a day."""
        statement = "SELECT 1 FROM documents WHERE id = ? AND published <= ?"
        return all(self._db.execute(statement, (one, day.isoformat())).fetchone() for one in documents)

    def holds(self, table: str, row_id: str) -> bool:
        """True where a table has a row of this id."""
        return self._db.execute(f"SELECT 1 FROM {_known(table)} WHERE id = ?", (row_id,)).fetchone() is not None  # noqa: S608 - checked name

    def unlinked(self) -> dict[str, set[str]]:
        """The runs that left their reports uncompared, each with these reports."""
        statement = "SELECT id FROM runs WHERE NOT EXISTS (SELECT 1 FROM linkings WHERE linkings.id = runs.id)"
        runs = [row[0] for row in self._db.execute(statement)]
        of_run = "SELECT document FROM readings WHERE run = ?"
        return {run: {row[0] for row in self._db.execute(of_run, (run,))} for run in runs}

    def run_counts(self) -> dict[str, tuple[int, int, int]]:
        """For each run: the reports that it read, the claims of these reports, the links that it wrote."""
        statements = (
            "SELECT run, count(*) FROM readings GROUP BY run",
            "SELECT r.run, count(DISTINCT c.id) FROM readings AS r JOIN claims AS c ON c.document = r.document GROUP BY r.run",
            "SELECT run, count(*) FROM links GROUP BY run",
        )
        found = [{str(run): int(n) for run, n in self._db.execute(statement)} for statement in statements]
        reports, claims, links = found
        return {
            run: (reports.get(run, 0), claims.get(run, 0), links.get(run, 0)) for run in reports.keys() | links.keys()
        }

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

    def reading_rows(self, document: str) -> list[tuple[str, str, str, bytes]]:
        """The readings of one report, oldest first: when the run began, its program, digests, and the JSON."""
        statement = (
            "SELECT n.started, n.program, n.digests, r.body FROM readings AS r JOIN runs AS n ON n.id = r.run "
            "JOIN chain AS c ON c.kind = 'readings' AND c.id = r.id WHERE r.document = ? ORDER BY c.seq"
        )
        return [(str(a), str(b), str(d), bytes(body)) for a, b, d, body in self._db.execute(statement, (document,))]

    def reading_index(self) -> Iterator[ReadingRef]:
        """Every reading without what was read, in the order in which they were written."""
        statement = (
            "SELECT r.id, r.document, n.program, n.started FROM readings AS r JOIN runs AS n ON n.id = r.run "
            "JOIN chain AS c ON c.kind = 'readings' AND c.id = r.id ORDER BY c.seq"
        )
        yield from (ReadingRef(*row) for row in self._db.execute(statement))

    def reading_body(self, reading: str) -> bytes:
        """The JSON of a reading by its id."""
        return bytes(self._db.execute("SELECT body FROM readings WHERE id = ?", (reading,)).fetchone()[0])

    def claim(self, claim: str) -> bytes | None:
        """The JSON of a claim by its id, whichever reading it is of; ``None`` where there never was one."""
        row = self._db.execute("SELECT body FROM claims WHERE id = ?", (claim,)).fetchone()
        return str(row[0]).encode("utf-8") if row else None

    def head(self) -> str:
        """The hash at the end of the chain: who keeps it can check later that nothing before it changed."""
        return self._end()[1]

    def verify(self, kept: str | None = None) -> int:
        """Check the whole chain against the rows; returns how many rows were checked.

        Args:
            kept: a head that was kept from earlier; the chain must lead through it.

        Raises:
            LedgerAltered: names the first row that was altered, removed or added outside the chain.
        """
        previous, count = _GENESIS, 0
        met = kept in (None, _GENESIS)
        seen: dict[str, int] = dict.fromkeys(TABLES, 0)
        for seq, kind, row_id, content, found in self._db.execute(
            "SELECT seq, kind, id, content_sha256, hash FROM chain ORDER BY seq"
        ):
            where = f"{kind} {row_id}"
            whole = all(isinstance(told, str) for told in (kind, row_id, content, found))
            if not whole or kind not in TABLES or seq != count + 1:
                raise LedgerAltered(f"row {seq} of the chain was removed or added ({where})", subject=where)
            columns = ", ".join(TABLES[kind])
            row = self._db.execute(f"SELECT {columns} FROM {kind} WHERE id = ?", (row_id,)).fetchone()  # noqa: S608 - names from TABLES
            if row is None:
                raise LedgerAltered(f"{where} is in the chain (row {seq}) and no longer in its table", subject=where)
            if row_digest(Row(kind, row)) != content or chained(previous, kind, row_id, content) != found:
                raise LedgerAltered(f"{where} (row {seq} of the chain) was altered", subject=where)
            previous, count = found, count + 1
            seen[kind] += 1
            met = met or found == kept
        for table, number in seen.items():
            there = self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - names from TABLES
            if there != number:
                raise LedgerAltered(f"{table} holds {there - number} rows that are not in the chain", subject=table)
        if not met:
            raise LedgerAltered(
                f"the chain closes, but does not lead through {kept}: rows were removed from its end, or all of it was made anew",
                subject=str(kept),
            )
        return count

    def _end(self) -> tuple[int, str]:
        row = self._db.execute("SELECT seq, hash FROM chain ORDER BY seq DESC LIMIT 1").fetchone()
        return (int(row[0]), str(row[1])) if row else (0, _GENESIS)


def _known(table: str) -> str:
    if table not in TABLES:
        raise StoreError(f"a ledger has no table {table!r}")
    return table
