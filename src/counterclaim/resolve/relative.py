"""Places said by way of other places: "southeast of X", "15 km north of X", "between X and Y", "near the border with Z".

Such a phrase stands for an area, not for the place that it names: a centre and a radius, computed from the named
place's own point and reach. Where a name stands before the phrase ("al-Hari southeast of Albu Kamal"), the phrase
says where that one lies.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from counterclaim.resolve.place_words import directions, near, near_after, one_of, parts, types, units, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from counterclaim.lexicon.gazetteer import Entry
    from counterclaim.resolve.toponyms import Toponym

_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "a few": 4, "several": 5,
    "some": 5, "a couple of": 2, "half a": 0.5, "dozens of": 36,
}  # fmt: skip
_REACH_BACK: Final = 110
_KM_PER_DEGREE: Final = 111.32


@dataclass(frozen=True, slots=True)
class Relation:
    """How a phrase places something by a toponym: offsets of the phrase, and what it says.

    ``anchor`` and ``other`` are indexes into the toponyms, ``subject`` that of the name which the phrase places, if
    one stands before it. ``bearing`` is in degrees from north, ``reach_km`` what "near" adds beyond the anchor's edge.
    """

    kind: Literal["bearing", "distance", "near", "part", "between", "border"]
    anchor: int
    start: int
    end: int
    bearing: float | None = None
    distance_km: float | None = None
    reach_km: float = 0.0
    share: float = 0.0
    other: int | None = None
    subject: int | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A circle on the map."""

    lat: float
    lon: float
    radius_km: float


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    number = rf"(?P<number>\d+(?:[.,]\d+)?|\b{one_of(_NUMBERS)})"
    unit = rf"(?P<unit>{one_of(units())})\b"
    about = r"(?:\b(?:about|around|some|roughly|nearly|almost|approximately|less than|more than|just|only)\s+)?"
    distance = rf"{about}{number}[\s-]?{unit}\s*(?:\([^)]{{1,30}}\)\s*|,\s*)?"
    compass = rf"\b(?P<direction>{one_of(directions())})(?:\s+and\s+(?P<second>{one_of(directions())}))?"
    part = rf"\b(?P<part>{one_of(parts())})"
    kind = rf"(?:{one_of(types())})"
    lead = rf"(?:the\s+)?(?-i:[a-z][a-z-]*\s+){{0,3}}?(?:{kind}\s+of\s+)?(?:the\s+)?"
    around = one_of(
        [
            *near_after(),
            "parts",
            "part",
            "side",
            "edge",
            "edges",
            "districts",
            "villages",
            "neighbourhoods",
            "neighborhoods",
            "areas",
            "towns",
            "fringes",
        ]
    )
    border = rf"(?:{one_of(words('borders'))})"
    tie = rf"(?:{distance}(?:away\s+)?from|near|close\s+to|along|on|at|across|over|by)"
    flags = re.IGNORECASE
    return {
        "border": re.compile(
            rf"{tie}\s+the\s+(?:[a-z]+\s+)?{border}\s+(?:with|of|between)\s+(?:the\s+)?(?:neighbou?ring\s+)?$", flags
        ),
        "border_of": re.compile(rf"{tie}\s+(?:the\s+)?(?:[a-z]+\s+)?$", flags),
        "bearing": re.compile(
            rf"(?:{distance})?(?:to\s+the\s+|(?P<inside>(?:in|across|throughout)\s+the\s+)|the\s+)?{compass}\s+(?:of|from)\s+{lead}$",
            flags,
        ),
        "distance": re.compile(rf"{distance}(?:away\s+)?(?:from|outside|inside|off|short\s+of|into)\s+{lead}$", flags),
        "suburb": re.compile(
            rf"(?:in\s+)?(?:the\s+)?{part}(?:\s+and\s+{one_of(parts())})?\s+(?P<around>{around})\s+of\s+{lead}$", flags
        ),
        "near": re.compile(rf"(?<!\w)(?P<near>{one_of(near())})\s+{lead}$", flags),
        "part": re.compile(rf"{part}(?:\s+(?:and|or)\s+{one_of(parts())})?\s+$", flags),
        "between": re.compile(rf"\bbetween\s+{lead}$", flags),
        "after": re.compile(rf"(?:['’]s?)?\s+(?:{part}\s+)?(?P<around>{around})\b", flags),
        "after_border": re.compile(rf"\s+{border}\b", flags),
        "gap": re.compile(
            rf",?\s*(?:(?:which\s+)?(?:is|lies|was|located|situated|lying)\s+|(?:in|at)\s+)?"
            rf"(?:(?:an?|the)\s+(?:[\w'’-]+\s+){{0,4}}{kind}\s*)?,?\s*(?:\()?$",
            flags,
        ),
        "and": re.compile(rf"\s+and\s+{lead}$", flags),
    }


def relations_in(toponyms: Sequence[Toponym], texts: Sequence[str], inside: Mapping[int, int]) -> dict[int, Relation]:
    """The relative phrases of a report, by the index of the toponym that each names.

    Args:
        toponyms: all of the report, in text order.
        texts: the text of each passage.
        inside: which name is written as lying in which (indexes).
    """
    found: dict[int, Relation] = {}
    for index, toponym in enumerate(toponyms):
        text = texts[toponym.passage]
        before_end = toponyms[index - 1].end if index and toponyms[index - 1].passage == toponym.passage else 0
        left = text[max(0, toponym.start - _REACH_BACK, before_end) : toponym.start]
        relation = _read(index, toponym, left, text, toponyms)
        if relation is not None:
            found[index] = _with_subject(relation, toponyms, texts, inside)
    return found


def _read(index: int, toponym: Toponym, left: str, text: str, toponyms: Sequence[Toponym]) -> Relation | None:
    """The phrase before or after one toponym."""
    pattern, start = _patterns(), toponym.start - len(left)
    following = (
        toponyms[index + 1] if index + 1 < len(toponyms) and toponyms[index + 1].passage == toponym.passage else None
    )
    after_border = pattern["after_border"].match(text, toponym.end)
    if (match := pattern["border"].search(left)) or (after_border and (match := pattern["border_of"].search(left))):
        end = after_border.end() if after_border else toponym.end
        second = following if following is not None and pattern["and"].fullmatch(text[end : following.start]) else None
        end = second.end if second else end
        return Relation(
            "border",
            index,
            start + match.start(),
            end,
            distance_km=_kilometres(match),
            other=index + 1 if second else None,
        )
    if toponym.role != "place":
        return None
    match = pattern["between"].search(left)
    if match and following is not None and pattern["and"].fullmatch(text[toponym.end : following.start]):
        return Relation("between", index, start + match.start(), following.end, other=index + 1)
    if match := pattern["bearing"].search(left):
        bearing = _between(*(directions()[d.lower()].bearing for d in (match["direction"], match["second"]) if d))
        if match["inside"]:
            return Relation("part", index, start + match.start(), toponym.end, bearing)
        return Relation("bearing", index, start + match.start(), toponym.end, bearing, _kilometres(match))
    if match := pattern["distance"].search(left):
        return Relation("distance", index, start + match.start(), toponym.end, distance_km=_kilometres(match))
    if match := pattern["suburb"].search(left):
        return _around(match, index, start + match.start(), toponym.end)
    if match := pattern["after"].match(text, toponym.end):
        prefix = pattern["part"].search(left)
        begin = start + prefix.start() if prefix else toponym.start
        relation = _around(match, index, begin, match.end())
        if prefix and relation.bearing is None:
            bearing = parts()[prefix["part"].lower()].bearing
            return replace(relation, bearing=None if bearing < 0 else bearing)
        return relation
    if match := pattern["near"].search(left):
        word = near()[match["near"].lower()]
        return Relation("near", index, start + match.start(), toponym.end, reach_km=word.reach_km, share=word.share)
    if match := pattern["part"].search(left):
        bearing = parts()[match["part"].lower()].bearing
        return Relation("part", index, start + match.start(), toponym.end, None if bearing < 0 else bearing)
    return None


def _around(match: re.Match[str], index: int, start: int, end: int) -> Relation:
    """Outskirts, countryside, a side of a place, with the part's direction where one is said."""
    said = match.groupdict().get("part")
    bearing = parts()[said.lower()].bearing if said else -1
    word = near_after().get(match["around"].lower())
    if word is None:
        return Relation("part", index, start, end, None if bearing < 0 else bearing)
    return Relation(
        "near", index, start, end, None if bearing < 0 else bearing, reach_km=word.reach_km, share=word.share
    )


def _between(first: float, second: float | None = None) -> float:
    """The bearing between two, the shorter way round: "north and east of" is 45; of opposite ones the first."""
    turn = 0.0 if second is None else (second - first + 180) % 360 - 180
    return first if abs(turn) == 180 else (first + turn / 2) % 360


def _kilometres(match: re.Match[str]) -> float | None:
    groups = match.groupdict()
    if not groups.get("number"):
        return None
    said = groups["number"].lower()
    amount = (
        _NUMBERS[said] if said in _NUMBERS else float(said.replace(",", "." if len(said.split(",")[-1]) < 3 else ""))
    )
    return amount * units()[groups["unit"].lower()].kilometres


def _with_subject(
    relation: Relation, toponyms: Sequence[Toponym], texts: Sequence[str], inside: Mapping[int, int]
) -> Relation:
    """The same relation with the name that it places, where one stands right before the phrase.

    Of "X in Y, near the border", X is placed.
    """
    if relation.anchor == 0 or relation.kind == "part":
        return relation
    subject, anchor = toponyms[relation.anchor - 1], toponyms[relation.anchor]
    if subject.passage != anchor.passage or subject.role != "place" or subject.end > relation.start:
        return relation
    gap = texts[anchor.passage][subject.end : relation.start]
    if len(gap) > 70 or not _patterns()["gap"].fullmatch(gap):
        return relation
    index = relation.anchor - 1
    while inside.get(index - 1) == index and toponyms[index - 1].role == "place":
        index -= 1
    return replace(relation, subject=index)


def area_of(relation: Relation, anchor: Entry, other: Entry | None = None) -> Area | None:
    """The circle that a relation stands for; ``None`` where a name beside a line (a border) has to give the point.

    Args:
        relation: what the phrase says.
        anchor: the place that it names.
        other: the second place of "between".
    """
    radius = anchor.radius_km
    if relation.kind == "border":
        return None
    if relation.kind == "between":
        if other is None:
            return None
        apart = anchor.distance_km(other)
        return Area(
            round((anchor.lat + other.lat) / 2, 4),
            round((anchor.lon + other.lon) / 2, 4),
            round(max(5.0, apart / 2), 1),
        )
    if relation.kind == "bearing" and relation.bearing is not None:
        if relation.distance_km is not None:
            # the distance may count from the centre or from the edge, and a compass word covers 45 degrees
            return _moved(
                anchor, relation.bearing, relation.distance_km, max(2.0, 0.25 * relation.distance_km + min(radius, 5))
            )
        beyond = max(
            5.0, min(25.0, radius)
        )  # said without a distance: as often the town's own edge as what lies beyond
        return _moved(anchor, relation.bearing, radius / 2 + beyond, radius + beyond)
    if relation.kind == "distance" and relation.distance_km is not None:
        return Area(anchor.lat, anchor.lon, round(relation.distance_km + min(radius, 10), 1))
    if relation.kind == "part":
        if relation.bearing is None:
            return Area(anchor.lat, anchor.lon, round(radius * 0.8, 1))
        return _moved(anchor, relation.bearing, radius * 0.45, max(1.0, radius * 0.6))
    reach = relation.share * min(radius, 30) + relation.reach_km
    if relation.bearing is not None:
        return _moved(anchor, relation.bearing, min(radius, 30) * 0.5 + reach / 2, min(radius, 30) * 0.5 + reach / 2)
    return Area(anchor.lat, anchor.lon, round(radius + reach, 1))


def _moved(anchor: Entry, bearing: float, away_km: float, radius_km: float) -> Area:
    lat = anchor.lat + math.cos(math.radians(bearing)) * away_km / _KM_PER_DEGREE
    lon = anchor.lon + math.sin(math.radians(bearing)) * away_km / (
        _KM_PER_DEGREE * max(0.1, math.cos(math.radians(anchor.lat)))
    )
    return Area(round(lat, 4), round(lon, 4), round(radius_km, 1))
