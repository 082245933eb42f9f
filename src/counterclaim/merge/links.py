"""All links among reports, and those that new reports add."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from counterclaim.merge.blocking import candidate_pairs
from counterclaim.merge.judge import judged, unparted
from counterclaim.merge.reprints import reprints_between
from counterclaim.merge.telling import tellings_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.merge.telling import Telling
    from counterclaim.model import Link, Reading


def links_for(readings: Sequence[Reading]) -> tuple[Link, ...]:
    """The machine's judgements on every pair of incidents worth comparing, and every reprint, in order of their ids."""
    return links_between(readings, ())


def links_between(new: Sequence[Reading], known: Sequence[Reading]) -> tuple[Link, ...]:
    """The links that new reports add: among themselves, and to known ones that share a key with them.

    The links of the known reports with these are the links of all reports: what is compared does not depend on what
    else has been read.
    """
    fresh = {reading.document.id for reading in new}
    kept = [reading for reading in known if reading.document.id not in fresh]
    pairs = candidate_pairs(tellings_in(new), tellings_in(kept))
    links = [judged(one, other) for one, other in pairs]
    links.extend(within_reports(tellings_in(new)))
    links.extend(reprints_between([r.document for r in new], [r.document for r in kept]))
    return tuple(sorted(links, key=lambda link: link.id))


def within_reports(tellings: Sequence[Telling]) -> list[Link]:
    """The links of incidents that one report tells of and does not part."""
    by_report: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        by_report[telling.document].append(telling)
    pairs = (pair for told in by_report.values() for pair in combinations(told, 2))
    return [link for one, other in pairs if (link := unparted(one, other)) is not None]
