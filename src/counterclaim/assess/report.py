"""The assessment of one report by itself: on which facets its sources part, and a first status."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import msgspec

from counterclaim.assess.contest import conflicts_in
from counterclaim.assess.status import Evidence, grades_of
from counterclaim.merge.independence import independence_of
from counterclaim.model import FACETS, DocumentRef, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from counterclaim.model import Incident, Reading

#: The grades of the plain codebook are the statuses of the model.
STATUSES: Mapping[str, Status] = {status: status for status in get_args(Status)}


def assessed(reading: Reading) -> Reading:
    """The reading with ``contested`` and ``status`` of each incident, from this report's claims alone."""
    incidents = tuple(_assessed(incident, reading) for incident in reading.incidents)
    return msgspec.structs.replace(reading, incidents=incidents)


def _assessed(incident: Incident, reading: Reading) -> Incident:
    claims = tuple(claim for claim in reading.claims if claim.incident == incident.id)
    conflicts = conflicts_in(claims)
    report = DocumentRef(reading.document.id, outlet=reading.document.outlet)
    grade = grades_of(Evidence(claims, conflicts, independence_of(claims, [report])))[0]
    parted = {conflict.facet for conflict in conflicts}
    contested = tuple(facet for facet in FACETS if facet in parted)
    return msgspec.structs.replace(incident, contested=contested, status=STATUSES[grade.grade])
