"""Which tellings group anew when something changes: those around it, and farther only as far as groups change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterclaim import assess, merge
from counterclaim.ledger.grouped import Grouped, tellings_in
from counterclaim.model import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from counterclaim.ledger.links_around import LinksAround
    from counterclaim.store import SqlStore


class Regrouping:
    """Some tellings with the groups that they are in now, beside those that the derived tables hold.

    A group joins only one to which a link that joins ties it, and never parts again. So what changes in some groups can
    change those that such links tie to them, and beyond these only what is tied to one that did change: the tellings are
    grouped anew with all that is tied to them, and with more for as long as groups come out otherwise than they are held.

    Attributes:
        homes: every telling that was looked at and that there is, with its report.
        groups: the groups of these now.
        held: the groups of them by the number of the incident's row in the derived tables.
    """

    def __init__(self, store: SqlStore, links: LinksAround, start: Set[str]) -> None:
        """Group anew around some tellings, new ones or at the ends of new or withdrawn links."""
        self._store, self._links = store, links
        self.homes: dict[str, str] = {}
        self.groups: tuple[tuple[str, ...], ...] = ()
        self.held: dict[int, frozenset[str]] = {}
        self._compared: dict[str, int] = {}
        self._asked: set[str] = set()
        core = self._with_groups(start)
        while True:
            ends = {end for one in core for link in links.joining_at(one) for end in (link.left, link.right)}
            region = self._with_groups(core | ends)
            compared = {one: self._compared[one] for one in sorted(region & self._compared.keys())}
            self.groups = merge.clusters_of(compared, links.among(compared), self.homes)
            before = set(self.held.values())
            moved = {one for group in self.groups if frozenset(group) not in before for one in group}
            if moved <= core:
                break
            core = self._with_groups(core | moved)

    def _with_groups(self, tellings: Iterable[str]) -> set[str]:
        """Some tellings with all that the derived tables hold to be in one group with one of them."""
        found = set(tellings)
        fresh = found - self._asked
        while fresh:
            self._asked |= fresh
            self._look_up(fresh)
            rows = self._store.views.numbers_of((*fresh, *(assess.merged_id(one) for one in fresh))) - self.held.keys()
            for number in sorted(rows):
                told = decode(self._store.views.body(number), Grouped)
                self._look_up({ref.id for ref in told.main_documents})
                self.held[number] = tellings_in(told, self.homes)
            found.update(*(members for members in self.held.values() if members & found))
            fresh = found - self._asked
        return found

    def _look_up(self, tellings: Iterable[str]) -> None:
        for telling, one in self._store.profiles.told(set(tellings) - self.homes.keys()).items():
            self.homes[telling], self._compared[telling] = one.document, one.compared
