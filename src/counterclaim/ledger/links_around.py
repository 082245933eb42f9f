"""The links of a ledger around some tellings: those that join, those that decide how tellings group, reprints."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from counterclaim import merge
from counterclaim.model import Link, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from counterclaim.store import SqlStore


class LinksAround:
    """The machine's links of one store, and those that people's decisions stand for; what was asked for is remembered."""

    def __init__(self, store: SqlStore, people: Iterable[Link]) -> None:
        """Links of a store beside people's."""
        self._store = store
        self._people: dict[str, list[Link]] = defaultdict(list)
        for link in people:
            self._people[link.left].append(link)
            self._people[link.right].append(link)
        self._joining: dict[str, list[Link]] = {}

    def joining_at(self, end: str) -> list[Link]:
        """The links at a telling along which groups can join."""
        if end not in self._joining:
            told = (decode(body, Link) for body in self._store.views.joining_at(end))
            self._joining[end] = [link for link in (*told, *self._people.get(end, ())) if merge.joins(link)]
        return self._joining[end]

    def undecided_at(self, end: str) -> list[Link]:
        """The links at a telling that leave open whether it tells the same."""
        told = (decode(body, Link) for body in self._store.views.joining_at(end))
        return [link for link in told if link.judgement == "undecided"]

    def among(self, compared: Mapping[str, int]) -> tuple[Link, ...]:
        """The links by which some tellings group as they do among all.

        Those between two of them; of one that was compared with as many as count all, for some may take the place of others.

        Args:
            compared: the tellings, each with how many it was compared with.
        """
        found: dict[str, Link] = {}
        for end, number in compared.items():
            for other, body in self._store.views.links_from(end):
                if other in compared:
                    self._add(found, body)
            if number >= merge.MOST:
                # Half of the links at an end are those of later tellings: the words alone tell that without decoding them.
                for body in self._store.views.links_at(end):
                    if end in body.partition('"newer":')[2]:
                        self._add(found, body)
        for end in compared:
            found.update((link.id, link) for link in self._people.get(end, ()))
        return merge.nearest_links(found.values())

    def all_at(self, ends: Iterable[str]) -> list[Link]:
        """The machine's links at some tellings and reports."""
        found: dict[str, Link] = {}
        for end in ends:
            for body in self._store.views.links_at(end):
                self._add(found, body)
        return list(found.values())

    def reprints(self, documents: Iterable[str]) -> list[Link]:
        """The machine's links of reprints at some reports."""
        return [link for link in self.all_at(documents) if link.kind == "reprint"]

    @staticmethod
    def _add(found: dict[str, Link], body: str) -> None:
        link = decode(body, Link)
        if link.judged_by == "machine":
            found[link.id] = link
