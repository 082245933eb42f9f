"""Two places held against each other: by distance and reach on the map, by their names off it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from counterclaim.lexicon import gazetteer
from counterclaim.merge.words import words_in

if TYPE_CHECKING:
    from counterclaim.model import Place

#: A place that reaches farther is a region or a country: most incidents of a war lie in it.
REGION_KM = 100.0


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison found: from -1 (two incidents) over 0 to 1 (one incident), and the values compared."""

    value: float
    detail: str


def compare_places(first: Place, second: Place) -> Compared | None:
    """Two places by distance and reach where both are on the map, by their names where one is not."""
    likeness = name_likeness(first.name, second.name)
    said = first.name if first.name == second.name else f"{first.name} and {second.name}"
    apart = distance_km(first, second)
    if apart is None:
        return _by_names(first, second, likeness, said)
    reach = (first.radius_km or 5.0) + (second.radius_km or 5.0)
    widest = max(first.radius_km or 5.0, second.radius_km or 5.0)
    if apart <= reach and widest > REGION_KM:
        return Compared(0.1, f"{said}, a region")
    if apart <= reach:
        # In a village one strike a day is likely one; a city or a province has many.
        value = 1.0 if widest <= 6 else 0.6 if widest <= 20 else 0.3
        return Compared(value, f"{said}, {apart:.0f} km apart")
    if likeness > 0.9:
        return Compared(0.3, f"{said}, found on the map in two places, {apart:.0f} km apart")
    against = min(1.0, (apart - reach) / 30) * (0.4 if widest > REGION_KM else 1.0)
    return Compared(-against, f"{said}, {apart:.0f} km apart")


def distance_km(first: Place, second: Place) -> float | None:
    """Great-circle distance between two centres in kilometres, ``None`` where one is not on the map."""
    if first.lat is None or first.lon is None or second.lat is None or second.lon is None:
        return None
    return gazetteer.distance_km(first.lat, first.lon, second.lat, second.lon)


def _by_names(first: Place, second: Place, likeness: float, said: str) -> Compared | None:
    if likeness > 0.8:
        return Compared(likeness, said)
    if _lies_by(first, second) or _lies_by(second, first):
        return Compared(0.3, f"{said}, one named as within or beside the other")
    if first.country and second.country and first.country != second.country:
        return Compared(-1.0, f"{said}, in two countries")
    return Compared(-0.6, said)


def _lies_by(place: Place, other: Place) -> bool:
    """True where a place's whole name stands in what the other is said to lie in or near."""
    around = set(words_in(f"{other.within or ''} {other.detail or ''}"))
    name = set(words_in(place.name))
    return bool(name) and name <= around


def name_likeness(first: str, second: str) -> float:
    """How alike two names are written, from 0 to 1; names of up to three letters are alike only where they are the same."""
    one, other = " ".join(words_in(first)), " ".join(words_in(second))
    if not one or not other:
        return 0.0
    ratio = max(fuzz.ratio(one, other), fuzz.ratio(one.replace("-", ""), other.replace("-", ""))) / 100
    return ratio if min(len(one), len(other)) > 3 else float(one == other)
