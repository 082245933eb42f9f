"""Who speaks on an incident: one column for each source that counts as one, grouped by the party it belongs to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from counterclaim.model.shown import STANCE_SIGNS, shown_source
from counterclaim.resolve.speaker import AUTHOR, same_speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from counterclaim.model import Claim, DocumentRef, MergedIncident, SourceGroup, Stance

#: Where a column stands as a whole; what a reader looks for first.
Part = Literal["claims", "claims and denies", "denies", "commits to nothing"]
_CERTAINTY = {"certain": 0, "probable": 1, "possible": 2}
_PARTS: dict[tuple[bool, bool], Part] = {
    (True, False): "claims", (True, True): "claims and denies", (False, True): "denies", (False, False): "commits to nothing",
}  # fmt: skip
#: Columns from left to right: who claims, who does both, who denies.
_ORDER: tuple[Part, ...] = ("claims", "claims and denies", "denies", "commits to nothing")


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker with one stance, in however many reports."""

    name: str
    stance: Stance
    sign: str
    certainty: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One source: the voices of a party, a named body, or a report's own word.

    ``counted`` says that it is one of the incident's independent sources, ``reason`` why its claims are one; a denial
    corroborates nothing and is not counted. ``names`` are those of its voices, the one that speaks most first; ``named``
    says that a report gives one of them by name, where it else is described ("a military source").
    """

    name: str
    names: tuple[str, ...]
    named: bool
    kinds: tuple[str, ...]
    side: str | None
    interest: str
    part: Part
    counted: bool
    reason: str
    claims: tuple[Claim, ...]
    reports: tuple[DocumentRef, ...]
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """The columns of one party; ``name`` is ``None`` for those of no party."""

    name: str | None
    columns: tuple[Column, ...]


def sides_of(incident: MergedIncident) -> tuple[Side, ...]:
    """The sides of an incident, parties before others; within each who claims comes before who denies."""
    reports = {ref.id: ref for ref in incident.documents}
    by_side: dict[str, list[Column]] = {}
    for claims, group in _grouped(incident, reports):
        by_side.setdefault(claims[0].side or "", []).append(_column(claims, group, reports))
    found = [Side(name or None, tuple(sorted(columns, key=_place))) for name, columns in by_side.items()]
    return tuple(sorted(found, key=lambda side: (side.name is None, _place(side.columns[0]))))


def names_of(claims: Iterable[Claim]) -> tuple[str, ...]:
    """The names of those who speak, the one that speaks most first, of equals the shortest."""
    counted = Counter(shown_source(claim) for claim in claims)
    return tuple(sorted(counted, key=lambda name: (-counted[name], len(name), name)))


def _grouped(
    incident: MergedIncident, reports: Mapping[str, DocumentRef]
) -> list[tuple[list[Claim], SourceGroup | None]]:
    """The claims of each independent source, joined by its party's denials; then those that count for none."""
    group_of = {claim: group for group in incident.sources for claim in group.claims}
    columns: list[tuple[list[Claim], SourceGroup | None]] = []
    for claim in sorted(incident.claims, key=lambda c: (c.id not in group_of, _age(c, reports))):
        group = group_of.get(claim.id)
        column = next((one for one in columns if _is_one(one[0][0], one[1], claim, group)), None)
        if column is None:
            columns.append(column := ([], group))
        column[0].append(claim)
    return [(sorted(claims, key=lambda c: _age(c, reports)), group) for claims, group in columns]


def _is_one(first: Claim, of: SourceGroup | None, claim: Claim, group: SourceGroup | None) -> bool:
    if group is not None:
        return of is group
    if claim.side or first.side:
        return claim.side == first.side
    if AUTHOR in (claim.source, first.source):
        return claim.source == first.source and of is None
    return same_speaker(first.source, claim.source)


def _age(claim: Claim, reports: Mapping[str, DocumentRef]) -> tuple[str, str]:
    ref = reports[claim.document]
    return (ref.published.isoformat() if ref.published else "9999", claim.id)


def _place(column: Column) -> tuple[bool, bool, int, int, str]:
    """Who only echoes the reports comes last, before it who is described and not named; then by what it does and in how many reports."""
    own_word = column.claims[0].source == AUTHOR and not column.counted
    return (own_word, not column.named, _ORDER.index(column.part), -len(column.reports), column.name)


def _column(claims: Sequence[Claim], group: SourceGroup | None, reports: Mapping[str, DocumentRef]) -> Column:
    stances = {claim.stance for claim in claims}
    names = names_of(claims)
    own_word = claims[0].source == AUTHOR
    name = group.name if own_word and group is not None else "the reports themselves" if own_word else names[0]
    uncounted = "the reports' own words beside sources that they name" if own_word else "a denial corroborates nothing"
    return Column(
        name=name, names=(name,) if own_word else names, named=own_word or any(claim.named for claim in claims),
        kinds=tuple(dict.fromkeys(claim.source_kind.replace("_", " ") for claim in claims)),
        side=claims[0].side,
        interest=group.interest if group is not None and group.interest != "none" else "",
        part=_PARTS[bool(stances & {"asserts", "suspects"}), "denies" in stances],
        counted=group is not None, reason=group.reason if group is not None else uncounted,
        claims=tuple(claims), reports=tuple(dict.fromkeys(reports[claim.document] for claim in claims)),
        voices=tuple(_voices(claims)),
    )  # fmt: skip


def _voices(claims: Sequence[Claim]) -> list[Voice]:
    spoken: list[list[Claim]] = []
    for claim in claims:
        voice = next((v for v in spoken if v[0].stance == claim.stance and _same_name(v[0], claim)), None)
        if voice is None:
            spoken.append(voice := [])
        voice.append(claim)
    made = [_voice(claims) for claims in spoken]
    return sorted(made, key=lambda voice: (voice.stance == "denies", -len(voice.claims), voice.name))


def _same_name(one: Claim, other: Claim) -> bool:
    if AUTHOR in (one.source, other.source):
        return one.source == other.source and one.document == other.document
    return same_speaker(one.source, other.source)


def _voice(claims: Sequence[Claim]) -> Voice:
    stance = claims[0].stance
    return Voice(max(names_of(claims), key=len), stance, STANCE_SIGNS[stance], surest(claims), tuple(claims))


def surest(claims: Iterable[Claim]) -> str:
    """The best certainty among claims of one stance, empty where there is nothing to add to the stance."""
    found = [claim for claim in claims if claim.stance != "noncommittal"]
    best = min((claim.certainty for claim in found), key=_CERTAINTY.__getitem__, default="certain")
    return "" if best == "certain" else best
