"""Derived tables of a ledger file: incidents to list, search and map, and the keys by which new reports are compared."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

#: How a list is sorted: the column, and whether it falls. Incidents without a day come last.
SORTS = {"date": ("date_start", False), "-date": ("date_start", True), "sources": ("sources", True), "reports": ("reports", True)}  # fmt: skip
_TABLES = ("view_incidents", "view_names", "view_tellings", "view_keys", "view_words", "view_places", "view_state")


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident as the views hold it: what it is sorted and found by, and its JSON."""

    id: str
    date_start: str | None
    date_end: str | None
    status: str
    kind: str
    sources: int
    reports: int
    body: bytes
    names: tuple[str, ...]
    words: str
    place: str
    party: str
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which incidents are asked for; every field is optional.

    ``q``, ``place`` and ``party`` are words, each the beginning of one that must be there. ``bbox`` is west, south,
    east, north in degrees; over the 180th meridian its west end is greater than its east end.
    """

    q: str = ""
    place: str = ""
    party: str = ""
    status: str | None = None
    kind: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    min_sources: int = 0
    bbox: tuple[float, float, float, float] | None = None
    sort: str = "-date"


@dataclass
class _Query:
    clauses: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, clause: str, *values: Any) -> None:
        """One more condition."""
        self.clauses.append(clause)
        self.values.extend(values)

    @property
    def where(self) -> str:
        """The conditions as SQL."""
        return f"WHERE {' AND '.join(self.clauses)}" if self.clauses else ""


class SqliteViews:
    """The derived tables of one file. What writes to them must run inside a transaction of the store."""

    def __init__(self, db: Any) -> None:
        """Views over an open file."""
        self._db = db

    def seq(self) -> int:
        """The last row of the chain that the views hold."""
        row = self._db.execute("SELECT seq FROM view_state").fetchone()
        return int(row[0]) if row else 0

    def last(self) -> int:
        """The last row of the chain."""
        row = self._db.execute("SELECT max(seq) FROM chain").fetchone()
        return int(row[0] or 0)

    def changes(self, since: int) -> list[tuple[str, str]]:
        """Table and id of the readings, links and reviews that came after a row of the chain, in their order."""
        statement = "SELECT kind, id FROM chain WHERE seq > ? AND kind IN ('readings', 'links', 'reviews') ORDER BY seq"
        return list(self._db.execute(statement, (since,)))

    def empty(self) -> None:
        """Drop all that is derived."""
        for table in _TABLES:
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - names from above

    def advance(self, seq: int) -> None:
        """Say up to which row of the chain the views hold."""
        self._db.execute("INSERT OR REPLACE INTO view_state VALUES (1, ?)", (seq,))

    def newest_readings(self, documents: Iterable[str]) -> Iterator[bytes]:
        """The JSON of the newest reading of each report."""
        # A join ordered by seq would have SQLite walk the chain from its end: 1 ms a report at 500 reports, and growing.
        statement = (
            "SELECT r.body FROM readings AS r WHERE r.document = ? "
            "ORDER BY (SELECT c.seq FROM chain AS c WHERE c.kind = 'readings' AND c.id = r.id) DESC LIMIT 1"
        )
        for document in documents:
            for (body,) in self._db.execute(statement, (document,)):
                yield body

    def reviews_since(self, seq: int) -> list[tuple[int, bytes]]:
        """The JSON of the decisions of people that came after a row of the chain, each with its row, in their order."""
        statement = (
            "SELECT c.seq, r.body FROM reviews AS r JOIN chain AS c ON c.kind = 'reviews' AND c.id = r.id "
            "WHERE c.seq > ? ORDER BY c.seq"
        )
        return [(int(row), bytes(body)) for row, body in self._db.execute(statement, (seq,))]

    def document_of_reading(self, reading: str) -> str:
        """The report that a reading is of."""
        return str(self._db.execute("SELECT document FROM readings WHERE id = ?", (reading,)).fetchone()[0])

    def link(self, link: str) -> str:
        """The JSON of a link by its id."""
        return str(self._db.execute("SELECT body FROM links WHERE id = ?", (link,)).fetchone()[0])

    def links_at(self, end: str) -> Iterator[str]:
        """The JSON of the links at an id."""
        for (body,) in self._db.execute(
            "SELECT body FROM links WHERE left_id = ? UNION ALL SELECT body FROM links WHERE right_id = ?", (end, end)
        ):
            yield body

    def put_tellings(self, document: str, tellings: Iterable[str]) -> None:
        """Index one report by its tellings, in place of what was there."""
        self._db.execute("DELETE FROM view_tellings WHERE document = ?", (document,))
        self._db.executemany("INSERT OR IGNORE INTO view_tellings VALUES (?, ?)", [(t, document) for t in tellings])

    def put_keys(self, document: str, keys: Iterable[str]) -> None:
        """Index one report by the keys under which it is compared."""
        # Keys of an older reading stay: they lead to more comparisons, never to fewer.
        self._db.executemany(
            "INSERT OR IGNORE INTO view_keys VALUES (?, ?)", sorted((_lookup(key), document) for key in keys)
        )

    def documents_with(self, keys: Iterable[str]) -> set[str]:
        """The reports that are indexed under one of some keys."""
        out: set[str] = set()
        for key in keys:
            out.update(
                r[0] for r in self._db.execute("SELECT document FROM view_keys WHERE lookup = ?", (_lookup(key),))
            )
        return out

    def tellings_of(self, document: str) -> list[str]:
        """The tellings of a report."""
        return [r[0] for r in self._db.execute("SELECT telling FROM view_tellings WHERE document = ?", (document,))]

    def documents_of(self, tellings: Iterable[str]) -> set[str]:
        """The reports of tellings."""
        statement = "SELECT document FROM view_tellings WHERE telling = ?"
        return {row[0] for telling in tellings for row in self._db.execute(statement, (telling,))}

    def numbers_of(self, names: Iterable[str]) -> set[int]:
        """The rows of incidents that go by one of some names."""
        statement = "SELECT number FROM view_names WHERE name = ?"
        return {row[0] for name in names for row in self._db.execute(statement, (name,))}

    def body(self, number: int) -> bytes:
        """The JSON of an incident by its row."""
        return bytes(self._db.execute("SELECT body FROM view_incidents WHERE number = ?", (number,)).fetchone()[0])

    def remove(self, numbers: Iterable[int]) -> None:
        """Take incidents out."""
        for number in numbers:
            for table, column in (("view_incidents", "number"), ("view_names", "number"), ("view_words", "rowid"), ("view_places", "number")):  # fmt: skip
                self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))  # noqa: S608 - names from above

    def put(self, row: IncidentRow) -> None:
        """Write one incident."""
        number = self._db.execute(
            "INSERT INTO view_incidents (id, date_start, date_end, status, kind, sources, reports, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING number",
            (row.id, row.date_start, row.date_end, row.status, row.kind, row.sources, row.reports, row.body),
        ).fetchone()[0]
        self._db.executemany("INSERT OR IGNORE INTO view_names VALUES (?, ?)", [(name, number) for name in row.names])
        self._put_words(number, row)
        if row.point is not None:
            lat, lon = row.point
            self._db.execute("INSERT INTO view_places VALUES (?, ?, ?, ?, ?)", (number, lon, lon, lat, lat))

    def _put_words(self, number: int, row: IncidentRow) -> None:
        statement = "INSERT INTO view_words (rowid, words, place, party) VALUES (?, ?, ?, ?)"
        self._db.execute(statement, (number, row.words, row.place, row.party))

    def _match(self, wanted: Wanted) -> tuple[str, list[str]] | None:
        """The condition of the full-text index, and what it takes; ``None`` where no words are asked for."""
        matched = " AND ".join(
            f"{{{column}}} : {part}"
            for column, words in (("words place party", wanted.q), ("place", wanted.place), ("party", wanted.party))
            for part in _prefixes(words)
        )
        return ("view_words MATCH ?", [matched]) if matched else None

    def bodies(self) -> Iterator[bytes]:
        """The JSON of every incident, in the order of their days and ids."""
        for (body,) in self._db.execute("SELECT body FROM view_incidents ORDER BY date_start IS NULL, date_start, id"):
            yield body

    def count(self, wanted: Wanted) -> int:
        """How many incidents fit."""
        query = _query_of(wanted, self._match(wanted))
        statement = f"SELECT count(*) FROM view_incidents AS i {query.where}"  # noqa: S608 - clauses from below
        return int(self._db.execute(statement, query.values).fetchone()[0])

    def page(self, wanted: Wanted, after: tuple[Any, str] | None, limit: int) -> list[tuple[Any, str, bytes]]:
        """A stretch of the incidents that fit: what each is sorted by, its id, its JSON; the first after a place in the order."""
        column, falls = SORTS[wanted.sort]
        query = _query_of(wanted, self._match(wanted))
        if after is not None:
            _go_on(query, column, falls, *after)
        order = (
            f"i.{column} {'DESC' if falls else 'ASC'} NULLS LAST, i.id {'DESC' if wanted.sort == '-date' else 'ASC'}"
        )
        statement = f"SELECT i.{column}, i.id, i.body FROM view_incidents AS i {query.where} ORDER BY {order} LIMIT ?"  # noqa: S608 - clauses from below
        return list(self._db.execute(statement, [*query.values, limit]))


def _go_on(query: _Query, column: str, falls: bool, value: Any, last: str) -> None:
    """Conditions for what comes after a place in the order; ids fall where days fall."""
    sign = "<" if column == "date_start" and falls else ">"
    if value is None:
        query.add(f"i.{column} IS NULL AND i.id {sign} ?", last)
        return
    beyond = "<" if falls else ">"
    query.add(
        f"(i.{column} {beyond} ? OR (i.{column} = ? AND i.id {sign} ?) OR i.{column} IS NULL)", value, value, last
    )


def _query_of(wanted: Wanted, match: tuple[str, list[str]] | None) -> _Query:
    query = _Query()
    if match is not None:
        query.add(f"i.number IN (SELECT rowid FROM view_words WHERE {match[0]})", *match[1])  # noqa: S608 - from _match
    if wanted.bbox is not None:
        west, south, east, north = wanted.bbox
        spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
        across = " OR ".join("(east >= ? AND west <= ?)" for _ in spans)
        query.add(
            f"i.number IN (SELECT number FROM view_places WHERE ({across}) AND north >= ? AND south <= ?)",  # noqa: S608 - marks only
            *(bound for span in spans for bound in span), south, north,
        )  # fmt: skip
    for clause, value in (
        ("i.status = ?", wanted.status), ("i.kind = ?", wanted.kind), ("i.sources >= ?", wanted.min_sources or None),
        ("i.date_end >= ?", wanted.since and wanted.since.isoformat()), ("i.date_start <= ?", wanted.until and wanted.until.isoformat()),
    ):  # fmt: skip
        if value is not None:
            query.add(clause, value)
    return query


def _prefixes(words: str) -> list[str]:
    """The words of a search as full-text terms: quoted, so that no sign of theirs is an operator."""
    return ['"' + word.replace('"', '""') + '"*' for word in words.split() if any(c.isalnum() for c in word)]


def _lookup(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)
