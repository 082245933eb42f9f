"""Clusters of tellings from links: a person's judgement first, then the machine's, strongest ties first."""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING

from counterclaim.merge.weights import weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from counterclaim.model import Link

MACHINE = "machine"
#: What stands for a pair that was never compared: it shares no key, so it is likely two incidents.
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
    by_machine = _Grouping(known, forbidden, apart or {})
    by_machine.agglomerate([link for link in linked if link.judged_by == MACHINE])
    same = sorted((link.left, link.right) for link in people if link.judgement == "same")
    if not same:
        return tuple(sorted(by_machine.groups.values()))
    overruled = _Grouping(known, forbidden, {})
    overruled.join_all(same)
    # What the machine puts with one of two incidents that a person joins comes along, unless a person holds it apart.
    overruled.join_all([(group[0], other) for _, group in sorted(by_machine.groups.items()) for other in group[1:]])
    return tuple(sorted(overruled.groups.values()))


class _Grouping:
    def __init__(self, ids: Sequence[str], forbidden: frozenset[frozenset[str]], apart: Mapping[str, str]) -> None:
        self.groups: dict[str, tuple[str, ...]] = {one: (one,) for one in ids}
        self.owner = {one: one for one in ids}
        self.forbidden = forbidden
        self.linked: set[frozenset[str]] = set()
        self.apart = apart

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
        between: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for pair, score in sorted(scores.items(), key=lambda found: sorted(found[0])):
            one, other = sorted(self.owner[member] for member in pair)
            if one != other:
                between[one][other] += score - _NOT_COMPARED
                between[other][one] += score - _NOT_COMPARED
        heap = [
            self._ranked(one, other, total) for one in between for other, total in between[one].items() if one < other
        ]
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
        self, one: str, other: str, between: dict[str, dict[str, float]], heap: list[tuple[float, str, str]]
    ) -> None:
        self._join(one, other)
        for third, total in between.pop(other).items():
            between[third].pop(other, None)
            if third != one:
                between[one][third] += total
                between[third][one] += total
        between[one].pop(other, None)
        for third, total in between[one].items():
            first, second = sorted((one, third))
            heapq.heappush(heap, self._ranked(first, second, total))

    def _ranked(self, one: str, other: str, total: float) -> tuple[float, str, str]:
        mean = total / (len(self.groups[one]) * len(self.groups[other])) + _NOT_COMPARED
        return (-round(mean, 9), one, other)

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((one, other))
        if first != one:
            one, other = first, second
        gone = self.groups.pop(other)
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
