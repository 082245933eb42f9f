"""The incidents that a feed of news is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim.export.news import feed_of
from counterclaim.store import Wanted

if TYPE_CHECKING:
    from counterclaim.ledger import Lists
    from counterclaim.model import MergedIncident

_STRETCH = 100
#: A feed looks back over so many incidents at most.
_MOST = 2000


def newest_told(lists: Lists) -> tuple[MergedIncident, ...]:
    """The incidents reported on last: as many as it takes that no older one can add to the feed."""
    found: list[MergedIncident] = []
    cursor = None
    while len(found) < _MOST:
        page = lists.incidents(Wanted(sort="-told"), cursor=cursor, limit=_STRETCH)
        found += page.incidents
        cursor = page.next
        if cursor is None or not page.incidents:
            break
        last = max((ref.published for ref in page.incidents[-1].documents if ref.published), default=None)
        entries = feed_of(found)
        if last is None or (entries and entries[-1].day > last):
            break
    return tuple(found)
