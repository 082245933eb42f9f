"""News of a ledger: contested accounts, denials and changed accounts, by the day on which they came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from counterclaim import assess
from counterclaim.model import content_id
from counterclaim.model.shown import shown_place, shown_source

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from counterclaim.model import Conflict, Facet, MergedIncident

#: A feed holds so many pieces of news.
MOST_NEWS = 200

NewsKind = Literal["denial", "contest", "changed toll", "changed account"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news: its id, what kind it is, the incident, the day, a headline, the words behind it, the claims."""

    id: str
    kind: NewsKind
    incident: str
    day: dt.date
    title: str
    words: str
    claims: tuple[str, ...]


def feed_of(incidents: Iterable[MergedIncident]) -> tuple[Entry, ...]:
    """The newest news, newest first, at most 200."""
    return tuple(sorted(news_of(incidents), key=lambda e: (e.day, e.id), reverse=True)[:MOST_NEWS])


def news_of(incidents: Iterable[MergedIncident]) -> Iterator[Entry]:
    """Each denial, each facet that became contested, each change of an account, incident by incident."""
    for incident in incidents:
        days = {ref.id: ref.published for ref in incident.documents}
        told = {claim.id: day for claim in incident.claims if (day := days.get(claim.document)) is not None}
        yield from _denials(incident, told)
        yield from _contests(incident, told)
        yield from _changes(incident)


def _where(incident: MergedIncident) -> str:
    return f"{incident.sub_event_type}, {shown_place(incident.place)}"


def _denials(incident: MergedIncident, told: Mapping[str, dt.date]) -> Iterator[Entry]:
    for claim in incident.claims:
        if claim.stance == "denies" and claim.id in told:
            words = " … ".join(" ".join(span.text.split()) for span in claim.evidence)
            title = f"{shown_source(claim)} denies {', '.join(claim.about)}: {_where(incident)}"
            id_ = content_id("e", claim.id)
            yield Entry(id_, "denial", incident.id, told[claim.id], title, words, (claim.id,))


def _contests(incident: MergedIncident, told: Mapping[str, dt.date]) -> Iterator[Entry]:
    """One entry for each facet with the conflict that came out first; a denial alone is news of its own already."""
    denials = {claim.id for claim in incident.claims if claim.stance == "denies"}
    first: dict[Facet, tuple[dt.date, Conflict]] = {}
    for conflict in sorted(incident.conflicts, key=lambda c: c.claims):
        between = [claim for claim in conflict.claims if claim in told]
        if len(between) < 2 or between != list(conflict.claims) or denials & set(between):
            continue
        day = max(told[claim] for claim in between)
        if conflict.facet not in first or day < first[conflict.facet][0]:
            first[conflict.facet] = (day, conflict)
    for facet, (day, conflict) in first.items():
        id_ = content_id("e", facet, *sorted(conflict.claims))
        yield Entry(
            id_,
            "contest",
            incident.id,
            day,
            f"{facet} is contested: {_where(incident)}",
            conflict.reason,
            conflict.claims,
        )


def _changes(incident: MergedIncident) -> Iterator[Entry]:
    for shift in assess.drift_of(incident):
        kind: NewsKind = "changed toll" if shift.facet in ("killed", "injured") else "changed account"
        title = f"{shift.party}: {shift.change} ({_where(incident)})"
        id_ = content_id("e", shift.before, shift.after, shift.facet)
        yield Entry(id_, kind, incident.id, shift.published, title, shift.change, (shift.before, shift.after))
