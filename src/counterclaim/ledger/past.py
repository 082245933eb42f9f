"""The ledger as it stood on an earlier day: the same derived tables, made from what was known by then, in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.errors import NotFound
from counterclaim.ledger.incident_row import row_of
from counterclaim.ledger.lists import Lists, named
from counterclaim.store import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counterclaim.model import MergedIncident, Reading


@dataclass(frozen=True)
class Past:
    """What was known by a day, to be asked as the ledger is. It holds a database in memory: call :meth:`close`."""

    store: SqliteStore
    readings: dict[str, Reading]
    end: str

    @classmethod
    def of(cls, incidents: Iterable[MergedIncident], readings: Iterable[Reading], head: str) -> Past:
        """The derived tables of these incidents and the reports that they were made from."""
        store, kept = SqliteStore(":memory:"), {reading.document.id: reading for reading in readings}
        with store.transaction():
            for _ in kept:
                store.views.count_report()
            for incident in incidents:
                store.views.put(row_of(incident))
        return cls(store, kept, head)

    @property
    def lists(self) -> Lists:
        """Lists as of that day."""
        return Lists(self.store, lambda: None)

    def incident(self, name: str) -> MergedIncident:
        """One incident by an id that leads to it, or by the beginning of one.

        Raises:
            NotFound: there was none by that day, or several begin so.
        """
        found = named(self.store, name)
        if len(found) != 1:
            what = "no incident" if not found else f"{len(found)} incidents"
            raise NotFound(f"{what} with an id that begins {name!r} was known by that day", subject=name)
        return found[0]

    def reading(self, document: str) -> Reading:
        """The reading of one report.

        Raises:
            NotFound: it was not out by that day.
        """
        if document not in self.readings:
            raise NotFound(f"no report {document!r} was out by that day", subject=document)
        return self.readings[document]

    def head(self) -> str:
        """The head of the ledger that this was made from."""
        return self.end

    def close(self) -> None:
        """Let the memory go."""
        self.store.close()
