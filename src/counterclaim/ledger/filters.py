"""Which incidents are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from counterclaim.model import MergedIncident


def is_wanted(
    incident: MergedIncident,
    status: str | None,
    place: str | None,
    since: dt.date | None,
    until: dt.date | None,
    party: str | None,
) -> bool:
    """True for an incident that fits every filter that is given."""
    if status is not None and incident.status != status:
        return False
    where = (
        " ".join(filter(None, (incident.place.name, incident.place.detail, incident.place.within)))
        if incident.place
        else ""
    )
    if place is not None and place.casefold() not in where.casefold():
        return False
    end, start = incident.date_end or incident.date_start, incident.date_start
    if since is not None and (end is None or end < since):
        return False
    if until is not None and (start is None or start > until):
        return False
    if party is None:
        return True
    words = party.casefold()
    return any(words in " ".join(filter(None, (c.perpetrator, c.side, c.source))).casefold() for c in incident.claims)
