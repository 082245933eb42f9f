"""Drafts: an incident of one report while its tellings are gathered, with what its places and dates amount to."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterclaim.lexicon.gazetteer import distance_km
from counterclaim.lexicon.incidents import EXPLOSIVE, TERRITORY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.model import Place, When, WhenMention
    from counterclaim.resolve.tellings import Telling

_PERSONS = ("Abduction/forced disappearance", "Arrests", "Sexual violence")
_FIGHTS = ("Armed clash",)
#: Ground taken, and ground taken back.
TURNS = ("Government regains territory", "Non-state actor overtakes territory")
_BESIDE_KM = 10.0
#: Reach in kilometres of a hamlet or building, a town, a district, a province.
SIZES = (6.0, 15.0, 60.0, 200.0)


@dataclass(slots=True)
class Draft:
    """An incident while its tellings are gathered."""

    tellings: list[Telling] = field(default_factory=list)
    main: bool = False

    @property
    def dates(self) -> list[When]:
        """The spans of days said for it, in text order."""
        return [d.when for t in self.tellings for d in t.dates if d.when is not None and d.when.first is not None]

    @property
    def spoken(self) -> list[When]:
        """The days on which somebody spoke of it."""
        return [d.when for t in self.tellings for d in t.spoken if d.when is not None and d.when.first is not None]

    @property
    def places(self) -> list[Place]:
        """The places said for it, in text order."""
        return [p for t in self.tellings for p in t.places]

    @property
    def family(self) -> str:
        """The family of kinds that most of its tellings are of, or ``""``."""
        votes = Counter(f for t in self.tellings if (f := family_of(t)))
        return votes.most_common(1)[0][0] if votes else ""


def family_of(telling: Telling) -> str:
    """territory, persons, fight or explosive; ``""`` for what may be any."""
    kinds = [m.kind for m in telling.mentions if m.kind and m.reality == "actual"] or [
        k for m in telling.mentions for k in m.weapon_kinds
    ]
    for name, members in (
        ("territory", TERRITORY),
        ("persons", _PERSONS),
        ("explosive", EXPLOSIVE),
        ("fight", _FIGHTS),
    ):
        if any(k in members for k in kinds):
            return name
    return ""


def most_exact(dates: Sequence[WhenMention]) -> When | None:
    """The date with the finest precision; the first of equals."""
    order = {"day": 0, "days": 1, "week": 2, "month": 3, "season": 4, "year": 5, "years": 6, "unknown": 7}
    found = [d.when for d in dates if d.when is not None and d.when.first is not None]
    return min(found, key=lambda w: order[w.precision], default=None)


def is_spot(place: Place) -> bool:
    """True for what is no wider than a town and its surroundings."""
    return place.radius_km is None or place.radius_km < 40


def size_of(place: Place) -> int:
    """The size of a place in steps of :data:`SIZES`; something named that the gazetteer lacks is a spot."""
    if place.radius_km is None:
        return 0 if place.detail is None else len(SIZES) - 2
    spot = place.gazetteer_id is None and place.detail is not None and place.radius_km < 300
    return bisect_right(SIZES, 5.0 if spot else place.radius_km)


def close_by(a: Place, b: Place) -> bool:
    """True where one place may lie in the other or beside it."""
    if a.name == b.name:
        return True
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return False
    return distance_km(a.lat, a.lon, b.lat, b.lon) <= (a.radius_km or 5) + (b.radius_km or 5) + _BESIDE_KM
