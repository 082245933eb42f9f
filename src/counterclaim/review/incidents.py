"""Merged incidents as people left them: joined, parted, and with their place, days or kind corrected."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import msgspec

from counterclaim import assess
from counterclaim.model import Link, Place, Review
from counterclaim.review.claims import correction_of, with_reviews

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from counterclaim.model import Correction, MergedIncident, Reading

#: The fields of an incident that a person may correct; ``date`` is a day, or two parted by a stroke (ISO 8601).
INCIDENT_FIELDS = ("place", "date", "sub_event_type")


def standing(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The reviews that are not withdrawn, oldest first. A withdrawal can be withdrawn itself."""
    ordered = sorted({review.id: review for review in reviews}.values(), key=lambda review: (review.at, review.id))
    gone: set[str] = set()
    # The newest first: whether a withdrawal holds is known before what it withdraws is looked at.
    for review in reversed(ordered):
        if review.kind == "withdraw" and review.id not in gone:
            gone.add(review.subject)
    return tuple(review for review in ordered if review.id not in gone and review.kind != "withdraw")


def links_of(reviews: Iterable[Review]) -> tuple[Link, ...]:
    """The links that people's merges, splits and reprints stand for."""
    out = []
    for review in reviews:
        for other in review.others:
            if review.kind == "merge":
                out.append(Link.of("incident", review.subject, other, "same", 1.0, (review.why,), review.by))
            elif review.kind == "split":
                out.append(Link.of("incident", review.subject, other, "not_same", 0.0, (review.why,), review.by))
            elif review.kind == "reprint":
                out.append(Link.of("reprint", review.subject, other, "same", 1.0, (review.why,), review.by))
    return tuple(out)


def reviewed_incidents(
    readings: Iterable[Reading],
    links: Sequence[Link],
    reviews: Iterable[Review],
    groups: Iterable[tuple[str, ...]] | None = None,
) -> tuple[MergedIncident, ...]:
    """Every incident with all its reports' claims as people left them, each correction beside the machine's value.

    Args:
        readings: the newest reading of each report.
        links: the judgements of the machine.
        reviews: all decisions of people, withdrawn ones and withdrawals included.
        groups: the tellings that are one incident, where this is known; else the links decide.
    """
    decided = standing(reviews)
    applied = with_reviews(readings, decided)
    found = assess.merged_incidents(applied.readings, (*links, *links_of(decided)), groups)
    on_incidents: dict[str, list[Review]] = defaultdict(list)
    for review in decided:
        if review.kind in ("merge", "split", "note", "reprint") or (review.kind == "correct" and review.claim is None):
            on_incidents[review.subject].append(review)
    homes = _homes(found)
    by_home: dict[str, list[Review]] = defaultdict(list)
    for subject, subject_reviews in on_incidents.items():
        for review in subject_reviews:
            home = homes.get(subject) or homes.get(review.document or "")
            if home is not None:
                by_home[home].append(review)
    out = [_decided(incident, by_home.get(incident.id, ()), applied.corrections) for incident in found]
    return tuple(sorted(out, key=lambda one: (one.date_start is None, one.date_start or dt.date.min, one.id)))


def _homes(found: Sequence[MergedIncident]) -> dict[str, str]:
    """The merged incident of each report's incident, and of each report that is about one."""
    out: dict[str, str] = {}
    for incident in found:
        out.update((ref.id, incident.id) for ref in incident.main_documents if ref.id not in out)
        out.update((claim.id, incident.id) for claim in incident.claims)
    return out | {member: incident.id for incident in found for member in incident.members}


def _decided(incident: MergedIncident, reviews: Sequence[Review], on_claims: Any) -> MergedIncident:
    corrections: list[Correction] = [c for member in incident.members for c in on_claims.get(member, ())]
    changes: dict[str, Any] = {}
    for review in sorted(reviews, key=lambda review: (review.at, review.id)):
        if review.kind != "correct":
            corrections.append(correction_of(review))
            continue
        corrections.append(correction_of(review, now=value_of(incident, str(review.field))))
        if review.field == "place" and isinstance(review.value, Place):
            changes["place"] = review.value
        elif review.field == "date" and isinstance(review.value, str):
            first, _, last = review.value.partition("/")
            changes["date_start"] = dt.date.fromisoformat(first)
            changes["date_end"] = dt.date.fromisoformat(last or first)
            changes["date_precision"] = "days" if last and last != first else "day"
        elif review.field == "sub_event_type" and isinstance(review.value, str):
            changes["sub_event_type"] = review.value
    if not corrections:
        return incident
    ordered = tuple(sorted(corrections, key=lambda one: (one.at, one.review)))
    return msgspec.structs.replace(incident, corrections=ordered, **changes)


def value_of(incident: MergedIncident, field: str) -> Any:
    """What the machine gives for a field of an incident, in the form in which a person corrects it."""
    if field != "date":
        return getattr(incident, field)
    if incident.date_start is None:
        return None
    last = incident.date_end or incident.date_start
    return str(incident.date_start) if last == incident.date_start else f"{incident.date_start}/{last}"
