"""The claim matrix as a page shows it: facets down, voices across and grouped by side, each value with its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterclaim.model import FACETS
from counterclaim.model.shown import STANCE_SIGNS, shown_source, shown_toll
from counterclaim.resolve.speaker import same_speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counterclaim.model import Claim, DocumentRef, Facet, MergedIncident, Stance, Toll

_TOLLS: tuple[Facet, ...] = ("killed", "injured")
#: Width of the toll scale in units of its drawing, and the room that an open end gets.
_SCALE, _OPEN = 100.0, 8.0
_CERTAINTY = {"certain": 0, "probable": 1, "possible": 2}


@dataclass(frozen=True, slots=True)
class Note:
    """One numbered sentence: the claim that it carries, the words, the report, and the chain by which it came."""

    number: int
    claim: Claim
    words: str
    report: DocumentRef
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A toll as a range on the scale of its row: left end, width, and which ends are open."""

    x: float
    width: float
    open_low: bool
    open_high: bool


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that a voice says on a facet, with the numbers of the sentences."""

    words: str
    notes: tuple[Note, ...]
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """A column: one source with one stance, in however many reports."""

    name: str
    kind: str
    stance: Stance
    sign: str
    certainty: str
    claims: tuple[Claim, ...]
    reports: tuple[DocumentRef, ...]
    interest: str


@dataclass(frozen=True, slots=True)
class Side:
    """The voices of one party; ``name`` is ``None`` for those of no party."""

    name: str | None
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A row: a facet, whether it is contested and why, and one cell for each voice in the order of the sides."""

    facet: Facet
    contested: bool
    reasons: tuple[str, ...]
    cells: tuple[tuple[Value, ...], ...]
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole matrix with its numbered sentences."""

    sides: tuple[Side, ...]
    rows: tuple[FacetRow, ...]
    notes: tuple[Note, ...]

    @property
    def voices(self) -> tuple[Voice, ...]:
        """The voices in the order of the columns."""
        return tuple(voice for side in self.sides for voice in side.voices)


def matrix_of(incident: MergedIncident) -> Matrix:
    """The matrix of an incident: parties in conflict first, within a side denials after assertions."""
    sides = _sides(incident)
    ordered = [claim for side in sides for voice in side.voices for claim in voice.claims]
    notes = _notes(ordered, incident.documents)
    voices = [voice for side in sides for voice in side.voices]
    rows = [_row(facet, incident, voices, notes) for facet in FACETS]
    told = [row for row in rows if any(row.cells)]
    return Matrix(sides, tuple(sorted(told, key=lambda row: not row.contested)), tuple(notes.values()))


def _sides(incident: MergedIncident) -> tuple[Side, ...]:
    reports = {ref.id: ref for ref in incident.documents}
    columns: list[list[Claim]] = []
    for claim in sorted(incident.claims, key=lambda c: _age(c, reports)):
        column = next((column for column in columns if _same_voice(column[0], claim)), None)
        if column is None:
            columns.append(column := [])
        column.append(claim)
    by_side: dict[str, list[Voice]] = {}
    for claims in columns:
        by_side.setdefault(claims[0].side or "", []).append(_voice(claims, reports, incident))
    disputing = {
        c.side or "" for c in incident.claims if c.stance == "denies" or set(c.about) & set(incident.contested)
    }
    found = [
        Side(side or None, tuple(sorted(voices, key=lambda v: (v.stance == "denies", -len(v.reports), v.name))))
        for side, voices in by_side.items()
    ]
    return tuple(sorted(found, key=lambda s: (s.name is None, (s.name or "") not in disputing, s.name or "")))


def _same_voice(one: Claim, other: Claim) -> bool:
    """One speaker with one stance, in whichever report; a report's own voice is its own."""
    if one.stance != other.stance or (one.side or "") != (other.side or ""):
        return False
    if "AUTHOR" in (one.source, other.source):
        return one.source == other.source and one.document == other.document
    return same_speaker(one.source, other.source)


def _age(claim: Claim, reports: dict[str, DocumentRef]) -> tuple[str, str]:
    ref = reports[claim.document]
    return (ref.published.isoformat() if ref.published else "9999", claim.id)


def _voice(claims: Sequence[Claim], reports: dict[str, DocumentRef], incident: MergedIncident) -> Voice:
    first = claims[0]
    group = next((g for g in incident.sources if first.id in g.claims), None)
    surest = min((c.certainty for c in claims), key=_CERTAINTY.__getitem__)
    return Voice(
        name=max((shown_source(c) for c in claims), key=len),
        kind=first.source_kind.replace("_", " "),
        stance=first.stance,
        sign=STANCE_SIGNS[first.stance],
        certainty="" if surest == "certain" or first.stance == "noncommittal" else surest,
        claims=tuple(claims),
        reports=tuple(dict.fromkeys(reports[c.document] for c in claims)),
        interest=group.interest if group is not None and group.interest != "none" else "",
    )


def _notes(claims: Sequence[Claim], documents: Sequence[DocumentRef]) -> dict[str, Note]:
    reports = {ref.id: ref for ref in documents}
    out = {}
    for number, claim in enumerate(claims, 1):
        ref = reports[claim.document]
        words = " … ".join(dict.fromkeys(" ".join(span.text.split()) for span in claim.evidence))
        chain = (shown_source(claim), *claim.via, ref.outlet or "unknown outlet")
        out[claim.id] = Note(number, claim, words, ref, chain)
    return out


def _row(facet: Facet, incident: MergedIncident, voices: Sequence[Voice], notes: dict[str, Note]) -> FacetRow:
    most = _most(incident.claims, facet) if facet in _TOLLS else None
    cells = tuple(_cell(voice, facet, notes, most) for voice in voices)
    reasons = tuple(
        dict.fromkeys(c.reason.replace("AUTHOR", "a report itself") for c in incident.conflicts if c.facet == facet)
    )
    return FacetRow(facet, facet in incident.contested, reasons, cells, most)


def _cell(voice: Voice, facet: Facet, notes: dict[str, Note], most: int | None) -> tuple[Value, ...]:
    said: dict[str, list[Note]] = {}
    bars: dict[str, Bar] = {}
    for claim in voice.claims:
        value = getattr(claim, facet, None)
        if facet not in claim.about and value is None:
            continue
        words = shown_toll(value) if facet in _TOLLS and value is not None else str(value or "")
        said.setdefault(words, []).append(notes[claim.id])
        if facet in _TOLLS and value is not None and most:
            bars[words] = _bar(value, most)
    return tuple(Value(words, tuple(found), bars.get(words)) for words, found in said.items())


def _most(claims: Sequence[Claim], facet: Facet) -> int | None:
    """The greatest number said on a toll: the right end of the scale."""
    numbers = [n for c in claims if (toll := getattr(c, facet, None)) for n in toll if n is not None]
    return max(numbers, default=None) or None


def _bar(toll: Toll, most: int) -> Bar:
    low, high = toll
    left = _SCALE * (low or 0) / most
    right = _SCALE * high / most if high is not None else _SCALE + _OPEN
    return Bar(round(left, 2), round(max(right - left, 1.5), 2), low is None, high is None)
