"""Keeps the derived tables true: after each append only the incidents that it can touch are made again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterclaim import merge
from counterclaim.ledger.grouped import incidents_of, newest_of, tellings_in
from counterclaim.ledger.incident_row import row_of
from counterclaim.ledger.links_around import LinksAround
from counterclaim.ledger.neighbours import Neighbours
from counterclaim.ledger.regrouping import Regrouping
from counterclaim.model import Link, Reading, Review, decode
from counterclaim.review import links_of, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from counterclaim.store import SqlStore


@dataclass
class _Touched:
    """What an append touches: reports that were read, reports and tellings that something new is said of, ends of links.

    ``joined`` are tellings that a link may join, ``apart`` those that it does not.
    """

    read: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    joined: set[str] = field(default_factory=set)
    apart: set[str] = field(default_factory=set)
    everything: bool = False


@dataclass
class Views:
    """The derived tables of one store."""

    store: SqlStore
    _decided: list[Review] = field(default_factory=list)
    _decided_to: int = 0

    def refresh(self, indexed: Iterable[str] = ()) -> None:
        """Bring the views to the end of the chain; incidents that nothing new touches are left as they are.

        Args:
            indexed: reports that :class:`Neighbours` keeps already as they are compared.
        """
        views = self.store.views
        if views.seq() == views.last():
            return
        with self.store.transaction():
            end = views.last()
            touched = self._touched(views.changes(views.seq()))
            if touched.everything or not views.seq():
                self._make_all()
            elif touched != _Touched():
                self._make(touched, frozenset(indexed))
            views.advance(end)

    def rebuild(self) -> None:
        """Drop all that is derived and make it again; the result is the same."""
        with self.store.transaction():
            end = self.store.views.last()
            self._make_all()
            self.store.views.advance(end)

    def reviews(self) -> list[Review]:
        """Every decision of people in the order in which it was written; each is decoded once."""
        for seq, body in self.store.views.reviews_since(self._decided_to):
            self._decided.append(decode(body, Review))
            self._decided_to = seq
        return list(self._decided)

    def _touched(self, changes: Iterable[tuple[str, str]]) -> _Touched:
        out = _Touched()
        reviews = {review.id: review for review in self.reviews()}
        for kind, row in changes:
            if kind == "readings":
                out.read.add(self.store.views.document_of_reading(row))
            elif kind == "links":
                link = decode(self.store.views.link(row), Link)
                if link.kind == "incident" and not merge.joins(link):
                    out.apart.add(link.newer or link.left)
                else:
                    (out.documents if link.kind == "reprint" else out.joined).update((link.left, link.right))
            else:
                self._add_review(reviews[row], reviews, out)
        return out

    def _add_review(self, review: Review, reviews: dict[str, Review], out: _Touched) -> None:
        while review.kind == "withdraw" and review.subject in reviews:
            review = reviews[review.subject]
        # The party of a source can stand in any report: rare, so that all is made again.
        out.everything |= review.kind == "party"
        ends = {review.subject, *review.others}
        out.ids |= ends if review.kind != "reprint" else set()
        out.documents |= ends if review.kind == "reprint" else set()
        out.documents |= {d for d in (review.document, review.claim and review.claim.document) if d}

    def _make_all(self) -> None:
        """Make everything, a group of tellings that links which join tie together at a time."""
        self.store.views.empty()
        near = Neighbours(self.store)
        for document in self.store.documents():
            near.keep(*newest_of(self.store, [document]))
        near.count_all()
        made: set[str] = set()
        for telling in self.store.profiles.every():
            if telling not in made:
                made |= self._make_again({telling}, {telling})

    def _make(self, touched: _Touched, indexed: frozenset[str]) -> None:
        """Make the incidents again that hold a touched telling, and those that they join or leave."""
        profiles = self.store.profiles
        ids = set(touched.ids)
        for document in touched.read:
            # An older reading may have told of other incidents, which stand in the views still.
            for body in self.store.views.readings_of(document):
                ids.update(telling.id for telling in merge.tellings_of(decode(body, Reading)))
            if document not in indexed:
                Neighbours(self.store).keep(*newest_of(self.store, [document]))
        for document in touched.documents:
            ids.update(profiles.tellings_of(document))
        # A link that joins nothing changes a group only where this holds both its ends, and is then reached from either, or
        # where its newer end is compared with as many as count: it may take the place of one that was less near.
        crowded = {telling for telling in touched.apart if profiles.compared(telling)[0] >= merge.MOST}
        self._make_again(ids, ids | touched.joined | crowded)

    def _make_again(self, changed: Set[str], regrouped: Set[str]) -> frozenset[str]:
        """Make incidents again; returns all tellings that were looked at.

        Args:
            changed: tellings of which something is new: their incidents are made again.
            regrouped: tellings whose group can be another one: of all that links which join tie to them, the incidents
                are made again whose tellings are no longer the same.
        """
        views, reviews = self.store.views, self.reviews()
        decided = standing(reviews)
        links = LinksAround(self.store, links_of(decided))
        around = Regrouping(self.store, links, regrouped)
        homes, kept = around.homes, {members for members in around.held.values() if not changed & members}
        if any(homes.keys() & {r.subject, *r.others} or r.document in homes.values() for r in decided):
            # What people said of one incident of a report shows in the others where a newer reading no longer has it.
            kept = set()
        fresh = [group for group in around.groups if frozenset(group) not in kept]
        wanted = {telling for group in fresh for telling in group}
        views.remove(number for number, members in around.held.items() if members not in kept or wanted & members)
        documents = {homes[one] for one in wanted}
        for incident in incidents_of(newest_of(self.store, documents), fresh, links.reprints(documents), reviews):
            if wanted & tellings_in(incident, homes):
                views.remove(views.numbers_of([incident.id]))
                views.put(row_of(incident))
        return frozenset(telling for group in around.groups for telling in group)
