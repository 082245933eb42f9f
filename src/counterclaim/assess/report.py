"""The assessment of one report by itself: on which facets its sources part, and a first status."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from counterclaim.assess.contest import contested_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.model import Claim, Incident, Reading, Status


def assessed(reading: Reading) -> Reading:
    """The reading with ``contested`` and ``status`` of each incident, from this report's claims alone."""
    incidents = []
    for incident in reading.incidents:
        claims = [c for c in reading.claims if c.incident == incident.id]
        contested = contested_in(claims, incident)
        incidents.append(msgspec.structs.replace(incident, contested=contested, status=_status(claims, incident, bool(contested))))
    return msgspec.structs.replace(reading, incidents=tuple(incidents))


def _status(claims: Sequence[Claim], incident: Incident, contested: bool) -> Status:
    """Contested beats corroborated; two asserting sources that name each other in no chain corroborate."""
    if contested:
        return "contested"
    asserting = {c.source for c in claims if c.stance == "asserts" and "occurrence" in c.about}
    chained = {via for c in claims for via in c.via}
    return "corroborated" if len(asserting - chained) > 1 else "single-source"
