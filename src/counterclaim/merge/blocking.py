"""Which tellings are worth comparing: those that share a key, so that cost grows with neighbours, not with pairs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from counterclaim.merge.words import rarity, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from counterclaim.merge.telling import Telling

#: Two key words rarer than this together (in nats) point at one story whenever it was told; commoner ones
#: ("gaza", "strike") only within a month.
_RARE_PAIR = 12.0
#: A word of a title this rare, likely a name, is a key within a month.
_RARE_WORD = 5.0
#: The same for a word of the text that the table of counts does not hold at all.
_UNKNOWN_WORD = 7.9
#: A word of a place name this rare is a key on its days; "city", "province" and the countries most written of are commoner.
_RARE_PLACE = 3.5
#: Longest span of days that is looked up day by day.
_MOST_DAYS = 10
#: Begins the keys of whole months.
_MONTHLY = "month "
#: Side of a cell of the map in degrees: at most 55 km.
_CELL = 0.5


def keys_of(telling: Telling) -> Iterator[str]:
    """The keys under which a telling is found: pairs of its most telling words, and its days at its place."""
    months = _months(telling)
    for one, other in combinations(telling.keys, 2):
        if rarity(one) + rarity(other) >= _RARE_PAIR:
            yield f"{one} {other}"
        else:
            yield from (f"{one} {other} {month}" for month in months)
    names = [word for word in telling.headline if rarity(word) >= _RARE_WORD]
    names += [word for word in telling.keys if rarity(word) >= _UNKNOWN_WORD]
    yield from (f"{word} {month}" for word in dict.fromkeys(names) for month in months)
    cells = list(_cells(telling))
    for day in _days(telling):
        yield from (f"{day} {cell}" for cell in cells)
    for month in _calendar_months(telling):
        yield from (f"{_MONTHLY}{month} {cell}" for cell in cells)


def candidate_pairs(new: Sequence[Telling], known: Sequence[Telling] = ()) -> list[tuple[Telling, Telling]]:
    """Pairs of tellings of two reports that share a key, at least one of them new; each once, in order of ids."""
    blocks: dict[str, list[Telling]] = defaultdict(list)
    fresh = {telling.id for telling in new}
    unique = {telling.id: telling for telling in (*known, *new)}
    asked = {key for telling in new for key in keys_of(telling)}
    for _, telling in sorted(unique.items()):
        for key in asked.intersection(keys_of(telling)):
            blocks[key].append(telling)
    pairs: dict[tuple[str, str], tuple[Telling, Telling]] = {}
    for key, members in blocks.items():
        for one, other in _within_block(key, members, fresh):
            if one.document != other.document:
                pairs[one.id, other.id] = (one, other)
    return [pair for _, pair in sorted(pairs.items())]


def _within_block(key: str, members: Sequence[Telling], fresh: set[str]) -> Iterator[tuple[Telling, Telling]]:
    """The pairs of a block with a fresh telling; under a month's key only those of which one has no exact day.

    A pair is in order of ids; that of two fresh ones may come twice.
    """
    monthly = key.startswith(_MONTHLY)
    for one in members:
        if one.id not in fresh:
            continue
        for other in members:
            if other.id != one.id and (not monthly or _is_vague(one) or _is_vague(other)):
                yield (one, other) if one.id < other.id else (other, one)


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
