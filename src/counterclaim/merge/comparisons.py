"""The comparisons of two tellings: each has a value from -1 to 1 and a docstring that is the reason shown to people."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from counterclaim.merge.places import Compared, compare_places
from counterclaim.merge.profile import Profile
from counterclaim.merge.weights import near_kinds
from counterclaim.merge.words import rarity, words_in

if TYPE_CHECKING:
    import datetime as dt

    from counterclaim.model import Incident, Place, Toll

#: Share by which another place still speaks against where one report names both.
_NAMED_TOO = 0.4
#: Names of countries and great cities stand in every report; rarer ones (in nats) tell.
_TELLING_NAME = 4.0
#: Spans longer than this say nothing against another day ("last year").
_LONG_DAYS = 45
#: Trust in a day that stands in for one not said.
_PRESUMED = 0.25
#: A day that only stands in for one not said is off by the delay of the report; a weekday may be that of a statement.
_DAY_TRUST = {"text": 1.0, "mention": 0.7, "published": 0.65, "fresh": _PRESUMED}
#: A sentence of background is short: that it shares no telling word with a whole report says less.
_ASIDE = 0.4
#: Reports of one outlet share its manner: their likeness tells less.
_ONE_OUTLET = 0.6
#: Trust in a day that the text writes out: months lie between two incidents, not in the telling of one.
_WRITTEN_OUT = 0.7
#: Likeness of words that reports on two incidents of one war have by chance.
_CHANCE = 0.12


Comparison = Callable[[Profile, Profile], Compared | None]


def time(left: Profile, right: Profile) -> Compared | None:
    """The days that the reports give for it."""
    first, second = _days(left), _days(right)
    if first is None or second is None:
        return None
    gap = max((second[0] - first[1]).days, (first[0] - second[1]).days, 0)
    longest = max((first[1] - first[0]).days, (second[1] - second[0]).days)
    said = f"{_span(first)} and {_span(second)}"
    if gap == 0:
        return Compared(1.0 if longest <= 3 else 0.5 if longest <= _LONG_DAYS else 0.2, f"{said} overlap")
    trust = min(_trust(left), _trust(right))
    if gap == 1:
        value = 0.3
    elif gap > _LONG_DAYS and trust >= _WRITTEN_OUT:
        value = -1.0
    else:
        value = -min(0.65, 0.26 + gap / 15) * trust
    return Compared(value, f"{said} lie {gap} days apart" if gap > 1 else f"{said} touch")


def published(left: Profile, right: Profile) -> Compared | None:
    """The days on which the reports came out."""
    if left.published is None or right.published is None or not (left.main and right.main):
        return None
    gap = abs((left.published - right.published).days)
    value = 1.0 if gap <= 2 else 0.5 if gap <= 7 else 0.0 if gap <= 30 else -0.5 if gap <= 180 else -1.0
    if value < 0 and min(_trust(left), _trust(right)) > _PRESUMED:
        # Both give a day: that it was told of late is no evidence beside it.
        return None
    return Compared(value, "the same day" if gap == 0 else f"{gap} day{'s' if gap > 1 else ''} apart")


def place(left: Profile, right: Profile) -> Compared | None:
    """The places named, against the reach of each."""
    first = left.incident.place if left.incident else None
    second = right.incident.place if right.incident else None
    if first is None or second is None:
        return None
    compared = compare_places(first, second)
    if compared is not None and compared.value < 0 and (_tells_of(left, second) or _tells_of(right, first)):
        # The report names the other's place too, and its own may be that of a speaker or of a second strike.
        return Compared(compared.value * _NAMED_TOO, f"{compared.detail}, one report names both")
    return compared


def _tells_of(profile: Profile, place: Place) -> bool:
    name = [word for word in words_in(place.name) if rarity(word) >= _TELLING_NAME]
    return profile.main and bool(name) and all(word in profile.words for word in name)


def kind(left: Profile, right: Profile) -> Compared | None:
    """What kind of incident it is."""
    if left.incident is None or right.incident is None:
        return None
    kinds = (left.incident.sub_event_type, right.incident.sub_event_type)
    if "Other" in kinds:
        return None
    said = kinds[0] if kinds[0] == kinds[1] else " and ".join(sorted(kinds))
    return Compared(kind_likeness(left.incident, right.incident), said)


def kind_likeness(first: Incident, second: Incident) -> float:
    """1 for one kind, down to -1 for kinds that are not taken for each other (table ``[kinds]`` of the weights)."""
    if first.sub_event_type == second.sub_event_type:
        return 1.0
    near = near_kinds().get(frozenset((first.sub_event_type, second.sub_event_type)))
    if near is not None:
        return near
    return 0.0 if first.event_type == second.event_type else -0.7


def hand(left: Profile, right: Profile) -> Compared | None:
    """Whose hand the reports name."""
    return _in_common(left.hands, right.hands)


def target(left: Profile, right: Profile) -> Compared | None:
    """Whom or what it hit."""
    return _in_common(left.targets, right.targets)


def toll(left: Profile, right: Profile) -> Compared | None:
    """The numbers of people killed and injured."""
    best: Compared | None = None
    for facet in ("killed", "injured"):
        found = _tolls(getattr(left, facet), getattr(right, facet), facet)
        if found is not None and (best is None or found.value > best.value):
            best = found
    return best


def _tolls(ours: tuple[Toll, ...], theirs: tuple[Toll, ...], facet: str) -> Compared | None:
    if not ours or not theirs:
        return None
    exact = [t for t in ours if t in theirs and t[0] is not None and t[0] == t[1]]
    if exact:
        number = max(t[0] or 0 for t in exact)
        # Many incidents kill one or two; few kill 37.
        return Compared(min(1.0, 0.25 + math.log1p(number) / 4), f"{number} {facet} in both")
    if any(toll_ranges_overlap(a, b) for a in ours for b in theirs):
        return Compared(0.1, f"numbers {facet} that can both hold")
    return Compared(-1.0, f"numbers {facet} that cannot both hold")


def toll_ranges_overlap(first: Toll, second: Toll) -> bool:
    """True where one number lies in both ranges; ``None`` is no bound."""
    low = max(first[0] or 0, second[0] or 0)
    highs = [high for high in (first[1], second[1]) if high is not None]
    return not highs or low <= min(highs)


def names(left: Profile, right: Profile) -> Compared | None:
    """Names of people, units and places that stand in both."""
    where = _shared_place(left, right)
    shared = {name for name in left.names & right.names if not where & set(name.split())}
    if not shared:
        return None
    weight = sum(sum(rarity(word) for word in name.split()) for name in shared)
    shown = ", ".join(sorted(shared, key=lambda name: (-sum(map(rarity, name.split())), name))[:4])
    return Compared(1 - math.exp(-weight / 40), shown)


def text(left: Profile, right: Profile) -> Compared | None:
    """Telling words that stand in both."""
    if not left.words or not right.words:
        return None
    where = _shared_place(left, right)
    short, long = sorted((left.words, right.words), key=len)
    shared = {word: weight * long[word] for word, weight in short.items() if word in long and word not in where}
    # The place is compared on its own: what is left of each telling without it is scaled to length 1 again.
    lengths = [1 - sum(words.get(word, 0.0) ** 2 for word in where) for words in (short, long)]
    likeness = sum(shared.values()) / math.sqrt(max(lengths[0] * lengths[1], 0.01))
    if not (left.main and right.main):
        # A background sentence is short: what counts is how much of it the other report tells.
        likeness *= 0.8
    if left.outlet is not None and left.outlet == right.outlet:
        likeness *= _ONE_OUTLET
    shown = ", ".join(sorted(shared, key=lambda word: (-shared[word], word))[:6])
    value = min(1.0, (likeness - _CHANCE) / 0.3) if likeness >= _CHANCE else (likeness - _CHANCE) / _CHANCE
    if value < 0 and not (left.main and right.main):
        value *= _ASIDE
    return Compared(value, f"{shown or 'none'} (likeness {likeness:.2f})")


def _shared_place(left: Profile, right: Profile) -> frozenset[str]:
    """The words that the names of both places share; compared as a place, they are no further evidence."""
    first = left.incident.place if left.incident else None
    second = right.incident.place if right.incident else None
    if first is None or second is None:
        return frozenset()
    return frozenset(words_in(first.name)) & frozenset(words_in(second.name))


COMPARISONS: Mapping[str, Comparison] = {
    "time": time,
    "published": published,
    "place": place,
    "kind": kind,
    "hand": hand,
    "target": target,
    "toll": toll,
    "names": names,
    "text": text,
}


def _in_common(ours: frozenset[str], theirs: frozenset[str]) -> Compared | None:
    if not ours or not theirs:
        return None
    shared = sorted(ours & theirs, key=lambda word: (-rarity(word), word))
    lesser = min(sum(map(rarity, ours)), sum(map(rarity, theirs))) or 1.0
    share = sum(map(rarity, shared)) / lesser
    return Compared(min(1.0, 2 * share) if shared else -1.0, ", ".join(shared[:4]) or "no word in common")


def _days(profile: Profile) -> tuple[dt.date, dt.date] | None:
    incident = profile.incident
    if incident is None or (incident.date_start is None and incident.date_end is None):
        return None
    first = incident.date_start or incident.date_end
    last = incident.date_end or incident.date_start
    if first is None or last is None:
        return None
    return (first, last) if first <= last else (last, first)


def _trust(profile: Profile) -> float:
    """How far a day speaks against another one, by how it was reached."""
    incident = profile.incident
    return _DAY_TRUST.get(incident.date_derived_by or "fresh", _PRESUMED) if incident is not None else _PRESUMED


def _span(days: tuple[dt.date, dt.date]) -> str:
    return str(days[0]) if days[0] == days[1] else f"{days[0]} to {days[1]}"
