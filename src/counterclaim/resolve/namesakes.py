"""Chooses among places of one name by what else the report names, and by people last.

Every distinct name of a report is decided once. What counts for a place, in order of weight: a larger place written
right after the name ("Paris, Texas"), a division or country of it named in the report, the closeness of the report's
other places, the kind that a word calls it, and the logarithm of its people.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from counterclaim.lexicon.actors import seats

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from counterclaim.lexicon.gazetteer import Entry
    from counterclaim.resolve.toponyms import Toponym

#: What stands between a place and the larger place that it is said to lie in.
_INSIDE: Final = re.compile(
    r",? ?\(|,\s+(?:in\s+)?(?:the\s+)?(?:[a-z-]+\s+){0,2}|\s+in\s+(?:the\s+)?(?:[a-z'’-]+\s+){0,4}|['’]s\s+(?:[a-z-]+\s+){0,3}"
)
_RANK: Final = (0.0, -0.7, -1.0, -1.2)
_KIND: Final = {
    "country": 4.0,
    "continent": 4.0,
    "sea": 3.0,
    "region": 1.2,
    "area": 2.0,
    "district": -0.6,
    "airfield": -1.5,
    "neighbourhood": 0.3,
}
#: A part of the world ("the Middle East") is not a town of that name, however near the town is to the rest.
_OF_THE_WORLD: Final = 8.0
_SAID_INSIDE: Final = 8.0
_SAID_TO_HOLD: Final = 5.0
_GIVES_WAY: Final = 3.0
#: A capital beside a division of its name ("Washington") stands for the government, before the towns of the name.
_SPEAKS: Final = 1.5
_LARGE: Final = 20_000
_TOWN_KM: Final = 10.0
_HELD_BY: Final = {"country": 2.0, "region": 3.0, "district": 3.5, "area": 2.0}
_CLOSE_KM: Final = 120.0
_CLOSE: Final = 3.0
#: Beyond this a place lends nothing; as many degrees of latitude are further in any case.
_FAR_KM: Final = 6 * _CLOSE_KM
_FAR_DEGREES: Final = _FAR_KM / 111.0
_ROUNDS: Final = 3

Chosen = dict[str, "Entry"]


def choose(toponyms: Sequence[Toponym], texts: Sequence[str], context: Iterable[Entry] = ()) -> Chosen:
    """For each bare name of a report the one place that it most likely means.

    Args:
        toponyms: all of the report, in text order.
        texts: the text of each passage, by the index that the toponyms carry.
        context: places known from elsewhere (a dateline, the outlet's home).

    Returns:
        Key of :func:`key_of` to a place; names without any place are left out.
    """
    options: dict[str, dict[str, Entry]] = defaultdict(dict)
    counts: Counter[str] = Counter()
    for toponym in toponyms:
        counts[key_of(toponym)] += 1
        for entry in toponym.entries:
            options[key_of(toponym)].setdefault(entry.id, entry)
    inside: dict[str, list[tuple[Entry, ...]]] = defaultdict(list)
    holding: dict[str, list[str]] = defaultdict(list)
    for smaller, larger in said_inside(toponyms, texts).items():
        inside[key_of(toponyms[smaller])].append(toponyms[larger].entries)
        holding[key_of(toponyms[larger])].append(key_of(toponyms[smaller]))
    priors = {key: _priors(key, places) for key, places in options.items()}
    chosen: Chosen = {}
    for round_number in range(_ROUNDS):
        known = _Known.of(chosen, counts, context, near=round_number > 0)
        before, chosen = chosen, {}
        for key, places in options.items():
            if len(places) == 1:  # nothing to choose: seven names of ten
                chosen[key] = next(iter(places.values()))
                continue
            scores = {
                i: priors[key][i] + _said(key, e, inside, holding, before) + known.support(key, e)
                for i, e in places.items()
            }
            chosen[key] = places[max(scores, key=lambda i: (scores[i], i))]
        if round_number and chosen == before:
            break
    return chosen


def frames_of(toponyms: Sequence[Toponym], chosen: Chosen) -> list[str]:
    """The countries of a report's places, the most frequent first."""
    counts = Counter(chosen[key_of(t)].country for t in toponyms if key_of(t) in chosen)
    counts.pop("", None)
    return [country for country, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]


def key_of(toponym: Toponym) -> str:
    """What makes two toponyms one name of a report."""
    return f"{toponym.bare.lower()}|{'/'.join(sorted(toponym.kinds))}"


def _priors(key: str, places: Mapping[str, Entry]) -> dict[str, float]:
    """What speaks for each place before the report does: people, kind, and how the name belongs to it.

    A division that is called like a town in it gives way to the town where no word says which: "shelling in Kharkiv".
    """
    untyped = key.endswith("|")
    towns = [e for e in places.values() if e.kind == "city"]
    seat = max((t for t in towns if seats().get(t.country) == t.name), key=lambda t: t.population, default=None)
    states = [e for e in places.values() if e.kind == "region"]
    out = {}
    for identity, entry in places.items():
        people = math.log10(entry.population + 10)
        if entry.kind in ("country", "region", "district", "continent"):
            people = min(people, 6.0)
        prior = people + _RANK[entry.rank] + _KIND.get(entry.kind, 0.0)
        if entry.kind == "area" and not entry.country:
            prior += _OF_THE_WORLD
        if untyped and entry.kind in ("region", "district") and any(_outshines(t, entry, seat) for t in towns):
            prior -= _GIVES_WAY
        if untyped and seat is not None and entry.id == seat.id and any(_is_another(seat, state) for state in states):
            prior += _SPEAKS
        out[identity] = prior
    return out


def _outshines(town: Entry, division: Entry, seat: Entry | None) -> bool:
    """True for the town in a division that has its name, and for the capital: "Washington" is seldom the state."""
    if division.holds(town):
        return town.rank <= division.rank or _town_first(division, town)
    return seat is not None and seat.id == town.id and _is_another(seat, division)


def _is_another(seat: Entry, division: Entry) -> bool:
    return seat.country == division.country and not division.holds(seat)


def _town_first(division: Entry, town: Entry) -> bool:
    """True where a bare name means a large town rather than its division; American papers mean the state by "New York"."""
    return division.country != "US" and town.rank < 2 and town.population > _LARGE


def _said(
    key: str,
    entry: Entry,
    inside: Mapping[str, list[tuple[Entry, ...]]],
    holding: Mapping[str, list[str]],
    chosen: Chosen,
) -> float:
    """What "X in Y" and "X, Y" say for this place, as the smaller and as the larger of the two."""
    total = 0.0
    if any(larger.holds(entry) for group in inside.get(key, ()) for larger in group):
        total += _SAID_INSIDE
    for smaller in holding.get(key, ()):
        held = chosen.get(smaller)
        if (
            held is not None
            and held.id != entry.id
            and (entry.holds(held) or entry.distance_km(held) < entry.radius_km + _TOWN_KM)
        ):
            return total + _SAID_TO_HOLD
    return total


def said_inside(toponyms: Sequence[Toponym], texts: Sequence[str]) -> dict[int, int]:
    """Indexes of names to those of the larger places that are written right after them."""
    out = {}
    for index, (left, right) in enumerate(pairwise(toponyms)):
        if left.passage != right.passage or right.role == "people" or right.start < left.end:
            continue
        between = texts[left.passage][left.end : right.start]
        if len(between) < 40 and _INSIDE.fullmatch(between):
            out[index] = index + 1
    return out


@dataclass(frozen=True, slots=True)
class _Known:
    """What a round of choosing knows of the report: frames with how often, and the places chosen so far."""

    frames: tuple[tuple[Entry, int], ...]
    near: tuple[tuple[str, Entry, float], ...]
    countries: Mapping[str, int]
    chosen: Chosen

    @classmethod
    def of(cls, chosen: Chosen, counts: Mapping[str, int], context: Iterable[Entry], *, near: bool) -> _Known:
        """Countries, divisions and areas that the report names; its other places with their weight where ``near``."""
        frames = [(entry, counts[key]) for key, entry in chosen.items() if entry.kind in _HELD_BY]
        others = [
            (key, entry, min(2, counts[key]) * (0.5 if entry.kind == "region" else 1.0))
            for key, entry in chosen.items()
            if entry.kind not in ("country", "continent", "sea")
        ]
        return cls(
            (*frames, *((entry, 1) for entry in context)),
            tuple(others) if near else (),
            Counter(entry.country for entry in chosen.values()) if near else {},
            chosen,
        )

    def support(self, key: str, entry: Entry) -> float:
        """What the rest of the report says for this place of the name ``key``."""
        held = [
            _HELD_BY[frame.kind] * min(1.5, 0.8 + 0.2 * times) for frame, times in self.frames if frame.holds(entry)
        ]
        total = max(held) + 0.3 * (sum(held) - max(held)) if held else 0.0
        if not self.countries or entry.kind in ("country", "continent"):
            return total
        near = 0.0
        for other_key, other, weight in self.near:
            if other_key == key or other.id == entry.id or abs(other.lat - entry.lat) > _FAR_DEGREES:
                continue
            away = entry.distance_km(other)
            if away < _FAR_KM:
                near += math.exp(-away / _CLOSE_KM) * weight
        same = self.countries.get(entry.country, 0) - (key in self.chosen and self.chosen[key].country == entry.country)
        return total + _CLOSE * (1 - math.exp(-near)) + 0.8 * same / max(3, len(self.chosen))
