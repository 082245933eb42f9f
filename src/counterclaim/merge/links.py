"""All links among reports, and those that new reports add."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from counterclaim.merge.blocking import MOST, candidate_pairs
from counterclaim.merge.clusters import MACHINE
from counterclaim.merge.judge import judged, unparted
from counterclaim.merge.profile import profiles_in
from counterclaim.merge.reprints import likeliest_originals, reprints_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from counterclaim.merge.profile import Profile
    from counterclaim.model import Link, Reading


def links_for(readings: Sequence[Reading]) -> tuple[Link, ...]:
    """The machine's judgements on every pair of incidents worth comparing, and every reprint, in order of their ids."""
    return links_between(readings, ())


def links_between(new: Sequence[Reading], known: Sequence[Reading]) -> tuple[Link, ...]:
    """The links that new reports add: among themselves, and to known ones that share a key with them.

    The links of the known reports with these are the links of all reports, where the new ones were published last.
    Where they were not, some were made that a reading of all at once would not make: :func:`nearest_links` leaves
    these out, so that the order of reading changes nothing.
    """
    fresh = {reading.document.id for reading in new}
    kept = [reading for reading in known if reading.document.id not in fresh]
    told = profiles_in(new)
    links = [held_against(*pair) for pair in candidate_pairs(told, profiles_in(kept))]
    links.extend(within_reports(told))
    links.extend(reprints_between([r.document for r in new], [r.document for r in kept]))
    return tuple(sorted(links, key=lambda link: link.id))


def held_against(newer: Profile, older: Profile, nearness: float) -> Link:
    """The link of two tellings that are compared because they are so near (nats)."""
    return msgspec.structs.replace(judged(newer, older), newer=newer.id, nearness=nearness)


def nearest_links(links: Iterable[Link]) -> tuple[Link, ...]:
    """The links that count: of the machine's comparisons of one telling with those before it the ``MOST`` nearest.

    A report that is read long after it was published can be nearer to a later one than those that this was held against.
    The later one's comparisons are then as many as were made; those that a reading of all reports at once would make are
    among them, and these are kept. Likewise of the machine's originals of one reprint the likeliest.
    """
    kept: list[Link] = []
    reprints: list[Link] = []
    of: dict[str, dict[str, list[Link]]] = defaultdict(lambda: defaultdict(list))
    for link in links:
        if link.kind == "reprint" and link.judged_by == MACHINE:
            reprints.append(link)
        elif link.newer is None or link.kind != "incident":
            kept.append(link)
        else:
            of[link.newer][link.left if link.newer == link.right else link.right].append(link)
    for against in of.values():
        ranked = sorted(against, key=lambda older: (-max(link.nearness for link in against[older]), older))
        kept.extend(link for older in ranked[:MOST] for link in against[older])
    kept.extend(likeliest_originals(reprints))
    return tuple(sorted(kept, key=lambda link: link.id))


def within_reports(profiles: Sequence[Profile]) -> list[Link]:
    """The links of incidents that one report tells of and does not part."""
    by_report: dict[str, list[Profile]] = defaultdict(list)
    for profile in profiles:
        by_report[profile.keys.document].append(profile)
    pairs = (pair for told in by_report.values() for pair in combinations(told, 2))
    return [link for one, other in pairs if (link := unparted(one, other)) is not None]
