"""The incidents of some tellings, made from the reports that links tie to them and from no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from counterclaim import assess, merge
from counterclaim.errors import NotFound
from counterclaim.ledger.incident_row import row_of
from counterclaim.ledger.links_around import LinksAround
from counterclaim.ledger.lists import named
from counterclaim.model import MergedIncident, Reading, decode
from counterclaim.review import links_of, reviewed_incidents, standing
from counterclaim.store import SqliteStore

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence, Set

    from counterclaim.ledger.opened import Ledger
    from counterclaim.model import Link, Review
    from counterclaim.store import SqlStore


class GroupedReport(msgspec.Struct, frozen=True):
    """A report of an incident by its id alone."""

    id: str


class Grouped(msgspec.Struct, frozen=True):
    """Of the JSON of an incident what says which tellings it groups: to read no more takes a tenth of the time."""

    members: tuple[str, ...]
    main_documents: tuple[GroupedReport, ...]


def newest_of(store: SqlStore, documents: Iterable[str]) -> tuple[Reading, ...]:
    """The newest reading of each of some reports, in the order of their ids."""
    return tuple(decode(body, Reading) for body in store.views.newest_readings(sorted(set(documents))))


def tellings_in(incident: MergedIncident | Grouped, homes: Mapping[str, str]) -> frozenset[str]:
    """The tellings of an incident: a report in which none was recognised is one by its own id.

    Args:
        incident: the incident.
        homes: each telling that there is with its report.
    """
    return frozenset((*incident.members, *(ref.id for ref in incident.main_documents if ref.id in homes)))


def incidents_of(
    readings: Iterable[Reading], groups: Sequence[tuple[str, ...]], reprints: Sequence[Link], reviews: Iterable[Review]
) -> tuple[MergedIncident, ...]:
    """The incidents of some groups of tellings; what else their reports tell of stands in others, each by itself."""
    told = tuple(readings)
    grouped = {telling for group in groups for telling in group}
    others = [(one.id,) for one in merge.tellings_in(told) if one.id not in grouped]
    return reviewed_incidents(told, reprints, reviews, groups=(*groups, *others))


def incident_known_by(ledger: Ledger, name: str, day: dt.date) -> MergedIncident:
    """An incident as it was known at the end of a day, by an id that led to it then, or by the beginning of one.

    Raises:
        NotFound: there was none by that day, or several begin so.
    """
    store, until = ledger.store, day.toordinal()
    reviews = [review for review in ledger.review.all() if review.at[:10] <= day.isoformat()]
    links = LinksAround(store, links_of(standing(reviews)))
    # Every id that an incident had leads to the one that holds its oldest telling now.
    start = {telling for one in named(store, name, every=True) for telling in _ids_of(one)}
    told = store.profiles.told(merge.touched_by(start, links.joining_at))
    told = {telling: one for telling, one in told.items() if 0 <= one.day <= until}
    homes = {telling: one.document for telling, one in told.items()}
    groups = merge.clusters_of(homes, links.among({telling: one.compared for telling, one in told.items()}), homes)
    documents = set(homes.values())
    reprints = [link for link in links.reprints(documents) if store.published_by(day, (link.left, link.right))]
    found = incidents_of(newest_of(store, documents), groups, reprints, reviews)
    with SqliteStore(":memory:") as then, then.transaction():
        for incident in found:
            if homes.keys() & tellings_in(incident, homes):
                then.views.put(row_of(incident))
        known = named(then, name)
    if len(known) != 1:
        what = "no incident" if not known else f"{len(known)} incidents"
        raise NotFound(f"{what} with an id that begins {name!r} was known by that day, {day}", subject=name)
    return known[0]


def possibly_same(ledger: Ledger, incident: MergedIncident, day: dt.date | None) -> tuple[str, ...]:
    """The incidents that one could be the same as: an undecided link ties them, and nobody has decided."""
    links = LinksAround(ledger.store, links_of(ledger.review.standing()))
    open_links = [link for one in incident.members for link in links.undecided_at(one)]
    ends = {end for link in open_links for end in (link.left, link.right)} - set(incident.members)
    told = ledger.store.profiles.told((*incident.members, *ends))
    others: dict[str, MergedIncident] = {}
    for end in sorted(ends & told.keys()):
        try:
            other = ledger.incident(end, as_of=day)
        except NotFound:
            continue
        others[other.id] = other
    others.pop(incident.id, None)
    kept = links.among({telling: one.compared for telling, one in told.items()})
    return assess.could_be_same([incident, *others.values()], kept).get(incident.id, ())


def _ids_of(incident: MergedIncident) -> Set[str]:
    return {*incident.members, *(ref.id for ref in incident.main_documents)}
