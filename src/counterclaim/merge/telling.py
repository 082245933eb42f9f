"""An incident as one report tells it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.merge.words import site_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counterclaim.model import Claim, Incident, Reading


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """One report's incident with its claims.

    ``id`` is the incident's, or the report's where no incident was recognised in it and the whole report stands for
    what it tells. How it is compared with others is its :class:`counterclaim.merge.profile.Profile`.
    """

    id: str
    document: str
    outlet: str | None
    published: dt.date | None
    main: bool
    incident: Incident | None
    claims: tuple[Claim, ...]

    @property
    def age_rank(self) -> tuple[bool, dt.date, str, str]:
        """Orders tellings from the oldest: by day of publication, then by the ids of report and incident."""
        return (self.published is None, self.published or dt.date.min, self.document, self.id)


def tellings_of(reading: Reading) -> tuple[Telling, ...]:
    """What one report tells: its incidents, or the report as a whole where no main incident was recognised."""
    out = [_told(reading, incident) for incident in reading.incidents]
    if not any(incident.main for incident in reading.incidents):
        out.append(_told(reading, None))
    return tuple(out)


def tellings_in(readings: Iterable[Reading]) -> tuple[Telling, ...]:
    """All tellings of all reports, in the order of their ids; a report that comes twice is taken once."""
    unique = {reading.document.id: reading for reading in readings}
    every = (telling for _, reading in sorted(unique.items()) for telling in tellings_of(reading))
    return tuple(sorted(every, key=lambda telling: telling.id))


def _told(reading: Reading, incident: Incident | None) -> Telling:
    document = reading.document
    return Telling(
        id=document.id if incident is None else incident.id,
        document=document.id,
        outlet=document.outlet or site_of(document.url),
        published=document.published,
        main=incident is None or incident.main,
        incident=incident,
        claims=tuple(c for c in reading.claims if incident is not None and c.incident == incident.id),
    )
