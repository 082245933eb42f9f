"""A table in the shape of UCDP's Georeferenced Event Dataset, for those who code by it.

Columns, precision codes and rules are those of the UCDP GED Codebook (version 23.1). UCDP's own numbers of conflicts,
dyads and actors, its region and admin2 are empty: they are in its lists, and no report has them. The columns
``counterclaim_*`` keep what one value for each column leaves out.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.assess.parties import is_of_states, parties_in
from counterclaim.export.cells import csv_lines
from counterclaim.export.codes import country_of
from counterclaim.export.coding import (
    country,
    deniers,
    division,
    grade,
    hands_of,
    hit_are_civilians,
    outlets,
    party_hit,
    party_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.export.kept import Kept
    from counterclaim.model import MergedIncident

_COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name",
    "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original",
    "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid",
    "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end",
    "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
    "counterclaim_status", "counterclaim_contested", "counterclaim_rival_sides", "counterclaim_denied_by",
)  # fmt: skip
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
#: Incidents that aim at whom they hit. UCDP's one-sided violence is deliberate (UCDP GED Codebook 23.1, type_of_violence);
#: of a strike or a shelling that killed civilians a report seldom says what it was aimed at.
_DELIBERATE = frozenset(["Attack", "Abduction/forced disappearance", "Sexual violence", "Suicide bomb", "Mob violence"])


@dataclass(frozen=True, slots=True)
class Sides:
    """UCDP's type of violence and its two sides; ``None`` and empty where the reports do not settle them."""

    violence: int | None
    a: str
    b: str
    gw_a: int | None = None
    gw_b: int | None = None


def ucdp_lines(kept: Kept) -> Iterator[str]:
    """The incidents that UCDP would keep, in its columns: those with a date and with at least one death that is said.

    ``low``, ``best`` and ``high`` are what the rules of ``assess --codebook ucdp`` make of the numbers said.
    """
    return csv_lines(_COLUMNS, (_row(i) for i in kept.incidents if is_of_ucdp(i)))


def not_of_ucdp(kept: Kept) -> Iterator[MergedIncident]:
    """The incidents that have no row: without a date, or without a death that anybody says."""
    return (i for i in kept.incidents if not is_of_ucdp(i))


def is_of_ucdp(incident: MergedIncident) -> bool:
    """True for what UCDP's definition of an event takes in: at least one direct death, at a time."""
    return incident.date_start is not None and grade(incident, "ucdp", "high") > 0


def sides_of(incident: MergedIncident) -> Sides:
    """The type of violence and the sides, by the hand that most sources name and the party that was hit.

    State-based violence has a state on one side, and a state stands first; non-state violence has none; one-sided
    violence is aimed at civilians by a state or an organised group.
    """
    hand, _, _ = hands_of(incident)
    organised = bool(parties_in(hand))
    if hit_are_civilians(incident):
        meant = organised and incident.sub_event_type in _DELIBERATE
        return Sides(ONE_SIDED if meant else None, _side(hand), "Civilians", _gw(hand))
    hit = party_hit(incident, hand)
    if not organised or not hit:
        return Sides(None, _side(hand), _side(hit), _gw(hand), _gw(hit))
    first, second = (hit, hand) if is_of_states(hit) and not is_of_states(hand) else (hand, hit)
    violence = STATE_BASED if is_of_states(first) else NON_STATE
    return Sides(violence, _side(first), _side(second), _gw(first), _gw(second))


def _row(incident: MergedIncident) -> tuple[object, ...]:
    place, where, sides = incident.place, country(incident), sides_of(incident)
    lat, lon = (place.lat, place.lon) if place else (None, None)
    low, best, high = (grade(incident, "ucdp", axis) for axis in ("low", "best", "high"))
    _, _, rivals = hands_of(incident)
    day, refs = incident.date_start or dt.date.min, incident.documents
    one_sided = sides.violence == ONE_SIDED
    return (
        incident.id, "", day.year, "", "", sides.violence, "", "", "",
        "", "", f"{sides.a} - {sides.b}" if sides.a and sides.b else "", "", "", sides.a, "", "", sides.b,
        incident.reports, "; ".join(_article(ref.outlet, ref.published, ref.title or ref.id) for ref in refs), outlets(refs),
        "; ".join(str(ref.published or "") for ref in refs), "; ".join(ref.title for ref in refs),
        "; ".join(group.name for group in incident.sources if group.name != "AUTHOR"),
        place.where_prec if place else None, place.name if place else "", (place.detail or "") if place else "", division(incident), "", lat, lon,
        f"POINT ({lon:g} {lat:g})" if lat is not None and lon is not None else "", priogrid(lat, lon),
        where.ucdp if where else "", where.gw if where else None, "", 1 if incident.date_precision == "day" else 2,
        grade(incident, "ucdp", "date_prec"), day.isoformat(), (incident.date_end or day).isoformat(),
        0, 0, best if one_sided else 0, 0 if one_sided else best, best, high, low, sides.gw_a, sides.gw_b,
        incident.status, " ".join(incident.contested), "; ".join(rivals), deniers(incident),
    )  # fmt: skip


def _article(outlet: str | None, published: dt.date | None, headline: str) -> str:
    return f'"{outlet or "unknown outlet"},{published or ""},{headline}"'


def _side(actor: str) -> str:
    """A state by UCDP's name for its government, others by the name that the ledger gives them."""
    state = country_of(_state(actor))
    return f"Government of {state.ucdp}" if state else party_name(actor)


def _gw(actor: str) -> int | None:
    state = country_of(_state(actor))
    return state.gw if state else None


def _state(actor: str) -> str | None:
    """The ISO code of the one state that an actor is; ``None`` for groups, alliances and several at once."""
    parties = parties_in(actor)
    return next(iter(parties)) if len(parties) == 1 else None


def priogrid(lat: float | None, lon: float | None) -> int | None:
    """The cell of PRIO-GRID that holds a point: half a degree wide, counted from 1 in the south-west, 720 to a row."""
    if lat is None or lon is None:
        return None
    row, column = math.floor((min(lat, 89.999) + 90) * 2), math.floor((min(lon, 179.999) + 180) * 2)
    return row * 720 + column + 1
