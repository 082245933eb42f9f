"""What pages and API ask of the ledger, answered from one snapshot per state of its chain.

The merged incidents are a pure function of what the ledger holds, so a snapshot is valid as long as the head of the
chain stays: it is built at the first request and again after an ingestion.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from counterclaim.errors import NotFound, OptionError
from counterclaim.ledger import Ledger
from counterclaim.model.shown import shown_place

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from counterclaim.model import MergedIncident, Reading

#: How many snapshots of past days are kept beside the present one.
_KEPT = 8
_LIMIT = 50
MOST = 500
SORTS = ("date", "-date", "sources", "reports")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which incidents are wanted; every field is optional.

    ``q`` are words of the claims, titles and outlets, all of which must be there. ``bbox`` is a map window: west, south, east,
    north in degrees; a window over the 180th meridian has its west end greater than its east end.
    """

    q: str = ""
    place: str = ""
    kind: str = ""
    party: str = ""
    status: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    as_of: dt.date | None = None
    min_sources: int = 0
    bbox: tuple[float, float, float, float] | None = None
    sort: str = "-date"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        """Filters from the words of an address; empty ones are no filter.

        Raises:
            OptionError: a value cannot be read; the message names it and shows the form.
        """
        words = {key: value.strip() for key, value in query.items() if value.strip()}
        sort = words.get("sort", "-date")
        if sort not in SORTS:
            raise OptionError(f"sort={sort!r} is none of {', '.join(SORTS)}", subject="sort")
        return cls(
            q=words.get("q", ""), place=words.get("place", ""), kind=words.get("kind", ""), party=words.get("party", ""),
            status=words.get("status", ""), since=_day(words, "since"), until=_day(words, "until"), as_of=_day(words, "as_of"),
            min_sources=_number(words, "min_sources", 0), bbox=_window(words), sort=sort,
        )  # fmt: skip


def _day(words: Mapping[str, str], name: str) -> dt.date | None:
    if name not in words:
        return None
    try:
        return dt.date.fromisoformat(words[name])
    except ValueError as error:
        raise OptionError(f"{name}={words[name]!r} is no day; write it as 2018-06-18", subject=name) from error


def _number(words: Mapping[str, str], name: str, otherwise: int) -> int:
    try:
        number = int(words.get(name, otherwise))
    except ValueError as error:
        raise OptionError(f"{name}={words[name]!r} is no number", subject=name) from error
    if not 0 <= number <= 1_000_000:
        raise OptionError(f"{name}={number} is out of range; give 0 to 1000000", subject=name)
    return number


def _window(words: Mapping[str, str]) -> tuple[float, float, float, float] | None:
    if "bbox" not in words:
        return None
    try:
        west, south, east, north = (float(part) for part in words["bbox"].split(","))
    except ValueError as error:
        raise OptionError(
            f"bbox={words['bbox']!r} is no window; write west,south,east,north in degrees", subject="bbox"
        ) from error
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise OptionError(
            "bbox lies off the map; longitudes are -180 to 180, latitudes -90 to 90, south first", subject="bbox"
        )
    return west, south, east, north


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a sorted list: its incidents, how many there are in all, and the cursor of the next stretch."""

    incidents: tuple[MergedIncident, ...]
    total: int
    next: str | None


@dataclass
class Snapshot:
    """All incidents at one head of the chain, as known on one day."""

    head: str
    incidents: tuple[MergedIncident, ...]
    readings: dict[str, Reading]

    @cached_property
    def by_id(self) -> dict[str, MergedIncident]:
        """Merged incidents by their own id and by those of their members, so that old addresses go on working."""
        own = {incident.id: incident for incident in self.incidents}
        return {member: incident for incident in self.incidents for member in incident.members} | own

    @cached_property
    def words(self) -> dict[str, str]:
        """What a search looks through, by incident."""
        return {incident.id: _words_of(incident) for incident in self.incidents}

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of incident that there are, the commonest first."""
        return tuple(kind for kind, _ in Counter(i.sub_event_type for i in self.incidents).most_common())

    def matching(self, wanted: Filters) -> list[MergedIncident]:
        """The incidents that fit all filters, sorted."""
        found = [incident for incident in self.incidents if _fits(incident, wanted, self.words)]
        if wanted.sort in ("date", "-date"):
            dated = [i for i in found if i.date_start is not None]
            dated.sort(key=lambda i: (i.date_start or dt.date.min, i.id), reverse=wanted.sort == "-date")
            return dated + [i for i in found if i.date_start is None]
        counted = "independent_sources" if wanted.sort == "sources" else "reports"
        return sorted(found, key=lambda i: (-getattr(i, counted), i.id))

    def page(self, wanted: Filters, *, cursor: str | None = None, limit: int = _LIMIT) -> Page:
        """One stretch of the list; ``cursor`` is the id of the last incident of the stretch before.

        Raises:
            OptionError: the cursor belongs to no incident of this list.
        """
        found = self.matching(wanted)
        start = 0
        if cursor:
            ids = [incident.id for incident in found]
            if cursor not in ids:
                raise OptionError(f"cursor={cursor!r} is not in this list; begin again without it", subject="cursor")
            start = ids.index(cursor) + 1
        part = tuple(found[start : start + limit])
        return Page(part, len(found), part[-1].id if part and start + limit < len(found) else None)

    def incident(self, incident_id: str) -> MergedIncident:
        """One incident by its id, by that of one report's incident in it, or by the beginning of either.

        Raises:
            NotFound: there is none, or several begin so.
        """
        exact = self.by_id.get(incident_id)
        if exact is not None:
            return exact
        found = {i.id: i for known, i in self.by_id.items() if known.startswith(incident_id)}
        if len(found) != 1:
            what = f"{len(found)} incidents begin with" if found else "there is no incident"
            raise NotFound(f"{what} {incident_id!r}; the list shows those there are", subject=incident_id)
        return next(iter(found.values()))

    def reading(self, document_id: str) -> Reading:
        """The newest reading of one report.

        Raises:
            NotFound: there is none.
        """
        found = self.readings.get(document_id)
        if found is None:
            raise NotFound(f"there is no report {document_id!r} in the ledger", subject=document_id)
        return found


@dataclass
class Queries:
    """A ledger opened for reading, with its snapshots. Safe to ask from several threads."""

    path: Path | str
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _snapshots: dict[tuple[str, dt.date | None], Snapshot] = field(default_factory=dict)

    def snapshot(self, as_of: dt.date | None = None) -> Snapshot:
        """The present state of the ledger, or what was known by a day."""
        with self._lock, Ledger(self.path, read_only=True) as ledger:
            head = ledger.head()
            found = self._snapshots.get((head, as_of))
            if found is None:
                readings = {reading.document.id: reading for reading in ledger.readings()}
                found = Snapshot(head, ledger.incidents(as_of=as_of), readings)
                self._snapshots = {k: v for k, v in list(self._snapshots.items())[-_KEPT:] if k[0] == head}
                self._snapshots[head, as_of] = found
            return found


def limit_of(query: Mapping[str, str]) -> int:
    """How many incidents a stretch holds, 1 to 500.

    Raises:
        OptionError: it is no number of that range.
    """
    limit = _number({k: v for k, v in query.items() if v.strip()}, "limit", _LIMIT)
    if not 1 <= limit <= MOST:
        raise OptionError(f"limit={limit} is out of range; give 1 to {MOST}", subject="limit")
    return limit


def _words_of(incident: MergedIncident) -> str:
    told = [incident.sub_event_type, shown_place(incident.place)]
    told += [word for ref in incident.documents for word in (ref.outlet, ref.title) if word]
    for claim in incident.claims:
        told += [word for word in (claim.source, claim.side, claim.perpetrator, claim.target, claim.weapon) if word]
        told += [span.text for span in claim.evidence]
    return " ".join(told).casefold()


def _fits(incident: MergedIncident, wanted: Filters, words: Mapping[str, str]) -> bool:
    start, end = incident.date_start, incident.date_end or incident.date_start
    if (wanted.since and (end is None or end < wanted.since)) or (
        wanted.until and (start is None or start > wanted.until)
    ):
        return False
    if (wanted.status and incident.status != wanted.status) or (wanted.kind and incident.sub_event_type != wanted.kind):
        return False
    if incident.independent_sources < wanted.min_sources:
        return False
    if wanted.place and wanted.place.casefold() not in shown_place(incident.place).casefold():
        return False
    if wanted.bbox and not _in_window(incident, wanted.bbox):
        return False
    if wanted.party and not _concerns(incident, wanted.party.casefold()):
        return False
    return not wanted.q or all(word in words[incident.id] for word in wanted.q.casefold().split())


def _concerns(incident: MergedIncident, party: str) -> bool:
    return any(party in " ".join(filter(None, (c.perpetrator, c.side, c.source))).casefold() for c in incident.claims)


def _in_window(incident: MergedIncident, window: tuple[float, float, float, float]) -> bool:
    place = incident.place
    if place is None or place.lat is None or place.lon is None:
        return False
    west, south, east, north = window
    across = west <= place.lon <= east if west <= east else place.lon >= west or place.lon <= east
    return across and south <= place.lat <= north
