"""Tables in the shape of ACLED and of UCDP GED, for those who code by them.

The column names, precision codes and rules of fatalities are those of the ACLED Codebook (2023) and the UCDP GED
Codebook (version 23.1). Where a codebook wants one number, the claims' ranges are brought to it by the codebook's own
rule; the columns ``counterclaim_*`` keep what that leaves out: who says so, and who denies it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from counterclaim.export.cells import csv_lines
from counterclaim.model.shown import shown_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.export.kept import Kept
    from counterclaim.model import MergedIncident

_ACLED = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1", "actor2",
    "civilian_targeting", "country", "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "counterclaim_status", "counterclaim_contested", "counterclaim_fatalities_range", "counterclaim_denied_by",
)  # fmt: skip
_UCDP = (
    "id", "year", "type_of_violence", "source_article", "source_office", "where_prec", "where_coordinates", "where_description",
    "latitude", "longitude", "country", "event_clarity", "date_prec", "date_start", "date_end", "side_a", "side_b", "deaths_unknown",
    "best", "high", "low", "counterclaim_status", "counterclaim_contested", "counterclaim_denied_by",
)  # fmt: skip
_DISORDER = {
    "Battles": "Political violence",
    "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence",
    "Riots": "Political violence",
    "Protests": "Demonstrations",
}
#: Sub-event types that ACLED counts otherwise than their event type (ACLED Codebook 2023, table 2).
_DISORDER_OF_SUB = {
    "Violent demonstration": "Demonstrations",
    "Excessive force against protesters": "Political violence; Demonstrations",
}
#: ACLED time_precision: 1 the day is known, 2 the week, 3 the month.
_TIME = {"day": 1, "days": 2, "week": 2}
#: UCDP date_prec: 1 exact day, 2 two to six days, 3 a week, 4 a month, 5 more.
_DATE = {"day": 1, "days": 2, "week": 3, "month": 4}


def acled_lines(kept: Kept) -> Iterator[str]:
    """The incidents in ACLED's columns. ``fatalities`` is the lowest number said by a source that was not contradicted on it (ACLED keeps the most conservative estimate), 0 where nobody says."""
    return csv_lines(_ACLED, (_acled(i) for i in kept.incidents if i.date_start is not None))


def ucdp_lines(kept: Kept) -> Iterator[str]:
    """The incidents in UCDP GED's columns. ``low`` and ``high`` are the least and greatest number that a source gives, ``best`` the number that most independent sources give, the lower of equals."""
    return csv_lines(_UCDP, (_ucdp(i) for i in kept.incidents if i.date_start is not None))


def _acled(incident: MergedIncident) -> tuple[object, ...]:
    place = incident.place
    tolls = _killed(incident)
    low = min((t for t in tolls), default=0)
    actors = _values(incident, "perpetrator")
    targets = _values(incident, "target")
    civilians = any("civilian" in t.lower() for t in targets)
    day = incident.date_start or dt.date.min
    return (
        incident.id, day.isoformat(), day.year, _TIME.get(incident.date_precision, 3), _disorder(incident),
        incident.event_type, incident.sub_event_type, "; ".join(actors), "; ".join(targets), "Civilian targeting" if civilians else "",
        place.country if place else "", place.name if place else "", place.lat if place else None, place.lon if place else None,
        place.geo_precision if place else None, "; ".join(_outlets(incident)), "", _notes(incident), low, incident.status,
        " ".join(incident.contested), f"{min(tolls)}-{max(tolls)}" if tolls else "", "; ".join(_deniers(incident)),
    )  # fmt: skip


def _disorder(incident: MergedIncident) -> str:
    by_event = _DISORDER.get(incident.event_type, "Strategic developments")
    return _DISORDER_OF_SUB.get(incident.sub_event_type, by_event)


def _ucdp(incident: MergedIncident) -> tuple[object, ...]:
    place = incident.place
    tolls = _killed(incident)
    hands, targets = _values(incident, "perpetrator"), _values(incident, "target")
    one_sided = any("civilian" in t.lower() for t in targets)
    day = incident.date_start or dt.date.min
    best = max(sorted(set(tolls)), key=tolls.count) if tolls else 0
    return (
        incident.id, day.year, 3 if one_sided else 1, "; ".join(ref.title or ref.id for ref in incident.documents), "; ".join(_outlets(incident)),
        place.where_prec if place else None, place.name if place else "", (place.detail or "") if place else "", place.lat if place else None,
        place.lon if place else None, place.country if place else "", 1 if incident.date_precision == "day" else 2,
        _DATE.get(incident.date_precision, 5), day.isoformat(), (incident.date_end or day).isoformat(), "; ".join(hands),
        "Civilians" if one_sided else "; ".join(targets), best, best, max(tolls, default=0), min(tolls, default=0), incident.status,
        " ".join(incident.contested), "; ".join(_deniers(incident)),
    )  # fmt: skip


def _killed(incident: MergedIncident) -> list[int]:
    """The lower bounds of what independent sources say, one a source: a range counts by the end that is sure."""
    out = []
    for group in incident.sources:
        said = [
            c.killed for c in incident.claims if c.id in group.claims and c.killed is not None and c.stance != "denies"
        ]
        numbers = [toll[0] if toll[0] is not None else toll[1] for toll in said]
        known = [n for n in numbers if n is not None]
        if known:
            out.append(known[-1])
    return out


def _values(incident: MergedIncident, facet: str) -> list[str]:
    return [str(v.value) for v in incident.facets.get(facet, ()) if set(v.stances) & {"asserts", "suspects"}]


def _outlets(incident: MergedIncident) -> list[str]:
    return list(dict.fromkeys(ref.outlet or "unknown outlet" for ref in incident.documents))


def _deniers(incident: MergedIncident) -> list[str]:
    return list(dict.fromkeys(shown_source(c) for c in incident.claims if c.stance == "denies"))


def _notes(incident: MergedIncident) -> str:
    """The accounts in words, as ACLED's notes: each source with the sentence that it is on record with."""
    told = [
        f"{shown_source(c)} {c.stance}: {' '.join(c.evidence[0].text.split())}" for c in incident.claims if c.evidence
    ]
    return " / ".join(dict.fromkeys(told))
