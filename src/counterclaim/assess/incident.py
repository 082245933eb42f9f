"""Merged incidents: a pure function of readings and links."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from counterclaim.assess.contest import conflicts_in
from counterclaim.assess.facets import facets_of
from counterclaim.assess.interest import with_interests
from counterclaim.assess.report import STATUSES
from counterclaim.assess.status import Evidence, Grade, grades_of
from counterclaim.merge.clusters import MACHINE, clusters_of
from counterclaim.merge.independence import independence_of
from counterclaim.merge.links import nearest_links
from counterclaim.merge.places import REGION_KM, compare_places
from counterclaim.merge.reprints import chosen_reprints
from counterclaim.merge.telling import Telling, tellings_in
from counterclaim.model import (
    FACETS,
    DocumentRef,
    Incident,
    Link,
    MergedIncident,
    Place,
    Reading,
    content_id,
    encode,
)

if TYPE_CHECKING:
    from counterclaim.model.place import DatePrecision

T = TypeVar("T", bound=Hashable)

#: Why a group of reports without a recognised incident is listed.
UNRECOGNISED = "no incident was recognised in these reports; their words tell one story"
#: The date precisions from the most to the least exact.
_PRECISIONS: tuple[DatePrecision, ...] = ("day", "days", "week", "month", "season", "year", "years", "unknown")


def merged_incidents(
    readings: Iterable[Reading], links: Sequence[Link], groups: Iterable[tuple[str, ...]] | None = None
) -> tuple[MergedIncident, ...]:
    """Every incident of a ledger with all its reports' claims, in the order of their days and ids.

    A report in which no main incident was recognised goes with the incident that the links put it to; several such
    reports of one story are listed as an incident of kind "Other", which says so. The order of readings and links
    does not matter. ``groups`` are the tellings that are one incident, where this is known; else the links decide.
    """
    unique = {reading.document.id: reading for reading in readings}
    links = nearest_links(links)
    tellings = tellings_in(unique.values())
    by_id = {telling.id: telling for telling in tellings}
    reprints = chosen_reprints(links)
    if groups is None:
        groups = clusters_of(by_id, links, {telling.id: telling.document for telling in tellings})
    merged = []
    for group in groups:
        members = [by_id[one] for one in group]
        if len(members) > 1 or members[0].incident is not None:
            merged.append(_merged(members, unique, reprints))
    return tuple(sorted(merged, key=lambda one: (one.date_start is None, one.date_start or dt.date.min, one.id)))


def grades_under(incident: MergedIncident, codebook: str) -> tuple[Grade, ...]:
    """What a codebook makes of an incident, axis by axis: each grade with its rule and the claims that fired it.

    Raises:
        OptionError: there is no such codebook of grades.
    """
    return grades_of(evidence_of(incident), codebook)


def evidence_of(incident: MergedIncident) -> Evidence:
    """What codebooks judge an incident by; the same for all of them."""
    independence = independence_of(incident.claims, incident.documents, incident.repeats)
    first, last = incident.date_start, incident.date_end or incident.date_start
    days = (last - first).days + 1 if first is not None and last is not None else None
    published = {ref.id: ref.published for ref in incident.documents}
    return Evidence(incident.claims, incident.conflicts, independence, days, published)


def merged_id(member: str) -> str:
    """The id of a merged incident whose oldest member is this one."""
    return content_id("m", member)


def could_be_same(incidents: Sequence[MergedIncident], links: Iterable[Link]) -> dict[str, tuple[str, ...]]:
    """For each incident the others that it could be the same as: an undecided link ties them, and nobody has decided.

    A link within one report is none: that report tells of two.
    """
    home = {member: incident.id for incident in incidents for member in incident.members}
    report = {claim.incident: claim.document for incident in incidents for claim in incident.claims}
    tied: dict[frozenset[str], bool] = {}
    for link in nearest_links(links):
        ends = frozenset(filter(None, (home.get(link.left), home.get(link.right))))
        if link.kind != "incident" or len(ends) < 2:
            continue
        if link.judged_by != MACHINE and link.judgement == "not_same":
            tied[ends] = False
        elif link.judgement == "undecided" and report.get(link.left, link.left) != report.get(link.right, link.right):
            tied.setdefault(ends, True)
    out: dict[str, set[str]] = defaultdict(set)
    for one, other in (sorted(ends) for ends, open_ in tied.items() if open_):
        out[one].add(other)
        out[other].add(one)
    return {incident: tuple(sorted(others)) for incident, others in sorted(out.items())}


def ids_of(incident: MergedIncident) -> frozenset[str]:
    """Every id that leads to a merged incident: its own, those of its members, and those that it had or may get.

    An id is that of the oldest telling in it, so that it does not depend on the order of reading. Where an older report
    comes in, or two incidents are merged, another telling is the oldest and the former id still leads here; where an
    incident is split, its id leads to the part that holds the telling it was made from.
    """
    members = (*incident.members, *(ref.id for ref in incident.main_documents))
    return frozenset((incident.id, *incident.members, *(merged_id(member) for member in members)))


def _merged(members: Sequence[Telling], readings: Mapping[str, Reading], reprints: Sequence[Link]) -> MergedIncident:
    oldest = min(members, key=lambda telling: telling.age_rank)
    incidents = [telling.incident for telling in members if telling.incident is not None]
    leading = [t.incident for t in members if t.incident is not None and t.main] or incidents
    claims = tuple(sorted((claim for telling in members for claim in telling.claims), key=lambda claim: claim.id))
    documents = _documents(members, readings, reprints)
    independence = independence_of(claims, documents, reprints)
    conflicts = conflicts_in(claims, incidents)
    mains = {telling.document for telling in members if telling.main}
    parted = {conflict.facet for conflict in conflicts}
    grade = grades_of(Evidence(claims, conflicts, independence))[0]
    first, last, precision = _days(leading)
    kind = _commonest([(i.event_type, i.sub_event_type) for i in leading if i.sub_event_type != "Other"])
    return MergedIncident(
        id=merged_id(oldest.id),
        event_type=kind[0] if kind else "Strategic developments",
        sub_event_type=kind[1] if kind else "Other",
        place=_place(leading),
        date_start=first,
        date_end=last,
        date_precision=precision,
        contested=tuple(facet for facet in FACETS if facet in parted),
        status=STATUSES[grade.grade],
        status_reason=f"{grade.rule} ({independence.summary})" if incidents else UNRECOGNISED,
        members=tuple(sorted(incident.id for incident in incidents)),
        documents=documents,
        main_documents=tuple(ref for ref in documents if ref.id in mains),
        reports=independence.reports,
        own_reports=independence.own_reports,
        independent_sources=len(independence.sources),
        facets=facets_of(members),
        claims=claims,
        status_claims=grade.claims,
        conflicts=conflicts,
        sources=with_interests(independence.sources, claims),
        repeats=independence.repeats,
        citations=independence.citations,
        circles=independence.circles,
    )


def _documents(
    members: Sequence[Telling], readings: Mapping[str, Reading], reprints: Sequence[Link]
) -> tuple[DocumentRef, ...]:
    repeats = {link.left: link.right for link in reprints}
    refs = []
    for document_id in sorted({telling.document for telling in members}):
        document = readings[document_id].document
        refs.append(
            DocumentRef(
                id=document.id,
                id_given=document.id_given,
                outlet=document.outlet,
                published=document.published,
                title=document.title,
                reprint_of=repeats.get(document.id),
            )
        )
    return tuple(sorted(refs, key=lambda ref: (ref.published is None, ref.published or dt.date.min, ref.id)))


def _days(incidents: Sequence[Incident]) -> tuple[dt.date | None, dt.date | None, DatePrecision]:
    """The span that most reports give, the most exact first; said days before days that only stand in for one."""
    dated = [incident for incident in incidents if incident.date_start is not None]
    if not dated:
        return None, None, "unknown"
    said = [incident for incident in dated if incident.date_derived_by != "fresh"] or dated
    finest = min(_PRECISIONS.index(incident.date_precision) for incident in said)
    fine = [incident for incident in said if _PRECISIONS.index(incident.date_precision) == finest]
    first, last = _commonest([(incident.date_start, incident.date_end) for incident in fine]) or (None, None)
    return first, last, _PRECISIONS[finest]


def _place(incidents: Sequence[Incident]) -> Place | None:
    """The place that most reports agree with, on the map and no region before the rest, then the most exact."""
    places = [incident.place for incident in incidents if incident.place is not None]
    if not places:
        return None

    def agreeing(place: Place) -> int:
        compared = (compare_places(place, other) for other in places)
        return sum(found is not None and found.value > 0 for found in compared)

    return min(
        places,
        key=lambda place: (
            place.lat is None,
            (place.radius_km or 0.0) > REGION_KM,
            -agreeing(place),
            place.geo_precision or 9,
            place.radius_km or 0.0,
            str(encode(place)),
        ),
    )


def _commonest(values: Sequence[T]) -> T | None:
    """The value that comes most often; of several the first in their order as text."""
    counted = Counter(values)
    return min(counted, key=lambda value: (-counted[value], str(value))) if counted else None
