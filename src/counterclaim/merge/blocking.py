"""Which tellings are worth comparing: those that share a key, so that cost grows with neighbours, not with pairs."""

from __future__ import annotations

import datetime as dt
import heapq
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from counterclaim.merge.words import rarity, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from counterclaim.merge.telling import Telling

#: Two key words rarer than this together (in nats) point at one story whenever it was told; commoner ones
#: ("gaza", "strike") are no key: without them no true pair of three sets of reports is lost.
_RARE_PAIR = 12.0
#: A word of a title this rare, likely a name, is a key within a month.
_RARE_WORD = 4.0
#: The same for a word of the text that the table of counts does not hold at all.
_UNKNOWN_WORD = 7.9
#: A word of a place name this rare is a key on its days; "city", "province" and the countries most written of are commoner.
_RARE_PLACE = 3.5
#: Longest span of days that is looked up day by day.
_MOST_DAYS = 10
#: Of all that share a key with it, a telling is compared with this many before it.
MOST = 40
#: What a day between two publications takes from what they share (nats): of those that share as much, the nearer in time.
_A_DAY = 0.0001
#: Begins the keys of whole months.
_MONTHLY = "month "
#: Side of a cell of the map in degrees: at most 55 km.
_CELL = 0.5


@lru_cache(maxsize=2048)
def keys_of(telling: Telling) -> dict[str, float]:
    """The keys under which a telling is found, pairs of its most telling words and its days at its place.

    Each with its rarity in nats: a place on a day counts as two rare words, in a month as one.
    """
    return dict(_weighed_keys(telling))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tellings worth comparing: the later published one is held against an earlier; ``nearness`` is in nats."""

    newer: Telling
    older: Telling
    nearness: float


def candidate_pairs(new: Sequence[Telling], known: Sequence[Telling] = ()) -> list[Pair]:
    """Pairs of tellings of two reports that share a key, at least one of them new; each once, in order of ids.

    In the order of publication each telling is held against the ``MOST`` before it with which it shares the rarest keys.
    How near two are depends on them alone. So there are never more than ``MOST`` pairs to a telling, the order in which
    tellings are given changes nothing, and what is published later takes no pair away from what is known. What was
    published earlier and comes to be known later can: :func:`counterclaim.merge.links.nearest_links` leaves these out.
    """
    fresh = {telling.id for telling in new}
    ordered = sorted({telling.id: telling for telling in (*known, *new)}.values(), key=lambda one: one.age_rank)
    asked = {key for telling in new for key in keys_of(telling)}
    blocks: dict[str, _Block] = defaultdict(_Block)
    pairs = []
    for place, telling in enumerate(ordered):
        shared: dict[int, float] = defaultdict(float)
        for key, weight in sorted(keys_of(telling).items()):
            if key in asked:
                for other in blocks[key].before(telling, exact_days=not key.startswith(_MONTHLY)):
                    shared[other] += weight
                blocks[key].put(telling, place)
        for negative, _, other in _nearest(telling, shared, ordered):
            if telling.id in fresh or ordered[other].id in fresh:
                pairs.append(Pair(telling, ordered[other], -negative))
    return sorted(pairs, key=lambda pair: sorted((pair.newer.id, pair.older.id)))


def _nearest(telling: Telling, shared: Mapping[int, float], ordered: Sequence[Telling]) -> list[tuple[float, str, int]]:
    """The nearest of those that share a key, each as its nearness with a minus, its id and its place."""
    others = ((place, ordered[place], weight) for place, weight in shared.items())
    ranked = (
        (-round(weight - _A_DAY * _days_between(telling, other), 6), other.id, place)
        for place, other, weight in others
        if other.document != telling.document
    )
    return heapq.nsmallest(MOST, ranked)


def _days_between(one: Telling, other: Telling) -> int:
    if one.published is None or other.published is None:
        return 0
    return abs((one.published - other.published).days)


class _Block:
    """The places of the tellings under one key, in the order of publication: all, and those without an exact day."""

    __slots__ = ("every", "vague")

    def __init__(self) -> None:
        self.every: list[int] = []
        self.vague: list[int] = []

    def put(self, telling: Telling, place: int) -> None:
        self.every.append(place)
        if _is_vague(telling):
            self.vague.append(place)

    def before(self, telling: Telling, *, exact_days: bool) -> Sequence[int]:
        """Those published before; under a month's key only pairs of which one has no exact day."""
        return self.every if exact_days or _is_vague(telling) else self.vague


def _weighed_keys(telling: Telling) -> Iterator[tuple[str, float]]:
    months = _months(telling)
    for one, other in combinations(telling.keys, 2):
        if rarity(one) + rarity(other) >= _RARE_PAIR:
            yield f"{one} {other}", rarity(one) + rarity(other)
    names = [word for word in telling.headline if rarity(word) >= _RARE_WORD]
    names += [word for word in telling.keys if rarity(word) >= _UNKNOWN_WORD]
    yield from ((f"{word} {month}", rarity(word)) for word in dict.fromkeys(names) for month in months)
    cells = list(_cells(telling))
    for day in _days(telling):
        yield from ((f"{day} {cell}", _RARE_PAIR) for cell in cells)
    for month in _calendar_months(telling):
        yield from ((f"{_MONTHLY}{month} {cell}", _RARE_PAIR / 2) for cell in cells)


def _is_vague(telling: Telling) -> bool:
    incident = telling.incident
    return incident is not None and incident.date_precision not in ("day", "days")


def _calendar_months(telling: Telling) -> list[str]:
    """The months that an incident falls in: at most four, longer spans are looked up by words alone."""
    incident = telling.incident
    if incident is None or incident.date_start is None or incident.date_end is None:
        return []
    first, last = (day.year * 12 + day.month - 1 for day in (incident.date_start, incident.date_end))
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(first, last + 1)] if last - first < 4 else []


def _months(telling: Telling) -> list[int]:
    days = [telling.published] if telling.published else []
    if telling.incident is not None and telling.incident.date_start is not None:
        days.append(telling.incident.date_start)
    # Two neighbouring windows each, so that no edge of a month parts two reports of one story.
    return sorted({day.toordinal() // 20 + step for day in days for step in (0, 1)}) or [0]


def _days(telling: Telling) -> Iterable[dt.date]:
    incident = telling.incident
    if incident is None or incident.date_start is None or incident.date_end is None:
        return []
    length = min(max((incident.date_end - incident.date_start).days, 0), _MOST_DAYS)
    return [incident.date_start + dt.timedelta(days=step) for step in range(-1, length + 1)]


def _cells(telling: Telling) -> Iterator[str]:
    place = telling.incident.place if telling.incident else None
    if place is None:
        return
    named = words_in(f"{place.name} {place.detail or ''} {place.within or ''}")
    yield from sorted({word for word in named if rarity(word) >= _RARE_PLACE})
    if place.lat is not None and place.lon is not None:
        row, column = round(place.lat / _CELL), round(place.lon / _CELL)
        yield from (f"{row + down},{column + across}" for down in (0, 1) for across in (0, 1))
