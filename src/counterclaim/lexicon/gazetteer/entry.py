"""What the gazetteer knows of a place, and the levels of the codebooks that follow from it."""

from __future__ import annotations

import math
from typing import Final, Literal

import msgspec

Kind = Literal[
    "continent", "sea", "area", "country", "region", "district", "city", "village", "neighbourhood", "camp", "base",
    "airfield", "crossing", "site", "oilfield", "dam", "river", "mountain", "island",
]  # fmt: skip

#: Kinds that hold other places: a report that names one names the frame in which the rest lies.
FRAMES: Final = frozenset({"country", "region", "district", "area"})

#: Reach in kilometres of a place whose row has none: the built-up area and what a report counts to it.
_REACH: Final[dict[Kind, float]] = {
    "village": 2, "neighbourhood": 1.5, "camp": 1.5, "base": 3, "airfield": 3, "crossing": 1, "site": 1, "oilfield": 5,
    "dam": 2, "mountain": 10, "island": 10, "river": 100, "sea": 300, "area": 50, "continent": 3000, "district": 30,
    "region": 100, "country": 400,
}  # fmt: skip


class Entry(msgspec.Struct, frozen=True):
    """One place of the gazetteer. ``rank`` tells how the name that was looked up belongs to it.

    0 is its own name, 1 another spelling or language, 2 its name without the word for its kind ("Laurel" for
    Laurel County), 3 a likely variant found by sound. ``country`` is ISO 3166-1 alpha-2, empty for seas; ``admin1`` and
    ``admin2`` are GeoNames codes. ``radius_km`` is the reach of the area around the point.
    """

    id: str
    kind: Kind
    name: str
    lat: float
    lon: float
    country: str
    admin1: str
    admin2: str
    population: int
    radius_km: float
    rank: int = 0

    def distance_km(self, other: Entry) -> float:
        """Great-circle distance between the two points."""
        return distance_km(self.lat, self.lon, other.lat, other.lon)

    def holds(self, other: Entry) -> bool:
        """True where this is a division, country or area in which ``other`` lies."""
        if self.id == other.id or self.kind not in FRAMES:
            return False
        if self.kind == "area":
            return self.distance_km(other) <= self.radius_km
        if self.country != other.country:
            return False
        if self.kind == "country":
            return True
        if self.admin1 != other.admin1:
            return False
        return self.kind == "region" or (bool(self.admin2) and self.admin2 == other.admin2)


def reach_km(kind: Kind, population: int, given: float) -> float:
    """The reach of a place: the row's own where it has one, else from people for towns and by kind for the rest.

    A town of ``n`` people covers about ``sqrt(n / 1000)`` kilometres across in the mean of GeoNames' cities of known
    area; halved for the radius, and never under 1.5 km.
    """
    if given:
        return given
    if kind == "city":
        return round(max(1.5, min(25.0, math.sqrt(max(population, 1) / 1000) / 2)), 1)
    return _REACH.get(kind, 5)


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance of two points on a sphere of 6371 km."""
    p, q = math.radians(lat), math.radians(other_lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))
