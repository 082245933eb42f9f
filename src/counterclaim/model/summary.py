"""An incident as a list shows it."""

from __future__ import annotations

import datetime as dt

import msgspec

from counterclaim.model.claim import Facet
from counterclaim.model.incident import MergedIncident, Status
from counterclaim.model.place import DatePrecision, Place


class IncidentSummary(msgspec.Struct, frozen=True):
    """A merged incident without its claims and texts; every field is that of :class:`MergedIncident`."""

    id: str
    event_type: str
    sub_event_type: str
    date_start: dt.date | None
    date_end: dt.date | None
    date_precision: DatePrecision
    place: Place | None
    status: Status
    status_reason: str
    contested: tuple[Facet, ...]
    reports: int
    own_reports: int
    independent_sources: int

    @classmethod
    def of(cls, incident: MergedIncident) -> IncidentSummary:
        """The summary of an incident."""
        return cls(*(getattr(incident, name) for name in cls.__struct_fields__))
