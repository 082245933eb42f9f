"""What an export is made of, a stretch at a time: no more than some hundred incidents and reports are in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from counterclaim import merge
from counterclaim.errors import NotFound
from counterclaim.export import Kept
from counterclaim.ledger.filters import is_wanted
from counterclaim.ledger.lists import MOST
from counterclaim.ledger.provenance import program_version
from counterclaim.model import Link, MergedIncident, Reading, decode
from counterclaim.store import Wanted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from counterclaim.ledger.opened import Ledger

#: Reports of one incident are asked for one after the other, often several times.
_REMEMBERED = 64


class StoredIncidents(Collection[MergedIncident]):
    """The incidents of a ledger that fit, in the order of :meth:`Ledger.incidents`, read anew each time they are gone through."""

    def __init__(self, ledger: Ledger, fits: Callable[[MergedIncident], bool]) -> None:
        """Those of a ledger that fit."""
        self._ledger, self._fits = ledger, fits

    def __iter__(self) -> Iterator[MergedIncident]:
        cursor = None
        while True:
            page = self._ledger.page(Wanted(sort="date"), cursor=cursor, limit=MOST)
            yield from (incident for incident in page.incidents if self._fits(incident))
            cursor = page.next
            if cursor is None:
                return

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, incident: object) -> bool:
        return any(incident == one for one in self)


class _Ends:
    """The ids of reports and tellings in some incidents, which links lead to; found when they are first asked for."""

    def __init__(self, incidents: Collection[MergedIncident]) -> None:
        self._incidents = incidents

    @cached_property
    def documents(self) -> dict[str, None]:
        return dict.fromkeys(sorted({ref.id for one in self._incidents for ref in one.documents}))

    @cached_property
    def all(self) -> dict[str, None]:
        members = {member for one in self._incidents for member in one.members}
        return dict.fromkeys(sorted(members.union(self.documents)))


class StoredReadings(Mapping[str, Reading]):
    """The readings of some reports of a ledger by the reports' ids, each read when it is asked for."""

    def __init__(self, ledger: Ledger, ends: _Ends) -> None:
        self._ends = ends
        self._read = lru_cache(maxsize=_REMEMBERED)(ledger.reading)

    def __getitem__(self, document: str) -> Reading:
        if document not in self._ends.documents:
            raise KeyError(document)
        return self._read(document)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ends.documents)

    def __len__(self) -> int:
        return len(self._ends.documents)


class StoredLinks(Collection[Link]):
    """The links that count between some reports and tellings, by the ids of their newer ends, read anew each time."""

    def __init__(self, ledger: Ledger, ends: _Ends) -> None:
        self._ledger, self._ends = ledger, ends

    def __iter__(self) -> Iterator[Link]:
        self._ledger.views.refresh()
        for end in self._ends.all:
            here = [decode(body, Link) for body in self._ledger.store.views.links_at(end)]
            for link in merge.nearest_links(link for link in here if (link.newer or link.left) == end):
                if link.left in self._ends.all and link.right in self._ends.all:
                    yield link

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, link: object) -> bool:
        return any(link == one for one in self)


def kept_of(ledger: Ledger, incident: str | None, as_of: dt.date | None, filters: dict[str, Any]) -> Kept:
    """What is exported of a ledger; see :meth:`Ledger.kept`."""

    def fits(one: MergedIncident) -> bool:
        return is_wanted(one, *(filters.get(name) for name in ("status", "place", "since", "until", "party")))

    found: Collection[MergedIncident]
    if incident is not None:
        one = ledger.incident(incident, as_of=as_of)
        if not fits(one):
            raise NotFound(f"incident {one.id} does not fit the filters; leave them out, or the id", subject=incident)
        found = (one,)
    elif as_of is not None:
        found = ledger.incidents(as_of=as_of, **filters)
    else:
        found = StoredIncidents(ledger, fits)
    ends = _Ends(found)
    return Kept(found, StoredReadings(ledger, ends), StoredLinks(ledger, ends), ledger.head(), program_version())
