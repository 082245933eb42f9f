"""What an outlet changed in its own page: the claims of two captures of one address held against each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from counterclaim.merge.words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counterclaim.model import Claim, Reading


@dataclass(frozen=True, slots=True)
class Revision:
    """A page read twice: the ids of both captures, and which claims are gone, new, or changed (before, after)."""

    url: str
    before: str
    after: str
    gone: tuple[Claim, ...]
    new: tuple[Claim, ...]
    changed: tuple[tuple[Claim, Claim], ...]


def revisions_in(readings: Iterable[Reading]) -> tuple[Revision, ...]:
    """Each page that was read again with another text or title, and the difference of claims, in the order of reading.

    Captures of one address are put in the order of the stamp that the page gives itself, then of their ids. A claim
    that only moved in the text is no difference.
    """
    pages: dict[str, list[Reading]] = defaultdict(list)
    for reading in {reading.document.id: reading for reading in readings}.values():
        if reading.document.url:
            pages[reading.document.url].append(reading)
    out = []
    for url, found in sorted(pages.items()):
        ordered = sorted(found, key=lambda reading: (_stamp(reading), reading.document.id))
        out += [_difference(url, one, other) for one, other in pairwise(ordered)]
    return tuple(revision for revision in out if revision.gone or revision.new or revision.changed)


def _stamp(reading: Reading) -> str:
    document = reading.document
    return document.published_at or str(document.published or "")


def _difference(url: str, before: Reading, after: Reading) -> Revision:
    old = {(_speaker(claim), _content(claim)): claim for claim in before.claims}
    now = {(_speaker(claim), _content(claim)): claim for claim in after.claims}
    gone = [claim for key, claim in sorted(old.items(), key=lambda pair: pair[1].id) if key not in now]
    new = [claim for key, claim in sorted(now.items(), key=lambda pair: pair[1].id) if key not in old]
    changed = []
    for claim in list(gone):
        match = next((other for other in new if _speaker(other) == _speaker(claim)), None)
        if match is not None:
            changed.append((claim, match))
            gone.remove(claim)
            new.remove(match)
    return Revision(url, before.document.id, after.document.id, tuple(gone), tuple(new), tuple(changed))


def _speaker(claim: Claim) -> str:
    return " ".join(words_in(claim.source))


def _content(claim: Claim) -> tuple[object, ...]:
    values = (claim.perpetrator, claim.target, claim.weapon, claim.killed, claim.injured)
    return (claim.stance, claim.certainty, claim.about, *values)
