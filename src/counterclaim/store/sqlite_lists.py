"""Lists of incidents from the derived tables: stretches, counts, places on a map, days; nothing is decoded that is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from counterclaim.store.wanted import GRADED, SORTS, Query, Wanted, prefixes, query_of

if TYPE_CHECKING:
    from counterclaim.store.wanted import Place

#: More incidents than this that fit one filter are many.
_BROAD = 2000


class Mark(NamedTuple):
    """One incident on a map or a time line: its id, longitude, latitude and reach (km), days, status, kind, place, sources."""

    id: str
    lon: float | None
    lat: float | None
    reach: float | None
    date_start: str | None
    date_end: str | None
    status: str
    kind: str
    place: str
    sources: int


class Cell(NamedTuple):
    """The incidents in one cell of a map: the mean of their points, how many, and how many of them are contested."""

    lon: float
    lat: float
    incidents: int
    contested: int


class SqliteLists:
    """Reads the derived tables of one file."""

    def __init__(self, db: Any) -> None:
        """Lists over an open file."""
        self._db = db

    def page(self, wanted: Wanted, after: Place | None, limit: int, *, whole: bool) -> list[tuple[Any, str, bytes]]:
        """A stretch of the incidents that fit: what each is sorted by, its id, its JSON; the first after a place in the order.

        Args:
            wanted: filters and order.
            after: the place after which the stretch begins.
            limit: how many.
            whole: the JSON of the whole incident, else that of its summary.
        """
        column, falls = SORTS[wanted.sort]
        query = query_of(wanted, self._match(wanted), broad=self._is_broad(wanted))
        if after is not None:
            query.go_on(column, falls, after)
        ids = "DESC" if wanted.sort == "-date" else "ASC"
        falling = "DESC" if falls else "ASC"
        # The stretch is chosen on the narrow rows; only then are its bodies fetched.
        statement = (
            f"SELECT c.at, c.id, b.{'body' if whole else 'summary'} FROM (SELECT i.number, i.{column} AS at, i.id FROM view_incidents AS i "  # noqa: S608 - clauses of a query
            f"{query.where} ORDER BY i.{column} {falling} NULLS LAST, i.id {ids} LIMIT ?) AS c "
            f"JOIN view_bodies AS b ON b.number = c.number ORDER BY c.at {falling} NULLS LAST, c.id {ids}"
        )
        return [(at, row, bytes(body)) for at, row, body in self._db.execute(statement, [*query.values, limit])]

    def queued_before(self, at: Place, limit: int) -> list[tuple[int, str]]:
        """What stands in the queue before a place, the nearest first."""
        statement = (
            "SELECT queue, id FROM view_incidents WHERE queue < ? OR (queue = ? AND id < ?) "
            "ORDER BY queue DESC, id DESC LIMIT ?"
        )
        return [(int(n), str(row)) for n, row in self._db.execute(statement, (at[0], at[0], at[1], limit))]

    def queue_place(self, incident: str) -> Place | None:
        """The place of an incident in the queue."""
        row = self._db.execute("SELECT queue, id FROM view_incidents WHERE id = ?", (incident,)).fetchone()
        return (int(row[0]), str(row[1])) if row else None

    def count(self, wanted: Wanted) -> int:
        """How many incidents fit."""
        query = self._query(wanted)
        if not query.clauses:
            return self.total("incidents")
        if wanted == Wanted(q=wanted.q, place=wanted.place, party=wanted.party, sort=wanted.sort):
            return self._with_words(wanted)
        if wanted == Wanted(status=wanted.status, sort=wanted.sort) and wanted.status:
            return self._chosen("status", wanted.status)
        if wanted == Wanted(kind=wanted.kind, sort=wanted.sort) and wanted.kind:
            return self._chosen("kind", wanted.kind)
        if wanted == Wanted(grade=wanted.grade, sort=wanted.sort):
            return self._graded(wanted)
        statement = f"SELECT count(*) FROM view_incidents AS i {query.where}"  # noqa: S608 - clauses of a query
        return int(self._db.execute(statement, query.values).fetchone()[0])

    def total(self, what: str) -> int:
        """A total of the whole ledger: ``reports``, ``incidents``, ``claims`` or ``contested``."""
        return self._chosen("total", what)

    def choices(self, facet: str, limit: int) -> list[tuple[str, int]]:
        """The values of a facet (``kind``, ``status``, ``party``) with how many incidents have each, the commonest first."""
        statement = (
            "SELECT value, incidents FROM view_counts WHERE facet = ? AND incidents > 0 "
            "ORDER BY incidents DESC, value LIMIT ?"
        )
        return [(str(value), int(n)) for value, n in self._db.execute(statement, (facet, limit))]

    def counts(self, wanted: Wanted, column: str) -> list[tuple[str, int]]:
        """How many of the incidents that fit have each ``kind`` or ``status``, the commonest first."""
        query = self._query(wanted)
        name = {"kind": "kind", "status": "status"}[column]
        statement = (
            f"SELECT i.{name}, count(*) FROM view_incidents AS i {query.where} GROUP BY i.{name} ORDER BY 2 DESC, 1"  # noqa: S608 - names from above
        )
        return [(str(value), int(n)) for value, n in self._db.execute(statement, query.values)]

    def days(self, wanted: Wanted) -> list[tuple[str, int]]:
        """How many of the incidents that fit begin on each day, in the order of days; those without a day are left out."""
        query = self._query(wanted)
        query.add("i.date_start IS NOT NULL")
        statement = f"SELECT i.date_start, count(*) FROM view_incidents AS i {query.where} GROUP BY i.date_start ORDER BY i.date_start"  # noqa: S608 - clauses of a query
        return [(str(day), int(n)) for day, n in self._db.execute(statement, query.values)]

    def marks(self, wanted: Wanted, limit: int) -> list[Mark]:
        """The places and days of the incidents that fit, in the order asked for, at most so many."""
        column, falls = SORTS[wanted.sort]
        query = self._query(wanted)
        columns = ", ".join(f"i.{name}" for name in Mark._fields)
        statement = f"SELECT {columns} FROM view_incidents AS i {query.where} ORDER BY i.{column} {'DESC' if falls else 'ASC'} NULLS LAST LIMIT ?"  # noqa: S608 - names from above
        return [Mark(*row) for row in self._db.execute(statement, [*query.values, limit])]

    def cells(self, wanted: Wanted, degrees: float) -> list[Cell]:
        """The incidents that fit, counted in cells of a map of so many degrees a side."""
        query = self._query(wanted)
        query.add("i.lon IS NOT NULL")
        row, column = self._floor("(i.lat + 90.0) / ?"), self._floor("(i.lon + 180.0) / ?")
        # One number for a cell: to group by two takes a third longer. There are 36,000 columns at most.
        cell = f"{row} * 100000 + {column}"
        statement = (
            f"SELECT avg(i.lon), avg(i.lat), count(*), sum(i.contested) FROM view_incidents AS i {query.where} "  # noqa: S608 - clauses of a query
            f"GROUP BY {cell} ORDER BY 3 DESC, 1, 2"
        )
        found = self._db.execute(statement, [*query.values, degrees, degrees])
        return [Cell(float(lon), float(lat), int(n), int(contested)) for lon, lat, n, contested in found]

    def _chosen(self, facet: str, value: str) -> int:
        """How many incidents have a value of a facet, as it is counted while the tables are kept up."""
        statement = "SELECT incidents FROM view_counts WHERE facet = ? AND value = ?"
        row = self._db.execute(statement, (facet, value)).fetchone()
        return int(row[0]) if row else 0

    def _is_broad(self, wanted: Wanted) -> bool:
        """True where each filter that can be counted by itself has many incidents, and there is such a filter."""
        sizes = [
            self._chosen(facet, value) for facet, value in (("status", wanted.status), ("kind", wanted.kind)) if value
        ]
        if self._match(wanted) is not None:
            sizes.append(self._with_words(wanted))
        if wanted.grade is not None:
            sizes.append(self._graded(wanted))
        return min(sizes, default=0) > _BROAD

    def _graded(self, wanted: Wanted) -> int:
        """How many incidents have the grade that is asked for: each is filed once under an axis and a word."""
        statement = f"SELECT count(*) FROM view_grades WHERE {GRADED}"  # noqa: S608 - marks only
        return int(self._db.execute(statement, wanted.grade).fetchone()[0])

    def _with_words(self, wanted: Wanted) -> int:
        """How many incidents have the words that are asked for; 0 where none are."""
        match = self._match(wanted)
        if match is None:
            return 0
        statement = f"SELECT count(*) FROM view_words WHERE {match[0]}"  # noqa: S608 - a condition of our own
        return int(self._db.execute(statement, match[1]).fetchone()[0])

    def _query(self, wanted: Wanted) -> Query:
        return query_of(wanted, self._match(wanted))

    def _floor(self, number: str) -> str:
        """The largest whole number that is not larger, of one that is not negative."""
        return f"CAST({number} AS INTEGER)"

    def _match(self, wanted: Wanted) -> tuple[str, list[str]] | None:
        """The condition of the full-text index, and what it takes; ``None`` where no words are asked for."""
        matched = " AND ".join(
            f"{{{column}}} : {part}"
            for column, words in (("words place party", wanted.q), ("place", wanted.place), ("party", wanted.party))
            for part in prefixes(words)
        )
        return ("view_words MATCH ?", [matched]) if matched else None
