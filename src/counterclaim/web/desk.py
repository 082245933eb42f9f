"""What a reviewer has before them and what they send: the queue, and a decision read from a form or from JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterclaim.errors import OptionError
from counterclaim.model import Review
from counterclaim.review.claims import CLAIM_FIELDS
from counterclaim.review.incidents import INCIDENT_FIELDS
from counterclaim.review.values import value_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from counterclaim.ledger import Reviewing
    from counterclaim.model import DocumentRef, MergedIncident

#: The remark by which an incident counts as looked at; the ledger keeps it as a note.
ACCEPTED = "accepted as read"
#: The most characters of each field of a decision.
LONGEST = {"kind": 20, "subject": 500, "by": 200, "why": 2_000, "field": 50, "value": 2_000}
#: Every field that a form can correct, those of claims first.
FIELDS = (*CLAIM_FIELDS, *INCIDENT_FIELDS)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it was sent, all in words; empty ones were not given."""

    kind: str
    subject: str
    by: str
    why: str
    field: str = ""
    value: str = ""
    others: tuple[str, ...] = ()

    @classmethod
    def of(cls, sent: Mapping[str, Any]) -> Decision:
        """A decision from the fields of a form or of a JSON object.

        Raises:
            OptionError: a field is not words, or the kind is none that can be sent.
        """
        words: dict[str, str] = {}
        for name in ("kind", "subject", "by", "why", "field", "value"):
            given = sent.get(name, "")
            if not isinstance(given, str):
                raise OptionError(f"{name} is to be words: a toll is written 3-5, no value is none", subject=name)
            words[name] = bounded(name, given.strip())
        others = sent.get("others", ())
        others = others.split() if isinstance(others, str) else others
        if not isinstance(others, (list, tuple)) or not all(isinstance(other, str) for other in others):
            raise OptionError("others is to be a list of ids", subject="others")
        if words["kind"] not in KINDS:
            raise OptionError(f"kind={words['kind']!r} is none of {', '.join(KINDS)}", subject="kind")
        if not words["subject"]:
            raise OptionError("a decision needs its subject: the id of what it is about", subject="subject")
        return cls(**words, others=tuple(others))

    def write(self, reviewing: Reviewing) -> tuple[Review, ...]:
        """Write it into the ledger; a split is one review for each part."""
        made = KINDS[self.kind](reviewing, self)
        return (made,) if isinstance(made, Review) else tuple(made)

    @property
    def other(self) -> str:
        """The one id that it is joined with.

        Raises:
            OptionError: there is none or more than one.
        """
        if len(self.others) != 1:
            raise OptionError(f"{self.kind} needs one other id", subject="others")
        return self.others[0]


def bounded(name: str, words: str) -> str:
    """The words of a field, if they are no longer than it may be.

    Raises:
        OptionError: they are.
    """
    if len(words) > LONGEST[name]:
        raise OptionError(f"{name} has {len(words)} characters; give {LONGEST[name]} at most", subject=name)
    return words


def _correct(reviewing: Reviewing, sent: Decision) -> Review:
    value = value_from(sent.field, _given(sent))
    return reviewing.correct(sent.subject, sent.field, value, by=sent.by, why=sent.why)


def _code(reviewing: Reviewing, sent: Decision) -> Review:
    return reviewing.code(sent.subject, sent.field, value_from(sent.field, _given(sent)), by=sent.by)


def _party(reviewing: Reviewing, sent: Decision) -> Review:
    side = None if _given(sent).casefold() == "none" else sent.value
    return reviewing.party(sent.subject, side, by=sent.by, why=sent.why)


def _given(sent: Decision) -> str:
    if not sent.value:
        raise OptionError(
            f"give the value of {sent.field or 'the field'}; none says that there is none", subject="value"
        )
    return sent.value


#: How each kind is written.
KINDS: Mapping[str, Callable[[Reviewing, Decision], Review | Iterable[Review]]] = {
    "accept": lambda r, sent: r.note(sent.subject, ": ".join(filter(None, (ACCEPTED, sent.why))), by=sent.by),
    "correct": _correct,
    "reject": lambda r, sent: r.reject(sent.subject, by=sent.by, why=sent.why),
    "merge": lambda r, sent: r.merge(sent.subject, sent.other, by=sent.by, why=sent.why),
    "split": lambda r, sent: r.split(sent.subject, sent.others, by=sent.by, why=sent.why),
    "party": _party,
    "reprint": lambda r, sent: r.reprint(sent.subject, sent.other, by=sent.by, why=sent.why),
    "note": lambda r, sent: r.note(sent.subject, sent.why, by=sent.by),
    "code": _code,
}


def members_of(incident: MergedIncident) -> tuple[tuple[str, DocumentRef], ...]:
    """The reports' incidents that were merged into one, each with its report, for the form that splits."""
    refs = {ref.id: ref for ref in incident.documents}
    homes = {claim.incident: refs[claim.document] for claim in incident.claims}
    return tuple((member, homes[member]) for member in incident.members if member in homes)
