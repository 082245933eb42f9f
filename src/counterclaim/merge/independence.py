"""How many sources stand behind an account once reprints and repetitions are folded, and who repeats whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.merge.citations import AUTHOR, circles_in, citations_of, outlet_key
from counterclaim.merge.words import rarity, words_in
from counterclaim.model import SourceGroup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from counterclaim.model import Citation, Claim, DocumentRef, Link

#: Words that tell an office or a rank, not a body: they do not make two names one.
_NO_NAME = 2.0


@dataclass(frozen=True, slots=True)
class Independence:
    """What stands behind an account: reports, outlets with a report of their own, sources, repetitions, circles.

    ``citations`` say which report passes on whose reporting; ``circles`` are rings of outlets that cite each other.
    """

    reports: int
    own_reports: int
    outlets: tuple[str, ...]
    sources: tuple[SourceGroup, ...]
    repeats: tuple[Link, ...]
    citations: tuple[Citation, ...]
    circles: tuple[tuple[str, ...], ...]

    @property
    def summary(self) -> str:
        """The counts in words: "7 reports, 3 outlets' own, 2 independent sources"."""
        sources = len(self.sources)
        return (
            f"{self.reports} report{'s' if self.reports != 1 else ''}, {len(self.outlets)} outlets' own, "
            f"{sources} independent source{'s' if sources != 1 else ''}"
        )


def independence_of(
    claims: Sequence[Claim], documents: Sequence[DocumentRef], reprints: Sequence[Link] = ()
) -> Independence:
    """Folds what repeats: a reprint into its original, one source quoted by many, one party's several voices.

    Only claims that assert or suspect count: a denial corroborates nothing. The outlet's own word counts where it
    names no source for the incident in that report.
    """
    known = {document.id: document for document in documents}
    repeats = tuple(
        sorted((r for r in reprints if r.left in known and r.right in known), key=lambda r: (r.left, r.right))
    )
    original = _originals(repeats)
    citations = citations_of(claims, documents)
    own = [document for document in documents if document.id not in original]
    return Independence(
        reports=len(known),
        own_reports=len(own),
        outlets=tuple(sorted({document.outlet or document.id for document in own})),
        sources=_groups(claims, known, original),
        repeats=repeats,
        citations=citations,
        circles=circles_in(citations, documents),
    )


def _originals(repeats: Iterable[Link]) -> dict[str, str]:
    """Each reprint to the report at the root of its chain; a ring of reprints ends at its smallest id."""
    parent = {link.left: link.right for link in repeats if link.judgement == "same"}
    out: dict[str, str] = {}
    for report in parent:
        seen = [report]
        while seen[-1] in parent and parent[seen[-1]] not in seen:
            seen.append(parent[seen[-1]])
        root = min(seen) if seen[-1] in parent else seen[-1]
        if root != report:
            out[report] = root
    return out


def _groups(
    claims: Sequence[Claim], known: Mapping[str, DocumentRef], original: Mapping[str, str]
) -> tuple[SourceGroup, ...]:
    speaking = [claim for claim in claims if claim.stance in ("asserts", "suspects")]
    sourced = {claim.document for claim in speaking if claim.source != AUTHOR}
    groups: dict[str, list[Claim]] = defaultdict(list)
    reasons: dict[str, str] = {}
    for claim in sorted(speaking, key=lambda claim: claim.id):
        if claim.source == AUTHOR:
            if claim.document in sourced:
                continue
            key, reason = _outlet_key(claim, known, original)
        else:
            key, reason = _source_key(claim, known, original)
        groups[key].append(claim)
        reasons[key] = reason
    merged = _fold_names(groups)
    return tuple(_group(key, found, reasons[key]) for key, found in sorted(merged.items()))


def _outlet_key(claim: Claim, known: Mapping[str, DocumentRef], original: Mapping[str, str]) -> tuple[str, str]:
    root = original.get(claim.document, claim.document)
    document = known.get(root)
    return f"outlet {(document and document.outlet) or root}", "the outlet's own word, reprints folded"


def _source_key(claim: Claim, known: Mapping[str, DocumentRef], original: Mapping[str, str]) -> tuple[str, str]:
    if claim.side:
        return f"side {' '.join(words_in(claim.side))}", "voices of one party"
    quoted = next(
        (d.outlet for d in known.values() if d.outlet and outlet_key(d.outlet) == outlet_key(claim.source)), None
    )
    if quoted is not None:
        return f"outlet {quoted}", "the outlet's own word, however many reports pass it on"
    if claim.named:
        return f"name {' '.join(words_in(claim.source))}", "one source, however many reports quote it"
    passed_on = claim.via[0] if claim.via else None
    root = original.get(claim.document, claim.document)
    document = known.get(root)
    through = passed_on or (document and document.outlet) or root
    return f"unnamed {claim.source_kind} through {through}", "an unnamed source of one kind through one outlet"


def _fold_names(groups: Mapping[str, list[Claim]]) -> dict[str, list[Claim]]:
    """Joins "Syrian Observatory for Human Rights" and "the Observatory": all rare words of one stand in the other."""
    out: dict[str, list[Claim]] = {}
    names: list[tuple[frozenset[str], str]] = []
    for key in sorted(groups, key=lambda key: (-len(key), key)):
        rare = frozenset(word for word in key.split()[1:] if rarity(word) >= _NO_NAME)
        target = next((other for words, other in names if key.startswith("name ") and rare and rare <= words), None)
        if target is None:
            out[key] = list(groups[key])
            if key.startswith("name "):
                names.append((rare, key))
        else:
            out[target].extend(groups[key])
    return out


def _group(key: str, claims: Sequence[Claim], reason: str) -> SourceGroup:
    ordered = sorted(claims, key=lambda claim: claim.id)
    name = key.removeprefix("outlet ") if key.startswith("outlet ") else max((c.source for c in ordered), key=len)
    return SourceGroup(
        name=name,
        side=ordered[0].side,
        claims=tuple(claim.id for claim in ordered),
        documents=tuple(sorted({claim.document for claim in ordered})),
        reason=reason,
    )
