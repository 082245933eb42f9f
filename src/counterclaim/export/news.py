"""News of a ledger: contested accounts, denials and changed tolls, by the day on which they came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim import assess
from counterclaim.model import content_id
from counterclaim.model.shown import shown_place, shown_source

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from counterclaim.model import MergedIncident

_MOST = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news: its id, the incident, the day, a headline and the words behind it."""

    id: str
    incident: str
    day: dt.date
    title: str
    words: str


def feed_of(incidents: Iterable[MergedIncident]) -> tuple[Entry, ...]:
    """The newest denials and changes of account, newest first, at most 200."""
    found = [entry for incident in incidents for entry in _entries(incident)]
    return tuple(sorted(found, key=lambda e: (e.day, e.id), reverse=True)[:_MOST])


def _entries(incident: MergedIncident) -> Iterable[Entry]:
    days = {ref.id: ref.published for ref in incident.documents}
    where = f"{incident.sub_event_type}, {shown_place(incident.place)}"
    for claim in incident.claims:
        day = days.get(claim.document)
        if claim.stance == "denies" and day is not None:
            words = " … ".join(" ".join(span.text.split()) for span in claim.evidence)
            title = f"{shown_source(claim)} denies {', '.join(claim.about)}: {where}"
            yield Entry(content_id("e", claim.id), incident.id, day, title, words)
    for shift in assess.drift_of(incident):
        title = f"{shift.party}: {shift.change} ({where})"
        yield Entry(
            content_id("e", shift.before, shift.after, shift.facet), incident.id, shift.published, title, shift.change
        )
