"""Precision levels of two codebooks, from what kind of place a name is and how the report relates to it.

ACLED geo_precision (ACLED Codebook, "Geo-precision levels"): 1 a named town with its coordinates; 2 a small part of a
region, or "near" a town, coded to a town that stands for it; 3 a larger region, coded to its capital.

UCDP where_prec (UCDP GED Codebook, "where_prec"): 1 the exact place; 2 within about 25 km of a known point; 3 a
second-order division; 4 a first-order division; 5 a line or a vague area; 6 only the country; 7 sea or air
that belongs to no country.
"""

from __future__ import annotations

from typing import Final, NamedTuple

#: The reach within which UCDP still speaks of a place near a known point, in kilometres.
_NEAR_KM: Final = 25.0
#: The reach of a usual second-order division, in kilometres; what is wider and without an official border is vague.
_DISTRICT_KM: Final = 60.0


class Levels(NamedTuple):
    """ACLED's ``geo_precision`` and UCDP's ``where_prec``."""

    geo_precision: int
    where_prec: int


_BY_KIND: Final = {
    "continent": Levels(3, 6),
    "country": Levels(3, 6),
    "region": Levels(3, 4),
    "district": Levels(2, 3),
    "area": Levels(3, 5),
    "mountain": Levels(2, 5),
    "river": Levels(3, 5),
    "sea": Levels(3, 7),
}
_EXACT: Final = Levels(1, 1)


def levels_of(kind: str, radius_km: float, *, relative: bool) -> Levels:
    """The levels of a place of this kind, or of an area of this radius beside it.

    Args:
        kind: the gazetteer's kind of the place that is named.
        radius_km: the reach of what is meant.
        relative: true where the report says "near", "north of" or the like, so that not the place itself is meant.
    """
    own = _BY_KIND.get(kind, _EXACT)
    if kind == "area" and radius_km <= _NEAR_KM:
        own = Levels(2, 2)
    if not relative:
        return own
    if own.where_prec in (4, 6, 7):  # a part of a division or country has no border that anybody drew
        return Levels(3, 5 if own.where_prec != 7 else 7)
    if radius_km <= _NEAR_KM:
        return Levels(2, 2)
    return Levels(2, 3) if radius_km <= _DISTRICT_KM else Levels(3, 5)
