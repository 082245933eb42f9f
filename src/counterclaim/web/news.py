"""The incidents that a feed of news is made of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counterclaim.export.news import MOST_NEWS, news_of
from counterclaim.store import Wanted

if TYPE_CHECKING:
    import datetime as dt

    from counterclaim.ledger import Lists
    from counterclaim.model import MergedIncident

_STRETCH = 100
#: A feed looks back over so many incidents at most.
_MOST = 2000


def newest_told(lists: Lists, wanted: Wanted | None = None) -> tuple[MergedIncident, ...]:
    """The incidents reported on last, of those that are wanted: as many as it takes that no older one can add to the feed."""
    wanted = replace(wanted, sort="-told") if wanted else Wanted(sort="-told")
    found: list[MergedIncident] = []
    days: list[dt.date] = []
    cursor = None
    while len(found) < _MOST:
        page = lists.incidents(wanted, cursor=cursor, limit=_STRETCH)
        found += page.incidents
        cursor = page.next
        if cursor is None or not page.incidents:
            break
        days = sorted([*days, *(entry.day for entry in news_of(page.incidents))], reverse=True)[:MOST_NEWS]
        last = max((ref.published for ref in page.incidents[-1].documents if ref.published), default=None)
        if last is None or (len(days) == MOST_NEWS and days[-1] > last):
            break
    return tuple(found)
