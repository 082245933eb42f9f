"""What people decide about what was read: rows beside the machine's, never in their place."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from counterclaim.model.claim import Claim, Toll
from counterclaim.model.form import content_id
from counterclaim.model.place import Place

ReviewKind = Literal["correct", "reject", "add", "merge", "split", "party", "reprint", "note", "code", "withdraw"]
REVIEW_KINDS: tuple[ReviewKind, ...] = get_args(ReviewKind)

#: A value that a person gives: words, a toll, or a place with its coordinates.
ReviewValue = str | Toll | Place | None


class Review(msgspec.Struct, frozen=True, omit_defaults=True):
    """One decision of one person.

    ``subject`` is the id of what it is about: a claim (correct, reject), one report's incident (correct, add, merge,
    split, code, note), a report (reprint, note), the name of a source (party), or an earlier review (withdraw).
    ``others`` are the ids that it is joined with or parted from. ``claim`` is the claim as it was read when it was
    reviewed, or the added one: by its words the decision is found again in a newer reading. ``was`` is the value that
    the machine gave then. ``at`` is the moment in UTC, ISO 8601.
    """

    id: str
    kind: ReviewKind
    subject: str
    by: str
    at: str
    why: str
    field: str | None = None
    value: ReviewValue = None
    was: ReviewValue = None
    others: tuple[str, ...] = ()
    document: str | None = None
    claim: Claim | None = None

    @classmethod
    def of(
        cls,
        kind: ReviewKind,
        subject: str,
        *,
        by: str,
        at: str,
        why: str,
        field: str | None = None,
        value: ReviewValue = None,
        was: ReviewValue = None,
        others: tuple[str, ...] = (),
        document: str | None = None,
        claim: Claim | None = None,
    ) -> Review:
        """A review whose id is a hash of all that it says."""
        number = content_id("w", kind, subject, by, at, why, field, value, was, others, document, claim)
        return cls(number, kind, subject, by, at, why, field, value, was, others, document, claim)


class Correction(msgspec.Struct, frozen=True):
    """A person's decision as a merged incident shows it, beside what the machine read.

    ``was`` is what the machine gave when the person decided, ``now`` what the newest reading gives. ``differs`` is true
    where the newest reading is another than the one reviewed and agrees with neither side: somebody should look again.
    ``found`` is false where the newest reading no longer has the claim; the reviewed one then stands in for it.
    """

    review: str
    kind: ReviewKind
    subject: str
    by: str
    at: str
    why: str
    field: str | None = None
    value: ReviewValue = None
    was: ReviewValue = None
    now: ReviewValue = None
    differs: bool = False
    found: bool = True
