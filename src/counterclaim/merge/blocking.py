"""Which tellings are worth comparing: those that share a key, so that cost grows with neighbours, not with pairs."""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from counterclaim.merge.keys import asked, nearness, posted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from counterclaim.merge.keys import Keys
    from counterclaim.merge.profile import Profile

#: Of all that share a key with it, a telling is compared with this many before it.
MOST = 40


class Pair(NamedTuple):
    """Two tellings worth comparing: the later published one is held against an earlier; ``nearness`` is in nats."""

    newer: Profile
    older: Profile
    nearness: float


class Near(NamedTuple):
    """The ids of two tellings worth comparing, the later published first, and how near they are."""

    newer: str
    older: str
    nearness: float


def candidate_pairs(new: Sequence[Profile], known: Sequence[Profile] = ()) -> list[Pair]:
    """Pairs of tellings of two reports that share a key, at least one of them new; each once, in order of ids.

    In the order of publication each telling is held against the ``MOST`` before it with which it shares the rarest keys.
    How near two are depends on them alone. So there are never more than ``MOST`` pairs to a telling, the order in which
    tellings are given changes nothing, and what is published later takes no pair away from what is known. What was
    published earlier and comes to be known later can: :func:`counterclaim.merge.links.nearest_links` leaves these out.
    """
    profiles = {profile.id: profile for profile in (*known, *new)}
    fresh = {profile.id for profile in new}
    index, ordered = _Index(), sorted((p.keys for p in profiles.values()), key=lambda keys: keys.age_rank)
    oldest = min((profile.keys.age_rank for profile in new), default=None)
    found: list[Near] = []
    for keys in ordered:
        if oldest is not None and keys.age_rank >= oldest:
            near = nearest_before(keys, index.near(keys))
            found += [pair for pair in near if pair.newer in fresh or pair.older in fresh]
        index.put(keys)
    pairs = [Pair(profiles[newer], profiles[older], how) for newer, older, how in found]
    return sorted(pairs, key=lambda pair: sorted((pair.newer.id, pair.older.id)))


def nearest_before(keys: Keys, others: Iterable[Keys]) -> list[Near]:
    """Those of others that a telling is held against: the nearest of other reports that were published before it."""
    ranked = (
        (-how, other.id)
        for other in others
        if other.document != keys.document
        and other.age_rank < keys.age_rank
        and (how := nearness(keys, other)) is not None
    )
    return [Near(keys.id, other, -how) for how, other in heapq.nsmallest(MOST, ranked)]


def nearest_after(keys: Keys, others: Iterable[Keys], farthest: Callable[[str], float | None]) -> list[Near]:
    """Those of others that were published after a telling and that it is one of the nearest of.

    Args:
        keys: those of the telling.
        others: the tellings that it may be near to.
        farthest: how near the least near is of those that one of the others is held against, by its id; ``None`` where it
            is held against fewer than it may be.
    """
    out = []
    for other in others:
        if other.document == keys.document or other.age_rank < keys.age_rank:
            continue
        how, bound = nearness(keys, other), farthest(other.id)
        # As near as the least near: the order of ids decides, which the choice among all links knows.
        if how is not None and (bound is None or how >= bound):
            out.append(Near(other.id, keys.id, how))
    return out


class _Index:
    """Tellings by the keys under which they stand, those of one key in the order of days."""

    def __init__(self) -> None:
        self._entries: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._keys: list[Keys] = []

    def put(self, keys: Keys) -> None:
        for key, day in posted(keys):
            insort(self._entries[key], (day, len(self._keys)))
        self._keys.append(keys)

    def near(self, keys: Keys) -> Iterable[Keys]:
        places: set[int] = set()
        for ask in asked(keys):
            entries = self._entries.get(ask.key, ())
            start, end = bisect_left(entries, (ask.first, -1)), bisect_right(entries, (ask.last, len(self._keys)))
            places.update(place for _, place in entries[start:end])
        return (self._keys[place] for place in places)
