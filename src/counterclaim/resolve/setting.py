"""The setting of a report: the country that its dateline names, and the one that most of its places lie in."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from counterclaim.lexicon.gazetteer import fold
from counterclaim.model import Place
from counterclaim.resolve.precision import levels_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.lexicon.gazetteer import Entry, Gazetteer
    from counterclaim.model import PlaceMention
    from counterclaim.text.page import Page

#: "MERSIN (TURKEY), 18 FEB 90", "Goma, DR Congo - ", "BEIRUT - ": the town, and the country where it stands beside it.
_DATELINE: Final = re.compile(
    r"(?P<town>[^\W\d_][^,()–—\[]*?)\s*(?:\((?P<held>[^)\d]+)\)\s*,|,\s*(?P<next>[^\W\d_][^,(–—-]*)|[,(–—]|-)"
)
#: A country is a report's setting where at least this share of its places lies there.
_MOST: Final = 0.5
_OF_DATELINE: Final = 2
_OF_SPOT: Final = 2


def dateline_country(page: Page, gazetteer: Gazetteer) -> Entry | None:
    """The country of the town that a report's dateline names first; ``None`` without one."""
    for block in page.unread:
        match = _DATELINE.match(block.text) if block.kind == "dateline" else None
        if match is None:
            continue
        for name in filter(None, (match["held"], match["next"], match["town"])):
            entries = gazetteer.named(fold(name))
            if entries and entries[0].country:
                best = max(entries, key=lambda e: (e.kind == "country", e.rank == 0, e.population))
                return gazetteer.division(best.country)
    return None


def setting_of(page: Page, mentions: Sequence[PlaceMention], gazetteer: Gazetteer) -> Entry | None:
    """The country that a report is about, ``None`` where none has half of its places.

    What lies in a country and the dateline speak for it more than its own name and its people, which stand for
    governments as often: "U.S. officials said".
    """
    home = dateline_country(page, gazetteer)
    votes = Counter({home.country: _OF_DATELINE}) if home is not None else Counter[str]()
    for mention in mentions:
        country = _country_of(mention)
        if country:
            votes[country] += _OF_SPOT if mention.place is not None and mention.place.within else 1
    best, most = next(iter(votes.most_common(1)), ("", 0))
    return gazetteer.division(best) if best and most >= _MOST * votes.total() else None


def put_in(country: Entry | None, mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """The mentions; places that the gazetteer has not and the report puts nowhere lie in the country of its setting."""
    if country is None:
        return tuple(mentions)
    return tuple(
        replace(m, place=replace(m.place, within=country.name, country=country.country))
        if m.place is not None and m.place.unresolved and not m.place.country and not m.place.within
        else m
        for m in mentions
    )


def country_at_large(country: Entry) -> Place:
    """A whole country as a place: where an incident was of which the report says no more."""
    level = levels_of("country", country.radius_km, relative=False)
    return Place(
        country.name, None, None, country.lat, country.lon, country.radius_km,
        level.geo_precision, level.where_prec, country.id, country.country,
    )  # fmt: skip


def _country_of(mention: PlaceMention) -> str | None:
    """ISO code of the country of a mention: of its place, or of the people that it is ("Syrian")."""
    if mention.place is not None:
        return mention.place.country
    identity = mention.gazetteer_id or ""
    return identity.removeprefix("iso") if identity.startswith("iso") else None
