"""Where the reports of one incident put it: each place with its reach and the reports that name it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counterclaim.model import DocumentRef, MergedIncident, Place, Reading


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """One place, a letter for map and list, and the reports that put the incident there."""

    letter: str
    place: Place
    reports: tuple[DocumentRef, ...]


def places_told(incident: MergedIncident, readings: Iterable[Reading]) -> tuple[PlaceTold, ...]:
    """The places under which an incident is told, that of the merged incident first, then by how many reports name them."""
    members, refs = frozenset(incident.members), {ref.id: ref for ref in incident.documents}
    found: dict[str, tuple[Place, dict[str, DocumentRef]]] = {}
    if incident.place is not None:
        found[_key(incident.place)] = (incident.place, {})
    for reading in sorted(readings, key=lambda r: r.document.id):
        for one in reading.incidents:
            if one.id in members and one.place is not None and reading.document.id in refs:
                _, reports = found.setdefault(_key(one.place), (one.place, {}))
                reports[reading.document.id] = refs[reading.document.id]
    if not found:
        return ()
    first, *others = found.values()
    ordered = [first, *sorted(others, key=lambda pair: (-len(pair[1]), pair[0].name))]
    return tuple(
        PlaceTold(chr(ord("A") + n), place, tuple(reports.values())) for n, (place, reports) in enumerate(ordered[:26])
    )


def _key(place: Place) -> str:
    return place.gazetteer_id or place.name.casefold()
