"""Which incidents a list asks for, and the conditions in SQL that it stands for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import datetime as dt

#: How a list is sorted: the column, and whether it falls. Incidents without a day come last. ``queue`` is the order in
#: which incidents want a person: those that nobody decided on first, of these the contested, the most told first;
#: ``-told`` has first what was reported on last.
SORTS = {
    "date": ("date_start", False), "-date": ("date_start", True), "sources": ("sources", True), "reports": ("reports", True),
    "queue": ("queue", False), "-told": ("last_told", True),
}  # fmt: skip

#: A place in the order of a list: what an incident is sorted by, and its id.
Place = tuple[Any, str]


class GradeWanted(NamedTuple):
    """A grade under a codebook: an axis and its word; with an empty word so many people at least."""

    codebook: str
    axis: str
    word: str
    people: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which incidents are asked for; every field is optional.

    ``q``, ``place`` and ``party`` are words, each the beginning of one that must be there. ``bbox`` is west, south,
    east, north in degrees; over the 180th meridian its west end is greater than its east end. ``contested`` and
    ``reviewed`` ask for those that are (``True``) or are not (``False``) contested in a facet, decided on by a person.
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
    contested: bool | None = None
    reviewed: bool | None = None
    grade: GradeWanted | None = None
    sort: str = "-date"


#: The condition on ``view_grades`` of a :class:`GradeWanted`.
GRADED = "codebook = ? AND axis = ? AND word = ? AND people >= ?"
#: From so many square degrees on a window is wide: a country of middle size.
_WIDE = 25.0


@dataclass
class Query:
    """Conditions on ``view_incidents AS i`` with their values."""

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

    def go_on(self, column: str, falls: bool, after: Place) -> None:
        """Conditions for what comes after a place in the order; ids fall where days fall."""
        value, last = after
        sign = "<" if column == "date_start" and falls else ">"
        if value is None:
            self.add(f"i.{column} IS NULL AND i.id {sign} ?", last)
            return
        beyond = "<" if falls else ">"
        self.add(
            f"(i.{column} {beyond} ? OR (i.{column} = ? AND i.id {sign} ?) OR i.{column} IS NULL)", value, value, last
        )

    def within(self, west: float, south: float, east: float, north: float) -> None:
        """Conditions for what lies in a window: by the index of places where it is small, else by the rows themselves.

        Of 100,000 incidents all of which lie in the window, the index gives their count in 146 ms, the rows in 18.
        """
        spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
        bounds = [bound for span in spans for bound in span]
        if is_wide((west, south, east, north)):
            across = " OR ".join("(i.lon >= ? AND i.lon <= ?)" for _ in spans)
            self.add(f"({across}) AND i.lat >= ? AND i.lat <= ?", *bounds, south, north)
            return
        across = " OR ".join("(east >= ? AND west <= ?)" for _ in spans)
        where = f"({across}) AND north >= ? AND south <= ?"
        self.add(f"i.number IN (SELECT number FROM view_places WHERE {where})", *bounds, south, north)  # noqa: S608 - marks only


def is_wide(window: tuple[float, float, float, float] | None) -> bool:
    """True for a window in which so much can lie that an index does not help."""
    if window is None:
        return False
    west, south, east, north = window
    return (north - south) * ((east - west) % 360 or 360) > _WIDE


def query_of(wanted: Wanted, match: tuple[str, list[str]] | None, *, broad: bool = False) -> Query:
    """The conditions that a list stands for.

    Args:
        wanted: what is asked for.
        match: the condition of the full-text index with what it takes; ``None`` where no words are asked for.
        broad: many rows fit, so that walking the rows in their order finds the first of them sooner.
    """
    query = Query()
    # The sign keeps SQLite from looking up each row that fits and sorting them all: 53 ms of 100,000, else 16.
    walked = "+" if broad else ""
    if match is not None:
        query.add(f"{walked}i.number IN (SELECT rowid FROM view_words WHERE {match[0]})", *match[1])  # noqa: S608 - from a store's own match
    if wanted.grade is not None:
        # Row by row where rows are walked: 100,000 numbers of a grade that all have would be gathered first, in 35 ms.
        graded = (
            f"EXISTS (SELECT 1 FROM view_grades AS g WHERE g.number = i.number AND {GRADED})"  # noqa: S608 - marks only
            if broad
            else f"i.number IN (SELECT number FROM view_grades WHERE {GRADED})"  # noqa: S608 - marks only
        )
        query.add(graded, *wanted.grade)
    if wanted.bbox is not None:
        query.within(*wanted.bbox)
    # In a wide window an index of statuses or kinds would lead to most rows one by one: 1,150 ms where a scan takes 230;
    # in an order that it does not have they would all be sorted: 97,000 of one status by their sources 150 ms, else 1.
    scanned = is_wide(wanted.bbox) or (broad and SORTS[wanted.sort][0] != "date_start")
    status, kind = ("i.status || '' = ?", "i.kind || '' = ?") if scanned else ("i.status = ?", "i.kind = ?")
    for clause, value in (
        (status, wanted.status), (kind, wanted.kind), ("i.sources >= ?", wanted.min_sources or None),
        ("i.date_end >= ?", wanted.since and wanted.since.isoformat()), ("i.date_start <= ?", wanted.until and wanted.until.isoformat()),
        ("i.contested = ?", None if wanted.contested is None else int(wanted.contested)),
        ("i.reviewed = ?", None if wanted.reviewed is None else int(wanted.reviewed)),
    ):  # fmt: skip
        if value is not None:
            query.add(clause, value)
    return query


def prefixes(words: str) -> list[str]:
    """The words of a search as terms of SQLite's full-text index: quoted, so that no sign of theirs is an operator."""
    return ['"' + word.replace('"', '""') + '"*' for word in words.split() if any(c.isalnum() for c in word)]
