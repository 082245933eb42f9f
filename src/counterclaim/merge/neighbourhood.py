"""What a new report can touch: the reports to compare it with, and the incidents whose grouping it can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.merge.blocking import keys_of
from counterclaim.merge.clusters import MACHINE
from counterclaim.merge.reprints import passage_keys
from counterclaim.merge.telling import tellings_of
from counterclaim.merge.weights import weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from counterclaim.model import Link, Reading


def lookup_keys(reading: Reading) -> frozenset[str]:
    """The keys under which a report is looked up: an index from them to reports gives all that are worth comparing.

    :func:`links_between` of a new report and those that share a key with it gives the same links as one of it and of
    every known report.
    """
    keys = {key for telling in tellings_of(reading) for key in keys_of(telling)}
    return frozenset(keys | passage_keys(reading.document))


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
