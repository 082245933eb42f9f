"""Lists of incidents: stretches, counts, choices, map and time line, answered by the derived tables."""

from __future__ import annotations

import base64
import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from counterclaim.errors import OptionError
from counterclaim.model import IncidentSummary, MergedIncident, decode
from counterclaim.store import SORTS, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterclaim.store import Cell, Mark, SqlStore

#: The longest stretch of a list.
MOST = 500
#: The most places that a map is given one by one; beyond, :meth:`Lists.cells` counts them.
MOST_MARKS = 20_000
#: The most values of a facet to choose from.
_MOST_CHOICES = 200
#: Of the beginning of an id so many names are looked at: enough to tell that it leads to several.
_MOST_NAMES = 50


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """A stretch of a sorted list, how many there are in all, and the cursor of the next stretch."""

    incidents: tuple[MergedIncident, ...]
    total: int
    next: str | None


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """The same with summaries; ``bodies`` are their JSON as it is kept, for who only passes it on."""

    incidents: tuple[IncidentSummary, ...]
    bodies: tuple[bytes, ...]
    total: int
    next: str | None


@dataclass(frozen=True, slots=True)
class Totals:
    """What a ledger holds in all."""

    reports: int
    incidents: int
    claims: int
    contested: int


@dataclass(frozen=True, slots=True)
class Lists:
    """What lists ask of one ledger. Every answer is of the moment it is asked; nothing is kept between two.

    ``current`` is called before each answer and brings the derived tables up where a run left them behind.
    """

    store: SqlStore
    current: Callable[[], None]

    def page(self, wanted: Wanted | None = None, *, cursor: str | None = None, limit: int = 50) -> SummaryPage:
        """A stretch of the incidents that are wanted, as a list shows them.

        Args:
            wanted: filters and order.
            cursor: ``next`` of the stretch before.
            limit: how many at most, 1 to 500.

        Raises:
            OptionError: the cursor, the limit or the order makes no sense.
        """
        rows, following = self._stretch(wanted or Wanted(), cursor, limit, whole=False)
        found = tuple(decode(body, IncidentSummary) for body in rows)
        return SummaryPage(found, tuple(rows), self.count(wanted), following)

    def incidents(self, wanted: Wanted | None = None, *, cursor: str | None = None, limit: int = 50) -> IncidentPage:
        """The same with the whole incidents.

        Raises:
            OptionError: the cursor, the limit or the order makes no sense.
        """
        rows, following = self._stretch(wanted or Wanted(), cursor, limit, whole=True)
        return IncidentPage(tuple(decode(body, MergedIncident) for body in rows), self.count(wanted), following)

    def count(self, wanted: Wanted | None = None) -> int:
        """How many incidents fit."""
        self.current()
        return self.store.lists.count(wanted or Wanted())

    def totals(self) -> Totals:
        """What the ledger holds in all."""
        self.current()
        found = self.store.lists
        return Totals(found.total("reports"), found.total("incidents"), found.total("claims"), found.total("contested"))

    def choices(
        self, facet: Literal["kind", "status", "party"], *, limit: int = _MOST_CHOICES
    ) -> tuple[tuple[str, int], ...]:
        """What a list can be narrowed to: the values of a facet with how many incidents have each, the commonest first."""
        self.current()
        return tuple(self.store.lists.choices(facet, limit))

    def counts(self, facet: Literal["kind", "status"], wanted: Wanted | None = None) -> tuple[tuple[str, int], ...]:
        """How many of the incidents that fit have each value of a facet, the commonest first."""
        self.current()
        return tuple(self.store.lists.counts(wanted or Wanted(), facet))

    def marks(self, wanted: Wanted | None = None, *, limit: int = MOST_MARKS) -> tuple[Mark, ...]:
        """Place, reach, days and status of the incidents that fit, in the order asked for: what a map and a time line draw."""
        self.current()
        return tuple(self.store.lists.marks(wanted or Wanted(), min(limit, MOST_MARKS)))

    def cells(self, wanted: Wanted | None = None, *, degrees: float = 1.0) -> tuple[Cell, ...]:
        """The incidents that fit counted in cells of a map, the fullest first.

        Args:
            wanted: filters; ``bbox`` is the window of the map.
            degrees: the side of a cell, 0.01 to 45.

        Raises:
            OptionError: the side makes no sense.
        """
        if not 0.01 <= degrees <= 45:
            raise OptionError(f"degrees={degrees} is out of range; give 0.01 to 45", subject="degrees")
        self.current()
        return tuple(self.store.lists.cells(wanted or Wanted(), degrees))

    def days(self, wanted: Wanted | None = None) -> tuple[tuple[dt.date, int], ...]:
        """How many of the incidents that fit begin on each day, in the order of days."""
        self.current()
        return tuple((dt.date.fromisoformat(day), n) for day, n in self.store.lists.days(wanted or Wanted()))

    def queue(self, at: str | None = None, *, before: int = 5, limit: int = 40) -> tuple[SummaryPage, int]:
        """A stretch of the queue of review around an incident, and where in it that incident stands.

        Args:
            at: the id of an incident; by default, and where there is none of that id, the first.
            before: how many that stand before it are shown.
            limit: how many at most.
        """
        self.current()
        lists, wanted = self.store.lists, Wanted(sort="queue")
        place = lists.queue_place(at) if at else None
        ahead = lists.queued_before(place, before + 1) if place else []
        start = _cursor_of(ahead[before]) if len(ahead) > before else None
        return self.page(wanted, cursor=start, limit=limit), min(len(ahead), before)

    def near(self, day: dt.date, *, limit: int = 20) -> tuple[IncidentSummary, ...]:
        """The incidents that began nearest to a day."""
        after = self.page(Wanted(since=day, sort="date"), limit=limit).incidents
        before = self.page(Wanted(until=day, sort="-date"), limit=limit).incidents
        dated = {i.id: (abs((i.date_start - day).days), i.id, i) for i in (*after, *before) if i.date_start}
        return tuple(found for _, _, found in sorted(dated.values(), key=lambda one: one[:2])[:limit])

    def _stretch(
        self, wanted: Wanted, cursor: str | None, limit: int, *, whole: bool
    ) -> tuple[list[bytes], str | None]:
        if not 1 <= limit <= MOST:
            raise OptionError(f"limit={limit} is out of range; give 1 to {MOST}", subject="limit")
        if wanted.sort not in SORTS:
            raise OptionError(f"sort={wanted.sort!r} is none of {', '.join(SORTS)}", subject="sort")
        after = _place_of(cursor)
        self.current()
        rows = self.store.lists.page(wanted, after, limit + 1, whole=whole)
        following = _cursor_of(rows[limit - 1][:2]) if len(rows) > limit else None
        return [body for _, _, body in rows[:limit]], following


def named(store: SqlStore, name: str, *, every: bool = False) -> list[MergedIncident]:
    """The incidents that go by an id, or by one that begins so: where it is an incident's own, that one alone.

    Args:
        store: where they are.
        name: the id, or its beginning.
        every: all that have an id that begins so, former ones included.
    """
    views = store.views
    numbers = set() if every else views.numbers_of([name])
    numbers = numbers or views.numbers_beginning(name, _MOST_NAMES)
    found = [decode(views.body(number), MergedIncident) for number in sorted(numbers)]
    if every:
        return found
    return (
        [incident for incident in found if incident.id == name]
        or [incident for incident in found if incident.id.startswith(name)]
        or found
    )


def _cursor_of(place: tuple[Any, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _place_of(cursor: str | None) -> tuple[Any, str] | None:
    """The place in the order that a cursor stands for.

    Raises:
        OptionError: it is no cursor.
    """
    if not cursor:
        return None
    wrong = f"cursor={cursor!r} is none of this list; begin again without it"
    try:
        value, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError) as error:
        raise OptionError(wrong, subject="cursor") from error
    if not isinstance(last, str) or not isinstance(value, (str, int, type(None))):
        raise OptionError(wrong, subject="cursor")
    return value, last
