"""An incident as the derived tables hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim import assess
from counterclaim.model import IncidentSummary, encode
from counterclaim.model.shown import shown_place
from counterclaim.store import IncidentRow

if TYPE_CHECKING:
    from counterclaim.model import MergedIncident

#: What a decision of a person, and the lack of a contested facet, put an incident back by in the queue: more than any
#: number of reports, by which it stands ahead.
_REVIEWED, _UNCONTESTED = 1 << 41, 1 << 40


def row_of(incident: MergedIncident) -> IncidentRow:
    """The row, summary and words of an incident."""
    end, place = incident.date_end or incident.date_start, incident.place
    told = [incident.sub_event_type, *(word for ref in incident.documents for word in (ref.outlet, ref.title) if word)]
    parties: dict[str, None] = {}
    for claim in incident.claims:
        parties |= dict.fromkeys(word for word in (claim.perpetrator, claim.side, claim.source) if word)
        told += [word for word in (claim.target, claim.weapon) if word] + [span.text for span in claim.evidence]
    on_map = place is not None and place.lat is not None and place.lon is not None
    told_on = sorted(ref.published.isoformat() for ref in incident.documents if ref.published)
    contested, reviewed = int(bool(incident.contested)), int(bool(incident.corrections))
    return IncidentRow(
        id=incident.id,
        date_start=incident.date_start.isoformat() if incident.date_start else None,
        date_end=end.isoformat() if end else None,
        status=incident.status,
        kind=incident.sub_event_type,
        sources=incident.independent_sources,
        reports=incident.reports,
        claims=len(incident.claims),
        contested=contested,
        reviewed=reviewed,
        queue=reviewed * _REVIEWED + (1 - contested) * _UNCONTESTED - incident.reports,
        first_told=told_on[0] if told_on else None,
        last_told=told_on[-1] if told_on else None,
        place=place.name if place else "",
        lon=place.lon if place and on_map else None,
        lat=place.lat if place and on_map else None,
        reach=place.radius_km if place and on_map else None,
        summary=encode(IncidentSummary.of(incident)),
        body=encode(incident),
        names=tuple(sorted(assess.ids_of(incident))),
        words=" ".join(dict.fromkeys(told)),
        where=shown_place(place) if place else "",
        party=" ".join(parties),
        parties=tuple(sorted(party for party in parties if party != "AUTHOR")),
        grades=tuple((g.codebook, g.axis, g.word, g.people) for g in assess.filed_grades(incident)),
    )
