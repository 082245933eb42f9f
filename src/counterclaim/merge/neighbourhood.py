"""The incidents whose grouping a new report or judgement can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.merge.clusters import MACHINE
from counterclaim.merge.weights import weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from counterclaim.model import Link


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
