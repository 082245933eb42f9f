"""How many sources stand behind an account once reprints and repetitions are folded, and who repeats whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from counterclaim.lexicon.actors import listed_as
from counterclaim.merge.citations import circles_in, citations_of
from counterclaim.merge.identity import AUTHOR, identities, name_key, sides
from counterclaim.merge.words import words_in
from counterclaim.model import SourceGroup
from counterclaim.model.shown import shown_counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from counterclaim.model import Citation, Claim, DocumentRef, Link

#: Kinds of outlet whose own word is its party's.
_PARTISAN: Final = ("state_media", "government", "military", "armed_group", "police")


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
        return shown_counts(self.reports, len(self.outlets), len(self.sources))


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
    circles = circles_in(citations, documents)
    own = [document for document in documents if document.id not in original]
    return Independence(
        reports=len(known),
        own_reports=len(own),
        outlets=tuple(sorted({document.outlet or document.id for document in own})),
        sources=_groups(claims, known, original, circles),
        repeats=repeats,
        citations=citations,
        circles=circles,
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
    claims: Sequence[Claim],
    known: Mapping[str, DocumentRef],
    original: Mapping[str, str],
    circles: Sequence[tuple[str, ...]],
) -> tuple[SourceGroup, ...]:
    speaking = [claim for claim in claims if claim.stance in ("asserts", "suspects")]
    sourced = {claim.document for claim in speaking if claim.source != AUTHOR}
    keys = _Keys(claims, known, original, circles)
    groups: dict[str, list[Claim]] = defaultdict(list)
    reasons: dict[str, str] = {}
    for claim in sorted(speaking, key=lambda claim: claim.id):
        if claim.source == AUTHOR and claim.document in sourced:
            continue
        key, reason = keys.of(claim)
        groups[key].append(claim)
        reasons[key] = reason
    return tuple(
        SourceGroup(
            name=_called(key, map(keys.name_of, found)),
            side=keys.side_of(found[0]),
            claims=tuple(claim.id for claim in found),
            documents=tuple(sorted({claim.document for claim in found})),
            reason=reasons[key],
        )
        for key, found in sorted(groups.items())
    )


def _called(key: str, names: Iterable[str]) -> str:
    """The longest of several names of one source; a listed body's own before that of one who belongs to it."""
    for kind in ("outlet ", "ring "):
        if key.startswith(kind):
            return key.removeprefix(kind)
    body = key.startswith("name ")
    return max(sorted(names), key=lambda name: (body and listed_as(name) is not None, len(name)))


class _Keys:
    """The key of the independent source that a claim rests on, and why it is that one."""

    def __init__(
        self,
        claims: Sequence[Claim],
        known: Mapping[str, DocumentRef],
        original: Mapping[str, str],
        circles: Sequence[tuple[str, ...]],
    ) -> None:
        self._known, self._original = known, original
        self._names = identities(claims)
        self._sides = sides(claims, self._names)
        self._outlets = {name_key(document.outlet): document.outlet for document in known.values() if document.outlet}
        self._rings = {name_key(outlet): ", ".join(ring) for ring in circles for outlet in ring}

    def of(self, claim: Claim) -> tuple[str, str]:
        side = self.side_of(claim)
        if side is not None and (claim.source != AUTHOR or claim.source_kind in _PARTISAN):
            return f"side {' '.join(words_in(side))}", "voices of one party"
        if claim.source == AUTHOR:
            return self._in_ring(self._outlet(claim)) or (
                f"outlet {self._outlet(claim)}",
                "the outlet's own word, reprints folded",
            )
        name = self._names.get(claim.source, name_key(claim.source))
        if name in self._outlets:
            return self._in_ring(name) or (
                f"outlet {self._outlets[name]}",
                "the outlet's own word, however many reports pass it on",
            )
        if claim.source in self._names:
            return f"name {name}", "one source, by whatever name and however many reports quote it"
        through = name_key(claim.via[0] if claim.via else self._outlet(claim))
        if (ring := self._in_ring(through)) is not None:
            return ring
        return f"unnamed {claim.source_kind} through {through}", "an unnamed source of one kind through one outlet"

    def _in_ring(self, outlet: str) -> tuple[str, str] | None:
        """Outlets that cite each other round about are one source at most: none has it at first hand from the others."""
        ring = self._rings.get(name_key(outlet))
        return None if ring is None else (f"ring {ring}", "outlets that cite each other round about")

    def name_of(self, claim: Claim) -> str:
        """The source as the claim names it; the report's own voice by its outlet."""
        return claim.source if claim.source != AUTHOR else self._outlet(claim)

    def side_of(self, claim: Claim) -> str | None:
        """The side of a claim's source, as most reports give it."""
        name = self._names.get(claim.source)
        return claim.side if name is None else self._sides[name]

    def _outlet(self, claim: Claim) -> str:
        root = self._original.get(claim.document, claim.document)
        document = self._known.get(root)
        outlet = document.outlet if document is not None else None
        return self._outlets[name_key(outlet)] if outlet else root
