"""Derived tables of a ledger file as they are kept up: incidents, with what finds, sorts and draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterclaim.store.sqlite_profiles import TABLES as PROFILES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TABLES = (
    *PROFILES, "view_incidents", "view_bodies", "view_names", "view_words", "view_places", "view_parties", "view_grades",
    "view_counts", "view_state",
)  # fmt: skip
#: The columns of one incident's row, beside its number.
_COLUMNS = (
    "id", "date_start", "date_end", "status", "kind", "sources", "reports", "claims", "contested", "reviewed", "queue",
    "first_told", "last_told", "place", "lon", "lat", "reach",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One incident as the views hold it: what it is sorted, found and drawn by, its summary and its JSON.

    ``contested`` and ``reviewed`` are 0 or 1. ``first_told`` and ``last_told`` are the days of the first and the last report. ``words``, ``where`` and ``party`` are searched; ``parties`` are who speaks
    or is said to have acted, each a choice of a list. ``grades`` are codebook, axis, word and number of people of each.
    """

    id: str
    date_start: str | None
    date_end: str | None
    status: str
    kind: str
    sources: int
    reports: int
    claims: int
    contested: int
    reviewed: int
    queue: int
    first_told: str | None
    last_told: str | None
    place: str
    lon: float | None
    lat: float | None
    reach: float | None
    summary: bytes
    body: bytes
    names: tuple[str, ...]
    words: str
    where: str
    party: str
    parties: tuple[str, ...]
    grades: tuple[tuple[str, str, str, int], ...]


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
        # With the kinds in its conditions SQLite looks for them by their index, through the whole chain: 14 ms at 90,000 claims.
        rows = self._db.execute("SELECT kind, id FROM chain WHERE seq > ? ORDER BY seq", (since,))
        return [(kind, row) for kind, row in rows if kind in ("readings", "links", "reviews")]

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

    def readings_of(self, document: str) -> list[bytes]:
        """The JSON of all readings of one report."""
        return [bytes(r[0]) for r in self._db.execute("SELECT body FROM readings WHERE document = ?", (document,))]

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

    def links_from(self, end: str) -> list[tuple[str, str]]:
        """The other end and the JSON of the links of two incidents of which an id is the first."""
        statement = "SELECT right_id, body FROM links WHERE left_id = ? AND kind = 'incident'"
        return [(str(other), str(body)) for other, body in self._db.execute(statement, (end,))]

    def joining_at(self, end: str) -> Iterator[str]:
        """The JSON of the links at an id by which two incidents can be one: most say that they are not, and are not looked at."""
        statement = " UNION ALL ".join(
            f"SELECT body FROM links WHERE {side} = ? AND kind = 'incident' AND judgement <> 'not_same'"  # noqa: S608 - names from here
            for side in ("left_id", "right_id")
        )
        for (body,) in self._db.execute(statement, (end, end)):
            yield body

    def count_report(self) -> None:
        """One report more."""
        self._add([("total", "reports", 1)])

    def numbers_of(self, names: Iterable[str]) -> set[int]:
        """The rows of incidents that go by one of some names."""
        statement = "SELECT number FROM view_names WHERE name = ?"
        return {row[0] for name in names for row in self._db.execute(statement, (name,))}

    def numbers_beginning(self, name: str, limit: int) -> set[int]:
        """The rows of incidents that go by a name that begins so, of at most so many names."""
        statement = "SELECT number FROM view_names WHERE name >= ? AND name < ? ORDER BY name LIMIT ?"
        return {row[0] for row in self._db.execute(statement, (name, name + "\U0010ffff", limit))}

    def body(self, number: int) -> bytes:
        """The JSON of an incident by its row."""
        return bytes(self._db.execute("SELECT body FROM view_bodies WHERE number = ?", (number,)).fetchone()[0])

    def remove(self, numbers: Iterable[int]) -> None:
        """Take incidents out."""
        for number in numbers:
            self._count(number, -1)
            for table, column in (
                ("view_incidents", "number"), ("view_bodies", "number"), ("view_names", "number"), ("view_words", "rowid"),
                ("view_places", "number"), ("view_parties", "number"), ("view_grades", "number"),
            ):  # fmt: skip
                self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))  # noqa: S608 - names from above

    def put(self, row: IncidentRow) -> None:
        """Write one incident."""
        number = self._db.execute(
            f"INSERT INTO view_incidents ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) RETURNING number",  # noqa: S608 - names from above
            [getattr(row, name) for name in _COLUMNS],
        ).fetchone()[0]
        self._db.execute("INSERT INTO view_bodies VALUES (?, ?, ?)", (number, row.summary, row.body))
        self._db.executemany("INSERT OR IGNORE INTO view_names VALUES (?, ?)", [(name, number) for name in row.names])
        self._db.executemany("INSERT INTO view_parties VALUES (?, ?)", [(number, party) for party in row.parties])
        self._db.executemany(
            "INSERT INTO view_grades VALUES (?, ?, ?, ?, ?)", [(*grade, number) for grade in row.grades]
        )
        self._put_words(number, row)
        if row.lat is not None and row.lon is not None:
            box = (number, row.lon, row.lon, row.lat, row.lat)
            self._db.execute("INSERT INTO view_places VALUES (?, ?, ?, ?, ?)", box)
        self._count(number, 1)

    def _count(self, number: int, step: int) -> None:
        """Add an incident to the totals and the numbers beside each choice, or take it away."""
        statement = "SELECT kind, status, claims, contested FROM view_incidents WHERE number = ?"
        kind, status, claims, contested = self._db.execute(statement, (number,)).fetchone()
        parties = self._db.execute("SELECT party FROM view_parties WHERE number = ?", (number,)).fetchall()
        steps = [("kind", kind, step), ("status", status, step), *(("party", party, step) for (party,) in parties)]
        steps += [("total", "incidents", step), ("total", "claims", step * claims), ("total", "contested", step * contested)]  # fmt: skip
        self._add(steps)

    def _add(self, steps: list[tuple[str, str, int]]) -> None:
        self._db.executemany(
            "INSERT INTO view_counts VALUES (?, ?, ?) ON CONFLICT (facet, value) DO UPDATE SET incidents = view_counts.incidents + EXCLUDED.incidents",
            steps,
        )

    def _put_words(self, number: int, row: IncidentRow) -> None:
        statement = "INSERT INTO view_words (rowid, words, place, party) VALUES (?, ?, ?, ?)"
        self._db.execute(statement, (number, row.words, row.where, row.party))

    def bodies(self) -> Iterator[bytes]:
        """The JSON of every incident, in the order of their days and ids."""
        statement = (
            "SELECT b.body FROM view_incidents AS i JOIN view_bodies AS b ON b.number = i.number "
            "ORDER BY i.date_start IS NULL, i.date_start, i.id"
        )
        for (body,) in self._db.execute(statement):
            yield bytes(body)
