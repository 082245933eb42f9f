"""Keeps the derived tables true: after each append only the incidents that it can touch are made again."""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from counterclaim import assess, merge
from counterclaim.errors import OptionError
from counterclaim.model import Link, MergedIncident, Reading, Review, decode, encode
from counterclaim.model.shown import shown_place
from counterclaim.review import links_of, reviewed_incidents, standing
from counterclaim.store import IncidentRow, Wanted
from counterclaim.store.sqlite_views import SORTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counterclaim.store import SqlStore

MOST = 500


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """A stretch of a sorted list, how many there are in all, and the cursor of the next stretch."""

    incidents: tuple[MergedIncident, ...]
    total: int
    next: str | None


@dataclass
class _Touched:
    read: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
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
            if touched.everything:
                self._make_all()
            elif touched.read or touched.documents or touched.ids:
                self._make(touched, frozenset(indexed))
            views.advance(end)

    def rebuild(self) -> None:
        """Drop all that is derived and make it again; the result is the same."""
        with self.store.transaction():
            end = self.store.views.last()
            self._make_all()
            self.store.views.advance(end)

    def neighbours(self, fresh: Reading) -> tuple[Reading, ...]:
        """Index a report, and give the newest readings of those worth comparing with it, in order of ids."""
        keys = merge.lookup_keys(fresh)
        with self.store.transaction():
            found = self.store.views.documents_with(keys) - {fresh.document.id}
            self.store.views.put_keys(fresh.document.id, keys)
        return self._readings(found)

    def page(self, wanted: Wanted, *, cursor: str | None, limit: int) -> IncidentPage:
        """One stretch of the list that fits.

        Raises:
            OptionError: the cursor, the limit or the order makes no sense.
        """
        if not 1 <= limit <= MOST:
            raise OptionError(f"limit={limit} is out of range; give 1 to {MOST}", subject="limit")
        if wanted.sort not in SORTS:
            raise OptionError(f"sort={wanted.sort!r} is none of {', '.join(SORTS)}", subject="sort")
        rows = self.store.views.page(wanted, _place_of(cursor), limit + 1)
        more = rows[limit - 1][:2] if len(rows) > limit else None
        found = tuple(decode(body, MergedIncident) for _, _, body in rows[:limit])
        return IncidentPage(found, self.store.views.count(wanted), _cursor_of(more) if more else None)

    def incident(self, name: str) -> MergedIncident | None:
        """The incident that goes by an id, its own or one that leads to it; ``None`` where none or several do."""
        views = self.store.views
        found = [decode(views.body(number), MergedIncident) for number in sorted(views.numbers_of([name]))]
        own = [incident for incident in found if incident.id == name]
        return (own or found)[0] if len(own or found) == 1 else None

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
        reviews = self.reviews()
        by_people: dict[str, list[Link]] = defaultdict(list)
        for link in links_of(standing(reviews)):
            by_people[link.left].append(link)
            by_people[link.right].append(link)

        def links_at(end: str) -> list[Link]:
            return [decode(body, Link) for body in views.links_at(end)] + by_people.get(end, [])

        reached = set(merge.touched_by(ids, links_at))
        old = views.numbers_of(reached)
        held = {name for number in old for name in decode(views.body(number), MergedIncident).members}
        reached |= merge.touched_by(held, links_at)
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


def row_of(incident: MergedIncident) -> IncidentRow:
    """An incident as the views hold it."""
    end = incident.date_end or incident.date_start
    place = incident.place
    told = [incident.sub_event_type, *(word for ref in incident.documents for word in (ref.outlet, ref.title) if word)]
    party: list[str] = []
    for claim in incident.claims:
        party += [word for word in (claim.perpetrator, claim.side, claim.source) if word]
        told += [word for word in (claim.target, claim.weapon) if word] + [span.text for span in claim.evidence]
    point = (place.lat, place.lon) if place and place.lat is not None and place.lon is not None else None
    return IncidentRow(
        incident.id, incident.date_start.isoformat() if incident.date_start else None, end.isoformat() if end else None,
        incident.status, incident.sub_event_type, incident.independent_sources, incident.reports, encode(incident),
        tuple(sorted(assess.ids_of(incident))), " ".join(dict.fromkeys(told)), shown_place(place) if place else "",
        " ".join(dict.fromkeys(party)), point,
    )  # fmt: skip


def _cursor_of(place: tuple[Any, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _place_of(cursor: str | None) -> tuple[Any, str] | None:
    """The place in the order that a cursor stands for.

    Raises:
        OptionError: it is no cursor.
    """
    if not cursor:
        return None
    try:
        value, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise OptionError(
            f"cursor={cursor!r} is none of this list; begin again without it", subject="cursor"
        ) from error
    if not isinstance(last, str) or not isinstance(value, (str, int, type(None))):
        raise OptionError(f"cursor={cursor!r} is none of this list; begin again without it", subject="cursor")
    return value, last
