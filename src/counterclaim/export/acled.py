"""A table in the shape of ACLED's, for those who code by it.

Columns, precision codes and rules are those of the ACLED Codebook (2023). What a program cannot know is empty: the name
that ACLED's list of actors has for a party, admin2 and admin3, the scale of a source, tags, the region. The columns
``counterclaim_*`` keep what one value for each column leaves out.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from counterclaim.assess.parties import parties_in
from counterclaim.export.cells import csv_lines
from counterclaim.export.coding import (
    country,
    deniers,
    division,
    grade,
    hands_of,
    hit_are_civilians,
    notes,
    outlets,
    party_hit,
    party_name,
    values_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.export.kept import Kept
    from counterclaim.model import MergedIncident

#: In the order of ACLED's own files since March 2023.
_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
    "counterclaim_status", "counterclaim_contested", "counterclaim_rival_actors", "counterclaim_targets",
    "counterclaim_fatalities_range", "counterclaim_denied_by",
)  # fmt: skip
_DISORDER = {
    "Battles": "Political violence",
    "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence",
    "Riots": "Political violence",
    "Protests": "Demonstrations",
    "Strategic developments": "Strategic developments",
}
#: Sub-event types that ACLED counts otherwise than their event type (ACLED Codebook 2023, table 2).
_DISORDER_OF_SUB = {
    "Violent demonstration": "Demonstrations",
    "Excessive force against protesters": "Political violence; Demonstrations",
}
_CIVILIANS = "Civilians"
#: Days from the first to the last of a week: what is known less exactly is known by its month.
_WEEK = 6


def acled_lines(kept: Kept) -> Iterator[str]:
    """The dated incidents in ACLED's columns.

    ``fatalities`` is what ACLED's rule makes of the numbers said: the most conservative one, 0 where nobody gives any.
    """
    return csv_lines(_COLUMNS, (_row(i) for i in kept.incidents if i.date_start is not None))


def _row(incident: MergedIncident) -> tuple[object, ...]:
    place, where = incident.place, country(incident)
    hand, same, rivals = hands_of(incident)
    civilians = hit_are_civilians(incident)
    civilian = f"{_CIVILIANS} ({where.acled})" if where else _CIVILIANS
    hit = civilian if civilians else party_name(party_hit(incident, hand))
    day = day_of(incident)
    return (
        incident.id, day.isoformat(), day.year, grade(incident, "acled", "time precision"), disorder_of(incident),
        incident.event_type, incident.sub_event_type,
        hand, "; ".join(same), _inter(hand, where.iso if where else None), hit, "", _CIVILIANS if civilians else _inter(hit, where.iso if where else None),
        "", "Civilian targeting" if civilians else "",
        where.numeric if where else None, "", where.acled if where else "", division(incident), "", "",
        place.name if place else "", place.lat if place else None, place.lon if place else None, place.geo_precision if place else None,
        outlets(incident.documents), "", notes(incident), grade(incident, "acled", "fatalities"), "", "",
        incident.status, " ".join(incident.contested), "; ".join(rivals), "; ".join(values_of(incident, "target")),
        _range(incident), deniers(incident),
    )  # fmt: skip


def day_of(incident: MergedIncident) -> dt.date:
    """The one day that ACLED would code for what is known to lie between two (ACLED Codebook 2023, Time precision).

    The middle of the week or the month; the first or the last day where the beginning or the end of a month is said.
    """
    first = incident.date_start or dt.date.min
    last = incident.date_end or first
    if (last - first).days > _WEEK:
        begins, ends = first.day == 1, (last + dt.timedelta(days=1)).day == 1
        if begins != ends:
            return first if begins else last
    return first + (last - first) // 2


def _range(incident: MergedIncident) -> str:
    """The least and the greatest number of dead that a source gives; empty where none gives any."""
    low, high = (grade(incident, "ucdp", axis) for axis in ("low", "high"))
    return f"{low}-{high}" if high else ""


def disorder_of(incident: MergedIncident) -> str:
    """ACLED's ``disorder_type``."""
    return _DISORDER_OF_SUB.get(incident.sub_event_type, _DISORDER[incident.event_type])


def _inter(actor: str, here: str | None) -> str:
    """ACLED's kind of actor for a state at home or abroad; whether a group is a rebel group or a militia is not known."""
    parties = parties_in(actor)
    if not parties or not all(len(party) == 2 for party in parties):
        return ""
    return "State forces" if parties == {here} else "External/Other forces"
