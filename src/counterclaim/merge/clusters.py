"""Clusters of tellings from links: a person's judgement first, then the machine's, strongest ties first."""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING

from counterclaim.merge.blocking import MOST
from counterclaim.merge.weights import weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

    from counterclaim.model import Link

MACHINE = "machine"
#: What ties two groups: the scores of their compared pairs above those of pairs that were not, summed, and how many of these
#: pairs have a crowded end.
_Tie = tuple[float, int]
#: What stands for a pair that was never compared: it shares no key, so it is likely two incidents. In a crowd, where a
#: telling was compared with as many as may be and is one with most of them, it says nothing: an incident that hundreds
#: tell would fall apart.
_NOT_COMPARED = 0.3


def clusters_of(
    ids: Iterable[str], links: Sequence[Link], apart: Mapping[str, str] | None = None
) -> tuple[tuple[str, ...], ...]:
    """Groups of ids that the links hold to be one incident, each sorted, in the order of their first id.

    Two groups join while the mean score of the pairs between them reaches ``same``; so one strong pair cannot chain two
    strikes on one town on one day. People's ``same`` links join before, people's ``not_same`` links keep apart
    whatever the scores. The outcome does not depend on the order of ids or links.

    Args:
        ids: everything to be grouped.
        links: judgements of kind ``incident``; others are passed over.
        apart: id to the report that it stands in; two of one report are joined by the machine only where a link between
            them says that the report does not part them.
    """
    within = set(ids)
    known = sorted(within)
    linked = [link for link in links if link.kind == "incident" and link.left in within and link.right in within]
    people = [link for link in linked if link.judged_by != MACHINE]
    forbidden = frozenset(frozenset((link.left, link.right)) for link in people if link.judgement == "not_same")
    by_machine = _Grouping(known, forbidden, apart or {}, _crowded(links))
    by_machine.agglomerate([link for link in linked if link.judged_by == MACHINE])
    same = sorted((link.left, link.right) for link in people if link.judgement == "same")
    if not same:
        return tuple(sorted(by_machine.groups.values()))
    overruled = _Grouping(known, forbidden, {}, set())
    overruled.join_all(same)
    # What the machine puts with one of two incidents that a person joins comes along, unless a person holds it apart.
    overruled.join_all([(group[0], other) for _, group in sorted(by_machine.groups.items()) for other in group[1:]])
    return tuple(sorted(overruled.groups.values()))


def _crowded(links: Iterable[Link]) -> frozenset[str]:
    """Those compared with as many as may be, most of them found the same: there are likely more that are the same."""
    scores: dict[str, list[float]] = defaultdict(list)
    for link in links:
        if link.newer is not None and link.kind == "incident":
            scores[link.newer].append(link.score)
    full = {one: found for one, found in scores.items() if len(found) >= MOST}
    return frozenset(one for one, found in full.items() if sum(s >= weights().same for s in found) > len(found) / 2)


class _Grouping:
    def __init__(
        self, ids: Sequence[str], forbidden: frozenset[frozenset[str]], apart: Mapping[str, str], crowded: Set[str]
    ) -> None:
        self.groups: dict[str, tuple[str, ...]] = {one: (one,) for one in ids}
        self.owner = {one: one for one in ids}
        self.forbidden = forbidden
        self.linked: set[frozenset[str]] = set()
        self.apart = apart
        #: How many of each group were compared with as many as may be.
        self.crowded = {one: int(one in crowded) for one in ids}

    def join_all(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Joins the groups of each pair in turn, but for those of which a person holds two members apart."""
        for left, right in pairs:
            one, other = self.owner[left], self.owner[right]
            if one != other and not self._held_apart(one, other):
                self._join(one, other)

    def agglomerate(self, links: Sequence[Link]) -> None:
        """Joins groups by the mean of the scores between them, the highest first, ties by id."""
        scores: dict[frozenset[str], float] = {}
        self.linked = {frozenset((link.left, link.right)) for link in links}
        for link in links:
            pair = frozenset((link.left, link.right))
            scores[pair] = max(scores.get(pair, 0.0), link.score)
        between: dict[str, dict[str, _Tie]] = defaultdict(dict)
        for pair, score in sorted(scores.items(), key=lambda found: sorted(found[0])):
            one, other = sorted(pair)
            crowded = int(bool(self.crowded[one] or self.crowded[other]))
            between[one][other] = between[other][one] = (score - _NOT_COMPARED, crowded)
        heap = [self._ranked(one, other, tie) for one in between for other, tie in between[one].items() if one < other]
        heapq.heapify(heap)
        while heap:
            negative, one, other = heapq.heappop(heap)
            if -negative < weights().same:
                break
            if one not in self.groups or other not in self.groups:
                continue
            if self._ranked(one, other, between[one][other])[0] != negative:
                continue
            if self._held_apart(one, other) or self._share_report(one, other):
                continue
            self._fold(one, other, between, heap)

    def _fold(
        self, one: str, other: str, between: dict[str, dict[str, _Tie]], heap: list[tuple[float, str, str]]
    ) -> None:
        self._join(one, other)
        for third, (total, crowded) in between.pop(other).items():
            between[third].pop(other, None)
            if third != one:
                before = between[one].get(third, (0.0, 0))
                between[one][third] = between[third][one] = (before[0] + total, before[1] + crowded)
        between[one].pop(other, None)
        for third, tie in between[one].items():
            first, second = sorted((one, third))
            heapq.heappush(heap, self._ranked(first, second, tie))

    def _ranked(self, one: str, other: str, tie: _Tie) -> tuple[float, str, str]:
        """The mean of the scores between two groups, pairs that the bound kept from being compared left out."""
        total, compared_in_crowd = tie
        calm = (len(self.groups[one]) - self.crowded[one]) * (len(self.groups[other]) - self.crowded[other])
        return (-round(total / (calm + compared_in_crowd) + _NOT_COMPARED, 9), one, other)

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((one, other))
        if first != one:
            one, other = first, second
        gone = self.groups.pop(other)
        self.crowded[one] += self.crowded.pop(other)
        self.groups[one] = tuple(sorted((*self.groups[one], *gone)))
        for member in gone:
            self.owner[member] = one

    def _held_apart(self, one: str, other: str) -> bool:
        return bool(self.forbidden) and any(
            frozenset((a, b)) in self.forbidden for a in self.groups[one] for b in self.groups[other]
        )

    def _share_report(self, one: str, other: str) -> bool:
        """True where one report tells both, as two: its incidents stand in both groups without a link between them."""
        ours: dict[str, list[str]] = defaultdict(list)
        for member in self.groups[one]:
            ours[self.apart.get(member, member)].append(member)
        return any(
            frozenset((member, theirs)) not in self.linked
            for theirs in self.groups[other]
            for member in ours.get(self.apart.get(theirs, theirs), ())
        )
