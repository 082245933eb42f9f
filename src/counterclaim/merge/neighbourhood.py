"""What a new report can touch: the reports to compare it with, and the incidents whose grouping it can change."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.merge.blocking import MOST, candidate_pairs, keys_of
from counterclaim.merge.clusters import MACHINE
from counterclaim.merge.reprints import passage_keys
from counterclaim.merge.telling import tellings_in, tellings_of
from counterclaim.merge.weights import weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from counterclaim.model import Link, Reading

#: Of the reports that share a passage with a new one, so many that share most are held against it.
_MOST_REPEATING = 60


def lookup_keys(reading: Reading) -> dict[str, float]:
    """The keys under which a report is looked up, each with its rarity in nats; a passage has none.

    An index from them to reports gives all that are worth comparing: :func:`links_between` of a new report and those
    that share a key with it gives the same links as one of it and of every known report.
    """
    passages = dict.fromkeys(passage_keys(reading.document), 0.0)
    return passages | {key: weight for telling in tellings_of(reading) for key, weight in keys_of(telling).items()}


@dataclass(frozen=True, slots=True)
class Sharing:
    """The reports that share a key with a new one, by what they are needed for.

    ``needed`` are those published later, which the new one may be nearest to, and those that share most of its passages.
    ``before`` are the rest with what they share at most (nats), the most first.
    """

    needed: frozenset[str]
    before: tuple[tuple[float, str], ...]


def sharing(fresh: Reading, keys: Mapping[str, float], holders: Iterable[tuple[str, str, dt.date | None]]) -> Sharing:
    """Which of the reports that hold one of a new report's keys are worth reading, and in what order.

    Args:
        fresh: the new report.
        keys: its :func:`lookup_keys`.
        holders: a key, a report that is indexed under it, and the day on which that was published.
    """
    document = fresh.document
    shared: dict[str, float] = defaultdict(float)
    passages: Counter[str] = Counter()
    later = set()
    for key, holder, published in holders:
        if holder == document.id:
            continue
        if not keys[key]:
            passages[holder] += 1
            continue
        shared[holder] += keys[key]
        if (published is None, published or dt.date.min, holder) > (
            document.published is None,
            document.published or dt.date.min,
            document.id,
        ):
            later.add(holder)
    repeating = sorted(passages, key=lambda holder: (-passages[holder], holder))[:_MOST_REPEATING]
    before = sorted((-weight, holder) for holder, weight in shared.items() if holder not in later)
    return Sharing(frozenset({*later, *repeating}), tuple((-weight, holder) for weight, holder in before))


def may_be_nearer(fresh: Reading, known: Sequence[Reading], share: float) -> bool:
    """True where a report that shares so much could be among the nearest of a new one beside those that are known."""
    told = tellings_of(fresh)
    pairs = candidate_pairs(told, tellings_in(known))
    nearest = {telling.id: [pair.nearness for pair in pairs if pair.newer.id == telling.id] for telling in told}
    return any(len(found) < MOST or min(found) <= share for found in nearest.values())


def joins(link: Link) -> bool:
    """True for a link along which two groups can join: a person's ``same``, or a machine's score that reaches it.

    The mean of the scores between two groups reaches ``same`` only where one of them does, so that no group reaches
    from one part of the ledger to another that no such link ties to it.
    """
    if link.kind != "incident":
        return False
    return link.score >= weights().same if link.judged_by == MACHINE else link.judgement == "same"


def touched_by(ids: Iterable[str], links_at: Callable[[str], Iterable[Link]]) -> frozenset[str]:
    """Every id whose group can change when these do: all that links which join lead to from them.

    :func:`counterclaim.merge.clusters_of` of these ids with the links among them gives their groups as it gives them
    for the whole ledger. A new reprint changes besides them the incidents of both its reports, in whose ``documents``
    it stands.

    Args:
        ids: those that are new, or at the ends of a new or withdrawn link.
        links_at: the links at one id.
    """
    found = set(ids)
    waiting = sorted(found)
    while waiting:
        for link in links_at(waiting.pop()):
            for end in (link.left, link.right):
                if joins(link) and end not in found:
                    found.add(end)
                    waiting.append(end)
    return frozenset(found)
