"""Corrections of claims, applied to the newest readings; what a newer reading says otherwise is shown, not taken."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from counterclaim.model import Correction, Review

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from counterclaim.model import Claim, Reading

#: The fields of a claim that a person may correct, with the facet that each speaks to.
CLAIM_FIELDS: Mapping[str, str | None] = {
    "perpetrator": "perpetrator", "target": "target", "weapon": "weapon", "killed": "killed", "injured": "injured",
    "stance": None, "certainty": None, "source": None, "side": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Readings as people left them, and the corrections by the id of the incident that each belongs to."""

    readings: tuple[Reading, ...]
    corrections: Mapping[str, tuple[Correction, ...]]


def with_reviews(readings: Iterable[Reading], reviews: Sequence[Review]) -> Reviewed:
    """The readings with claims corrected, rejected and added, and sources put to their party.

    A review finds its claim by id, else by its words: a claim of that report with the same source and overlapping
    evidence, the same stance first. Where there is none, the claim as it was reviewed is put back.

    Args:
        readings: the newest reading of each report.
        reviews: those that stand, oldest first; of two on one value the later holds.
    """
    by_document: dict[str, list[Review]] = defaultdict(list)
    parties = [review for review in reviews if review.kind == "party"]
    for review in reviews:
        if review.kind in ("correct", "reject", "add") and review.claim is not None:
            by_document[review.claim.document].append(review)
    corrections: dict[str, list[Correction]] = defaultdict(list)
    out = []
    for reading in readings:
        claims = list(reading.claims)
        for review in by_document.get(reading.document.id, ()):
            _apply(review, reading, claims, corrections)
        for review in parties:
            _take_side(review, claims, corrections)
        same = len(claims) == len(reading.claims) and all(a is b for a, b in zip(claims, reading.claims, strict=True))
        out.append(reading if same else msgspec.structs.replace(reading, claims=tuple(claims)))
    return Reviewed(tuple(out), {incident: tuple(found) for incident, found in corrections.items()})


def matching_claim(reviewed: Claim, claims: Sequence[Claim]) -> Claim | None:
    """The claim of a newer reading that says what the reviewed one said, ``None`` where it reads it no longer."""
    exact = next((claim for claim in claims if claim.id == reviewed.id), None)
    if exact is not None:
        return exact
    near = [
        claim
        for claim in claims
        if claim.source == reviewed.source
        and any(ours.overlaps(theirs) for ours in claim.evidence for theirs in reviewed.evidence)
    ]
    return min(near, key=lambda claim: (claim.stance != reviewed.stance, claim.id), default=None)


def correction_of(review: Review, *, now: Any = None, found: bool = True) -> Correction:
    """A review as an incident shows it, beside what the newest reading gives."""
    differs = review.kind == "correct" and now not in (review.was, review.value)
    return Correction(
        review.id, review.kind, review.subject, review.by, review.at, review.why, review.field, review.value,
        review.was, now, differs or not found, found,
    )  # fmt: skip


def _apply(review: Review, reading: Reading, claims: list[Claim], corrections: Mapping[str, list[Correction]]) -> None:
    reviewed = review.claim
    if reviewed is None:
        return
    standing = matching_claim(reviewed, claims)
    # The machine's own reading, not what an earlier review made of it, is what stands beside the person's value.
    read = matching_claim(reviewed, reading.claims)
    if review.kind == "add":
        if standing is None:
            placed = _placed(reviewed, reading)
            claims.append(placed)
            corrections[placed.incident].append(correction_of(review))
    elif review.kind == "reject":
        if standing is not None:
            claims.remove(standing)
        corrections[(standing or _placed(reviewed, reading)).incident].append(correction_of(review))
    elif review.field in CLAIM_FIELDS:
        kept = standing or _placed(reviewed, reading)
        now = getattr(read, str(review.field)) if read is not None else None
        if standing is None:
            claims.append(_valued(kept, review))
        else:
            claims[claims.index(standing)] = _valued(standing, review)
        corrections[kept.incident].append(correction_of(review, now=now, found=read is not None))


def _valued(claim: Claim, review: Review) -> Claim:
    """The claim with a person's value, its facet spoken to or no longer, and the review in its trace."""
    changes: dict[str, Any] = {str(review.field): review.value, "trace": (*claim.trace, f"review {review.id}")}
    facet = CLAIM_FIELDS[str(review.field)]
    if facet is not None:
        others = tuple(one for one in claim.about if one != facet)
        changes["about"] = (
            others if review.value is None else (*others, facet) if facet not in claim.about else claim.about
        )
    return msgspec.structs.replace(claim, **changes)


def _placed(claim: Claim, reading: Reading) -> Claim:
    """The claim in an incident of the newest reading: its own, else the report's main one, else the first."""
    ids = {incident.id for incident in reading.incidents}
    if claim.incident in ids or not reading.incidents:
        return claim
    home = min(reading.incidents, key=lambda incident: not incident.main)
    return msgspec.structs.replace(claim, incident=home.id)


def _take_side(review: Review, claims: list[Claim], corrections: Mapping[str, list[Correction]]) -> None:
    side = review.value if isinstance(review.value, str) else None
    wanted = review.subject.casefold()
    for index, claim in enumerate(claims):
        if claim.source.casefold() == wanted and claim.side != side:
            claims[index] = msgspec.structs.replace(claim, side=side, trace=(*claim.trace, f"review {review.id}"))
            corrections[claim.incident].append(
                msgspec.structs.replace(correction_of(review), was=claim.side, now=claim.side)
            )
