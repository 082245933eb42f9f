"""An incident as a list shows it."""

from __future__ import annotations

import datetime as dt

import msgspec

from counterclaim.model.claim import Facet
from counterclaim.model.incident import MergedIncident, Status
from counterclaim.model.place import DatePrecision, Place


class IncidentSummary(msgspec.Struct, frozen=True):
    """A merged incident without its claims and texts.

    ``reviewed`` says that a person decided something on it; every other field is that of :class:`MergedIncident`.
    """

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
    reviewed: bool

    @classmethod
    def of(cls, incident: MergedIncident) -> IncidentSummary:
        """The summary of an incident."""
        names = [name for name in cls.__struct_fields__ if name != "reviewed"]
        return cls(**{name: getattr(incident, name) for name in names}, reviewed=bool(incident.corrections))
