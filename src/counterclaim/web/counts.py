"""What ``/api/v1/counts`` counts, each by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from counterclaim.ledger import Lists
    from counterclaim.store import Wanted

COUNTED: dict[str, Callable[[Lists, Wanted], Any]] = {
    "total": lambda lists, wanted: lists.count(wanted),
    "kinds": lambda lists, wanted: dict(lists.counts("kind", wanted)),
    "statuses": lambda lists, wanted: dict(lists.counts("status", wanted)),
    "days": lambda lists, wanted: {day.isoformat(): n for day, n in lists.days(wanted)},
    "parties": lambda lists, _: dict(lists.choices("party")),
}
