"""The keys under which a telling is found, and how near two tellings are by the keys that they share."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from counterclaim.merge.words import rarity, words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from counterclaim.merge.telling import Telling
    from counterclaim.model import Incident

#: Two key words rarer than this together (in nats) point at one story; commoner ones ("gaza", "strike") do not: without
#: them no true pair of three sets of reports is lost.
_RARE_PAIR = 12.0
#: They do so where the days of two reports, or of their incidents, lie no farther apart than this.
_NEAR_DAYS = 40
#: Farther apart each of the two words has to be as rare as half the pair, and the days no farther apart than this: a
#: spokesman's name would else tie a report to every one that ever quoted him, and a ledger would slow down with its war.
_STORY_DAYS = 366
_RARE_HALF = _RARE_PAIR / 2
#: A word of a title this rare, likely a name, is a key within a month.
_RARE_WORD = 4.0
#: The same for a word of the text that the table of counts does not hold at all.
_UNKNOWN_WORD = 7.9
#: Length in days of the windows, two neighbouring ones to a day, in which such a word is a key.
_WINDOW = 20
#: A word of a place name this rare is a key on its days; "city", "province" and the countries most written of are commoner.
_RARE_PLACE = 3.5
#: Longest span of days that is looked up day by day.
_MOST_DAYS = 10
#: Longest span of months that is looked up; longer ones are looked up by words alone.
_MOST_MONTHS = 4
#: What a day between two publications takes from what they share (nats): of those that share as much, the nearer in time.
_A_DAY = 0.0001
#: Side of a cell of the map in degrees: at most 55 km.
_CELL = 0.5
#: No word is rarer (nats), so that one commoner than this is in no pair that is rare enough.
_RAREST = rarity("\x00")
_IN_A_PAIR = _RARE_PAIR - _RAREST
#: Stands for the day of a telling that has none, and for the last of all days.
_UNDATED, _LAST_DAY = -1, dt.date.max.toordinal()


class Keys(msgspec.Struct, frozen=True, array_like=True):
    """What a telling is found by: its most telling words, names, days, months and cells of the map.

    ``dated`` is the day of its publication, and that of its incident where it lies far from it, ``days`` those on which it is looked up at its place, as
    ordinals; ``months`` count from the year 0. ``vague`` is a telling whose incident has no exact day.
    """

    id: str
    document: str
    published: dt.date | None
    words: frozenset[str]
    names: frozenset[str]
    dated: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    cells: frozenset[str]
    vague: bool

    @property
    def age_rank(self) -> tuple[bool, dt.date, str, str]:
        """Orders tellings from the oldest: by day of publication, then by the ids of report and incident."""
        return (self.published is None, self.published or dt.date.min, self.document, self.id)


def keys_of(telling: Telling, words: Iterable[str], headline: Iterable[str]) -> Keys:
    """The keys of a telling.

    Args:
        telling: the telling.
        words: its most telling words.
        headline: the words of the title of its report.
    """
    incident, words = telling.incident, frozenset(words)
    names = {word for word in headline if rarity(word) >= _RARE_WORD}
    first = incident.date_start if incident is not None else None
    return Keys(
        id=telling.id,
        document=telling.document,
        published=telling.published,
        words=words,
        names=frozenset(names | {word for word in words if rarity(word) >= _UNKNOWN_WORD}),
        dated=_dated(telling.published, first),
        days=frozenset(_days(incident)),
        months=frozenset(_months(incident)),
        cells=frozenset(_cells(incident)),
        vague=incident is not None and incident.date_precision not in ("day", "days"),
    )


def _dated(published: dt.date | None, first: dt.date | None) -> tuple[int, ...]:
    """The days of a telling; that of its incident stands for itself only where news is old."""
    days = [day.toordinal() for day in (published, first) if day is not None]
    return tuple(days[:1] if len(days) > 1 and abs(days[0] - days[1]) <= _WINDOW else sorted(days))


def nearness(one: Keys, other: Keys) -> float | None:
    """How much two tellings share by what they are found by (nats); ``None`` where they share nothing that ties them.

    A place on a day counts as two rare words, in a month as one.
    """
    shared = 0.0
    words = one.words & other.words
    if len(words) > 1 and (gap := _days_apart(one, other)) <= _STORY_DAYS:
        rarities = [rarity(word) for word in sorted(words)]
        if gap > _NEAR_DAYS:
            rarities = [rare for rare in rarities if rare >= _RARE_HALF]
        shared += sum(a + b for a, b in combinations(rarities, 2) if a + b >= _RARE_PAIR)
    names = one.names & other.names
    if names and (windows := len(_windows(one) & _windows(other))):
        shared += windows * sum(rarity(word) for word in sorted(names))
    if cells := len(one.cells & other.cells):
        shared += _RARE_PAIR * cells * len(one.days & other.days)
        if one.vague or other.vague:
            shared += _RARE_PAIR / 2 * cells * len(one.months & other.months)
    return round(shared - _A_DAY * _days_between(one, other), 6) if shared else None


def posted(keys: Keys) -> Iterator[tuple[str, int]]:
    """The entries of an index under which a telling stands: a key and a day; 0 where the key has its day in it."""
    for word in _looked_up(keys):
        yield from ((word, day) for day in keys.dated or (_UNDATED,))
    for cell in keys.cells:
        yield from ((f"{day} {cell}", 0) for day in keys.days)
        for month in keys.months:
            yield f"month {month} {cell}", 0
            if keys.vague:
                yield f"vague {month} {cell}", 0


class Ask(NamedTuple):
    """What is asked of an index: a key, the first and the last day, and what one that stands there shares by it.

    Either ``value`` (nats), or a word: ``near`` in time, or ``far``.
    """

    key: str
    first: int
    last: int
    near: int = 0
    far: int = 0
    value: float = 0.0


def asked(keys: Keys) -> Iterator[Ask]:
    """What of an index holds every telling that is near this one."""
    for word in _looked_up(keys):
        if not keys.dated:
            yield Ask(word, _UNDATED, _LAST_DAY, near=1)
            continue
        yield Ask(word, _UNDATED, _UNDATED, near=1)
        for day in keys.dated:
            yield Ask(word, max(0, day - _NEAR_DAYS), day + _NEAR_DAYS, near=1)
            if rarity(word) >= _RARE_HALF:
                yield Ask(word, max(0, day - _STORY_DAYS), day + _STORY_DAYS, far=1)
    for cell in keys.cells:
        yield from (Ask(f"{day} {cell}", 0, 0, value=_RARE_PAIR) for day in keys.days)
        said = "month" if keys.vague else "vague"
        yield from (Ask(f"{said} {month} {cell}", 0, 0, value=_RARE_PAIR / 2) for month in keys.months)


def nearness_bound(windows: int, near: int, far: int, value: float) -> float:
    """No telling is nearer to another than so (nats).

    Args:
        windows: the other's number of windows, :func:`windows_of`.
        near: how many words the two share that were asked for near the other's days.
        far: how many of those that were asked for far from them.
        value: what they share besides.
    """
    words = max(near, far)
    names = near * windows
    # A little more, for what is near is rounded.
    return value + _RAREST * (words * (words - 1) + names) + 0.000_001


def windows_of(keys: Keys) -> int:
    """The number of windows in which the names of a telling are keys."""
    return len(_windows(keys))


def _looked_up(keys: Keys) -> frozenset[str]:
    return keys.names | {word for word in keys.words if rarity(word) >= _IN_A_PAIR}


def _days_apart(one: Keys, other: Keys) -> int:
    """The least number of days between any of the days of two tellings; 0 where one has none."""
    return min((abs(day - theirs) for day in one.dated for theirs in other.dated), default=0)


def _windows(keys: Keys) -> set[int]:
    # Two neighbouring windows each, so that no edge of one parts two reports of one story.
    return {day // _WINDOW + step for day in keys.dated for step in (0, 1)} or {0}


def _days_between(one: Keys, other: Keys) -> int:
    if one.published is None or other.published is None:
        return 0
    return abs((one.published - other.published).days)


def _span(incident: Incident | None) -> tuple[dt.date, dt.date] | None:
    if incident is None or incident.date_start is None or incident.date_end is None:
        return None
    return incident.date_start, incident.date_end


def _days(incident: Incident | None) -> Iterable[int]:
    span = _span(incident)
    if span is None:
        return ()
    length = min(max((span[1] - span[0]).days, 0), _MOST_DAYS)
    return range(span[0].toordinal() - 1, span[0].toordinal() + length + 1)


def _months(incident: Incident | None) -> Iterable[int]:
    span = _span(incident)
    if span is None:
        return ()
    first, last = (day.year * 12 + day.month - 1 for day in span)
    return range(first, last + 1) if last - first < _MOST_MONTHS else ()


def _cells(incident: Incident | None) -> Iterator[str]:
    place = incident.place if incident is not None else None
    if place is None:
        return
    named = words_in(f"{place.name} {place.detail or ''} {place.within or ''}")
    yield from (word for word in named if rarity(word) >= _RARE_PLACE)
    if place.lat is not None and place.lon is not None:
        row, column = round(place.lat / _CELL), round(place.lon / _CELL)
        yield from (f"{row + down},{column + across}" for down in (0, 1) for across in (0, 1))
