"""Keeps the derived tables true: after each append only the incidents that it can touch are made again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counterclaim import merge
from counterclaim.ledger.incident_row import row_of
from counterclaim.model import Link, MergedIncident, Reading, Review, decode
from counterclaim.review import links_of, reviewed_incidents, standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counterclaim.store import SqlStore

#: Of the reports that share a key with a new one so many are read at first: a few more than it is compared with.
_READ_FIRST = 50


@dataclass
class _Touched:
    read: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    apart: list[Link] = field(default_factory=list)
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
            indexed: reports that :meth:`neighbours` has indexed already.
        """
        views = self.store.views
        if views.seq() == views.last():
            return
        with self.store.transaction():
            end = views.last()
            touched = self._touched(views.changes(views.seq()))
            if touched.everything or not views.seq():
                self._make_all()
            elif touched.read or touched.documents or touched.ids or touched.apart:
                self._make(touched, frozenset(indexed))
            views.advance(end)

    def rebuild(self) -> None:
        """Drop all that is derived and make it again; the result is the same."""
        with self.store.transaction():
            end = self.store.views.last()
            self._make_all()
            self.store.views.advance(end)

    def neighbours(self, fresh: Reading) -> tuple[Reading, ...]:
        """Index a report, and give the newest readings of those worth comparing with it, in order of ids.

        Of those published before it no more are read than it takes to know which are the nearest.
        """
        keys = merge.lookup_keys(fresh)
        with self.store.transaction():
            found = merge.sharing(fresh, keys, self.store.views.holders_of(keys))
            self.store.views.put_keys(fresh.document.id, keys)
        count = _READ_FIRST
        known = self._readings([*found.needed, *(document for _, document in found.before[:count])])
        while count < len(found.before) and merge.may_be_nearer(fresh, known, found.before[count][0]):
            count *= 2
            known = self._readings([*found.needed, *(document for _, document in found.before[:count])])
        return known

    def reviews(self) -> list[Review]:
        """Every decision of people in the order in which it was written; each is decoded once."""
        for seq, body in self.store.views.reviews_since(self._decided_to):
            self._decided.append(decode(body, Review))
            self._decided_to = seq
        return list(self._decided)

    def _put_report(self, reading: Reading, *, indexed: bool = False) -> None:
        self.store.views.put_tellings(reading.document.id, [telling.id for telling in merge.tellings_of(reading)])
        if not indexed:
            self.store.views.put_keys(reading.document.id, merge.lookup_keys(reading))

    def _touched(self, changes: Iterable[tuple[str, str]]) -> _Touched:
        out = _Touched()
        reviews = {review.id: review for review in self.reviews()}
        for kind, row in changes:
            if kind == "readings":
                out.read.add(self.store.views.document_of_reading(row))
            elif kind == "links":
                link = decode(self.store.views.link(row), Link)
                if link.kind == "incident" and not merge.joins(link):
                    out.apart.append(link)
                else:
                    (out.documents if link.kind == "reprint" else out.ids).update((link.left, link.right))
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
        self.store.views.empty()
        readings = {r.document.id: r for r in (decode(b, Reading) for b in self.store.bodies("readings"))}
        for _, reading in sorted(readings.items()):
            self._put_report(reading)
        links = [decode(body, Link) for body in self.store.bodies("links")]
        for incident in reviewed_incidents(readings.values(), links, self.reviews()):
            self.store.views.put(row_of(incident))

    def _make(self, touched: _Touched, indexed: frozenset[str]) -> None:
        """Make the incidents again that hold a touched telling, and those that they join or leave."""
        views = self.store.views
        ids = set(touched.ids)
        for document in touched.read | touched.documents:
            ids.update(views.tellings_of(document))
        for reading in self._readings(touched.read):
            self._put_report(reading, indexed=reading.document.id in indexed)
            ids.update(views.tellings_of(reading.document.id))
        # A link that joins nothing changes a group only where this holds both its ends, and is then reached from either, or
        # where it takes the place of one that was less near to the report that was published later.
        ids.update(link.newer or link.left for link in touched.apart)
        reviews = self.reviews()
        by_people: dict[str, list[Link]] = defaultdict(list)
        for link in links_of(standing(reviews)):
            by_people[link.left].append(link)
            by_people[link.right].append(link)

        def links_at(end: str) -> list[Link]:
            return [decode(body, Link) for body in views.links_at(end)] + by_people.get(end, [])

        def joining_at(end: str) -> list[Link]:
            return [decode(body, Link) for body in views.joining_at(end)] + by_people.get(end, [])

        reached = set(merge.touched_by(ids, joining_at))
        old = views.numbers_of(reached)
        held = {name for number in old for name in decode(views.body(number), MergedIncident).members}
        reached |= merge.touched_by(held, joining_at)
        documents = views.documents_of(reached)
        ends = {
            link.id: link for end in (*reached, *documents) for link in links_at(end) if link.judged_by == "machine"
        }
        views.remove(views.numbers_of(reached))
        for incident in reviewed_incidents(self._readings(documents), list(ends.values()), reviews):
            if reached.intersection((*incident.members, *(ref.id for ref in incident.main_documents))) and (
                not incident.members or reached.issuperset(incident.members)
            ):
                views.remove(views.numbers_of([incident.id]))
                views.put(row_of(incident))

    def _readings(self, documents: Iterable[str]) -> tuple[Reading, ...]:
        return tuple(decode(body, Reading) for body in self.store.views.newest_readings(sorted(set(documents))))
