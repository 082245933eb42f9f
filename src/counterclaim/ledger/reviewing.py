"""Decisions of people as rows of the ledger: who, when, why; an undo is a withdrawal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec

from counterclaim.errors import NotFound, OptionError
from counterclaim.model import FACETS, Claim, Review, content_id, decode, encode
from counterclaim.review import Agreement, agreement_of, standing
from counterclaim.review.claims import CLAIM_FIELDS
from counterclaim.review.incidents import INCIDENT_FIELDS, value_of
from counterclaim.review.values import check_value
from counterclaim.store import Row

if TYPE_CHECKING:
    from counterclaim.ledger.opened import Ledger
    from counterclaim.model import MergedIncident, ReviewKind, ReviewValue

_LONGEST = 10_000


@dataclass(frozen=True)
class Reviewing:
    """The decisions of people on one ledger. Every method that decides returns the review that it wrote."""

    ledger: Ledger

    def correct(self, subject: str, field: str, value: ReviewValue, *, by: str, why: str) -> Review:
        """Put a person's value beside the machine's, of a claim or of an incident; ``None`` says that it has none.

        Args:
            subject: the id of a claim, or of an incident.
            field: for a claim perpetrator, target, weapon, killed, injured (a toll: least and most), stance, certainty,
                source or side; for an incident place, date (a day, or two parted by a stroke) or sub_event_type.
            value: what holds in the person's judgement.
            by: who decides.
            why: the reason, shown to everybody.

        Raises:
            NotFound: there is no such claim or incident.
            OptionError: the field or its value makes no sense.
        """
        if (found := self._machine_claim(subject)) is not None:
            if field not in CLAIM_FIELDS:
                raise OptionError(f"a claim has no field {field!r}; there are {', '.join(CLAIM_FIELDS)}", subject=field)
            check_value(field, value)
            return self._write(
                "correct", found.id, by=by, why=why, field=field, value=value, was=getattr(found, field), claim=found
            )
        incident = self.ledger.incident(subject)
        if field not in INCIDENT_FIELDS:
            raise OptionError(
                f"an incident has no field {field!r}; there are {', '.join(INCIDENT_FIELDS)}", subject=field
            )
        check_value(field, value)
        return self._write(
            "correct",
            _anchor(incident),
            document=_home(incident),
            by=by,
            why=why,
            field=field,
            value=value,
            was=value_of(incident, field),
        )

    def reject(self, claim: str, *, by: str, why: str) -> Review:
        """Take a claim out of its incident: the text does not say it. The row stays, and so does the machine's claim.

        Raises:
            NotFound: there is no such claim.
        """
        found = self._machine_claim(claim)
        if found is None:
            raise NotFound(f"no claim {claim!r} in the ledger; `counterclaim show INCIDENT` lists them", subject=claim)
        return self._write("reject", found.id, by=by, why=why, claim=found)

    def add(self, incident: str, document: str, quote: str, *, source: str, by: str, why: str, **values: Any) -> Review:
        """Add a claim that the machine missed, with the words of the report that carry it.

        Args:
            incident: the id of an incident.
            document: the id of the report.
            quote: words of its text or title, to the letter.
            source: who says it; ``AUTHOR`` for the report's own voice.
            by: who decides.
            why: the reason.
            values: further fields of :class:`Claim` (stance, certainty, perpetrator, killed ...).

        Raises:
            NotFound: there is no such incident or report.
            OptionError: the words do not stand in the report, or a field makes no sense.
        """
        home = self.ledger.incident(incident)
        report = self.ledger.document(document)
        field = "text" if quote and quote in report.text else "title"
        start = report.field(field).find(quote) if quote else -1  # type: ignore[arg-type]
        if start < 0:
            raise OptionError("the quote does not stand in that report; copy its words to the letter", subject="quote")
        span = report.span(start, start + len(quote), field)  # type: ignore[arg-type]
        members = [incident.id for incident in self.ledger.reading(report.id).incidents]
        at = next((member for member in members if member in home.members), _anchor(home))
        given = {"source_kind": "other", "side": None, "named": True, "via": (), "stance": "asserts", "certainty": "certain"} | values  # fmt: skip
        told = [facet for facet in FACETS if given.get(facet) is not None]
        fields = {"about": tuple(told) or ("occurrence",), "evidence": (span,), "document": report.id, "trace": (f"added by {by}",)} | given  # fmt: skip
        number = content_id("c", at, source, report.id, span, sorted(given.items(), key=str))
        try:
            claim = msgspec.convert(
                msgspec.to_builtins({"id": number, "incident": at, "source": source} | fields), Claim
            )
        except msgspec.ValidationError as error:
            raise OptionError(f"that is no claim: {error}", subject="claim") from error
        return self._write("add", claim.id, by=by, why=why, claim=claim)

    def merge(self, one: str, other: str, *, by: str, why: str) -> Review:
        """Say that two incidents are one; what the machine put with either comes along.

        Raises:
            NotFound: one of them is not there.
        """
        first, second = self.ledger.incident(one), self.ledger.incident(other)
        if first.id == second.id:
            raise OptionError("these two are one incident already", subject=other)
        return self._write("merge", _anchor(first), document=_home(first), by=by, why=why, others=(_anchor(second),))

    def split(self, incident: str, members: tuple[str, ...], *, by: str, why: str) -> tuple[Review, ...]:
        """Part some reports' incidents from the rest of a merged one; one review for each.

        Args:
            incident: the merged incident.
            members: ids of reports' incidents, or of reports, that belong elsewhere.
            by: who decides.
            why: the reason.

        Raises:
            NotFound: a member is not in it.
            OptionError: nothing would be left.
        """
        whole = self.ledger.incident(incident)
        told = (self.ledger.reading(ref.id) for ref in whole.documents)
        homes = {i.id: r.document.id for r in told for i in r.incidents}
        chosen = {member for member in whole.members if member in members or homes.get(member) in members}
        if not chosen or not all(m in whole.members or m in {homes.get(k) for k in whole.members} for m in members):
            raise NotFound(f"{', '.join(members)} is not in incident {whole.id}", subject=incident)
        rest = tuple(member for member in whole.members if member not in chosen)
        if not rest:
            raise OptionError("that is the whole incident; name the reports that belong elsewhere", subject="members")
        return tuple(
            self._write("split", member, by=by, why=why, others=rest, document=homes[member])
            for member in sorted(chosen)
        )

    def party(self, source: str, side: str | None, *, by: str, why: str) -> Review:
        """Say which party a source belongs to, wherever it speaks; ``None`` says that it is of none."""
        return self._write("party", source, by=by, why=why, field="side", value=side)

    def reprint(self, document: str, original: str, *, by: str, why: str) -> Review:
        """Say that one report repeats another.

        Raises:
            NotFound: one of them is not there.
        """
        copy, first = self.ledger.document(document), self.ledger.document(original)
        return self._write("reprint", copy.id, by=by, why=why, others=(first.id,), document=copy.id)

    def note(self, subject: str, text: str, *, by: str) -> Review:
        """Keep a remark on a claim, an incident or a report."""
        claim = self._machine_claim(subject)
        if claim is not None:
            return self._write("note", claim.id, by=by, why=text, document=claim.document)
        try:
            incident = self.ledger.incident(subject)
            return self._write("note", _anchor(incident), document=_home(incident), by=by, why=text)
        except NotFound:
            return self._write("note", self.ledger.document(subject).id, by=by, why=text, document=subject)

    def code(self, incident: str, field: str, value: ReviewValue, *, by: str, why: str = "coded") -> Review:
        """One coder's value of a facet, for agreement; it changes nothing that is shown.

        Raises:
            NotFound: there is no such incident.
            OptionError: the field or its value makes no sense.
        """
        if field not in (*FACETS, "sub_event_type", "status"):
            raise OptionError(f"{field!r} is no facet; there are {', '.join(FACETS)}", subject=field)
        if field not in ("place", "date"):
            check_value(field, value)
        found = self.ledger.incident(incident)
        return self._write("code", _anchor(found), by=by, why=why, field=field, value=value, document=_home(found))

    def withdraw(self, review: str, *, by: str, why: str) -> Review:
        """Undo a review, or an undo; both rows stay.

        Raises:
            NotFound: there is none whose id begins so, or several.
        """
        found = [one for one in self.all() if one.id.startswith(review)]
        if len(found) != 1:
            raise NotFound(f"{len(found) or 'no'} reviews with an id that begins {review!r}; `counterclaim review list` shows them", subject=review)  # fmt: skip
        return self._write("withdraw", found[0].id, by=by, why=why)

    def all(self, *, coder: str | None = None) -> tuple[Review, ...]:
        """Every review in the order of time; with ``coder``, without what other coders coded: blind coding."""
        found = sorted(self.ledger.views.reviews(), key=lambda r: (r.at, r.id))
        return tuple(r for r in found if coder is None or r.kind != "code" or r.by == coder)

    def standing(self) -> tuple[Review, ...]:
        """The reviews that are not withdrawn, oldest first."""
        return standing(self.all())

    def agreement(self) -> tuple[Agreement, ...]:
        """How far coders agree beyond chance, facet by facet."""
        return agreement_of(self.all())

    def _machine_claim(self, claim_id: str) -> Claim | None:
        """The claim of this id in the newest reading of its report, else one that a person added."""
        body = self.ledger.store.claim(claim_id)
        told = self.ledger.reading(decode(body, Claim).document).claims if body is not None else ()
        added = (r.claim for r in self.standing() if r.kind == "add" and r.claim is not None)
        return next((claim for claim in chain(told, added) if claim.id == claim_id), None)

    def _write(self, kind: ReviewKind, subject: str, *, by: str, why: str, **told: Any) -> Review:
        if not by.strip() or not why.strip():
            raise OptionError("a review needs who and why: give both", subject="why" if by.strip() else "by")
        if max(len(by), len(why)) > _LONGEST:
            raise OptionError(f"who and why may have {_LONGEST} characters each", subject="why")
        at = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
        review = Review.of(kind, subject, by=by.strip(), at=at, why=why.strip(), **told)
        row = Row("reviews", (review.id, review.kind, review.subject, review.by, review.at, encode(review)))
        self.ledger.store.append([row])
        self.ledger.views.refresh()
        return review


def _anchor(incident: MergedIncident) -> str:
    """What a review of a merged incident holds on to: one report's incident in it, or its report where there is none."""
    return incident.members[0] if incident.members else incident.documents[0].id


def _home(incident: MergedIncident) -> str:
    """The report of the anchor, by which it is found again where a newer reading gives the incident another id."""
    homes = {claim.incident: claim.document for claim in incident.claims}
    return homes.get(_anchor(incident), incident.documents[0].id)
